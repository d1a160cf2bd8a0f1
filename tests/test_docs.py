"""Documentation that can't drift: what is generated is up to date, what is named exists."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "README.md",
    ROOT / "README.zh.md",
    ROOT / "CHANGELOG.md",
]


def test_the_reference_of_commands_is_up_to_date() -> None:
    """docs/cli.md is what `--help` prints."""
    path = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH", ""))))
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file that exists."""
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    broken = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert broken == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_two_commands_come_first(name: str) -> None:
    """`make run` and `make test` are the first thing in both READMEs."""
    text = (ROOT / name).read_text(encoding="utf-8")
    first = text.split("```")[1]
    assert "make run" in first
    assert "make test" in first


def test_every_setting_is_documented() -> None:
    """docs/index.md shows every key of unionkg.toml."""
    from dataclasses import fields

    from unionkg.settings import Settings

    text = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert [
        f.name for f in fields(Settings) if f"{f.name} = " not in text and f"[{f.name}]" not in text
    ] == []


def test_every_kind_of_mention_rule_is_documented() -> None:
    """docs/patterns.md explains each mechanism that a rule may name."""
    from unionkg.knowledge.patterns import KINDS

    text = (ROOT / "docs" / "patterns.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"| `{kind}` |" not in text] == []


def test_every_room_has_its_line() -> None:
    """Each module stands in the design's way of the data or in docs/decisions/0001-rooms.md."""
    designed = {
        "errors", "model", "knowledge", "documents", "structure", "mentions", "resolution", "relations",
        "demands", "graph", "links", "store", "queries", "analysis", "views", "export", "pipeline", "cli",
    }  # fmt: skip
    text = (ROOT / "docs" / "decisions" / "0001-rooms.md").read_text(encoding="utf-8")
    source = ROOT / "src" / "unionkg"
    rooms = {path.stem for path in source.glob("*.py") if path.stem != "__init__"}
    rooms |= {path.parent.name for path in source.glob("*/__init__.py")}
    assert [room for room in sorted(rooms - designed) if f"`{room}`" not in text] == []


def test_the_lock_names_no_index() -> None:
    """requirements.lock carries a hash for every package and names no host."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in text
    for block in re.split(r"\n(?=\S)", text.strip()):
        if not block.startswith("#"):
            assert "--hash=sha256:" in block, block


def test_the_lock_holds_every_dependency() -> None:
    """Each dependency of pyproject.toml is locked."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = set(
        re.findall(
            r"^([A-Za-z0-9_.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=\[ ;]", line)[0].lower().replace("_", "-") for line in wanted}
    assert sorted(names - {name.lower().replace("_", "-") for name in locked}) == []
