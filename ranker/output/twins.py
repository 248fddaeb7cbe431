"""The JSON twins of pages: the same result in full precision."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from ranker.analysis.compare import Comparison
from ranker.analysis.ranking import Ranking
from ranker.output.agreement_view import AgreementFound
from ranker.output.build import Findings
from ranker.output.cards import card_id, sharers
from ranker.output.dossier import cell_fields
from ranker.output.evidence import Evidence
from ranker.output.export import as_json, to_json
from ranker.output.export_compare import compare_to_json, consensus_to_json
from ranker.output.export_gap import gap_to_json
from ranker.output.export_reach import reach_to_json
from ranker.output.export_trust import (
    bounds_to_json,
    document,
    robustness_to_json,
    stability_to_json,
)
from ranker.output.limits import SHARES
from ranker.output.sheets_agenda import agenda_to_json
from ranker.output.sheets_network import network_to_json
from ranker.output.sheets_sensitivity import sensitivity_to_json
from ranker.output.takes_evidence import TakesEvidence
from ranker.output.view import ReportView, SourceView
from ranker.study.matrix import Cell

REPORT_SCHEMA = "cluster-ranker/report/1"
OPINIONS_SCHEMA = "cluster-ranker/opinions/1"
SHARED_SCHEMA = "cluster-ranker/shared/1"
TAKES_SCHEMA = "cluster-ranker/takes/1"
DATA_SCHEMA = "cluster-ranker/data/1"
SOURCES_SCHEMA = "cluster-ranker/sources/1"


def doubt_twins(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Yield name and JSON text of every answer about doubt that there is.

    Above `ranker.output.limits.SHARES` clusters the draws come without the tables that grow
    with the square of their number.
    """
    if evidence.drawn is not None:
        has_tables = len(evidence.drawn.clusters) <= SHARES
        yield "robustness", robustness_to_json(evidence.drawn, tables=has_tables)
    if evidence.over_weights is not None:
        yield "bounds", bounds_to_json(evidence.over_weights)
    if evidence.over_all is not None:
        yield "bounds-data-free", bounds_to_json(evidence.over_all)
    if evidence.holds is not None:
        yield "stability", stability_to_json(evidence.holds)
    if evidence.drivers is not None:
        yield "sensitivity", sensitivity_to_json(evidence.drivers)


def agenda_twins(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Yield name and JSON text of what to find out next, where that is known."""
    if evidence.agenda is not None:
        yield "research-agenda", agenda_to_json(evidence.agenda)


def opinions_to_json(ranking: Ranking, methods: Comparison, profiles: Comparison) -> str:
    """Return ranks by other methods and weights as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/opinions/1"; null where a cluster takes
        no rank.
    """
    content = {"methods": _opinions(methods), "profiles": _opinions(profiles)}
    return document(OPINIONS_SCHEMA, ranking, content)


def _opinions(held: Comparison) -> dict[str, Any]:
    return {
        "names": held.names,
        "ranks": {name: [rank or None for rank in held.ranks_of(name)] for name in held.clusters},
        "refused": {name: f"{p.what} {p.mend}" for name, p in held.refused.items()},
    }


def data_to_json(ranking: Ranking, view: ReportView) -> str:
    """Return notes and grades as JSON whose ``schema`` is "cluster-ranker/data/1"."""
    grades = [
        {"grade": row.grade, "cells": row.count, "meaning": row.meaning} for row in view.grades
    ]
    return document(DATA_SCHEMA, ranking, {"notes": view.notes, "grades": grades})


def sources_to_json(ranking: Ranking, sources: Sequence[SourceView]) -> str:
    """Return the sources as JSON whose ``schema`` is "cluster-ranker/sources/1"."""
    return document(SOURCES_SCHEMA, ranking, {"sources": [asdict(s) for s in sources]})


def shared_to_json(ranking: Ranking) -> str:
    """Return the figures that several clusters share as JSON, each once.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/shared/1".
    """
    found: dict[str, dict[str, Any]] = {}
    for cell in (cell for row in _all_cells(ranking) for cell in row):
        name = card_id(ranking.study, cell)
        if ":" in name and name not in found:
            clusters = [cluster.id for cluster in sharers(ranking.study, cell)]
            found[name] = cell_fields(ranking, cell) | {"clusters": clusters}
    return document(SHARED_SCHEMA, ranking, {"figures": list(found.values())})


def _all_cells(ranking: Ranking) -> tuple[tuple[Cell, ...], ...]:
    return (*ranking.cells.cells, *ranking.context().cells)


def takes_to_json(ranking: Ranking, takes: TakesEvidence | str | None) -> str:
    """Return what it would take as JSON.

    Parameters
    ----------
    ranking : Ranking
    takes : TakesEvidence or str or None
        A text says why there is no answer.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/takes/1"; its networks, gaps and
        packages are the objects of ``ranker network``, ``gap`` and ``reach``.
    """
    return document(TAKES_SCHEMA, ranking, _takes_fields(takes))


def _takes_fields(takes: TakesEvidence | str | None) -> dict[str, Any]:
    if not isinstance(takes, TakesEvidence):
        return {"networks": [], "gaps": [], "packages": [], "absent": takes}
    linked = [*([takes.hub] if takes.hub else []), *takes.others]
    packages = [reach_to_json(package.reach, package.holds) for package in takes.packages]
    return {
        "networks": [json.loads(network_to_json(held.network)) for held in linked],
        "gaps": [json.loads(gap_to_json(gap)) for gap in takes.gaps],
        "packages": [json.loads(text) for text in packages],
        "absent": None,
    }


def agreement_twins(found: AgreementFound | None) -> Iterator[tuple[str, str]]:
    """Yield what methods and stakeholders agree on, by the name of the command that writes it."""
    if found is not None:
        yield "compare", compare_to_json(found.methods)
        if found.people is not None:
            yield "consensus", consensus_to_json(found.people)


def report_to_json(found: Findings) -> str:
    """Return the whole report as one JSON object.

    Parameters
    ----------
    found : Findings

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/report/1"; its fields are the objects
        that the commands of the same name write, null where there is no answer.
    """
    names = ("robustness", "bounds", "bounds-data-free", "stability", "sensitivity")
    absent = dict.fromkeys((*names, "research-agenda", "compare", "consensus"))
    texts = {**dict(doubt_twins(found.evidence)), **dict(agenda_twins(found.evidence))}
    texts |= dict(agreement_twins(found.agreement))
    answers = absent | {name: json.loads(text) for name, text in texts.items()}
    fields = {name.replace("-", "_"): answer for name, answer in answers.items()}
    ranking = found.evidence.ranking
    fields["opinions"] = json.loads(opinions_to_json(ranking, found.methods, found.profiles))
    fields["takes"] = json.loads(takes_to_json(ranking, found.takes)) if found.takes else None
    return as_json({"schema": REPORT_SCHEMA, "ranking": json.loads(to_json(ranking)), **fields})
