"""Claims and their verdicts, as sheets: a sentence first, then what it hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ranker.output.likelihood import chance_text, likelihood
from ranker.output.sheet import Column, Sheet
from ranker.output.sheets_case import HOLDS
from ranker.output.sheets_trust import name_of
from ranker.output.words import MISSING, figure_text, listed, number_text, ordinal, unit_text

if TYPE_CHECKING:
    from ranker.analysis.claim import Claim, Rival
    from ranker.analysis.claim_hinges import Hinge
    from ranker.study.matrix import Cell

SHOWN = 8  # figures that a claim hangs on; JSON has all


def claim_sheets(claims: Sequence[Claim]) -> list[Sheet]:
    """Return one sheet a claim; the last also tells what the scenarios were."""
    return [
        _sheet(claim, run_notes(claims) if at == len(claims) - 1 else ())
        for at, claim in enumerate(claims)
    ]


def claim_sheets_of(claim: Claim) -> list[Sheet]:
    """Return one claim as sheets, its row of numbers first."""
    return [claims_overview([claim]), *claim_sheets([claim])]


def claims_overview(claims: Sequence[Claim]) -> Sheet:
    """Return one line a claim, for CSV and Markdown."""
    truths = ["true" if claim.is_true else "false" for claim in claims]
    shares = [claim.share for claim in claims]
    columns = (
        Column("claim", "Claim", *_twice([claim.normal for claim in claims]), is_text=True),
        Column("text", "", [claim.text for claim in claims]),
        Column("sentence", "In words", *_twice([c.sentence for c in claims]), is_text=True),
        Column("verdict", "Verdict", *_twice([claim.verdict for claim in claims]), is_text=True),
        Column("is_true", "As it stands", *_twice(truths), is_text=True),
        Column("share", "Scenarios", shares, [share_of(claim) for claim in claims]),
        Column("error", "", [claim.error for claim in claims]),
        Column("extent", "", [claim.extent for claim in claims]),
        Column("turned_by", "Turned by", *_counts([len(claim.hangs_on) for claim in claims])),
    )
    note = "Turned by: how many single figures, each within its doubt, would turn the claim."
    notes = (note, *run_notes(claims))
    return Sheet(claims[0].ranking.study.title.en, columns, notes=notes)


def _twice(texts: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    return texts, texts


def _counts(numbers: Sequence[int]) -> tuple[Sequence[int], Sequence[str]]:
    return numbers, [str(number) for number in numbers]


def share_of(claim: Claim) -> str:
    """Return the share of scenarios as it is shown, no surer than the draws."""
    return chance_text(claim.share, error=claim.error)


def verdict_text(claim: Claim) -> str:
    """Return the verdict with its reasons, to be quoted."""
    word = claim.verdict.capitalize()
    held = min(max(round(claim.share, 2), claim.error, 0.005), 1 - max(claim.error, 0.005))
    scenarios = f"{share_of(claim)} of {claim.draws:,} scenarios ({likelihood(held)})"
    if claim.is_true:
        return f"{word}: true as the ranking stands, and in {scenarios}."
    return f"{word}: not true as the ranking stands; true in {scenarios}."


def _sheet(claim: Claim, run: Sequence[str]) -> Sheet:
    shown = claim.hangs_on[:SHOWN]
    columns = (
        _words("Would turn it alone", [hinge.cell.indicator.label.en for hinge in shown]),
        _words("Of", [_whose(claim, hinge) for hinge in shown]),
        _numbers("Now", [_now(hinge.cell) for hinge in shown]),
        _numbers("Turns at", [_needed(hinge) for hinge in shown]),
        _numbers("Within", [_ends(hinge) for hinge in shown]),
        _numbers("Grade", [hinge.cell.grade or MISSING for hinge in shown]),
        _words("Source", [", ".join(hinge.cell.sources) or MISSING for hinge in shown]),
    )
    notes = (*_notes(claim, shown), *run)
    return Sheet(claim.sentence, columns, lead=(verdict_text(claim),), notes=notes)


def _words(head: str, texts: Sequence[str]) -> Column:
    return Column("", head, (), texts, is_text=True)


def _numbers(head: str, texts: Sequence[str]) -> Column:
    return Column("", head, (), texts)


def _whose(claim: Claim, hinge: Hinge) -> str:
    names = listed([name_of(claim.ranking, cluster) for cluster in hinge.clusters], most=2)
    level = hinge.cell.indicator.level
    return names if level == "cluster" else f"{names} ({level})"


def _now(cell: Cell) -> str:
    if cell.is_missing:
        return MISSING
    unit = unit_text(cell.indicator)
    return f"{figure_text(cell.value, cell.indicator)}{f' {unit}' if unit else ''}"


def _needed(hinge: Hinge) -> str:
    if hinge.needed is None:
        return f"{chance_text(1 - hinge.slack)} of those seen"
    return number_text(hinge.needed, unit=hinge.cell.indicator.unit.en)


def _ends(hinge: Hinge) -> str:
    unit = hinge.cell.indicator.unit.en
    return f"{number_text(hinge.low, unit=unit)} to {number_text(hinge.high, unit=unit)}"


def _notes(claim: Claim, shown: Sequence[Hinge]) -> Iterator[str]:
    if not shown:
        yield "No single figure, wrong within its doubt or missing, turns it alone."
    if len(claim.hangs_on) > len(shown):
        yield f"{len(claim.hangs_on) - len(shown)} more figures would turn it alone."
    for rival in claim.rivals:
        yield _rival(claim, rival)
    if claim.extent is not None:
        under = listed(claim.variation.constraints)
        where = f" where {under}" if under else ""
        yield f"With the figures as they are it holds {HOLDS[claim.extent]}{where}. Exact."
    yield from _evidence(claim)
    if claim.is_close:
        yield "The share is so near a threshold of the verdict that more draws might change it."
    sources = dict.fromkeys(name for hinge in shown for name in hinge.cell.sources)
    for name in sources:
        source = claim.ranking.study.sources[name]
        yield f"{name}: {source.title}, {source.url}"


def _rival(claim: Claim, rival: Rival) -> str:
    name = name_of(claim.ranking, rival.cluster)
    ahead = chance_text(rival.ahead, error=claim.error)
    return f"At the threshold: {name} ({ordinal(rival.rank)}), which it is ahead of in {ahead}."


def _evidence(claim: Claim) -> Iterator[str]:
    """Tell what is missing and what is most doubtful among the figures it rests on."""
    if claim.missing:
        cells = [f"{c.indicator.label.en} of {_name(claim, c)}" for c in claim.missing]
        yield f"Missing among the figures it rests on: {listed(cells)}."
    if claim.doubtful:
        cells = [f"{c.indicator.label.en} of {_name(claim, c)}" for c in claim.doubtful]
        yield f"Of grade {claim.doubtful[0].grade}, the most doubtful: {listed(cells)}."


def _name(claim: Claim, cell: Cell) -> str:
    return name_of(claim.ranking, cell.alternative)


def run_notes(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Say what the scenarios of some claims were and how sure the shares are."""
    first, error = claims[0], max(claim.error for claim in claims)
    draws = f"{first.draws:,} scenario{'' if first.draws == 1 else 's'} from seed {first.seed}"
    shares = "the share is" if len(claims) == 1 else "every share is"
    sure = (
        f"{shares} within {error * 100:.1f} percentage points of that of endless scenarios, with "
        "95% confidence."
    )
    return (
        f"What varied: {first.variation.sentence()}.",
        f"{draws}; {sure if error else 'all gave the same answer.'}",
    )
