"""By what an indicator is measured: the form of its utility and the figures it rests on.

A form is what a study says of an indicator. A yardstick is a form applied: to the figures
of a reference set, to a figure of a named alternative, within limits to which outliers are
cut. Every answer about one ranking measures by the same yardsticks, so whatever is drawn,
bounded or supposed moves its own utility alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ranker.methods import Floats
from ranker.methods.normalise import (
    BY_REFERENCE,
    MIDDLE,
    goalposts,
    log_transform,
    logistic_between,
    nearness,
    piecewise,
    share_of,
)
from ranker.methods.outliers import NO_LIMITS, Treatment

_BY_REFERENCE = {**BY_REFERENCE, "target": nearness}


@dataclass(frozen=True, slots=True)
class Form:
    """How one indicator's performances become utilities.

    Parameters
    ----------
    objective : {"max", "min", "target"}
        A cost is negated, and for a target the distance from it is, before it is normalised.
    transform : {"none", "log"}
        Applied first, to the target, the goalposts and the points too.
    normalise : str
        ``goalposts``, ``points``, ``reference``, ``target`` or a key of
        `ranker.methods.normalise.BY_REFERENCE`.
    posts : tuple of float, optional
        Lower and upper goalpost; this and all below are in the indicator's unit.
    target : tuple of float, optional
        Lowest and highest figure that hits.
    points : tuple of (float, float)
        Rising figures and their utilities.
    curve : tuple of float, optional
        For ``logistic``: what is worth the middle and nine tenths of the scale; by mean and
        standard deviation of the reference where None.
    share_of : {"best", "mean", "given"}
        For ``reference``: the reference's best or mean, or a figure of its own.
    """

    objective: str = "max"
    transform: str = "none"
    normalise: str = "minmax"
    posts: tuple[float, float] | None = None
    target: tuple[float, float] | None = None
    points: tuple[tuple[float, float], ...] = ()
    curve: tuple[float, float] | None = None
    share_of: Literal["best", "mean", "given"] = "best"

    @property
    def is_fixed(self) -> bool:
        """Whether a figure is worth the same whoever else is ranked."""
        is_own_share = self.normalise == "reference" and self.share_of == "given"
        has_own_ends = self.normalise in ("goalposts", "points") or self.curve is not None
        return has_own_ends or is_own_share

    def transformed(self, raw: ArrayLike) -> Floats:
        """Return the logarithm of performances where the form takes it, NaN staying NaN."""
        values = np.asarray(raw, dtype=float)
        return log_transform(values) if self.transform == "log" else values

    def oriented(self, raw: ArrayLike) -> Floats:
        """Transform performances and turn costs and distances round, so that more is better.

        Examples
        --------
        >>> Form(objective="min").oriented([0.0, 4.0]).tolist()
        [-0.0, -4.0]
        >>> Form(objective="target", target=(2.0, 3.0)).oriented([0.0, 2.5, 4.0]).tolist()
        [-2.0, -0.0, -1.0]
        """
        values = self.transformed(raw)
        if self.objective == "target" and self.target is not None:
            low, high = self.transformed(self.target)
            return np.asarray(-np.maximum(np.maximum(low - values, values - high), 0.0))
        return np.asarray((1.0 if self.objective == "max" else -1.0) * values)

    def normalised(self, how: str) -> Form:
        """Return this form with another normalisation that rests on the reference alone."""
        return replace(self, normalise=how, posts=None, points=(), curve=None)


@dataclass(frozen=True, slots=True, eq=False)
class Yardstick:
    """A form with what it rests on.

    Parameters
    ----------
    form : Form
    reference : ndarray of shape (r,)
        Performances of the ranked as found, in the indicator's unit; NaN is passed over.
    anchor : float
        For the share of a given figure: that figure; NaN where it is missing.
    treatment : Treatment or None
        What was done about outliers: performances beyond its limits are measured as these.
    """

    form: Form
    reference: Floats
    anchor: float = np.nan
    treatment: Treatment | None = None

    @property
    def limits(self) -> tuple[float, float]:
        """Least and greatest performance that is told apart; endless where nothing is cut."""
        return NO_LIMITS if self.treatment is None else self.treatment.limits

    @property
    def is_cut(self) -> bool:
        """Whether performances beyond some limit are measured as that limit."""
        return self.limits != NO_LIMITS

    def within(self, performances: Floats) -> Floats:
        """Cut performances to the limits."""
        return np.clip(performances, *self.limits) if self.is_cut else performances

    def utilities(self, performances: Floats) -> Floats:
        """Turn performances into utilities.

        Parameters
        ----------
        performances : ndarray of shape (m,)
            In the indicator's unit; NaN marks a missing cell, and stays NaN.

        Returns
        -------
        ndarray of shape (m,)
            Utilities; all NaN where the reference has no figure and one is needed.
        """
        form, raw = self.form, self.within(performances)
        if form.normalise == "reference":
            return self._shares(raw)
        if form.normalise == "points":
            return piecewise(form.transformed(raw), self._points())
        values = form.oriented(raw)
        if form.normalise == "goalposts" and form.posts is not None:
            low, high = sorted(form.oriented(form.posts).tolist())
            return goalposts(values, low, high)
        if form.curve is not None:
            middle, most = form.oriented(form.curve).tolist()
            return logistic_between(values, middle, most)
        known = self.known
        if not len(known):
            return np.full_like(values, np.nan)
        return _BY_REFERENCE[form.normalise](values, known)

    @property
    def known(self) -> Floats:
        """The reference as the scales take it: cut, transformed, turned, without gaps."""
        values = self.form.oriented(self.within(self.reference))
        return values[~np.isnan(values)]

    def normalised(self, how: str) -> Yardstick:
        """Return the yardstick with another normalisation; limits and reference stay."""
        return replace(self, form=self.form.normalised(how))

    def nearest(self, low: Floats, high: Floats) -> Floats:
        """Return the performances between two ends that come nearest to the target.

        Parameters
        ----------
        low, high : ndarray
            Ends of intervals, in the indicator's unit.
        """
        target = self.form.target
        assert target is not None  # noqa: S101 - asked of forms with a target
        return np.asarray(np.clip(target[0], low, high))

    def _points(self) -> Sequence[tuple[float, float]]:
        at, worth = zip(*self.form.points, strict=True)
        return list(zip(self.form.transformed(at).tolist(), worth, strict=True))

    @property
    def share_anchor(self) -> float:
        """The figure that is worth 100 as the share of itself; NaN where there is none."""
        if self.form.share_of == "given":
            return self.anchor
        known = self.reference[~np.isnan(self.reference)]
        if not len(known):
            return np.nan
        if self.form.share_of == "mean":
            return float(known.mean())
        return float(known.max() if self.form.objective == "max" else known.min())

    def _shares(self, raw: Floats) -> Floats:
        anchor = self.share_anchor
        if anchor == 0:  # nobody has anything: nothing tells them apart
            return np.where(np.isnan(raw), np.nan, MIDDLE)
        return share_of(raw, anchor, is_cost=self.form.objective == "min")
