"""Takes the pictures of docs/images from a built page.

python docs/screenshots.py [output/views/index.html]
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent / "images"
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import chromium  # noqa: E402 - it lies beside the tests

MOST = "page.data.nodes.filter((n) => n.facts.length).sort((a, b) => b.facts.length - a.facts.length)"
STATES = {
    "answers": ("wide", "", ""),
    "network": ("wide", "#view=network", ""),
    "text": ("wide", "#view=reader", f"page.state.set(page.readerAddress({MOST}[3].facts[0]))"),
    "ledger": ("wide", "#view=ledger", ""),
    "text-phone": ("narrow", "#view=reader", ""),
}
SIZES = {"wide": (1280, 800), "narrow": (390, 844)}


def main() -> None:
    """Open the page in each state and take its picture."""
    source = Path(sys.argv[1] if len(sys.argv) > 1 else "output/views/index.html").resolve()
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.SILENT)
        for name, (size, address, script) in STATES.items():
            width, height = SIZES[size]
            tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            tab.goto(source.as_uri() + address)
            tab.wait_for_selector("html[data-ready]")
            if script:
                tab.evaluate(f"() => {{ {script} }}")
            tab.wait_for_timeout(300)
            tab.screenshot(path=IMAGES / f"{name}.png")
            tab.close()
        browser.close()


if __name__ == "__main__":
    main()
