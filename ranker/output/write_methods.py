"""Write ``docs/methods.md``: the catalogue of methods with their passports.

``python -m ranker.output.write_methods`` does it, from a checkout. Everything in it is read from
the catalogue and the passports; a test holds the page equal to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ranker.methods.catalogue import METHODS, Method
from ranker.methods.passports import COMPENSATION, PASSPORTS, SCALE
from ranker.output.terminal import parameter_line, passport_lines

PAGE = Path(__file__).parents[2] / "docs" / "methods.md"

_INTRODUCTION = """\
# Methods

Every ranking method of the catalogue with its passport. Which of them to take:
[which-method.md](which-method.md). How a method behaves on a study of yours, and how far the others
agree with it there: `ranker methods NAME --on STUDY`. This page is written by
`python -m ranker.output.write_methods`; the tests measure what it says of scales and rank reversal.

A method ranks the *top criteria*: scores from 1 to 100, more is better. Passports speak of rank
reversal with these scores as they are. In a study they are measured between the worst and the best
ranked cluster; when one of these goes, any method's order can turn, and
`ranker methods NAME --on STUDY` counts that apart.
"""


def methods_page() -> str:
    """Return the page as Markdown."""
    return "\n".join([_INTRODUCTION, *_overview(), "", *_sections()]).rstrip() + "\n"


def _overview() -> Iterator[str]:
    yield "| Method | Compensation | Scale | Rank reversal |"
    yield "| --- | --- | --- | --- |"
    for name, method in sorted(METHODS.items()):
        held = PASSPORTS[name]
        reversal = "possible" if held.can_reverse else "none"
        link = f"[{method.title}](#{name})"
        yield f"| {link} | {held.compensation} | {held.scale} | {reversal} |"
    yield ""
    yield "Compensation is " + "; ".join(COMPENSATION.values()) + "."
    yield ""
    yield "The scale that figures must have is " + "; ".join(SCALE.values()) + "."


def _sections() -> Iterator[str]:
    for _, method in sorted(METHODS.items()):
        yield from _section(method)


def _section(method: Method) -> Iterator[str]:
    yield f"## {method.name}\n"
    yield f"**{method.title}**. {method.formula}\n"
    yield f"- **Assumes**: {method.assumes}"
    for head, words in passport_lines(method).items():
        yield f"- **{head}**: {words}"
    yield f"- **Direction**: {'more' if method.more_is_better else 'less'} is better"
    for parameter in method.parameters:
        head, words = parameter_line(parameter)
        yield f"- **Parameter `{head}`**: {words}"
    doi = f" [doi:{method.doi}](https://doi.org/{method.doi})" if method.doi else ""
    yield f"- **Paper**: {method.paper}{doi}\n"


if __name__ == "__main__":
    PAGE.write_text(methods_page(), encoding="utf-8", newline="\n")
