"""Every problem that reading a study can meet: one broken study for each code, and its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ranker.errors import CODES, ContentError, Problem
from ranker.study.load import check_study, open_study
from tests.studies import CLUSTERS, OBSERVATIONS, STUDY, Change, Edit, add, drop, swap, write_study
from tests.unfit_forms import UNFIT_FORMS


@dataclass(frozen=True)
class Broken:
    """A study with one fault: the problem it is told by, and where."""

    code: str
    where: str
    changes: dict[str, Change] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code} {self.where}"


def broken(code: str, where: str, **changes: Change) -> Broken:
    return Broken(code, where, changes)


def parameters(written: str) -> Edit:
    """Set parameters below the line of the method."""
    line = "method: weighted-sum\n"
    value = written if ":" not in written else "{" + written + "}"
    return swap(line, f"{line}parameters: {value}\n")


GRANTS = "criteria.money.children.grants"
VACANCIES = "criteria.people.children.vacancies"
EVEN_WEIGHTS = "weights: {money: 1, people: 1}"

ERRORS = [
    # Files
    broken("file-missing", "sources.csv", sources=None),
    broken("file-empty", "clusters.csv", clusters=" \n"),
    broken("file-empty", "study.yaml", study="# only a remark\n"),
    broken(
        "encoding-not-utf8", "clusters.csv:3", clusters=CLUSTERS.encode().replace(b"iet", b"i\xe9t")
    ),
    # Tables
    broken("csv-column-missing", "sources.csv:1", sources="id,title,publisher,published\na,b,,\n"),
    broken("csv-column-unknown", "clusters.csv:1", clusters=swap("summary", "remark")),
    broken("csv-malformed", "clusters.csv:5", clusters=swap("A quiet", '"A quiet')),
    broken("csv-malformed", "clusters.csv:3", clusters=swap("A quiet", "A qui\0et")),
    broken("csv-malformed", "clusters.csv:3", clusters=swap("A quiet", "A" * 200_000)),
    broken("csv-row-ragged", "clusters.csv:3", clusters=swap("A quiet port", "A quiet, port")),
    broken("key-duplicate", "sources.csv:1 url", sources=swap("publisher,url", "url,url")),
    # YAML
    broken("yaml-syntax", "study.yaml:3", study=swap("title: {", "title: }")),
    broken(
        "yaml-syntax",
        "study.yaml:61 context",
        study=swap("  plans:", "  ? [a, b]\n  : 1\n  plans:"),
    ),
    broken("yaml-syntax", "study.yaml:28", study=swap("Money", "Mon\0ey")),
    broken(
        "yaml-syntax",
        "study.yaml:28 criteria.money.label.en",
        study=swap("en: Money", 'en: "Mon\\x07ey"'),
    ),
    broken("yaml-tag", "study.yaml:3 title", study=swap("title: {", "title: !!python/object {")),
    broken("yaml-expands", "study.yaml", study="a: &a [*a]\n"),
    broken(
        "key-duplicate", f"study.yaml:37 {GRANTS}.weight", study=swap("lever: true", "weight: 1")
    ),
    broken(
        "key-duplicate", "study.yaml:24 second_opinions", study=swap("[topsis]", "[vikor, vikor]")
    ),
    broken(
        "compared-unknown",
        "study.yaml:26 compare_with[0]",
        study=swap("criteria:", "compare_with: [ceder]\ncriteria:"),
    ),
    broken(
        "key-duplicate",
        "study.yaml:26 compare_with[1]",
        study=swap("criteria:", "compare_with: [cedar, cedar]\ncriteria:"),
    ),
    # Fields
    broken("key-unknown", f"study.yaml:36 {GRANTS}.wieght", study=swap("weight: 3", "wieght: 3")),
    broken("key-unknown", "study.yaml:26 critera", study=swap("criteria:", "critera:")),
    broken("key-unknown", "study.yaml:3 title.kr", study=swap("ko: 네 항구", "kr: 네 항구")),
    broken("field-missing", "study.yaml:1 edition", study=drop("edition")),
    broken("field-missing", "profiles/even.yaml:1 view", even=drop("view")),
    broken("field-type", f"study.yaml:37 {GRANTS}.lever", study=swap("lever: true", "lever: 1")),
    broken("field-type", f"study.yaml:55 {VACANCIES}.unit", study=swap("unit: '%'", "unit: 5")),
    broken("field-type", "profiles/even.yaml:3 weights", even=swap(EVEN_WEIGHTS, "weights: [1]")),
    broken("field-value", "study.yaml:1 format", study=swap("format: 1", "format: 2")),
    broken("field-value", "study.yaml:4 edition", study=swap("2025-06-30", "2025-6-30")),
    broken("field-value", "study.yaml:20 rules.min_coverage", study=swap("0.5\n", "50\n")),
    broken("field-value", "study.yaml:22 rules.floor_factor", study=swap("factor: 3", "factor: 1")),
    broken(
        "field-value", "study.yaml:21 rules.spread", study=swap("{A: 0, B: 0.10, C: 0.25}", "{}")
    ),
    broken(
        "field-value", f"study.yaml:58 {VACANCIES}.normalise", study=swap("e: goalposts", "e: rnk")
    ),
    broken("id-invalid", "study.yaml:2 id", study=swap("id: harbours", "id: four harbours")),
    broken("id-invalid", "clusters.csv:6 id", clusters=add("elm bay,Elm,,home,KOR,,,37,127,")),
    broken(
        "number-infinite", f"study.yaml:36 {GRANTS}.weight", study=swap("t: 3", f"t: {'9' * 5000}")
    ),
    broken("number-infinite", "study.yaml:22 rules.floor_factor", study=swap("r: 3", "r: .nan")),
    # Tree, weights, methods
    broken(
        "criteria-none", "study.yaml:26 criteria", study=STUDY[: STUDY.index("  money:")] + "  {}\n"
    ),
    broken(
        "criterion-empty",
        "study.yaml:29 criteria.void.children",
        study=swap("criteria:\n", "criteria:\n  void:\n    label: Void\n    children: {}\n"),
        even=swap("{money: 1,", "{void: 1, money: 1,"),
        funder=None,
    ),
    broken(
        "indicator-duplicate",
        "study.yaml:61 context.office",
        study=swap("context:\n", "context:\n  office: {label: Office, unit: level}\n"),
    ),
    broken(
        "indicator-without-objective",
        f"study.yaml:53 {VACANCIES}.objective",
        study=swap("        objective: min\n", ""),
    ),
    broken(
        "indicator-without-unit", f"study.yaml:31 {GRANTS}.unit", study=drop("        unit: USD")
    ),
    broken("goalposts-invalid", f"study.yaml:53 {VACANCIES}", study=swap("[0, 20]", "[20, 0]")),
    broken("goalposts-invalid", f"study.yaml:53 {VACANCIES}", study=drop("        goalposts")),
    *(
        broken(code, f"study.yaml:{line} {place}", study=swap(old, new))
        for code, line, place, old, new in UNFIT_FORMS
    ),
    broken(
        "reference-domain",
        "observations.csv:6 value",
        study=swap("transform: log", "normalise: reference"),
        observations=swap("cedar,grants,,99", "cedar,grants,,-99"),
    ),
    broken(
        "reference-domain",
        "observations.csv:5 value",
        study=swap("max\n        transform: log", "min\n        normalise: reference"),
    ),
    broken(
        "denominator-zero",
        "observations.csv:20 value",
        study=swap("transform: log", "denominate: {by: plans}"),
        observations=swap("alder,plans,,40", "alder,plans,,0"),
    ),
    broken(
        "scale-invalid",
        "study.yaml:52 criteria.people.children.office.scale",
        study=swap("{0: none, 1: shared", "{none: 0, 1: shared"),
    ),
    broken(
        "weight-negative", f"study.yaml:36 {GRANTS}.weight", study=swap("weight: 3", "weight: -1")
    ),
    broken(
        "weight-negative",
        "profiles/even.yaml:3 weights.people",
        even=swap("people: 1", "people: -1"),
    ),
    broken(
        "weight-all-zero",
        "study.yaml:30 criteria.money.children",
        study=[swap("weight: 3", "weight: 0"), swap("        weight: 1", "        weight: 0")],
    ),
    broken(
        "weight-all-zero",
        "profiles/even.yaml:3 weights",
        even=swap("money: 1, people: 1", "money: 0, people: 0"),
    ),
    broken("method-unknown", "study.yaml:23 method", study=swap("weighted-sum", "weigthed-sum")),
    broken("method-unknown", "study.yaml:24 second_opinions[0]", study=swap("[topsis]", "[topsy]")),
    broken("method-unknown", "study.yaml:24 parameters.viktor", study=parameters("viktor: {v: 1}")),
    broken("parameter-invalid", "study.yaml:24 parameters", study=parameters("0.4")),
    broken("parameter-invalid", "study.yaml:24 parameters.vikor", study=parameters("vikor: 0.4")),
    broken(
        "parameter-invalid", "study.yaml:24 parameters.vikor.v", study=parameters("vikor: {v: 1.4}")
    ),
    broken(
        "parameter-invalid",
        "study.yaml:24 parameters.promethee-2.p",
        study=parameters("promethee-2: {function: level, q: 5, p: 3}"),
    ),
    broken(
        "parameter-invalid",
        "study.yaml:24 parameters.promethee-2.s",
        study=parameters("promethee-2: {function: level, q: 5, p: 9, s: 3}"),
    ),
    broken(
        "parameter-missing",
        "study.yaml:24 parameters.promethee-2",
        study=parameters("promethee-2: {function: v-shape}"),
    ),
    broken(
        "parameter-missing",
        "study.yaml:24 parameters.promethee-2.criteria.money",
        study=parameters("promethee-2: {criteria: {money: {function: gaussian}}}"),
    ),
    broken(
        "parameter-unknown", "study.yaml:24 parameters.vikor.w", study=parameters("vikor: {w: 0.4}")
    ),
    broken(
        "parameter-unknown", "study.yaml:24 parameters.topsis.v", study=parameters("topsis: {v: 1}")
    ),
    broken(
        "parameter-unknown",
        "study.yaml:24 parameters.promethee-2.criteria.mony",
        study=parameters("promethee-2: {criteria: {mony: {function: usual}}}"),
    ),
    broken("group-role-missing", "study.yaml:5 groups", study=swap("role: home", "role: rival")),
    broken("profile-unknown", "study.yaml:25 profile", study=swap("profile: even", "profile: odd")),
    broken(
        "profile-criterion-unknown", "profiles/even.yaml:3 weights.mony", even=swap("money", "mony")
    ),
    broken("profile-siblings", "profiles/even.yaml:3 weights", even=swap("money: 1, ", "")),
    broken("field-missing", "profiles/even.yaml:1", even=swap(EVEN_WEIGHTS, "")),
    broken(
        "derive-method-unknown",
        "profiles/even.yaml:3 derive",
        even=swap(EVEN_WEIGHTS, "derive: {method: entropie}"),
    ),
    broken(
        "derive-method-unknown",
        "profiles/even.yaml:4 derive.people",
        even=add("derive: {people: {method: entropie}}"),
    ),
    broken(
        "derive-weights-written",
        "profiles/even.yaml:4 derive",
        even=add("derive: {method: entropy}"),
    ),
    broken(
        "derive-weights-written",
        "profiles/even.yaml:4 derive",
        even=swap(
            EVEN_WEIGHTS,
            "elicit: {method: rank-sum, judgements: [people, money]}\nderive: {method: gini}",
        ),
    ),
    broken(
        "profile-criterion-unknown",
        "profiles/even.yaml:4 derive.grants",
        even=add("derive: {grants: {method: entropy}}"),
    ),
    broken(
        "key-unknown",
        "profiles/even.yaml:4 derive.people.methode",
        even=add("derive: {people: {methode: entropy, method: entropy}}"),
    ),
    # Judgements
    broken(
        "elicit-missing",
        "profiles/even.yaml:3 elicit.judgements",
        even=swap(EVEN_WEIGHTS, "elicit: {method: swing, judgements: {money: 100}}"),
    ),
    broken(
        "elicit-value",
        "profiles/even.yaml:3 elicit.judgements.money / people",
        even=swap(EVEN_WEIGHTS, "elicit: {method: ahp, judgements: {money / people: 0}}"),
    ),
    broken(
        "elicit-contradiction",
        "profiles/even.yaml:3 elicit.judgements.people / money",
        even=swap(
            EVEN_WEIGHTS,
            "elicit: {method: ahp, judgements: {money / people: 3, people / money: 3}}",
        ),
    ),
    broken(
        "elicit-twice",
        "profiles/even.yaml:4 elicit",
        even=swap(
            EVEN_WEIGHTS,
            EVEN_WEIGHTS + "\nelicit: {method: rank-sum, judgements: [people, money]}",
        ),
    ),
    # Clusters and sources
    broken("clusters-none", "clusters.csv", clusters=CLUSTERS.splitlines()[0]),
    broken("cluster-duplicate", "clusters.csv:6 id", clusters=add("alder,A,,home,KOR,,,37,127,")),
    broken("cluster-name-missing", "clusters.csv:3 name", clusters=swap("Birch Point", "")),
    broken(
        "cluster-country-missing", "clusters.csv:6 country", clusters=add("elm,E,,home,,,,37,127,")
    ),
    broken("cluster-group-unknown", "clusters.csv:4 group", clusters=swap("abroad", "aboard")),
    broken("coordinates-invalid", "clusters.csv:4 latitude", clusters=swap("34.7", "134.7")),
    broken("coordinates-invalid", "clusters.csv:4 longitude", clusters=swap("135.2", "135°E")),
    broken("source-duplicate", "sources.csv:4 id", sources=add("almanac,A,,https://a.example/,")),
    broken("source-without-title", "sources.csv:2 title", sources=swap("World almanac", "")),
    broken(
        "source-without-url", "sources.csv:2 url", sources=swap("https://almanac", "ftp://almanac")
    ),
    broken(
        "source-published-invalid", "sources.csv:2 published", sources=swap("2024-12", "12/2024")
    ),
    # Observations
    broken(
        "observation-indicator-unknown",
        "observations.csv:19 indicator",
        observations=swap("boston,vacancies", "boston,vacancy"),
    ),
    broken(
        "observation-place-unknown",
        "observations.csv:5 place",
        observations=swap("birch,grants", "brich,grants"),
    ),
    broken(
        "observation-place-unknown",
        "observations.csv:10 place",
        observations=swap("JPN,spending", "kobe,spending"),
    ),
    broken(
        "city-without-cluster", "observations.csv:18 place", observations=swap("kobe,", "kyoto,")
    ),
    broken(
        "metro-without-cluster",
        "observations.csv:20 place",
        study=swap(
            "    unit: USD m\n    outlook", "    unit: USD m\n    level: metro\n    outlook"
        ),
    ),
    broken(
        "observation-source-unknown",
        "observations.csv:20 source",
        observations=swap("C,gazette,Until", "C,gazete,Until"),
    ),
    broken(
        "observation-source-unknown",
        "observations.csv:20 source",
        observations=swap("C,gazette,Until", "C,,Until"),
    ),
    broken(
        "observation-duplicate",
        "observations.csv:21",
        observations=add("birch,grants,,1,,,2024,A,gazette,"),
    ),
    broken(
        "item-next-to-plain",
        "observations.csv:21 item",
        observations=add("alder,grants,,1,,,2022,A,gazette,"),
    ),
    broken(
        "number-invalid",
        "observations.csv:6 value",
        observations=swap("cedar,grants,,99", "cedar,grants,,n/a"),
    ),
    broken(
        "number-invalid",
        "observations.csv:6 value",
        observations=swap("cedar,grants,,99", "cedar,grants,,"),
    ),
    broken(
        "number-infinite",
        "observations.csv:6 value",
        observations=swap("cedar,grants,,99", "cedar,grants,,inf"),
    ),
    broken(
        "number-infinite",
        "observations.csv:6 high",
        observations=swap("cedar,grants,,99,,", f"cedar,grants,,99,,{'9' * 5000}"),
    ),
    broken("range-inverted", "observations.csv:2 low", observations=swap("5,4,8", "5,6,8")),
    broken("range-inverted", "observations.csv:2 high", observations=swap("5,4,8", "5,4,4.5")),
    broken(
        "year-invalid",
        "observations.csv:6 year",
        observations=swap("cedar,grants,,99,,,2024", "cedar,grants,,99,,,24"),
    ),
    broken(
        "year-future",
        "observations.csv:6 year",
        observations=swap("cedar,grants,,99,,,2024", "cedar,grants,,99,,,2026"),
    ),
    broken("quality-unknown", "observations.csv:20 quality", observations=swap("2030,C", "2030,D")),
    broken(
        "quality-unknown",
        "study.yaml:20 grades.D",
        study=swap("rules:\n", "grades:\n  D: doubtful\nrules:\n"),
    ),
    broken("ordinal-invalid", "observations.csv:13 high", observations=swap("1,0,2", "1,0,1.5")),
    broken(
        "log-domain",
        "observations.csv:6 value",
        observations=swap("cedar,grants,,99", "cedar,grants,,-1"),
    ),
    # Networks
    broken(
        "network-id-taken",
        "networks.yaml:3 networks.cedar",
        networks=swap("  bay:", "  cedar:"),
    ),
    broken(
        "network-member-unknown",
        "networks.yaml:9 networks.strait.members[1]",
        networks=[swap("[alder, cedar]", "[alder, ceder]"), swap("    shares", "    # shares")],
    ),
    broken(
        "network-member-unknown",
        "networks.yaml:9 networks.strait.members[2]",
        networks=swap("[alder, cedar]", "[alder, cedar, bay]"),
    ),
    broken(
        "network-member-unknown",
        "networks.yaml:9 networks.strait.members[2]",
        networks=swap("[alder, cedar]", "[alder, cedar, strait]"),
    ),
    broken(
        "network-member-unknown",
        "networks.yaml:6 networks.bay.members.group",
        networks=swap("group: home", "group: homes"),
    ),
    broken(
        "network-member-duplicate",
        "networks.yaml:9 networks.strait.members[2]",
        networks=swap("[alder, cedar]", "[alder, cedar, alder]"),
    ),
    broken(
        "network-too-small",
        "networks.yaml:9 networks.strait.members",
        networks=[swap("[alder, cedar]", "[alder]"), swap("{alder: 3, cedar: 1}", "{alder: 3}")],
    ),
    broken(
        "network-share-unknown",
        "networks.yaml:10 networks.strait.shares.birch",
        networks=swap("{alder: 3, cedar: 1}", "{alder: 3, birch: 1}"),
    ),
    broken(
        "weight-all-zero",
        "networks.yaml:10 networks.strait.shares",
        networks=swap("{alder: 3, cedar: 1}", "{alder: 0, cedar: 0}"),
    ),
    broken(
        "weight-negative",
        "networks.yaml:10 networks.strait.shares.cedar",
        networks=swap("cedar: 1", "cedar: -1"),
    ),
    broken("key-duplicate", "networks.yaml:7 networks.bay", networks=swap("  strait:", "  bay:")),
    broken("id-invalid", "networks.yaml:3 networks.the bay", networks=swap("  bay:", "  the bay:")),
    broken("file-empty", "networks.yaml", networks="# nothing yet\n"),
    broken("field-value", "networks.yaml:1 format", networks=swap("format: 1", "format: 2")),
    broken(
        "field-type", "networks.yaml:6 networks.bay.members", networks=swap("{group: home}", "home")
    ),
    broken(
        "field-missing",
        "networks.yaml:6 networks.bay.members.group",
        networks=swap("{group: home}", "{}"),
    ),
    broken(
        "key-unknown",
        "networks.yaml:6 networks.bay.members.grup",
        networks=swap("{group: home}", "{grup: home}"),
    ),
    broken(
        "key-unknown",
        "networks.yaml:9 networks.strait.member",
        networks=swap("members: [", "member: ["),
    ),
    broken(
        "log-domain",
        "observations.csv:6 value",
        study=swap("transform: log", "transform: log\n        denominate: {by: plans}"),
        observations=swap("cedar,grants,,99", "cedar,grants,,-0.5"),
    ),
]

WARNINGS = [
    broken("country-unlabelled", "study.yaml:15 countries", study=drop("  USA:")),
    broken("source-uncited", "sources.csv:4", sources=add("atlas,Atlas,,https://atlas.example/,")),
    broken(
        "indicator-without-data", "study.yaml:61 context.plans", observations=drop("alder,plans")
    ),
]

ELSEWHERE = {  # code: the test file that provokes it
    "file-unreadable": "test_problems",
    "study-not-found": "test_problems",
    "argument-invalid": "test_analysis_ranking",
    "cluster-unknown": "test_analysis_ranking",
    "indicator-constant": "test_analysis_health",
    "reference-missing": "test_analysis_forms",
    "ranked-none": "test_analysis_ranking",
    "weight-override": "test_analysis_weighting",
}


@pytest.fixture(autouse=True)
def _work_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are shown relative to the working folder."""
    monkeypatch.chdir(tmp_path)


def problems_of(tmp_path: Path, **changes: Change) -> list[Problem]:
    return check_study(write_study(tmp_path, **changes))[1]


@pytest.mark.parametrize("case", [*ERRORS, *WARNINGS], ids=str)
def test_a_broken_study_is_told_by_one_problem_at_its_place(tmp_path: Path, case: Broken) -> None:
    found = problems_of(tmp_path, **case.changes)

    assert [(problem.code, problem.where) for problem in found] == [(case.code, case.where)]


@pytest.mark.parametrize("case", ERRORS, ids=str)
def test_a_study_with_an_error_does_not_open(tmp_path: Path, case: Broken) -> None:
    folder = write_study(tmp_path, **case.changes)

    with pytest.raises(ContentError) as caught:
        open_study(folder)

    assert case.code in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize("case", WARNINGS, ids=str)
def test_a_study_with_a_warning_opens(tmp_path: Path, case: Broken) -> None:
    folder = write_study(tmp_path, **case.changes)

    assert open_study(folder).id == "harbours"
    assert {problem.severity for problem in check_study(folder)[1]} == {"warning"}


def test_the_unbroken_study_has_no_problem(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == []


def test_every_code_of_a_study_is_provoked() -> None:
    provoked = {case.code for case in (*ERRORS, *WARNINGS)} | set(ELSEWHERE)
    others = {code for code in CODES if code.startswith(("matrix-", "method-dom", "method-par"))}
    others |= {"bounds-not-additive", "constraint-invalid", "constraints-infeasible"}
    others |= {"destination-exists", "destination-unwritable", "group-unknown", "template-broken"}
    others |= {code for code in CODES if code.startswith(("claim-", "executor-", "lever-"))}
    others |= {code for code in CODES if code.startswith("workbook-")}
    others |= {
        "answers-foreign",
        "cap-invalid",
        "cost-invalid",
        "derive-refused",
        "extra-missing",
        "stakeholders-few",
        "target-met",
        "theme-invalid",
    }
    others |= {"address-unavailable", "alternatives-too-many", "draws-too-many", "json-invalid"}
    others |= {"body-too-large", "body-type", "route-unknown", "time-exceeded", "token-invalid"}
    others |= {"service-busy", "service-fault", "verb-unsupported"}

    assert provoked == CODES - others


def test_a_problem_reads_as_place_finding_mending_and_code(tmp_path: Path) -> None:
    found = problems_of(tmp_path, study=swap("weight: 3", "weight: -1"))

    assert [str(problem) for problem in found] == [
        "study.yaml:36 criteria.money.children.grants.weight: the weight of 'grants' is -1. "
        "Write a number of 0 or more. [weight-negative]"
    ]


def test_an_unknown_code_is_a_fault_of_the_program() -> None:
    with pytest.raises(LookupError, match="no-such-code"):
        Problem("no-such-code", "here", "what.", "mend.")


def test_a_message_is_one_line_without_control_characters() -> None:
    problem = Problem("field-value", "a\x1b[31m.csv", "two\n lines \x07.", "x" * 5000)

    assert str(problem).startswith("a�[31m.csv: two lines �. xxx")
    assert len(str(problem)) < 300


def test_fifteen_faults_are_told_at_once_and_each_once(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        study=[
            swap("edition: 2025-06-30", "edition: soon"),
            swap("method: weighted-sum", "method: sum"),
            swap("weight: 3", "weight: -3"),
            swap("    role: rival", "    rol: rival"),
            swap("level: city", "level: town"),
            drop("  USA:"),
        ],
        clusters=[swap("abroad", "aboard"), swap("42.4", "north"), swap("Birch Point", "")],
        observations=[
            swap("cedar,grants,,99", "cedar,grants,,many"),
            swap("JPN,spending", "JAP,spending"),
            swap("dover,office,,2", "dover,office,,3"),
            swap("C,gazette,Until", "E,gazette,Until"),
        ],
        sources=[swap("2024-12", "December"), add("atlas,Atlas,,https://atlas.example/,")],
        even=swap("people: 1", "peple: 1"),
        funder=swap("spending: 1", "spending: none"),
    )

    assert sorted(problem.code for problem in found) == [
        "cluster-group-unknown",
        "cluster-name-missing",
        "coordinates-invalid",
        "country-unlabelled",
        "field-type",
        "field-value",
        "field-value",
        "key-unknown",
        "method-unknown",
        "number-invalid",
        "observation-place-unknown",
        "ordinal-invalid",
        "profile-criterion-unknown",
        "quality-unknown",
        "source-published-invalid",
        "source-uncited",
        "weight-negative",
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"study": "a: [\n"}, "yaml-syntax"),
        ({"study": swap("criteria:\n  money:", "criteria: 5\nmethods:\n  money:")}, "field-type"),
        ({"study": swap("groups:", "gruops:")}, "key-unknown"),
        ({"study": swap("spread:", "spred:")}, "key-unknown"),
        ({"study": swap("context:", "contxt:")}, "key-unknown"),
        ({"study": swap("scale: {0", "scale: {zero")}, "scale-invalid"),
        ({"study": swap("role: home", "role: hom")}, "field-value"),
        ({"clusters": CLUSTERS.encode("utf-16")}, "encoding-not-utf8"),
        ({"clusters": swap("id,name,", "idd,name,")}, "csv-column-unknown"),
        ({"clusters": swap("city", "town")}, "csv-column-unknown"),
        ({"clusters": None}, "file-missing"),
        ({"observations": swap("value", "valeu")}, "csv-column-unknown"),
        ({"observations": None}, "file-missing"),
        ({"observations": swap("KOR,spending,,2,", 'KOR,spending,,"2,')}, "csv-malformed"),
        ({"sources": None}, "file-missing"),
        ({"sources": swap("Harbour gazette", "Harbour, gazette")}, "csv-row-ragged"),
    ],
)
def test_what_cannot_be_read_is_told_without_follow_ups(
    tmp_path: Path, changes: dict[str, Change], code: str
) -> None:
    found = problems_of(tmp_path, **changes)

    assert {problem.code for problem in found} >= {code}
    assert not {p.code for p in found} & {
        "city-without-cluster",
        "cluster-group-unknown",
        "field-missing",
        "indicator-without-data",
        "number-invalid",
        "observation-indicator-unknown",
        "observation-place-unknown",
        "observation-source-unknown",
        "ordinal-invalid",
        "quality-unknown",
        "source-uncited",
    }


def test_a_folder_in_the_place_of_a_file_cannot_be_read(tmp_path: Path) -> None:
    folder = write_study(tmp_path, clusters=None)
    (folder / "clusters.csv").mkdir()

    found = check_study(folder)[1]

    assert [(p.code, p.where) for p in found] == [("file-unreadable", "clusters.csv")]


def test_a_folder_in_the_place_of_the_study_file_cannot_be_read(tmp_path: Path) -> None:
    folder = write_study(tmp_path, study=None)
    (folder / "study.yaml").mkdir()

    found = check_study(folder)[1]

    assert [(p.code, p.where) for p in found] == [("file-unreadable", "study.yaml")]


def test_a_profile_is_named_by_an_id(tmp_path: Path) -> None:
    folder = write_study(tmp_path)
    (folder / "profiles" / "even.yaml").rename(folder / "profiles" / "so even.yaml")

    found = check_study(folder)[1]

    assert [(p.code, p.where) for p in found] == [
        ("id-invalid", "profiles/so even.yaml"),
        ("profile-unknown", "study.yaml:25 profile"),
    ]


@pytest.mark.parametrize("given", ["nowhere", "", "a\0b", "x" * 5000, "clusters.csv"])
def test_a_path_that_is_no_study_is_told(tmp_path: Path, given: str) -> None:
    (tmp_path / "clusters.csv").write_text(CLUSTERS)

    with pytest.raises(ContentError) as caught:
        check_study(given)

    assert [problem.code for problem in caught.value.problems] == ["study-not-found"]


def test_a_misspelt_bundled_study_is_offered_by_its_name() -> None:
    with pytest.raises(ContentError, match="the nearest is 'asia-biopharma'"):
        check_study("asia-biofarma")


def test_a_study_may_be_named_by_its_study_file(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "here")

    assert open_study(folder / "study.yaml").content_hash == open_study(folder).content_hash


def test_a_header_without_rows_warns_of_every_indicator(tmp_path: Path) -> None:
    found = problems_of(tmp_path, observations=OBSERVATIONS.splitlines()[0])

    assert [problem.code for problem in found] == [
        "source-uncited",
        "source-uncited",
        *["indicator-without-data"] * 5,
    ]
