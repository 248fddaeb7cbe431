"""Warnings that only a ranking can give: what is well written and yet informs nobody."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ranker._content import STUDY_FILE, shown_path
from ranker.analysis.ranking import Ranking
from ranker.analysis.weighting import resolve_weights
from ranker.errors import MethodError, Problem
from ranker.study.model import Study


def find_warnings(ranking: Ranking) -> Iterator[Problem]:
    """Yield a warning for each scored indicator that does not tell the ranked apart.

    Where all ranked alternatives with a figure have the same one, everyone gets the middle
    of the scale. Goalposts are bounds of their own, so a constant still says how good it is.

    Parameters
    ----------
    ranking : Ranking

    Yields
    ------
    Problem
        ``indicator-constant`` or ``reference-missing``, in the order of the tree.
    """
    study = shown_path(ranking.study.path / STUDY_FILE)
    for j, indicator in enumerate(ranking.cells.indicators):
        figures = ranking.cells.performances[ranking.tree.is_ranked, j]
        held = np.unique(figures[~np.isnan(figures)])
        yardstick = ranking.tree.yardsticks[j]
        if yardstick.form.normalise == "reference" and np.isnan(yardstick.share_anchor):
            yield Problem(
                "reference-missing",
                f"{study} {indicator.id}",
                f"the reference '{indicator.reference}' has no figure here.",
                "Nobody has a score on it; name another reference, or look at later figures.",
                "warning",
            )
        elif len(held) == 1 and not yardstick.form.is_fixed:
            yield Problem(
                "indicator-constant",
                f"{study} {indicator.id}",
                f"every ranked cluster with a figure has {held[0]:g}.",
                "Everyone gets the middle of the scale; add figures, or set its weight to 0.",
                "warning",
            )


def find_refusals(study: Study) -> Iterator[Problem]:
    """Yield why weights of a profile cannot be derived from the figures.

    Yields
    ------
    Problem
        ``derive-refused``, by profile.
    """
    for name, profile in study.profiles.items():
        if profile.derive:
            try:
                resolve_weights(study, profile=name)
            except MethodError as error:
                yield from error.problems
