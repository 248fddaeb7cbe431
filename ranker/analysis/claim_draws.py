"""Draws in which claims hold, counted block by block; all claims share the same draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ranker.analysis.claim_forms import Form, Place
from ranker.analysis.claim_truth import Field, holds, standing
from ranker.analysis.draws import Inputs, draw_inputs
from ranker.analysis.matrices import leaf_utilities, node_columns
from ranker.analysis.model import Model
from ranker.analysis.simulation import rank_inputs
from ranker.methods import Floats, Ints, SmallInts
from ranker.methods.batch_ranks import rank_rows

WHOLE = -1  # in place of a node's column: the ranking as a whole


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A claim laid out for arrays.

    Parameters
    ----------
    form : Order, Place or Count
    column : int
        Node that it is about, as a column of a draw; `WHOLE` for the ranking.
    field : Field
        Who competes.
    among : ndarray of shape (c,)
        Their positions among the m ranked clusters.
    ranks : ndarray of shape (c,)
        Their ranks as the ranking stands.
    rivals : tuple of int
        Columns of the field: those on whom a claim about a rank depends.
    """

    form: Form
    column: int
    field: Field
    among: Ints
    ranks: Ints
    rivals: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ClaimRun:
    """A run that any thread can take blocks of."""

    model: Model
    seed: int
    questions: tuple[Question, ...]

    def __call__(self, blocks: Sequence[tuple[int, int]]) -> list[list[Ints]]:
        """Return for each block, and in it for each claim, the draws that are counted.

        The first number of a claim are the draws in which it holds, then for each rival
        those in which the operand is ahead of it.
        """
        return [self._counts(block, size) for block, size in blocks]

    def _counts(self, block: int, size: int) -> list[Ints]:
        inputs = draw_inputs(self.model, self.seed, block, size)
        tables = {
            column: self._ranks(inputs, column)
            for column in dict.fromkeys(question.column for question in self.questions)
        }
        return [_count(question, tables[question.column]) for question in self.questions]

    def _ranks(self, inputs: Inputs, column: int) -> SmallInts:
        """Return ranks of all m clusters, (s, m); on a node those without a score there have 0."""
        if column == WHOLE:
            return rank_inputs(self.model, inputs)
        among = next(question.among for question in self.questions if question.column == column)
        scores = node_scores(self.model, inputs, column)
        ranks = np.zeros(scores.shape, dtype=np.int16)
        ranks[:, among] = rank_rows(scores[:, among])
        return ranks


def _count(question: Question, table: SmallInts) -> Ints:
    """Count the draws in which a claim holds, and those in which it is ahead of each rival."""
    ranks = table[:, question.among]
    counts = [int(holds(question.form, ranks, question.field).sum())]
    if isinstance(question.form, Place):
        place = standing(question.form.operand, ranks, question.field)
        counts += [int((place < ranks[:, rival]).sum()) for rival in question.rivals]
    return np.array(counts, dtype=np.int64)


def node_scores(model: Model, inputs: Inputs, column: int) -> Floats:
    """Return the score of a node of each of the m clusters in each draw, shape (s, m).

    Parameters
    ----------
    model : Model
    inputs : Inputs
    column : int
        Of the node, as in `ranker.analysis.model.Model`; a leaf's score is its utility.
    """
    scores = np.empty((len(inputs.weights), len(model.clusters)))
    for number in np.unique(inputs.scenarios):
        rows = np.flatnonzero(inputs.scenarios == number)
        cells = inputs.cells[rows] if inputs.cells is not None else None
        below = {at: weights[rows] for at, weights in inputs.node_weights.items()}
        scenario = model.scenarios[number]
        leaves = leaf_utilities(model, cells, scenario)
        scores[rows] = node_columns(model, leaves, below, scenario)[column].T
    return scores
