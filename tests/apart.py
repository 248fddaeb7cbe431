"""Asynchronous code of a test in a thread of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio


def run_apart(ask: Callable[[], Awaitable[Any]]) -> Any:
    """Run to the end; the browser of other tests keeps a loop running in the main thread."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(anyio.run, ask).result()
