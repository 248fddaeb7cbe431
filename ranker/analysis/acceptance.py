"""A copy of a study with accepted corrections, and the log of what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from ranker._content import shown_path
from ranker.analysis.correction import Correction, RowEffect
from ranker.analysis.effects import Effect
from ranker.analysis.moves import Move
from ranker.errors import ContentError, Problem
from ranker.study.amend import amend_observations, amend_sources, append_rows
from ranker.study.corrections import Corrected, Status, check_unchanged
from ranker.study.files import harmless
from ranker.study.load import check_study
from ranker.study.scaffold import study_files, write_folder

LOG = "corrections.log.csv"
LOG_COLUMNS = (
    "date",
    "file",
    "row",
    "decision",
    "reason",
    "kind",
    "place",
    "indicator",
    "item",
    "year",
    "value_before",
    "low_before",
    "high_before",
    "quality_before",
    "source_before",
    "value",
    "low",
    "high",
    "quality",
    "source",
    "effect_alone",
    "effect_together",
)
KINDS: Mapping[Status, str] = {"adds": "added", "replaces": "replaced", "identical": "no change"}


def write_copy(
    correction: Correction,
    into: Path,
    *,
    accepted: Sequence[int],
    reason: str,
    when: date | None,
) -> Path:
    """Write a study with accepted rows to a new folder; see `Correction.accept`."""
    check_unchanged(correction.ranking.study)
    files = list(_files(correction, accepted, reason, when or correction.ranking.study.edition))
    return write_folder(into, files, check=_check)


def _check(folder: Path) -> None:
    _, problems = check_study(folder)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise ContentError(errors)


def _files(
    correction: Correction, accepted: Sequence[int], reason: str, when: date
) -> Iterator[tuple[str, bytes]]:
    rows = [
        sent
        for sent in correction.corrections.rows
        if sent.number in accepted and sent.status != "identical"
    ]
    log = b""
    for name, content in study_files(correction.ranking.study.path):
        if name == LOG:
            log = content
        elif name == "observations.csv":
            yield name, amend_observations(content, [sent.texts for sent in rows])
        elif name == "sources.csv":
            yield name, _sources(correction, content, rows)
        else:
            yield name, content
    yield LOG, _log(log, list(_entries(correction, accepted, reason, when)), correction)


def _sources(correction: Correction, content: bytes, rows: Sequence[Corrected]) -> bytes:
    """Add the sources that accepted rows bring, and drop those that only replaced rows cited."""
    study = correction.ranking.study
    replaced = {(sent.was.line, sent.was.source) for sent in rows if sent.was is not None}
    gone = {line for line, _ in replaced}
    cited = {row.source for row in study.observations if row.line not in gone}
    cited |= {sent.row.source for sent in rows}
    new = [
        {
            "id": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "url": source.url,
            "published": source.published,
        }
        for name, source in correction.corrections.sources.items()
        if name in cited
    ]
    without = {source for _, source in replaced} - cited
    return amend_sources(content, new, without=without) if new or without else content


def _log(held: bytes, entries: Sequence[Mapping[str, str]], correction: Correction) -> bytes:
    head = ",".join(LOG_COLUMNS)
    if held and held.decode("utf-8-sig", "replace").splitlines()[0].strip() != head:
        where = shown_path(correction.ranking.study.path / LOG)
        what = "the file is no log of corrections."
        raise ContentError(Problem("csv-malformed", where, what, "Give it another name."))
    return append_rows(held or f"{head}\n".encode(), entries)


def _entries(
    correction: Correction, accepted: Sequence[int], reason: str, when: date
) -> Iterator[dict[str, str]]:
    together = effect_text(correction.effect(accepted)) if accepted else ""
    for entry in correction.preview.rows:
        is_accepted = entry.sent.number in accepted
        yield {
            "date": when.isoformat(),
            "file": harmless(Path(correction.corrections.name).name),
            "row": str(entry.sent.number),
            "decision": "accepted" if is_accepted else "refused",
            "reason": harmless(" ".join(reason.split())),
            "kind": KINDS[entry.sent.status],
            **_figures(entry),
            "effect_alone": effect_text(entry.alone),
            "effect_together": together if is_accepted else "",
        }


def _figures(entry: RowEffect) -> dict[str, str]:
    was, texts = entry.sent.was, entry.sent.texts
    kept = ("place", "indicator", "item", "year", "value", "low", "high", "quality", "source")
    fields = {name: texts[name] for name in kept}
    if was is not None:
        numbers = {"value": was.value, "low": was.low, "high": was.high}
        fields |= {
            f"{name}_before": "" if number is None else repr(number).removesuffix(".0")
            for name, number in numbers.items()
        }
        fields |= {"quality_before": was.grade, "source_before": was.source}
    return fields


def effect_text(effect: Effect) -> str:
    """Return what rows would change in a line for the log, by ids of clusters."""
    return "; ".join(_told(effect, move) for move in effect.told) or "no rank changes"


def _told(effect: Effect, move: Move) -> str:
    shift = effect.interval(move.cluster)
    old, new = (str(rank) if rank else "none" for rank in (move.before, move.after))
    ranks = f"rank {new}" + (f", not {old}" if old != new else "")
    if shift.before == shift.after:
        return f"{move.cluster} {ranks}"
    ends = [f"{e[0]}-{e[1]}" if e else "none" for e in (shift.after, shift.before)]
    return f"{move.cluster} {ranks} (90% interval {ends[0]}, not {ends[1]})"
