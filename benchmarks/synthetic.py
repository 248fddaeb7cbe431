"""A study of any size for measurements: uniform figures of one grade, all with a doubt."""

from __future__ import annotations

from pathlib import Path

from ranker.methods.sampling import block_generator

STUDY = """\
format: 1
id: synthetic
title: Synthetic
edition: 2025-06-30
groups:
  home:
    label: Home
    role: home
countries:
  KOR: Korea
rules:
  min_coverage: 0.5
  spread: {A: 0, B: 0.10, C: 0.25}
  floor_factor: 3
method: weighted-sum
criteria:
"""
CRITERION = "  c{0}:\n    label: C{0}\n    unit: points\n    objective: max\n"


def write_synthetic(folder: Path, *, alternatives: int, criteria: int) -> Path:
    """Write a study of one indicator a criterion, and return its folder."""
    figures = (1 + 99 * block_generator(0, 0).random((alternatives, criteria))).round(2)
    folder.mkdir(parents=True, exist_ok=True)
    tree = "".join(CRITERION.format(j) for j in range(criteria))
    (folder / "study.yaml").write_text(STUDY + tree)
    clusters = "".join(f"a{i},A{i},home,KOR,0,0\n" for i in range(alternatives))
    (folder / "clusters.csv").write_text(f"id,name,group,country,latitude,longitude\n{clusters}")
    rows = "".join(
        f"a{i},c{j},{figure},2024,B,s\n"
        for i, line in enumerate(figures)
        for j, figure in enumerate(line)
    )
    (folder / "observations.csv").write_text(f"place,indicator,value,year,quality,source\n{rows}")
    (folder / "sources.csv").write_text("id,title,url\ns,S,https://s.example/a\n")
    return folder
