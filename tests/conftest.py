"""What several test files share."""

from __future__ import annotations

from pathlib import Path

import pytest

from ranker.study.load import open_study
from ranker.study.model import Study
from tests.studies import write_study


@pytest.fixture
def harbours(tmp_path: Path) -> Study:
    """The small study of `tests.studies`, unchanged."""
    return open_study(write_study(tmp_path / "harbours"))
