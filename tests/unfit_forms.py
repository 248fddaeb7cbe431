"""Faults in how figures become utilities: code, line and field, and what is written instead."""

from __future__ import annotations

GRANTS = "criteria.money.children.grants"
OFFICE = "criteria.people.children.office"
VACANCIES = "criteria.people.children.vacancies"
LOG = "transform: log"
AIM = "max\n        transform: log"
COSTS = "objective: min\n        level: city"


def written(*fields: str) -> str:
    """Return fields of an indicator as lines of the file."""
    return "\n        ".join(fields)


UNFIT_FORMS: list[tuple[str, int, str, str, str]] = [
    ("target-invalid", 35, f"{GRANTS}.target", LOG, "target: 3"),
    ("target-invalid", 34, f"{GRANTS}.objective", AIM, "target"),
    ("target-invalid", 35, f"{GRANTS}.normalise", LOG, "normalise: target"),
    ("target-invalid", 35, f"{GRANTS}.target", AIM, written("target", "target: [9, 3]")),
    ("target-invalid", 35, f"{GRANTS}.target", AIM, written("target", "target: -2", LOG)),
    (
        "target-invalid",
        59,
        f"{VACANCIES}.normalise",
        COSTS,
        written("objective: target", "target: 3", "level: city"),
    ),
    (
        "target-invalid",
        52,
        f"{OFFICE}.target",
        "max\n        scale",
        written("target", "target: 1.5", "scale"),
    ),
    ("points-invalid", 35, f"{GRANTS}.points", LOG, "points: [[0, 1], [9, 100]]"),
    ("points-invalid", 35, f"{GRANTS}.normalise", LOG, "normalise: points"),
    *(
        (
            "points-invalid",
            35,
            f"{GRANTS}.points",
            LOG,
            written(f"points: {points}", "normalise: points"),
        )
        for points in (
            "[[0, 1]]",
            "[[0, 1], [9, 50, 3]]",
            "[[9, 1], [0, 100]]",
            "[[0, 0], [9, 100]]",
            "[[0, 100], [9, 1]]",
            "[[-1, 1], [9, 100]]\n        transform: log",
        )
    ),
    *(
        (
            "points-invalid",
            36,
            f"{GRANTS}.points",
            AIM,
            written("target", "target: [2, 4]", f"points: {points}", "normalise: points"),
        )
        for points in (
            "[[0, 1], [3, 100], [9, 1]]",
            "[[0, 1], [2, 100], [4, 50], [9, 1]]",
            "[[0, 100], [2, 50], [4, 50], [9, 1]]",
        )
    ),
    ("logistic-invalid", 35, f"{GRANTS}.logistic", LOG, "logistic: [1, 2]"),
    *(
        (
            "logistic-invalid",
            35,
            f"{GRANTS}.logistic",
            LOG,
            written(f"logistic: {ends}", "normalise: logistic"),
        )
        for ends in ("[9, 2]", "[2, 2]", "[-1, 2]\n        transform: log")
    ),
    (
        "logistic-invalid",
        36,
        f"{GRANTS}.logistic",
        AIM,
        written("target", "target: 3", "logistic: [1, 2]", "normalise: logistic"),
    ),
    ("reference-invalid", 35, f"{GRANTS}.reference", LOG, "reference: best"),
    *(
        (
            "reference-invalid",
            35,
            f"{GRANTS}.reference",
            LOG,
            written(f"reference: {named}", "normalise: reference"),
        )
        for named in ("cedr", "0", "-5", "true", "[1]")
    ),
    *(
        (
            "denominate-invalid",
            36,
            f"{GRANTS}.denominate.by",
            LOG,
            f"denominate:\n          by: {by}",
        )
        for by in ("offce", "office", "grants")
    ),
    (
        "denominate-invalid",
        43,
        "criteria.money.children.spending.denominate.by",
        "level: country\n        weight: 1",
        "level: country\n        denominate: {by: grants}\n        weight: 1",
    ),
    ("field-value", 35, f"{GRANTS}.denominate.per", LOG, "denominate: {by: plans, per: 0}"),
    ("key-unknown", 35, f"{GRANTS}.denominate.buy", LOG, "denominate: {by: plans, buy: plans}"),
    ("field-type", 35, f"{GRANTS}.denominate", LOG, "denominate: plans"),
    ("reference-invalid", 35, f"{GRANTS}.transform", LOG, written(LOG, "normalise: reference")),
    (
        "outliers-invalid",
        52,
        f"{OFFICE}.outliers",
        "max\n        scale",
        "max\n        outliers: log\n        scale",
    ),
    (
        "outliers-invalid",
        35,
        f"{GRANTS}.outliers",
        LOG,
        written("outliers: winsorise", "normalise: rank"),
    ),
    (
        "field-value",
        23,
        "rules.winsorised_at_most",
        "factor: 3",
        "factor: 3\n  winsorised_at_most: 0",
    ),
]
