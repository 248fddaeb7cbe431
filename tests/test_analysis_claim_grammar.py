"""The grammar of claims: what is read, how it is written again, what is refused and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranker.analysis.claim_forms import (
    Count,
    Form,
    GroupMember,
    Member,
    Order,
    Place,
    canonical,
    format_claim,
)
from ranker.analysis.claim_grammar import marked, parse_claim, parse_claims
from ranker.analysis.claim_names import Names, names_of
from ranker.analysis.claim_words import sentence_of
from ranker.errors import UsageError
from ranker.study.load import open_study
from ranker.study.model import Study

DOCS = Path(__file__).parents[1] / "docs" / "claims.md"
NAMES = Names(
    {
        "cluster": {
            "alder": ("Alder Bay", "알더"),
            "birch": ("Birch Point", "비치"),
            "cedar": ("The Port", ""),
            "dover": ("The Port", ""),
            "rank": (),
            "3rd-park": (),
        },
        "group": {"home": ("Home", "국내"), "top": ("Top of all", "")},
        "node": {"money": ("Money", "자금"), "vacancies": ("Vacancies", ""), "on": ()},
    }
)

clusters = st.sampled_from(NAMES.ids("cluster"))
groups = st.sampled_from(NAMES.ids("group"))
scopes = st.sampled_from(["", *NAMES.ids("node")])
relations = st.sampled_from([">", ">=", "=", "<=", "<"])
numbers = st.integers(2, 999)
operands = st.one_of(
    st.builds(Member, clusters), st.builds(GroupMember, st.sampled_from(["best", "median"]), groups)
)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    chain = [draw(operands)]
    for _ in range(draw(st.integers(1, 4))):
        chain.append(draw(operands.filter(lambda operand: operand != chain[-1])))
    held = draw(st.lists(relations, min_size=len(chain) - 1, max_size=len(chain) - 1))
    return Order(tuple(chain), tuple(held), draw(scopes))


within = st.sampled_from(["", *NAMES.ids("group")])
forms = st.one_of(
    orders(),
    st.builds(Place, operands, relations, numbers, scopes, within),
    st.builds(Place, operands, st.just("<="), numbers, scopes, within, st.just(True)),
    st.builds(Count, groups, numbers, relations, numbers, scopes, st.booleans()),
)


@given(forms)
def test_a_form_that_is_written_reads_as_its_normal_form(form: Form) -> None:
    assert parse_claim(format_claim(form), NAMES) == canonical(form)


@given(forms)
def test_the_normal_form_is_read_as_itself_in_any_case_and_spacing(form: Form) -> None:
    normal = canonical(form)
    text = format_claim(normal)

    assert canonical(normal) == normal
    assert parse_claim(text, NAMES) == normal
    assert format_claim(parse_claim(text.upper().replace(" ", "  "), NAMES)) == text


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("alder>birch", "alder > birch"),
        ("ALDER ≥ Birch ON Money", "alder >= birch on money"),
        ("birch < alder", "alder > birch"),
        ("birch < alder <= cedar", "cedar >= alder > birch"),
        ("birch = alder", "alder = birch"),
        ("birch == alder < cedar", "cedar > alder = birch"),
        ("alder > birch < cedar", "alder > birch < cedar"),
        ("'Alder Bay' > “birch point”", "alder > birch"),
        ('"알더" > 비치 on 자금', "alder > birch on money"),
        ("alder rank < 3", "alder rank <= 2"),
        ("alder rank > 3", "alder rank >= 4"),
        ("alder is first", "alder rank = 1"),
        ("alder is in top 3", "alder rank <= 3"),
        ("alder in bottom 2 within home on money", "alder in bottom 2 on money within home"),
        ("best of HOME > median of 'top'", "best of home > median of \"top\""),
        ("count of 국내 in top 3 > 1", "count of home in top 3 >= 2"),
        ("count of home in bottom 3 = 0", "count of home in bottom 3 = 0"),
        ("\"rank\" > 3rd-park on \"on\"", "\"rank\" > 3rd-park on \"on\""),
    ],
)  # fmt: skip
def test_ways_to_say_the_same_have_one_normal_form(text: str, normal: str) -> None:
    assert format_claim(parse_claim(text, NAMES)) == normal


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("", "▸", "expected a cluster, found the end."),
        ("alder", "alder▸", "or 'rank', 'is', 'in', found the end."),
        ("alder >", "alder >▸", "expected a cluster, found the end."),
        ("alder > on money", "▸on money", "expected a cluster, found 'on'."),
        ("alder birch", "▸birch", "expected a comparison such as '>'"),
        ("alder is 3", "▸3", "expected 'first' or 'in'"),
        ("alder in 3", "▸3", "expected 'top' or 'bottom'"),
        ("alder rank 3", "▸3", "expected one of > >= = <= <"),
        ("alder rank <= three", "▸three", "expected a whole number of 1 or more"),
        ("alder rank <= 0", "▸0", "expected a whole number of 1 or more"),
        ("alder rank < 1", "▸1", "expected a whole number of 2 or more"),
        ("alder in top 1234567", "▸1234567", "expected a whole number"),
        ("count home in top 3 = 1", "▸home", "expected 'of'"),
        ("count of home in top 3 < 0", "▸0", "expected a whole number of 1 or more"),
        ("best alder > birch", "▸alder", "expected 'of'"),
        ("alder > birch; cedar", "▸; cedar", "expected the end of the claim, found ';'."),
        ("alder > birch > ", ">▸", "expected a cluster, found the end."),
        ('alder > "birch', '▸"birch', "this quotation mark is not closed."),
        ("alder > birch within home", "▸within home", "where no rank is claimed."),
        ("alder is first on money on money", "▸on money'", "stands here twice"),
        ("alder > alder", "▸> alder", "it compares a thing with itself."),
    ],
)
def test_a_mistake_of_grammar_is_one_problem_with_its_place(
    text: str, mark: str, expected: str
) -> None:
    with pytest.raises(UsageError) as caught:
        parse_claim(text, NAMES)

    (problem,) = caught.value.problems
    assert problem.code == "claim-invalid"
    assert mark in problem.where
    assert expected in problem.what


def test_all_unknown_names_of_all_claims_are_told_at_once_with_the_nearest() -> None:
    texts = [("a:1", "adler > 'Birch Piont' on mony"), ("a:2", "alder is first within hom")]

    with pytest.raises(UsageError) as caught:
        parse_claims(texts, NAMES)

    told = [str(problem) for problem in caught.value.problems]
    assert [line.partition(" ")[0] for line in told] == ["a:1", "a:1", "a:1", "a:2"]
    assert "there is no cluster 'adler'." in told[0]
    assert "the nearest is 'alder'." in told[0]
    assert "The nearest is 'birch', Birch Point." in told[1]
    assert "there is no criterion or indicator 'mony'." in told[2]
    assert "there is no group 'hom'. Use home or top; the nearest is 'home'." in told[3]


def test_a_bare_group_is_refused_with_the_two_things_it_could_mean() -> None:
    with pytest.raises(UsageError, match="write 'best of home' or 'median of home'"):
        parse_claim("home > alder", NAMES)


def test_a_name_that_several_have_is_refused_with_their_ids() -> None:
    with pytest.raises(UsageError, match="is the name of several: cedar, dover"):
        parse_claim("'the port' > alder", NAMES)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_problem(text: str) -> None:
    codes: set[str] = set()
    try:
        form = parse_claim(text, NAMES)
    except UsageError as error:
        codes = {problem.code for problem in error.problems}

    assert codes == {"claim-invalid"} or parse_claim(format_claim(form), NAMES) == form


def test_a_long_claim_is_cut_around_the_mark() -> None:
    assert marked("a" * 500, 250) == "…" + "a" * 60 + "▸" + "a" * 60 + "…"


@pytest.fixture(scope="module")
def bundled() -> Study:
    return open_study("asia-biopharma")


EXAMPLES = re.findall(
    r"^\| `(.+?)` \| `(.+?)` \| (.+?) \|$", DOCS.read_text(encoding="utf-8"), re.M
)


def test_the_page_has_examples_of_every_rule() -> None:
    kinds = {
        type(parse_claim(text, names_of(open_study("asia-biopharma")))) for text, *_ in EXAMPLES
    }

    assert len(EXAMPLES) > 10
    assert kinds == {Order, Place, Count}


@pytest.mark.parametrize(("text", "normal", "sentence"), EXAMPLES)
def test_an_example_of_the_page_reads_as_the_page_says(
    bundled: Study, text: str, normal: str, sentence: str
) -> None:
    form = parse_claim(text, names_of(bundled))

    assert format_claim(form) == normal
    assert sentence_of(form, bundled) == sentence
