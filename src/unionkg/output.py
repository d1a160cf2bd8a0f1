"""The folder that a build writes: the name of each thing in it, and what may be replaced.

No record and no quad is made here.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from unionkg import lock
from unionkg.errors import OutputError, UsageError

MARK = ".unionkg"
"""An empty file that shows that a folder is an output of ours."""
WHOLE, GONE = "whole", "gone.json"


@dataclass(frozen=True, slots=True)
class Output:
    """A built folder, or one that is to be built."""

    path: Path

    @property
    def stages(self) -> Path:
        """The stage files, a folder a document."""
        return self.path / "stages"

    @property
    def store(self) -> Path:
        """The triple store."""
        return self.path / "store"

    @property
    def quads(self) -> Path:
        """The canonical N-Quads."""
        return self.path / "graph.nq"

    @property
    def trig(self) -> Path:
        """The graph as TriG."""
        return self.path / "graph.trig"

    @property
    def page(self) -> Path:
        """The network page."""
        return self.path / "views" / "index.html"

    @property
    def report(self) -> Path:
        """The report of the build."""
        return self.path / "report.json"

    @property
    def lock(self) -> Path:
        """What a build holds while it writes."""
        return self.path / ".lock"

    def prepare(self, corpus: Path) -> None:
        """Make the folder; raises UsageError where it holds other things or lies in the corpus."""
        mine, source = self.path.resolve(), corpus.resolve()
        if source == mine or (source.is_dir() and source in mine.parents) or mine in source.parents:
            raise UsageError(
                f"输出 {self.path} 不能与语料 {corpus} 互相包含；请用 -o 另指一个文件夹",
                f"output {self.path} and corpus {corpus} can't lie in one another; name another folder by -o",
            )
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if any(self.path.iterdir()) and not (self.path / MARK).exists():
                raise UsageError(
                    f"{self.path} 里有别的文件，不会覆盖；请用 -o 指定空文件夹",
                    f"{self.path} holds other files, which are kept; name an empty folder by -o",
                )
            (self.path / MARK).touch()
            for link in sorted(path for path in self.path.iterdir() if path.is_symlink()):
                link.unlink()  # nothing is written where a link leads
        except OSError as fault:
            raise self._unwritable(fault) from fault

    # --- a build beside what stands ---

    @property
    def working(self) -> Path:
        """What a build writes until it is whole; one that was broken off leaves it to the next."""
        return self.path / ".building"

    @property
    def shards(self) -> Path:
        """What was made of chunks of documents, until the store takes it in."""
        return self.working / "shards"

    @property
    def ready(self) -> Path:
        """What a build has made, whole and on the disk, on its way into place."""
        return self.path / ".ready"

    @property
    def whole(self) -> bool:
        """Whether the build in the working folder makes all stage files anew."""
        return (self.working / WHOLE).exists()

    def begin(self, *, whole: bool) -> None:
        """An empty folder to work in; `whole` tells that all stage files will be new."""
        try:
            shutil.rmtree(self.working, ignore_errors=True)
            (self.working / "stages").mkdir(parents=True)
            if whole:
                (self.working / WHOLE).touch()
        except OSError as fault:
            raise self._unwritable(fault) from fault

    def abandon(self) -> None:
        """Leave what stands as it is."""
        shutil.rmtree(self.working, ignore_errors=True)

    def commit(self, gone: Iterable[Path]) -> None:
        """Put what was made in place; of the stage files those of the folders `gone` are taken away.

        From the first rename on the new state holds: whoever comes next finishes what is broken off here.
        """
        try:
            names = [path.relative_to(self.stages).as_posix() for path in gone]
            told = json.dumps(names, ensure_ascii=False)
            (self.working / GONE).write_text(told, encoding="utf-8")
            self.working.rename(self.ready)
        except OSError as fault:
            raise self._unwritable(fault) from fault
        self.settle()

    def settle(self) -> None:
        """Finish putting a new state in place, if one was broken off there. Raises OutputError."""
        try:
            if (self.ready / "store").exists():
                if (self.ready / WHOLE).exists():
                    self._exchange("stages")
                else:
                    self._renew_stages()
                self._exchange("store")
        except OSError as fault:
            raise self._unwritable(fault) from fault
        shutil.rmtree(self.ready, ignore_errors=True)

    def _exchange(self, name: str) -> None:
        """Put a folder in the place of the one that stands there."""
        fresh, place, old = self.ready / name, self.path / name, self.ready / f"{name}.old"
        if fresh.exists():
            shutil.rmtree(old, ignore_errors=True)
            if place.exists():
                place.rename(old)
            fresh.rename(place)

    def _renew_stages(self) -> None:
        """Put the stage files that are new in place, and take away those of documents that are gone."""
        fresh = self.ready / "stages"
        for path in sorted(fresh.rglob("*")):
            if path.is_file():
                place = self.stages / path.relative_to(fresh)
                place.parent.mkdir(parents=True, exist_ok=True)
                path.replace(place)
        for name in json.loads((self.ready / GONE).read_text(encoding="utf-8")):
            self._clear(self.stages / name)

    def _clear(self, folder: Path) -> None:
        """Take away the files of a document, and folders that are left empty; below may lie another's."""
        if not folder.is_dir():
            return
        for path in folder.iterdir():
            if path.is_file():
                path.unlink()
        while folder != self.stages and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    def write(self, path: Path, chunks: Iterable[bytes]) -> None:
        """Write a file of this folder beside and rename it in when whole."""
        beside = path.with_name(f".{path.name}.building")
        try:
            with beside.open("wb") as stream:
                stream.writelines(chunks)
            beside.replace(path)
        except OSError as fault:
            raise self._unwritable(fault) from fault

    # --- dumps and page ---

    @property
    def _shown(self) -> Path:
        """What dumps and page show: the state of the graph, and the number of its quads."""
        return self.path / ".shown"

    def shows(self, state: str) -> int:
        """The number of quads, if dumps and page show the graph of that state, or 0."""
        try:
            shown, number = self._shown.read_text(encoding="utf-8").split()
        except (OSError, ValueError):
            return 0
        there = all(path.exists() for path in (self.quads, self.trig, self.page))
        return int(number) if there and shown == state and number.isdecimal() else 0

    @contextlib.contextmanager
    def showing(self, state: str, quads: int) -> Iterator[None]:
        """Dumps and page are written meanwhile: until the last is whole they show no state at all."""
        try:
            self._shown.unlink(missing_ok=True)
        except OSError as fault:
            raise self._unwritable(fault) from fault
        yield
        self.write(self._shown, [f"{state} {quads}\n".encode()])

    def hide(self) -> None:
        """Take dumps and page away: they would show another graph than the store's. Raises OutputError."""
        try:
            for path in (self._shown, self.quads, self.trig, self.page):
                path.unlink(missing_ok=True)
        except OSError as fault:
            raise self._unwritable(fault) from fault

    def check(self) -> Output:
        """Give itself where it was built; raises UsageError otherwise."""
        if self.ready.is_dir():
            with contextlib.suppress(OutputError), lock.held(self.lock):
                self.settle()
        if not self.store.is_dir():
            raise UsageError(
                f"{self.path} 里没有图谱；请先运行 unionkg build -o {self.path}，或用 -g 指明位置",
                f"{self.path} holds no graph; run unionkg build -o {self.path} first, or name it by -g",
            )
        return self

    def _unwritable(self, fault: OSError) -> OutputError:
        return OutputError(
            f"写不了 {self.path}：{fault}；请检查磁盘空间和权限",
            f"{self.path} can't be written: {fault}; check space and permissions",
        )
