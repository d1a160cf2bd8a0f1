"""One headless Chromium for all tests; each page it opens must stay silent and ask for nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import chromium as browsers
from invented import page as invented_page
from unionkg import views
from unionkg.views import Page as Record

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

SIZES = {"wide": (1280, 800), "narrow": (390, 844)}

Opener = Callable[..., Any]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser; tests are skipped by name where it is not installed."""
    if not Path(browsers.PATH).exists():
        pytest.skip("chromium is not installed (apt-get install chromium fonts-noto-cjk)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.PATH, args=browsers.SILENT)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the invented page."""
    path = tmp_path_factory.mktemp("page") / "index.html"
    views.write(path, invented_page())
    return path


@pytest.fixture
def opened(chromium: Any, written: Path, tmp_path: Path) -> Iterator[Opener]:
    """Opens a page from a file; afterwards no console error and no request may have been seen."""
    faults: list[str] = []
    contexts = []

    def open_page(
        address: str = "", size: str = "wide", record: Record | None = None, **settings: Any
    ) -> Any:
        path = written
        if record is not None:
            path = tmp_path / "page.html"
            views.write(path, record)
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height}, **settings)
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(30_000)
        tab.on("console", lambda m: faults.append(m.text) if m.type in {"error", "warning"} else None)
        tab.on("pageerror", lambda fault: faults.append(str(fault)))
        tab.on("dialog", lambda dialog: (faults.append(f"dialog {dialog.message}"), dialog.dismiss()))
        tab.on(
            "request",
            lambda r: None if r.url.startswith(("file:", "blob:", "data:")) else faults.append(r.url),
        )
        tab.goto(path.as_uri() + address)
        tab.wait_for_selector("html[data-ready]")
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def one_document() -> Record:
    """The invented page with its first speech alone, so with one date."""
    page = invented_page()
    first = page.exhibit.documents[0].id
    exhibit = replace(
        page.exhibit,
        documents=page.exhibit.documents[:1],
        facts=tuple(fact for fact in page.exhibit.facts if fact.document == first),
        demands=tuple(demand for demand in page.exhibit.demands if demand.document == first),
        counts=tuple(count for count in page.exhibit.counts if count.document == first),
    )
    return replace(page, exhibit=exhibit, texts=page.texts[:1])


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, from UNIONKG_AXE or where npm puts it; else the test is skipped by name."""
    places = [Path("node_modules"), Path("/usr/local/lib/node_modules"), Path("/usr/lib/node_modules")]
    named = os.environ.get("UNIONKG_AXE")
    found = [Path(named)] if named else [place / "axe-core" / "axe.min.js" for place in places]
    for path in found:
        if path.exists():
            return path.read_text(encoding="utf-8")
    pytest.skip("axe-core is not installed (npm install axe-core, or UNIONKG_AXE=path of axe.min.js)")
