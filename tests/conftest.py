"""What tests of many rooms share; it also puts this folder on the path, for the hand-made `speech`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder built from the sample corpus; nobody writes to it."""
    from unionkg import project

    home = tmp_path_factory.mktemp("built")
    project.build(ROOT / "corpus", home / "output", jobs=1)
    return home / "output"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of three short texts: two in the folder, one below it."""
    folder = tmp_path / "corpus"
    (folder / "2020").mkdir(parents=True)
    sample = (ROOT / "corpus" / "2019-municipal-union-exchange.txt").read_text(encoding="utf-8")
    lines = sample.split("\n")
    (folder / "甲.txt").write_text("\n".join(lines[:12]), encoding="utf-8")
    (folder / "乙.txt").write_text("市总工会成立了劳模工匠宣讲团。\n各级工会要服务职工。\n", encoding="utf-8")
    (folder / "2020" / "丙.txt").write_text("\n".join(lines[12:]), encoding="utf-8")
    return folder


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample corpus."""
    return Path(shutil.copytree(ROOT / "corpus", tmp_path / "corpus"))
