"""A page on which people judge criteria without a network, in two languages."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from ranker.methods.elicit_ahp import ACCEPTED, RANDOM_INDEX, RANDOM_INDEX_BEYOND, SCALE
from ranker.methods.elicit_bwm import FEWEST, THRESHOLDS
from ranker.output.cldr import day
from ranker.output.form_words import form_words
from ranker.output.language import current_language, in_language
from ranker.output.render import render_bilingual
from ranker.output.save import check_destination, save_text
from ranker.output.view_form import FormGroupView, FormItemView, FormPairView, FormView
from ranker.study.model import TOP, Criterion, Node, Study


def write_form(study: Study, path: str | os.PathLike[str]) -> Path:
    """Write a page that asks for judgements on the criteria of a study.

    Parameters
    ----------
    study : Study
    path : str or path
        The HTML file. Its folder must exist.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    UsageError
        ``destination-unwritable``.
    """
    check_destination(Path(path))
    return save_text(render_form(study), Path(path))


def render_form(study: Study) -> str:
    """Return the form as one HTML page in all languages, with a switch.

    Parameters
    ----------
    study : Study

    Returns
    -------
    str
        Equal studies give equal text.
    """
    return render_bilingual("form.html.j2", lambda: {"form": form_view(study)})


def form_view(study: Study) -> FormView:
    """Return what the form shows and computes with, in the language in use."""
    groups = tuple(_groups(study.root))
    return FormView(
        language=current_language(),
        title=in_language(study.title),
        edition=day(study.edition),
        groups=groups,
        scale=tuple(range(int(SCALE), 1, -1)),
        data=_data(study, groups),
    )


def _groups(criterion: Criterion) -> Iterator[FormGroupView]:
    items = tuple(_item(node) for node in criterion.children)
    if len(items) > 1:
        pairs = tuple(FormPairView(one, other) for one, other in combinations(items, 2))
        label = in_language(criterion.label) if criterion.id else ""
        yield FormGroupView(criterion.id or TOP, label, items, pairs)
    for child in criterion.children:
        if isinstance(child, Criterion):
            yield from _groups(child)


def _item(node: Node) -> FormItemView:
    return FormItemView(node.id, in_language(node.label), in_language(node.description))


def _data(study: Study, groups: tuple[FormGroupView, ...]) -> Mapping[str, Any]:
    return {
        "study": study.id,
        "edition": study.edition.isoformat(),
        "contentHash": study.content_hash,
        "groups": [_group_data(group) for group in groups],
        "ahp": {
            "accepted": ACCEPTED,
            "randomIndex": [*RANDOM_INDEX, RANDOM_INDEX_BEYOND],
            "scale": SCALE,
        },
        "bwm": {"fewest": FEWEST, "thresholds": [list(row) for row in THRESHOLDS]},
        "words": form_words(),
    }


def _group_data(group: FormGroupView) -> Mapping[str, Any]:
    return {"node": group.node, "items": [{"id": i.id, "label": i.label} for i in group.items]}
