"""What became of the documents of a chunk, as one file that another machine can leave for this one.

A shard is a line of JSON for each document, then an empty line, then their N-Quads, sorted within a document.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from unionkg.model import Finding
from unionkg.report import Summary


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a document: its N-Quads, and what it adds to the report.

    `files` are its stage files by name, where they have not been written yet.
    """

    document: str
    quads: tuple[str, ...]
    summary: Summary
    files: Mapping[str, str] = field(default_factory=dict)


def written(shard: Iterable[Made | Finding]) -> bytes:
    """A shard as UTF-8."""
    head: list[dict[str, object]] = []
    quads: list[str] = []
    for made in shard:
        if isinstance(made, Finding):
            head.append({"finding": asdict(made)})
            continue
        lines = sorted(made.quads)
        told = {"document": made.document, "summary": made.summary.written(), "quads": len(lines)}
        head.append({**told, "files": dict(made.files)})
        quads += lines
    lines_of = (json.dumps(line, ensure_ascii=True, sort_keys=True) + "\n" for line in head)
    return "".join([*lines_of, "\n", *quads]).encode("utf-8")


def read(data: bytes) -> list[Made | Finding]:
    """A shard read back; raises ValueError or KeyError where it is damaged."""
    head, _, body = data.decode("utf-8").partition("\n\n")
    lines = [f"{line}\n" for line in body.split("\n")[:-1]]
    found: list[Made | Finding] = []
    at = 0
    for line in head.split("\n"):
        told = json.loads(line)
        if "finding" in told:
            found.append(Finding(**told["finding"]))
            continue
        quads = tuple(lines[at : at + told["quads"]])
        at += told["quads"]
        found.append(Made(told["document"], quads, Summary.of(told["summary"]), told["files"]))
    if at != len(lines):
        raise ValueError(f"{len(lines)} quads where {at} are told")
    return found
