"""Pictures of the report: lines of ranks, points against the group, the map.

Hand values are those of the four harbours of `tests.studies`.
"""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest

from ranker.analysis.compare import Comparison, compare_methods, compare_profiles
from ranker.analysis.ranking import Ranking, rank
from ranker.output.bump_picture import bump_picture, line_path
from ranker.output.coast import Frame, clip, coasts, land_path
from ranker.output.labels import Box, Places, dot_box
from ranker.output.map_picture import map_picture
from ranker.output.points_picture import ALL, points_picture
from ranker.output.render import render_report
from ranker.output.view_pictures import PanelView
from ranker.study.load import open_study
from ranker.study.model import Study
from tests.pages import Element, read_page


@pytest.fixture
def ranking(harbours: Study) -> Ranking:
    return rank(harbours)


@pytest.fixture(scope="module")
def bundled() -> Ranking:
    return rank(open_study("asia-biopharma"))


@pytest.fixture(scope="module")
def page(bundled: Ranking) -> Element:
    return read_page(render_report(bundled, exact=False))


def pairs(path: str) -> list[tuple[float, float]]:
    """Return the points that a path without steps goes through."""
    found = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)
    return [(float(x), float(y)) for x, y in found]


# --- ranks as lines ----------------------------------------------------------------------


def test_lines_go_through_the_ranks_of_every_method(bundled: Ranking) -> None:
    methods = compare_methods(bundled)

    view = bump_picture(bundled, methods, "method")

    assert view is not None
    assert len(view.lines) == 15
    for line in view.lines:
        ranks = [round(y + 0.5) for _, y in pairs(line.path)]
        assert ranks == [r for r in methods.ranks_of(line.id) if r]
        assert pairs(line.dots) == pairs(line.path)


def test_home_lines_lie_on_top_and_are_named_at_both_ends(bundled: Ranking) -> None:
    view = bump_picture(bundled, compare_profiles(bundled), "profile")

    assert view is not None
    tones = [line.tone for line in view.lines]
    assert tones == sorted(tones, key=lambda tone: tone == "home")
    assert all(bool(line.last) == (line.tone == "home") for line in view.lines)
    assert view.lines[-1].label.split(" ", 1)[1] == view.lines[-1].last.split(" ", 1)[1]


def test_labels_of_equal_ranks_stand_one_below_the_other(ranking: Ranking) -> None:
    tied = np.array([[1, 1], [1, 2], [3, 3]])
    comparison = Comparison(("weighted-sum", "topsis"), ("alder", "cedar", "birch"), tied, {})

    view = bump_picture(ranking, comparison, "method")

    assert view is not None
    heights = {line.id: line.y for line in view.lines}
    assert heights["cedar"] - heights["alder"] == 15
    assert view.finding.startswith("Cedar Cove moves most by method: 1st to 2nd across two methods")


def test_line_has_a_gap_where_a_cluster_takes_no_rank() -> None:
    assert line_path([2, 0, 1, 4]) == "M0 1.5M2 0.5L3 3.5"


def test_one_method_makes_no_lines(ranking: Ranking) -> None:
    assert bump_picture(ranking, compare_methods(ranking, []), "method") is None


# --- points against the group -------------------------------------------------------------


def test_points_are_held_against_median_and_best_of_the_group(ranking: Ranking) -> None:
    view = points_picture(ranking)

    home = next(group for group in view.groups if group.id == "home")
    assert home.rows[0] == ("Grants", "25.8", "50.5")  # of 50.5 and 1
    assert home.rows[2] == ("Office", "75.2", "100.0")  # of 100 and 50.5
    assert home.medians.startswith("M25.8 0.2v.6M1 1.2v.6")
    assert view.profiles["alder"].own == "M50.5 0.5h0M1 1.5h0M100 2.5h0M75.2 3.5h0"
    assert view.profiles["alder"].finding.startswith(
        "Of 4 known indicators 3 are above the median (Home), 0 below it; furthest above on "
    )


def test_cluster_alone_in_its_group_is_held_against_all_ranked(ranking: Ranking) -> None:
    view = points_picture(ranking)

    assert view.profiles["cedar"].group == ALL
    assert view.profiles["dover"].group == ALL
    assert {group.id for group in view.groups} == {"home", ALL}


def test_missing_figure_has_a_dash_and_no_dot(bundled: Ranking) -> None:
    view = points_picture(bundled)

    for i, cluster in enumerate(bundled.clusters):
        strip = view.profiles[cluster.id]
        missing = int(np.isnan(bundled.tree.utilities[i]).sum())
        assert strip.absent.count("h2") == missing
        assert strip.own.count("h0") == len(bundled.study.indicators) - missing


def test_strip_of_a_profile_stays_small(bundled: Ranking) -> None:
    html = render_report(bundled, exact=False)

    sizes = [
        len(text.encode()) for text in re.findall(r"(?s)<figure class=against>.*?</figure>", html)
    ]

    assert len(sizes) == len(bundled.clusters)
    assert max(sizes) < 1_200


def test_strips_use_marks_that_are_there(page: Element) -> None:
    ids = {e.attributes["id"] for e in page.everything() if "id" in e.attributes}

    used = {e.attributes["href"][1:] for e in page.find("use")}

    assert {"points-labels", "points-korea", "points-rival"} <= used <= ids


# --- map ---------------------------------------------------------------------------------


def panels(ranking: Ranking) -> tuple[PanelView, ...]:
    view = map_picture(ranking)
    assert view is not None
    return view.panels


def test_map_holds_all_but_the_far_benchmark_and_says_so(bundled: Ranking) -> None:
    view = map_picture(bundled)

    assert view is not None
    assert {dot.id for dot in view.panels[0].dots} == {c.id for c in bundled.clusters} - {"boston"}
    assert view.outside == "Beyond the map: Boston-Cambridge."
    assert len(view.rows) == len(bundled.clusters)
    assert view.rows[0] == (
        "singapore",
        "1",
        "Singapore Biopolis and Tuas",
        "Singapore",
        "1.3°N 103.79°E",
    )


def test_east_is_right_and_north_is_up(bundled: Ranking) -> None:
    at = {c.id: (c.longitude, -c.latitude) for c in bundled.clusters}

    for panel in panels(bundled):
        for one, other in combinations(panel.dots, 2):
            assert (one.x - other.x) * (at[one.id][0] - at[other.id][0]) >= 0
            assert (one.y - other.y) * (at[one.id][1] - at[other.id][1]) >= 0


def test_home_group_is_enlarged_and_the_first_ten_are_named_once(bundled: Ranking) -> None:
    whole, near = panels(bundled)

    assert whole.inset is not None
    assert {c.id for c in bundled.study.with_role("home")} <= {dot.id for dot in near.dots}
    named = [dot.id for panel in (whole, near) for dot in panel.dots if dot.label]
    first = [c.id for c in bundled.ranked[:10]]
    assert set(first) <= set(named)
    assert len(named) == len(set(named))


def test_better_ranks_have_larger_dots(bundled: Ranking) -> None:
    radius = {dot.id: dot.radius for dot in panels(bundled)[0].dots}

    sizes = [radius[c.id] for c in bundled.ranked]

    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 2 * sizes[-1]


def test_clusters_all_over_the_place_need_no_second_map(ranking: Ranking) -> None:
    (whole,) = panels(ranking)

    assert [dot.id for dot in whole.dots] == ["birch", "cedar", "alder"]
    assert whole.inset is None
    assert whole.dots[-1].label is not None


def test_every_dot_links_to_its_profile_by_name(page: Element, bundled: Ranking) -> None:
    section = next(e for e in page.find("section") if e.attributes.get("id") == "map")

    links = {a.attributes["href"]: a.attributes["aria-label"] for a in section.find("a")}

    assert links["#osong-figures"] == "4 Osong Bio Valley"
    assert links["#taipei-figures"] == "Nangang Biotechnology Research Park, not ranked"


def test_labels_lie_neither_on_each_other_nor_on_dots() -> None:
    dots = [(20.0 * n, 50.0 + 7 * (n % 3)) for n in range(1, 20)]
    places = Places(Box(0, 0, 400, 120), [dot_box(x, y, 4) for x, y in dots])

    labels = [places.label("Harbour", x, y, radius=4) for x, y in dots]

    boxes = [box for box in places.taken[len(dots) :] if box.right - box.left > 20]
    assert len(boxes) == sum(label is not None for label in labels) > 5
    assert not any(a.meets(b) for a, b in combinations(boxes, 2))
    assert not any(box.meets(dot_box(x, y, 4)) for box in boxes for x, y in dots)


def test_coast_cut_to_a_frame_stays_inside_it() -> None:
    frame = Frame(120, 30, 135, 42)

    held = [point for ring in coasts() for point in clip(ring, frame)]

    assert held
    assert all(frame.holds(round(x, 9), round(y, 9)) for x, y in held)


def test_land_holds_inland_places_and_not_the_sea() -> None:
    rings = [ring for ring in coasts() if len(ring) > 2]

    def is_land(x: float, y: float) -> bool:
        crossings = sum(
            (a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
            for ring in rings
            for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)
        )
        return crossings % 2 == 1

    assert is_land(127.4, 36.4)  # Daejeon
    assert is_land(2.3, 48.9)  # Paris
    assert not is_land(135.0, 40.0)  # the sea between Korea and Japan
    assert not is_land(-30.0, 40.0)  # the Atlantic


def test_land_is_drawn_in_few_letters() -> None:
    path = land_path(Frame(120, 30, 135, 42), lambda x, y: ((x - 120) * 30, (42 - y) * 30))

    assert path.startswith("M")
    assert path.endswith("z")
    assert len(path) < 5_000
