"""Writes what is generated in docs/: the reference of the commands, as `--help` prints it.

`python docs/generate.py` writes, `--check` only tells whether something is out of date.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from unionkg.cli import application

HERE = Path(__file__).parent
COMMANDS = (
    *(command.name for command in application.COMMANDS),
    "thesaurus",
    *(f"thesaurus {command.name}" for command in application.THESAURUS),
)
HEAD = """# Commands

Made by `python docs/generate.py` from `--help`; `unionkg --lang zh` speaks Chinese.
"""


def helped(command: str) -> str:
    """What `--help` prints for a command, 100 columns wide, in English, without colour."""
    call = [sys.executable, "-c", "from unionkg.cli import main; main()", "--lang", "en"]
    done = subprocess.run(  # noqa: S603 - our own command
        [*call, *command.split(), "--help"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={
            **os.environ,
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "100",
            "TERMINAL_WIDTH": "100",
            "NO_COLOR": "1",
            "TERM": "dumb",
            "PYTHONIOENCODING": "utf-8",
        },
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def reference() -> str:
    """The whole page."""
    parts = [HEAD, f"```\n{helped('')}\n```\n"]
    parts.extend(f"## unionkg {command}\n\n```\n{helped(command)}\n```\n" for command in COMMANDS)
    return "\n".join(parts)


def main() -> None:
    """Write or check."""
    page = HERE / "cli.md"
    wanted = reference()
    if "--check" in sys.argv:
        if page.read_text(encoding="utf-8") != wanted:
            sys.exit("docs/cli.md is out of date; run: python docs/generate.py")
        return
    page.write_text(wanted, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
