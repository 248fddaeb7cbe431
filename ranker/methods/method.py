"""A ranking method as the catalogue describes it, and the parameters a user may set."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CRITERIA = "criteria"  # the key below which a criterion has parameters of its own

Value = float | str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or a word that changes how a method scores.

    Parameters
    ----------
    name : str
        As written in a study and on the command line.
    default : float, str or None
        What holds where nothing is set; None where there is nothing to set unless asked for.
    meaning : str
        What it means, as a sentence.
    source : str
        Where the default comes from.
    low, high : float
        Smallest and largest number it takes.
    is_open : bool
        Whether `low` itself is refused.
    words : tuple of str
        The words it takes; a number where empty.
    symbol : str
        The paper's symbol, which may be written in place of the name.
    per_criterion : bool
        Whether each criterion may have its own.
    """

    name: str
    default: Value | None
    meaning: str
    source: str
    low: float = 0.0
    high: float = 1.0
    is_open: bool = False
    words: tuple[str, ...] = ()
    symbol: str = ""
    per_criterion: bool = False

    @property
    def takes(self) -> str:
        """What it takes, in words."""
        if self.words:
            return ", ".join(self.words[:-1]) + f" or {self.words[-1]}"
        if math.isinf(self.high):
            return f"a number above {self.low:g}" if self.is_open else f"{self.low:g} or more"
        return f"{self.low:g} to {self.high:g}"

    def admits(self, value: object) -> bool:
        """Whether it takes a value."""
        if self.words:
            return value in self.words
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        is_above = value > self.low if self.is_open else value >= self.low
        return is_above and value <= self.high and math.isfinite(value)


@dataclass(frozen=True, slots=True)
class Method:
    """One ranking method of the catalogue, with the parameters that were set.

    Parameters
    ----------
    name : str
        Kebab-case name, as written in a study and on the command line.
    title : str
        Name for a reader.
    formula : str
        The formula in words.
    assumes : str
        What the method assumes, and when it misleads.
    paper : str
        Authors, year, title and journal of the paper the method is taken from.
    doi : str
        DOI of that paper; empty where it has none, which `paper` then says.
    more_is_better : bool
        Direction of the score; False where a smaller score is better.
    monotone : bool
        True where, by definition, an alternative that is at least as good on every
        criterion is never ranked below the other. Where False, the order is checked.
    parameters : tuple of Parameter
        What may be set.
    chosen : tuple of (str, float or str)
        Parameters that were set, by name; see `ranker.methods.parameters.configure`.
    chosen_by_criterion : tuple of (str, tuple)
        Those that were set for one criterion, by its id.
    """

    name: str
    title: str
    formula: str
    assumes: str
    paper: str
    doi: str
    more_is_better: bool = True
    monotone: bool = True
    parameters: tuple[Parameter, ...] = ()
    chosen: tuple[tuple[str, Value], ...] = ()
    chosen_by_criterion: tuple[tuple[str, tuple[tuple[str, Value], ...]], ...] = ()

    @property
    def settings(self) -> dict[str, Value]:
        """The parameters in force, defaults among them, for all criteria without their own."""
        held = {p.name: p.default for p in self.parameters if p.default is not None}
        return {**held, **dict(self.chosen)}

    def settings_on(self, criterion: str) -> dict[str, Value]:
        """Return the parameters in force on one criterion."""
        return {**self.settings, **dict(dict(self.chosen_by_criterion).get(criterion, ()))}

    @property
    def numbers(self) -> dict[str, float]:
        """The parameters in force that are numbers."""
        return {n: value for n, value in self.settings.items() if not isinstance(value, str)}

    @property
    def described_settings(self) -> dict[str, Any]:
        """The parameters in force as plain data, those of single criteria under 'criteria'."""
        own = {name: dict(values) for name, values in self.chosen_by_criterion}
        return {**self.settings, **({CRITERIA: own} if own else {})}

    @property
    def is_configured(self) -> bool:
        """Whether a parameter differs from its default."""
        defaults = {parameter.name: parameter.default for parameter in self.parameters}
        differs = any(defaults[name] != value for name, value in self.chosen)
        return differs or bool(self.chosen_by_criterion)

    @property
    def label(self) -> str:
        """The name, with the parameters in force where one was set: ``vikor (v = 0.4)``."""
        return f"{self.name} ({self.settings_text})" if self.is_configured else self.name

    @property
    def settings_text(self) -> str:
        """The parameters in force as a line: ``v = 0.4``; empty where there are none."""
        return settings_text(self.described_settings)


def settings_text(settings: Mapping[str, Any]) -> str:
    """Write parameters as a line.

    Examples
    --------
    >>> settings_text({"function": "v-shape", "p": 20, "criteria": {"talent": {"p": 5}}})
    'function = v-shape, p = 20, talent.p = 5'
    """
    return ", ".join(f"{name} = {value}" for name, value in flat_settings(settings).items())


def flat_settings(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return parameters by name, those of a criterion as ``criterion.name``, as text."""
    common = {name: value for name, value in settings.items() if name != CRITERIA}
    own = {
        f"{criterion}.{name}": value
        for criterion, values in settings.get(CRITERIA, {}).items()
        for name, value in values.items()
    }
    return {
        name: value if isinstance(value, str) else f"{value:.12g}"
        for name, value in {**common, **own}.items()
    }
