"""Judgements as a profile writes them, turned into weights; `docs/elicit.md` shows each form."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ranker.methods.elicit_ranks import (
    rank_order_centroid,
    rank_reciprocal,
    rank_sum,
    simos,
)
from ranker.methods.elicit_scores import direct, points, swara, swing
from ranker.methods.elicit_verdict import Elicited
from ranker.study.elicit_faults import Fault, Reading, as_number
from ranker.study.elicit_pairs import read_ahp, read_bwm
from ranker.study.model import Elicitation

FULL = 100.0
SWARA_MOST = 10.0
WHITE = "white"
SETTINGS: Mapping[str, tuple[str, ...]] = {
    "points": ("total",),
    "ahp": ("priority",),
    "bwm": ("model",),
    "simos": ("ratio",),
}
_OWN_SETTINGS = sorted({name for names in SETTINGS.values() for name in names})


def read_elicited(
    raw: Mapping[str, Any], names: Sequence[str]
) -> tuple[Elicited | None, list[Fault]]:
    """Turn judgements into weights.

    Parameters
    ----------
    raw : mapping of str to Any
        Method, judgements and settings as written; they may be anything.
    names : sequence of str
        Ids of the siblings that are judged, in the order of the tree.

    Returns
    -------
    Elicited or None
        None where something is wrong.
    list of Fault
        Everything that is wrong.
    """
    reading = Reading(raw, tuple(names))
    method = raw.get("method")
    reader = READERS.get(method) if isinstance(method, str) else None
    if reader is None:
        return None, []  # the form of the file has told that
    for name in _OWN_SETTINGS:
        if raw.get(name) is not None and name not in SETTINGS.get(str(method), ()):
            what = f"'{name}' means nothing to the method '{method}'."
            reading.faults.append(Fault("key-unknown", (name,), what, "Remove it."))
    found = reader(reading)
    return (None if reading.faults else found), reading.faults


def elicitation(raw: Mapping[str, Any], names: Sequence[str], *, node: str) -> Elicitation:
    """Turn judgements that were checked into weights by id."""
    found, faults = read_elicited(raw, names)
    if found is None:
        raise ValueError(f"judgements at {node or 'the top'} were not checked: {faults}")
    bounds = {}
    if found.lower is not None and found.upper is not None:
        pairs = zip(found.lower.tolist(), found.upper.tolist(), strict=True)
        bounds = dict(zip(names, pairs, strict=True))
    weights = dict(zip(names, found.weights.tolist(), strict=True))
    return Elicitation(node, str(raw["method"]), weights, found.verdict, bounds)


def _read_direct(reading: Reading) -> Elicited | None:
    ratings = reading.numbers((), lowest=0, highest=math.inf, needed=reading.names)
    return _weighed(reading, ratings, direct)


def _read_points(reading: Reading) -> Elicited | None:
    total = reading.setting("total", FULL, above=0)
    allotted = reading.numbers((), lowest=0, highest=math.inf, needed=reading.names)
    given = math.fsum(allotted.values()) if allotted is not None else None
    if total is not None and given is not None and abs(given - total) > 1e-9 * total:
        what = f"the points add up to {given:g}, not to {total:g}."
        mend = f"Give out {total:g} points, or write 'total:' as many as there are."
        reading.say("elicit-value", (), what, mend=mend)
        return None
    return _weighed(reading, allotted, points)


def _read_swing(reading: Reading) -> Elicited | None:
    swings = reading.numbers((), lowest=0, highest=FULL, needed=reading.names)
    if swings is not None and max(swings.values()) < FULL:
        what = f"the largest swing is {max(swings.values()):g}."
        mend = "Give 100 to the criterion whose step from worst to best is worth most."
        reading.say("elicit-value", (), what, mend=mend)
        return None
    return _weighed(reading, swings, swing)


def _weighed(
    reading: Reading, numbers: Mapping[str, float] | None, kernel: Callable[..., Elicited]
) -> Elicited | None:
    if numbers is None:
        return None
    if not sum(numbers.values()) > 0:
        what = f"all judgements are 0: {', '.join(numbers)}."
        reading.say("elicit-value", (), what, mend="Give at least one a number above 0.")
        return None
    return kernel(np.array([numbers[name] for name in reading.names]))


def _read_ranks(kernel: Callable[..., Elicited]) -> Callable[[Reading], Elicited | None]:
    def read(reading: Reading) -> Elicited | None:
        groups = _groups(reading)
        if groups is None:
            return None
        places = {name: at for at, names in enumerate(groups) for name in names}
        return kernel(np.array([places[name] for name in reading.names]))

    return read


def _groups(reading: Reading, *, cards: bool = False) -> list[list[str]] | None:
    """Read an order: names, lists of equals and, among cards, white ones as empty groups."""
    listed = reading.listing()
    if listed is None:
        return None
    told = len(reading.faults)
    groups: list[list[str]] = []
    for at, entry in enumerate(listed):
        white = _white(entry) if cards else 0
        if white:
            groups += [[] for _ in range(white)]
            continue
        equals = entry if isinstance(entry, list) else [entry]
        groups.append([n for n in equals if reading.is_known(n, (at,))])
    _check_once(reading, [name for names in groups for name in names])
    return groups if len(reading.faults) == told else None


def _check_once(reading: Reading, named: Sequence[str]) -> None:
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        what = f"{', '.join(twice)} stand here more than once."
        reading.say("elicit-contradiction", (), what, mend="Name each criterion once.")
    listed = reading.raw["judgements"]
    flat = [n for entry in listed for n in (entry if isinstance(entry, list | dict) else [entry])]
    reading.need(reading.names, [str(name) for name in flat], ())


def _white(entry: Any) -> int:
    """Return how many white cards an entry stands for; 0 where it is none."""
    if entry == WHITE:
        return 1
    if isinstance(entry, dict) and list(entry) == [WHITE]:
        number = entry[WHITE]
        return number if isinstance(number, int) and 0 < number < FULL else 0
    return 0


def _read_simos(reading: Reading) -> Elicited | None:
    ratio = reading.setting("ratio", None, above=1)
    groups = _groups(reading, cards=True)
    if groups is None or ratio is None:
        return None
    if not groups[0] or not groups[-1]:
        at = 0 if not groups[0] else len(reading.raw["judgements"]) - 1
        mend = "Put white cards between criteria: they tell how far apart two are."
        reading.say("elicit-value", (at,), "a white card lies at the end of the pile.", mend=mend)
        return None
    positions = {name: at for at, names in enumerate(groups) for name in names}
    return simos(np.array([positions[name] for name in reading.names]), ratio)


def _read_swara(reading: Reading) -> Elicited | None:
    listed = reading.listing()
    if listed is None:
        return None
    told = len(reading.faults)
    order: list[str] = []
    steps: list[float] = []
    for at, entry in enumerate(listed):
        name, step = _step(entry)
        if reading.is_known(name, (at,)):
            order.append(str(name))
            steps.append(_read_step(reading, name, step, at) or 0.0)
    _check_once(reading, order)
    if len(reading.faults) > told:
        return None
    falling = swara(np.array(steps[1:])).weights
    weights = dict(zip(order, falling, strict=True))
    return Elicited(np.array([weights[name] for name in reading.names]))


def _step(entry: Any) -> tuple[Any, Any]:
    if isinstance(entry, dict) and len(entry) == 1:
        return next(iter(entry.items()))
    return entry, None


def _read_step(reading: Reading, name: Any, step: Any, at: int) -> float | None:
    if at == 0:
        if step is not None and as_number(step) != 0:
            mend = f"Write '- {name}' alone: nothing stands before it."
            what = f"the first criterion '{name}' has a step."
            reading.say("elicit-value", (at, str(name)), what, mend=mend)
        return 0.0
    if step is None:
        mend = f"Write '- {name}: 0.2' where the one before weighs a fifth more than it."
        what = f"there is no judgement on how much the one before '{name}' outweighs it."
        reading.say("elicit-missing", (at,), what, mend=mend)
        return None
    return reading.number(step, (at, str(name)), lowest=0, highest=SWARA_MOST)


READERS: Mapping[str, Callable[[Reading], Elicited | None]] = {
    "direct": _read_direct,
    "points": _read_points,
    "swing": _read_swing,
    "rank-order-centroid": _read_ranks(rank_order_centroid),
    "rank-sum": _read_ranks(rank_sum),
    "rank-reciprocal": _read_ranks(rank_reciprocal),
    "swara": _read_swara,
    "ahp": read_ahp,
    "bwm": read_bwm,
    "simos": _read_simos,
}
