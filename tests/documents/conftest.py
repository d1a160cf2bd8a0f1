"""What the tests of reading share: settings, the sample speech, programs that may be absent."""

from __future__ import annotations

import html
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import chromium as browsers
from unionkg.documents import Limits, Settings, isolation, read_corpus
from unionkg.knowledge import metadata, yamlfile
from unionkg.model import Document, Finding

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings with the rules that ship and default limits."""
    return Settings(metadata.load(yamlfile.read(ROOT / "ontology" / "metadata.yaml")))


@pytest.fixture
def tight(settings: Settings) -> Settings:
    """The same with limits small enough to be met in a test."""
    limits = Limits(
        file_bytes=400_000,
        text_bytes=100_000,
        text_length=50_000,
        unpacked_bytes=4_000_000,
        members=50,
        depth=5,
    )
    return replace(settings, limits=limits)


@pytest.fixture(scope="session")
def speech() -> str:
    """The text of the sample speech."""
    return (ROOT / "corpus" / "2019-municipal-union-exchange.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def page(speech: str) -> str:
    """The sample speech as a page with a menu and a foot."""
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in speech.split("\n") if line.strip())
    return (
        '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>争一流</title>'
        '<meta name="PubDate" content="2019-12-20 10:00"><meta name="ContentSource" content="市总工会办公室">'
        "<style>article p { text-indent: 2em; margin: 0 }</style>"
        "<script>document.title = 'nothing runs'</script></head>"
        f"<body><article>{body}</article></body></html>"
    )


@pytest.fixture
def read(settings: Settings) -> Callable[..., tuple[list[Document], list[Finding]]]:
    """Read a path into documents and findings."""

    def run(path: Path, using: Settings = settings) -> tuple[list[Document], list[Finding]]:
        items = list(read_corpus(path, using))
        return (
            [item for item in items if isinstance(item, Document)],
            [item for item in items if isinstance(item, Finding)],
        )

    return run


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Convert a file by LibreOffice; skips where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-writer")
    home = tmp_path_factory.mktemp("office")

    def convert(path: Path, ending: str) -> Path:
        target = home / ending
        subprocess.run(
            [
                program,
                f"-env:UserInstallation=file://{home}/profile",
                "--headless",
                "--convert-to",
                ending,
                "--outdir",
                str(target),
                str(path),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return target / f"{path.stem}.{ending}"

    return convert


@pytest.fixture(scope="session")
def chromium() -> Callable[[Path, Path], None]:
    """Print a page to PDF by Chromium; skips where it is not installed."""
    if not Path(browsers.PATH).exists():
        pytest.skip("Chromium is not installed: apt-get install chromium fonts-noto-cjk")

    def print_page(source: Path, target: Path) -> None:
        subprocess.run(
            [
                browsers.PATH,
                *browsers.SILENT,
                "--no-pdf-header-footer",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=180,
            env={**os.environ, "HOME": str(target.parent)},
        )

    return print_page


@pytest.fixture(scope="session", autouse=True)
def _no_worker_left() -> Iterator[None]:
    yield
    isolation.end()
