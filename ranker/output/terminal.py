"""Tables for a terminal, fitted to its width; `ranker.cli` prints them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ranker.analysis.ranking import Ranking
from ranker.analysis.weighting import Weighting, resolve_weights
from ranker.errors import MethodError
from ranker.methods.method import Method, Parameter
from ranker.methods.passports import COMPENSATION, PASSPORTS, SCALE
from ranker.output.derived_words import derived_sentences
from ranker.output.rows import Row, Rows, ranking_rows
from ranker.output.treatment_words import treatment_notes
from ranker.output.verdict_words import elicited_sentences
from ranker.output.words import MISSING, listed, ordinal, score_text, share_text
from ranker.study.model import Study

PIPED_WIDTH = 10_000  # nothing is wrapped or left out where no terminal sets a width

_GAP = 2  # blanks that a column takes beside its text
_NAME_WIDTH = 30  # a name that is longer may take two lines where room is short
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def render(content: RenderableType, *, width: int, colour: bool) -> str:
    """Return what a terminal is sent, without blanks at the ends of lines."""
    file = io.StringIO()
    console = Console(
        file=file,
        width=width,
        force_terminal=colour,
        color_system="auto" if colour else None,
        legacy_windows=False,
        highlight=False,
    )
    console.print(content, crop=False)
    return re.sub(r"[ ]+\n", "\n", file.getvalue())


def text(words: str, style: str = "") -> Text:
    """Return words that are shown as they stand: no markup, no control characters."""
    return Text(_CONTROL.sub("�", words), style=style)


# --- the ranking -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which columns a ranking is shown with."""

    local_names: bool
    criteria: bool
    labels: bool  # criteria under their labels; else under numbers that the weights explain
    name_width: int


def ranking_text(ranking: Ranking, *, width: int, group: str | None = None) -> RenderableType:
    """Return a ranking for a terminal.

    Parameters
    ----------
    ranking : Ranking
    width : int
        Columns of the terminal. Local names are left out first, then the labels of the
        criteria, then their scores.
    group : str, optional
        Id of the group whose clusters are shown, with their rank among all.

    Raises
    ------
    UsageError
        ``group-unknown``.
    """
    rows = ranking_rows(ranking, group=group)
    labels = [node.label.en for node in ranking.study.criteria]
    layout = _fitting(rows, labels, width=width, in_group=group is not None)
    table = _ranking_table(rows, labels, layout, in_group=group is not None)
    treated = [text(note) for note in treatment_notes(ranking)]
    notes = [*_below(ranking, rows), *treated, text(_method_line(ranking, layout))]
    return Group(text(ranking.study.title.en, "bold"), Text(), table, Text(), *notes)


def _fitting(rows: Rows, labels: Sequence[str], *, width: int, in_group: bool) -> _Layout:
    shown = (*rows.ranked, *rows.benchmarks)
    names = max((cell_len(row.cluster.name) for row in shown), default=0)
    local = max((cell_len(row.cluster.name_local) for row in shown), default=0) + _GAP
    groups = max((cell_len(row.group) for row in shown), default=0)
    fixed = 4 + groups + 6 + 8 + 4 * _GAP + (8 + _GAP if in_group else 0)
    words = [max(map(len, label.split()), default=0) for label in labels]
    labelled = sum(max(length, 5) + _GAP for length in words)
    numbered = len(labels) * (5 + _GAP)
    short = min(names, _NAME_WIDTH)
    for layout, needed in (
        (_Layout(True, True, True, names), names + local + labelled),
        (_Layout(False, True, True, names), names + labelled),
        (_Layout(False, True, False, short), short + numbered),
    ):
        if fixed + needed <= width:
            return layout
    return _Layout(False, False, False, short)


def _ranking_table(rows: Rows, labels: Sequence[str], layout: _Layout, *, in_group: bool) -> Table:
    table = _table()
    table.add_column("Rank", justify="right", no_wrap=True)
    if in_group:
        table.add_column("In group", justify="right")
    table.add_column("Cluster", min_width=min(layout.name_width, 13))
    if layout.local_names:
        table.add_column("Local name")
    table.add_column("Group")
    table.add_column("Score", justify="right", no_wrap=True)
    for number, label in enumerate(labels if layout.criteria else (), start=1):
        table.add_column(text(label if layout.labels else str(number)), justify="right")
    table.add_column("Coverage", justify="right", no_wrap=True)
    for row in rows.ranked:
        table.add_row(*_cells(row, layout, in_group=in_group))
    if rows.ranked and rows.benchmarks:
        table.add_section()
    for row in rows.benchmarks:
        table.add_row(*_cells(row, layout, in_group=in_group), style="italic")
    return table


def _cells(row: Row, layout: _Layout, *, in_group: bool) -> Iterator[Text]:
    yield text(str(row.rank or MISSING), "bold")
    if in_group:
        yield text(str(row.group_rank or MISSING))
    yield text(row.cluster.name)
    if layout.local_names:
        yield text(row.cluster.name_local)
    yield text(row.group)
    yield text(row.score_text, "bold")
    for score in row.criteria if layout.criteria else ():
        yield text(MISSING if score is None else score_text(score))
    yield text(share_text(row.coverage))


def _below(ranking: Ranking, rows: Rows) -> Iterator[RenderableType]:
    for row in rows.benchmarks:
        place = ordinal(row.standing or 0)
        yield text(f"{row.cluster.name} takes no rank as a benchmark; it would be {place}.")
    if rows.unranked:
        yield text(f"Not ranked for want of figures: {len(rows.unranked)}.")
    labels = {node.id: node.label.en for node in ranking.study.criteria}
    by_gap: dict[str, list[str]] = {}
    for row in rows.unranked:
        by_gap.setdefault(listed([labels[name] for name in row.thin]), []).append(row.cluster.name)
    for gap, names in by_gap.items():
        yield _indented(f"No score for {gap}: {listed(sorted(names), most=len(names))}.")


def _method_line(ranking: Ranking, layout: _Layout) -> str:
    shares = ranking.weighting.shares
    is_numbered = layout.criteria and not layout.labels
    weights = [
        f"{f'{number} ' if is_numbered else ''}{node.label.en} {share_text(shares[node.id])}"
        for number, node in enumerate(ranking.study.criteria, start=1)
    ]
    profile = ranking.weighting.profile
    named = f" (profile {ranking.study.profiles[profile].label.en})" if profile else ""
    by_hand = ", from the figures" if ranking.weighting.derived else ""
    by_hand += ", changed by hand" if ranking.weighting.named else ""
    way = "" if ranking.method.more_is_better else ", less is better"
    until = f" Figures up to {ranking.as_of}." if ranking.as_of is not None else ""
    judged = elicited_sentences(ranking.study, ranking.weighting.elicited)
    return " ".join(
        [
            f"Method: {ranking.method.title}{way}. "
            f"Weights{named}{by_hand}: {', '.join(weights)}.{until}",
            *judged,
        ]
    )


# --- methods and profiles ----------------------------------------------------------------


def methods_text(methods: Iterable[Method]) -> RenderableType:
    """Return the catalogue of methods as a table."""
    table = _table(lines=True)
    table.add_column("Method", no_wrap=True)
    table.add_column("How it scores", ratio=3)
    table.add_column("What it assumes", ratio=3)
    table.add_column("Paper", ratio=2)
    for method in methods:
        paper = method.paper.partition(").")[0] + ")"
        table.add_row(
            text(method.name, "bold"), text(method.formula), text(method.assumes), text(paper)
        )
    return table


def method_text(method: Method) -> RenderableType:
    """Return one method in full."""
    table = Table.grid(padding=(0, _GAP))
    for head, words in {
        "How it scores": method.formula,
        "What it assumes": method.assumes,
        **passport_lines(method),
        "Direction": "more is better" if method.more_is_better else "less is better",
        "Parameters": "" if method.parameters else "none",
        "Paper": method.paper,
        "DOI": f"https://doi.org/{method.doi}" if method.doi else "none",
    }.items():
        table.add_row(text(head, "bold"), text(words))
        if head == "Parameters":
            for name, meaning in map(parameter_line, method.parameters):
                table.add_row(text(f"  {name}"), text(meaning))
    return Group(text(f"{method.title} ({method.name})", "bold"), table)


def passport_lines(method: Method) -> dict[str, str]:
    """Return what a method's passport says, by heading."""
    passport = PASSPORTS[method.name]
    return {
        "Compensation": sentence(COMPENSATION[passport.compensation]),
        "Scale": sentence(SCALE[passport.scale]),
        "Rank reversal": f"{'Possible' if passport.can_reverse else 'None'}. {passport.reversal}",
        "What breaks it": passport.breaks,
    }


def sentence(words: str) -> str:
    """Return words that begin in lower case as a sentence.

    Examples
    --------
    >>> sentence("full: it pays")
    'Full: it pays.'
    """
    return f"{words[:1].upper()}{words[1:]}."


def parameter_line(parameter: Parameter) -> tuple[str, str]:
    """Return a parameter's name with its symbol, and what it means, takes and defaults to."""
    return _named(parameter), _parameter_words(parameter)


def _named(parameter: Parameter) -> str:
    symbol = f" ({parameter.symbol})" if parameter.symbol else ""
    return f"{parameter.name}{symbol}"


def _parameter_words(parameter: Parameter) -> str:
    default = "nothing" if parameter.default is None else f"{parameter.default}"
    own = " Each criterion may have its own." if parameter.per_criterion else ""
    return (
        f"{parameter.meaning} Takes {parameter.takes}; {default} where none is set. "
        f"{parameter.source}{own}"
    )


def profiles_text(study: Study) -> RenderableType:
    """Return the weight profiles of a study: whose view each is, and its shares."""
    parts: list[RenderableType] = []
    for name, profile in study.profiles.items():
        default = ", the default" if name == study.default_profile else ""
        head = text(name, "bold").append_text(text(f" ({profile.label.en}{default})"))
        view = " ".join(profile.view.en.split())
        try:
            lines = [view, *_weight_lines(study, resolve_weights(study, profile=name))]
        except MethodError as error:
            lines = [view, *(str(problem) for problem in error.problems)]
        lines += elicited_sentences(study, profile.elicited)
        parts += [head, *(_indented(line) for line in lines)]
    return Group(*parts)


def _weight_lines(study: Study, weighting: Weighting) -> list[str]:
    shares, top = weighting.shares, {node.id for node in study.criteria}
    weights = [f"{node.label.en} {share_text(shares[node.id])}" for node in study.criteria]
    given = [*study.profiles[weighting.profile].weights]
    given += [name for held in weighting.derived for name in held.weights]
    below = [name for name in dict.fromkeys(given) if name not in top]
    weights += [f"{name} {share_text(shares[name])}" for name in below]
    return [", ".join(weights), *derived_sentences(study, weighting.derived)]


def _indented(words: str) -> RenderableType:
    return Padding(text(words), (0, 0, 0, 2))


def _table(*, lines: bool = False) -> Table:
    return Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), show_lines=lines
    )
