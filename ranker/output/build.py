"""From a ranking to the view of its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ranker.analysis.compare import compare_methods, compare_profiles
from ranker.analysis.ranking import Ranking
from ranker.analysis.robustness import Robustness
from ranker.output.bump_picture import bump_picture
from ranker.output.cards import Cards
from ranker.output.clusters import ClusterViews
from ranker.output.evidence import SEED, gather_evidence
from ranker.output.headline import facts, headline, standfirst
from ranker.output.map_picture import map_picture
from ranker.output.opinions import methods_view, profiles_view
from ranker.output.points_picture import points_picture
from ranker.output.strip import strip_view
from ranker.output.takes import takes_view
from ranker.output.takes_evidence import gather_takes
from ranker.output.trust import trust_view
from ranker.output.tweak import tweak_view
from ranker.output.view import ClusterView, GradeView, ReportView, SourceView, WeightView
from ranker.output.words import day, listed, share_text
from ranker.study.model import Criterion, Indicator, Node, Role


def build_report(
    ranking: Ranking, robustness: Robustness | None = None, *, exact: bool = True
) -> ReportView:
    """Put everything the report says into words and raw values.

    Parameters
    ----------
    ranking : Ranking
    robustness : Robustness, optional
        Draws of this ranking; see `ranker.output.evidence.gather_evidence` for what stands
        in for none.
    exact : bool
        Whether to look for the best and worst possible ranks, and for what it would take,
        which takes seconds.

    Returns
    -------
    ReportView

    Raises
    ------
    UsageError
        ``argument-invalid`` where the draws are those of another ranking.
    """
    evidence = gather_evidence(ranking, robustness, exact=exact)
    methods, profiles = compare_methods(ranking), compare_profiles(ranking)
    study = ranking.study
    ordered = ClusterViews(ranking, methods, profiles).in_order()
    placed = tuple(view for view in ordered if view.standing is not None)
    return ReportView(
        title=study.title.en,
        title_local=study.title.ko,
        question=study.question.en,
        edition=day(study.edition),
        headline=headline(ranking),
        standfirst=standfirst(evidence, methods, profiles),
        facts=facts(ranking),
        method_name=ranking.method.title,
        method_line=ranking.method.formula,
        weights_line=_weights_line(ranking),
        is_additive=ranking.method.name == "weighted-sum",
        home_label=_group_label(ranking, "home"),
        rival_label=_group_label(ranking, "rival"),
        strip=strip_view(ranking),
        ranked_count=len(ranking.ranked),
        ranking=placed,
        profiles=ordered,
        not_ranked=tuple(view for view in ordered if view.standing is None),
        shared=Cards(ranking).shared_places(),
        weights=tuple(_weights(ranking)),
        methods=methods_view(methods, ordered),
        weight_profiles=profiles_view(ranking, profiles, ordered),
        takes=takes_view(gather_takes(ranking, seed=_seed(evidence.drawn))) if exact else None,
        tweak=tweak_view(ranking),
        map=map_picture(ranking),
        points=points_picture(ranking),
        by_method=bump_picture(ranking, methods, "method"),
        by_profile=bump_picture(ranking, profiles, "profile"),
        trust=trust_view(evidence),
        grades=_grades(ranking),
        notes=tuple(note.en for note in study.notes),
        sources=_sources(ranking, ordered),
        manifest=_manifest(ranking, evidence.drawn),
        command=_command(ranking),
    )


def _seed(drawn: Robustness | None) -> int:
    return SEED if drawn is None else drawn.seed


def _weights_line(ranking: Ranking) -> str:
    shares = ranking.weighting.shares
    parts = [f"{node.label.en} {share_text(shares[node.id])}" for node in ranking.study.criteria]
    name = ranking.weighting.profile
    if name:
        profile = ranking.study.profiles[name].label.en
        whose = f"Weight profile “{profile}”" + (
            ", changed by hand" if _is_changed(ranking) else ""
        )
    else:
        whose = "The study's own weights"
    return f"{whose}: {listed(parts, most=12)}."


def _group_label(ranking: Ranking, role: Role) -> str:
    if len({ranking.study.role(cluster) for cluster in ranking.ranked}) == 1:
        return ""
    return listed([g.label.en for g in ranking.study.groups.values() if g.role == role])


def _is_changed(ranking: Ranking) -> bool:
    return bool(ranking.weighting.changes)


def _weights(ranking: Ranking) -> Iterator[WeightView]:
    for position, node in enumerate(ranking.study.criteria, start=1):
        yield from _weights_below(ranking, node, depth=1, position=position)


def _weights_below(
    ranking: Ranking, node: Node, *, depth: int, position: int
) -> Iterator[WeightView]:
    share, overall = ranking.weighting.shares[node.id], ranking.weighting.overall[node.id]
    yield WeightView(
        id=node.id,
        label=node.label.en,
        label_local=node.label.ko,
        description=node.description.en,
        depth=depth,
        position=position,
        share_text=share_text(share),
        share=share,
        overall_text=share_text(overall),
        overall=overall,
        unit=node.unit.en if isinstance(node, Indicator) else "",
        rule=_rule(node) if isinstance(node, Indicator) else "",
    )
    if isinstance(node, Criterion):
        for child in node.children:
            yield from _weights_below(ranking, child, depth=depth + 1, position=position)


def _rule(indicator: Indicator) -> str:
    basis = {"cluster": "", "city": "city figure, ", "metro": "metro area figure, "}
    scale = {
        "minmax": "from the lowest to the highest of the ranked",
        "goalposts": "between fixed ends",
        "rank": "by position among the ranked",
        "zscore": "by distance from the mean of the ranked",
    }[indicator.normalise]
    if indicator.goalposts:
        scale = f"between {indicator.goalposts[0]:g} and {indicator.goalposts[1]:g}"
    way = "" if indicator.objective == "max" else ", less is better"
    transform = "logarithm, " if indicator.transform == "log" else ""
    return f"{basis.get(indicator.level, 'national figure, ')}{transform}{scale}{way}"


def _grades(ranking: Ranking) -> tuple[GradeView, ...]:
    cells = [cell for row in ranking.cells.cells for cell in row]
    counts = Counter(cell.grade for cell in cells)
    named = [(grade, ranking.study.grades.get(grade)) for grade in ranking.study.rules.spread]
    rows = [(grade, counts[grade], words.en if words else "") for grade, words in named]
    rows.append(("", counts[""], "no usable figure was found; nothing is filled in"))
    return tuple(
        GradeView(grade or "missing", count, share_text(count / len(cells)), meaning)
        for grade, count, meaning in rows
    )


def _sources(ranking: Ranking, ordered: Iterable[ClusterView]) -> tuple[SourceView, ...]:
    uses: Counter[str] = Counter()
    for view in ordered:
        cells = [cell for criterion in view.criteria for cell in criterion.cells]
        for cell in (*cells, *view.context):
            uses.update({figure.source_id for figure in cell.figures})
    return tuple(
        SourceView(s.id, s.title, s.publisher, s.url, s.published, uses[s.id])
        for s in sorted(ranking.study.sources.values(), key=lambda s: (s.publisher.lower(), s.id))
        if uses[s.id]
    )


def _manifest(ranking: Ranking, drawn: Robustness | None) -> tuple[tuple[str, str], ...]:
    manifest = ranking.manifest
    rows = [
        ("Study", manifest.study),
        ("Edition", manifest.edition),
        ("Content (SHA-256)", manifest.content_hash),
        ("Method", manifest.method),
        ("Weight profile", manifest.profile or "the study's own weights"),
        ("Changed by hand", "; ".join(ranking.weighting.changes) or "nothing"),
        ("Figures up to", str(manifest.as_of) if manifest.as_of is not None else "the edition"),
        ("Draws", f"{drawn.draws:,} from seed {drawn.seed}" if drawn else "none"),
    ]
    return (*rows, *manifest.versions.items())


def _command(ranking: Ranking) -> str:
    parts = ["ranker report", ranking.study.id]
    if ranking.weighting.profile and ranking.weighting.profile != ranking.study.default_profile:
        parts.append(f"--profile {ranking.weighting.profile}")
    parts += [f"--weight {name}={weight:g}" for name, weight in ranking.weighting.named.items()]
    if ranking.method.name != ranking.study.method:
        parts.append(f"--method {ranking.method.name}")
    if ranking.as_of is not None:
        parts.append(f"--as-of {ranking.as_of}")
    return " ".join([*parts, "-o report.html"])
