"""A small study for tests: four clusters, two criteria, figures that a hand can sum.

`write_study` writes it to a folder; each keyword names a file and says how to
change it, so that a test shows the one place it breaks::

    write_study(tmp_path, study=swap("role: home", "role: rival"), sources=None)

Utilities of the ranked (grants are logarithmic, vacancies a cost):

========  ========  ========  ========  =========  =======  =======  ======
cluster   grants    spending  office    vacancies  money    people   score
========  ========  ========  ========  =========  =======  =======  ======
alder     50.5      1         100       75.25      38.125   87.625   62.875
birch     1         1         50.5      50.5       1        50.5     25.75
cedar     100       100       1         1          100      1        50.5
dover     149.5     50.5      100       100        124.75   100      112.375
========  ========  ========  ========  =========  =======  =======  ======

Dover is the benchmark: it lies beyond the bounds and takes no rank.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

Edit = Callable[[str], str]
Change = str | bytes | Edit | list[Edit] | None

STUDY = """\
format: 1
id: harbours
title: {en: Four harbours, ko: 네 항구}
edition: 2025-06-30
groups:
  home:
    label: {en: Home, ko: 국내}
    role: home
  abroad:
    label: {en: Abroad, ko: 국외}
    role: rival
  summit:
    label: {en: Summit, ko: 정상}
    role: benchmark
countries:
  JPN: {en: Japan, ko: 일본}
  KOR: {en: Korea, ko: 한국}
  USA: {en: United States, ko: 미국}
rules:
  min_coverage: 0.5
  spread: {A: 0, B: 0.10, C: 0.25}
  floor_factor: 3
method: weighted-sum
second_opinions: [topsis]
profile: even
criteria:
  money:
    label: {en: Money, ko: 자금}
    weight: 1
    children:
      grants:
        label: {en: Grants, ko: 보조금}
        unit: USD m
        objective: max
        transform: log
        weight: 3
        lever: true
      spending:
        label: {en: Spending, ko: 지출}
        unit: '% of GDP'
        objective: max
        level: country
        weight: 1
  people:
    label: {en: People, ko: 사람}
    weight: 1
    children:
      office:
        label: {en: Office, ko: 사무소}
        unit: level 0-2
        objective: max
        scale: {0: none, 1: shared, 2: its own}
      vacancies:
        label: {en: Vacancies, ko: 빈자리}
        unit: '%'
        objective: min
        level: city
        normalise: goalposts
        goalposts: [0, 20]
context:
  plans:
    label: {en: Plans, ko: 계획}
    unit: USD m
    outlook: true
notes:
  - {en: Grants are counted from the press., ko: 보조금은 언론에서 집계했다.}
"""

CLUSTERS = """\
id,name,name_local,group,country,metro,city,latitude,longitude,summary
alder,Alder Bay,알더,home,KOR,seoul,incheon,37.4,126.7,"Piers, cranes."
birch,Birch Point,버치,home,KOR,seoul,suwon,37.3,127.0,A quiet port.
cedar,Cedar Cove,,abroad,JPN,osaka,kobe,34.7,135.2,A large port.
dover,Dover,,summit,USA,,boston,42.4,-71.1,The model.
"""

OBSERVATIONS = """\
place,indicator,item,value,low,high,year,quality,source,note
alder,grants,crane,5,4,8,2024,A,gazette,
alder,grants,pier,4,,,2023,B,gazette,
alder,grants,pier,3,,,2021,A,gazette,
birch,grants,,0,0,2,2024,C,gazette,None found
cedar,grants,,99,,,2024,A,gazette,
dover,grants,,999,,,2024,A,gazette,
KOR,spending,,2,,,2024,A,almanac,
KOR,spending,,1.5,,,2022,A,almanac,
JPN,spending,,4,,,2024,A,almanac,
USA,spending,,3,,,2024,A,almanac,
alder,office,,2,,,2025,A,almanac,
birch,office,,1,0,2,2025,B,almanac,
cedar,office,,0,,,2025,A,almanac,
dover,office,,2,,,2025,A,almanac,
incheon,vacancies,,5,,,2024,A,almanac,
suwon,vacancies,,10,,,2024,A,almanac,
kobe,vacancies,,20,,,2024,A,almanac,
boston,vacancies,,0,,,2024,A,almanac,
alder,plans,,40,,,2030,C,gazette,Until 2030
"""

SOURCES = """\
id,title,publisher,url,published
almanac,World almanac,Almanac House,https://almanac.example/2024,2024-12
gazette,Harbour gazette,,https://gazette.example/grants,
"""

EVEN = """\
label: {en: Even, ko: 균형}
view: Both weigh the same.
weights: {money: 1, people: 1}
"""

FUNDER = """\
label: {en: Funder, ko: 후원자}
view: Money first.
weights: {money: 3, people: 1, grants: 1, spending: 1}
"""

NETWORKS = """\
format: 1
networks:
  bay:
    label: {en: The Bay, ko: 만}
    description: Both home harbours.
    members: {group: home}
  strait:
    label: The Strait
    members: [alder, cedar]
    shares: {alder: 3, cedar: 1}
"""

FILES: Mapping[str, tuple[str, str]] = {
    "study": ("study.yaml", STUDY),
    "clusters": ("clusters.csv", CLUSTERS),
    "observations": ("observations.csv", OBSERVATIONS),
    "sources": ("sources.csv", SOURCES),
    "even": ("profiles/even.yaml", EVEN),
    "funder": ("profiles/funder.yaml", FUNDER),
    "networks": ("networks.yaml", NETWORKS),
}


def write_study(folder: Path, **changes: Change) -> Path:
    """Write the study to `folder` and return it.

    Parameters
    ----------
    folder : Path
        Made where it does not exist.
    **changes
        By file (a key of `FILES`): a new text or new bytes, an edit of the text such as
        `swap`, a list of edits, or None to leave the file out.
    """
    unknown = set(changes) - set(FILES)
    assert not unknown, f"no such file: {unknown}"
    for key, (name, text) in FILES.items():
        content = _changed(text, changes.get(key, text))
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return folder


def _changed(text: str, change: Change) -> bytes | None:
    if change is None or isinstance(change, bytes):
        return change
    if isinstance(change, str):
        return change.encode()
    for edit in change if isinstance(change, list) else [change]:
        text = edit(text)
    return text.encode()


def swap(old: str, new: str) -> Edit:
    """Replace a text that occurs exactly once."""

    def edit(text: str) -> str:
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
        return text.replace(old, new)

    return edit


def add(*lines: str) -> Edit:
    """Add lines at the end of the file."""
    return lambda text: text + "".join(f"{line}\n" for line in lines)


def drop(start: str) -> Edit:
    """Remove every line that begins with `start`."""

    def edit(text: str) -> str:
        kept = [line for line in text.splitlines(True) if not line.startswith(start)]
        assert len(kept) < len(text.splitlines()), f"no line begins with {start!r}"
        return "".join(kept)

    return edit
