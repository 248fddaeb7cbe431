"""Findings of an audit as sentences, and the finding of the whole."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ranker.output.cldr import decimal, percent
from ranker.output.derived_words import TITLES
from ranker.output.language import N_, _, in_language, ngettext
from ranker.output.words import listed

if TYPE_CHECKING:
    from ranker.analysis.audit import Audit
    from ranker.analysis.audit_findings import Finding
    from ranker.analysis.audit_weights import Importance
    from ranker.study.model import Study

SEVERITY_WORDS = {
    "grave": N_("grave"),
    "serious": N_("serious"),
    "note": N_("note"),
}
LEVEL_WORDS = {
    "cluster": N_("clusters"),
    "city": N_("cities"),
    "metro": N_("metro areas"),
    "country": N_("countries"),
}


def labels_of(study: Study) -> dict[str, str]:
    """Return the label of every node in the language in use; of the root, what is under it."""
    labels = {node.id: in_language(node.label) for node in study.root.walk()}
    return {**labels, "": _("the top criteria")}


def finding_sentence(finding: Finding, labels: Mapping[str, str]) -> str:
    """Say in one sentence what was found."""
    return _SENTENCES[finding.code](finding, [labels[name] for name in finding.nodes], labels)


Sentence = Callable[["Finding", Sequence[str], Mapping[str, str]], str]


def _against(finding: Finding, names: Sequence[str], labels: Mapping[str, str]) -> str:
    words = _(
        "{name} moves against the index (correlation {r}): clusters that are good on it tend to "
        "rank lower, though it weighs {weight}."
    )
    return words.format(
        name=names[0], r=decimal(finding.value, 2), weight=percent(finding.also["nominal"], 1)
    )


def _silent(finding: Finding, names: Sequence[str], labels: Mapping[str, str]) -> str:
    words = _(
        "{name} does not lift a rank: it weighs {weight}, its correlation with the index is {r}."
    )
    return words.format(
        name=names[0], r=decimal(finding.value, 2), weight=percent(finding.also["nominal"], 1)
    )


def _off_weight(finding: Finding, names: Sequence[str], labels: Mapping[str, str]) -> str:
    more = finding.also["effective"] > finding.also["nominal"]
    words = _("{name} counts for less than it weighs: {effective} in effect, {weight} by name.")
    if more:
        words = _("{name} counts for more than it weighs: {effective} in effect, {weight} by name.")
    return words.format(
        name=names[0],
        effective=percent(finding.also["effective"]),
        weight=percent(finding.also["nominal"]),
    )


def _dominates(finding: Finding, names: Sequence[str], labels: Mapping[str, str]) -> str:
    words = _(
        "{name} dominates silently: among the indicators it has {effective} of the importance, "
        "{times} times its weight of {weight}."
    )
    return words.format(
        name=names[0],
        effective=percent(finding.also["effective"], 1),
        weight=percent(finding.also["nominal"], 1),
        times=decimal(finding.value, 1),
    )


def _pair(text: str) -> Sentence:
    def sentence(finding: Finding, names: Sequence[str], labels: Mapping[str, str]) -> str:
        clusters, places = (int(finding.also[key]) for key in ("clusters", "places"))
        return _(text).format(
            a=names[0],
            b=names[1],
            criterion=labels[finding.detail],
            r=decimal(finding.value, 2),
            clusters=clusters,
            places=places,
        )

    return sentence


def _alpha(text: str) -> Sentence:
    def sentence(finding: Finding, names: Sequence[str], labels: Mapping[str, str]) -> str:
        return _(text).format(name=names[0], alpha=decimal(finding.value, 2))

    return sentence


def _outliers(finding: Finding, names: Sequence[str], labels: Mapping[str, str]) -> str:
    words = _(
        "{name} has outliers (skewness {skewness}, kurtosis {kurtosis}): a few places set the "
        "scale for all."
    )
    return words.format(
        name=names[0],
        skewness=decimal(finding.value, 1),
        kurtosis=decimal(finding.also["kurtosis"], 1),
    )


def _missing(finding: Finding, names: Sequence[str], labels: Mapping[str, str]) -> str:
    words = _("{name} is missing for {share} of the clusters.")
    return words.format(name=names[0], share=percent(finding.value))


def _constant(finding: Finding, names: Sequence[str], labels: Mapping[str, str]) -> str:
    return _("{name} is the same for all ranked clusters and tells nobody apart.").format(
        name=names[0]
    )


def _dimensions(finding: Finding, names: Sequence[str], labels: Mapping[str, str]) -> str:
    words = _(
        "{name} holds more than one thing: its first component explains {first} of the variance, "
        "and a second one has an eigenvalue of {second}."
    )
    return words.format(
        name=names[0], first=percent(finding.also["first"]), second=decimal(finding.value, 2)
    )


def _places(finding: Finding, names: Sequence[str], labels: Mapping[str, str]) -> str:
    words = _(
        "Figures of {places} {level}, which {clusters} clusters share, are all that stands behind "
        "{names}: what is said of their distribution and correlations has no more to go by."
    )
    return words.format(
        names=listed(names, most=len(names)),
        places=int(finding.value),
        level=_(LEVEL_WORDS[finding.detail]),
        clusters=int(finding.also["clusters"]),
    )


def _not_told(finding: Finding, names: Sequence[str], labels: Mapping[str, str]) -> str:
    words = _(
        "Whether the parts of {name} measure one thing cannot be told: some two of them are known "
        "together for {count} clusters only."
    )
    if finding.detail == "indefinite":
        words = _(
            "Whether the parts of {name} measure one thing cannot be told: their correlations, "
            "each over the clusters that have both, do not fit together ({count} at the least)."
        )
    return words.format(name=names[0], count=int(finding.value))


def _bounds(finding: Finding, names: Sequence[str], labels: Mapping[str, str]) -> str:
    count = int(finding.value)
    words = ngettext(
        "The benchmark lies beyond the ranked on {count} indicator, most on {name}; in the bounds "
        "it would make that scale {factor} times as long, and {moves} clusters would change rank.",
        "The benchmark lies beyond the ranked on {count} indicators, most on {name}; in the bounds "
        "it would make that scale {factor} times as long, and {moves} clusters would change rank.",
        count,
    )
    return words.format(
        count=count,
        name=names[0],
        factor=decimal(finding.also["factor"], 2),
        moves=int(finding.also["moves"]),
    )


def _weights(finding: Finding, names: Sequence[str], labels: Mapping[str, str]) -> str:
    words = _(
        "Weights from the figures would hang on the benchmark: with it, {name} by {method} would "
        "weigh {after} and not {before}."
    )
    return words.format(
        name=names[0],
        method=_(TITLES[finding.detail]),
        before=percent(finding.also["without"]),
        after=percent(finding.also["with"]),
    )


_SENTENCES: Mapping[str, Sentence] = {
    "against-the-index": _against,
    "criterion-silent": _silent,
    "criterion-off-weight": _off_weight,
    "contradiction": _pair(
        N_(
            "{a} and {b} contradict each other within {criterion} (correlation {r} over {clusters} "
            "clusters): they cancel out."
        )
    ),
    "alpha-negative": _alpha(
        N_("The parts of {name} contradict each other on the whole (Cronbach's alpha {alpha}).")
    ),
    "indicator-dominates": _dominates,
    "indicator-silent": _silent,
    "criterion-tilted": _off_weight,
    "double-count": _pair(
        N_(
            "{a} and {b} count the same thing twice within {criterion} (correlation {r} over "
            "{places} places)."
        )
    ),
    "redundant-across": _pair(
        N_(
            "{a} and {b} say the same under different criteria (correlation {r} over {places} "
            "places)."
        )
    ),
    "alpha-low": _alpha(
        N_("The parts of {name} hang together loosely (Cronbach's alpha {alpha}).")
    ),
    "trade-off": _pair(
        N_(
            "{a} and {b} pull in different directions within {criterion} (correlation {r} over "
            "{clusters} clusters)."
        )
    ),
    "outliers": _outliers,
    "missing-many": _missing,
    "constant": _constant,
    "two-dimensions": _dimensions,
    "few-places": _places,
    "not-told": _not_told,
    "benchmark-bounds": _bounds,
    "benchmark-weights": _weights,
}


def whole_sentence(found: Audit) -> str:
    """Say how much was found, and how the weights by name stand to what counts."""
    counts = [len(found.of_severity("grave")), len(found.of_severity("serious"))]
    if not any(counts):
        words = _("The audit finds nothing grave or serious.")
    else:
        words = _("The audit finds {grave} grave and {serious} serious things.")
    return words.format(grave=counts[0], serious=counts[1])


def weights_title(found: Audit) -> str:
    """Say which criterion's weight is furthest from what it counts for, without a full stop."""
    known = [row for row in found.criteria if not math.isnan(row.excess)]
    if not known:
        return _("What each criterion counts for cannot be told")
    row = max(known, key=lambda held: abs(held.excess))
    return _title(row, labels_of(found.ranking.study))


def _title(row: Importance, labels: Mapping[str, str]) -> str:
    words = _("{name} weighs {nominal} and counts for {effective}")
    return words.format(
        name=labels[row.node], nominal=percent(row.nominal), effective=percent(row.effective)
    )
