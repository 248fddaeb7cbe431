"""What several test files share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ranker.study.load import open_study
from ranker.study.model import Study
from tests.studies import write_study

if TYPE_CHECKING:
    from playwright.sync_api import Browser


# Files of few but long tests: begun first, so that no worker is left alone with one at the end.
LONG = (
    "test_wheel",
    "test_workbook_office",
    "test_browser_language",
    "test_browser_report",
    "test_service_openapi",
    "test_hostile_text",
    "test_bilingual",
    "test_browser_site",
    "test_annotations",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files of long tests first; the order within a file stays."""
    items.sort(key=lambda item: LONG.index(name) if (name := item.path.stem) in LONG else len(LONG))


@pytest.fixture
def harbours(tmp_path: Path) -> Study:
    """The small study of `tests.studies`, unchanged."""
    return open_study(write_study(tmp_path / "harbours"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests that need one."""
    from tests.browser import open_browser  # noqa: PLC0415 - few tests need it

    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the bundled study, as a file."""
    import ranker  # noqa: PLC0415

    return ranker.write_report(ranker.rank(), tmp_path_factory.mktemp("report") / "report.html")
