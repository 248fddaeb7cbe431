"""Give and take with scikit-criteria: its matrices, its results, and a step for its pipelines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ranker.methods import Floats, Ints
from ranker.methods.catalogue import find_method

if TYPE_CHECKING:
    from ranker.analysis.result import Ranking


@dataclass(frozen=True, slots=True)
class DecisionMaker:
    """A method of the catalogue as the last step of a scikit-criteria pipeline.

    Parameters
    ----------
    method : str
        Name in the catalogue.
    parameters : mapping, optional
        Of the method, as `ranker.rank_matrix` takes them.

    Raises
    ------
    UsageError
        ``method-unknown``, when it is made.

    Examples
    --------
    >>> from skcriteria import mkdm
    >>> from skcriteria.pipelines import mkpipe
    >>> from skcriteria.preprocessing.invert_objectives import InvertMinimize
    >>> cars = mkdm([[20, 300], [30, 600]], [min, max], alternatives=["old", "new"])
    >>> mkpipe(InvertMinimize(), DecisionMaker("weighted-sum")).evaluate(cars).rank_.tolist()
    [1, 1]
    """

    method: str = "weighted-sum"
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        find_method(self.method)

    def evaluate(self, matrix: Any) -> Any:
        """Rank a ``DecisionMatrix`` by its own objectives and weights.

        Parameters
        ----------
        matrix : skcriteria.DecisionMatrix

        Returns
        -------
        skcriteria.agg.RankResult
            Dense ranks; ``e_.competition_rank`` and ``e_.score`` hold those of this package.

        Raises
        ------
        MethodError
            What `ranker.rank_matrix` refuses.
        """
        from ranker.analysis.matrix_ranking import rank_matrix  # noqa: PLC0415

        given = {"parameters": self.parameters} if self.parameters else {}
        return rank_matrix(matrix, method=self.method, **given).to_rank_result()

    def get_parameters(self) -> dict[str, Any]:
        """Return what the step was made with, as steps of scikit-criteria do."""
        return {"method": self.method, "parameters": dict(self.parameters)}

    def copy(self) -> DecisionMaker:
        """Return the step itself: it never changes."""
        return self


def decision_matrix_of(ranking: Ranking) -> Any:
    """Return the ranked clusters × top criteria as scikit-criteria's ``DecisionMatrix``."""
    from skcriteria import mkdm  # noqa: PLC0415 - takes seconds

    ranked = ranking.tree.is_ranked
    return mkdm(
        ranking.criterion_scores[ranked],
        [max] * len(ranking.study.criteria),
        weights=ranking.criterion_weights,
        alternatives=[c.id for c, held in zip(ranking.clusters, ranked, strict=True) if held],
        criteria=[node.id for node in ranking.study.criteria],
    )


def rank_result_of(method: str, names: Sequence[str], ranks: Ints, scores: Floats) -> Any:
    """Return competition ranks as scikit-criteria's ``RankResult``, which takes dense ones."""
    from skcriteria.agg import RankResult  # noqa: PLC0415 - takes seconds

    dense = np.unique(ranks, return_inverse=True)[1] + 1
    extra = {"score": np.array(scores), "competition_rank": np.array(ranks)}
    return RankResult(method, list(names), dense, extra)
