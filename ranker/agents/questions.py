"""The questions that a program may ask about a study; each answers with the JSON of its command.

What a function is called, its docstring and the notes at its parameters are what the asking
program reads. A new question is a method here and its name in `Questions.tools`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from ranker.agents.keeper import Keeper
from ranker.analysis.variation import Variation
from ranker.methods.catalogue import METHODS, find_method

MOST_DRAWS = 200_000


class Answer(BaseModel):
    """A JSON object; 'schema' names its form, which is that of the command line."""

    model_config = ConfigDict(extra="allow")

    form: str = Field(alias="schema", description="Form and version, cluster-ranker/NAME/1.")


ClusterId = Annotated[str, Field(description="Id of a cluster, such as 'songdo'; see 'rank'.")]
Profile = Annotated[
    str | None, Field(description="Id of a weight profile; see 'profiles'. The study's default.")
]
Weights = Annotated[
    dict[str, float] | None,
    Field(
        description="Shares from 0 to 1 of criteria or indicators among their siblings, by id, "
        "such as {'governance': 0.4}; siblings not named are rescaled."
    ),
]
Method = Annotated[str | None, Field(description="Ranking method; see 'methods'. The study's own.")]
AsOf = Annotated[int | None, Field(description="Look at figures of this year and before only.")]
Group = Annotated[
    str | None, Field(description="Answer for this group alone; every rank is one among all.")
]
Draws = Annotated[int, Field(ge=1, le=MOST_DRAWS, description="How many draws.")]
Seed = Annotated[int, Field(ge=0, description="The same seed gives the same answer.")]
Constraints = Annotated[
    list[str] | None,
    Field(description="Admit only such weights: 'governance >= talent', 'talent <= 40%'."),
]


class Questions:
    """What can be asked about one study.

    Parameters
    ----------
    keeper : Keeper
    """

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    def tools(self) -> tuple[Callable[..., Answer], ...]:
        """Return every question, in the order in which they are listed."""
        return (
            *(self.rank, self.show, self.profiles, self.methods, self.check),
            *(self.robustness, self.bounds, self.dispute, self.claim),
            *(self.compare, self.consensus, self.audit),
            *(self.gap, self.reach, self.network),
        )

    def rank(
        self,
        *,
        profile: Profile = None,
        weights: Weights = None,
        method: Method = None,
        as_of: AsOf = None,
        group: Group = None,
    ) -> Answer:
        """Rank the clusters: rank, score, score on each criterion, and who has no rank and why."""
        from ranker.output.export import to_json  # noqa: PLC0415 - each question loads its own

        ranking = self._keeper.ranking(profile=profile, weights=weights, method=method, as_of=as_of)
        return _answer(to_json(ranking, group=group))

    def show(self, *, cluster: ClusterId, as_of: AsOf = None) -> Answer:
        """Show one cluster: every figure with unit, year, grade and source, and what is missing."""
        from ranker.output.dossier import build_dossier, cluster_to_json  # noqa: PLC0415

        dossier = build_dossier(self._keeper.ranking(as_of=as_of), cluster)
        return _answer(cluster_to_json(dossier))

    def profiles(self) -> Answer:
        """List the weight profiles: whose view each is, and what weighs how much."""
        from ranker.output.export import profiles_to_json  # noqa: PLC0415

        return _answer(profiles_to_json(self._keeper.study()))

    def methods(
        self,
        *,
        name: Annotated[str | None, Field(description="One method; all without it.")] = None,
    ) -> Answer:
        """List the ranking methods with formula, assumptions and paper."""
        from ranker.output.export import methods_to_json  # noqa: PLC0415

        return _answer(
            methods_to_json(list(METHODS.values()) if name is None else [find_method(name)])
        )

    def check(self) -> Answer:
        """Check the files of the study: every error and warning, with file, line and mending."""
        from ranker.output.checks import check_to_json, check_whole  # noqa: PLC0415

        return _answer(check_to_json(*check_whole(str(self._keeper.folder))))

    def robustness(
        self,
        *,
        group: Group = None,
        top: Annotated[int, Field(ge=1, description="K of the chance to be among K.")] = 10,
        draws: Draws = 10_000,
        seed: Seed = 0,
        constraints: Constraints = None,
        profile: Profile = None,
        weights: Weights = None,
        method: Method = None,
        as_of: AsOf = None,
    ) -> Answer:
        """Tell how sure each rank is: intervals, chances and tiers from many draws."""
        from ranker.analysis.robustness import robustness  # noqa: PLC0415
        from ranker.output.export_trust import robustness_to_json  # noqa: PLC0415
        from ranker.output.rows import check_group  # noqa: PLC0415

        ranking = self._keeper.ranking(profile=profile, weights=weights, method=method, as_of=as_of)
        check_group(ranking, group)
        held = tuple(constraints or ())
        variation = Variation(weights="uniform" if held else "around", constraints=held)
        found = robustness(ranking, variation, draws=draws, seed=seed)
        return _answer(robustness_to_json(found, top=top, group=group, tables=False))

    def bounds(
        self,
        *,
        group: Group = None,
        vary_weights: Annotated[bool, Field(description="Whether weights may move.")] = True,
        vary_figures: Annotated[
            bool, Field(description="Whether figures may move, each within its doubt.")
        ] = False,
        constraints: Constraints = None,
        profile: Profile = None,
        weights: Weights = None,
        as_of: AsOf = None,
    ) -> Answer:
        """Find exactly the best and the worst rank that each cluster can have."""
        from ranker.analysis.bounds import bounds  # noqa: PLC0415
        from ranker.output.export_trust import bounds_to_json  # noqa: PLC0415
        from ranker.output.rows import check_group  # noqa: PLC0415

        ranking = self._keeper.ranking(profile=profile, weights=weights, as_of=as_of)
        check_group(ranking, group)
        found = bounds(
            ranking,
            weights="free" if vary_weights else "fixed",
            data="free" if vary_figures else "fixed",
            constraints=tuple(constraints or ()),
        )
        return _answer(bounds_to_json(found, group=group))

    def dispute(
        self,
        *,
        a: ClusterId,
        b: ClusterId,
        constraints: Constraints = None,
        profile: Profile = None,
        weights: Weights = None,
        as_of: AsOf = None,
    ) -> Answer:
        """Tell why one cluster is above another, and which weights or figures would turn it."""
        from ranker.analysis.dispute import dispute  # noqa: PLC0415
        from ranker.output.export_trust import dispute_to_json  # noqa: PLC0415

        ranking = self._keeper.ranking(profile=profile, weights=weights, as_of=as_of)
        return _answer(dispute_to_json(dispute(ranking, a, b, tuple(constraints or ()))))

    def claim(
        self,
        *,
        claims: Annotated[
            list[str],
            Field(
                min_length=1,
                description="Such as 'songdo > osaka on talent', 'osong rank <= 5' or 'count of "
                "korea in top 10 >= 3'.",
            ),
        ],
        draws: Draws = 10_000,
        seed: Seed = 0,
        profile: Profile = None,
        weights: Weights = None,
        method: Method = None,
        as_of: AsOf = None,
    ) -> Answer:
        """Check claims: a verdict, in which share of scenarios each holds, and what it hangs on."""
        from ranker.analysis.claim import claims as check_claims  # noqa: PLC0415
        from ranker.output.export_claim import claims_to_json  # noqa: PLC0415

        ranking = self._keeper.ranking(profile=profile, weights=weights, method=method, as_of=as_of)
        return _answer(
            claims_to_json(ranking, check_claims(ranking, claims, draws=draws, seed=seed))
        )

    def compare(
        self,
        *,
        methods: Annotated[
            list[str] | None,
            Field(description="Methods, the first as the yardstick, or ['all']; the study's own."),
        ] = None,
        group: Group = None,
        profile: Profile = None,
        weights: Weights = None,
        as_of: AsOf = None,
    ) -> Answer:
        """Rank by several methods: how far they agree, whose rank depends on it, a consensus."""
        from ranker.analysis.agreement import agreement  # noqa: PLC0415
        from ranker.output.export_compare import compare_to_json  # noqa: PLC0415
        from ranker.output.rows import check_group  # noqa: PLC0415

        is_all = methods == ["all"]
        first = methods[0] if methods and not is_all else None
        ranking = self._keeper.ranking(profile=profile, weights=weights, method=first, as_of=as_of)
        check_group(ranking, group)
        found = agreement(ranking, "all" if is_all else methods or None)
        return _answer(compare_to_json(found, group=group))

    def consensus(
        self,
        *,
        profiles: Annotated[
            list[str] | None, Field(description="Weight profiles as stakeholders; all without it.")
        ] = None,
        first: Annotated[
            str | None,
            Field(description="Tell who would have to give way for this cluster to be first."),
        ] = None,
        as_of: AsOf = None,
    ) -> Answer:
        """Set weight profiles side by side as stakeholders: where they agree, a group's ranking."""
        from ranker.analysis.consensus import consensus  # noqa: PLC0415
        from ranker.output.export_compare import consensus_to_json  # noqa: PLC0415

        study = self._keeper.study()
        found = consensus(study, profiles=profiles or None, first=first, as_of=as_of)
        return _answer(consensus_to_json(found))

    def audit(
        self, *, profile: Profile = None, weights: Weights = None, as_of: AsOf = None
    ) -> Answer:
        """Tell how soundly the index is built: figures, correlations, what weights really do."""
        from ranker.analysis.audit import audit  # noqa: PLC0415
        from ranker.output.export_audit import audit_to_json  # noqa: PLC0415

        ranking = self._keeper.ranking(profile=profile, weights=weights, as_of=as_of)
        return _answer(audit_to_json(audit(ranking)))

    def gap(
        self,
        *,
        a: ClusterId,
        b: ClusterId,
        profile: Profile = None,
        weights: Weights = None,
        as_of: AsOf = None,
    ) -> Answer:
        """Split the distance between two clusters into figures, and tell who can change each."""
        from ranker.analysis.gap import gap  # noqa: PLC0415
        from ranker.output.export_gap import gap_to_json  # noqa: PLC0415

        ranking = self._keeper.ranking(profile=profile, weights=weights, as_of=as_of)
        return _answer(gap_to_json(gap(ranking, a, b)))

    def reach(
        self,
        *,
        cluster: ClusterId,
        rank: Annotated[int | None, Field(description="The rank to reach; or name 'beat'.")] = None,
        beat: Annotated[
            str | None, Field(description="The cluster to pass; or name 'rank'.")
        ] = None,
        hold: Annotated[list[str] | None, Field(description="Levers that stay, by id.")] = None,
        costs: Annotated[
            dict[str, float] | None,
            Field(description="Cost of one unit by lever; levers without one then stay."),
        ] = None,
        caps: Annotated[
            dict[str, float] | None, Field(description="The furthest a figure may go, by lever.")
        ] = None,
        years: Annotated[
            float | None, Field(description="No faster than the fastest growth observed, so long.")
        ] = None,
        draws: Draws = 10_000,
        seed: Seed = 0,
        profile: Profile = None,
        weights: Weights = None,
        as_of: AsOf = None,
    ) -> Answer:
        """Find the cheapest changes of figures that take a cluster to a rank, or prove none do."""
        from ranker.analysis.levers import Terms  # noqa: PLC0415
        from ranker.analysis.reach import reach  # noqa: PLC0415
        from ranker.analysis.reach_draws import how_often  # noqa: PLC0415
        from ranker.output.export_reach import reach_to_json  # noqa: PLC0415

        ranking = self._keeper.ranking(profile=profile, weights=weights, as_of=as_of)
        terms = Terms(hold=tuple(hold or ()), costs=costs or {}, caps=caps or {}, years=years)
        found = reach(ranking, cluster, rank=rank, beat=beat, terms=terms)
        return _answer(reach_to_json(found, how_often(found, draws=draws, seed=seed)))

    def network(
        self,
        *,
        members: Annotated[
            list[str] | None,
            Field(
                description="Ids of two clusters or more, or one id of a network of the study; the "
                "study's networks are listed without it."
            ),
        ] = None,
        coordination: Annotated[
            float, Field(ge=0, le=1, description="0 is its best member, 1 everything pooled.")
        ] = 1.0,
        reach_rank: Annotated[
            int | None, Field(description="Find the smallest set of members with this rank.")
        ] = None,
        draws: Draws = 10_000,
        seed: Seed = 0,
        profile: Profile = None,
        weights: Weights = None,
        as_of: AsOf = None,
    ) -> Answer:
        """Link clusters into one virtual cluster and find where it would stand."""
        from ranker.analysis.network import network  # noqa: PLC0415
        from ranker.output.sheets_network import network_to_json, networks_to_json  # noqa: PLC0415

        if not members:
            return _answer(networks_to_json(self._keeper.study()))
        ranking = self._keeper.ranking(profile=profile, weights=weights, as_of=as_of)
        found = network(
            ranking,
            members[0] if len(members) == 1 else members,
            coordination=coordination,
            reach_rank=reach_rank,
            draws=draws,
            seed=seed,
        )
        return _answer(network_to_json(found))


def _answer(text: str) -> Answer:
    data: dict[str, Any] = json.loads(text)
    return Answer.model_validate(data)
