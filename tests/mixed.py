"""A study for tests with everything a score can meet, drawn from a seed.

Three levels of criteria, geometric means, every scale, transform and objective, missing
cells, twins with equal figures, two benchmarks of which one is known too little.
"""

from __future__ import annotations

import random
from itertools import permutations
from pathlib import Path

from tests.studies import SOURCES

STUDY = """\
format: 1
id: mixed
title: Mixed
edition: 2025-06-30
groups:
  home: {label: Home, role: home}
  abroad: {label: Abroad, role: rival}
  summit: {label: Summit, role: benchmark}
countries: {KOR: Korea}
rules: {min_coverage: 0.55}
criteria:
  money:
    label: Money
    weight: 2
    aggregate: geometric
    children:
      grants: {label: Grants, unit: USD m, objective: max, transform: log, weight: 3}
      costs:
        label: Costs
        weight: 1
        children:
          rents: {label: Rents, unit: USD, objective: min, normalise: zscore, weight: 1}
          taxes: {label: Taxes, unit: '%', objective: min, normalise: rank, weight: 2}
          wages: {label: Wages, unit: USD, objective: min, transform: log, weight: 3}
  people:
    label: People
    weight: 1
    children:
      skilled:
        label: Skilled
        aggregate: geometric
        children:
          doctors: {label: Doctors, unit: people, objective: max, normalise: rank}
          nurses: {label: Nurses, unit: people, objective: max, normalise: zscore, transform: log}
      vacancies:
        label: Vacancies
        unit: '%'
        objective: min
        normalise: goalposts
        goalposts: [0, 20]
        transform: log
  piers: {label: Piers, unit: piers, objective: max, weight: 1}
"""
OTHER_FORMS = {
    "objective: min, normalise: zscore": "objective: min, normalise: reference",
    "objective: min, normalise: rank": "objective: min, normalise: logistic",
    "objective: min, transform: log": "objective: target, target: 9, normalise: target",
    "objective: max, normalise: rank": "objective: max, normalise: percentile",
    "normalise: zscore, transform: log": "normalise: reference, reference: mean",
    "normalise: goalposts\n        goalposts: [0, 20]": "normalise: points\n"
    "        points: [[0, 100], [4, 40], [20, 1]]",
    "piers, objective: max": "piers, objective: max, normalise: reference, reference: 2",
}
LEAVES = ("grants", "rents", "taxes", "wages", "doctors", "nurses", "vacancies", "piers")
CLUSTERS = 14
BENCHMARKS = ("c12", "c13")
TWINS = ("c4", "c5")
PROFILE = """\
label: Steep
view: Two levels are weighed anew.
weights: {money: 1, people: 7, piers: 0, rents: 3, taxes: 0, wages: 0.7}
"""


def write_mixed(
    folder: Path, *, seed: int, missing: float = 0.2, has_other_forms: bool = False
) -> Path:
    """Write the study of a seed to a folder and return it.

    Parameters
    ----------
    folder : Path
        Made where it does not exist.
    seed : int
    missing : float
        Share of the cells without a figure.
    has_other_forms : bool
        Whether targets, shares, curves and value functions stand in the place of the others.
    """
    rng = random.Random(seed)  # noqa: S311 - no secret
    (folder / "profiles").mkdir(parents=True)
    text = STUDY
    for old, new in OTHER_FORMS.items() if has_other_forms else ():
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / "study.yaml").write_text(text)
    (folder / "profiles" / "steep.yaml").write_text(PROFILE)
    (folder / "sources.csv").write_text(SOURCES)
    names = [f"c{i}" for i in range(CLUSTERS)]
    (folder / "clusters.csv").write_text(
        "id,name,name_local,group,country,metro,city,latitude,longitude,summary\n"
        + "".join(f"{name},{name.upper()},,{_group(name)},KOR,,,1,1,\n" for name in names)
    )
    cells = {name: _figures(rng, missing) for name in names}
    cells[TWINS[1]] = cells[TWINS[0]]
    (folder / "observations.csv").write_text(
        "place,indicator,item,value,low,high,year,quality,source,note\n"
        + "".join(
            f"{name},{leaf},,{value},,,2024,A,almanac,\n"
            for name in names
            for leaf, value in cells[name].items()
        )
    )
    return folder


def _group(name: str) -> str:
    if name in BENCHMARKS:
        return "summit"
    return "home" if int(name[1:]) % 2 else "abroad"


def _figures(rng: random.Random, missing: float) -> dict[str, float]:
    """Return figures of one cluster, piers in a few steps so that they tie."""
    drawn = {leaf: round(rng.uniform(0, 25), 3) for leaf in LEAVES} | {"piers": rng.randint(0, 3)}
    return {leaf: value for leaf, value in drawn.items() if rng.random() >= missing}


def write_permuted(folder: Path) -> Path:
    """Write six clusters with the same three figures in every order, and one without a third.

    Under equal weights the six have one score, which sums in another order miss by a digit.
    With 10, 70 and 20 for the three figures, the seventh's coverage is 0.1 + 0.7, in floats a
    little less than the 0.8 that are needed.
    """
    leaves = ("apples", "berries", "cherries")
    figures = {f"p{i}": order for i, order in enumerate(permutations((0, 3, 10)))}
    figures["q"] = (3, 3)
    (folder / "profiles").mkdir(parents=True)
    (folder / "study.yaml").write_text(
        "format: 1\nid: permuted\ntitle: Permuted\nedition: 2025-06-30\n"
        "groups: {home: {label: Home, role: home}}\ncountries: {KOR: Korea}\n"
        "rules: {min_coverage: 0.8}\ncriteria:\n  fruit:\n    label: Fruit\n    children:\n"
        + "".join(f"      {n}: {{label: {n.title()}, unit: kg, objective: max}}\n" for n in leaves)
    )
    (folder / "sources.csv").write_text(SOURCES)
    (folder / "clusters.csv").write_text(
        "id,name,group,country,latitude,longitude\n"
        + "".join(f"{name},{name.upper()},home,KOR,0,0\n" for name in figures)
    )
    (folder / "observations.csv").write_text(
        "place,indicator,value,year,quality,source\n"
        + "".join(
            f"{name},{leaf},{value},2024,A,almanac\n"
            for name, values in figures.items()
            for leaf, value in zip(leaves, values, strict=False)
        )
    )
    return folder
