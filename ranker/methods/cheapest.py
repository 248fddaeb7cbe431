r"""The cheapest amounts whose gains add up to what is needed, for concave gains.

Minimise :math:`\sum_k c_k d_k` subject to :math:`\sum_k f_k(d_k) \ge r`, where each gain
:math:`f_k` is linear or logarithmic and some amounts are whole numbers. A concave gain lies
below all its tangents, so the problem with finitely many of them in its place is a mixed-integer
linear programme and a relaxation: its cost is a lower bound. Tangents are added where its
answer was too hopeful, until that answer keeps what it promises; then it is the cheapest
(outer approximation, Duran & Grossmann 1986, doi:10.1007/BF02592064). For whole amounts the
line through two neighbouring points replaces the tangent: no whole amount is above it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranker.methods import Bools, Floats

SHORT = 1e-9  # points by which a sum of gains may miss what is needed
MOST_ROUNDS = 200
_OPEN = 2e-6  # share of what is needed that tangents and solver may leave open
_PRICE = 1e4  # what all limits cost together, far above the solver's absolute gap


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """What q quantities cost and gain when they are moved by amounts from 0 up.

    The gain of an amount d is 0 below `entry`; from there on it is
    ``start + weight × (ln(base + d) - ln(base + entry))`` where `base` is a number, and
    ``start + weight × (d - entry)`` where it is NaN; never more than `ceiling`.

    Parameters
    ----------
    costs : ndarray of shape (q,)
        Of one unit, above 0.
    limits : ndarray of shape (q,)
        Greatest amounts, above 0.
    is_whole : ndarray of shape (q,)
        Whether only whole amounts are possible; limits and entries are whole then too.
    weight, base, ceiling, entry, start : ndarray of shape (q,)
        Of the gains; entry is 0 where gains begin at once.
    """

    costs: Floats
    limits: Floats
    is_whole: Bools
    weight: Floats
    base: Floats
    ceiling: Floats
    entry: Floats
    start: Floats

    def gains(self, amounts: Floats) -> Floats:
        """Return what amounts gain, shape (q,)."""
        beyond = np.maximum(amounts, self.entry)
        logs = np.log(self.base + beyond) - np.log(self.base + self.entry)
        rise = np.where(np.isnan(self.base), beyond - self.entry, logs)
        gains = np.minimum(self.start + self.weight * rise, self.ceiling)
        return np.where((amounts < self.entry) | (amounts <= 0), 0.0, gains)


def cheapest(moves: Moves, need: float) -> Floats | None:
    """Return the cheapest amounts that gain what is needed.

    Parameters
    ----------
    moves : Moves
    need : float
        Above 0.

    Returns
    -------
    ndarray of shape (q,) or None
        None where even the limits gain less.
    """
    if moves.gains(moves.limits).sum() < need - SHORT:
        return None
    cuts = _Cuts(moves)
    asked = need
    for _ in range(MOST_ROUNDS):
        amounts, hopes = _relaxed(moves, cuts, asked)
        if amounts is None:
            return moves.limits.copy()  # within a hair of all there is
        amounts = _completed(moves, amounts, need)
        gains = moves.gains(amounts)
        short = need - float(gains.sum())
        if short <= SHORT:
            return _trimmed(moves, amounts, need)
        if not cuts.add(amounts, hopes, gains):
            asked += max(short, SHORT)  # the solver's own tolerance is all that is left
    raise AssertionError("tangents converge within some rounds")


class _Cuts:
    """Lines that no gain is above: gain <= constant × (whether moved) + slope × amount."""

    def __init__(self, moves: Moves) -> None:
        self._moves = moves
        self._known: set[tuple[int, float]] = set()
        self.lines: list[tuple[int, float, float]] = []
        for k in range(len(moves.costs)):
            room = float(moves.limits[k] - moves.entry[k])
            points = [0.0] if np.isnan(moves.base[k]) else [0.0, room * 0.01, room * 0.1, room]
            for at in points:
                self._line(k, at)

    def add(self, amounts: Floats, hopes: Floats, gains: Floats) -> bool:
        """Add a line wherever more was hoped for than is gained; tell whether any is new."""
        moves = self._moves
        before = len(self.lines)
        for k in np.flatnonzero((hopes > gains) & ~np.isnan(moves.base) & (amounts > 0)):
            self._line(int(k), float(max(amounts[k] - moves.entry[k], 0.0)))
        return len(self.lines) > before

    def _line(self, k: int, at: float) -> None:
        """Add the line that touches gain k at an amount beyond its entry."""
        moves = self._moves
        at = float(np.floor(at)) if moves.is_whole[k] else at
        if (k, at) in self._known:
            return
        self._known.add((k, at))
        weight, start = float(moves.weight[k]), float(moves.start[k])
        if np.isnan(moves.base[k]):
            self.lines.append((k, start, weight))
            return
        base = float(moves.base[k] + moves.entry[k])
        height = start + weight * float(np.log1p(at / base))
        slope = weight / (base + at)
        if moves.is_whole[k]:
            slope = weight * float(np.log1p(1 / (base + at)))
        self.lines.append((k, height - slope * at, slope))


def _relaxed(moves: Moves, cuts: _Cuts, need: float) -> tuple[Floats | None, Floats]:
    """Return amounts and hoped-for gains of the relaxation; None where it has no answer."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - half a second

    q = len(moves.costs)
    room = moves.limits - moves.entry
    unit = 1 / need  # larger numbers make HiGHS repair its answers, which it tells on stdout
    price = _PRICE / float((moves.costs * moves.limits).max())
    ceilings = np.minimum(moves.gains(moves.limits), moves.ceiling) * unit
    eye, none = np.eye(q), np.zeros((q, q))
    rows = np.zeros((len(cuts.lines), 3 * q))  # amounts beyond entry, gains, whether moved
    for row, (k, constant, slope) in zip(rows, cuts.lines, strict=True):
        row[[k, q + k, 2 * q + k]] = -slope * unit, 1.0, -constant * unit
    found = milp(
        price * np.concatenate([moves.costs, np.zeros(q), moves.costs * moves.entry]),
        integrality=np.concatenate([moves.is_whole.astype(float), np.zeros(q), np.ones(q)]),
        bounds=Bounds(
            np.concatenate([np.zeros(2 * q), (moves.entry == 0).astype(float)]),
            np.concatenate([room, ceilings, np.ones(q)]),
        ),
        constraints=[
            LinearConstraint(rows, -np.inf, 0.0),
            LinearConstraint(np.hstack([eye, none, -np.diag(room)]), -np.inf, 0.0),
            LinearConstraint(np.hstack([none, eye, -np.diag(ceilings)]), -np.inf, 0.0),
            LinearConstraint(np.repeat([0.0, 1.0, 0.0], q), need * unit, np.inf),
        ],
        options={"mip_rel_gap": 0.0},
    )
    if not found.success:
        return None, np.zeros(q)
    is_moved = found.x[2 * q :] > 0.5
    amounts = np.where(is_moved, np.clip(found.x[:q], 0.0, room) + moves.entry, 0.0)
    amounts = np.where(moves.is_whole, np.rint(amounts), amounts)
    return amounts, found.x[q : 2 * q] / unit


def _completed(moves: Moves, amounts: Floats, need: float) -> Floats:
    """Move one quantity that is not whole by the hair that tangents and solver left open."""
    gains = moves.gains(amounts)
    short = need - float(gains.sum())
    is_open = ~moves.is_whole & (amounts >= moves.entry) & (amounts > 0)
    if abs(short) > _OPEN * need or not is_open.any():
        return amounts
    k = int(np.flatnonzero(is_open)[np.argmax(gains[is_open])])
    wanted = gains[k] + short
    if np.isnan(moves.base[k]):
        amount = moves.entry[k] + (wanted - moves.start[k]) / moves.weight[k]
    else:
        rise = np.expm1((wanted - moves.start[k]) / moves.weight[k])
        amount = moves.entry[k] + (moves.base[k] + moves.entry[k]) * rise
    completed = amounts.copy()
    completed[k] = min(max(amount, moves.entry[k]), moves.limits[k])
    return completed


def _trimmed(moves: Moves, amounts: Floats, need: float) -> Floats:
    """Take back whole steps that the solver's tolerance has added, the dearest first."""
    trimmed = amounts.copy()
    for k in np.argsort(-moves.costs, kind="stable"):
        while moves.is_whole[k] and trimmed[k] >= 1:
            fewer = trimmed.copy()
            fewer[k] = fewer[k] - 1 if fewer[k] > moves.entry[k] else 0.0
            if moves.gains(fewer).sum() < need - SHORT:
                break
            trimmed = fewer
    return trimmed
