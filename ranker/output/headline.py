"""The sentences at the top: where the home group's best stands, against whom, how firmly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from ranker.analysis.compare import Comparison
from ranker.analysis.ranking import Ranking, Unranked
from ranker.output.chances import interval_words, redrawn, standing_words
from ranker.output.cldr import decimal
from ranker.output.evidence import Evidence
from ranker.output.language import _, cluster_name, in_language, in_sentence, ngettext
from ranker.output.view import FactView
from ranker.output.words import listed, ordinal, share_text
from ranker.study.model import Cluster

TOP = 10


def headline(ranking: Ranking) -> str:
    """Say where the best cluster of the home group stands, and against whom."""
    best = _best_at_home(ranking)
    if best is None:
        words = _("No cluster of {home} can be ranked: too many figures are missing.")
        return words.format(home=_home_name(ranking))
    place = ranking.rank_of(best.id) or 0
    rivals = [c for c in ranking.ranked if ranking.study.role(c) == "rival"]
    ahead = [cluster_name(c) for c in rivals if (ranking.rank_of(c.id) or 0) < place]
    level = [cluster_name(c) for c in rivals if ranking.rank_of(c.id) == place]
    behind = [cluster_name(c) for c in rivals if (ranking.rank_of(c.id) or 0) > place]
    if ahead:
        behind = []
    return _sentence_of_place(ahead, level, behind).format(
        name=cluster_name(best),
        home=_home_name(ranking),
        place=ordinal(place),
        of=len(ranking.ranked),
        ahead=listed(ahead, most=3),
        level=listed(level, most=2),
        behind=listed(behind, most=2),
    )


def _sentence_of_place(ahead: Sequence[str], level: Sequence[str], behind: Sequence[str]) -> str:
    """Return the sentence that names those who are there."""
    sentences = {
        (False, False, False): _("{name} is {home}’s best-placed cluster: {place} of {of}."),
        (True, False, False): _(
            "{name} is {home}’s best-placed cluster: {place} of {of}, behind {ahead}."
        ),
        (False, True, False): _(
            "{name} is {home}’s best-placed cluster: {place} of {of}, level with {level}."
        ),
        (True, True, False): _(
            "{name} is {home}’s best-placed cluster: {place} of {of}, behind {ahead}, level "
            "with {level}."
        ),
        (False, False, True): _(
            "{name} is {home}’s best-placed cluster: {place} of {of}, ahead of {behind}."
        ),
        (False, True, True): _(
            "{name} is {home}’s best-placed cluster: {place} of {of}, level with {level}, "
            "ahead of {behind}."
        ),
    }
    return sentences[bool(ahead), bool(level), bool(behind)]


def standfirst(evidence: Evidence, methods: Comparison, profiles: Comparison) -> str:
    """Say how firmly the best stands, and how the rest of the home group does."""
    ranking = evidence.ranking
    best = _best_at_home(ranking)
    if best is None:
        return ""
    sentences = [_chances(best, evidence), _firmness(best, methods, profiles)]
    home = [ranking.rank_of(c.id) or 0 for c in ranking.ranked if c.group == best.group]
    if len(home) > 1:
        sentences.append(_rest_of_home(home, _home_name(ranking)))
    return " ".join(sentence for sentence in sentences if sentence)


def _rest_of_home(ranks: Sequence[int], home: str) -> str:
    in_top = sum(1 for place in ranks if place <= TOP)
    words = ngettext(
        "Of {count} ranked clusters in {home}, {in_top} is among the first {top}; half of them "
        "stand {median} or better.",
        "Of {count} ranked clusters in {home}, {in_top} are among the first {top}; half of them "
        "stand {median} or better.",
        in_top,
    )
    if not in_top:
        words = _(
            "Of {count} ranked clusters in {home}, none are among the first {top}; half of them "
            "stand {median} or better."
        )
    return words.format(
        count=len(ranks), home=home, in_top=in_top, top=TOP, median=ordinal(int(median(ranks)))
    )


def _chances(best: Cluster, evidence: Evidence) -> str:
    drawn = evidence.drawn
    what = "" if drawn is None else redrawn(drawn.variation)
    if drawn is None or not what:
        return ""
    words = _("With {what} redrawn {draws} times within their doubt, it {standing}.")
    return words.format(
        what=what, draws=decimal(drawn.draws), standing=standing_words(drawn, best.id)
    )


def _firmness(best: Cluster, methods: Comparison, profiles: Comparison) -> str:
    across = (
        (methods, _("{places} across {count} ranking methods")),
        (profiles, _("{places} across {count} weight profiles")),
    )
    parts = [
        words.format(places=interval_words(*held.spread(best.id)), count=len(held.names))
        for held, words in across
        if len(held.names) > 1
    ]
    return _("It stands {parts}.").format(parts=listed(parts)) if parts else ""


def facts(ranking: Ranking) -> tuple[FactView, ...]:
    """Return the few figures that a reader should take away."""
    best = _best_at_home(ranking)
    found = [] if best is None else list(_facts_of_home(ranking, best))
    for i, cluster in enumerate(ranking.clusters):
        if ranking.study.role(cluster) == "benchmark" and ranking.standings[i]:
            words = _("where {name}, the benchmark, would stand")
            place = ordinal(int(ranking.standings[i]))
            found.append(FactView(place, words.format(name=cluster_name(cluster))))
    left = [entry for entry in ranking.unranked if ranking.study.role(entry.cluster) != "benchmark"]
    share = _("{part} of {whole}").format(part=len(left), whole=len(ranking.ranked) + len(left))
    found.append(FactView(share, _("clusters not ranked for want of figures")))
    return tuple(found)


def _facts_of_home(ranking: Ranking, best: Cluster) -> Iterator[FactView]:
    home, of = _home_name(ranking), len(ranking.ranked)
    ranks = [ranking.rank_of(c.id) or 0 for c in ranking.ranked if c.group == best.group]
    place = _("{place} of {count}").format(place=ordinal(ranks[0]), count=of)
    name = cluster_name(best)
    yield FactView(place, _("{name}, the best of {home}").format(name=name, home=home))
    held = _("of the first {top} places held by {home}").format(top=min(TOP, of), home=home)
    yield FactView(str(sum(1 for rank in ranks if rank <= TOP)), held)


def reason_text(ranking: Ranking, entry: Unranked) -> str:
    """Say which criteria of a cluster have no score, how thin they are and what is missing."""
    labels = {node.id: in_language(node.label) for node in ranking.study.criteria}
    thin = [
        _("{criterion} ({share} known)").format(criterion=labels[name], share=share_text(share))
        for name, share in entry.thin.items()
    ]
    missing = [in_sentence(in_language(cell.indicator.label)) for cell in entry.missing]
    return _("{criteria}, where {share} are needed. Missing: {indicators}.").format(
        criteria=listed(thin),
        share=share_text(ranking.study.rules.min_coverage),
        indicators=listed(missing, most=8),
    )


def _best_at_home(ranking: Ranking) -> Cluster | None:
    return next((c for c in ranking.ranked if ranking.study.role(c) == "home"), None)


def _home_name(ranking: Ranking) -> str:
    homes: Sequence[str] = [
        in_language(g.label) for g in ranking.study.groups.values() if g.role == "home"
    ]
    return listed(homes)
