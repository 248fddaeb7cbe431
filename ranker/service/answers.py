"""Answers: a study and arguments to text, by the calls and writers of the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ranker.analysis.agreement import agreement as find_agreement
from ranker.analysis.audit import audit as look_at
from ranker.analysis.bounds import bounds as find_bounds
from ranker.analysis.compare import compare_methods, compare_profiles
from ranker.analysis.gap import gap as find_gap
from ranker.analysis.levers import Terms
from ranker.analysis.network import network as find_network
from ranker.analysis.ranking import Ranking, choose_method, rank_cells
from ranker.analysis.reach import reach as find_reach
from ranker.analysis.reach_draws import how_often
from ranker.analysis.robustness import robustness as draw
from ranker.analysis.variation import Variation
from ranker.analysis.weighting import resolve_weights
from ranker.arguments import parse_numbers, parse_parameters, raise_all
from ranker.methods.catalogue import METHODS
from ranker.output.badge import badge_svg
from ranker.output.build import find_out
from ranker.output.dossier import build_dossier, cluster_to_json
from ranker.output.embed import embed_to_json
from ranker.output.embed_files import Frame, frame_page, oembed_to_json
from ranker.output.evidence import usual_draws
from ranker.output.export import methods_to_json, to_json
from ranker.output.export_audit import audit_to_json
from ranker.output.export_compare import compare_to_json
from ranker.output.export_gap import gap_to_json
from ranker.output.export_reach import reach_to_json
from ranker.output.export_study import profiles_to_json
from ranker.output.export_trust import bounds_to_json, robustness_to_json
from ranker.output.render import report_page
from ranker.output.rows import check_group
from ranker.output.sheets_network import network_to_json, networks_to_json
from ranker.output.twins import opinions_to_json, report_to_json
from ranker.service import arguments as given
from ranker.service.limits import Limits, check_draws

if TYPE_CHECKING:
    from ranker.study.matrix import CellTable
    from ranker.study.model import Study

FACTOR = "factor"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a study.

    Parameters
    ----------
    study : Study
    arguments : Arguments
        Of the question's own kind.
    places : mapping of str to str
        What the path of the URL names, such as a cluster.
    cells : callable
        Takes a year or None and returns the study's cells, which are kept.
    limits : Limits
    progress : callable, optional
        Called with what is done and what is planned.
    """

    study: Study
    arguments: Any
    places: dict[str, str]
    cells: Callable[[int | None], CellTable]
    limits: Limits
    progress: Callable[[int, int], None] | None = None

    def ranking(self) -> Ranking:
        """Return the ranking that the question is about."""
        arguments: given.RankingArguments = self.arguments
        weights = _numbers(arguments.weight, "weight", "governance=0.4")
        parameters = parse_parameters(arguments.parameter, option="parameter")
        method = choose_method(self.study, arguments.method, parameters or None)
        year = arguments.as_of
        weighting = resolve_weights(
            self.study, profile=arguments.profile, weights=weights, as_of=year
        )
        cells = self.cells(year)
        return rank_cells(self.study, cells, weighting=weighting, method=method, as_of=year)


def _numbers(pairs: Sequence[str], option: str, example: str) -> dict[str, float]:
    numbers, problems = parse_numbers(pairs, option=option, example=example)
    raise_all(problems)
    return numbers


def rank(asked: Asked) -> str:
    """Rank the clusters."""
    arguments: given.GroupArguments = asked.arguments
    return to_json(asked.ranking(), group=arguments.group)


def cluster(asked: Asked) -> str:
    """Tell every cell of one cluster with its sources."""
    return cluster_to_json(build_dossier(asked.ranking(), asked.places["cluster"]))


def compare(asked: Asked) -> str:
    """Rank by other methods and other weight profiles."""
    arguments: given.CompareArguments = asked.arguments
    ranking = asked.ranking()
    methods = compare_methods(ranking, arguments.with_method or None)
    return opinions_to_json(ranking, methods, compare_profiles(ranking))


def agreement(asked: Asked) -> str:
    """Rank by several methods: how far they agree, and their consensus."""
    arguments: given.CompareArguments = asked.arguments
    ranking = asked.ranking()
    chosen = arguments.with_method
    found = find_agreement(ranking, [ranking.method.name, *chosen] if chosen else None)
    return compare_to_json(found)


def audit(asked: Asked) -> str:
    """Tell how soundly the index is built."""
    return audit_to_json(look_at(asked.ranking()))


def badge(asked: Asked) -> str:
    """Draw a cluster's rank and interval."""
    a: given.FrameArguments = asked.arguments
    ranking, cluster_id = asked.ranking(), asked.places["cluster"]
    ranking.index(cluster_id)
    return badge_svg(ranking, cluster_id, drawn=usual_draws(ranking), lang=a.lang)


def embed(asked: Asked) -> str:
    """Return what the web component shows."""
    ranking = asked.ranking()
    return embed_to_json(ranking, usual_draws(ranking))


def frame(asked: Asked) -> str:
    """Return a page that is the ranking alone."""
    a: given.FrameArguments = asked.arguments
    return frame_page(asked.ranking(), Frame(script="/embed.js"), lang=a.lang)


def oembed(asked: Asked) -> str:
    """Describe a frame to a publishing system."""
    a: given.OembedArguments = asked.arguments
    return oembed_to_json(asked.ranking(), a.url, lang=a.lang, most=(a.maxwidth, a.maxheight))


def robustness(asked: Asked) -> str:
    """Draw weights and figures."""
    a: given.RobustnessArguments = asked.arguments
    check_draws(a.draws, asked.limits, until=a.until)
    variation = Variation(
        weights=a.weights or ("uniform" if a.constraint else "around"),
        concentration=a.concentration,
        margin=a.margin,
        constraints=tuple(a.constraint),
        depth=a.depth,
        data=a.data,
        missing=a.missing,
        construction=tuple(a.vary),
    )
    ranking = asked.ranking()
    check_group(ranking, a.group)
    drawn = draw(
        ranking,
        variation,
        draws=a.draws,
        seed=a.seed,
        until=a.until,
        level=a.level,
        progress=asked.progress,
    )
    return robustness_to_json(drawn, top=a.top, group=a.group)


def bounds(asked: Asked) -> str:
    """Find the best and the worst possible ranks."""
    a: given.BoundsArguments = asked.arguments
    ranking = asked.ranking()
    check_group(ranking, a.group)
    if a.certificate is not None:
        ranking.index(a.certificate)
    found = find_bounds(
        ranking,
        weights=a.weights,
        data=a.data,
        constraints=tuple(a.constraint),
        level=a.depth,
    )
    return bounds_to_json(found, group=a.group, certificate=a.certificate)


def gap(asked: Asked) -> str:
    """Split the distance between two clusters."""
    arguments: given.GapArguments = asked.arguments
    return gap_to_json(find_gap(asked.ranking(), arguments.a, arguments.b))


def reach(asked: Asked) -> str:
    """Find the cheapest way to a rank."""
    a: given.ReachArguments = asked.arguments
    check_draws(a.draws, asked.limits)
    costs, cost_problems = parse_numbers(a.cost, option="cost", example="workforce=0.05")
    caps, cap_problems = parse_numbers(a.cap, option="cap", example="factor=2")
    raise_all([*cost_problems, *cap_problems])
    terms = Terms(
        levers=tuple(dict.fromkeys(a.lever)),
        hold=tuple(dict.fromkeys(a.hold)),
        costs=costs,
        currency=a.currency,
        factor=caps.pop(FACTOR, None),
        caps=caps,
        years=a.years,
    )
    found = find_reach(asked.ranking(), a.cluster, rank=a.rank, beat=a.beat, terms=terms)
    return reach_to_json(found, how_often(found, draws=a.draws, seed=a.seed))


def network(asked: Asked) -> str:
    """Link clusters into a virtual one."""
    a: given.NetworkArguments = asked.arguments
    check_draws(a.draws, asked.limits)
    found = find_network(
        asked.ranking(),
        a.member,
        name=a.name,
        coordination=a.coordination,
        reach_rank=a.reach_rank,
        candidates=tuple(a.candidate),
        draws=a.draws,
        seed=a.seed,
    )
    return network_to_json(found)


def networks(asked: Asked) -> str:
    """List the networks of the study."""
    return networks_to_json(asked.study)


def profiles(asked: Asked) -> str:
    """List the weight profiles of the study."""
    return profiles_to_json(asked.study)


def methods(asked: Asked) -> str:
    """List the ranking methods."""
    return methods_to_json(METHODS.values())


def report(asked: Asked) -> str:
    """Return the report as one page."""
    a: given.ReportArguments = asked.arguments
    return report_page(find_out(asked.ranking(), exact=a.exact), lang=a.lang)


def report_twin(asked: Asked) -> str:
    """Return the report as JSON."""
    a: given.ReportTwinArguments = asked.arguments
    return report_to_json(find_out(asked.ranking(), exact=a.exact))
