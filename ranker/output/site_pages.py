"""Which pages a site has beside those of its clusters, and what each of them shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ranker.output.build import Findings
from ranker.output.cldr import decimal
from ranker.output.export import to_json
from ranker.output.export_audit import audit_to_json
from ranker.output.language import _
from ranker.output.limits import ROWS, SHARES
from ranker.output.twins import (
    agenda_twins,
    agreement_twins,
    data_to_json,
    doubt_twins,
    opinions_to_json,
    shared_to_json,
    sources_to_json,
    takes_to_json,
)
from ranker.output.view import ReportView
from ranker.output.view_site import LinkView, PageView
from ranker.output.view_trust import DrawnView

SHARED = "shared.html"

_ANCHORS = {
    "sure": ("sure",),
    "next": ("agenda",),
    "takes": ("takes",),
    "methods": ("opinions", "agreement", "weights"),
    "audit": ("audit",),
    "shared": ("shared",),
    "data": ("data", "grades"),
    "sources": ("sources",),
}

Twins = Callable[[], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a site that is no cluster's.

    Parameters
    ----------
    file, template : str
    label : str
        Its name in the contents; empty where it is not in them.
    report : ReportView
        Cut down to what the page shows.
    page : PageView
    anchors : tuple of str
        Anchors of the one-page report that stand here; the first is the page itself.
    twins : callable
        Makes the files of the page's JSON twins, by name.
    """

    file: str
    template: str
    label: str
    report: ReportView
    page: PageView
    anchors: tuple[str, ...]
    twins: Twins


def leaves(found: Findings, view: ReportView) -> Iterator[Leaf]:
    """Yield the pages in the order of the contents, each knowing all of them."""
    plain = [*_ranking_leaves(found, view), *_question_leaves(found, view)]
    labels = {leaf.file: leaf.label for leaf in plain if leaf.label}
    for leaf in plain:
        contents = _contents(labels, leaf.file, "")
        yield replace(leaf, page=replace(leaf.page, contents=contents))


def cluster_page(
    view: ReportView, names: Mapping[str, str], held: Sequence[Leaf], position: int
) -> PageView:
    """Return which page a cluster's is.

    Parameters
    ----------
    view : ReportView
    names : mapping of str to str
        File of each cluster's page, in the order of the pages.
    held : sequence of Leaf
    position : int
        Of the cluster in that order.
    """
    cluster = view.profiles[position]
    labels = {leaf.file: leaf.label for leaf in held if leaf.label}

    def neighbour(at: int) -> LinkView | None:
        if not 0 <= at < len(view.profiles):
            return None
        other = view.profiles[at]
        return LinkView(f"{names[other.id]}.html", other.name)

    return PageView(
        title=cluster.name,
        root="../",
        twins=(f"{names[cluster.id]}.json",),
        contents=_contents(labels, "", "../"),
        before=neighbour(position - 1),
        after=neighbour(position + 1),
    )


def file_names(clusters: Sequence[str]) -> dict[str, str]:
    """Return a file name for each id, apart also where capitals do not count.

    Examples
    --------
    >>> file_names(["osong", "Osong", "songdo"])
    {'osong': 'osong', 'Osong': 'Osong-2', 'songdo': 'songdo'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for cluster in clusters:
        name, number = cluster, 1
        while name.lower() in taken:
            number += 1
            name = f"{cluster}-{number}"
        taken.add(name.lower())
        names[cluster] = name
    return names


def _contents(labels: Mapping[str, str], here: str, root: str) -> tuple[LinkView, ...]:
    return tuple(
        LinkView(f"{root}{file}", label, is_here=file == here) for file, label in labels.items()
    )


def _page(title: str, twins: Sequence[str], notes: Sequence[str] = ()) -> PageView:
    return PageView(title, "", tuple(twins), (), notes=tuple(notes))


def _ranking_leaves(found: Findings, view: ReportView) -> Iterator[Leaf]:
    parts = [view.ranking[at : at + ROWS] for at in range(0, len(view.ranking), ROWS)]
    files = ["index.html", *(f"ranking-{n}.html" for n in range(2, len(parts) + 1))]
    titles = [_places(part[0].standing, part[-1].standing) for part in parts]
    for n, part in enumerate(parts):
        before = LinkView(files[n - 1], titles[n - 1]) if n else None
        after = LinkView(files[n + 1], titles[n + 1]) if n + 1 < len(parts) else None
        notes = tuple(_index_notes(view, len(parts))) if n == 0 else ()
        page = replace(_page(titles[n], ["index.json"], notes), before=before, after=after)
        yield Leaf(
            file=files[n],
            template="site_index.html.j2" if n == 0 else "site_ranking.html.j2",
            label=_("Ranking") if n == 0 else "",
            report=replace(view, ranking=part),
            page=replace(page, title=_("Ranking")) if n == 0 else page,
            anchors=("ranking", "not-ranked", "profiles", "map") if n == 0 else (),
            twins=(lambda: {"index.json": to_json(found.evidence.ranking)}) if n == 0 else dict,
        )


def _places(first: int | None, last: int | None) -> str:
    return _("Places {first} to {last}").format(first=first, last=last)


def _index_notes(view: ReportView, parts: int) -> Iterator[str]:
    if parts > 1:
        words = _("This page has the first {rows} of {count} places; the next ones follow below.")
        yield words.format(rows=ROWS, count=decimal(len(view.ranking)))
    if view.strip is None:
        words = _("Scores are pictured for up to {most} ranked clusters; here are {count}.")
        yield words.format(most=SHARES, count=decimal(view.ranked_count))


def _question_leaves(found: Findings, view: ReportView) -> Iterator[Leaf]:
    yield from _doubt_leaves(found, view)
    ranking = found.evidence.ranking
    if view.takes is not None:
        takes = _once("takes", lambda: takes_to_json(ranking, found.takes))
        yield _leaf("takes", _("What would it take"), view, takes)
    opinions = _once("methods", lambda: opinions_to_json(ranking, found.methods, found.profiles))
    opinions |= _files(agreement_twins(found.agreement))
    leaf = _leaf("methods", _("Methods and weights"), _with_first_rows(view), opinions)
    yield replace(leaf, page=replace(leaf.page, notes=tuple(_opinion_notes(view))))
    if view.audit is not None:
        held = _once("audit", lambda: audit_to_json(found.audit))
        yield _leaf("audit", _("How sound is the index"), view, held)
    if view.shared:
        shared = _once("shared", lambda: shared_to_json(ranking))
        yield _leaf("shared", _("Figures of larger places"), view, shared)
    data = _once("data", lambda: data_to_json(ranking, view))
    yield _leaf("data", _("Data"), replace(view, sources=()), data)
    sources = _once("sources", lambda: sources_to_json(ranking, view.sources))
    yield _leaf("sources", _("Sources"), view, sources)


def _doubt_leaves(found: Findings, view: ReportView) -> Iterator[Leaf]:
    doubt, agenda = _files(doubt_twins(found.evidence)), _files(agenda_twins(found.evidence))
    shown, drawn = _with_pictures(view)
    if doubt or view.trust.absent:
        leaf = _leaf("sure", _("How sure is each rank"), shown, doubt)
        yield replace(leaf, page=replace(leaf.page, drawn=drawn))
    if agenda:
        yield _leaf("next", _("What to find next"), view, agenda)


def _leaf(name: str, label: str, view: ReportView, twins: Mapping[str, Callable[[], str]]) -> Leaf:
    return Leaf(
        file=f"{name}.html",
        template=f"site_{name}.html.j2",
        label=label,
        report=view,
        page=_page(label, [*twins]),
        anchors=_ANCHORS[name],
        twins=lambda: {file: text() for file, text in twins.items()},
    )


def _once(name: str, text: Callable[[], str]) -> dict[str, Callable[[], str]]:
    return {f"{name}.json": text}


def _files(texts: Iterable[tuple[str, str]]) -> dict[str, Callable[[], str]]:
    return {f"{name}.json": partial(str, text) for name, text in texts}


def _with_pictures(view: ReportView) -> tuple[ReportView, DrawnView | None]:
    """Return the report as it can be pictured, and the draws where they cannot."""
    drawn = view.trust.drawn
    if drawn is None or drawn.rank_count <= SHARES:
        return view, None
    return replace(view, trust=replace(view.trust, drawn=None)), drawn


def _with_first_rows(view: ReportView) -> ReportView:
    methods, profiles, agreement = view.methods, view.weight_profiles, view.agreement
    if agreement is not None and agreement.methods is not None:
        together = replace(agreement.methods, rows=agreement.methods.rows[:ROWS])
        agreement = replace(agreement, methods=together)
    return replace(
        view,
        agreement=agreement,
        methods=replace(methods, rows=methods.rows[:ROWS]),
        weight_profiles=replace(profiles, rows=profiles.rows[:ROWS]),
    )


def _opinion_notes(view: ReportView) -> Iterator[str]:
    if len(view.methods.rows) > ROWS:
        words = _(
            "The tables have the first {rows} of {count} ranked clusters; the JSON file has all."
        )
        yield words.format(rows=ROWS, count=decimal(len(view.methods.rows)))
