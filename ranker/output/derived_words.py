"""Where weights come from, in words, where they come from the figures."""

from __future__ import annotations

from collections.abc import Sequence

from ranker.analysis.derive import Derivation
from ranker.methods.weigh_data import WEIGHERS
from ranker.output.language import N_, _, in_language, ngettext
from ranker.output.words import listed, share_text
from ranker.study.model import Study

TITLES = {
    "equal": N_("equal weights"),
    "entropy": N_("entropy"),
    "critic": N_("CRITIC"),
    "merec": N_("MEREC"),
    "gini": N_("Gini coefficient"),
    "std": N_("standard deviation"),
    "pca": N_("principal components"),
    "effective": N_("effective importance"),
}
if set(TITLES) != set(WEIGHERS):
    raise AssertionError("every way to derive weights has a title for readers")


def derived_sentences(study: Study, derived: Sequence[Derivation]) -> list[str]:
    """Say for each node how its weights come from the figures, and from how many clusters."""
    return [_sentence(study, held) for held in derived]


def _sentence(study: Study, held: Derivation) -> str:
    labels = {node.id: in_language(node.label) for node in study.root.walk() if node.id}
    words = ngettext(
        "Weights of {node}: from the figures ({method}) of {complete} of {count} ranked cluster",
        "Weights of {node}: from the figures ({method}) of {complete} of {count} ranked clusters",
        held.ranked,
    )
    sentence = words.format(
        node=labels[held.node] if held.node else _("the criteria"),
        method=_(TITLES[held.method]),
        complete=held.complete,
        count=held.ranked,
    )
    parts = [f"{labels[name]} {share_text(weight)}" for name, weight in held.weights.items()]
    return f"{sentence}; {listed(parts, most=len(parts))}."
