"""The catalogue of checks: each has a name, and each yields every problem it finds.

A check reads a `Draft` and never stops another: where what it leans on could
not be read, it stays silent, since that problem has been told already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ranker.errors import Problem
from ranker.study.check_elicit import ELICIT_CHECKS
from ranker.study.check_forms import FORM_CHECKS
from ranker.study.check_networks import NETWORK_CHECKS
from ranker.study.check_parameters import PARAMETER_CHECKS
from ranker.study.check_tables import TABLE_CHECKS
from ranker.study.check_tree import TREE_CHECKS
from ranker.study.draft import Draft

_ENTRY = re.compile(r"(\w+)\[([0-9]+)\]")  # a row of a study written as JSON

Check = Callable[[Draft], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    *TREE_CHECKS,
    *FORM_CHECKS,
    *PARAMETER_CHECKS,
    *ELICIT_CHECKS,
    *TABLE_CHECKS,
    *NETWORK_CHECKS,
)


def find_problems(draft: Draft) -> list[Problem]:
    """Return every problem of a study: those met while reading, then one check after another."""
    problems = list(draft.problems)
    for check in CHECKS:
        problems += check(draft)
    return sorted(dict.fromkeys(problems), key=_in_file_order)


def _in_file_order(problem: Problem) -> tuple[str, int]:
    entry = _ENTRY.match(problem.where)
    if entry:
        return entry[1], int(entry[2])
    name, _, rest = problem.where.partition(":")
    line = rest.split(" ")[0]
    return name, int(line) if line.isdecimal() else 0
