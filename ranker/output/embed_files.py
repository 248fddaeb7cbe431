"""What other people's pages take from a ranking, as files: script, document, frames, badges."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ranker.errors import Problem, UsageError
from ranker.output.badge import badge_svg
from ranker.output.embed import embed_script, embed_to_json
from ranker.output.environment import contained, page_environment
from ranker.output.evidence import usual_draws
from ranker.output.export import as_json
from ranker.output.folder import Kind, check_folder, new_folder
from ranker.output.language import ENGLISH, LANGUAGES, in_language, use_language
from ranker.output.policy import without_indentation
from ranker.output.site_pages import file_names

if TYPE_CHECKING:
    from ranker.analysis.ranking import Ranking

EMBED = Kind("embed.json", "cluster-ranker/embed-files/1", "folder of 'ranker embed'")
SCRIPT, DOCUMENT = "embed.js", "ranking.json"
SIZE = (640, 720)  # pixels of a frame where nobody asks for less
_DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a frame's page finds its parts, as addresses from that page.

    Parameters
    ----------
    script, data : str
        The component's script and the document it shows; of the page's own origin.
    oembed : str
        Full address of the frame's oEmbed document; empty where there is none.
    """

    script: str = SCRIPT
    data: str = DOCUMENT
    oembed: str = ""


def frame_page(ranking: Ranking, frame: Frame | None = None, *, lang: str = ENGLISH) -> str:
    """Return a page that is the ranking alone, for an iframe of another page.

    Parameters
    ----------
    ranking : Ranking
    frame : Frame, optional
        Where its parts are; beside it where None.
    lang : {"en", "ko"}

    Returns
    -------
    str
    """
    parts = frame or Frame()
    with use_language(lang):
        template = page_environment().get_template("embed.html.j2")
        page = template.render(
            language=lang,
            title=in_language(ranking.study.title),
            script=parts.script,
            data=parts.data,
            oembed=parts.oembed,
        )
    return without_indentation(page).lstrip()


def oembed_to_json(
    ranking: Ranking,
    frame: str,
    *,
    lang: str = ENGLISH,
    most: tuple[int | None, int | None] = (None, None),
) -> str:
    """Return the oEmbed document of a frame (https://oembed.com, version 1.0, type rich).

    Parameters
    ----------
    ranking : Ranking
    frame : str
        Full address of the frame's page.
    lang : {"en", "ko"}
    most : tuple of int or None
        Width and height in pixels that the asker has room for (``maxwidth``, ``maxheight``).

    Returns
    -------
    str

    Raises
    ------
    UsageError
        ``argument-invalid`` where the address is none of the web, or there is no room.
    """
    check_base(frame, where="frame")
    width, height = (_fitting(size, room) for size, room in zip(SIZE, most, strict=True))
    with use_language(lang):
        title = str(contained(in_language(ranking.study.title)))
    return as_json(
        {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "provider_name": "Cluster Ranker",
            "cache_age": _DAY,
            "width": width,
            "height": height,
            "html": f'<iframe src="{escape(frame)}" width="{width}" height="{height}" '
            f'title="{escape(title)}" loading="lazy" style="border:0;max-width:100%"></iframe>',
        }
    )


def _fitting(size: int, room: int | None) -> int:
    if room is not None and room < 1:
        what = f"there is no room in {room} pixels."
        raise UsageError(Problem("argument-invalid", "most", what, "Ask for 1 or more."))
    return size if room is None else min(size, room)


def check_base(address: str, *, where: str = "--base") -> None:
    """Refuse an address that a page elsewhere could not ask for.

    Raises
    ------
    UsageError
        ``argument-invalid``.
    """
    try:
        parts = urlsplit(address)
        is_full = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_full = False
    if not is_full or any(letter.isspace() for letter in address):
        what = f"'{address}' is no full address of the web."
        mend = "Write the address that the folder will have, such as https://ranks.example/asia/."
        raise UsageError(Problem("argument-invalid", where, what, mend))


def write_embed(ranking: Ranking, path: str | os.PathLike[str], *, base: str = "") -> Path:
    """Write the folder that other people's pages take a ranking from.

    Parameters
    ----------
    ranking : Ranking
    path : str or path
        A folder that is new, empty, or an earlier one of this kind, which is replaced.
    base : str
        The address that the folder will have; without it there are no oEmbed documents,
        which need full addresses.

    Returns
    -------
    Path
        The folder; it is there whole or not at all.

    Raises
    ------
    UsageError
        ``argument-invalid``, ``destination-exists`` or ``destination-unwritable``.
    """
    folder = Path(path)
    if base:
        check_base(base)
    check_folder(folder.absolute(), EMBED)
    files = dict(embed_files(ranking, base=base))
    with new_folder(folder.absolute(), EMBED) as beside:
        (beside / "badges").mkdir()
        for name, text in files.items():
            (beside / name).write_text(text, encoding="utf-8", newline="\n")
    return folder


def embed_files(ranking: Ranking, *, base: str = "") -> Iterator[tuple[str, str]]:
    """Yield name and text of every file of `write_embed`."""
    drawn = usual_draws(ranking)
    files: dict[str, str] = {
        SCRIPT: embed_script(),
        DOCUMENT: embed_to_json(ranking, drawn),
        **dict(_frames(ranking, base)),
    }
    badges = file_names([cluster.id for cluster in ranking.clusters])
    for lang in LANGUAGES:
        for cluster, name in badges.items():
            svg = badge_svg(ranking, cluster, drawn=drawn, lang=lang)
            files[f"badges/{name}{_ending(lang)}.svg"] = svg
    yield from files.items()
    yield EMBED.inventory, as_json(_inventory(ranking, sorted(files)))


def _inventory(ranking: Ranking, names: list[str]) -> dict[str, Any]:
    return {"schema": EMBED.schema, "study": ranking.study.id, "files": names}


def _frames(ranking: Ranking, base: str) -> Iterator[tuple[str, str]]:
    """Yield the page for an iframe in each language, and its oEmbed document."""
    root = base if base.endswith("/") or not base else f"{base}/"
    for lang in LANGUAGES:
        document = f"oembed{_ending(lang)}.json"
        page = f"frame{_ending(lang)}.html"
        frame = Frame(oembed=f"{root}{document}" if base else "")
        yield page, frame_page(ranking, frame, lang=lang)
        if base:
            yield document, oembed_to_json(ranking, f"{root}{page}", lang=lang)


def _ending(lang: str) -> str:
    """Return what tells a file's language; English has none."""
    return "" if lang == ENGLISH else f".{lang}"
