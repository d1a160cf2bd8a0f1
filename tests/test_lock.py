"""The lock: one at a time, and a process that was killed holds nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from unionkg import lock
from unionkg.errors import OutputError

ROOT = Path(__file__).parents[1]
HOLDING = """
import sys, time
from pathlib import Path
from unionkg import lock
with lock.held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_one_is_told_who_holds_it(tmp_path: Path) -> None:
    """While another process holds the lock the message names it; when that was killed, the lock is free."""
    path = tmp_path / ".lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(path)],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT / "src")},
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(OutputError, match=f"process {holder.pid}"), lock.held(path):
            pass
        holder.kill()
        holder.wait()
    assert path.read_text(encoding="utf-8").strip() == str(holder.pid)
    with lock.held(path):
        pass


def test_a_lock_is_let_go(tmp_path: Path) -> None:
    """It is free again afterwards, also where what was done under it failed; its file tells of nobody."""
    with pytest.raises(LookupError), lock.held(tmp_path / ".lock"):
        raise LookupError
    with lock.held(tmp_path / ".lock"):
        pass
    assert (tmp_path / ".lock").read_text(encoding="utf-8") == ""


def test_a_lock_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    """Where no file can be made the error says so."""
    with pytest.raises(OutputError), lock.held(tmp_path / "absent" / ".lock"):
        pass
