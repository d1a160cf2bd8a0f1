"""How the headless browser is started, for the tests, the benchmarks and the pictures of the docs."""

from __future__ import annotations

import shutil

PATH = shutil.which("chromium") or "/usr/bin/chromium"
SILENT = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""Switches: no window, no sandbox (as root in a container), and nothing that the browser asks of its own."""
