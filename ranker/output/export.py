"""A ranking as JSON, CSV and Markdown; equal rankings give equal bytes."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from typing import Any

from ranker.analysis.ranking import Ranking
from ranker.analysis.treatment import is_looked_for
from ranker.analysis.weighting import profile_weightings
from ranker.methods.method import Method, Parameter
from ranker.methods.passports import PASSPORTS
from ranker.output.rows import Row, ranking_rows
from ranker.output.treatment_words import treatment_fields
from ranker.output.verdict_words import elicited_fields
from ranker.output.words import MISSING, score_text, share_text
from ranker.study import files
from ranker.study.model import Study

RANKING_SCHEMA = "cluster-ranker/ranking/1"
METHODS_SCHEMA = "cluster-ranker/methods/1"
PROFILES_SCHEMA = "cluster-ranker/profiles/1"

harmless = files.harmless


def to_json(ranking: Ranking, *, group: str | None = None) -> str:
    """Return a ranking as JSON, numbers in full precision, null where there is none.

    Parameters
    ----------
    ranking : Ranking
    group : str, optional
        Id of the group whose clusters are written, with their rank among all.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/ranking/1".

    Raises
    ------
    UsageError
        ``group-unknown``.
    """
    rows = ranking_rows(ranking, group=group)
    ids = [node.id for node in ranking.study.criteria]
    treatment = {"treatment": treatment_fields(ranking)} if is_looked_for(ranking) else {}
    return as_json(
        {
            "schema": RANKING_SCHEMA,
            "study": study_fields(ranking),
            "group": group,
            "method": {
                "name": ranking.method.name,
                "title": ranking.method.title,
                "more_is_better": ranking.method.more_is_better,
                "parameters": ranking.method.described_settings,
            },
            "weights": weight_fields(ranking),
            **treatment,
            "ranking": [row_fields(row, ids) for row in rows.ranked],
            "benchmarks": [row_fields(row, ids) for row in rows.benchmarks],
            "not_ranked": [unranked_fields(row, ids) for row in rows.unranked],
            "manifest": manifest_fields(ranking),
        }
    )


def as_json(data: Any) -> str:
    """Return plain data as JSON text with a line end; refuses NaN."""
    indent = None if _is_compact.get() else 2
    separators = (",", ":") if _is_compact.get() else None
    text = json.dumps(
        data, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators
    )
    return text + "\n"


_is_compact: ContextVar[bool] = ContextVar("_is_compact", default=False)


@contextmanager
def compact_json() -> Iterator[None]:
    r"""Write the JSON of a block without indentation, for programs: ten times as fast.

    Examples
    --------
    >>> with compact_json():
    ...     as_json({"rank": 1})
    '{"rank":1}\n'
    """
    token = _is_compact.set(True)
    try:
        yield
    finally:
        _is_compact.reset(token)


def study_fields(ranking: Ranking) -> dict[str, Any]:
    """Name the study."""
    study = ranking.study
    title = {"title": study.title.en, "title_local": study.title.ko}
    return {"id": study.id, **title, "edition": study.edition.isoformat()}


def weight_fields(ranking: Ranking) -> dict[str, Any]:
    """Tell the weights: shares among siblings, shares of the whole, what was set by hand."""
    weighting = ranking.weighting
    return {
        "profile": weighting.profile or None,
        "shares": dict(weighting.shares),
        "overall": dict(weighting.overall),
        "set_by_hand": dict(weighting.named),
        "changes": list(weighting.changes),
        "derived": [asdict(derivation) for derivation in weighting.derived],
        "elicited": elicited_fields(weighting.elicited),
    }


def manifest_fields(ranking: Ranking) -> dict[str, Any]:
    """Tell what the ranking was made from."""
    return asdict(ranking.manifest)


def row_fields(row: Row, criteria: Sequence[str]) -> dict[str, Any]:
    """Return one cluster as plain data."""
    points = row.contributions
    cluster = row.cluster
    return {
        "cluster": cluster.id,
        "name": cluster.name,
        "name_local": cluster.name_local,
        "group": cluster.group,
        "country": cluster.country,
        "rank": row.rank,
        "group_rank": row.group_rank,
        "standing": row.standing,
        "score": row.score,
        "criteria": dict(zip(criteria, row.criteria, strict=True)),
        "contributions": None if points is None else dict(zip(criteria, points, strict=True)),
        "coverage": row.coverage,
    }


def unranked_fields(row: Row, criteria: Sequence[str]) -> dict[str, Any]:
    """Return one cluster without a rank: the same, and why."""
    why = {"thin": row.thin, "missing": list(row.missing), "reason": row.reason}
    return row_fields(row, criteria) | why


def to_csv(ranking: Ranking, *, group: str | None = None) -> str:
    """Return a ranking as CSV: a line a cluster, those without a rank at the end.

    Parameters
    ----------
    ranking : Ranking
    group : str, optional
        Id of the group whose clusters are written, with their rank among all.

    Returns
    -------
    str
        Numbers in full precision, empty where there is none. A text that a spreadsheet
        would take for a formula begins with an apostrophe.

    Raises
    ------
    UsageError
        ``group-unknown``.
    """
    ids = [node.id for node in ranking.study.criteria]
    points = ids if ranking.method.name == "weighted-sum" else []
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    columns = [f"score_{name}" for name in ids] + [f"points_{name}" for name in points]
    writer.writerow([*_CSV_HEAD, "score", *columns, "coverage", "reason"])
    writer.writerows(_csv_fields(row) for row in ranking_rows(ranking, group=group))
    return file.getvalue()


_CSV_HEAD = ("rank", "group_rank", "standing", "cluster", "name", "name_local", "group", "country")


def _csv_fields(row: Row) -> Iterator[str]:
    cluster = row.cluster
    yield from map(plain_number, (row.rank, row.group_rank, row.standing))
    texts = (cluster.id, cluster.name, cluster.name_local, cluster.group, cluster.country)
    yield from map(harmless, texts)
    yield from map(
        plain_number, (row.score, *row.criteria, *(row.contributions or ()), row.coverage)
    )
    yield harmless(row.reason)


def plain_number(number: float | None) -> str:
    """Write a number in full precision, nothing where there is none."""
    return "" if number is None else repr(number)


def to_markdown(ranking: Ranking, *, group: str | None = None) -> str:
    """Return a ranking as a Markdown table, with the method, the weights and who is left out.

    Parameters
    ----------
    ranking : Ranking
    group : str, optional
        Id of the group whose clusters are written, with their rank among all.

    Returns
    -------
    str
        Numbers rounded for people.

    Raises
    ------
    UsageError
        ``group-unknown``.
    """
    rows = ranking_rows(ranking, group=group)
    labels = [node.label.en for node in ranking.study.criteria]
    ranks = ["Rank"] if group is None else ["Rank", "Rank in group"]
    names = ["Cluster", "Local name", "Group"]
    numbers = ["Score", *labels, "Coverage"]
    head = [*ranks, *names, *numbers]
    rule = ["---:"] * len(ranks) + ["---"] * len(names) + ["---:"] * len(numbers)
    table = [table_line(map(escaped, head)), table_line(rule)]
    table += [table_line(_markdown_cells(row, len(ranks))) for row in rows.ranked]
    table += [table_line(_markdown_cells(row, len(ranks))) for row in rows.benchmarks]
    left_out = [f"- {escaped(row.cluster.name)}: {escaped(row.reason)}" for row in rows.unranked]
    notes = [_method_line(ranking)]
    notes += (
        ["", "The rank in brackets is what the benchmark would take."] if rows.benchmarks else []
    )
    notes += ["", "Not ranked:", "", *left_out] if left_out else []
    return "\n".join([f"# {escaped(ranking.study.title.en)}", "", *table, "", *notes]) + "\n"


def _markdown_cells(row: Row, ranks: int) -> Iterator[str]:
    places = (row.rank, row.group_rank)
    for place in places[:ranks]:
        yield f"({row.standing})" if place is None else str(place)
    yield escaped(row.cluster.name)
    yield escaped(row.cluster.name_local)
    yield escaped(row.group)
    yield row.score_text
    for score in row.criteria:
        yield MISSING if score is None else score_text(score)
    yield share_text(row.coverage)


def _method_line(ranking: Ranking) -> str:
    shares = ranking.weighting.shares
    weights = ", ".join(
        f"{escaped(node.label.en)} {share_text(shares[node.id])}" for node in ranking.study.criteria
    )
    settings = ranking.method.settings_text if ranking.method.is_configured else ""
    method = ranking.method.title + (f" ({settings})" if settings else "")
    return f"Method: {escaped(method)}. Weights: {weights}."


def table_line(cells: Iterable[str]) -> str:
    """Write cells as one line of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


def escaped(text: str) -> str:
    """Keep a text on one line and free of what Markdown or HTML would read in it."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]|#])", r"\\\1", plain)


def methods_to_json(methods: Iterable[Method]) -> str:
    """Return entries of the catalogue as JSON whose ``schema`` is "cluster-ranker/methods/1"."""
    entries = [method_fields(method) for method in methods]
    return as_json({"schema": METHODS_SCHEMA, "methods": entries})


def _parameter_fields(parameter: Parameter) -> dict[str, Any]:
    bounds = (parameter.low, None if math.isinf(parameter.high) else parameter.high)
    low, high = (None, None) if parameter.words else bounds
    return {
        "name": parameter.name,
        "symbol": parameter.symbol or None,
        "default": parameter.default,
        "low": low,
        "is_low_admitted": None if low is None else not parameter.is_open,
        "high": high,
        "words": list(parameter.words) or None,
        "per_criterion": parameter.per_criterion,
        "meaning": parameter.meaning,
        "source": parameter.source,
    }


def method_fields(method: Method) -> dict[str, Any]:
    """Return an entry of the catalogue and its passport as plain data."""
    passport = PASSPORTS.get(method.name)
    return {
        "name": method.name,
        "title": method.title,
        "formula": method.formula,
        "assumes": method.assumes,
        "more_is_better": method.more_is_better,
        "parameters": [_parameter_fields(parameter) for parameter in method.parameters],
        "paper": method.paper,
        "doi": method.doi or None,
        "passport": None if passport is None else asdict(passport),
    }


def profiles_to_json(study: Study) -> str:
    """Return the weight profiles of a study as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/profiles/1"; ``weights`` are as they
        are written, ``shares`` those of every node among its siblings, null where they cannot
        be derived from the figures.
    """
    usable = profile_weightings(study)
    entries = [
        {
            "id": profile.id,
            "label": profile.label.en,
            "label_local": profile.label.ko or None,
            "view": profile.view.en,
            "weights": dict(profile.weights),
            "shares": dict(usable[name].shares) if name in usable else None,
        }
        for name, profile in study.profiles.items()
    ]
    default = study.default_profile or None
    return as_json({"schema": PROFILES_SCHEMA, "default": default, "profiles": entries})
