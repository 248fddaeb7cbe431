"""Themes: a folder of somebody's own that gives the pages other colours, blocks or templates.

::

    ministry/
      theme.css               rules and custom properties, put behind ours
      templates/*.html.j2     take the place of ours of the same name, or extend them

What a folder holds is read here once and checked; nothing outside of it is ever read. How
its templates are kept from doing harm is told in `ranker.output.sandbox`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ranker._content import content_folder, shown_path
from ranker.errors import ContentError, Problem, UsageError, did_you_mean

SHEET = "theme.css"
TEMPLATES = "templates"
ENDING = ".html.j2"
LARGEST = 1_000_000  # bytes of one file
_MAY_LIE_BESIDE = re.compile(r"(readme|licen[cs]e|changelog)(\..*)?|\..*", re.IGNORECASE)

_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"""@import | \bsrc\s*\( | \burl\s*\(\s*(?!["']?\s*(?:data:|\#)) | \bimage-set\s*\(\s*["']""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDS_ITS_ELEMENT = re.compile(r"</\s*style|<!--", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Theme:
    """What a theme's folder holds.

    Parameters
    ----------
    folder : Path
    css : str
        Its style sheet; empty where there is none.
    templates : mapping of str to str
        Text of each template by its name.
    """

    folder: Path
    css: str
    templates: Mapping[str, str]


def bundled_themes() -> tuple[str, ...]:
    """Return the names of the themes that come with the package."""
    folder = content_folder("reports") / "themes"
    return tuple(sorted(path.name for path in folder.glob("*") if path.is_dir()))


def read_theme(theme: str | os.PathLike[str]) -> Theme:
    """Read a theme given by its folder, or by the name of one that comes with the package.

    Parameters
    ----------
    theme : str or path

    Returns
    -------
    Theme

    Raises
    ------
    UsageError
        ``theme-invalid`` where there is no such folder.
    ContentError
        ``theme-invalid`` and ``encoding-not-utf8``, all that were found.
    """
    folder = _find_theme(os.fspath(theme))
    problems: list[Problem] = []
    texts = dict(_texts(folder, problems))
    css = texts.pop(SHEET, "")
    problems += _css_problems(css, shown_path(folder / SHEET))
    if not (css or texts or problems):
        what = f"the folder holds neither {SHEET} nor {TEMPLATES}/*{ENDING}."
        problems.append(_invalid(folder, what, "See docs/themes.md for what a theme holds."))
    if problems:
        raise ContentError(problems)
    return Theme(folder, css, {name.removeprefix(f"{TEMPLATES}/"): texts[name] for name in texts})


def _find_theme(given: str) -> Path:
    path = Path(given)
    try:
        if path.is_dir():
            return path
    except (OSError, ValueError):  # a name too long, a NUL byte
        pass
    if given in bundled_themes():
        return content_folder("reports") / "themes" / given
    what = f"'{given}' is neither a folder nor a theme that comes with the package."
    mend = f"Name a folder. {did_you_mean(given, bundled_themes())}"
    raise UsageError(Problem("theme-invalid", "theme", what, mend))


def _texts(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Yield name and text of every file of a theme; what cannot be read is told."""
    for path in _files(folder, problems):
        try:
            _refuse_what_lies_outside(path, folder)
            text = path.read_bytes().decode("utf-8-sig")
            yield path.relative_to(folder).as_posix(), text.replace("\r\n", "\n")
        except _RefusedError as refused:
            problems.append(_invalid(path, str(refused), "Keep plain files inside the folder."))
        except UnicodeDecodeError as error:
            what = f"byte {error.start + 1} is not UTF-8."
            mend = "Save the file as UTF-8."
            problems.append(Problem("encoding-not-utf8", shown_path(path), what, mend))
        except OSError as error:
            what = f"the file cannot be read: {error.strerror}."
            problems.append(_invalid(path, what, "Let it be read."))


def _files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name == TEMPLATES and path.is_dir():
            yield from _template_files(path, folder, problems)
        elif path.name == SHEET:
            yield path
        elif not _MAY_LIE_BESIDE.fullmatch(path.name):
            mend = did_you_mean(path.name, [SHEET, TEMPLATES])
            problems.append(_invalid(path, f"a theme has no '{path.name}'.", mend))


def _template_files(room: Path, folder: Path, problems: list[Problem]) -> Iterator[Path]:
    if not room.resolve().is_relative_to(folder.resolve()):
        mend = "Keep plain files inside the folder."
        problems.append(_invalid(room, "the folder lies outside of the theme.", mend))
        return
    for path in sorted(room.iterdir()):
        if path.name.endswith(ENDING):
            yield path
        elif not path.name.startswith("."):
            what = f"'{path.name}' is no template."
            problems.append(_invalid(path, what, f"Let its name end in {ENDING}."))


class _RefusedError(Exception):
    """A file of a theme that is not read; says why."""


def _refuse_what_lies_outside(path: Path, folder: Path) -> None:
    if not path.resolve().is_relative_to(folder.resolve()):
        raise _RefusedError("the file lies outside of the theme.")
    if not path.is_file():
        raise _RefusedError("this is no plain file.")
    if path.stat().st_size > LARGEST:
        raise _RefusedError(f"the file is larger than {LARGEST:,} bytes.")


def _css_problems(css: str, where: str) -> Iterator[Problem]:
    """Tell what would load something from elsewhere, or end the style element."""
    plain = _ESCAPE.sub(_unescaped, css)
    for text, pattern, what, mend in (
        (plain, _OUTSIDE, "loads", "Put it into the file: url(data:…)."),
        (css, _ENDS_ITS_ELEMENT, "ends the style element", "Take it out."),
    ):
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found = f"'{' '.join(match[0].split())}' {what}"
            told = f"{found} from outside of the page." if what == "loads" else f"{found}."
            yield Problem("theme-invalid", f"{where}:{line}", told, mend)


def _unescaped(match: re.Match[str]) -> str:
    if match[2]:
        return match[2]
    number = int(match[1], 16)
    return chr(number) if 0 < number < 0xD800 else "�"


def _invalid(path: Path, what: str, mend: str) -> Problem:
    return Problem("theme-invalid", shown_path(path), what, mend)
