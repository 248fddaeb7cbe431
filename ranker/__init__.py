"""Cluster Ranker: rank alternatives by weighted criteria, each figure tied to its source.

>>> import ranker
>>> ranking = ranker.rank("asia-biopharma", weights={"governance": 0.4})
>>> ranking.rank_of("singapore")
1

Names are loaded when they are first used: ``import ranker`` itself takes no time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ranker.analysis.agenda import research_agenda
    from ranker.analysis.agreement import agreement
    from ranker.analysis.audit import Audit, audit
    from ranker.analysis.behaviour import behaviour
    from ranker.analysis.bounds import bounds
    from ranker.analysis.claim import Claim, claim, claims
    from ranker.analysis.compare import compare_methods, compare_profiles
    from ranker.analysis.consensus import consensus
    from ranker.analysis.correction import correct
    from ranker.analysis.derived import derive
    from ranker.analysis.diff import diff
    from ranker.analysis.dispute import dispute
    from ranker.analysis.gap import gap
    from ranker.analysis.intensity import intensity
    from ranker.analysis.inverse import weights_for_first
    from ranker.analysis.leave_out import leave_out
    from ranker.analysis.levers import Terms
    from ranker.analysis.matrix_ranking import MatrixRanking, rank_matrix
    from ranker.analysis.network import network
    from ranker.analysis.pipes import DecisionMaker
    from ranker.analysis.promethee import promethee
    from ranker.analysis.ranking import Ranking, rank
    from ranker.analysis.reach import reach
    from ranker.analysis.robustness import Robustness, robustness
    from ranker.analysis.sensitivity import Sensitivity, sensitivity
    from ranker.analysis.spread import Executor
    from ranker.analysis.stability import stability
    from ranker.analysis.trend import trend
    from ranker.analysis.variation import Variation
    from ranker.analysis.what_if import what_if
    from ranker.errors import (
        ContentError,
        ExecutorError,
        MethodError,
        Problem,
        RankerError,
        UsageError,
    )
    from ranker.methods.catalogue import METHODS, find_method, score
    from ranker.output.export import to_csv, to_json, to_markdown
    from ranker.output.formats import write_pdf
    from ranker.output.notebook import sliders
    from ranker.output.render import write_report
    from ranker.output.results import to_arrow
    from ranker.output.site import write_site
    from ranker.output.workbook import write_workbook
    from ranker.study.book_import import import_workbook
    from ranker.study.load import check_study, open_study
    from ranker.study.model import Study

    __version__: str

__all__ = [
    "METHODS",
    "Audit",
    "Claim",
    "ContentError",
    "DecisionMaker",
    "Executor",
    "ExecutorError",
    "MatrixRanking",
    "MethodError",
    "Problem",
    "RankerError",
    "Ranking",
    "Robustness",
    "Sensitivity",
    "Study",
    "Terms",
    "UsageError",
    "Variation",
    "__version__",
    "agreement",
    "audit",
    "behaviour",
    "bounds",
    "check_study",
    "claim",
    "claims",
    "compare_methods",
    "compare_profiles",
    "consensus",
    "correct",
    "derive",
    "diff",
    "dispute",
    "find_method",
    "gap",
    "import_workbook",
    "intensity",
    "leave_out",
    "network",
    "open_study",
    "promethee",
    "rank",
    "rank_matrix",
    "reach",
    "research_agenda",
    "robustness",
    "score",
    "sensitivity",
    "sliders",
    "stability",
    "to_arrow",
    "to_csv",
    "to_json",
    "to_markdown",
    "trend",
    "weights_for_first",
    "what_if",
    "write_pdf",
    "write_report",
    "write_site",
    "write_workbook",
]

_HOMES = {
    "ranker.analysis.agenda": ("research_agenda",),
    "ranker.analysis.agreement": ("agreement",),
    "ranker.analysis.behaviour": ("behaviour",),
    "ranker.analysis.audit": ("Audit", "audit"),
    "ranker.analysis.bounds": ("bounds",),
    "ranker.analysis.claim": ("Claim", "claim", "claims"),
    "ranker.analysis.compare": ("compare_methods", "compare_profiles"),
    "ranker.analysis.consensus": ("consensus",),
    "ranker.analysis.correction": ("correct",),
    "ranker.analysis.derived": ("derive",),
    "ranker.analysis.diff": ("diff",),
    "ranker.analysis.dispute": ("dispute",),
    "ranker.analysis.gap": ("gap",),
    "ranker.analysis.intensity": ("intensity",),
    "ranker.analysis.inverse": ("weights_for_first",),
    "ranker.analysis.leave_out": ("leave_out",),
    "ranker.analysis.levers": ("Terms",),
    "ranker.analysis.matrix_ranking": ("MatrixRanking", "rank_matrix"),
    "ranker.analysis.network": ("network",),
    "ranker.analysis.pipes": ("DecisionMaker",),
    "ranker.analysis.promethee": ("promethee",),
    "ranker.analysis.ranking": ("Ranking", "rank"),
    "ranker.analysis.reach": ("reach",),
    "ranker.analysis.robustness": ("Robustness", "robustness"),
    "ranker.analysis.sensitivity": ("Sensitivity", "sensitivity"),
    "ranker.analysis.spread": ("Executor",),
    "ranker.analysis.stability": ("stability",),
    "ranker.analysis.trend": ("trend",),
    "ranker.analysis.variation": ("Variation",),
    "ranker.analysis.what_if": ("what_if",),
    "ranker.errors": (
        "ContentError",
        "ExecutorError",
        "MethodError",
        "Problem",
        "RankerError",
        "UsageError",
    ),
    "ranker.methods.catalogue": ("METHODS", "find_method", "score"),
    "ranker.output.export": ("to_csv", "to_json", "to_markdown"),
    "ranker.output.formats": ("write_pdf",),
    "ranker.output.notebook": ("sliders",),
    "ranker.output.render": ("write_report",),
    "ranker.output.results": ("to_arrow",),
    "ranker.output.site": ("write_site",),
    "ranker.output.workbook": ("write_workbook",),
    "ranker.study.book_import": ("import_workbook",),
    "ranker.study.load": ("check_study", "open_study"),
    "ranker.study.model": ("Study",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        value: Any = import_module("ranker.analysis.manifest").package_versions()["cluster-ranker"]
    elif name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
    else:
        raise AttributeError(f"module 'ranker' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
