"""Pictures of every section of the report to look at: languages, schemes, widths, print.

``make screenshots`` writes them to the folder ``screenshots``, which is not committed.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import ranker
from tests.browser import open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LANGUAGES = ("en", "ko")
SCHEMES = ("light", "dark")
WIDTHS = {"wide": 1280, "phone": 390}
PAPER = 794  # pixels of an A4 page


def named_sections(page: Page) -> list[str]:
    """Return a selector for each section."""
    found = page.eval_on_selector_all("section[id]", "all => all.map(s => s.id)")
    return [f"#{name}" for name in dict.fromkeys(found)]


def take(
    browser: Browser, address: str, folder: Path, *, name: str, width: int, **look: str
) -> int:
    """Write a picture of each section of one page and return how many."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **look)
    page = context.new_page()
    page.goto(address)
    if "print" in name:
        page.emulate_media(media="print")
    page.screenshot(path=folder / f"top-{name}.png")
    count = 1
    for section in map(page.locator, named_sections(page)):
        if section.is_visible():  # what needs scripts or a screen is not printed
            section.screenshot(path=folder / f"{section.get_attribute('id')}-{name}.png")
            count += 1
    context.close()
    return count


def main(folder: Path) -> None:
    """Write all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with tempfile.TemporaryDirectory() as room, open_browser() as browser:
        for lang in LANGUAGES:
            path = ranker.write_report(ranker.rank(), Path(room) / f"{lang}.html", lang=lang)
            address = path.as_uri()
            for scheme, (kind, width) in itertools.product(SCHEMES, WIDTHS.items()):
                name = f"{lang}-{scheme}-{kind}"
                look = {"color_scheme": scheme}
                count += take(browser, address, folder, name=name, width=width, **look)
            count += take(browser, address, folder, name=f"{lang}-print", width=PAPER)
    sys.stdout.write(f"{count} pictures in {folder}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("screenshots"))
