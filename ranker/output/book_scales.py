"""Forms of utilities as formulas, by the rules of `ranker.methods.yardstick`.

What a formula says of a figure: how it is turned so that more is better, which numbers of the
ranked ones it is measured by, and what it is worth. `{name}` stands for an address.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from ranker.analysis.yardsticks import OWN_FIGURES, form_of
from ranker.methods.normalise import MOST_SHARE, NINE_TENTHS
from ranker.methods.yardstick import Form, Yardstick
from ranker.study.model import Indicator

LOW, HIGH, MEAN, DEVIATION, ANCHOR = "low", "high", "mean", "deviation", "anchor"
NUMBERS = (LOW, HIGH, MEAN, DEVIATION, ANCHOR)
_FLAT = "IF({high}={low},50.5,"
_S_SHAPE = "1+99*(1+TANH({steps}/2))/2"
_WORTH: Mapping[str, str] = {
    "minmax": _FLAT + "1+99*({x}-{low})/({high}-{low}))",
    "goalposts": "MAX(1,MIN(100,1+99*({x}-{low})/({high}-{low})))",
    "zscore": _FLAT + "MAX(1,MIN(100,50.5+16.5*({x}-{mean})/{deviation})))",
    "logistic": _FLAT + _S_SHAPE.format(steps="(({x}-{mean})/{deviation})") + ")",
    "curve": _S_SHAPE.format(
        steps=f"({math.log(NINE_TENTHS / (1 - NINE_TENTHS))!r}*({{x}}-{{low}})/({{high}}-{{low}}))"
    ),
    "target": _FLAT + "100-99*{x}/{low})",
    "percentile": "1+99*({below}+{upto})/2/{count}",
    "rank": _FLAT + "1+99*MAX(0,MIN(1,({below}+IF({upto}>{below},({upto}-{below}-1)/2,-0.5))"
    "/MAX({count}-1,1))))",
    "share-max": 'IF({anchor}=0,50.5,IF({anchor}>0,1+99*{x}/{anchor},""))',
    "share-min": "IF({anchor}=0,50.5,IF({anchor}>0,1+99*{anchor}/MAX({x},{anchor}/"
    + f'{MOST_SHARE:g}),""))',
}
FUNCTIONS: Mapping[str, str] = {LOW: "MIN", HIGH: "MAX", MEAN: "AVERAGE", DEVIATION: "STDEV"}


def is_live(yardstick: Yardstick, leaf: Indicator) -> bool:
    """Whether a formula gives what the yardstick does: nothing was done about outliers."""
    is_as_written = not yardstick.is_cut and yardstick.form == form_of(leaf)
    return is_as_written and kind_of(yardstick.form) in _WORTH


def kind_of(form: Form) -> str:
    """Return which formula tells the worth of a figure."""
    if form.curve is not None:
        return "curve"
    return f"share-{form.objective}" if form.normalise == "reference" else form.normalise


def turned(form: Form, figure: str) -> str:
    """Return a figure as the scales take it: transformed, and turned so that more is better."""
    if form.normalise == "reference":
        return figure
    value = f"LN(1+{figure})" if form.transform == "log" else figure
    if form.objective == "target" and form.target is not None:
        low, high = form.transformed(form.target).tolist()
        return f"-MAX({low!r}-{value},{value}-{high!r},0)"
    return f"-{value}" if form.objective == "min" else value


def turned_numbers(form: Form, figures: np.ndarray) -> np.ndarray:
    """Return the same as numbers, NaN where there is none."""
    return np.array(figures) if form.normalise == "reference" else form.oriented(figures)


def given(yardstick: Yardstick) -> Mapping[str, float]:
    """Return the numbers of a scale that the study states."""
    form = yardstick.form
    if form.normalise == "goalposts" and form.posts is not None:
        low, high = sorted(form.oriented(form.posts).tolist())
        return {LOW: low, HIGH: high}
    if form.curve is not None:
        middle, most = form.oriented(form.curve).tolist()
        return {LOW: middle, HIGH: most}
    return {}


def measured(form: Form) -> tuple[str, ...]:
    """Return the numbers of a scale that the ranked ones set."""
    if form.normalise == "goalposts" or form.curve is not None:
        return ()
    if form.normalise == "reference":
        best = HIGH if form.objective == "max" else LOW
        return {"best": (best,), "mean": (MEAN,), "given": ()}[form.share_of]
    spread = (MEAN, DEVIATION) if form.normalise in ("zscore", "logistic") else ()
    return (LOW, HIGH, *spread)


def anchor_of(leaf: Indicator, form: Form, figures: Mapping[tuple[str, str], str]) -> str | None:
    """Return where the figure stands that is worth 100 as the share of itself."""
    if form.normalise != "reference":
        return None
    if form.share_of != "given":
        return None
    if isinstance(leaf.reference, str) and leaf.reference not in OWN_FIGURES:
        return figures.get((leaf.reference, leaf.id))
    return repr(float(leaf.reference))


def worth(form: Form, addresses: Mapping[str, str]) -> str:
    """Return the formula for the utility of a figure."""
    return _WORTH[kind_of(form)].format(**addresses)
