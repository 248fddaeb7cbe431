"""Open a study: read its files, refuse it with every problem named, or return it frozen."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ranker._content import BUNDLED_STUDY, STUDY_FILE, find_study
from ranker.errors import ContentError, Problem
from ranker.study.draft import (
    NETWORKS_FILE,
    TABLES,
    Draft,
    ProfileDraft,
    profile_files,
    read_draft,
)
from ranker.study.elicit import elicitation
from ranker.study.fields import GradeForm, TextForm
from ranker.study.files import Row
from ranker.study.intensive import divided
from ranker.study.model import (
    Cluster,
    Criterion,
    Elicitation,
    GradeText,
    Group,
    Indicator,
    Node,
    Observation,
    Profile,
    Rules,
    Source,
    Study,
    Text,
    VirtualCluster,
)
from ranker.study.numbers import parse_number, parse_year
from ranker.study.schema import (
    ContextForm,
    CriterionForm,
    GroupMembersForm,
    IndicatorForm,
    NodeForm,
    RulesForm,
)
from ranker.study.validate import find_problems


def open_study(study: str | os.PathLike[str] = BUNDLED_STUDY) -> Study:
    """Read and check a study.

    Parameters
    ----------
    study : str or path
        Name of a bundled study, or a folder with a ``study.yaml``.

    Returns
    -------
    Study
        Checked and frozen.

    Raises
    ------
    ContentError
        With every error of the study at once; warnings do not raise.

    Examples
    --------
    >>> open_study("asia-biopharma").root.children[0].id
    'investment'
    """
    draft = read_draft(find_study(study))
    errors = [p for p in find_problems(draft) if p.severity == "error"]
    if errors:
        raise ContentError(errors)
    return build_study(draft)


def check_study(
    study: str | os.PathLike[str] = BUNDLED_STUDY,
) -> tuple[Study | None, list[Problem]]:
    """Return all problems of a study, warnings among them, and the study if it can be used."""
    draft = read_draft(find_study(study))
    problems = find_problems(draft)
    is_usable = not any(problem.severity == "error" for problem in problems)
    return (build_study(draft) if is_usable else None), problems


def build_study(draft: Draft, *, content_hash: str | None = None) -> Study:
    """Turn a draft without errors into a study; its files are hashed where no hash is given."""
    form = draft.form
    assert form is not None, "a draft without errors has a form"  # noqa: S101
    context = tuple(_indicator(k, c, weight=0.0) for k, c in form.context.items())
    root = Criterion("", _text(form.title), tuple(_nodes(form.criteria)))
    known = {leaf.id: leaf for leaf in (*root.indicators(), *context)}
    return Study(
        id=form.id,
        title=_text(form.title),
        summary=_text(form.summary),
        question=_text(form.question),
        edition=form.edition,
        groups={k: Group(k, _text(g.label), g.role) for k, g in form.groups.items()},
        countries={code: _text(words) for code, words in form.countries.items()},
        grades={grade: _grade(words) for grade, words in form.grades.items()},
        rules=_rules(form.rules),
        method=form.method,
        second_opinions=tuple(form.second_opinions),
        default_profile=form.profile,
        compare_with=tuple(form.compare_with),
        root=_divided(root, form.criteria, known),
        context=context,
        clusters=tuple(_cluster(row) for row in draft.clusters.rows),
        observations=tuple(observation_of(row) for row in draft.observations.rows),
        sources={row["id"]: source_of(row) for row in draft.sources.rows},
        profiles=dict(_profiles(draft)),
        networks={network.id: network for network in _networks(draft)},
        notes=tuple(_text(note) for note in form.notes),
        content_hash=content_hash or hash_content(draft.path),
        path=draft.path,
        parameters=dict(form.parameters),
    )


def _rules(form: RulesForm) -> Rules:
    return Rules(
        form.min_coverage,
        dict(form.spread),
        form.floor_factor,
        form.outliers,
        form.winsorised_at_most,
    )


def hash_content(folder: Path) -> str:
    """Return the SHA-256 over names and bytes of the files a ranking depends on."""
    names = [STUDY_FILE, *TABLES]
    names += [NETWORKS_FILE] if (folder / NETWORKS_FILE).exists() else []
    names += [f"profiles/{path.name}" for path in profile_files(folder / "profiles")]
    digest = hashlib.sha256()
    for name in names:
        content = (folder / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _text(words: TextForm | None) -> Text:
    return Text(words.en, words.ko) if words is not None else Text("")


def _grade(form: GradeForm) -> GradeText:
    return GradeText(form.en, form.ko, _text(form.short) if form.short else None)


def _nodes(forms: Mapping[str, NodeForm]) -> Iterator[Node]:
    for name, form in forms.items():
        if isinstance(form, CriterionForm):
            yield Criterion(
                id=name,
                label=_text(form.label),
                children=tuple(_nodes(form.children)),
                description=_text(form.description),
                weight=form.weight,
                aggregate=form.aggregate,
            )
        else:
            yield _indicator(name, form, weight=form.weight)


def _divided(
    node: Criterion, forms: Mapping[str, NodeForm], known: Mapping[str, Indicator]
) -> Criterion:
    """Return a criterion with the denominators of all indicators below it."""
    children: list[Node] = []
    for child in node.children:
        form = forms[child.id]
        if isinstance(child, Criterion) and isinstance(form, CriterionForm):
            children.append(_divided(child, form.children, known))
        elif isinstance(child, Indicator) and isinstance(form, IndicatorForm) and form.denominate:
            said = form.denominate
            unit = None if said.unit is None else _text(said.unit)
            children.append(divided(child, known[said.by], per=said.per, unit=unit))
        else:
            children.append(child)
    return replace(node, children=tuple(children))


def _indicator(name: str, form: IndicatorForm | ContextForm, *, weight: float) -> Indicator:
    shared = Indicator(
        id=name,
        label=_text(form.label),
        unit=_text(form.unit),
        objective=form.objective,
        description=_text(form.description),
        weight=weight,
        level=form.level,
        combine=form.combine,
        outlook=form.outlook,
        count=form.count,
        scale={int(level): _text(words) for level, words in form.scale.items()},
    )
    return _with_scoring(shared, form) if isinstance(form, IndicatorForm) else shared


def _with_scoring(indicator: Indicator, form: IndicatorForm) -> Indicator:
    return replace(
        indicator,
        transform=form.transform,
        normalise=form.normalise,
        goalposts=_pair(form.goalposts),
        target=_pair(form.target),
        points=tuple((point[0], point[1]) for point in form.points or ()),
        logistic=_pair(form.logistic),
        outliers=form.outliers,
        reference="best" if form.reference is None else form.reference,
        pool=form.pool,
        lever=form.lever,
    )


def _pair(numbers: Sequence[float] | None) -> tuple[float, float] | None:
    return (numbers[0], numbers[1]) if numbers else None


def _cluster(row: Row) -> Cluster:
    return Cluster(
        id=row["id"],
        name=row["name"],
        name_local=row["name_local"],
        group=row["group"],
        country=row["country"],
        metro=row["metro"],
        city=row["city"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        summary=row["summary"],
    )


def observation_of(row: Row) -> Observation:
    """Turn a row of ``observations.csv`` that passed the checks into an observation."""
    return Observation(
        place=row["place"],
        indicator=row["indicator"],
        item=row["item"],
        value=float(row["value"]),
        low=parse_number(row["low"]),
        high=parse_number(row["high"]),
        year=parse_year(row["year"]) or 0,
        grade=row["quality"],
        source=row["source"],
        note=row["note"],
        line=row.line,
    )


def source_of(row: Row) -> Source:
    """Turn a row of ``sources.csv`` into a source."""
    return Source(row["id"], row["title"], row["publisher"], row["url"], row["published"])


def _profiles(draft: Draft) -> Iterator[tuple[str, Profile]]:
    siblings = {
        str(path[-2]) if len(path) > 1 else "": tuple(nodes)
        for path, nodes in draft.sibling_groups()
    }
    for profile in draft.profiles:
        if profile.form is not None:
            form = profile.form
            elicited = tuple(_elicited(profile, siblings))
            weights = dict(form.weights)
            for judged in elicited:
                weights |= judged.weights
            derive = {node: held.method for node, held in form.derive.items()}
            texts = (_text(form.label), _text(form.view))
            yield profile.id, Profile(profile.id, *texts, weights, derive, elicited)


def _elicited(
    profile: ProfileDraft, siblings: Mapping[str, tuple[str, ...]]
) -> Iterator[Elicitation]:
    for _, node, judged in profile.elicited:
        yield elicitation(judged, siblings[node], node=node)


def _networks(draft: Draft) -> Iterator[VirtualCluster]:
    if draft.networks is None or draft.networks.form is None:
        return
    for name, form in draft.networks.form.networks.items():
        yield VirtualCluster(
            id=name,
            label=_text(form.label),
            description=_text(form.description),
            members=() if isinstance(form.members, GroupMembersForm) else tuple(form.members),
            group=form.members.group if isinstance(form.members, GroupMembersForm) else "",
            shares=dict(form.shares),
        )
