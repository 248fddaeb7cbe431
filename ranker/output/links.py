"""Links that lead within the one page of a report, turned to the pages of a site."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

FIGURES = "-figures"  # ends the anchor of a cluster's figures
SOURCE = "source-"
SOURCES = "sources.html"
INDEX = "index.html"

_ANCHOR = re.compile(r'href="#([^"]*)"')
_ID = re.compile(r'\bid="([^"]*)"')


@dataclass(frozen=True, slots=True)
class AnchorHomes:
    """Where each anchor of a report stands in a site.

    Parameters
    ----------
    anchors : mapping of str to tuple of str
        Anchors that each page holds, by the file of the page.
    clusters : mapping of str to str
        File of each cluster's page, without folder and ending, by its id.
    shared : str
        The page of figures that several clusters share.
    """

    anchors: Mapping[str, tuple[str, ...]]
    clusters: Mapping[str, str]
    shared: str = ""

    def of(self, anchor: str) -> str:
        """Return the address of an anchor from the folder of the site; the index where unknown."""
        cluster = anchor.removesuffix(FIGURES)
        if anchor.endswith(FIGURES) and cluster in self.clusters:
            return f"clusters/{self.clusters[cluster]}.html"
        if anchor.startswith(SOURCE):
            return f"{SOURCES}#{anchor}"
        if ":" in anchor and self.shared:
            return f"{self.shared}#{anchor}"
        owner = self._owner(anchor)
        if owner:
            return f"clusters/{self.clusters[owner]}.html#{anchor}"
        for file, held in self.anchors.items():
            if anchor in held:
                return file if anchor == held[0] else f"{file}#{anchor}"
        return INDEX

    def _owner(self, anchor: str) -> str:
        """Return the cluster whose figure an anchor is; its id comes before a hyphen."""
        for found in re.finditer("-", anchor):
            if anchor[: found.start()] in self.clusters:
                return anchor[: found.start()]
        return ""


def rewrite_links(page: str, homes: AnchorHomes, *, root: str) -> str:
    """Let links to anchors that a page does not hold lead to the page that does.

    Parameters
    ----------
    page : str
        Its HTML.
    homes : AnchorHomes
    root : str
        From the page to the folder of the site.

    Examples
    --------
    >>> homes = AnchorHomes({"sure.html": ("sure", "holds-title")}, {"osong": "osong"})
    >>> rewrite_links('<a href="#osong-figures">Osong</a>', homes, root="../")
    '<a href="../clusters/osong.html">Osong</a>'
    >>> rewrite_links('<p id="here"><a href="#here">x</a><a href="#sure">y</a>', homes, root="")
    '<p id="here"><a href="#here">x</a><a href="sure.html">y</a>'
    """
    held = set(_ID.findall(page))

    def home(found: re.Match[str]) -> str:
        anchor = found[1]
        return found[0] if anchor in held else f'href="{root}{homes.of(anchor)}"'

    return _ANCHOR.sub(home, page)
