"""The command as a process: start-up, other locales, pipes that close."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from unionkg.cli import main; main()"]


def environment(**more: str) -> dict[str, str]:
    """The environment with the package on the path."""
    path = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": path, "LC_ALL": "C.UTF-8", **more}


HEAVY = (
    "rdflib",
    "networkx",
    "pyvis",
    "igraph",
    "jieba",
    "rjieba",
    "ahocorasick_rs",
    "lxml",
    "numpy",
    "pycrfsuite",
)
"""What only reading, pages and exports need."""


def test_help_loads_nothing_heavy() -> None:
    """`--help` imports neither the extraction nor the store, the page or the graph tools."""
    heavy = (*HEAVY, "pyoxigraph")
    script = (
        "import sys\nfrom unionkg import cli\nfrom unionkg.cli import language\n"
        "code = cli.run(language.choose(['--help']))\n"
        f"print(code, sorted(set(sys.modules) & {set(heavy)!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", env=environment(), check=True
    )
    assert done.stdout.splitlines()[-1] == "0 []"


def test_a_query_loads_no_extraction(built: Path) -> None:
    """Asking a graph loads neither stages nor page."""
    heavy = HEAVY
    script = (
        "import sys\nfrom unionkg import cli\nfrom unionkg.cli import language\n"
        f"cli.run(language.choose(['query', '-e', 'ASK {{}}', '-g', {str(built)!r}]))\n"
        f"print(sorted(set(sys.modules) & {set(heavy)!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", env=environment(), check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_output_holds_where_the_terminal_can_not_show_chinese(built: Path) -> None:
    """Under an encoding without Chinese nothing breaks; data is UTF-8 whatever the encoding."""
    for encoding in ("ascii", "gbk"):
        done = subprocess.run(
            [*COMMAND, "query", "formula", "-g", str(built), "--format", "csv"],
            capture_output=True,
            env=environment(PYTHONIOENCODING=encoding, PYTHONUTF8="0"),
            check=True,
        )
        assert "讲政治" in done.stdout.decode("utf-8")
        table = subprocess.run(
            [*COMMAND, "--lang", "zh", "query", "formula", "-g", str(built)],
            capture_output=True,
            env=environment(PYTHONIOENCODING=encoding, PYTHONUTF8="0"),
            check=True,
        )
        assert table.stdout.decode(encoding)


def test_a_closed_pipe_is_no_failure(built: Path) -> None:
    """`unionkg dump | head` ends quietly."""
    done = subprocess.run(
        [
            "bash",
            "-c",
            f'set -o pipefail; "$@" dump {built} | head -1 >/dev/null; echo "${{PIPESTATUS[0]}}"',
            "-",
            *COMMAND,
        ],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        check=False,
    )
    assert done.stderr == ""
