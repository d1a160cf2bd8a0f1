"""Reading on a Dask cluster: the same bytes as here, whatever happens to its workers. The cluster is real."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

import servers
from unionkg import cluster, pipeline, shards
from unionkg.errors import UnionkgError
from unionkg.model import Finding
from unionkg.report import Summary
from unionkg.settings import Settings
from unionkg.shards import Made

pytest.importorskip("distributed", reason="distributed is not installed: pip install 'unionkg[cluster]'")

SOURCE = Path(__file__).parents[1] / "src"
WORKERS = 2


class Cluster:
    """A scheduler with workers, each a process on loopback."""

    def __init__(self, stack: contextlib.ExitStack, home: Path, workers: int = WORKERS) -> None:
        """Start them."""
        self.address = f"tcp://127.0.0.1:{servers.free_port()}"
        self._stack, self._home = stack, home
        port = self.address.rpartition(":")[2]
        self._start("dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
        self.workers = [self.join() for _ in range(workers)]

    def join(self) -> subprocess.Popen[bytes]:
        """One more worker."""
        more = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self._home))
        return self._start("dask_worker", self.address, *more)

    def _start(self, program: str, *more: str) -> subprocess.Popen[bytes]:
        code = f"from distributed.cli.{program} import main; main()"
        process = subprocess.Popen(
            [sys.executable, "-c", code, *more],
            env={"PYTHONPATH": str(SOURCE), "PATH": "/usr/bin:/bin", "HOME": str(self._home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster of two workers."""
    with contextlib.ExitStack() as stack:
        yield Cluster(stack, tmp_path)


@pytest.fixture
def many(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus that makes a dozen chunks."""
    monkeypatch.setattr(pipeline, "CHUNK_DOCUMENTS", 1)
    for number in range(9):
        text = f"市总工会在第{number}次全委会上要求，各级工会要服务职工。\n" * (number + 1)
        (corpus / f"{number}.txt").write_text(text, encoding="utf-8")
    return corpus


def content(output: Path) -> dict[str, bytes]:
    """Dump and stage files by name."""
    paths = [output / "graph.nq", *(path for path in (output / "stages").rglob("*") if path.is_file())]
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in sorted(paths)}


def test_one_process_two_and_a_cluster_give_the_same_bytes(many: Path, tmp_path: Path, two: Cluster) -> None:
    """Dump and stage files are the same, and the report but for its seconds; no shard is left behind."""
    ways = {"one": Settings(jobs=1), "two": Settings(jobs=2), "cluster": Settings(cluster=two.address)}
    told = {name: pipeline.build(many, tmp_path / name, way) for name, way in ways.items()}
    assert content(tmp_path / "one") == content(tmp_path / "two") == content(tmp_path / "cluster")
    assert told["one"].counts == told["two"].counts == told["cluster"].counts
    assert told["one"].read == told["cluster"].read
    assert not list((tmp_path / "cluster").rglob("shards"))


def test_only_what_changed_is_handed_to_the_cluster(many: Path, tmp_path: Path, two: Cluster) -> None:
    """Shards may lie anywhere that all machines see."""
    way = Settings(cluster=two.address, shards=(tmp_path / "shared").as_uri())
    pipeline.build(many, tmp_path / "output", way)
    (many / "1.txt").write_text("市总工会成立了服务队。\n", encoding="utf-8")
    told = pipeline.build(many, tmp_path / "output", way)
    assert (told.read, told.kept) == (("1",), 11)
    pipeline.build(many, tmp_path / "fresh", Settings(jobs=1))
    assert content(tmp_path / "output") == content(tmp_path / "fresh")
    assert not list((tmp_path / "shared").iterdir())


def test_a_worker_that_is_killed_changes_nothing(many: Path, tmp_path: Path, two: Cluster) -> None:
    """Its chunks are read by the other; the bytes are the same."""
    pipeline.build(many, tmp_path / "here", Settings(jobs=1))
    seen: list[int] = []

    def kill(now: object) -> None:
        if not seen:
            two.workers[0].kill()
        seen.append(1)

    told = pipeline.build(many, tmp_path / "cluster", Settings(cluster=two.address), kill)
    assert not told.refused
    assert seen
    assert content(tmp_path / "cluster") == content(tmp_path / "here")


def test_a_worker_that_comes_late_is_waited_for(many: Path, tmp_path: Path) -> None:
    """A build may begin before the first worker is there."""
    with contextlib.ExitStack() as stack:
        late = Cluster(stack, tmp_path, workers=0)
        timer = threading.Timer(1, late.join)
        timer.start()
        told = pipeline.build(many, tmp_path / "output", Settings(cluster=late.address))
        timer.join()
    assert len(told.read) == 12


def test_a_cluster_without_workers_is_told(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a bounded time, with the command that starts one."""
    monkeypatch.setattr(cluster, "SECONDS", 2)
    with contextlib.ExitStack() as stack:
        empty = Cluster(stack, tmp_path, workers=0)
        with pytest.raises(UnionkgError, match="no worker within"):
            pipeline.build(many, tmp_path / "output", Settings(cluster=empty.address))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{port}", "nonsense", "tcp://no.such.host.invalid:1"])
def test_a_cluster_that_is_not_there_is_told(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """In bounded time, with what to check."""
    monkeypatch.setattr(cluster, "SECONDS", 2)
    started = time.monotonic()
    place = address.format(port=servers.free_port())
    with pytest.raises(UnionkgError, match="can't be reached"):
        pipeline.build(many, tmp_path / "output", Settings(cluster=place))
    assert time.monotonic() - started < 60


def test_workers_with_other_knowledge_are_told(
    many: Path, tmp_path: Path, two: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that would read otherwise reads nothing."""
    monkeypatch.setattr(pipeline.renewal, "software", lambda **_: "other")
    with pytest.raises(UnionkgError, match="other software or knowledge"):
        pipeline.build(many, tmp_path / "output", Settings(cluster=two.address))


def test_a_shard_reads_back() -> None:
    """What is left for another machine comes back whole, line separators of Unicode in it included."""
    from collections import Counter

    summary = Summary("digest", Counter({("totals", "documents"): 1}), (), ("rule",))
    quads = '<a> <b> "甲\u2028\\n" <g> .\n<a> <b> <c> <g> .\n'.encode()
    made = Made("文/一", quads, 2, summary, {"text.txt": "甲\u2028乙\r\n\n丙"})
    finding = Finding("error", "乙", "坏", "bad")
    empty = Made("空", b"", 0, summary, {})
    shard = [made, finding, empty]
    assert list(shards.read(BytesIO(b"".join(shards.written(shard))))) == shard


@pytest.mark.parametrize("place", ["memory://shards/of-a-build", "file"])
def test_a_shard_lies_at_any_address(place: str, tmp_path: Path) -> None:
    """An address without folders, as of an object store, or a folder: left there, taken once, then gone."""
    address = tmp_path.as_uri() if place == "file" else place
    data = "<a> <b> <c> .\n工会".encode()
    assert cluster.leave(address, "one", data) == "one"
    assert cluster.take(address, "one") == data
    with pytest.raises(FileNotFoundError):
        cluster.take(address, "one")
