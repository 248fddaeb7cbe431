"""How fast an indicator has moved anywhere: the only speed limit that the data can give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ranker.study.model import Indicator, Observation, Study


@dataclass(frozen=True, slots=True)
class Growth:
    """What a place's figure did between two of its years.

    Parameters
    ----------
    place : str
    first, last : int
        Years of the two figures.
    start, stop : float
        The figures, in the indicator's unit.
    """

    place: str
    first: int
    last: int
    start: float
    stop: float

    @property
    def factor(self) -> float:
        """Factor of one year, compounded."""
        return float((self.stop / self.start) ** (1 / (self.last - self.first)))

    @property
    def step(self) -> float:
        """Units of one year."""
        return (self.stop - self.start) / (self.last - self.first)


@dataclass(frozen=True, slots=True)
class Pace:
    """The fastest movement for the better that a study has seen on one indicator.

    Parameters
    ----------
    fastest : Growth or None
        By the factor of a year, from a figure above 0; None where nothing was seen, and for
        levels of a scale, which do not compound.
    furthest : Growth or None
        By the units of a year.
    """

    fastest: Growth | None
    furthest: Growth | None

    def basis(self, now: float) -> Growth | None:
        """Return what limits a figure that stands where it does; None where nothing does."""
        return self.fastest if self.fastest is not None and now > 0 else self.furthest

    def limit(self, now: float, years: float) -> float | None:
        """Return how far a figure gets in some years; None where no history tells."""
        basis = self.basis(now)
        if basis is None:
            return None
        if basis is self.fastest and now > 0:
            return float(now * basis.factor**years)
        return now + basis.step * years


def read_pace(study: Study, indicator: Indicator, *, as_of: int | None = None) -> Pace:
    """Return the fastest yearly movement for the better of an indicator in a study.

    Figures of one place without items are compared with the next later ones; over longer
    times growth is never faster than over the fastest of the times between.

    Parameters
    ----------
    study : Study
        Places that take no rank count too.
    indicator : Indicator
    as_of : int, optional
        Rows of later years are passed over.
    """
    is_cost = indicator.objective == "min"
    seen = [
        growth
        for growth in _growths(study, indicator, as_of)
        if (growth.stop < growth.start if is_cost else growth.stop > growth.start)
    ]
    sign = -1.0 if is_cost else 1.0
    compounding = [g for g in seen if g.start > 0 and g.stop > 0 and not indicator.is_ordinal]
    return Pace(
        max(compounding, key=lambda g: sign * g.factor, default=None),
        max(seen, key=lambda g: sign * g.step, default=None),
    )


def _growths(study: Study, indicator: Indicator, as_of: int | None) -> Iterator[Growth]:
    rows: dict[str, list[Observation]] = defaultdict(list)
    for row in study.observations:
        is_late = as_of is not None and row.year > as_of
        if row.indicator == indicator.id and not row.item and not is_late:
            rows[row.place].append(row)
    for place, held in rows.items():
        for a, b in pairwise(sorted(held, key=lambda row: row.year)):
            yield Growth(place, a.year, b.year, a.value, b.value)
