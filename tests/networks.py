"""Studies for tests of networks: the four harbours with pools, and ports drawn at random."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import numpy as np

from ranker.analysis.network_score import NetworkModel, is_ahead
from ranker.analysis.ranking import Ranking, rank
from tests.studies import CLUSTERS, OBSERVATIONS, Change, Edit, swap, write_study

SCALES = ("minmax", "minmax", "rank", "zscore")
POOLS = ("sum", "mean", "share", "max", "min")


def pool(**how: str) -> list[Edit]:
    """Say how indicators of the harbours pool; a sum where nothing is said."""
    marks = {
        "grants": "        transform: log\n",
        "spending": "        level: country\n",
        "office": "        scale: {0: none",
        "vacancies": "        level: city\n",
    }
    return [swap(marks[name], f"        pool: {word}\n{marks[name]}") for name, word in how.items()]


def pooled_harbours(folder: Path, **changes: Change) -> Ranking:
    """Rank the harbours: spending and vacancies pool by mean, the office by its weakest."""
    edits = pool(spending="mean", office="min", vacancies="mean")
    return rank(write_study(folder, study=edits, **changes))


def random_ports(folder: Path, seed: int, *, ports: int = 8) -> Ranking:
    """Rank ports whose pools, places, items and gaps are drawn at random."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    names = [f"port{at}" for at in range(ports)]
    clusters, rows = [CLUSTERS.splitlines()[0]], [OBSERVATIONS.splitlines()[0]]
    for country, value in (("KOR", 2), ("JPN", 4)):
        rows.append(f"{country},spending,,{value},,,2024,A,almanac,")
    for city in ("north", "south", "west"):
        if city == "north" or chance.random() < 0.7:
            rows.append(f"{city},vacancies,,{chance.randint(0, 20)},,,2024,B,almanac,")
    for at, name in enumerate(names):
        country = ("KOR", "JPN")[at] if at < 2 else chance.choice(["KOR", "JPN"])
        city = ("north", "south", "west")[at] if at < 3 else chance.choice(["north", "south"])
        group = "home" if at < 2 else "abroad"
        clusters.append(f"{name},{name.title()},,{group},{country},,{city},37,127,")
        rows += _figures(chance, name, is_whole=at < 4)
    study = [
        *pool(**{name: chance.choice(POOLS) for name in ("spending", "office", "vacancies")}),
        swap("        transform: log\n", "        transform: log\n        count: true\n"),
        swap("        lever: true\n", f"        normalise: {chance.choice(SCALES)}\n"),
        swap("  min_coverage: 0.5", "  min_coverage: 0.25"),
        swap("role: benchmark", "role: rival"),
    ]
    if random.Random(-1 - seed).random() < 0.4:  # noqa: S311 - no secret
        study += [
            swap("        objective: min\n", "        objective: target\n        target: [6, 8]\n"),
            swap("goalposts\n        goalposts: [0, 20]\n", "target\n"),
        ]
    text = "\n".join(rows) + "\n"
    tables = {"clusters": "\n".join(clusters) + "\n", "observations": text}
    return rank(write_study(folder, study=study, networks=None, **tables))


def _figures(chance: random.Random, name: str, *, is_whole: bool) -> list[str]:
    rows = []
    for item in ("crane", "pier", "quay"):
        if chance.random() < 0.5:
            rows.append(f"{name},grants,{item},{chance.randint(0, 30)},,,2024,C,gazette,")
    if not rows and (is_whole or chance.random() < 0.7):
        rows.append(f"{name},grants,stated count,{chance.randint(0, 60)},,,2024,B,gazette,")
    if is_whole or chance.random() < 0.8:
        rows.append(f"{name},office,,{chance.randint(0, 2)},,,2024,A,almanac,")
    return rows


def ranks_of_sets(model: NetworkModel, sets: np.ndarray, coordination: float) -> np.ndarray:
    """Return rank and score of each set of members; members of no set are rivals of it."""
    scores = model.scores(sets, coordination)
    outside = is_ahead(model.ranking.scores[model.outside], scores).sum(axis=1)
    left = (is_ahead(model.member_scores, scores) & ~sets).sum(axis=1)
    return np.column_stack([1 + outside + left, scores])


def sets_of_size(n: int, size: int) -> np.ndarray:
    """Return every set of a size, shape (sets, n)."""
    return np.array([[i in held for i in range(n)] for held in combinations(range(n), size)])
