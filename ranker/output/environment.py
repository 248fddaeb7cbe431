"""Where templates are found and run: ours, or a theme's with ours behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.exceptions import TemplateSyntaxError
from jinja2.loaders import BaseLoader, ChoiceLoader, FunctionLoader, PrefixLoader
from jinja2.meta import find_referenced_templates
from jinja2.utils import missing
from markupsafe import Markup

from ranker._content import content_folder, shown_path
from ranker.errors import ContentError, Problem, did_you_mean
from ranker.output.compact import compact_script, compact_style
from ranker.output.language import _, ngettext
from ranker.output.policy import without_indentation
from ranker.output.sandbox import ThemeEnvironment
from ranker.output.theme import TEMPLATES, Theme

OURS = "default"  # a theme's template extends default/report.html.j2
_BREAKS_OUT = ("</style", "</script", "<!--")
_COMPACT = {".css": compact_style, ".js": compact_script}
_EXACT = 2**53  # from here on floats are further apart than whole numbers
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def page_environment(theme: Theme | None = None) -> Environment:
    """Return the environment for our templates, or for a theme's before ours.

    Parameters
    ----------
    theme : Theme, optional

    Returns
    -------
    Environment
        A sandbox where there is a theme.

    Raises
    ------
    ContentError
        ``theme-invalid`` where a template of the theme would never be used.
    TemplateSyntaxError
        Where one cannot be read.
    """
    if theme is None:
        return _own_environment()
    own = FileSystemLoader(content_folder("reports") / "templates")
    loader = ChoiceLoader([_theme_loader(theme), PrefixLoader({OURS: own}), own])
    environment = _prepared(ThemeEnvironment(**_options(loader)), css=theme.css)
    _check_templates_are_used(theme, environment)
    return environment


@cache
def _own_environment() -> Environment:
    loader = FileSystemLoader(content_folder("reports") / "templates")
    return _prepared(Environment(**_options(loader)), css="")  # noqa: S701 - among the options


def _theme_loader(theme: Theme) -> BaseLoader:
    def load(name: str) -> tuple[str, str, None] | None:
        if name not in theme.templates:
            return None
        return theme.templates[name], shown_path(theme.folder / TEMPLATES / name), None

    return FunctionLoader(load)


def _check_templates_are_used(theme: Theme, environment: Environment) -> None:
    """Refuse a template that takes no other's place and that no template of the theme names."""
    known = set(template_names())
    named: set[str | None] = set()
    for name, text in theme.templates.items():
        filename = shown_path(theme.folder / TEMPLATES / name)
        named |= set(find_referenced_templates(environment.parse(text, name, filename)))
    if None in named:  # a name that is made while the page is
        return
    unused = [name for name in theme.templates if name not in known | named]
    if unused:
        raise ContentError([_unused(theme.folder / TEMPLATES / name) for name in unused])


def _unused(path: Path) -> Problem:
    what = f"'{path.name}' takes the place of no template, and none of the theme uses it."
    mend = did_you_mean(path.name, template_names(), shown=20)
    return Problem("theme-invalid", shown_path(path), what, mend)


def template_names() -> tuple[str, ...]:
    """Return the names of our templates."""
    folder = content_folder("reports") / TEMPLATES
    return tuple(sorted(path.name for path in folder.glob("*.j2")))


def _options(loader: BaseLoader) -> Mapping[str, Any]:
    return {
        "loader": loader,
        "autoescape": True,
        "undefined": NamedUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "keep_trailing_newline": True,
        "finalize": printed,
        "extensions": ["jinja2.ext.i18n"],
    }


def _prepared(environment: Environment, *, css: str) -> Environment:
    environment.install_gettext_callables(_, ngettext, newstyle=False)  # type: ignore[attr-defined]
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    environment.globals["asset"] = asset
    environment.globals["theme_css"] = Markup(contained(css))  # noqa: S704 - checked when read
    return environment


class NamedUndefined(StrictUndefined):
    """Refuses to be used, and says which field was asked for and which there are."""

    @property
    def _undefined_message(self) -> str:
        thing, name = self._undefined_obj, self._undefined_name
        if self._undefined_hint or thing is missing or not is_dataclass(thing):
            return str(super()._undefined_message)
        known = did_you_mean(str(name), [field.name for field in fields(thing)])
        return f"'{type(thing).__name__}' has no field '{name}'. {known.rstrip('.')}"


def printed(value: Any) -> Any:
    """Return a value as templates print it: contained, and without decimals where it is whole.

    Examples
    --------
    >>> printed("Port\u202etrop"), printed(7.0), printed(7.5)
    ('Port�trop', 7, 7.5)
    """
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    return contained(value)


def contained(value: Any) -> Any:
    """Return what is printed, without characters that would act beyond it.

    Control characters, and marks that turn the direction of what follows, are shown as a
    replacement character.

    Examples
    --------
    >>> contained("Port\u202etrop"), contained(7)
    ('Port�trop', 7)
    """
    if not isinstance(value, str) or not _UNSEEN.search(value):
        return value
    return type(value)(_UNSEEN.sub("�", value))


def asset(name: str) -> Markup:
    """Return a style sheet or script of ours to stand inside the page.

    Raises
    ------
    TemplateSyntaxError
        Where there is no such file, or it would end its own element.
    """
    if name not in asset_names():
        raise TemplateSyntaxError(f"there is no asset '{name}'", 1, name)
    path = content_folder("reports") / "static" / name
    compact = _COMPACT.get(path.suffix, without_indentation)
    text = compact(path.read_text(encoding="utf-8"))
    if any(mark in text.lower() for mark in _BREAKS_OUT):
        raise TemplateSyntaxError("an asset would end its own element", 1, name)
    return Markup(text)  # noqa: S704 - a file of the package, checked above


def asset_names() -> tuple[str, ...]:
    """Return the names of all our style sheets and scripts."""
    return tuple(sorted(path.name for path in (content_folder("reports") / "static").iterdir()))


def asset_texts(environment: Environment) -> tuple[str, ...]:
    """Return the text of every asset, and of the theme's style sheet."""
    own = (str(asset(name)) for name in asset_names() if name.endswith((".css", ".js")))
    return (*own, without_indentation(str(environment.globals["theme_css"])))
