"""Rank any table of numbers with a method of the catalogue; no study needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ranker.analysis.forms import Result
from ranker.analysis.matrix_reading import MatrixInput, read_matrix
from ranker.methods import Floats, Ints
from ranker.methods.catalogue import Method, find_method, score
from ranker.methods.parameters import configure
from ranker.methods.ranks import competition_ranks
from ranker.methods.weigh import SHARE_TOLERANCE
from ranker.study.model import Objective

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class MatrixRanking(Result):
    """Result of `rank_matrix`: m alternatives ranked on n criteria.

    Parameters
    ----------
    alternatives, criteria : tuple of str
        Names of the rows and of the columns.
    objectives : tuple of {"max", "min"}
        Direction of each criterion.
    weights : ndarray of shape (n,)
        Shares of the criteria; they sum to 1.
    performances : ndarray of shape (m, n)
        The figures as they were handed over, each criterion in its own unit.
    method : Method
        Entry of the catalogue.
    scores : ndarray of shape (m,)
        In the method's own direction (`Method.more_is_better`).
    ranks : ndarray of shape (m,)
        Competition ranks from 1: ties share the best rank (1, 1, 3).
    """

    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]
    objectives: tuple[Objective, ...]
    weights: Floats
    performances: Floats
    method: Method
    scores: Floats
    ranks: Ints

    def __post_init__(self) -> None:
        for name in ("weights", "performances", "scores", "ranks"):
            own = np.array(getattr(self, name))
            own.setflags(write=False)
            object.__setattr__(self, name, own)
        shape = (len(self.alternatives), len(self.criteria))
        lengths = (len(self.scores), len(self.weights))
        if not shape == lengths == self.performances.shape or shape[1] != len(self.objectives):
            raise AssertionError("each alternative has a score, each criterion a weight")
        if abs(self.weights.sum() - 1) > len(self.weights) * SHARE_TOLERANCE:
            raise AssertionError("weights sum to 1")
        ranks = competition_ranks(self.scores, more_is_better=self.method.more_is_better)
        if not np.isfinite(self.scores).all() or not np.array_equal(self.ranks, ranks):
            raise AssertionError("a rank is 1 + the number of strictly better scores")

    def rank_of(self, alternative: str) -> int:
        """Return the rank of an alternative; KeyError where there is none of that name."""
        if alternative not in self.alternatives:
            raise KeyError(alternative)
        return int(self.ranks[self.alternatives.index(alternative)])

    def acceptability(
        self, weights: ArrayLike | None = None, *, draws: int = 10_000, seed: int = 0
    ) -> Floats:
        """Tell how often each alternative takes each rank over many weights (SMAA-2).

        Parameters
        ----------
        weights : array-like of shape (s, n), optional
            Weights of 0 or more, one row a draw, of any sum. Where None they are drawn, every
            set of weights as likely as any other.
        draws, seed : int
            How many are drawn, and the seed they are drawn from.

        Returns
        -------
        ndarray of shape (m, m)
            Share of the weights under which alternative i has rank r + 1, at [i, r]; read-only.

        Raises
        ------
        UsageError
            ``argument-invalid``.
        MethodError
            ``matrix-weights`` naming the first row that is no set of weights.

        References
        ----------
        Lahdelma, R., & Salminen, P. (2001). SMAA-2: Stochastic multicriteria acceptability
        analysis for group decision making. *Operations Research* 49(3), 444-454.
        doi:10.1287/opre.49.3.444.11220.

        Examples
        --------
        >>> import pandas as pd
        >>> cars = pd.DataFrame({"speed": [2.0, 1.0], "range": [1.0, 3.0]}, index=["a", "b"])
        >>> rank_matrix(cars).acceptability([[3, 1], [1, 3], [1, 2], [1, 4]]).tolist()
        [[0.25, 0.75], [0.75, 0.25]]
        """
        from ranker.analysis.matrix_acceptability import acceptability  # noqa: PLC0415

        return acceptability(self, weights, draws=draws, seed=seed)

    @property
    def table(self) -> pd.DataFrame:
        """Rank and score of each alternative, best first, ties in the order of the input."""
        import pandas as pd  # noqa: PLC0415 - takes half a second

        order = np.argsort(self.ranks, kind="stable")
        index = pd.Index([self.alternatives[i] for i in order], name="alternative")
        return pd.DataFrame({"rank": self.ranks[order], "score": self.scores[order]}, index=index)

    def to_decision_matrix(self) -> Any:
        """Return what was ranked as scikit-criteria's ``DecisionMatrix``."""
        from skcriteria import mkdm  # noqa: PLC0415 - takes seconds

        return mkdm(
            self.performances,
            [1 if objective == "max" else -1 for objective in self.objectives],
            weights=self.weights,
            alternatives=list(self.alternatives),
            criteria=list(self.criteria),
        )

    def to_rank_result(self) -> Any:
        """Return the order as scikit-criteria's ``RankResult``.

        That class takes dense ranks alone (1, 1, 2), so its ``values`` differ from `ranks`
        after a tie. Its ``e_.score`` and ``e_.competition_rank`` hold what stands here. Do
        not use its ``untied_rank_``: it is no ranking of the alternatives.
        """
        from ranker.analysis.pipes import rank_result_of  # noqa: PLC0415

        return rank_result_of(self.method.name, self.alternatives, self.ranks, self.scores)


def rank_matrix(
    frame: pd.DataFrame | Any,
    *,
    objectives: str | Mapping[Any, str] | Sequence[str] | None = None,
    weights: Mapping[Any, float] | Sequence[float] | None = None,
    method: str | Method = "weighted-sum",
    parameters: Mapping[str, Any] | None = None,
) -> MatrixRanking:
    """Rank the rows of a table.

    Parameters
    ----------
    frame : DataFrame or skcriteria.DecisionMatrix
        Alternatives in rows, criteria in columns, finite numbers. A ``DecisionMatrix``
        brings objectives and weights, which the arguments override. A table of polars,
        pyarrow or whatever else narwhals knows has no names of rows: its first column of
        text names the alternatives, else they are numbered from 0.
    objectives : str, mapping or sequence of {"max", "min"}, optional
        One word for all criteria, a word a column by name, or one a column in order.
        A column that a mapping does not name, and all where None, are 'max'.
    weights : mapping or sequence of float, optional
        0 or more, of any sum: by the name of every column, or in order. Equal where None.
    method : str or Method
        Method of the catalogue.
    parameters : mapping of str to float or str, optional
        Parameters of the method by name, see `Method.parameters`; its defaults where None.

    Returns
    -------
    MatrixRanking

    Raises
    ------
    UsageError
        ``method-unknown``; ``argument-invalid`` where `frame` is no table;
        ``parameter-unknown``, ``parameter-invalid`` or ``parameter-missing``.
    MethodError
        With every problem of the table and its arguments: ``matrix-empty``,
        ``matrix-duplicate``, ``number-invalid``, ``matrix-nonfinite``, ``matrix-shape``,
        ``matrix-objectives``, ``matrix-weights``; or what the method cannot rank.

    Examples
    --------
    >>> import pandas as pd
    >>> cars = pd.DataFrame({"price": [20, 30], "range": [300, 600]}, index=["old", "new"])
    >>> rank_matrix(cars, objectives={"price": "min"}, weights={"price": 1, "range": 2}).ranks
    array([2, 1])
    """
    chosen = find_method(method)
    matrix = read_matrix(frame, objectives=objectives, weights=weights)
    chosen = configure(chosen, parameters, criteria=matrix.criteria)
    scores = score(
        chosen,
        matrix.performances,
        matrix.signs,
        matrix.weights,
        alternatives=matrix.alternatives,
        criteria=matrix.criteria,
    )
    return _result(matrix, chosen, scores)


def _result(matrix: MatrixInput, method: Method, scores: Floats) -> MatrixRanking:
    return MatrixRanking(
        alternatives=matrix.alternatives,
        criteria=matrix.criteria,
        objectives=matrix.objectives,
        weights=matrix.weights,
        performances=matrix.performances,
        method=method,
        scores=scores,
        ranks=competition_ranks(scores, more_is_better=method.more_is_better),
    )
