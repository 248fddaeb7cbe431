"""A ranking for other people's pages: what ``<cluster-ranking>`` shows, and its script.

One document holds all languages: a text that differs between them is a mapping from language
to text. Numbers are in full precision, so that the sliders rank as the engine does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ranker._content import content_folder
from ranker.analysis.weighting import profile_weightings
from ranker.output.cells import BASIS
from ranker.output.compact import compact_script, compact_style
from ranker.output.environment import contained
from ranker.output.evidence import usual_draws
from ranker.output.export import manifest_fields
from ranker.output.headline import reason_text
from ranker.output.language import (
    LANGUAGES,
    _,
    cluster_name,
    in_language,
    ngettext,
    use_language,
)
from ranker.output.rows import number_or_none
from ranker.output.tweak import can_rank_in_page, model_data
from ranker.output.words import figure_text, range_text, unit_text, web_address, years_text
from ranker.study.model import Criterion

if TYPE_CHECKING:
    from ranker.analysis.ranking import Ranking
    from ranker.analysis.robustness import Robustness
    from ranker.study.matrix import Cell
    from ranker.study.model import Cluster, Indicator, Node, Observation, Text

EMBED_SCHEMA = "cluster-ranker/embed/1"

Said = str | dict[str, str]  # by language where it differs


def embed_to_json(ranking: Ranking, drawn: Robustness | None = None) -> str:
    """Return what ``<cluster-ranking>`` shows as JSON on one line.

    Parameters
    ----------
    ranking : Ranking
    drawn : Robustness, optional
        Draws of this ranking; those that a report makes where None.

    Returns
    -------
    str
        An object whose ``schema`` is "cluster-ranker/embed/1".
    """
    data = embed_data(ranking, drawn or usual_draws(ranking))
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def embed_data(ranking: Ranking, drawn: Robustness | None) -> dict[str, Any]:
    """Return what ``<cluster-ranking>`` shows as plain data.

    Parameters
    ----------
    ranking : Ranking
    drawn : Robustness or None
        Where the rank intervals come from; without it there are none.

    Returns
    -------
    dict
        ``model`` is None where `can_rank_in_page` says no: there are no sliders then.
        ``held`` has by cluster and indicator the place in ``figures``, None where missing.
    """
    study = ranking.study
    figures, held = _figures(ranking)
    usable = profile_weightings(study, as_of=ranking.as_of)
    profiles = [profile for name, profile in study.profiles.items() if name in usable]
    data = {
        "schema": EMBED_SCHEMA,
        "study": {
            "id": study.id,
            "title": _in_all(study.title),
            "edition": study.edition.isoformat(),
        },
        "method": {"name": ranking.method.name, "title": said(lambda: _(ranking.method.title))},
        "criteria": [{"id": node.id, "label": _in_all(node.label)} for node in study.criteria],
        "indicators": list(_indicators(ranking)),
        "profiles": [{"id": p.id, "label": _in_all(p.label)} for p in profiles],
        "clusters": [_cluster(ranking, cluster, drawn) for cluster in ranking.clusters],
        "model": _model(ranking) if can_rank_in_page(ranking) else None,
        "held": held,
        "figures": figures,
        "sources": [_source_fields(ranking, name) for name in study.sources],
        "words": _words(),
        "manifest": manifest_fields(ranking),
    }
    return {name: _contained(value) for name, value in data.items()}


def _contained(data: Any) -> Any:
    """Return plain data whose texts cannot act beyond themselves."""
    if isinstance(data, dict):
        return {key: _contained(value) for key, value in data.items()}
    return [_contained(part) for part in data] if isinstance(data, list) else contained(data)


def said(text: Callable[[], str]) -> Said:
    """Return a text in every language; as one where it is the same in all."""
    told: dict[str, str] = {}
    for code in LANGUAGES:
        with use_language(code):
            told[code] = str(text())
    return told[LANGUAGES[0]] if len(set(told.values())) == 1 else told


def _in_all(text: Text) -> Said:
    return said(lambda: in_language(text))


def _model(ranking: Ranking) -> dict[str, Any]:
    """Return what the arithmetic needs, its labels in every language."""
    model = model_data(ranking)
    return {**model, "tree": [_labelled(*pair) for pair in _pairs(model["tree"], ranking)]}


def _pairs(branches: Sequence[dict[str, Any]], ranking: Ranking) -> list[tuple[Any, Node]]:
    return list(zip(branches, ranking.study.criteria, strict=True))


def _labelled(branch: Mapping[str, Any], node: Node) -> dict[str, Any]:
    labelled = {**branch, "label": _in_all(node.label)}
    if isinstance(node, Criterion):
        below = zip(branch["children"], node.children, strict=True)
        labelled["children"] = [_labelled(*pair) for pair in below]
    return labelled


def _indicators(ranking: Ranking) -> Any:
    for j, node in enumerate(ranking.study.criteria):
        leaves = node.indicators() if isinstance(node, Criterion) else (node,)
        for leaf in leaves:
            yield {"id": leaf.id, "label": _in_all(leaf.label), "criterion": j}


def _cluster(ranking: Ranking, cluster: Cluster, drawn: Robustness | None) -> dict[str, Any]:
    i = ranking.index(cluster.id)
    is_drawn = drawn is not None and cluster.id in drawn.clusters
    low, high = drawn.interval(cluster.id) if drawn is not None and is_drawn else (None, None)
    lacks = ranking.why_unranked(i)
    return {
        "id": cluster.id,
        "name": said(lambda: cluster_name(cluster)),
        "key": cluster.name,
        "group": cluster.group,
        "role": ranking.study.role(cluster),
        "rank": int(ranking.ranks[i]) or None,
        "standing": int(ranking.standings[i]) or None,
        "score": number_or_none(ranking.scores[i]),
        "low": low,
        "high": high,
        "reason": None if lacks is None else said(lambda: reason_text(ranking, lacks)),
    }


def _figures(ranking: Ranking) -> tuple[list[dict[str, Any]], list[list[int | None]]]:
    """Return every figure once, and by cluster and indicator which one it has."""
    sources = {name: at for at, name in enumerate(ranking.study.sources)}
    figures: list[dict[str, Any]] = []
    places: dict[tuple[str, str], int] = {}
    held: list[list[int | None]] = []
    for row in ranking.cells.cells:
        for cell in row:
            key = (cell.place or cell.alternative, cell.indicator.id)
            if not cell.is_missing and key not in places:
                places[key] = len(figures)
                figures.append(_figure(cell, sources))
        keys = [(cell.place or cell.alternative, cell.indicator.id) for cell in row]
        held.append([places.get(key) for key in keys])
    return figures, held


def _figure(cell: Cell, sources: Mapping[str, int]) -> dict[str, Any]:
    indicator = cell.indicator
    is_exact = cell.low == cell.high == cell.value
    basis = BASIS.get(indicator.level)
    return {
        "value": float(cell.value),
        "text": said(lambda: _with_unit(cell.value, indicator)),
        "range": "" if is_exact else said(lambda: range_text(cell.low, cell.high, indicator)),
        "years": years_text(cell),
        "grade": cell.grade,
        "basis": said(lambda: _(basis)) if basis else "",
        "rows": [_row(row, cell, sources) for row in cell.chosen],
    }


def _row(row: Observation, cell: Cell, sources: Mapping[str, int]) -> dict[str, Any]:
    """Return where a row was read; one of several says what it adds."""
    source = {"source": sources[row.source]}
    if len(cell.chosen) < 2:
        return source
    return {"item": row.item, "text": said(lambda: _with_unit(row.value, cell.indicator)), **source}


def _with_unit(value: float, indicator: Indicator) -> str:
    return f"{figure_text(value, indicator)} {unit_text(indicator)}".rstrip()


def _source_fields(ranking: Ranking, name: str) -> dict[str, str]:
    source = ranking.study.sources[name]
    return {
        "title": source.title,
        "publisher": source.publisher,
        "url": web_address(source.url),
    }


def _words() -> dict[str, Said | list[Said]]:
    """Return what the script says itself; a pair is for one thing and for several."""
    return {
        "rank": said(lambda: _("Rank")),
        "score": said(lambda: _("Score")),
        "interval": said(lambda: _("90% interval")),
        "weights": said(lambda: _("Your weights")),
        "inside": said(lambda: _("Weights inside {label}")),
        "reset": said(lambda: _("Back to the published weights")),
        "last": said(lambda: _("One of these weights has to be above 0.")),
        "still": said(lambda: _("Every cluster keeps its published rank.")),
        "moved": [_moved(1), _moved(2)],
        "nobody": said(
            lambda: _(
                "With these weights no cluster can be ranked: give more weight to what is known."
            )
        ),
        "whole": said(lambda: _("Show all {count}")),
        "unranked": said(lambda: _("not ranked")),
        "missing": said(lambda: _("missing")),
        "grade": said(lambda: _("grade {grade}")),
        "foot": said(lambda: _("{method}. Edition of {edition}.")),
        "beside": said(
            lambda: _("Beside a name: the 90% interval of its rank, at the published weights.")
        ),
        "brackets": said(lambda: _("In brackets: the rank that the benchmark would take.")),
    }


def _moved(n: int) -> Said:
    return said(
        lambda: ngettext(
            "{n} of {of} clusters changes rank.", "{n} of {of} clusters change rank.", n
        )
    )


def embed_script() -> str:
    """Return ``embed.js``: the web component in one script that needs nothing else.

    Returns
    -------
    str
        Under 25 KB; equal versions give equal text.
    """
    folder = content_folder("reports") / "static"
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in _PARTS}
    style = json.dumps(compact_style(texts["embed.css"]), ensure_ascii=False)
    code = f"{texts['arithmetic.js']}\nconst STYLE = {style};\n{texts['embed.js']}"
    bare = compact_script(code)
    return f"// Cluster Ranker: <cluster-ranking src>\n(() => {{\n{bare}}})();\n"


_PARTS = ("arithmetic.js", "embed.css", "embed.js")
