"""The folder that a build writes: the name of each thing in it, and what may be replaced.

No record and no quad is made here.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from unionkg.errors import OutputError, UsageError

MARK = ".unionkg"
"""An empty file that shows that a folder is an output of ours."""


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
        except OSError as fault:
            raise self._unwritable(fault) from fault

    def fresh_stages(self) -> Path:
        """An empty folder for stage files, to be put in place by `keep_stages`."""
        beside = self.path / ".stages.building"
        try:
            shutil.rmtree(beside, ignore_errors=True)
            beside.mkdir()
        except OSError as fault:
            raise self._unwritable(fault) from fault
        return beside

    def keep_stages(self, fresh: Path) -> None:
        """Put the new stage files where the old ones were."""
        try:
            shutil.rmtree(self.stages, ignore_errors=True)
            fresh.rename(self.stages)
        except OSError as fault:
            raise self._unwritable(fault) from fault

    def write(self, path: Path, chunks: Iterable[bytes]) -> None:
        """Write a file of this folder beside and rename it in when whole."""
        beside = path.with_name(f".{path.name}.building")
        try:
            with beside.open("wb") as stream:
                stream.writelines(chunks)
            beside.replace(path)
        except OSError as fault:
            raise self._unwritable(fault) from fault

    def check(self) -> Output:
        """Give itself where it was built; raises UsageError otherwise."""
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
