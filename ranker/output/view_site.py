"""What the templates of a site are given beside `ranker.output.view`: which page this is."""

from __future__ import annotations

from dataclasses import dataclass

from ranker.output.view_trust import DrawnView


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link to another page of the site.

    Parameters
    ----------
    href : str
        Relative to the page it stands on.
    label : str
        Words of the link.
    is_here : bool
        Whether it is the page it stands on.
    """

    href: str
    label: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of a site.

    Parameters
    ----------
    title : str
        Of the page alone.
    root : str
        From the page to the folder of the site: empty, or '../'.
    twins : tuple of str
        JSON files that hold the same, relative to the page.
    contents : tuple of LinkView
        The pages that every page links to.
    before, after : LinkView or None
        Neighbours of a page that is one of several.
    notes : tuple of str
        What the size of the study leaves out here.
    drawn : DrawnView or None
        What the draws say, where there are too many clusters to picture it.
    """

    title: str
    root: str
    twins: tuple[str, ...]
    contents: tuple[LinkView, ...]
    before: LinkView | None = None
    after: LinkView | None = None
    notes: tuple[str, ...] = ()
    drawn: DrawnView | None = None
