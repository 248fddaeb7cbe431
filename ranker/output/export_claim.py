"""Claims and their verdicts as JSON, in full precision; equal results give equal bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ranker.output.export import as_json, manifest_fields, study_fields
from ranker.output.rows import number_or_none

if TYPE_CHECKING:
    from ranker.analysis.claim import Claim
    from ranker.analysis.claim_hinges import Hinge
    from ranker.analysis.ranking import Ranking
    from ranker.study.matrix import Cell

CLAIM_SCHEMA = "cluster-ranker/claim/1"


def claims_to_json(ranking: Ranking, claims: Sequence[Claim]) -> str:
    """Return claims with their verdicts as JSON.

    Parameters
    ----------
    ranking : Ranking
        That they are about.
    claims : sequence of Claim
        One or more, of the same run.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/claim/1", with one entry a claim.
    """
    first = claims[0]
    run = {"seed": first.seed, "draws": first.draws, "variation": asdict(first.variation)}
    return as_json(
        {
            "schema": CLAIM_SCHEMA,
            "study": study_fields(ranking),
            "varied": first.variation.sentence(),
            "claims": [_claim_fields(claim) for claim in claims],
            "manifest": manifest_fields(ranking) | run,
        }
    )


def claim_to_json(claim: Claim) -> str:
    """Return one claim as JSON, as `claims_to_json` does."""
    return claims_to_json(claim.ranking, [claim])


def _claim_fields(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "normal": claim.normal,
        "sentence": claim.sentence,
        "verdict": claim.verdict,
        "is_close": claim.is_close,
        "is_true": claim.is_true,
        "share": claim.share,
        "error": claim.error,
        "extent": claim.extent,
        "about": claim.about,
        "competing": claim.competing,
        "rivals": [asdict(rival) for rival in claim.rivals],
        "hangs_on": [_hinge_fields(claim, hinge) for hinge in claim.hangs_on],
        "missing": [_cell_fields(claim, cell) for cell in claim.missing],
        "doubtful": [_cell_fields(claim, cell) for cell in claim.doubtful],
    }


def _hinge_fields(claim: Claim, hinge: Hinge) -> dict[str, Any]:
    return {
        "clusters": hinge.clusters,
        **_cell_fields(claim, hinge.cell),
        "low": hinge.low,
        "high": hinge.high,
        "needed": hinge.needed,
        "slack": hinge.slack,
    }


def _cell_fields(claim: Claim, cell: Cell) -> dict[str, Any]:
    sources = claim.ranking.study.sources
    return {
        "cluster": cell.alternative,
        "place": cell.place or cell.alternative,
        "indicator": cell.indicator.id,
        "label": cell.indicator.label.en,
        "unit": cell.indicator.unit.en,
        "value": number_or_none(cell.value),
        "grade": cell.grade or None,
        "sources": [
            {"id": name, "title": sources[name].title, "url": sources[name].url}
            for name in cell.sources
        ],
    }
