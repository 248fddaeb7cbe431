"""Yardsticks of a ranking: the study's forms applied to the figures of those it ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ranker.methods import Bools
from ranker.methods.outliers import treated
from ranker.methods.yardstick import Form, Yardstick
from ranker.study.matrix import CellTable
from ranker.study.model import Indicator, Rules

SENSITIVE = ("minmax", "zscore", "logistic", "target")  # an outlier moves everybody's utility
OWN_FIGURES = ("best", "mean")  # words for a reference that the ranked give


def form_of(indicator: Indicator) -> Form:
    """Return what a study says of a scored indicator as the form of its utility."""
    named = indicator.reference
    return Form(
        objective=indicator.objective or "max",
        transform=indicator.transform,
        normalise=indicator.normalise,
        posts=indicator.goalposts,
        target=indicator.target,
        points=indicator.points,
        curve=indicator.logistic,
        share_of="best" if named == "best" else "mean" if named == "mean" else "given",
    )


def take_yardsticks(cells: CellTable, is_ranked: Bools, rules: Rules) -> tuple[Yardstick, ...]:
    """Return by what each indicator is measured where some of the alternatives are ranked.

    Parameters
    ----------
    cells : CellTable
        All clusters on the study's scored indicators.
    is_ranked : ndarray of shape (m,)
        Whose figures set the bounds.
    rules : Rules
        What is done about outliers where an indicator does not say.
    """
    return tuple(
        _treated(
            Yardstick(
                form_of(indicator), _frozen(cells.performances[is_ranked, j]), _anchor(cells, j)
            ),
            cells,
            j,
            rules,
        )
        for j, indicator in enumerate(cells.indicators)
    )


def _treated(yardstick: Yardstick, cells: CellTable, j: int, rules: Rules) -> Yardstick:
    """Return a yardstick with what is done about outliers among its figures."""
    indicator, form = cells.indicators[j], yardstick.form
    rule = rules.outliers if indicator.outliers is None else indicator.outliers
    if rule == "none" or indicator.is_ordinal or not rests_on_distances(form):
        return yardstick
    known = yardstick.reference[~np.isnan(yardstick.reference)]
    logged = replace(form, transform="log")
    done = treated(
        known,
        rule=rule,
        most=rules.winsorised_at_most,
        scale=form.transformed,
        log=logged.transformed if form.transform == "none" and _has_logarithms(cells, j) else None,
    )
    used = logged if done is not None and done.done == "log" else form
    return replace(yardstick, form=used, treatment=done)


def rests_on_distances(form: Form) -> bool:
    """Whether a figure far from the others changes what these are worth."""
    return form.normalise in SENSITIVE and form.curve is None


def _has_logarithms(cells: CellTable, j: int) -> bool:
    """Whether no figure of an indicator, nor an end that is stated of one, is below 0."""
    ends = ((row[j].value, row[j].low, row[j].high) for row in cells.cells if not row[j].is_missing)
    target = cells.indicators[j].target or ()
    return all(end is None or end >= 0 for line in (*ends, target) for end in line)


def lacks_reference(cells: CellTable, yardsticks: Sequence[Yardstick] | None) -> Bools:
    """Return of which indicators the named reference has no figure, shape (k,).

    Parameters
    ----------
    yardsticks : sequence of Yardstick, optional
        Those that are used, where they are not taken from the cells.
    """
    anchors = [
        _anchor(cells, j) if yardsticks is None else yardsticks[j].anchor
        for j in range(len(cells.indicators))
    ]
    forms = [form_of(indicator) for indicator in cells.indicators]
    is_named = [form.normalise == "reference" and form.share_of == "given" for form in forms]
    return np.array(is_named, dtype=bool) & np.isnan(anchors)


def _frozen(values: np.ndarray) -> np.ndarray:
    values.setflags(write=False)
    return values


def _anchor(cells: CellTable, j: int) -> float:
    """Return the figure that an indicator's reference names; NaN where it names none."""
    named = cells.indicators[j].reference
    if isinstance(named, str):
        is_known = named not in OWN_FIGURES and named in cells.alternatives
        return float(cells.performances[cells.alternatives.index(named), j]) if is_known else np.nan
    return named
