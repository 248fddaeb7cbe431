"""What may be wrong with a judgement, collected while a set of them is read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ranker.errors import Problem, did_you_mean, nearest
from ranker.study.yaml_reader import Path, YamlDocument

_FRACTION = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*/\s*([0-9]+(?:\.[0-9]+)?)\s*\Z")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at a place inside a set of judgements."""

    code: str
    path: Path
    what: str
    mend: str

    def at(self, document: YamlDocument, base: Path) -> Problem:
        """Return the problem, by file, line and field, of judgements that stand at `base`."""
        return Problem(self.code, document.where((*base, *self.path)), self.what, self.mend)


@dataclass(slots=True)
class Reading:
    """One set of judgements while it is read.

    Parameters
    ----------
    raw : mapping of str to Any
        The set as written: method, judgements, settings; everything but `method` may be
        anything.
    names : tuple of str
        Ids of the siblings that are judged.
    """

    raw: Mapping[str, Any]
    names: tuple[str, ...]
    faults: list[Fault] = field(default_factory=list)

    def say(self, code: str, path: Path, what: str, *, mend: str) -> None:
        """Collect a fault of the judgements."""
        self.faults.append(Fault(code, ("judgements", *path), what, mend))

    def mapping(self, *path: str) -> Mapping[str, Any] | None:
        """Return a mapping of the judgements, or None with the fault told."""
        found = self.raw.get("judgements")
        for part in path:
            found = found.get(part) if isinstance(found, dict) else None
        if not isinstance(found, dict):
            self._wrong_kind(path, found, "a mapping ('name: value' lines)")
            return None
        return found

    def listing(self) -> list[Any] | None:
        """Return the judgements as a list, or None with the fault told."""
        found = self.raw.get("judgements")
        if not isinstance(found, list):
            self._wrong_kind((), found, "a list")
            return None
        return found

    def _wrong_kind(self, path: Path, found: Any, wanted: str) -> None:
        name = path[-1] if path else "judgements"
        if found is None:
            self.say("elicit-missing", path, f"'{name}' is not given.", mend=f"Write {wanted}.")
        else:
            what = f"'{name}' is {found!r:.60}."
            self.say("field-type", path, what, mend=f"Write {wanted}.")

    def is_known(self, name: Any, path: Path) -> bool:
        """Whether a name is one of the siblings; told where it is not."""
        if isinstance(name, str) and name in self.names:
            return True
        what = f"'{name!s:.60}' is none of the criteria judged here."
        self.say("profile-criterion-unknown", path, what, mend=did_you_mean(str(name), self.names))
        return False

    def numbers(
        self, path: tuple[str, ...], *, lowest: float, highest: float, needed: Sequence[str]
    ) -> dict[str, float] | None:
        """Return numbers by sibling, or None with every fault told.

        Parameters
        ----------
        path : tuple of str
            Where the mapping stands in the judgements.
        lowest, highest : float
            Ends of the scale; both may be written.
        needed : sequence of str
            Siblings that must be there.
        """
        found = self.mapping(*path)
        if found is None:
            return None
        told = len(self.faults)
        named = [name for name in found if self.is_known(name, (*path, name))]
        read = {
            name: self.number(found[name], (*path, name), lowest=lowest, highest=highest)
            for name in named
        }
        self.need(needed, found, path)
        if len(self.faults) > told:
            return None
        return {name: number for name, number in read.items() if number is not None}

    def need(self, needed: Sequence[str], found: Iterable[str], path: Path) -> None:
        """Tell the siblings that are not among the found, unless one is misspelt there."""
        found = list(found)
        misspelt = {nearest(str(name), self.names) for name in found if name not in self.names}
        absent = [name for name in needed if name not in found and name not in misspelt]
        if absent:
            what = f"there is no judgement on {', '.join(absent)}."
            mend = "Judge every criterion that stands here; none is filled in."
            self.say("elicit-missing", path, what, mend=mend)

    def number(self, value: Any, path: Path, *, lowest: float, highest: float) -> float | None:
        """Return a number on the scale, or None with the fault told."""
        number = as_number(value)
        scale = (
            f"from {lowest:.4g} to {highest:.4g}"
            if math.isfinite(highest)
            else (f"of {lowest:g} or more")
        )
        mend = f"Write a number {scale}."
        if value is None:
            self.say("elicit-missing", path, f"the judgement '{path[-1]}' is empty.", mend=mend)
        elif number is None:
            what = f"the judgement '{path[-1]}' is {value!r:.60}."
            self.say("elicit-value", path, what, mend=mend)
        elif not lowest * (1 - 1e-9) <= number <= highest * (1 + 1e-9):
            what = f"the judgement '{path[-1]}' is {number:g}, off the scale."
            self.say("elicit-value", path, what, mend=mend)
        else:
            return number
        return None

    def setting(self, name: str, default: float | None, *, above: float) -> float | None:
        """Return a number beside the judgements, or None with the fault told."""
        value = self.raw.get(name)
        if value is None:
            if default is None:
                mend = f"Add '{name}:', a number above {above:g}."
                what = f"'{name}' is not given."
                self.faults.append(Fault("elicit-missing", (), what, mend))
            return default
        number = as_number(value)
        if number is not None and number > above:
            return number
        what = f"'{name}' is {value!r:.60}."
        self.faults.append(Fault("elicit-value", (name,), what, f"Write a number above {above:g}."))
        return None


def as_number(value: Any) -> float | None:
    """Read a finite number or a fraction; None for anything else.

    Examples
    --------
    >>> as_number("1/4"), as_number(3), as_number("much"), as_number(True)
    (0.25, 3.0, None, None)
    """
    if isinstance(value, str):
        fraction = _FRACTION.match(value)
        if fraction is None or float(fraction[2]) == 0:
            return None
        value = float(fraction[1]) / float(fraction[2])
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None
