"""The rules of the house: who may import whom, where words live, how large a piece may be."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "unionkg"
MODULES = sorted(SOURCE.rglob("*.py"))
CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
LATIN = re.compile(r"[A-Za-z]{2}")
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "base", "core", "misc"}


def imports_hold(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contracts on the package in `folder`."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(program), "--config", str(folder / "pyproject.toml"), "--no-cache"],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder / "src"), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package that may be broken."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        SOURCE, tmp_path / "src" / "unionkg", ignore=shutil.ignore_patterns("__pycache__", "ontology")
    )
    return tmp_path


def test_the_import_contracts_hold() -> None:
    """Every room knows only what lies below it, and each foreign thing has its door."""
    done = imports_hold(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("structure.py", "from unionkg import relations", "Each room knows only what lies below it"),
        ("mentions/words.py", "from unionkg import resolution", "Each room knows only what lies below it"),
        ("relations/extra.py", "from unionkg import pipeline", "Each room knows only what lies below it"),
        ("unplaced.py", "", "Each room knows only what lies below it"),
        ("report.py", "import rich", "Only the command line knows typer and rich"),
        ("queries.py", "import networkx", "Only analysis knows networkx"),
        ("matching.py", "import numpy", "Only mentions knows numpy, only learning knows pycrfsuite"),
        ("export.py", "import pyoxigraph", "Only store, graph and knowledge know pyoxigraph"),
        ("pages.py", "import pyvis", "Only views knows pyvis, jinja2 and igraph"),
    ],
)
def test_a_forbidden_import_breaks_them(copy: Path, module: str, line: str, contract: str) -> None:
    """A stage that imports a stage, a foreign thing at a wrong door, an unplaced module: each is found."""
    path = copy / "src" / "unionkg" / module
    before = path.read_text(encoding="utf-8") if path.exists() else '"""Added."""\n'
    path.write_text(f"{before}\n{line}\n", encoding="utf-8")
    done = imports_hold(copy)
    assert done.returncode != 0
    assert f"{contract} BROKEN" in done.stdout


# --- words -----------------------------------------------------------------------------


def unpaired(tree: ast.Module) -> Iterator[ast.Constant]:
    """Chinese strings that stand without an English one in the same call, tuple, list or dictionary.

    Docstrings explain and are passed over, as is the range of all ideographs; a message is always a
    pair, or is kept under a name that ends in `zh`.
    """
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if not CHINESE.search(node.value.replace("一-鿿", "")) or isinstance(parents[node], ast.Expr):
            continue
        if not any(paired(node, level) for level in surroundings(node, parents)):
            yield node


def surroundings(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    """What a string stands in, from the inside, up to the statement."""
    while node in parents and not isinstance(parents[node], ast.stmt):
        node = parents[node]
        if isinstance(node, ast.Call | ast.Tuple | ast.List | ast.Dict):
            yield node
    if isinstance(parents.get(node), ast.Assign):
        yield parents[node]


def paired(node: ast.AST, level: ast.AST) -> bool:
    """Whether an English text of two words or a label stands beside it."""
    if isinstance(level, ast.Assign):
        target = level.targets[0]
        return isinstance(target, ast.Tuple) or (isinstance(target, ast.Name) and target.id.endswith("zh"))
    others = (child for child in ast.walk(level) if child is not node)
    texts = (o.value for o in others if isinstance(o, ast.Constant) and isinstance(o.value, str))
    return any(LATIN.search(text) and not CHINESE.search(text) for text in texts)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_domain_word_stands_in_the_program(path: Path) -> None:
    """Chinese stands in messages only, each beside its English; the words of the domain live in ontology/."""
    found = [(node.lineno, node.value) for node in unpaired(ast.parse(path.read_text(encoding="utf-8")))]
    assert found == []


def test_the_scripts_of_the_page_speak_both_languages() -> None:
    """A script of the page holds Chinese only where the English stands beside it."""
    scripts = sorted(SOURCE.rglob("*.js"))
    assert scripts
    alone = [
        (path.name, line.strip())
        for path in scripts
        for line in path.read_text(encoding="utf-8").splitlines()
        if CHINESE.search(line) and not re.search(r"pick\(\[|english \?", line)
    ]
    assert alone == []


def test_a_domain_word_is_found() -> None:
    """The test above finds a word in a comparison and in a list of words, and lets a message pass."""
    bad = ast.parse('if word == "工会":\n    pass\nWORDS = ["强调", "指出"]\n')
    assert [node.value for node in unpaired(bad)] == ["工会", "强调", "指出"]
    good = ast.parse('raise Error("读不了", "can\'t be read")\n')
    assert list(unpaired(good)) == []


# --- names and sizes ---------------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_modules_are_named_small_and_introduced(path: Path) -> None:
    """No drawer for everything; at most 400 lines; a docstring says what the room is for."""
    text = path.read_text(encoding="utf-8")
    assert path.stem not in FORBIDDEN
    assert text.count("\n") <= 400
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_functions_are_short(path: Path) -> None:
    """No function passes 40 lines without its docstring and its list of options."""
    long = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.body:
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            length = (node.end_lineno or 0) - first.lineno + 1
            if length > 40:
                long.append((node.name, length))
    assert long == []


def test_the_library_never_prints() -> None:
    """Only the command line writes to the terminal."""
    printing = [
        path.name
        for path in MODULES
        if path.parent.name != "cli"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []
