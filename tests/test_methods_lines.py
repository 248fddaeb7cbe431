"""Utilities as lines are the utilities of the normalisations."""

from __future__ import annotations

import numpy as np
import pytest

from ranker.methods.lines import utility_line
from ranker.methods.yardstick import Form, Yardstick

REFERENCE = np.array([2.0, np.nan, 7.0, 11.0, 40.0])
FIGURES = np.array([0.0, 2.0, 5.5, 11.0, 39.0, 40.0, 90.0])


@pytest.mark.parametrize("objective", ["max", "min"])
@pytest.mark.parametrize("transform", ["none", "log"])
@pytest.mark.parametrize("normalise", ["minmax", "goalposts", "zscore"])
def test_a_line_gives_the_same_utilities(objective: str, transform: str, normalise: str):
    posts = (3.0, 30.0) if normalise == "goalposts" else None
    form = {"objective": objective, "transform": transform, "normalise": normalise}

    yardstick = Yardstick(Form(posts=posts, **form), REFERENCE)

    line = utility_line(yardstick)

    expected = yardstick.utilities(FIGURES)
    assert line is not None
    assert [line.utility(figure) for figure in FIGURES] == pytest.approx(expected.tolist())


def test_a_figure_is_found_again_by_its_utility():
    line = utility_line(Yardstick(Form(transform="log"), REFERENCE))

    assert line is not None
    assert line.figure(line.utility(5.5)) == pytest.approx(5.5)


@pytest.mark.parametrize(("reference", "normalise"), [([1, 2], "rank"), ([3, 3], "minmax")])
def test_ranks_and_constants_have_no_line(reference: list[float], normalise: str):
    yardstick = Yardstick(Form(normalise=normalise), np.array(reference, dtype=float))

    found = utility_line(yardstick)

    assert found is None
