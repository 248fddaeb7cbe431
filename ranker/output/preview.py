"""The picture that other programs show beside a link to a report: 1200 × 630 pixels."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from ranker.analysis.ranking import Ranking
from ranker.output.language import cluster_name, in_language
from ranker.output.words import method_score_text
from ranker.study.model import Cluster

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT, DOTS = 1200, 630, 100
SHOWN = 5
LINE = 52  # Latin letters of the headline on one line; a letter of Hangul counts as two
INK, QUIET, PAPER, TRACK = "#1d232b", "#5c6672", "#fcfbf8", "#efece5"
TONES = {"home": "#0b6e69", "rival": "#6b7480", "benchmark": "#9a5b00"}
LATIN = ("DejaVu Sans",)  # comes with Matplotlib
KOREAN = (
    *("Noto Sans CJK KR", "Noto Sans CJK JP", "Noto Sans KR", "NanumGothic", "Malgun Gothic"),
    *("Apple SD Gothic Neo", "AppleGothic"),
)
KOREAN_FILES = (
    "notosanscjk",
    "notosanskr",
    "nanumgothic",
    "malgun",
    "applesdgothic",
    "applegothic",
)


def preview_png(ranking: Ranking, headline: str) -> bytes:
    """Return the picture as PNG: the headline, the first five and the home group's best.

    Parameters
    ----------
    ranking : Ranking
    headline : str
        In the language of the page.

    Returns
    -------
    bytes
        Equal rankings give equal bytes on machines with the same fonts.
    """
    import matplotlib as mpl  # noqa: PLC0415 - takes half a second to load
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    fonts: Any = {"font.family": _installed_fonts(), "text.parse_math": False}
    with mpl.rc_context(fonts), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure = Figure(figsize=(WIDTH / DOTS, HEIGHT / DOTS), dpi=DOTS, facecolor=PAPER)
        canvas: Any = FigureCanvasAgg(figure)
        _draw(figure, ranking, headline)
        file = io.BytesIO()
        canvas.print_png(file, metadata={"Software": None})
    return file.getvalue()


def shown_clusters(ranking: Ranking) -> tuple[Cluster, ...]:
    """Return the first five, and the home group's best where it is not among them."""
    first = list(ranking.ranked[:SHOWN])
    home = [c for c in ranking.ranked if ranking.study.role(c) == "home"]
    return tuple(first + [c for c in home[:1] if c not in first])


def _installed_fonts() -> list[str]:
    """Return families for Latin and Korean letters, those that are installed.

    Matplotlib keeps a list of fonts that may be older than they are, so files are looked for
    where it does not know a Korean one.
    """
    from matplotlib import font_manager  # noqa: PLC0415 - as above

    known = {entry.name for entry in font_manager.fontManager.ttflist}
    if known.isdisjoint(KOREAN):
        for file in sorted(font_manager.findSystemFonts()):
            if Path(file).name.lower().startswith(KOREAN_FILES):
                font_manager.fontManager.addfont(file)
        known = {entry.name for entry in font_manager.fontManager.ttflist}
    return [*LATIN, *(name for name in KOREAN if name in known)]


def _draw(figure: Figure, ranking: Ranking, headline: str) -> None:
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
    axes.axis("off")
    axes.add_patch(_bar(60, 44, WIDTH - 120, 4, TONES["home"]))
    title = in_language(ranking.study.title)
    axes.text(60, 78, title, color=QUIET, size=14, va="center")
    words: Any = {"color": INK, "size": 23, "weight": "bold", "va": "top", "linespacing": 1.25}
    axes.text(60, 112, "\n".join(_lines(headline)), **words)
    clusters = shown_clusters(ranking)
    for row, cluster in enumerate(clusters):
        _draw_row(axes, ranking, cluster, HEIGHT - 50 - 48 * (len(clusters) - 1 - row))


def _draw_row(axes: Any, ranking: Ranking, cluster: Cluster, y: float) -> None:
    tone = TONES[ranking.study.role(cluster)]
    i = ranking.index(cluster.id)
    weight = "bold" if ranking.study.role(cluster) == "home" else "normal"
    axes.text(96, y, str(ranking.rank_of(cluster.id)), color=tone, size=17, ha="right", va="center")
    axes.text(120, y, _cut(cluster_name(cluster)), color=INK, size=15, va="center", weight=weight)
    axes.add_patch(_bar(580, y - 11, 440, 22, TRACK))
    left = 580.0
    for points in ranking.contributions[i]:
        if points > 0:
            axes.add_patch(_bar(left, y - 11, 4.4 * points - 2, 22, tone))
            left += 4.4 * points
    text = method_score_text(ranking, i)
    axes.text(WIDTH - 60, y, text, color=INK, size=17, ha="right", va="center", weight="bold")


def _bar(left: float, top: float, width: float, height: float, colour: str) -> Any:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - as above

    return Rectangle((left, top), max(width, 0.0), height, color=colour, linewidth=0)


def _lines(headline: str) -> Sequence[str]:
    is_wide = sum("가" <= letter <= "힣" for letter in headline) > len(headline) / 4
    width = LINE * 2 // 3 if is_wide else LINE
    return wrap(headline, width=width, max_lines=4, placeholder=" …")


def _cut(name: str) -> str:
    return name if len(name) <= 36 else f"{name[:35]}…"
