"""The command that checks claims about a ranking."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from ranker._content import BUNDLED_STUDY
from ranker.analysis.variation import CONCENTRATION, MARGIN
from ranker.cli_trust import (
    ConcentrationOption,
    DepthOption,
    DrawsOption,
    MarginOption,
    NoDataOption,
    NoMissingOption,
    SeedOption,
    VaryOption,
    WeightsOption,
    foretell,
    variation_of,
)
from ranker.console import (
    AsOfOption,
    ConstraintOption,
    MethodOption,
    Output,
    OutputOption,
    ParameterOption,
    ProfileOption,
    StudyOption,
    WeightOption,
    examples,
    progress_bar,
    rank_by_options,
    write_sheets,
)
from ranker.errors import Problem, UsageError

ClaimsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="CLAIM...", help="Such as 'songdo > osaka on talent'."),
]
FileOption = Annotated[
    Path | None,
    typer.Option("--file", metavar="FILE", help="Check the claims of a file, one a line."),
]


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    claim_examples = examples(
        "ranker claim 'songdo > osaka on talent'",
        "ranker claim 'osong rank <= 5' 'count of korea in top 10 >= 3' --seed 7",
    )
    app.command("claim", epilog=claim_examples)(claim_command)


def claim_command(
    claim: ClaimsArgument = None,
    *,
    study: StudyOption = BUNDLED_STUDY,
    file: FileOption = None,
    profile: ProfileOption = None,
    weight: WeightOption = None,
    method: MethodOption = None,
    parameter: ParameterOption = None,
    as_of: AsOfOption = None,
    draws: DrawsOption = 10_000,
    seed: SeedOption = 0,
    weights: WeightsOption = None,
    concentration: ConcentrationOption = CONCENTRATION,
    margin: MarginOption = MARGIN,
    constraint: ConstraintOption = None,
    depth: DepthOption = "criteria",
    no_data: NoDataOption = False,
    no_missing: NoMissingOption = False,
    vary: VaryOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Check claims: supported, fragile or not, in which share of scenarios, and why."""
    variation = variation_of(
        weights=weights or ("uniform" if constraint else "around"),
        concentration=concentration,
        margin=margin,
        constraints=tuple(constraint or ()),
        depth=depth,
        data=not no_data,
        missing=not no_missing,
        construction=tuple(vary or ()),
    )
    written = [("claim", text) for text in claim or ()] + (_lines(file) if file else [])
    if not written:
        mend = "Write a claim such as 'songdo > osaka on talent', or name a file of claims."
        raise UsageError(Problem("argument-invalid", "CLAIM", "no claim is given.", mend))
    ranking = rank_by_options(
        study,
        profile=profile,
        weight=weight,
        method=method,
        parameter=parameter,
        as_of=as_of,
    )
    from ranker.analysis.claim import claims  # noqa: PLC0415 - loads scipy
    from ranker.analysis.claim_grammar import parse_claims  # noqa: PLC0415
    from ranker.analysis.claim_names import names_of  # noqa: PLC0415
    from ranker.output.export_claim import claims_to_json  # noqa: PLC0415
    from ranker.output.sheets_claim import claim_sheets, claims_overview  # noqa: PLC0415

    parse_claims(written, names_of(ranking.study))
    foretell(ranking, variation, draws)
    with progress_bar("scenarios") as progress:
        found = claims(
            ranking,
            [text for _, text in written],
            places=[where for where, _ in written],
            variation=variation,
            draws=draws,
            seed=seed,
            progress=progress,
        )
    is_table = output is Output.TABLE
    write_sheets(
        output,
        lambda: claim_sheets(found) if is_table else [claims_overview(found)],
        lambda: claims_to_json(ranking, found),
    )


def _lines(file: Path) -> list[tuple[str, str]]:
    """Return the claims of a file with their places; '#' begins a comment.

    Raises
    ------
    UsageError
        The file is missing, unreadable, empty or not UTF-8.
    """
    from ranker.study.files import read_text  # noqa: PLC0415 - only where a file is named

    if not file.exists():
        mend = "Name a file of claims, one a line."
        raise UsageError(Problem("file-missing", str(file), "there is no such file.", mend))
    text, problems = read_text(file, name=str(file))
    if text is None:
        raise UsageError(problems)
    bare = [re.sub(r"(^|\s)#.*", "", line).strip() for line in text.split("\n")]
    return [(f"{file}:{n} claim", line) for n, line in enumerate(bare, 1) if line]
