"""Changes of figures as people write them, and what each means in a ranking.

A change names a place and an indicator, and says ``80`` or ``=80`` (the figure becomes 80),
``+5`` or ``-5`` (so many more or fewer), ``+20%`` or ``-20%``, or ``missing`` (the figure is
taken away). `=` is needed for a figure below 0, which would else be taken for a difference.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from numbers import Real
from pathlib import Path
from typing import Any

from ranker._content import shown_path
from ranker.analysis.result import Ranking
from ranker.errors import ContentError, Problem, UsageError, did_you_mean
from ranker.study.files import read_text
from ranker.study.matrix import LEVEL_WORDS, Cell
from ranker.study.model import Indicator
from ranker.study.numbers import parse_number
from ranker.study.yaml_reader import read_yaml

MISSING = "missing"
Given = float | str | None
_EXAMPLE = "Write 80, +5, -5, +20%, -20%, =-3 (a figure below 0) or missing."


@dataclass(frozen=True, slots=True)
class Wish:
    """A change as it was written: ``place.indicator``, what to make of it, and where it stands."""

    target: str
    given: Given
    where: str


@dataclass(frozen=True, slots=True)
class Change:
    """One figure before and after.

    Parameters
    ----------
    place : str
        Whose figure it is, as the level of the indicator has it.
    indicator : Indicator
    cell : Cell
        As ranked, of one of the clusters that have the figure.
    value : float
        The new figure; NaN where it is taken away.
    clusters : tuple of str
        Ids of the clusters that share the figure.
    notes : tuple of str
        What a reader has to know: who shares the figure, which items one total replaces.
    """

    place: str
    indicator: Indicator
    cell: Cell
    value: float
    clusters: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def is_needed(self) -> bool:
        """Whether the figure is another one than before."""
        old, new = self.cell.value, self.value
        return not (old == new or (math.isnan(old) and math.isnan(new)))


def wishes_of(changes: Mapping[str, Given]) -> tuple[Wish, ...]:
    """Return changes given by ``place.indicator``; None takes a figure away."""
    return tuple(Wish(target, given, target) for target, given in changes.items())


def parse_wishes(arguments: Iterable[str]) -> tuple[Wish, ...]:
    """Read ``place.indicator=VALUE`` arguments.

    Raises
    ------
    UsageError
        ``argument-invalid``, once for every argument that is none.

    Examples
    --------
    >>> parse_wishes(["osong.workforce=+20%"])
    (Wish(target='osong.workforce', given='+20%', where='osong.workforce'),)
    """
    wishes, problems = [], []
    for argument in arguments:
        target, is_split, given = argument.partition("=")
        if is_split:
            wishes.append(Wish(target.strip(), given.strip(), target.strip() or "change"))
        else:
            what = f"'{argument}' is no change."
            mend = "Write PLACE.INDICATOR=VALUE, such as songdo.foreign_firms=80."
            problems.append(Problem("argument-invalid", "change", what, mend))
    if problems:
        raise UsageError(problems)
    return tuple(wishes)


def read_wishes(path: str | os.PathLike[str]) -> tuple[Wish, ...]:
    """Read changes from a YAML file: ``place.indicator: VALUE``, or indicators below places.

    Values are read as they are written, so that ``+5`` is five more.

    Raises
    ------
    ContentError
        Every problem of the file, with its line.
    """
    file, name = Path(path), shown_path(Path(path))
    text, problems = read_text(file, name=name)
    if text is None:
        raise ContentError(problems)
    document = read_yaml(text, name=name, as_text=True)
    problems = list(document.problems)
    wishes: list[Wish] = []
    if isinstance(document.data, dict):
        for place, held in document.data.items():
            below = held if isinstance(held, dict) else {"": held}
            for leaf, given in below.items():
                where = document.where((place, leaf) if leaf else (place,))
                wishes.append(Wish(f"{place}.{leaf}" if leaf else place, given, where))
    elif not problems:
        what = "the file holds no changes."
        mend = "Write PLACE.INDICATOR: VALUE, a line for each change."
        problems.append(Problem("field-type", name, what, mend))
    problems += [
        Problem("field-type", wish.where, f"'{wish.target}' is no single value.", _EXAMPLE)
        for wish in wishes
        if not isinstance(wish.given, str)
    ]
    if problems:
        raise ContentError(problems)
    return tuple(wishes)


def settle(ranking: Ranking, wishes: Iterable[Wish]) -> tuple[Change, ...]:
    """Find the figure that each change means and what becomes of it.

    Raises
    ------
    UsageError
        ``argument-invalid``, ``ordinal-invalid`` and ``log-domain``: every change that
        cannot be, at once.
    """
    changes: list[Change] = []
    problems: list[Problem] = []
    told: dict[tuple[str, str], str] = {}
    for wish in wishes:
        found = _settled(ranking, wish)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        key = (found.place, found.indicator.id)
        if key in told:
            what = f"this figure ({key[0]}, {key[1]}) is changed by {told[key]} already."
            problems.append(Problem("argument-invalid", wish.where, what, "Keep one of the two."))
        told.setdefault(key, wish.where)
        changes.append(found)
    if problems:
        raise UsageError(problems)
    return tuple(changes)


def _settled(ranking: Ranking, wish: Wish) -> Change | Problem:
    name, _, leaf = wish.target.rpartition(".")
    indicator = _indicator(ranking, leaf, wish)
    if isinstance(indicator, Problem):
        return indicator
    place = _place(ranking, name, indicator, wish)
    if isinstance(place, Problem):
        return place
    clusters = [c for c in ranking.clusters if c.place(indicator.level) == place]
    at, column = ranking.index(clusters[0].id), ranking.cells.indicators.index(indicator)
    cell = ranking.cells.cells[at][column]
    value = _new_value(cell, wish)
    if isinstance(value, Problem):
        return value
    is_log = ranking.tree.yardsticks[column].form.transform == "log"  # against outliers too
    wrong = _unfit(value, replace(indicator, transform="log" if is_log else "none"), wish)
    if wrong is not None:
        return wrong
    ids = tuple(cluster.id for cluster in clusters)
    names = [cluster.name for cluster in clusters]
    change = Change(place, indicator, cell, value, ids, ())
    return Change(place, indicator, cell, value, ids, tuple(_notes(change, names)))


def _indicator(ranking: Ranking, name: str, wish: Wish) -> Indicator | Problem:
    known = {leaf.id: leaf for leaf in ranking.study.indicators}
    if name in known and known[name].denominator is not None:
        what = f"'{name}' is divided by another figure, so it is none of its own."
        mend = "Suppose a change in a study without 'denominate', or correct the row itself."
        return Problem("denominate-invalid", wish.where, what, mend)
    if name in known:
        return known[name]
    what = f"there is no indicator '{name}'."
    if any(leaf.id == name for leaf in ranking.study.context):
        what = f"'{name}' is shown and not scored, so that no rank hangs on it."
    elif any(node.id == name for node in ranking.study.root.walk() if name):
        what = f"'{name}' is a criterion, which has no figure of its own."
    mend = did_you_mean(name, list(known), shown=8)
    return Problem("argument-invalid", wish.where, what, mend)


def _place(ranking: Ranking, name: str, indicator: Indicator, wish: Wish) -> str | Problem:
    """Return the place of the indicator's level; a cluster stands for its city or country."""
    level, study = indicator.level, ranking.study
    known = {cluster.place(level) for cluster in study.clusters} - {""}
    if name in known:
        return name
    word = LEVEL_WORDS[level]
    cluster = study.cluster(name)
    if cluster is not None and cluster.place(level):
        return cluster.place(level)
    if cluster is not None:
        what = f"'{name}' has no {word}, and '{indicator.id}' is measured by {word}."
    elif level == "cluster":
        what = f"there is no cluster '{name}'."
    else:
        what = f"'{name}' is neither a {word} nor a cluster of the study."
    return Problem("argument-invalid", wish.where, what, did_you_mean(name, list(known), shown=6))


def _new_value(cell: Cell, wish: Wish) -> float | Problem:
    given: Any = wish.given
    if given is None or given == MISSING:
        return math.nan
    is_number = isinstance(given, Real) and not isinstance(given, (bool, str))
    if is_number:
        return float(given)
    return _read_value(cell, str(given), wish.where)


def _read_value(cell: Cell, text: str, where: str) -> float | Problem:
    """Read ``80``, ``=80``, ``+5`` or ``-20%``."""
    is_share, is_signed = text.endswith("%"), text.startswith(("+", "-"))
    number = parse_number(text.removesuffix("%").removeprefix("="))
    if number is None or (is_share and not is_signed):
        return Problem("argument-invalid", where, f"'{text}' is no change.", _EXAMPLE)
    if not is_signed:
        return number
    if cell.is_missing:
        what = f"there is no figure that {text} could change."
        return Problem("argument-invalid", where, what, "Write a figure, such as 80.")
    return cell.value * (1 + number / 100) if is_share else cell.value + number


def _unfit(value: float, indicator: Indicator, wish: Wish) -> Problem | None:
    """Say why an indicator cannot have a value; None where it can."""
    name = indicator.id
    if math.isnan(value) and wish.given in (None, MISSING):
        return None
    if not math.isfinite(value):
        what = f"'{name}' would be {value}."
        return Problem("argument-invalid", wish.where, what, "Write a finite number, or missing.")
    if indicator.is_ordinal and value not in indicator.scale:
        levels = ", ".join(str(level) for level in sorted(indicator.scale))
        what = f"{value:g} is no level of '{name}'."
        return Problem("ordinal-invalid", wish.where, what, f"Write one of {levels}.")
    if indicator.transform == "log" and value <= -1:
        what = f"{value:g} has no logarithm: '{name}' needs ln(1 + x) with x above -1."
        return Problem("log-domain", wish.where, what, "Write a greater figure.")
    if indicator.count and value < 0:
        what = f"'{name}' counts things and would be {value:g}."
        return Problem("argument-invalid", wish.where, what, "Write 0 or more.")
    return _no_share(value, indicator, wish)


def _no_share(value: float, indicator: Indicator, wish: Wish) -> Problem | None:
    least = "above 0" if indicator.objective == "min" else "of 0 or more"
    if indicator.normalise != "reference" or value > 0 or (value == 0 and least != "above 0"):
        return None
    what = f"{value:g} is no share of a reference, by which '{indicator.id}' is measured."
    return Problem("reference-domain", wish.where, what, f"Write a figure {least}.")


def _notes(change: Change, names: list[str]) -> Iterator[str]:
    label, word = change.indicator.label.en, LEVEL_WORDS[change.indicator.level]
    if len(names) > 1:
        yield f"{label}: a figure of the {word} '{change.place}', shared by {', '.join(names)}."
    elif change.indicator.level != "cluster":
        yield f"{label}: a figure of the {word} '{change.place}'."
    rows = change.cell.chosen
    if change.is_needed and any(row.item for row in rows) and not math.isnan(change.value):
        items = f"{len(rows)} item{'' if len(rows) == 1 else 's'}"
        yield f"{label} of '{change.place}': one total stands in the place of {items}."
