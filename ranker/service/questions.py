"""What can be asked: one line a question. Routes, OpenAPI and workers read this table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ranker.output.dossier import CLUSTER_SCHEMA
from ranker.output.embed import embed_script
from ranker.output.export import METHODS_SCHEMA, RANKING_SCHEMA
from ranker.output.export_audit import AUDIT_SCHEMA
from ranker.output.export_compare import COMPARE_SCHEMA
from ranker.output.export_gap import GAP_SCHEMA
from ranker.output.export_reach import REACH_SCHEMA
from ranker.output.export_study import PROFILES_SCHEMA
from ranker.output.export_trust import BOUNDS_SCHEMA, ROBUSTNESS_SCHEMA
from ranker.output.sheets_network import NETWORK_SCHEMA, NETWORKS_SCHEMA
from ranker.output.twins import OPINIONS_SCHEMA, REPORT_SCHEMA
from ranker.service import answers
from ranker.service import arguments as given

JSON = "application/json"
HTML = "text/html; charset=utf-8"
SVG = "image/svg+xml"
SCRIPT = "text/javascript; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Question:
    """One kind of question about a study.

    Parameters
    ----------
    path : str
        Below ``/v1/studies/{study}/`` and, for studies that are sent, below ``/v1/``; names
        in braces are handed to the answer.
    summary : str
        What it answers, for the OpenAPI document.
    arguments : type of Arguments
        What its query may hold.
    answer : callable
        Takes an `Asked` and returns text.
    schema : str
        Value of the result's ``schema``; empty where the result is no JSON of ours.
    is_slow : bool
        Whether it may take longer than a reader waits; such questions have processes of
        their own, so that quick ones do not wait for them.
    media : str
        Type of the text; JSON with a `schema` is put into the envelope, all else is the body.
    at : str
        A further path, about the first mounted study, with the same names in braces.
    """

    path: str
    summary: str
    arguments: type[given.Arguments]
    answer: Callable[[answers.Asked], str]
    schema: str = ""
    is_slow: bool = False
    media: str = JSON
    at: str = ""

    @property
    def places(self) -> tuple[str, ...]:
        """Names in braces."""
        return tuple(re.findall(r"\{(\w+)\}", self.path))

    @property
    def streams(self) -> bool:
        """Whether progress can be told: it is JSON in our envelope."""
        return self.media == JSON and bool(self.schema)


QUESTIONS: tuple[Question, ...] = (
    Question("rank", "The ranking", given.GroupArguments, answers.rank, RANKING_SCHEMA),
    Question(
        "clusters/{cluster}",
        "Every cell of one cluster with its evidence",
        given.RankingArguments,
        answers.cluster,
        CLUSTER_SCHEMA,
    ),
    Question(
        "compare",
        "Ranks by other methods and other weight profiles",
        given.CompareArguments,
        answers.compare,
        OPINIONS_SCHEMA,
        is_slow=True,
    ),
    Question(
        "agreement",
        "How far several methods agree, and their consensus",
        given.CompareArguments,
        answers.agreement,
        COMPARE_SCHEMA,
        is_slow=True,
    ),
    Question(
        "audit",
        "How soundly the index is built",
        given.RankingArguments,
        answers.audit,
        AUDIT_SCHEMA,
        is_slow=True,
    ),
    Question(
        "robustness",
        "How sure each rank is, from draws of weights and figures",
        given.RobustnessArguments,
        answers.robustness,
        ROBUSTNESS_SCHEMA,
        is_slow=True,
    ),
    Question(
        "bounds",
        "The best and the worst rank that each cluster can have, exactly",
        given.BoundsArguments,
        answers.bounds,
        BOUNDS_SCHEMA,
        is_slow=True,
    ),
    Question(
        "gap",
        "The distance between two clusters, split into figures",
        given.GapArguments,
        answers.gap,
        GAP_SCHEMA,
    ),
    Question(
        "reach",
        "The cheapest changes that take a cluster to a rank",
        given.ReachArguments,
        answers.reach,
        REACH_SCHEMA,
        is_slow=True,
    ),
    Question(
        "network",
        "Clusters linked into a virtual one, and where it would stand",
        given.NetworkArguments,
        answers.network,
        NETWORK_SCHEMA,
        is_slow=True,
    ),
    Question(
        "networks",
        "The networks of the study",
        given.Arguments,
        answers.networks,
        NETWORKS_SCHEMA,
    ),
    Question(
        "profiles",
        "The weight profiles of the study",
        given.Arguments,
        answers.profiles,
        PROFILES_SCHEMA,
    ),
    Question(
        "badges/{cluster}.svg",
        "A cluster's rank and its interval as a small picture",
        given.FrameArguments,
        answers.badge,
        media=SVG,
    ),
    Question(
        "ranking.json",
        "What the web component shows, without an envelope",
        given.RankingArguments,
        answers.embed,
    ),
    Question(
        "frame",
        "The ranking as a page for a frame",
        given.FrameArguments,
        answers.frame,
        media=HTML,
    ),
    Question(
        "oembed",
        "The oEmbed document of a frame, without an envelope",
        given.OembedArguments,
        answers.oembed,
    ),
    Question(
        "report",
        "The report as one HTML page",
        given.ReportArguments,
        answers.report,
        is_slow=True,
        media=HTML,
        at="/",
    ),
    Question(
        "report.json",
        "The report as JSON",
        given.ReportTwinArguments,
        answers.report_twin,
        REPORT_SCHEMA,
        is_slow=True,
    ),
)

METHODS = Question(
    "methods", "The ranking methods", given.Arguments, answers.methods, METHODS_SCHEMA
)
BY_PATH: Mapping[str, Question] = {question.path: question for question in (*QUESTIONS, METHODS)}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is served as it is, the same for everybody.

    Parameters
    ----------
    path : str
        Such as ``/embed.js``.
    summary, media : str
    content : callable
        Returns its bytes; called once, when the service starts.
    """

    path: str
    summary: str
    media: str
    content: Callable[[], bytes]


ASSETS: tuple[Asset, ...] = (  # they need no token, for everybody may have them
    Asset("/embed.js", "The web component", SCRIPT, lambda: embed_script().encode()),
)
