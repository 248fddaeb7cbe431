"""What drives the doubt, in words: groups of inputs, their parts, and the finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ranker.output.cldr import decimal, percent
from ranker.output.language import N_, _, cluster_name, in_language, in_sentence
from ranker.output.words import MISSING, listed

if TYPE_CHECKING:
    from ranker.analysis.design import Group
    from ranker.analysis.ranking import Ranking
    from ranker.analysis.sensitivity import Effect, Output, Sensitivity

WORDS = {
    "weights": N_("the weights"),
    "missing": N_("missing figures"),
    "normalisation": N_("the normalisation"),
    "aggregation": N_("the aggregation"),
    "method": N_("the method"),
    "leave-one-out": N_("the indicator left out"),
}
HEADS = {
    "weights": N_("Weights"),
    "missing": N_("Missing figures"),
    "normalisation": N_("Normalisation"),
    "aggregation": N_("Aggregation"),
    "method": N_("Method"),
    "leave-one-out": N_("Indicator left out"),
}
WORTH_NAMING = 0.10  # a part below this is not named in a sentence


def group_words(ranking: Ranking, group: Group) -> str:
    """Name a group of inputs inside a sentence."""
    if group.criterion:
        label = in_sentence(_label(ranking, group))
        return _("figures of {criterion}").format(criterion=label)
    return _(WORDS[group.id])


def group_head(ranking: Ranking, group: Group) -> str:
    """Name a group of inputs above a column."""
    if group.criterion:
        return _("Figures: {criterion}").format(criterion=_label(ranking, group))
    return _(HEADS[group.id])


def _label(ranking: Ranking, group: Group) -> str:
    return next(in_language(n.label) for n in ranking.study.criteria if n.id == group.criterion)


def part_text(share: float) -> str:
    """Return a part of the variance as a percentage; an estimate may lie beyond 0 or 100%.

    Examples
    --------
    >>> part_text(0.743), part_text(-0.01), part_text(1.02), part_text(0.004)
    ('74%', '0%', '100%', '0%')
    """
    return percent(min(max(share, 0.0), 1.0))


def effect_text(effect: Effect | None) -> str:
    """Return the total part of a group, in brackets what it explains alone."""
    if effect is None:
        return MISSING
    return f"{part_text(effect.total)} ({part_text(effect.first)})"


def output_words(ranking: Ranking, output: Output) -> str:
    """Name what moves, as the start of a sentence."""
    name = _name(ranking, output.cluster)
    if output.measure == "order":
        return f"Whether {name} is above {_name(ranking, output.other)}"
    if output.measure == "lead":
        return f"The difference in score between {name} and {_name(ranking, output.other)}"
    return f"The {output.measure} of {name}"


def output_label(ranking: Ranking, output: Output) -> str:
    """Name what moves, as a row of a table."""
    name = _name(ranking, output.cluster)
    if not output.other:
        return name
    word = "above" if output.measure == "order" else "less"
    return f"{name} {word} {_name(ranking, output.other)}"


def _name(ranking: Ranking, cluster: str) -> str:
    return cluster_name(ranking.clusters[ranking.index(cluster)])


def settled_effects(found: Sensitivity, output: Output) -> tuple[Effect, ...]:
    """Return the parts of the groups, the largest first; none where they cannot be told."""
    if found.is_constant(output) or not found.is_settled(output):
        return ()
    return tuple(sorted(found.effects(output), key=lambda effect: -effect.total))


def sentence(found: Sensitivity, output: Output) -> str:
    """Say in a sentence what moves an output most."""
    what = output_words(found.ranking, output)
    if found.is_constant(output):
        return f"{what} never changed in {2 * found.samples:,} independent runs."
    effects = settled_effects(found, output)
    if not effects:
        return f"{what}: what moves it {untold_words(found)}."
    named = [f"{group_words(found.ranking, e.group)} ({part_text(e.total)})" for e in effects]
    verb = "decided" if output.measure == "order" else "moved"
    first, others = effects[0], effects[1:]
    told = 1
    if others and _are_level(first, others[0]):
        lead = (
            f"{what} is {verb} about as much by {named[0][:-1]} of the variance) as by {named[1]}"
        )
        told = 2
    else:
        lead = (
            f"{what} is {verb} mostly by {group_words(found.ranking, first.group)}: about "
            f"{part_text(first.total)} of the variance, {part_text(first.first)} alone"
        )
    worth = sum(effect.total >= WORTH_NAMING for effect in effects)
    return f"{lead}; then by {listed(named[told:worth])}." if worth > told else f"{lead}."


def _are_level(first: Effect, second: Effect) -> bool:
    """Tell whether two parts lie within the errors of both."""
    return first.total - second.total <= first.total_error + second.total_error


def untold_words(found: Sensitivity) -> str:
    """Say that parts are not known well enough: too few samples, or too few that differ."""
    return _("cannot be told from {samples} samples").format(samples=decimal(found.samples))


def finding(found: Sensitivity, outputs: Sequence[Output]) -> str:
    """Say which group has the largest part how often, without a full stop.

    Parameters
    ----------
    found : Sensitivity
    outputs : sequence of Output
        One or more.
    """
    leading = [effects[0].group for o in outputs if (effects := settled_effects(found, o))]
    if not leading:
        words = _("What drives the doubt cannot be told from {samples} samples")
        return words.format(samples=decimal(found.samples))
    (most, count), *others = Counter(leading).most_common()
    is_about_pairs = any(o.other for o in outputs)
    lead = _finding_words(is_about_pairs, count == len(outputs)).format(
        group=group_words(found.ranking, most), count=count, of=len(outputs)
    )
    if not others:
        return lead
    rest = _("{group} for {number}")
    named = [rest.format(group=group_words(found.ranking, g), number=n) for g, n in others]
    return _("{finding}; {others}").format(finding=lead, others=listed(named))


def _finding_words(is_about_pairs: bool, is_for_all: bool) -> str:
    sentences = {
        (True, True): _("The doubt comes from {group} first, for each of {of} answers"),
        (False, True): _("The doubt comes from {group} first, for each of {of} clusters"),
        (True, False): _(
            "The doubt comes most often from {group}: the largest part for {count} of {of} answers"
        ),
        (False, False): _(
            "The doubt comes most often from {group}: the largest part for {count} of {of} clusters"
        ),
    }
    return sentences[is_about_pairs, is_for_all]


def design_words(found: Sensitivity) -> str:
    """Say what varied and how often, in two sentences."""
    words = _(
        "What varied: {what}. {samples} samples of the design, {runs} rankings from seed {seed}."
    )
    return words.format(
        what=found.variation.sentence(_),
        samples=decimal(found.samples),
        runs=decimal(found.runs),
        seed=found.seed,
    )


def error_words(found: Sensitivity, outputs: Sequence[Output]) -> str:
    """Say how near the parts are to those of endless samples; empty where none is told."""
    effects = [effect for output in outputs for effect in settled_effects(found, output)]
    if not effects:
        return ""
    total, first = (
        max(getattr(effect, which) for effect in effects) * 100
        for which in ("total_error", "first_error")
    )
    words = _(
        "Every part is within {total} percentage points, those in brackets within {first}, of "
        "what endless samples would give, with 95% confidence (bootstrap)."
    )
    return words.format(total=decimal(total), first=decimal(first))
