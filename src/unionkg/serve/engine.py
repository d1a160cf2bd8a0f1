"""The Oxigraph server as a process of its own: found, started, started again when it dies, ended.

No request is judged here.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import threading
import time
from pathlib import Path

from unionkg.errors import OutputError

MEMORY = 4 * 1024**3
"""Bytes of memory that the server may take, where the system can hold it to that."""
START = 30.0
"""Seconds that the server has to answer for the first time."""
BOUND = """
import ctypes, os, resource, sys
memory, parent, *command = sys.argv[1:]
ctypes.CDLL(None).prctl(1, 9)
resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
if os.getppid() == int(parent):
    os.execv(command[0], command)
"""
"""On Linux the server is started through this: it holds to its memory, and is killed (signal 9) when the
process that started it is gone (prctl(2), PR_SET_PDEATHSIG)."""
PAUSES = (0.0, 0.2, 1.0, 5.0)
"""Seconds before it is started again, the longer the more often it has died at once."""


def program() -> Path:
    """Where the program is that the package `oxigraph` brings; raises OutputError where it is nowhere."""
    name = "oxigraph.exe" if sys.platform == "win32" else "oxigraph"
    beside = (Path(sysconfig.get_path("scripts")) / name, Path(sys.executable).with_name(name))
    for path in beside:
        if path.is_file():
            return path
    found = shutil.which("oxigraph")
    if found:
        return Path(found)
    raise OutputError(
        "找不到 Oxigraph 服务程序；请先运行 pip install oxigraph",
        "the Oxigraph server is not installed; run pip install oxigraph",
    )


class Engine:
    """A server over one store, read only, on a free port of this machine."""

    def __init__(self, binary: Path, path: Path) -> None:
        """Nothing is started yet."""
        self._binary = binary
        self._path = path
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self._ended = threading.Event()
        self._watcher: threading.Thread | None = None
        self.starts = 0

    @property
    def process(self) -> int:
        """The number of the process, or 0."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start the server and wait until it answers; raises OutputError where it does not."""
        self._launch()
        if not self._answers():
            self.stop()
            raise OutputError(
                f"{self._path}：Oxigraph 服务没有启动；请重新运行 unionkg build",
                f"{self._path}: the Oxigraph server did not start; run unionkg build again",
            )
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """End the server; it is not started again."""
        self._ended.set()
        self.kill()
        if self._watcher:
            self._watcher.join()

    def kill(self) -> None:
        """End the process; unless it was stopped it is started again."""
        if self._process:
            with contextlib.suppress(OSError):
                self._process.kill()
            self._process.wait()

    def connect(self, seconds: float) -> http.client.HTTPConnection:
        """A connection to the server as it runs now."""
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=seconds)

    def _launch(self) -> None:
        self._port = free_port()
        self.starts += 1
        command = [
            str(self._binary),
            "serve-read-only",
            "--location",
            str(self._path),
            "--union-default-graph",
        ]
        command += ["--bind", f"127.0.0.1:{self._port}"]
        if sys.platform == "linux":
            command[:0] = [sys.executable, "-I", "-S", "-c", BOUND, str(MEMORY), str(os.getpid())]
        self._process = subprocess.Popen(  # noqa: S603 - the program of the package, with arguments of ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _answers(self) -> bool:
        """Whether the server answers before long."""
        end = time.monotonic() + START
        while time.monotonic() < end and self._process and self._process.poll() is None:
            try:
                connection = self.connect(1.0)
                connection.request("GET", "/")
                answered = connection.getresponse().status == http.HTTPStatus.OK
                connection.close()
            except OSError:
                answered = False
            if answered or self._ended.wait(0.05):
                return answered
        return False

    def _watch(self) -> None:
        """Start the server again whenever it has died, until it was stopped."""
        deaths = 0
        while self._process:
            self._process.wait()
            if self._ended.wait(PAUSES[min(deaths, len(PAUSES) - 1)]):
                return
            self._launch()
            deaths = 0 if self._answers() else deaths + 1
            if self._ended.is_set():
                self.kill()
                return


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
