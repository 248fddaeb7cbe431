"""From a ranking to the view of its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ranker.analysis.audit import Audit, audit
from ranker.analysis.compare import Comparison, compare_methods, compare_profiles
from ranker.analysis.ranking import Ranking, choose_method
from ranker.analysis.robustness import Robustness
from ranker.methods.method import flat_settings
from ranker.output.agreement_view import AgreementFound, agreement_view, gather_agreement
from ranker.output.audit_picture import audit_view
from ranker.output.bump_picture import bump_picture
from ranker.output.cards import Cards
from ranker.output.cldr import day, decimal
from ranker.output.clusters import ClusterViews
from ranker.output.derived_words import derived_sentences
from ranker.output.evidence import SEED, Evidence, gather_evidence
from ranker.output.headline import facts, headline, standfirst
from ranker.output.language import (
    BOTH,
    ENGLISH,
    _,
    current_language,
    in_language,
    in_other_language,
    other_language,
)
from ranker.output.limits import AGREE, NEXT, SHARES
from ranker.output.long_texts import has_long_texts
from ranker.output.map_picture import map_picture
from ranker.output.opinions import methods_view, profiles_view
from ranker.output.points_picture import points_picture
from ranker.output.strip import strip_view
from ranker.output.takes import takes_view
from ranker.output.takes_evidence import TakesEvidence, gather_takes
from ranker.output.treatment_words import treatment_notes
from ranker.output.trust import trust_view
from ranker.output.tweak import tweak_view
from ranker.output.verdict_words import elicited_sentences
from ranker.output.view import GradeView, ReportView, SourceView, WeightView
from ranker.output.words import listed, share_text, web_address
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
    return report_view(find_out(ranking, robustness, exact=exact))


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """All that a report tells, before it is put into words of a language.

    Parameters
    ----------
    evidence : Evidence
    methods, profiles : Comparison
    agreement : AgreementFound or None
        None where there are too many clusters.
    takes : TakesEvidence or str or None
        Why there is none; None where it was not asked for.
    audit : Audit
    """

    evidence: Evidence
    methods: Comparison
    profiles: Comparison
    agreement: AgreementFound | None
    takes: TakesEvidence | str | None
    audit: Audit


def find_out(
    ranking: Ranking, robustness: Robustness | None = None, *, exact: bool = True
) -> Findings:
    """Ask all that a report tells; see `build_report`."""
    evidence = gather_evidence(ranking, robustness, exact=exact)
    seed = SEED if evidence.drawn is None else evidence.drawn.seed
    is_asked = exact and len(ranking.ranked) <= NEXT
    agreed = gather_agreement(ranking) if len(ranking.ranked) <= AGREE else None
    return Findings(
        evidence=evidence,
        methods=agreed.methods.comparison if agreed else compare_methods(ranking),
        profiles=compare_profiles(ranking),
        agreement=agreed,
        takes=gather_takes(ranking, seed=seed) if is_asked else None,
        audit=audit(ranking),
    )


def report_view(found: Findings, *, lang: str = "", outlines: bool = False) -> ReportView:
    """Put what is known of a ranking into words, in the language in use.

    Parameters
    ----------
    found : Findings
    lang : str
        The languages of the page, as its command line names them; the one in use where empty.
    outlines : bool
        Whether clusters come without their figures, and the page without sliders: a site shows
        each cluster on a page of its own.

    Returns
    -------
    ReportView
    """
    evidence, methods, profiles = found.evidence, found.methods, found.profiles
    ranking = evidence.ranking
    study = ranking.study
    views = ClusterViews.of(ranking, methods, profiles)
    ordered = views.outlines() if outlines else views.in_order()
    is_pictured = len(ranking.ranked) <= SHARES
    placed = tuple(view for view in ordered if view.standing is not None)
    return ReportView(
        language=current_language(),
        other_language=other_language(),
        is_bilingual=lang == BOTH,
        title=in_language(study.title),
        title_local=in_other_language(study.title),
        question=in_language(study.question),
        edition=day(study.edition),
        headline=headline(ranking),
        standfirst=standfirst(evidence, methods, profiles),
        facts=facts(ranking),
        method_name=_(ranking.method.title),
        method_line=_method_line(ranking),
        weights_line=_weights_line(ranking),
        is_additive=ranking.method.name == "weighted-sum",
        home_label=_group_label(ranking, "home"),
        rival_label=_group_label(ranking, "rival"),
        strip=strip_view(ranking) if is_pictured else None,
        ranked_count=len(ranking.ranked),
        ranking=placed,
        profiles=ordered,
        not_ranked=tuple(view for view in ordered if view.standing is None),
        shared=Cards(ranking).shared_places(),
        weights=tuple(_weights(ranking)),
        judgements=elicited_sentences(study, ranking.weighting.elicited),
        methods=methods_view(methods, ordered),
        weight_profiles=profiles_view(ranking, profiles, ordered),
        agreement=None if found.agreement is None else agreement_view(found.agreement),
        takes=None if found.takes is None else takes_view(found.takes),
        tweak=None if outlines else tweak_view(ranking),
        audit=audit_view(found.audit),
        map=map_picture(ranking) if is_pictured else None,
        points=points_picture(ranking),
        by_method=bump_picture(ranking, methods, "method"),
        by_profile=bump_picture(ranking, profiles, "profile"),
        trust=trust_view(evidence),
        grades=_grades(ranking),
        notes=(*(in_language(note) for note in study.notes), *treatment_notes(ranking)),
        sources=source_views(ranking),
        manifest=_manifest(ranking, evidence.drawn),
        command=_command(
            ranking, lang or current_language(), "--site report" if outlines else "-o report.html"
        ),
        has_long_texts=has_long_texts(study),
    )


def _weights_line(ranking: Ranking) -> str:
    shares = ranking.weighting.shares
    parts = [f"{in_language(n.label)} {share_text(shares[n.id])}" for n in ranking.study.criteria]
    profile = ranking.study.profiles.get(ranking.weighting.profile or "")
    if profile is None:
        words = _("The study's own weights: {weights}.")
    elif ranking.weighting.derived and not ranking.weighting.changes:
        words = _("Weight profile “{profile}”, from the figures: {weights}.")
    elif ranking.weighting.changes:
        words = _("Weight profile “{profile}”, changed by hand: {weights}.")
    else:
        words = _("Weight profile “{profile}”: {weights}.")
    name = "" if profile is None else in_language(profile.label)
    return words.format(profile=name, weights=listed(parts, most=12))


def _group_label(ranking: Ranking, role: Role) -> str:
    if len({ranking.study.role(cluster) for cluster in ranking.ranked}) == 1:
        return ""
    return listed([in_language(g.label) for g in ranking.study.groups.values() if g.role == role])


def _weights(ranking: Ranking) -> Iterator[WeightView]:
    for position, node in enumerate(ranking.study.criteria, start=1):
        yield from _weights_below(ranking, node, depth=1, position=position)


def _weights_below(
    ranking: Ranking, node: Node, *, depth: int, position: int
) -> Iterator[WeightView]:
    share, overall = ranking.weighting.shares[node.id], ranking.weighting.overall[node.id]
    yield WeightView(
        id=node.id,
        label=in_language(node.label),
        label_local=in_other_language(node.label),
        description=in_language(node.description),
        depth=depth,
        position=position,
        share_text=share_text(share),
        share=share,
        overall_text=share_text(overall),
        overall=overall,
        unit=in_language(node.unit) if isinstance(node, Indicator) else "",
        rule=_rule(node) if isinstance(node, Indicator) else "",
    )
    if isinstance(node, Criterion):
        for child in node.children:
            yield from _weights_below(ranking, child, depth=depth + 1, position=position)


def _rule(indicator: Indicator) -> str:
    basis = {
        "cluster": "",
        "city": _("city figure"),
        "metro": _("metro area figure"),
        "country": _("national figure"),
    }
    transform = _("logarithm") if indicator.transform == "log" else ""
    way = {"max": "", "min": _("less is better"), "target": _target(indicator)}
    parts = (
        basis[indicator.level],
        transform,
        _scale(indicator),
        way[indicator.objective or "max"],
    )
    return ", ".join(part for part in parts if part)


def _scale(indicator: Indicator) -> str:
    if indicator.goalposts:
        low, high = indicator.goalposts
        return _("between {low} and {high}").format(low=f"{low:g}", high=f"{high:g}")
    if indicator.logistic:
        middle, most = indicator.logistic
        words = _("on an S-shaped curve, half at {middle} and nine tenths at {most}")
        return words.format(middle=f"{middle:g}", most=f"{most:g}")
    if indicator.points:
        shown = "; ".join(f"{figure:g} → {worth:g}" for figure, worth in indicator.points)
        return _("by a value function: {points}").format(points=shown)
    if indicator.normalise == "reference":
        return _share(indicator.reference)
    return {
        "minmax": _("from the lowest to the highest of the ranked"),
        "goalposts": _("between fixed ends"),
        "rank": _("by position among the ranked"),
        "percentile": _("by percentile among the ranked"),
        "zscore": _("by distance from the mean of the ranked"),
        "logistic": _("on an S-shaped curve about the mean of the ranked"),
        "target": _("from a hit to the farthest of the ranked"),
    }[indicator.normalise]


def _share(reference: str | float) -> str:
    if reference == "best":
        return _("as a share of the best of the ranked")
    if reference == "mean":
        return _("as a share of the mean of the ranked")
    shown = reference if isinstance(reference, str) else f"{reference:g}"
    return _("as a share of {reference}").format(reference=shown)


def _target(indicator: Indicator) -> str:
    if indicator.target is None:
        return ""
    low, high = (f"{end:g}" for end in indicator.target)
    if low == high:
        return _("the closer to {target} the better").format(target=low)
    return _("the closer to {low} to {high} the better").format(low=low, high=high)


def _grades(ranking: Ranking) -> tuple[GradeView, ...]:
    cells = [cell for row in ranking.cells.cells for cell in row]
    counts = Counter(cell.grade for cell in cells)
    named = [(grade, ranking.study.grades.get(grade)) for grade in ranking.study.rules.spread]
    rows = [(grade, counts[grade], in_language(words) if words else "") for grade, words in named]
    rows.append(("", counts[""], _("no usable figure was found; nothing is filled in")))
    return tuple(
        GradeView(
            grade or "missing",
            grade or _("missing"),
            count,
            share_text(count / len(cells)),
            meaning,
        )
        for grade, count, meaning in rows
    )


def source_views(ranking: Ranking) -> tuple[SourceView, ...]:
    """Return the sources that figures of a ranking come from, by publisher."""
    uses: Counter[str] = Counter()
    for row in (*ranking.cells.cells, *ranking.context().cells):
        for cell in row:
            uses.update({figure.source for figure in cell.chosen})
    return tuple(
        SourceView(s.id, s.title, s.publisher, web_address(s.url), s.published, uses[s.id])
        for s in sorted(ranking.study.sources.values(), key=lambda s: (s.publisher.lower(), s.id))
        if uses[s.id]
    )


def _manifest(ranking: Ranking, drawn: Robustness | None) -> tuple[tuple[str, str], ...]:
    manifest = ranking.manifest
    draws = _("{draws} from seed {seed}")
    rows = [
        (_("Study"), manifest.study),
        (_("Edition"), manifest.edition),
        (_("Content (SHA-256)"), manifest.content_hash),
        (_("Method"), manifest.method),
        *_parameter_rows(ranking),
        (_("Weight profile"), manifest.profile or _("the study's own weights")),
        *(
            (_("Weights from the figures"), " ".join(sentences))
            for sentences in [derived_sentences(ranking.study, ranking.weighting.derived)]
            if sentences
        ),
        (_("Changed by hand"), "; ".join(ranking.weighting.changes) or _("nothing")),
        (_("Figures up to"), str(manifest.as_of or "") or _("the edition")),
        (
            _("Draws"),
            draws.format(draws=decimal(drawn.draws), seed=drawn.seed) if drawn else _("none"),
        ),
    ]
    return (*rows, *manifest.versions.items())


def _method_line(ranking: Ranking) -> str:
    formula = _(ranking.method.formula)
    if not ranking.method.is_configured:
        return formula
    words = _("{formula} Its parameters here: {parameters}.")
    return words.format(formula=formula, parameters=ranking.method.settings_text)


def _parameter_rows(ranking: Ranking) -> tuple[tuple[str, str], ...]:
    settings = ranking.method.settings_text
    return ((_("Parameters"), settings),) if settings else ()


def _command(ranking: Ranking, lang: str, form: str) -> str:
    parts = ["ranker report", ranking.study.id]
    if ranking.weighting.profile and ranking.weighting.profile != ranking.study.default_profile:
        parts.append(f"--profile {ranking.weighting.profile}")
    parts += [f"--weight {name}={weight:g}" for name, weight in ranking.weighting.named.items()]
    if ranking.method.name != ranking.study.method:
        parts.append(f"--method {ranking.method.name}")
    theirs = flat_settings(choose_method(ranking.study, ranking.method.name).described_settings)
    settings = flat_settings(ranking.method.described_settings)
    parts += [f"--parameter {n}={v}" for n, v in settings.items() if theirs.get(n) != v]
    if ranking.as_of is not None:
        parts.append(f"--as-of {ranking.as_of}")
    if lang != ENGLISH:
        parts.append(f"--lang {lang}")
    return " ".join([*parts, form])
