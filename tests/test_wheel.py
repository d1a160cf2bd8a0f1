"""The wheel carries all that an installed unionkg needs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the repository."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (found,) = folder.glob("*.whl")
    return found


def test_it_carries_the_ontology_and_the_page(wheel: Path) -> None:
    """Every file of ontology/ and of the package is inside; the corpus is not."""
    inside = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "ontology").rglob("*.*"):
        assert f"unionkg/ontology/{path.relative_to(ROOT / 'ontology').as_posix()}" in inside
    package = ROOT / "src" / "unionkg"
    for path in package.rglob("*.*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert f"unionkg/{path.relative_to(package).as_posix()}" in inside
    assert not any(name.startswith("corpus") for name in inside)


def test_it_works_without_the_repository(wheel: Path, corpus: Path, tmp_path: Path) -> None:
    """Unpacked in an empty folder, it builds another folder of speeches with its own ontology."""
    home = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(home)
    done = subprocess.run(
        [
            sys.executable,
            "-P",
            "-c",
            "from unionkg.cli import main; main()",
            "build",
            str(corpus),
            "-o",
            str(tmp_path / "o"),
        ],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(home), "LC_ALL": "C.UTF-8"},
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "o" / "views" / "index.html").exists()
