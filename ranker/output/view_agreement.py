"""What the templates are given about agreement: of methods, and of stakeholders.

Frozen and already in words, like `ranker.output.view`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ranker.study.model import Role


@dataclass(frozen=True, slots=True)
class MatrixRowView:
    """One row of a square table.

    Parameters
    ----------
    label : str
        Of the method or the stakeholder.
    cells : tuple of str
        As shown, a dash on the diagonal.
    """

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixView:
    """How far each two methods or stakeholders agree.

    Parameters
    ----------
    finding : str
        Who agrees least, and who most.
    caption : str
        What stands below the diagonal, and what above it.
    rows : tuple of MatrixRowView
        In the order of the columns.
    """

    finding: str
    caption: str
    rows: tuple[MatrixRowView, ...]


@dataclass(frozen=True, slots=True)
class ConsensusRowView:
    """One cluster by all methods together.

    Parameters
    ----------
    name, tone : str
        Of the cluster; see ClusterView.
    rank, borda, kemeny : int, int, int or None
        In this ranking, and in each kind of consensus.
    range_text : str
        Its ranks by all methods: '3–7'.
    best_by, worst_by : str
        The methods at both ends; empty where it has one rank by all.
    """

    name: str
    tone: Role
    rank: int
    range_text: str
    best_by: str
    worst_by: str
    borda: int
    kemeny: int | None


@dataclass(frozen=True, slots=True)
class MethodsAgreeView:
    """How far methods agree, and what they make together.

    Parameters
    ----------
    matrix : MatrixView
        Of each two.
    finding : str
        Who is first in the consensus, and how many have another place in it.
    rows : tuple of ConsensusRowView
        Best first by this ranking.
    notes : tuple of str
        How good the consensus is, and which methods count once.
    """

    matrix: MatrixView
    finding: str
    rows: tuple[ConsensusRowView, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupWeightView:
    """Weights of all stakeholders together on one criterion.

    Parameters
    ----------
    label : str
        Of the criterion.
    shares : tuple of str
        In the order of the columns.
    """

    label: str
    shares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleAgreeView:
    """How far stakeholders agree, and what they would weigh together.

    Parameters
    ----------
    finding, sentences : str, tuple of str
        On which pairs all agree; then who would be first by the group's weights.
    matrix : MatrixView
        Of each two.
    columns : tuple of str
        Kinds of group weights that there are.
    weights : tuple of GroupWeightView
        One row a criterion.
    """

    finding: str
    sentences: tuple[str, ...]
    matrix: MatrixView
    columns: tuple[str, ...]
    weights: tuple[GroupWeightView, ...]


@dataclass(frozen=True, slots=True)
class AgreementView:
    """Other methods, other people.

    Parameters
    ----------
    methods : MethodsAgreeView or None
        None where there is one method alone.
    people : PeopleAgreeView or None
        None where there are not two weight profiles, or the study is no weighted sum.
    """

    methods: MethodsAgreeView | None
    people: PeopleAgreeView | None
