"""How large the page is and how soon it is there: bytes, seconds to draw, milliseconds to answer a facet.

python benchmarks/page.py [PAGE.html …]          (default output/views/index.html)
python benchmarks/page.py --documents 1000 FILE  builds a graph of the first lines of a JSON Lines file first
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

import unionkg

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import chromium

REPEATS = 5
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
FACET = """async () => {
  const box = document.querySelector('.facet input');
  const start = performance.now();
  box.click();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - start;
}"""


def drawn(browser: Any, address: str) -> float:
    """Seconds from asking for the page until it is painted, the median of some openings."""
    seconds = []
    for _ in range(REPEATS):
        tab = browser.new_page(viewport={"width": 1280, "height": 800})
        start = time.perf_counter()
        tab.goto(address)
        tab.evaluate(PAINTED)
        seconds.append(time.perf_counter() - start)
        tab.close()
    return statistics.median(seconds)


def facet(browser: Any, address: str) -> float:
    """Milliseconds from a click on a facet until the network is painted anew, the median of some clicks."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(f"{address}#view=network")
    tab.evaluate(PAINTED)
    found = statistics.median(tab.evaluate(FACET) for _ in range(REPEATS * 2))
    tab.close()
    return float(found)


def measured(pages: Iterable[Path]) -> Iterator[tuple[float, float, float, float]]:
    """Of each page: MB, seconds to draw the answers and the network, milliseconds to answer a facet."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.SILENT)
        for page in pages:
            address = page.resolve().as_uri()
            answers, network = drawn(browser, address), drawn(browser, f"{address}#view=network")
            yield page.stat().st_size / 1e6, answers, network, facet(browser, address)
        browser.close()


def measure(pages: list[Path]) -> None:
    """Print a line for each page."""
    print(f"{'page':40} {'MB':>7} {'answers s':>10} {'network s':>10} {'facet ms':>9}")
    for page, (size, answers, network, clicked) in zip(pages, measured(pages), strict=True):
        print(f"{page!s:.40} {size:7.2f} {answers:10.2f} {network:10.2f} {clicked:9.0f}")


def built(source: Path, documents: int, folder: Path) -> Path:
    """The page of a graph of the first documents of a JSON Lines file."""
    part = folder / "corpus" / "part.jsonl"
    part.parent.mkdir()
    with source.open(encoding="utf-8") as lines, part.open("w", encoding="utf-8") as out:
        out.writelines(islice(lines, documents))
    unionkg.build(part, folder / "output")
    return folder / "output" / "views" / "index.html"


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="*", type=Path, default=[Path("output/views/index.html")])
    parser.add_argument("--documents", type=int, default=0, metavar="N")
    options = parser.parse_args()
    if not options.documents:
        measure(options.pages)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure([built(options.pages[0], options.documents, Path(folder))])


if __name__ == "__main__":
    main()
