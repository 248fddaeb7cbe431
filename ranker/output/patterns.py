"""The page of patterns: every component of the report once, on a few clusters of a study."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from ranker.analysis.ranking import Ranking, rank
from ranker.output.build import build_report
from ranker.output.contract import colours, partials
from ranker.output.render import render_page
from ranker.output.save import check_destination, save_text
from ranker.output.theme import read_theme
from ranker.output.view import ReportView
from ranker.output.view_cluster import CellView
from ranker.output.view_patterns import PatternsView
from ranker.study.model import Role, Study

FEW = 6  # ranked clusters of each part; with fewer, research has little to ask


def write_patterns(
    ranking: Ranking,
    path: str | os.PathLike[str],
    *,
    theme: str | os.PathLike[str] | None = None,
) -> Path:
    """Write a page that shows each component once, for designers.

    Parameters
    ----------
    ranking : Ranking
        A few of its clusters are ranked anew as examples, with the study's own settings.
    path : str or path
        The HTML file. Its folder must exist.
    theme : str or path, optional
        As for `ranker.output.render.write_report`.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    UsageError
        ``destination-unwritable``, ``theme-invalid``.
    ContentError
        ``template-broken``, ``theme-invalid``.
    """
    check_destination(Path(path))
    worn = None if theme is None else read_theme(theme)
    view = patterns_view(ranking)
    page = render_page("patterns.html.j2", theme=worn, patterns=view, report=view.report)
    return save_text(page, Path(path))


def patterns_view(ranking: Ranking) -> PatternsView:
    """Gather the examples.

    Parameters
    ----------
    ranking : Ranking

    Returns
    -------
    PatternsView
    """
    report = build_report(rank(_few(ranking)))
    cells = _cells(report)
    return PatternsView(
        report=report,
        partials=tuple(p for p in partials() if _has(report, p.name)),
        plain=_first(cells, lambda cell: len(cell.figures) == 1),
        several=_first(cells, lambda cell: len(cell.figures) > 1),
        missing=_first(cells, lambda cell: cell.is_missing),
        colours=colours(),
    )


def _few(ranking: Ranking) -> Study:
    """Return the study with the best clusters of each part, and one that is not ranked."""
    study, kept = ranking.study, set[str]()
    roles: tuple[Role, ...] = ("home", "rival")
    for role in roles:
        best = sorted(
            (c for c in ranking.ranked if study.role(c) == role),
            key=lambda c: ranking.rank_of(c.id) or 0,
        )
        kept |= {cluster.id for cluster in best[:FEW]}
    others = [c for c in ranking.clusters if c.id not in {r.id for r in ranking.ranked}]
    kept |= {c.id for c in [c for c in others if study.role(c) == "benchmark"][:1]}
    kept |= {c.id for c in [c for c in others if study.role(c) != "benchmark"][:1]}
    return dataclasses.replace(study, clusters=tuple(c for c in study.clusters if c.id in kept))


def _has(report: ReportView, partial: str) -> bool:
    """Whether a report has what a partial shows."""
    shown = {
        "_map.html.j2": report.map is not None,
        "_audit.html.j2": report.audit is not None,
        "_agreement.html.j2": report.agreement is not None,
    }
    return shown.get(partial, True)


def _cells(report: ReportView) -> list[CellView]:
    return [c for view in report.profiles for criterion in view.criteria for c in criterion.cells]


def _first(cells: Iterable[CellView], is_wanted: Callable[[CellView], bool]) -> CellView | None:
    return next((cell for cell in cells if is_wanted(cell)), None)
