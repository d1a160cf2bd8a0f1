"""Parsing in another process that is ended when a file takes too long or too much.

One worker serves one process of ours and is kept for the next file; no format is known here.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from unionkg.documents.frames import receive, send
from unionkg.documents.parsed import Options, Parsed
from unionkg.documents.settings import Settings
from unionkg.errors import RefusedDocument

ANSWER_PER_LETTER = 12
"""Bytes that one code point may take in an answer: JSON writes those beyond the BMP as two escapes."""


class Worker:
    """A process that parses one file at a time."""

    def __init__(self, memory_bytes: int) -> None:
        """Start it; it finds this package where we found it, and no module in the current folder."""
        home = str(Path(__file__).parents[2])
        paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH", ""))))
        self.memory_bytes = memory_bytes
        self.owner = os.getpid()
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-B", "-m", "unionkg.documents.worker", str(memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
        )

    def ask(self, header: bytes, data: bytes, seconds: float, most: int) -> bytes | None:
        """The answer of at most `most` bytes, or None if the process ended or was ended after `seconds`."""
        requests, answers = self.process.stdin, self.process.stdout
        if requests is None or answers is None:  # pragma: no cover - both are pipes
            return None
        timer = threading.Timer(seconds, self.process.kill)
        timer.start()
        try:
            send(requests, header)
            send(requests, data)
            return receive(answers, most)
        except OSError:
            return None
        finally:
            timer.cancel()

    def end(self) -> None:
        """End the process and close its pipes."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was not yet written to a process that is gone
                    continue


_worker: list[Worker] = []
"""The worker of this process, once it has one."""
_turn = threading.Lock()


def parse(kind: str, data: bytes, settings: Settings) -> Parsed:
    """Parse bytes of a complex format in the worker; raises RefusedDocument."""
    limits, rules = settings.limits, settings.rules
    options = Options(limits.unpacked_bytes, limits.ratio, limits.members, rules.digits, rules.ten)
    header = json.dumps({"format": kind, "options": asdict(options)}).encode()
    with _turn:
        worker = _ready(limits.memory_bytes)
        answer = worker.ask(header, data, limits.seconds, ANSWER_PER_LETTER * limits.text_length + 65_536)
        if answer is None:
            end()
            raise RefusedDocument(
                f"解析超过 {limits.seconds:g} 秒或超过内存、长度限额，已中止；请拆开或另存后再试，或调高限额",
                f"parsing was stopped: over {limits.seconds:g} seconds, or over the limits of memory or "
                "length; split the file, save it again, or raise the limits",
            )
    value = json.loads(answer)
    if "parsed" not in value:
        raise RefusedDocument(str(value["zh"]), str(value["en"]))
    return Parsed.of_json(value["parsed"])


def end() -> None:
    """End the worker of this process, if there is one."""
    while _worker:
        worker = _worker.pop()
        if worker.owner == os.getpid():
            worker.end()


def _ready(memory_bytes: int) -> Worker:
    """A worker of this very process (not one that a fork inherited) with that bound."""
    if _worker and (_worker[0].owner != os.getpid() or _worker[0].memory_bytes != memory_bytes):
        end()
    if not _worker:
        _worker.append(Worker(memory_bytes))
    return _worker[0]


atexit.register(end)
