"""What became of the documents of a chunk, as a file left for the process that holds the store.

For each document a line of JSON, then its N-Quads, sorted: written and read one document at a time, so that
neither side holds more than one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from unionkg.errors import OutputError
from unionkg.model import Finding
from unionkg.report import Summary


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a document: its N-Quads as UTF-8, how many, and what it adds to the report.

    `files` are its stage files by name, where they have not been written yet.
    """

    document: str
    quads: bytes
    number: int
    summary: Summary
    files: Mapping[str, str] = field(default_factory=dict)


def written(shard: Iterable[Made | Finding]) -> Iterator[bytes]:
    """A shard as pieces of UTF-8."""
    for made in shard:
        if isinstance(made, Finding):
            yield _line({"finding": asdict(made)})
            continue
        told = {"document": made.document, "summary": made.summary.written(), "files": dict(made.files)}
        yield _line({**told, "quads": made.number, "bytes": len(made.quads)})
        yield made.quads


def read(stream: BinaryIO) -> Iterator[Made | Finding]:
    """A shard read back, one document at a time; raises ValueError or KeyError where it is damaged."""
    while line := stream.readline():
        told = json.loads(line)
        if "finding" in told:
            yield Finding(**told["finding"])
            continue
        quads = stream.read(told["bytes"])
        if len(quads) != told["bytes"]:
            raise ValueError(f"{len(quads)} bytes where {told['bytes']} are told")
        yield Made(told["document"], quads, told["quads"], Summary.of(told["summary"]), told["files"])


def leave(folder: Path, name: str, shard: Iterable[Made | Finding]) -> str:
    """Leave a shard as a file of a folder; gives its name. Raises OutputError where that can't be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("wb") as stream:
            stream.writelines(written(shard))
    except OSError as fault:
        raise OutputError(
            f"{folder}：写不了：{fault}；请检查磁盘空间和权限",
            f"{folder} can't be written: {fault}; check space and permissions",
        ) from fault
    return name


def take(folder: Path, name: str) -> Iterator[Made | Finding]:
    """A shard that was left, one document at a time; its file is gone when all have been taken."""
    try:
        with (folder / name).open("rb") as stream:
            yield from read(stream)
        (folder / name).unlink()
    except (OSError, ValueError, KeyError) as fault:
        raise OutputError(
            f"{folder / name}：读不回来：{fault}；请检查磁盘，再重新构建",
            f"{folder / name} can't be read back: {fault}; check the disk, then build again",
        ) from fault


def _line(told: Mapping[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=True, sort_keys=True).encode("ascii") + b"\n"
