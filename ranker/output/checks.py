"""What a check of a study found, as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from ranker.analysis.health import find_refusals, find_warnings
from ranker.analysis.ranking import rank
from ranker.errors import Problem, RankerError
from ranker.output.export import as_json
from ranker.study.load import check_study
from ranker.study.model import Study

CHECK_SCHEMA = "cluster-ranker/check/1"


def check_whole(study: str) -> tuple[Study | None, list[Problem]]:
    """Check the files of a study and, where they have no errors, what its ranking shows.

    Raises
    ------
    ContentError
        ``study-not-found``.
    """
    checked, problems = check_study(study)
    return checked, problems if checked is None else [*problems, *_ranking_problems(checked)]


def _ranking_problems(study: Study) -> Sequence[Problem]:
    try:
        found = tuple(find_warnings(rank(study)))
    except RankerError as error:
        return error.problems
    return (*found, *find_refusals(study))


def problem_line(problem: Problem) -> str:
    """Return a problem on one line; a warning is marked as such behind its place."""
    if problem.severity == "error":
        return str(problem)
    return f"{problem.where}: warning: {problem.what} {problem.mend} [{problem.code}]"


def summary_line(study: Study | None, problems: Sequence[Problem]) -> str:
    """Return how many problems there are and how large the study is."""
    errors = sum(problem.severity == "error" for problem in problems)
    counts = [(errors, "error"), (len(problems) - errors, "warning")]
    told = ", ".join(_count(number, word) for number, word in counts if number) or "no problems"
    if study is None:
        return told
    sizes = [
        (len(study.clusters), "cluster"),
        (len(study.observations), "figure"),
        (len(study.sources), "source"),
        (len(study.profiles), "profile"),
    ]
    return f"{told}: {', '.join(_count(number, word) for number, word in sizes)}"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def check_to_json(study: Study | None, problems: Sequence[Problem]) -> str:
    """Return what a check found as JSON.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/check/1"; ``study`` is null where its
        files have errors.
    """
    return as_json(
        {
            "schema": CHECK_SCHEMA,
            "study": None if study is None else study.id,
            "has_errors": any(problem.severity == "error" for problem in problems),
            "summary": summary_line(study, problems),
            "problems": [asdict(problem) for problem in problems],
        }
    )
