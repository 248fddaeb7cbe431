"""The picture for links: its size, who is on it, and that it stays the same."""

from __future__ import annotations

import dataclasses
import struct

from ranker.analysis.ranking import rank
from ranker.output.headline import headline
from ranker.output.preview import preview_png, shown_clusters
from ranker.study.model import Study


def test_the_picture_has_the_size_that_other_programs_expect(harbours: Study) -> None:
    ranking = rank(harbours)

    found = preview_png(ranking, headline(ranking))

    assert found.startswith(b"\x89PNG")
    assert struct.unpack(">II", found[16:24]) == (1200, 630)


def test_equal_rankings_give_equal_pictures_and_others_do_not(harbours: Study) -> None:
    ranking = rank(harbours)

    first, again = (preview_png(ranking, headline(ranking)) for _ in range(2))

    assert again == first
    assert preview_png(ranking, "Another headline") != first


def test_korean_words_and_dollar_signs_are_drawn_as_they_are(harbours: Study) -> None:
    ranking = rank(harbours)

    found = preview_png(ranking, "오송은 한국에서 $가장$ 앞선다")

    assert struct.unpack(">II", found[16:24]) == (1200, 630)


def test_the_best_of_home_is_shown_where_it_is_not_among_the_first_five() -> None:
    ranking = rank()
    rivals = [c for c in ranking.ranked if ranking.study.role(c) == "rival"]
    weakest = [c for c in ranking.ranked if ranking.study.role(c) == "home"][-1]
    few = dataclasses.replace(ranking.study, clusters=(*rivals, weakest))

    found = shown_clusters(rank(few))

    assert len(found) == 6
    assert found[-1].id == weakest.id
