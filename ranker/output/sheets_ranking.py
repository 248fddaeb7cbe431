"""A ranking, its cells, its methods and profiles as sheets; cells and comparisons as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ranker.analysis.weighting import resolve_weights
from ranker.errors import MethodError
from ranker.output.export import as_json, manifest_fields, study_fields
from ranker.output.rows import Row, check_group, number_or_none, ranking_rows
from ranker.output.sheet import Column, Sheet
from ranker.output.words import MISSING, number_text, score_text, share_text
from ranker.study.model import Criterion

if TYPE_CHECKING:
    from ranker.analysis.compare import Comparison
    from ranker.analysis.ranking import Ranking
    from ranker.methods.catalogue import Method
    from ranker.study.matrix import Cell
    from ranker.study.model import Study

CELLS_SCHEMA = "cluster-ranker/cells/1"
COMPARISON_SCHEMA = "cluster-ranker/comparison/1"
PROFILES_SCHEMA = "cluster-ranker/profiles/1"

Number = int | float | None


def _numbers(key: str, head: str, values: Sequence[Number], *, digits: int = 0) -> Column:
    texts = [MISSING if value is None else f"{value:.{digits}f}" for value in values]
    return Column(key, head, values, texts)


def _words(key: str, head: str, values: Sequence[str], *, is_spare: bool = False) -> Column:
    return Column(key, head, values, values, is_text=True, is_spare=is_spare)


def ranking_sheet(ranking: Ranking, *, group: str | None = None) -> Sheet:
    """Return a ranking as a sheet, those without a rank at the end; its columns are the CSV's.

    Raises
    ------
    UsageError
        ``group-unknown``.
    """
    rows = list(ranking_rows(ranking, group=group))
    ids = [node.id for node in ranking.study.criteria]
    clusters = [row.cluster for row in rows]
    columns = (
        _numbers("rank", "Rank", [row.rank for row in rows]),
        Column("group_rank", "", [row.group_rank for row in rows]),
        Column("standing", "", [row.standing for row in rows]),
        Column("cluster", "", [cluster.id for cluster in clusters]),
        _words("name", "Cluster", [cluster.name for cluster in clusters]),
        _words("name_local", "Local name", [c.name_local for c in clusters], is_spare=True),
        Column("group", "Group", [c.group for c in clusters], [r.group for r in rows], True),
        Column("country", "", [cluster.country for cluster in clusters]),
        Column("score", "Score", [row.score for row in rows], [row.score_text for row in rows]),
        *_criteria(rows, ids, [node.label.en for node in ranking.study.criteria]),
        _share("coverage", "Coverage", [row.coverage for row in rows]),
        Column("reason", "", [row.reason for row in rows]),
    )
    return Sheet(ranking.study.title.en, columns)


def _criteria(rows: Sequence[Row], ids: Sequence[str], labels: Sequence[str]) -> Iterator[Column]:
    for j, (name, label) in enumerate(zip(ids, labels, strict=True)):
        scores = [row.criteria[j] for row in rows]
        texts = [MISSING if score is None else score_text(score) for score in scores]
        yield Column(f"score_{name}", label, scores, texts)
    if all(row.contributions is not None for row in rows):
        for j, name in enumerate(ids):
            points = [row.contributions[j] if row.contributions else None for row in rows]
            yield Column(f"points_{name}", "", points)


def _share(key: str, head: str, values: Sequence[float]) -> Column:
    return Column(key, head, values, [share_text(value) for value in values])


# --- cells -------------------------------------------------------------------------------


def cells_sheet(ranking: Ranking, *, group: str | None = None, cluster: str = "") -> Sheet:
    """Return every cell as a row, scored ones first.

    Parameters
    ----------
    ranking : Ranking
    group : str, optional
        Id of the group whose cells are written.
    cluster : str
        Id of the cluster whose cells alone are written; all where empty.

    Raises
    ------
    UsageError
        ``group-unknown`` or ``cluster-unknown``.
    """
    rows = list(_cell_rows(ranking, group, cluster))
    texts = [[_cell_text(row[key]) for key in _CELL_HEADS] for row in rows]
    shown = {key: [line[at] for line in texts] for at, key in enumerate(_CELL_HEADS)}
    columns = tuple(
        Column(
            key,
            _CELL_HEADS.get(key, ""),
            [_plain(row[key]) for row in rows],
            shown.get(key, ()),
            is_text=key in _CELL_WORDS,
        )
        for key in _CELL_KEYS
    )
    return Sheet(f"Figures of {ranking.study.title.en}", columns)


_CELL_HEADS = {
    "cluster": "Cluster",
    "indicator": "Indicator",
    "value": "Figure",
    "unit": "Unit",
    "utility": "Points",
    "grade": "Grade",
    "last_year": "Year",
    "sources": "Sources",
}
_CELL_WORDS = ("cluster", "indicator", "unit", "grade", "sources")
_CELL_KEYS = (
    *("cluster", "indicator", "criterion", "value", "unit", "utility", "low", "high", "grade"),
    *("first_year", "last_year", "level", "place", "sources", "urls"),
)


def _plain(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value


def _cell_text(value: Any) -> str:
    if value is None:
        return MISSING
    return number_text(value) if isinstance(value, float) else str(_plain(value))


def _cell_rows(ranking: Ranking, group: str | None, cluster: str) -> Iterator[dict[str, Any]]:
    check_group(ranking, group)
    if cluster:
        ranking.index(cluster)
    above = dict(_criterion_of(ranking.study))
    for table, utilities in ((ranking.cells, ranking.tree.utilities), (ranking.context(), None)):
        for i, line in enumerate(table.cells):
            is_left = group is not None and ranking.clusters[i].group != group
            if is_left or (cluster and ranking.clusters[i].id != cluster):
                continue
            for j, cell in enumerate(line):
                utility = None if utilities is None else number_or_none(utilities[i, j])
                yield _cell_fields(ranking, cell, utility, above.get(cell.indicator.id))


def _criterion_of(study: Study) -> Iterator[tuple[str, str]]:
    for node in study.criteria:
        leaves = node.indicators() if isinstance(node, Criterion) else (node,)
        yield from ((leaf.id, node.id) for leaf in leaves)


def _cell_fields(
    ranking: Ranking, cell: Cell, utility: float | None, criterion: str | None
) -> dict[str, Any]:
    first, last = cell.years or (None, None)
    return {
        "cluster": cell.alternative,
        "indicator": cell.indicator.id,
        "criterion": criterion,
        "unit": cell.indicator.unit.en,
        "level": cell.indicator.level,
        "place": cell.place or None,
        "value": number_or_none(cell.value),
        "utility": utility,
        "low": cell.low,
        "high": cell.high,
        "first_year": first,
        "last_year": last,
        "grade": cell.grade or None,
        "sources": list(cell.sources),
        "urls": [ranking.study.sources[name].url for name in cell.sources],
    }


def cells_to_json(ranking: Ranking, *, group: str | None = None) -> str:
    """Return every cell as JSON whose ``schema`` is "cluster-ranker/cells/1".

    Raises
    ------
    UsageError
        ``group-unknown``.
    """
    return as_json(
        {
            "schema": CELLS_SCHEMA,
            "study": study_fields(ranking),
            "group": group,
            "cells": list(_cell_rows(ranking, group, "")),
            "manifest": manifest_fields(ranking),
        }
    )


# --- methods, profiles, comparisons ------------------------------------------------------


def methods_sheet(methods: Iterable[Method]) -> Sheet:
    """Return entries of the catalogue as a sheet."""
    held = list(methods)
    heads = {"name": "Method", "title": "Title", "formula": "How it scores"}
    heads |= {"assumes": "What it assumes", "paper": "Paper", "doi": ""}
    columns = [
        Column(
            key,
            head,
            [str(getattr(method, key)) for method in held],
            [str(getattr(method, key)) for method in held] if head else (),
            is_text=True,
        )
        for key, head in heads.items()
    ]
    direction = ["max" if method.more_is_better else "min" for method in held]
    return Sheet("Ranking methods", (*columns, Column("objective", "", direction)))


def profiles_sheet(study: Study) -> Sheet:
    """Return the weight profiles of a study, a row a profile; no shares where none can be had."""
    rows = _profile_rows(study)
    ids = [node.id for node in study.criteria]
    shares = {name: [_share_of(row, name) for row in rows] for name in ids}
    columns = (
        _words("profile", "Profile", [row["id"] for row in rows]),
        _words("label", "Label", [row["label"]["en"] for row in rows]),
        Column("label_local", "", [row["label"]["ko"] for row in rows]),
        Column("is_default", "", [int(row["is_default"]) for row in rows]),
        *(
            Column(
                f"share_{node.id}",
                node.label.en,
                shares[node.id],
                [MISSING if share is None else share_text(share) for share in shares[node.id]],
            )
            for node in study.criteria
        ),
    )
    return Sheet(f"Weight profiles of {study.title.en}", columns)


def _share_of(row: dict[str, Any], criterion: str) -> float | None:
    held: float | None = None if row["shares"] is None else row["shares"][criterion]
    return held


def _profile_rows(study: Study) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "label": {"en": profile.label.en, "ko": profile.label.ko},
            "view": {"en": profile.view.en, "ko": profile.view.ko},
            "is_default": name == study.default_profile,
            "shares": _shares(study, name),
        }
        for name, profile in study.profiles.items()
    ]


def _shares(study: Study, profile: str) -> dict[str, float] | None:
    try:
        return dict(resolve_weights(study, profile=profile).shares)
    except MethodError:
        return None  # weights that should come from figures, of which there are too few


def profiles_to_json(study: Study) -> str:
    """Return the weight profiles as JSON whose ``schema`` is "cluster-ranker/profiles/1"."""
    rows = _profile_rows(study)
    return as_json({"schema": PROFILES_SCHEMA, "study": study.id, "profiles": rows})


def comparison_sheet(held: Comparison) -> Sheet:
    """Return ranks side by side, a row a ranked cluster."""
    columns = [_words("cluster", "Cluster", held.clusters)]
    for j, name in enumerate(held.names):
        ranks = [int(rank) or None for rank in held.ranks[:, j]]
        columns.append(_numbers(name, name, ranks))
    notes = [f"{name}: {problem.what}" for name, problem in held.refused.items()]
    return Sheet("Ranks side by side", tuple(columns), notes=tuple(notes))


def comparison_to_json(held: Comparison) -> str:
    """Return ranks side by side as JSON whose ``schema`` is "cluster-ranker/comparison/1"."""
    ranks = {name: [rank or None for rank in held.ranks_of(name)] for name in held.clusters}
    refused = {name: f"{p.what} {p.mend}" for name, p in held.refused.items()}
    return as_json(
        {"schema": COMPARISON_SCHEMA, "names": held.names, "ranks": ranks, "refused": refused}
    )
