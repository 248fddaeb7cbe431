"""Whether names and labels of a study are longer than the layout of a page expects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ranker.study.model import Criterion, Node, Study, Text

LONGEST_WORD = 20  # letters; longer words would push a column out of a narrow window
LONGEST_TEXT = 60


def has_long_texts(study: Study) -> bool:
    """Whether any name or label may have to break within a word.

    Parameters
    ----------
    study : Study

    Returns
    -------
    bool
    """
    return any(
        len(text) > LONGEST_TEXT or _longest_word(text) > LONGEST_WORD for text in _names(study)
    )


def _longest_word(text: str) -> int:
    return max((len(word) for word in re.split(r"[\s-]+", text)), default=0)


def _names(study: Study) -> Iterator[str]:
    for cluster in study.clusters:
        yield from (cluster.name, cluster.name_local, cluster.country)
    for text in _labels(study):
        yield from (text.en, text.ko)


def _labels(study: Study) -> Iterator[Text]:
    yield study.title
    yield from study.countries.values()
    yield from (group.label for group in study.groups.values())
    yield from (profile.label for profile in study.profiles.values())
    yield from _labels_below((*study.criteria, *study.context))


def _labels_below(nodes: Iterable[Node]) -> Iterator[Text]:
    for node in nodes:
        yield node.label
        if isinstance(node, Criterion):
            yield from _labels_below(node.children)
        else:
            yield node.unit
