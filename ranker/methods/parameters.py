"""Parameters that a user sets for a method: checked before anything is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ranker.errors import Problem, UsageError, did_you_mean
from ranker.methods.method import CRITERIA, Method, Parameter, Value
from ranker.methods.preference import FUNCTIONS, Preference

Key = tuple[str, ...]
Relation = Callable[[Method, Sequence[str] | None, set[Key]], Iterator["Fault"]]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one parameter: a problem without its file.

    Parameters
    ----------
    key : tuple of str
        Where it stands below the method: its name, or ``criteria``, a criterion, its name.
    """

    key: Key
    code: str
    what: str
    mend: str

    def at(self, where: str) -> Problem:
        """Return the problem, at a place."""
        return Problem(self.code, where, self.what, self.mend)


def configure(
    method: Method,
    given: Mapping[str, Any] | None,
    *,
    criteria: Sequence[str] | None = None,
    where: str = "parameters",
) -> Method:
    """Return a method with parameters of a user's on top of those it has.

    Parameters
    ----------
    method : Method
    given : mapping of str to float or str, or None
        By name of the parameter; under ``criteria``, by criterion and name, for methods that
        take parameters of single criteria.
    criteria : sequence of str, optional
        Names that may stand under ``criteria``; any where None.
    where : str
        What a problem's place begins with.

    Returns
    -------
    Method

    Raises
    ------
    UsageError
        With every fault: ``parameter-unknown``, ``parameter-invalid``, ``parameter-missing``.

    Examples
    --------
    >>> from ranker.methods.catalogue import find_method
    >>> configure(find_method("vikor"), {"v": 0.4}).settings
    {'v': 0.4}
    """
    if not given:
        return method
    faults = list(find_faults(method, given, criteria=criteria))
    if faults:
        raise UsageError([fault.at(".".join((where, *fault.key))) for fault in faults])
    return _with(method, given)


def find_faults(
    method: Method, given: object, *, criteria: Sequence[str] | None = None
) -> Iterator[Fault]:
    """Yield all that is wrong with parameters as a user wrote them.

    How parameters fit each other is looked at where each one alone is right.

    Parameters
    ----------
    method : Method
    given : object
        A mapping, if it is right.
    criteria : sequence of str, optional
        As for `configure`.
    """
    if not isinstance(given, Mapping):
        mend = "Write names and values, such as {v: 0.4}."
        yield Fault((), "parameter-invalid", "this is no mapping of parameters.", mend)
        return
    faults = [*_faults_of(method, given), *_faults_by_criterion(method, given, criteria)]
    yield from faults
    if not faults and method.name in _RELATIONS:
        configured = _with(method, given)
        written: set[Key] = {(_canonical(method, name),) for name in given if name != CRITERIA}
        for criterion, own in (given.get(CRITERIA) or {}).items():
            written |= {(CRITERIA, criterion, _canonical(method, name)) for name in own}
        yield from _RELATIONS[method.name](configured, criteria, written)


def _with(method: Method, given: Mapping[str, Any]) -> Method:
    """Return a method with parameters that were checked."""
    own = dict(method.chosen) | _named(method, given)
    by_criterion = {name: dict(values) for name, values in method.chosen_by_criterion}
    for criterion, values in (given.get(CRITERIA) or {}).items():
        by_criterion[criterion] = by_criterion.get(criterion, {}) | _named(method, values)
    return replace(
        method,
        chosen=tuple(own.items()),
        chosen_by_criterion=tuple((c, tuple(v.items())) for c, v in by_criterion.items() if v),
    )


def _named(method: Method, given: Mapping[str, Any]) -> dict[str, Value]:
    return {
        _canonical(method, name): value if isinstance(value, str) else float(value)
        for name, value in given.items()
        if name != CRITERIA or not _takes_criteria(method)
    }


def _canonical(method: Method, name: str) -> str:
    found = _parameter(method.parameters, name)
    return found.name if found else name


def _parameter(parameters: Iterable[Parameter], name: object) -> Parameter | None:
    return next((p for p in parameters if name in (p.name, p.symbol)), None)


def _takes_criteria(method: Method) -> bool:
    return any(parameter.per_criterion for parameter in method.parameters)


def _faults_of(method: Method, given: Mapping[str, Any], within: Key = ()) -> Iterator[Fault]:
    known = [p for p in method.parameters if p.per_criterion or not within]
    seen: dict[str, str] = {}
    for name, value in given.items():
        if name == CRITERIA and not within and _takes_criteria(method):
            continue
        parameter = _parameter(known, name)
        key = (*within, str(name))
        if parameter is None:
            yield _unknown(method, key, [p.name for p in known])
        elif parameter.name in seen:
            what = f"'{name}' and '{seen[parameter.name]}' are the same parameter."
            yield Fault(key, "parameter-invalid", what, "Keep one.")
        elif not parameter.admits(value):
            what = f"'{name}' of '{method.name}' is {_shown(value)}."
            yield Fault(key, "parameter-invalid", what, f"Write {parameter.takes}.")
        if parameter is not None:
            seen[parameter.name] = str(name)


def _unknown(method: Method, key: Key, known: Sequence[str]) -> Fault:
    if key == (CRITERIA,):
        what = f"'{method.name}' has no parameters of single criteria."
        return Fault(key, "parameter-unknown", what, "Remove them, or set them for the method.")
    what = f"'{method.name}' has no parameter '{key[-1]}'."
    mend = did_you_mean(key[-1], known) if known else "Remove it: the method takes none."
    return Fault(key, "parameter-unknown", what, mend)


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, str) else f"{value}"


def _faults_by_criterion(
    method: Method, given: Mapping[str, Any], criteria: Sequence[str] | None
) -> Iterator[Fault]:
    if CRITERIA not in given or not _takes_criteria(method):
        return
    by_criterion = given[CRITERIA]
    if not isinstance(by_criterion, Mapping):
        what, mend = "this is no mapping of criteria.", "Write criteria: {talent: {p: 20}}."
        yield Fault((CRITERIA,), "parameter-invalid", what, mend)
        return
    for criterion, own in by_criterion.items():
        key = (CRITERIA, str(criterion))
        if criteria is not None and criterion not in criteria:
            what = f"'{criterion}' is no criterion of the decision matrix."
            yield Fault(key, "parameter-unknown", what, did_you_mean(str(criterion), criteria))
        elif not isinstance(own, Mapping):
            what, mend = "this is no mapping of parameters.", "Write names and values."
            yield Fault(key, "parameter-invalid", what, mend)
        else:
            yield from _faults_of(method, own, key)


# --- how parameters of one method fit each other -----------------------------------------


def preferences(method: Method, criteria: Sequence[str]) -> tuple[Preference, ...]:
    """Return the preference function of each criterion that PROMETHEE's parameters set."""
    return tuple(_preference(method.settings_on(criterion)) for criterion in criteria)


def _preference(settings: Mapping[str, Any]) -> Preference:
    function = settings["function"]
    return Preference(function, **{name: settings[name] for name in FUNCTIONS[function]})


def _promethee_faults(
    method: Method, criteria: Sequence[str] | None, written: set[Key]
) -> Iterator[Fault]:
    """Yield thresholds that are missing, out of order, or taken by no function."""
    own = {name for name, _ in method.chosen_by_criterion}
    names = list(criteria) if criteria is not None else [*own, ""]
    used: set[Key] = set()
    found: dict[Key, Fault] = {}
    for name in names:
        within: Key = (CRITERIA, name) if name in own else ()
        settings = method.settings_on(name)
        for threshold in FUNCTIONS[str(settings["function"])]:
            at = (*within, threshold)
            used.add(at if at in written else (threshold,))
        for fault in _threshold_faults(within, settings, written):
            found.setdefault(fault.key, fault)
    for key in sorted(written - used):
        if key[-1] != "function":
            found.setdefault(key, _idle(key))
    yield from found.values()


def _threshold_faults(
    within: Key, settings: Mapping[str, Any], written: set[Key]
) -> Iterator[Fault]:
    """Yield what is wrong with the thresholds of one criterion."""
    function = settings["function"]
    taken = FUNCTIONS[function]
    held = {name: settings[name] for name in taken if name in settings}
    if len(held) < len(taken):
        yield from (_missing((*within, name), function) for name in taken if name not in held)
    elif "q" in held and "p" in held and held["p"] < held["q"]:
        own = [(*within, name) for name in ("p", "q") if (*within, name) in written]
        yield _reversed(own[0] if own else ("p",), settings)
    elif function == "v-shape" and held["p"] == 0:
        yield _flat((*within, "p"))


def _missing(key: Key, function: str) -> Fault:
    what = f"the preference function '{function}' needs '{key[-1]}', which is not set."
    mend = f"Set {key[-1]}, a difference in the unit of the criterion."
    return Fault(key, "parameter-missing", what, mend)


def _reversed(key: Key, settings: Mapping[str, Any]) -> Fault:
    what = f"p is {settings['p']:g}, below q, which is {settings['q']:g}."
    mend = "A preference is full from p on and none up to q: write a p that is not below q."
    return Fault(key, "parameter-invalid", what, mend)


def _flat(key: Key) -> Fault:
    mend = "Write a number above 0, or the function usual, for which any difference counts."
    return Fault(key, "parameter-invalid", "p of 'v-shape' is 0.", mend)


def _idle(key: Key) -> Fault:
    what = f"'{key[-1]}' is set, but no preference function in force takes it."
    takers = [name for name, taken in FUNCTIONS.items() if key[-1] in taken]
    mend = f"Remove it, or set a function that takes it: {', '.join(takers)}."
    return Fault(key, "parameter-invalid", what, mend)


def _electre2_faults(
    method: Method, criteria: Sequence[str] | None, written: set[Key]
) -> Iterator[Fault]:
    """Yield thresholds that do not fall from strict to weak."""
    held = method.numbers
    for higher, lower in (("p0", "p1"), ("p1", "p2"), ("q0", "q1")):
        if held[higher] < held[lower]:
            key = (lower if (lower,) in written else higher,)
            what = f"{higher} is {held[higher]:g}, below {lower}, which is {held[lower]:g}."
            mend = "Thresholds fall from the strict to the weak: p0 >= p1 >= p2 and q0 >= q1."
            yield Fault(key, "parameter-invalid", what, mend)


def _rising(*pairs: tuple[str, str]) -> Relation:
    """Return what yields, of each pair, a parameter that falls short of the one before it."""

    def faults(
        method: Method, criteria: Sequence[str] | None, written: set[Key]
    ) -> Iterator[Fault]:
        own = {name for name, _ in method.chosen_by_criterion}
        found: dict[Key, Fault] = {}
        for criterion in (*own, ""):
            within = (CRITERIA, criterion) if criterion else ()
            held: Mapping[str, Any] = method.settings_on(criterion)
            for low, high in pairs:
                if held[low] > held[high]:
                    places = ((*within, high), (*within, low), (high,), (low,))
                    key = next(place for place in places if place in written)
                    what = f"{high} is {held[high]:g}, below {low}, which is {held[low]:g}."
                    mend = f"Write a {high} that is not below {low}."
                    found.setdefault(key, Fault(key, "parameter-invalid", what, mend))
        yield from found.values()

    return faults


_RELATIONS: Mapping[str, Relation] = {
    "promethee-2": _promethee_faults,
    "electre-2": _electre2_faults,
    "electre-3": _rising(("q", "p"), ("p", "v"), ("beta", "alpha")),
    "rim": _rising(("ideal_low", "ideal_high")),
}
