"""Arguments of the command line that are more than a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ranker.errors import Problem, UsageError


def parse_weights(given: Sequence[str]) -> dict[str, float]:
    """Read ``name=share`` arguments.

    Raises
    ------
    UsageError
        ``argument-invalid``, once for every argument that is wrong.

    Examples
    --------
    >>> parse_weights(["governance=0.4", "talent=.2"])
    {'governance': 0.4, 'talent': 0.2}
    """
    weights: dict[str, float] = {}
    problems: list[Problem] = []
    mend = "Write --weight NAME=SHARE, such as --weight governance=0.4, each name once."
    for argument in given:
        name, _, number = argument.partition("=")
        share = _number(number)
        if not name or share is None or name in weights:
            found = (
                f"'{name}' is given twice." if name in weights else f"'{argument}' is no weight."
            )
            problems.append(Problem("argument-invalid", "--weight", found, mend))
        else:
            weights[name] = share
    if problems:
        raise UsageError(problems)
    return weights


def parse_numbers(
    given: Sequence[str], *, option: str, example: str
) -> tuple[dict[str, float], list[Problem]]:
    """Read ``name=number`` arguments of an option, and tell what is wrong with each.

    Examples
    --------
    >>> parse_numbers(["workforce=0.05"], option="--cost", example="workforce=0.05")
    ({'workforce': 0.05}, [])
    """
    numbers: dict[str, float] = {}
    problems: list[Problem] = []
    mend = f"Write {option} NAME=NUMBER, such as {option} {example}, each name once."
    for argument in given:
        name, _, written = argument.partition("=")
        number = _number(written)
        if not name or number is None or name in numbers:
            is_double = name in numbers
            what = f"'{name}' is given twice." if is_double else f"'{argument}' is no such pair."
            problems.append(Problem("argument-invalid", option, what, mend))
        else:
            numbers[name] = number
    return numbers, problems


def parse_parameters(given: Sequence[str], *, option: str = "--parameter") -> dict[str, Any]:
    """Read ``name=value`` arguments, and ``criterion.name=value`` for one criterion.

    Raises
    ------
    UsageError
        ``argument-invalid``, once for every argument that is wrong.

    Examples
    --------
    >>> parse_parameters(["function=v-shape", "p=20", "talent.p=5"])
    {'function': 'v-shape', 'p': 20.0, 'criteria': {'talent': {'p': 5.0}}}
    """
    parameters: dict[str, Any] = {}
    problems: list[Problem] = []
    mend = f"Write {option} NAME=VALUE, such as {option} v=0.4, each name once."
    for argument in given:
        path, _, written = argument.partition("=")
        criterion, _, name = path.rpartition(".")
        held = parameters
        if criterion:
            held = parameters.setdefault("criteria", {}).setdefault(criterion, {})
        if not name or not written or name in held:
            is_double = name in held
            what = f"'{path}' is given twice." if is_double else f"'{argument}' is no parameter."
            problems.append(Problem("argument-invalid", option, what, mend))
            continue
        number = _number(written)
        held[name] = written if number is None else number
    raise_all(problems)
    return parameters


def raise_all(problems: Sequence[Problem]) -> None:
    """Refuse arguments with all that is wrong about them.

    Raises
    ------
    UsageError
        Where there is any problem.
    """
    if problems:
        raise UsageError(problems)


def _number(written: str) -> float | None:
    try:
        return float(written)
    except ValueError:
        return None
