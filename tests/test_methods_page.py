"""The page on methods is what the catalogue and the passports say."""

from __future__ import annotations

import re

import pytest

from ranker.analysis.agreement import agreement
from ranker.analysis.consensus import consensus
from ranker.methods.catalogue import METHODS
from ranker.methods.passports import PASSPORTS
from ranker.output.write_methods import PAGE, methods_page

WHICH = PAGE.with_name("which-method.md")


def test_the_page_on_methods_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == methods_page(), (
        "run 'python -m ranker.output.write_methods'"
    )


def test_every_method_has_a_section_and_a_line_that_leads_to_it() -> None:
    page = methods_page()

    assert [name for name in METHODS if f"\n## {name}\n" not in page] == []
    assert [name for name in METHODS if f"](#{name})" not in page] == []


def test_the_advice_names_methods_that_have_a_passport() -> None:
    advice = WHICH.read_text(encoding="utf-8")
    section = advice.partition("## Which method\n")[2].partition("## Which weights")[0]
    named = set(re.findall(r"`([a-z0-9-]+)`", section))

    assert named <= set(PASSPORTS)
    assert "weighted-sum" in named


def test_what_the_advice_says_of_the_bundled_study_is_so() -> None:
    found = consensus(first="songdo")
    methods = agreement(next(iter(found.rankings.values())))
    at = found.clusters.index

    assert found.ranks[at("singapore")].tolist() == [1, 1, 1, 1, 1]
    assert methods.comparison.spread("singapore") == (1, 1)
    assert methods.comparison.spread("songdo") == (5, 9)
    assert found.agreed.near[at("osong"), at("busan")]
    assert found.agreed.share("near") == pytest.approx(0.55, abs=0.005)
    assert min(held.ranges["investment"][0] for held in found.first.each.values()) > 0.9
