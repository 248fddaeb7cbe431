"""What drives the doubt, as a sheet and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal, get_args

from ranker.errors import Problem, UsageError, did_you_mean
from ranker.output.drivers import (
    design_words,
    effect_text,
    error_words,
    finding,
    group_head,
    output_label,
    sentence,
    settled_effects,
    untold_words,
)
from ranker.output.export import as_json, manifest_fields, study_fields
from ranker.output.sheet import Column, Sheet
from ranker.output.words import listed

if TYPE_CHECKING:
    from ranker.analysis.design import Group
    from ranker.analysis.ranking import Ranking
    from ranker.analysis.sensitivity import Effect, Output, Sensitivity
    from ranker.analysis.variation import Variation

SENSITIVITY_SCHEMA = "cluster-ranker/sensitivity/1"
Shown = Literal["rank", "score"]
SHOWN: tuple[str, ...] = get_args(Shown)
FEW = 3  # outputs that get a sentence each
ALL = 1_000


def check_shown(ranking: Ranking, variation: Variation, shown: str) -> None:
    """Refuse a measure that is unknown, or scores where the method varies.

    Raises
    ------
    UsageError
        ``argument-invalid``.
    """
    if shown not in SHOWN:
        what = f"'{shown}' is unknown."
        raise UsageError(Problem("argument-invalid", "of", what, did_you_mean(shown, SHOWN)))
    others = [name for name in ranking.study.second_opinions if name != ranking.method.name]
    if shown == "score" and "method" in variation.construction and others:
        what = "scores were asked of several methods, which have no common scale."
        mend = "Ask for ranks, or leave the method as it is."
        raise UsageError(Problem("argument-invalid", "of", what, mend))


def sensitivity_sheet(found: Sensitivity, *, shown: Shown = "rank") -> Sheet:
    """Return the part of every group, one row an output.

    Parameters
    ----------
    found : Sensitivity
    shown : {"rank", "score"}
        Ranks and orders of pairs, or scores and differences.
    """
    outputs = [*found.of(shown), *found.of("order" if shown == "rank" else "lead")]
    labels = [output_label(found.ranking, output) for output in outputs]
    spreads = [math.sqrt(found.variance(output)) for output in outputs]
    columns = (
        Column("measure", "", [output.measure for output in outputs]),
        Column("cluster", "", [output.cluster for output in outputs]),
        Column("other", "", [output.other or None for output in outputs]),
        Column("", "Cluster or pair", (), labels, is_text=True),
        _number("mean", "Mean", [found.mean(output) for output in outputs]),
        _number("standard_deviation", "Standard deviation", spreads),
        *(c for g in found.groups for c in _group_columns(found, g, outputs)),
    )
    return Sheet(
        found.ranking.study.title.en,
        columns,
        lead=_lead(found, outputs),
        notes=tuple(_notes(found, outputs)),
    )


def _number(key: str, head: str, values: Sequence[float]) -> Column:
    texts = [f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}" for value in values]
    return Column(key, head, values, texts, is_spare=True)


def _group_columns(found: Sensitivity, group: Group, outputs: Sequence[Output]) -> Iterator[Column]:
    """Yield what is shown of a group, and the four numbers of the CSV."""

    def of_group(effects: Sequence[Effect]) -> Effect | None:
        return next((effect for effect in effects if effect.group == group), None)

    settled = [of_group(settled_effects(found, output)) for output in outputs]
    effects = [of_group(found.effects(output)) for output in outputs]
    yield Column("", group_head(found.ranking, group), (), [effect_text(e) for e in settled])
    key = group.id.replace(":", "_").replace("-", "_")
    for which in ("first", "first_error", "total", "total_error"):
        values = [None if e is None else float(getattr(e, which)) for e in effects]
        yield Column(f"{key}_{which}", "", values)


def _lead(found: Sensitivity, outputs: Sequence[Output]) -> tuple[str, ...]:
    if len(outputs) <= FEW:
        return tuple(sentence(found, output) for output in outputs)
    return (f"{finding(found, outputs)}.",)


def _notes(found: Sensitivity, outputs: Sequence[Output]) -> Iterator[str]:
    yield (
        "The share of the variance in which the group has a part, alone or together with others "
        "(total index; these may add up to more than 100%); in brackets what it explains alone "
        "(first-order index)."
    )
    if error_words(found, outputs):
        yield error_words(found, outputs)
    names = {True: list[str](), False: list[str]()}
    for output in outputs:
        if not settled_effects(found, output):
            names[found.is_constant(output)].append(output_label(found.ranking, output))
    if names[True]:
        yield f"Never changed in {2 * found.samples:,} independent runs: {_all(names[True])}."
    if names[False]:
        yield f"What moves these {untold_words(found)}: {_all(names[False])}."
    yield design_words(found)


def _all(names: Sequence[str]) -> str:
    return listed(names, most=ALL)


def sensitivity_to_json(found: Sensitivity) -> str:
    """Return all indices as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/sensitivity/1".
    """
    run = {
        "seed": found.seed,
        "samples": found.samples,
        "rankings": found.runs,
        "variation": asdict(found.variation),
    }
    groups = [
        {
            "id": group.id,
            "label": group_head(found.ranking, group),
            "criterion": group.criterion or None,
            "inputs": group.inputs,
        }
        for group in found.groups
    ]
    return as_json(
        {
            "schema": SENSITIVITY_SCHEMA,
            "study": study_fields(found.ranking),
            "varied": found.variation.sentence(),
            "groups": groups,
            "outputs": [_fields(found, output) for output in found.outputs],
            "manifest": manifest_fields(found.ranking) | run,
        }
    )


def _fields(found: Sensitivity, output: Output) -> dict[str, Any]:
    effects = [asdict(effect) | {"group": effect.group.id} for effect in found.effects(output)]
    return {
        "measure": output.measure,
        "cluster": output.cluster,
        "other": output.other or None,
        "mean": found.mean(output),
        "variance": found.variance(output),
        "is_constant": found.is_constant(output),
        "is_settled": found.is_settled(output),
        "sentence": sentence(found, output),
        "effects": effects,
    }
