"""How weights followed from judgements, and whether the judgements agree, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ranker.methods.elicit_ahp import SCALE
from ranker.output.language import N_, _, in_language
from ranker.output.words import listed, share_text
from ranker.study.model import Criterion, Elicitation, Node, Study, Text

METHOD_NAMES = {
    "direct": N_("direct rating"),
    "points": N_("division of points"),
    "swing": N_("swing weighting"),
    "rank-order-centroid": N_("order of importance (rank-order centroid)"),
    "rank-sum": N_("order of importance (rank sum)"),
    "rank-reciprocal": N_("order of importance (rank reciprocal)"),
    "swara": N_("stepwise ratios (SWARA)"),
    "ahp": N_("comparison in pairs (AHP)"),
    "bwm": N_("comparison with best and worst (BWM)"),
    "simos": N_("order of cards (revised Simos)"),
}


def elicited_sentences(study: Study, elicited: Iterable[Elicitation]) -> tuple[str, ...]:
    """Tell each set of judgements: where its weights hold, by which method, its verdict."""
    nodes = {node.id: node for node in study.root.walk()}
    return tuple(elicited_sentence(nodes, one) for one in elicited)


def elicited_sentence(nodes: Mapping[str, Node | Criterion], elicited: Elicitation) -> str:
    """Tell one set of judgements.

    Parameters
    ----------
    nodes : mapping of str to Node
        All nodes of the tree by id.
    elicited : Elicitation
    """
    method = _(METHOD_NAMES[elicited.method])
    if elicited.node:
        words = _("Weights within {criterion} follow from judgements: {method}.")
        head = words.format(criterion=in_language(nodes[elicited.node].label), method=method)
    else:
        head = _("Weights of the top criteria follow from judgements: {method}.").format(
            method=method
        )
    labels = {name: nodes[name].label for name in elicited.weights}
    parts = [head, verdict_sentence(elicited, labels)]
    if any(high - low > ROUNDING for low, high in elicited.bounds.values()):
        parts.append(_bounds_sentence(elicited, labels))
    return " ".join(parts)


ROUNDING = 1e-9


def verdict_sentence(elicited: Elicitation, labels: Mapping[str, Text]) -> str:
    """Tell whether the judgements agree, and which to revisit where they do not."""
    verdict = elicited.verdict
    if verdict.code == "untested":
        return _("Nothing was asked twice, so no judgement can contradict another.")
    if verdict.code == "consistent":
        return _("The judgements agree with one another without remainder.")
    told = {"ratio": ratio_text(verdict.ratio), "threshold": ratio_text(verdict.threshold)}
    if verdict.code == "acceptable":
        words = _(
            "The judgements agree well enough: "
            "their consistency ratio is {ratio}, and up to {threshold} is accepted."
        )
        return words.format(**told)
    if verdict.code == "no-threshold":
        words = _(
            "The judgements differ: their consistency ratio is {ratio}, "
            "and no limit is published for so many criteria."
        )
        return words.format(**told)
    words = _(
        "The judgements contradict one another: "
        "their consistency ratio is {ratio}, and only up to {threshold} is accepted."
    )
    return " ".join([words.format(**told), *_revisit(elicited, labels)])


def _revisit(elicited: Elicitation, labels: Mapping[str, Text]) -> Iterable[str]:
    revisit = elicited.verdict.revisit
    if revisit is None:
        return
    names = list(elicited.weights)
    fitting = min(max(revisit.fitting, 1 / SCALE), SCALE)  # what can be answered
    words = _(
        "Revisit first the comparison of {one} with {other}: "
        "{given} was given, about {fitting} would fit the rest."
    )
    yield words.format(
        one=in_language(labels[names[revisit.first]]),
        other=in_language(labels[names[revisit.second]]),
        given=f"{revisit.given:.3g}",
        fitting=f"{fitting:.2g}",
    )


def _bounds_sentence(elicited: Elicitation, labels: Mapping[str, Text]) -> str:
    words = _("{criterion} {low} to {high}")
    ranges = [
        words.format(
            criterion=in_language(labels[name]), low=share_text(low), high=share_text(high)
        )
        for name, (low, high) in elicited.bounds.items()
    ]
    text = _("They leave the weights open within bounds: {ranges}; the middles are used.")
    return text.format(ranges=listed(ranges, most=12))


def ratio_text(ratio: float | None) -> str:
    """Write a consistency ratio with as many digits as tell it from its threshold.

    Examples
    --------
    >>> ratio_text(0.1), ratio_text(0.02176), ratio_text(None)
    ('0.1', '0.0218', '')
    """
    return "" if ratio is None else f"{ratio:.4f}".rstrip("0").rstrip(".") or "0"


def elicited_fields(elicited: Iterable[Elicitation]) -> list[dict[str, Any]]:
    """Return sets of judgements as plain data."""
    return [_fields(one) for one in elicited]


def _fields(elicited: Elicitation) -> dict[str, Any]:
    verdict, names = elicited.verdict, list(elicited.weights)
    revisit = verdict.revisit
    return {
        "node": elicited.node or None,
        "method": elicited.method,
        "weights": dict(elicited.weights),
        "bounds": {name: list(pair) for name, pair in elicited.bounds.items()} or None,
        "verdict": {
            "code": verdict.code,
            "words": verdict.words,
            "ratio": verdict.ratio,
            "threshold": verdict.threshold,
            "revisit": revisit
            and {
                "first": names[revisit.first],
                "second": names[revisit.second],
                "given": revisit.given,
                "fitting": revisit.fitting,
            },
        },
    }
