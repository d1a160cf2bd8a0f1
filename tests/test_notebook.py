"""The notebook of the docs: its cells run, in their order, and what they show makes no request."""

from __future__ import annotations

import ast
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import unionkg
from unionkg import project

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[1]


def run(source: str, names: dict[str, Any]) -> Any:
    """Run a cell; gives the value of its last line, as a notebook would show it."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - our own notebook
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None  # noqa: S307


def test_the_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every code cell runs beside a corpus, and is kept in the repository without its output."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    cells = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    codes = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in codes)
    names: dict[str, Any] = {}
    values = [run("".join(cell["source"]), names) for cell in codes]
    assert values[0]["documents"] == 1
    assert hasattr(values[1], "_repr_html_")
    assert any("重维权" in row for row in values[2])
    assert (tmp_path / "output" / "views" / values[4]).exists()
    assert all(values[5:])


def test_a_graph_shows_its_page_in_a_frame(built: Path) -> None:
    """The frame holds the whole page, escaped, so that nothing of it gets out and nothing is asked for."""
    shown = unionkg.open(built)._repr_html_()
    assert shown.startswith("<iframe ")
    assert shown.count("<") == 2
    assert "&lt;script" in shown
    assert not re.search(r"src=\"http", shown)


def test_a_large_graph_shows_how_much_it_holds(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond some documents a cell would swell: a table of counts stands there instead."""
    monkeypatch.setattr(project, "FRAMED", 0)
    shown = unionkg.open(built)._repr_html_()
    assert shown.startswith("<table>")
    assert "<th>demands</th>" in shown
