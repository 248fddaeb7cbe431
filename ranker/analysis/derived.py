"""A ranking by weights that come from the figures, beside the one by the weights as written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ranker._content import BUNDLED_STUDY
from ranker.analysis.forms import Result
from ranker.analysis.ranking import rank
from ranker.analysis.result import Ranking
from ranker.errors import Problem, UsageError, did_you_mean
from ranker.methods.weigh_data import WEIGHERS, find_weigher
from ranker.study.load import open_study
from ranker.study.model import TOP, Criterion, Profile, Study, Text

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Derived(Result):
    """Result of `derive`.

    Parameters
    ----------
    ranking : Ranking
        By the derived weights; its study has `profile` beside its own.
    before : Ranking
        By the weights as written.
    profile : Profile
        What a study needs in ``profiles/`` to rank so.
    """

    ranking: Ranking
    before: Ranking
    profile: Profile

    @property
    def table(self) -> pd.DataFrame:
        """One row a cluster: rank by the written and by the derived weights."""
        from ranker.analysis.frames_change import derived_table  # noqa: PLC0415 - loads pandas

        return derived_table(self.before, self.ranking)

    @property
    def weights(self) -> dict[str, float]:
        """The derived shares by node, of all nodes that are weighed so."""
        held = self.ranking.weighting.derived
        return {name: share for derivation in held for name, share in derivation.weights.items()}


def derive(
    study: Study | str | os.PathLike[str] = BUNDLED_STUDY,
    method: str = "entropy",
    *,
    at: Sequence[str] = (TOP,),
    profile: str | None = None,
    as_of: int | None = None,
) -> Derived:
    """Rank a study by weights that come from its figures.

    Parameters
    ----------
    study : Study, str or path
    method : str
        ``equal``, ``entropy``, ``critic``, ``merec``, ``gini``, ``std``, ``pca`` or
        ``effective``.
    at : sequence of str
        Criteria whose children are weighed; ``top`` for the top criteria.
    profile : str, optional
        Weight profile that weighs the rest, and states the importance that ``effective`` aims
        at; the study's default where None.
    as_of : int, optional
        Look at figures of this year and before only.

    Returns
    -------
    Derived

    Raises
    ------
    UsageError
        ``derive-method-unknown``, ``profile-criterion-unknown``, ``profile-unknown``.
    MethodError
        ``derive-refused`` where the figures give no such weights.

    Examples
    --------
    >>> found = derive("asia-biopharma", "critic")
    >>> {name: round(share, 2) for name, share in found.weights.items()}
    {'investment': 0.26, 'governance': 0.24, 'foreign_presence': 0.29, 'talent': 0.21}
    """
    opened = study if isinstance(study, Study) else open_study(study)
    before = rank(opened, profile=profile, as_of=as_of)
    made = _profile(opened, before.weighting.profile, find_weigher(method).name, tuple(at))
    having = replace(opened, profiles={**opened.profiles, made.id: made})
    return Derived(rank(having, profile=made.id, as_of=as_of), before, made)


def _profile(study: Study, base: str, method: str, at: tuple[str, ...]) -> Profile:
    children = {
        node.id or TOP: tuple(child.id for child in node.children)
        for node in study.root.walk()
        if isinstance(node, Criterion)
    }
    unknown = [name for name in at if name not in children]
    if unknown:
        what = f"'{unknown[0]}' is no criterion with children."
        mend = did_you_mean(unknown[0], list(children))
        raise UsageError(Problem("profile-criterion-unknown", "at", what, mend))
    written = dict(study.profiles[base].weights) if base else {}
    kept = {child for name in at if method != "effective" for child in children[name]}
    weigher = WEIGHERS[method]
    name = method
    while name in study.profiles:
        name += "-figures"
    return Profile(
        name,
        Text(f"Weights from the figures: {weigher.title}"),
        Text(f"Nobody's view: {weigher.idea} ({weigher.reference})"),
        {node: weight for node, weight in written.items() if node not in kept},
        dict.fromkeys(at, method),
    )
