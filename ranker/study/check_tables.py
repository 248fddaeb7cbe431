"""Checks of the tables: clusters, sources, and one figure after another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ranker.errors import Problem, did_you_mean
from ranker.study.draft import Draft, Leaf
from ranker.study.fields import is_id
from ranker.study.files import Row, Table
from ranker.study.numbers import is_endless, parse_number, parse_year

_URL = re.compile(r"https?://[^\s/]+\.[^\s]+\Z")
_PUBLISHED = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z")
_LIMITS = {"latitude": 90.0, "longitude": 180.0}


def check_clusters_are_sound(draft: Draft) -> Iterator[Problem]:
    """Check that a cluster has an id of its own, a name, a country and a place on the map."""
    table = draft.clusters
    if not table.is_readable:
        return
    if not table.rows and table.is_whole:
        yield Problem("clusters-none", table.name, "there is no cluster.", "Add a row for each.")
    yield from _repeated_ids(table, "cluster-duplicate")
    for row in table.rows:
        where, name = table.where(row), row["id"]
        if not is_id(name):
            mend = "Write letters, digits and single hyphens or underscores."
            yield Problem("id-invalid", f"{where} id", f"'{name}' is no id.", mend)
        if not row["name"]:
            what = f"'{name}' has no name."
            yield Problem("cluster-name-missing", f"{where} name", what, "Add its English name.")
        if not row["country"]:
            what = f"'{name}' has no country."
            mend = "Add the ISO 3166 alpha-3 code, such as KOR."
            yield Problem("cluster-country-missing", f"{where} country", what, mend)
        yield from _coordinate_problems(table, row)


def _coordinate_problems(table: Table, row: Row) -> Iterator[Problem]:
    for column, limit in _LIMITS.items():
        number = parse_number(row[column])
        if number is None or abs(number) > limit:
            found = f"is '{row[column]}'" if row[column] else "is empty"
            what = f"the {column} of '{row['id']}' {found}."
            mend = f"Write degrees from -{limit:g} to {limit:g} with a decimal point."
            yield Problem("coordinates-invalid", table.where(row, column), what, mend)


def check_clusters_have_a_group(draft: Draft) -> Iterator[Problem]:
    """Check that the group of each cluster is one that ``study.yaml`` describes."""
    known = list(draft.mapping("groups") or {})
    if not known or not draft.clusters.is_readable:
        return
    for row in draft.clusters.rows:
        if row["group"] not in known:
            what = f"'{row['group']}' is no group of the study."
            where = draft.clusters.where(row, "group")
            yield Problem("cluster-group-unknown", where, what, did_you_mean(row["group"], known))


def check_sources_are_sound(draft: Draft) -> Iterator[Problem]:
    """Check that a source has an id of its own, a title, an address and a date like 2025-09."""
    table = draft.sources
    if not table.is_readable:
        return
    yield from _repeated_ids(table, "source-duplicate")
    for row in table.rows:
        if not row["title"]:
            what = f"'{row['id']}' has no title."
            yield Problem("source-without-title", table.where(row, "title"), what, "Add a title.")
        if not _URL.match(row["url"]):
            what = f"the address of '{row['id']}' is '{row['url']}'."
            mend = "Write an address that begins with http:// or https://."
            yield Problem("source-without-url", table.where(row, "url"), what, mend)
        if row["published"] and not _PUBLISHED.match(row["published"]):
            what = f"'{row['published']}' is no date."
            mend = "Write 2025, 2025-09 or 2025-09-30, or leave it empty."
            where = table.where(row, "published")
            yield Problem("source-published-invalid", where, what, mend)


def _repeated_ids(table: Table, code: str) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row in table.rows:
        name = row["id"]
        if name in first:
            what = f"'{name}' stands here a second time; first {table.place(first[name])}."
            yield Problem(code, table.where(row, "id"), what, "Keep one of the two.")
        first.setdefault(name, row)


def check_sources_are_cited(draft: Draft) -> Iterator[Problem]:
    """Check that every source is cited by a row; another is left over."""
    if not (draft.sources.is_readable and draft.observations.is_whole):
        return
    cited = {row["source"] for row in draft.observations.rows}
    for row in draft.sources.rows:
        if row["id"] not in cited:
            what = f"no row cites '{row['id']}'."
            where = draft.sources.where(row)
            yield Problem("source-uncited", where, what, "Cite it or remove it.", "warning")


def check_indicators_have_data(draft: Draft) -> Iterator[Problem]:
    """Check that every indicator is filled by a row; another informs nobody."""
    if not (draft.observations.is_whole and draft.is_tree_known):
        return
    filled = {row["indicator"] for row in draft.observations.rows}
    for leaf in draft.leaves:
        if leaf.id not in filled:
            what = f"no row of observations.csv is about '{leaf.id}'."
            where = draft.document.where(leaf.path)
            mend = "Add figures, or remove the indicator."
            yield Problem("indicator-without-data", where, what, mend, "warning")


def check_observations_point_somewhere(draft: Draft) -> Iterator[Problem]:
    """Check that place, indicator and source of a row exist."""
    table = draft.observations
    known_indicators = list(draft.leaf)
    known_sources = {row["id"] for row in draft.sources.rows}
    for row in table.rows:
        leaf = draft.leaf.get(row["indicator"])
        if draft.is_tree_known and leaf is None:
            what = f"'{row['indicator']}' is no indicator of the study."
            mend = did_you_mean(row["indicator"], known_indicators)
            where = table.where(row, "indicator")
            yield Problem("observation-indicator-unknown", where, what, mend)
        if draft.clusters.is_whole and draft.clusters.rows and leaf is not None:
            yield from _place_problems(draft, row, leaf)
        if draft.sources.is_whole and row["source"] not in known_sources:
            found = f"'{row['source']}' is not in sources.csv." if row["source"] else "no source."
            mend = did_you_mean(row["source"], sorted(known_sources), shown=3)
            where = table.where(row, "source")
            yield Problem("observation-source-unknown", where, found, mend)


def _place_problems(draft: Draft, row: Row, leaf: Leaf) -> Iterator[Problem]:
    known = draft.places.get(leaf.level)
    if known is None or row["place"] in known:
        return
    code = {"city": "city-without-cluster", "metro": "metro-without-cluster"}
    elsewhere = [level for level, ids in draft.places.items() if row["place"] in ids]
    what = f"'{row['place']}' is the {leaf.level} of no cluster."
    if leaf.level == "cluster":
        what = f"there is no cluster '{row['place']}'."
    if elsewhere:
        what += f" It is a {elsewhere[0]}, and '{leaf.id}' is measured by {leaf.level}."
    yield Problem(
        code.get(leaf.level, "observation-place-unknown"),
        draft.observations.where(row, "place"),
        what,
        did_you_mean(row["place"], sorted(known), shown=6),
    )


def check_observations_are_unique(draft: Draft) -> Iterator[Problem]:
    """Check that a place, indicator, item and year have one figure, and items no plain row."""
    table = draft.observations
    first: dict[tuple[str, ...], Row] = {}
    kinds: dict[tuple[str, str], tuple[bool, Row]] = {}
    for row in table.rows:
        key = (row["place"], row["indicator"], row["item"], row["year"])
        if key in first:
            stands = table.place(first[key])
            what = f"{', '.join(part for part in key if part)} stands already {stands}."
            mend = "Keep the better figure; the other may become its low or high."
            yield Problem("observation-duplicate", table.where(row), what, mend)
        first.setdefault(key, row)
        has_item, other = kinds.setdefault(key[:2], (bool(row["item"]), row))
        if has_item != bool(row["item"]):
            plain = f"a plain row ({table.place(other).split(' ', 1)[1]})"
            what = f"an item and {plain} share {row['place']}, {row['indicator']}."
            mend = "Give every row of the cell an item, or none."
            yield Problem("item-next-to-plain", table.where(row, "item"), what, mend)


def check_observations_are_numbers(draft: Draft) -> Iterator[Problem]:
    """Check that value is a finite number; low and high too, where given; low <= value <= high."""
    table = draft.observations
    for row in table.rows:
        for column in ("value", "low", "high"):
            if row[column] or column == "value":
                yield from _number_problems(table, row, column)
        value, low, high = (parse_number(row[c]) for c in ("value", "low", "high"))
        if value is None:
            continue
        if low is not None and low > value:
            what = f"low {row['low']} is above the value {row['value']}."
            mend = "Write low <= value <= high."
            yield Problem("range-inverted", table.where(row, "low"), what, mend)
        if high is not None and high < value:
            what = f"high {row['high']} is below the value {row['value']}."
            mend = "Write low <= value <= high."
            yield Problem("range-inverted", table.where(row, "high"), what, mend)


def _number_problems(table: Table, row: Row, column: str) -> Iterator[Problem]:
    text = row[column]
    if parse_number(text) is not None:
        return
    where = table.where(row, column)
    if is_endless(text):
        yield Problem("number-infinite", where, f"'{text}' is endless.", "Write a finite number.")
        return
    found = f"'{text}' is no number." if text else "the value is empty."
    mend = "Write digits with a decimal point, no thousands separator; no figure, no row."
    yield Problem("number-invalid", where, found, mend)


def check_observations_are_dated(draft: Draft) -> Iterator[Problem]:
    """Check that a year has four digits and, but for an outlook, is not after the edition."""
    table = draft.observations
    last = draft.last_year
    for row in table.rows:
        year = parse_year(row["year"])
        where = table.where(row, "year")
        if year is None:
            what = f"'{row['year']}' is no year."
            yield Problem("year-invalid", where, what, "Write four digits, such as 2024.")
        elif last is not None and year > last and not _may_be_plan(draft.leaf, row["indicator"]):
            what = f"{year} lies after the study's edition ({last})."
            mend = "Correct the year, or set 'outlook: true' on an indicator of plans."
            yield Problem("year-future", where, what, mend)


def _may_be_plan(leaves: Mapping[str, Leaf], indicator: str) -> bool:
    leaf = leaves.get(indicator)
    return leaf is None or leaf.raw.get("outlook") is True


def check_observations_are_graded(draft: Draft) -> Iterator[Problem]:
    """Check that the quality of a row is a grade that ``rules.spread`` knows."""
    known = draft.grades
    if not known:
        return
    for row in draft.observations.rows:
        if row["quality"] not in known:
            what = f"'{row['quality']}' is no grade." if row["quality"] else "the grade is empty."
            where = draft.observations.where(row, "quality")
            yield Problem("quality-unknown", where, what, did_you_mean(row["quality"], known))


def check_figures_fit_their_scale(draft: Draft) -> Iterator[Problem]:
    """Check that ordinal figures are levels of their scale; a logarithm exists."""
    table = draft.observations
    for row in table.rows:
        leaf = draft.leaf.get(row["indicator"])
        if leaf is None:
            continue
        for column in ("value", "low", "high"):
            number = parse_number(row[column])
            if number is None:
                continue
            where = table.where(row, column)
            levels = leaf.levels
            if levels is not None and number not in levels:
                known = ", ".join(f"{level:g}" for level in sorted(levels))
                what = f"{row[column]} is no level of '{leaf.id}'."
                yield Problem("ordinal-invalid", where, what, f"Write one of {known}.")
            if leaf.raw.get("transform") == "log" and number <= -1:
                what = f"{row[column]} has no logarithm: ln(1 + x) needs x above -1."
                mend = "Correct the figure, or set 'transform: none'."
                yield Problem("log-domain", where, what, mend)


TABLE_CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    check_clusters_are_sound,
    check_clusters_have_a_group,
    check_sources_are_sound,
    check_sources_are_cited,
    check_indicators_have_data,
    check_observations_point_somewhere,
    check_observations_are_unique,
    check_observations_are_numbers,
    check_observations_are_dated,
    check_observations_are_graded,
    check_figures_fit_their_scale,
)
