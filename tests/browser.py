"""A real browser for tests: Debian's chromium, driven by Playwright, without a network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE, NARROW, NARROWEST = (1280, 900), (390, 844), (320, 640)


def find_browser() -> str:
    """Return the path of a browser; fails where there is none."""
    wanted = [os.environ.get("RANKER_BROWSER", ""), *NAMES]
    found = [path for name in wanted if name and (path := shutil.which(name))]
    assert found, "no browser: run scripts/install-browser, or set RANKER_BROWSER"
    return found[0]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start a browser and stop it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_page(
    browser: Browser,
    file: Path,
    *,
    size: tuple[int, int] = WIDE,
    within: Path | None = None,
    **options: object,
) -> Iterator[Page]:
    """Open a file as a reader would; fails where the page complains or asks for anything.

    Parameters
    ----------
    browser : Browser
    file : Path
    size : tuple of int
        Width and height of the window in CSS pixels.
    within : Path, optional
        A folder whose files the page may ask for; the file alone where None.
    **options
        Of Playwright's contexts, such as ``color_scheme="dark"``.
    """
    places = ((within or file).as_uri(),)
    with open_address(browser, file.as_uri(), size=size, within=places, **options) as page:
        yield page


@contextmanager
def open_address(
    browser: Browser,
    address: str,
    *,
    within: tuple[str, ...],
    size: tuple[int, int] = WIDE,
    **options: object,
) -> Iterator[Page]:
    """Open an address; fails where the page complains or asks for what is not `within`."""
    width, height = size
    viewport = {"width": width, "height": height}
    context: BrowserContext = browser.new_context(viewport=viewport, **options)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("request", lambda asked: complaints.extend(_beyond(asked.url, within)))
    try:
        page.goto(address)
        yield page
        assert complaints == []
    finally:
        context.close()


def _beyond(url: str, within: tuple[str, ...]) -> list[str]:
    """Return a request that leaves the places named; data addresses do not."""
    return [] if url.startswith(("data:", "blob:", *within)) else [f"request: {url}"]


@contextmanager
def serve(folder: Path, *, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve a folder over HTTP on a port of its own; gives its origin."""
    sent = dict(headers or {})

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/favicon.ico":  # browsers ask for it unbidden
                self.send_response(HTTPStatus.NO_CONTENT)
                self.end_headers()
            else:
                super().do_GET()

        def end_headers(self) -> None:
            for name, value in sent.items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
