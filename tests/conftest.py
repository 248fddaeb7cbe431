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
