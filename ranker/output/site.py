"""The report as a site: an index, a page for each cluster and for each kind of question.

Pages are made and written one by one, so a study of thousands of clusters needs the memory
of its ranking and of one page. Links are relative: the folder reads from a disk.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ranker._content import content_folder
from ranker.output.build import Findings, find_out, report_view
from ranker.output.clusters import ClusterViews
from ranker.output.dossier import build_dossier, cluster_to_json
from ranker.output.export import as_json
from ranker.output.folder import INVENTORY, SITE_SCHEMA, check_folder, new_folder
from ranker.output.language import current_language, use_language
from ranker.output.links import AnchorHomes, rewrite_links
from ranker.output.preview import preview_png
from ranker.output.render import render_page
from ranker.output.site_pages import SHARED, Leaf, cluster_page, file_names, leaves

if TYPE_CHECKING:
    from ranker.analysis.ranking import Ranking
    from ranker.analysis.robustness import Robustness
    from ranker.output.view import ReportView

Progress = Callable[[int, int], None]
ASSETS = ("report.css", "site.css", "report.js")


def write_site(
    ranking: Ranking,
    path: str | os.PathLike[str],
    *,
    robustness: Robustness | None = None,
    exact: bool = True,
    lang: str | None = None,
    progress: Progress | None = None,
) -> Path:
    """Write the report as a folder of pages; it is there whole or not at all.

    Parameters
    ----------
    ranking : Ranking
    path : str or path
        The folder: one that does not exist, an empty one, or an earlier site, which is
        replaced. The folder above it must exist.
    robustness, exact : Robustness or None, bool
        See `ranker.output.evidence.gather_evidence`; `ranker.output.limits` says what a
        study is too large for.
    lang : str, optional
        Language of the pages; the one in use where None.
    progress : callable, optional
        Called with pages written and pages planned.

    Returns
    -------
    Path
        The first page.

    Raises
    ------
    UsageError
        ``destination-exists`` or ``destination-unwritable``; ``argument-invalid`` where the
        draws are those of another ranking.
    """
    folder = Path(path).absolute()
    check_folder(folder)
    with use_language(lang or current_language()):
        site = plan_site(find_out(ranking, robustness, exact=exact))
        with new_folder(folder) as beside:
            site.write(beside, progress)
    return Path(path) / "index.html"


def plan_site(found: Findings) -> Site:
    """Put into words what all pages share, and lay down which pages there are."""
    view = report_view(found, outlines=True)
    views = ClusterViews.of(found.evidence.ranking, found.methods, found.profiles)
    names = file_names([cluster.id for cluster in view.profiles])
    return Site(found, view, views, names, tuple(leaves(found, view)))


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A site that can be written.

    Parameters
    ----------
    found : Findings
    view : ReportView
        With the outlines of all clusters.
    views : ClusterViews
        From which each cluster's own page is made.
    names : mapping of str to str
        File of each cluster's page, without its ending, in the order of the pages.
    leaves : tuple of Leaf
        All other pages.
    """

    found: Findings
    view: ReportView
    views: ClusterViews
    names: dict[str, str]
    leaves: tuple[Leaf, ...]

    def write(self, folder: Path, progress: Progress | None = None) -> None:
        """Write every file into an empty folder, one after the other."""
        written: list[str] = []
        planned = len(self.leaves) + len(self.names)
        for done, files in enumerate((self._assets(folder), *self._pages()), start=0):
            for name, text in files.items():
                (folder / name).write_text(text, encoding="utf-8", newline="\n")
                written.append(name)
            if progress is not None:
                progress(done, planned)
        held = sorted([*written, *(f"assets/{name}" for name in (*ASSETS, "preview.png"))])
        inventory = {"schema": SITE_SCHEMA, "study": self.view.title, "files": held}
        (folder / INVENTORY).write_text(as_json(inventory), encoding="utf-8", newline="\n")

    def _assets(self, folder: Path) -> dict[str, str]:
        """Make the folders of a site, and what its pages share."""
        for name in ("assets", "clusters"):
            (folder / name).mkdir()
        for name in ASSETS:
            shutil.copyfile(content_folder("reports") / "static" / name, folder / "assets" / name)
        (folder / "assets" / "preview.png").write_bytes(
            preview_png(self.found.evidence.ranking, self.view.headline)
        )
        return {}

    def _pages(self) -> Iterator[dict[str, str]]:
        """Yield the files of one page after the other: the page itself and its twins."""
        anchors = {leaf.file: leaf.anchors for leaf in self.leaves}
        homes = AnchorHomes(anchors, self.names, SHARED if self.view.shared else "")
        for leaf in self.leaves:
            page = render_page(leaf.template, is_linked=True, report=leaf.report, page=leaf.page)
            yield {leaf.file: rewrite_links(page, homes, root=""), **leaf.twins()}
        ranking = self.found.evidence.ranking
        context = ranking.context().cells
        for position, i in enumerate(self.views.order()):
            view = self.views.view(i, context[i])
            page = render_page(
                "site_cluster.html.j2",
                is_linked=True,
                report=self.view,
                cluster=view,
                page=cluster_page(self.view, self.names, self.leaves, position),
            )
            file = f"clusters/{self.names[view.id]}"
            dossier = build_dossier(ranking, view.id, context=context[i])
            yield {
                f"{file}.html": rewrite_links(page, homes, root="../"),
                f"{file}.json": cluster_to_json(dossier),
            }
