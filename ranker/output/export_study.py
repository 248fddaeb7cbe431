"""What a study offers to ask about, as JSON: its weight profiles."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ranker.analysis.weighting import resolve_weights
from ranker.output.export import as_json
from ranker.study.model import Profile, Study

PROFILES_SCHEMA = "cluster-ranker/profiles/1"


def profiles_to_json(study: Study) -> str:
    """Return the weight profiles of a study as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/profiles/1". ``shares`` are those of
        every node among its siblings, ``overall`` those of the whole.
    """
    return as_json(
        {
            "schema": PROFILES_SCHEMA,
            "study": {
                "id": study.id,
                "title": study.title.en,
                "title_local": study.title.ko,
                "edition": study.edition.isoformat(),
            },
            "default": study.default_profile or None,
            "profiles": [_profile_fields(study, profile) for profile in study.profiles.values()],
        }
    )


def _profile_fields(study: Study, profile: Profile) -> dict[str, Any]:
    weighting = resolve_weights(study, profile=profile.id)
    return {
        "id": profile.id,
        "label": asdict(profile.label),
        "view": asdict(profile.view),
        "shares": dict(weighting.shares),
        "overall": dict(weighting.overall),
    }
