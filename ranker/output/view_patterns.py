"""What the page of patterns is given: examples that show every component once."""

from __future__ import annotations

from dataclasses import dataclass

from ranker.output.view import ReportView
from ranker.output.view_cluster import CellView


@dataclass(frozen=True, slots=True)
class PartialView:
    """A template that shows one section of the report.

    Parameters
    ----------
    name : str
        Of its file.
    words, given : str
        What it shows, and what it is given.
    """

    name: str
    words: str
    given: str


@dataclass(frozen=True, slots=True)
class ColourView:
    """A custom property of the style sheet.

    Parameters
    ----------
    name, light, dark : str
        Its name, and its values in light and dark mode.
    words : str
        What it is used for.
    """

    name: str
    light: str
    dark: str
    words: str


@dataclass(frozen=True, slots=True)
class PatternsView:
    """Examples for designers.

    Parameters
    ----------
    report : ReportView
        A whole report on a few clusters, whose parts are the examples.
    partials : tuple of PartialView
        Sections that the report has.
    plain, several, missing : CellView or None
        A cell of one figure, of several, and of none; None where the study has no such cell.
    colours : tuple of ColourView
        The custom properties that hold colours.
    """

    report: ReportView
    partials: tuple[PartialView, ...]
    plain: CellView | None
    several: CellView | None
    missing: CellView | None
    colours: tuple[ColourView, ...]
