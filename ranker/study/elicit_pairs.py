"""Comparisons as a profile writes them: pairs (AHP), with the best and the worst (BWM)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ranker.methods import Floats
from ranker.methods.elicit_ahp import SCALE, ahp
from ranker.methods.elicit_bwm import BestWorst, bwm_interval, bwm_linear
from ranker.methods.elicit_verdict import Elicited
from ranker.study.elicit_faults import Reading

UNKNOWN = "unknown"
RECIPROCAL = 0.01  # how far the product of a ratio and its reverse may lie from 1: 0.33 is 1/3
SAME = 1e-9

Pair = tuple[str, str]


def read_ahp(reading: Reading) -> Elicited | None:
    """Read pairs such as ``money / people: 3``; a pair may be ``unknown``, none is left out."""
    pairs = reading.mapping()
    if pairs is None:
        return None
    told = len(reading.faults)
    ratios: dict[Pair, float | None] = {}
    for key, value in pairs.items():
        pair = _pair(reading, key)
        if pair is not None:
            ratios[pair] = _ratio(reading, key, value)
    if len(reading.faults) > told:
        return None
    _check_pairs(reading, ratios)
    matrix = _matrix(reading.names, ratios)
    if len(reading.faults) == told:
        _check_connected(reading, matrix)
    if len(reading.faults) > told:
        return None
    return ahp(matrix, priority=_choice(reading.raw, "priority", "eigenvector"))


def _choice(raw: Mapping[str, Any], name: str, default: str) -> Any:
    return raw.get(name) or default


def _pair(reading: Reading, key: str) -> Pair | None:
    one, slash, two = (part.strip() for part in key.partition("/"))
    if not slash:
        mend = "Write two criteria and how many times the first weighs the second: 'a / b: 3'."
        reading.say("elicit-value", (key,), f"'{key}' names no pair.", mend=mend)
        return None
    known = [reading.is_known(name, (key,)) for name in (one, two)]
    if not all(known):
        return None
    if one == two:
        what = f"'{one}' is compared with itself."
        reading.say("elicit-contradiction", (key,), what, mend="Remove the line.")
        return None
    return one, two


def _ratio(reading: Reading, key: str, value: Any) -> float | None:
    if value == UNKNOWN:
        return None
    return reading.number(value, (key,), lowest=1 / SCALE, highest=SCALE)


def _check_pairs(reading: Reading, ratios: Mapping[Pair, float | None]) -> None:
    absent = []
    for at, one in enumerate(reading.names):
        for two in reading.names[at + 1 :]:
            there, back = (one, two) in ratios, (two, one) in ratios
            if not there and not back:
                absent.append(f"{one} / {two}")
            elif there and back:
                _check_reciprocal(reading, ratios, (one, two))
    if absent:
        what = f"there is no judgement on {', '.join(absent)}."
        mend = f"Judge each pair once, or write '{UNKNOWN}' for one that was not judged."
        reading.say("elicit-missing", (), what, mend=mend)


def _check_reciprocal(reading: Reading, ratios: Mapping[Pair, float | None], pair: Pair) -> None:
    there, back = ratios[pair], ratios[pair[1], pair[0]]
    if there is not None and back is not None and abs(there * back - 1) <= RECIPROCAL:
        return
    if there is None and back is None:
        return
    key = next(key for key in reading.mapping() or {} if _names(key) == (pair[1], pair[0]))
    shown = ["unknown" if ratio is None else f"{ratio:.4g}" for ratio in (there, back)]
    what = f"{pair[0]} / {pair[1]} is {shown[0]} and its reverse {shown[1]}."
    mend = "Keep one of the two lines; the reverse is 1 divided by it."
    reading.say("elicit-contradiction", (key,), what, mend=mend)


def _names(key: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in key.split("/"))


def _matrix(names: tuple[str, ...], ratios: Mapping[Pair, float | None]) -> Floats:
    at = {name: position for position, name in enumerate(names)}
    matrix = np.full((len(names), len(names)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for (one, two), ratio in ratios.items():
        if ratio is not None and np.isnan(matrix[at[one], at[two]]):
            matrix[at[one], at[two]] = ratio
            matrix[at[two], at[one]] = 1 / ratio
    return matrix


def _check_connected(reading: Reading, matrix: Floats) -> None:
    reached = {0}
    for _ in reading.names:
        reached |= {j for i in reached for j in np.flatnonzero(~np.isnan(matrix[i])).tolist()}
    apart = [name for at, name in enumerate(reading.names) if at not in reached]
    if apart:
        what = f"no chain of judgements leads from {reading.names[0]} to {', '.join(apart)}."
        mend = "Judge at least one pair that links them."
        reading.say("elicit-missing", (), what, mend=mend)


def read_bwm(reading: Reading) -> Elicited | None:
    """Read the best, the worst and the comparisons of all others with both."""
    if reading.mapping() is None:
        return None
    told = len(reading.faults)
    _check_keys(reading)
    ends = [_end(reading, which) for which in ("best", "worst")]
    if ends[0] is not None and ends[0] == ends[1]:
        what = f"'{ends[0]}' is called both the best and the worst."
        reading.say("elicit-contradiction", ("worst",), what, mend="Name two criteria.")
    best, worst = ends
    others = _compared(reading, "best_to_others", itself=best, reverse_of=worst)
    to_worst = _compared(reading, "others_to_worst", itself=worst, reverse_of=best)
    if len(reading.faults) > told or best is None or worst is None:
        return None
    if others is None or to_worst is None:
        return None
    _check_span(reading, best, worst, (others, to_worst))
    if len(reading.faults) > told:
        return None
    judged = _best_worst(reading.names, (best, worst), (others, to_worst))
    is_interval = _choice(reading.raw, "model", "linear") == "interval"
    return bwm_interval(judged) if is_interval else bwm_linear(judged)


_BWM_KEYS = ("best", "worst", "best_to_others", "others_to_worst")


def _check_keys(reading: Reading) -> None:
    for key in reading.mapping() or {}:
        if key not in _BWM_KEYS:
            mend = f"Use {', '.join(_BWM_KEYS)}."
            reading.say("key-unknown", (key,), f"the key '{key}' is unknown here.", mend=mend)


def _end(reading: Reading, which: str) -> str | None:
    found = (reading.mapping() or {}).get(which)
    if found is None:
        mend = "Name the criterion."
        reading.say("elicit-missing", (), f"'{which}' is not given.", mend=mend)
        return None
    return str(found) if reading.is_known(found, (which,)) else None


def _compared(
    reading: Reading, which: str, *, itself: str | None, reverse_of: str | None
) -> dict[str, float] | None:
    needed = [name for name in reading.names if name not in (itself, reverse_of)]
    found = reading.numbers((which,), lowest=1, highest=SCALE, needed=needed)
    if found is not None and itself is not None and found.get(itself, 1.0) != 1:
        what = f"'{itself}' is compared with itself as {found[itself]:g}."
        reading.say("elicit-contradiction", (which, itself), what, mend="Write 1 or remove it.")
    return found


def _check_span(
    reading: Reading, best: str, worst: str, told: tuple[dict[str, float], dict[str, float]]
) -> None:
    """Check that best against worst is told once, and that nothing lies beyond the two."""
    spans = [told[0].get(worst), told[1].get(best)]
    if spans[0] is None and spans[1] is None:
        what = f"how many times '{best}' weighs '{worst}' is not given."
        mend = f"Add '{worst}' to 'best_to_others'."
        reading.say("elicit-missing", ("best_to_others",), what, mend=mend)
        return
    if None not in spans and spans[0] != spans[1]:
        what = f"'{best}' to '{worst}' is {spans[0]:g} and once more {spans[1]:g}."
        mend = "Write the same number in both places, or in one of them."
        reading.say("elicit-contradiction", ("others_to_worst", best), what, mend=mend)
        return
    span = spans[0] if spans[0] is not None else spans[1]
    sides = (("best_to_others", best, worst, "worst"), ("others_to_worst", worst, best, "best"))
    for (which, own, end, word), held in zip(sides, told, strict=True):
        for name, value in held.items():
            if name not in (own, end) and value > (span or 0.0) + SAME:
                what = f"'{name}' has {value:g}, more than the {word} '{end}' with {span:g}."
                mend = f"Lower it, or call '{name}' the {word}."
                reading.say("elicit-contradiction", (which, name), what, mend=mend)


def _best_worst(
    names: tuple[str, ...],
    ends: tuple[str, str],
    told: tuple[dict[str, float], dict[str, float]],
) -> BestWorst:
    best, worst = ends
    others, to_worst = dict(told[0]), dict(told[1])
    span = others.get(worst, to_worst.get(best, 1.0))
    others |= {best: 1.0, worst: span}
    to_worst |= {worst: 1.0, best: span}
    return BestWorst(
        names.index(best),
        names.index(worst),
        np.array([others[name] for name in names]),
        np.array([to_worst[name] for name in names]),
    )
