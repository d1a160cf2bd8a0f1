"""JSON Lines and csv: many documents in one file, read as a stream, never whole.

A line or row that can't be read is told and the next goes on. Only bytes come in; no path is opened here.
"""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

from unionkg.documents.drawer import Names
from unionkg.documents.encoding import CANDIDATES, decode, line_ends
from unionkg.documents.metadata import Metadata, of_record
from unionkg.documents.settings import Settings
from unionkg.documents.source import segment
from unionkg.documents.text import checked, document
from unionkg.errors import RefusedDocument
from unionkg.model import Document, Finding

CHUNK = 1 << 20
WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
MOST_FINDINGS = 1000
DELIMITERS = ",\t;"

Line = tuple[int, bytes | None]
"""A line's number from 1 and its bytes without the line end; None where it is over the limit."""


@dataclass(slots=True)
class Batch:
    """One file of records while it is read: its place, what its sidecar gives, the ids that are taken."""

    id: str
    place: str
    given: Metadata
    settings: Settings
    seen: Names = field(default_factory=Names)
    ignored: set[str] = field(default_factory=set)

    def warning(self, line: int, zh: str, en: str) -> Finding:
        """A warning at a line."""
        return Finding("warning", f"{self.place}:{line}", zh, en)

    def error(self, line: int, zh: str, en: str) -> Finding:
        """A refused line."""
        return Finding("error", f"{self.place}:{line}", zh, en)


def while_readable(items: Iterable[Document | Finding], batch: Batch) -> Iterator[Document | Finding]:
    """The items of a file of records, until so much in it is wrong that it can't be what its name says."""
    told = 0
    for item in items:
        yield item
        told += isinstance(item, Finding)
        if told >= MOST_FINDINGS:
            yield Finding(
                "error",
                batch.place,
                f"已有 {told} 处问题，其余未读；请检查文件格式",
                f"{told} things are wrong in it, the rest was not read; check what kind of file it is",
            )
            return


def json_lines(stream: BinaryIO, batch: Batch) -> Iterator[Document | Finding]:
    """A document for each line that holds a JSON object with `text`."""
    for number, line in _decoded(stream, batch):
        if isinstance(line, Finding):
            yield line
        elif line.strip():
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as fault:
                reason = (
                    fault.msg
                    if isinstance(fault, json.JSONDecodeError)
                    else "nested too deep or number too long"
                )
                yield batch.error(
                    number,
                    f"不是正确的 JSON（{reason}）；每行应为一个完整的对象",
                    f"not JSON ({reason}); each line must hold one whole object",
                )
                continue
            yield from _record(record, number, batch)


def table(stream: BinaryIO, batch: Batch) -> Iterator[Document | Finding]:
    """A document for each row of a csv (or tab separated) file whose first row names the columns."""
    csv.field_size_limit(batch.settings.limits.text_length)
    waiting: list[Finding] = []
    lines = _texts(_decoded(stream, batch), waiting)
    header = next(lines, "")
    delimiter = max(DELIMITERS, key=header.count)
    rows = csv.reader(chain([header], lines), delimiter=delimiter, strict=True)
    names: list[str] = []
    while True:
        try:
            row = next(rows, None)
        except csv.Error as fault:
            yield batch.error(
                rows.line_num,
                f"csv 有误（{fault}），此后各行未读；请检查引号",
                f"malformed csv ({fault}); the rows from here on were not read: check the quotes",
            )
            return
        yield from waiting
        waiting.clear()
        if row is None:
            return
        if not names:
            names = row
            yield from _unusable(names, batch)
        elif any(cell.strip() for cell in row):
            yield from _row(row, names, rows.line_num, batch)


def _unusable(names: list[str], batch: Batch) -> Iterator[Finding]:
    columns = batch.settings.rules.columns
    if "text" not in {columns.get(name.strip().lower(), name.strip()) for name in names}:
        yield batch.error(
            1,
            "没有正文列；第一行应写列名，如 id, title, date, text",
            "no column of texts; name the columns in the first row, such as id, title, date, text",
        )


def _row(row: list[str], names: list[str], number: int, batch: Batch) -> Iterator[Document | Finding]:
    if len(row) > len(names) and any(row[len(names) :]):
        yield batch.error(
            number,
            "这一行的格子比列名多；请检查逗号和引号",
            "more cells than columns in this row; check commas and quotes",
        )
        return
    yield from _record(dict(zip(names, row, strict=False)), number, batch)


def _record(record: object, number: int, batch: Batch) -> Iterator[Document | Finding]:
    """The document of one record."""
    if not isinstance(record, dict):
        yield batch.error(number, "这一行不是 JSON 对象", "this line holds no JSON object")
        return
    given, text, unknown = of_record(record, batch.settings.rules.columns)
    fresh = [name for name in unknown if name not in batch.ignored and len(batch.ignored) < 1000]
    if fresh:
        batch.ignored.update(fresh)
        names = ", ".join(fresh)
        yield batch.warning(number, f"以下字段未读：{names}", f"these fields are not read: {names}")
    if text is None:
        yield batch.error(number, "没有 text 字段，或不是文字", "no field 'text', or it is no text")
        return
    name, told = _identity(given, number, batch)
    yield from told
    try:
        text = checked(line_ends(text), batch.settings.limits)
    except RefusedDocument as fault:
        yield batch.error(number, fault.zh, fault.en)
        return
    yield from document(f"{batch.id}#{name}", text, [given, batch.given], batch.settings)


def _identity(given: Metadata, number: int, batch: Batch) -> tuple[str, list[Finding]]:
    """The part of the id behind `#`: the record's own id, else its line; never one twice."""
    name = segment(given["id"].value) if "id" in given else str(number)
    told: list[Finding] = []
    if name in batch.seen:
        wanted, name = name, f"{name}~{number}"
        while name in batch.seen:
            name += "~"
        told.append(
            batch.warning(
                number,
                f"编号 {wanted} 重复，改用 {name}；请给每行不同的 id",
                f"id {wanted} is taken already, {name} is used; give each line its own id",
            )
        )
    batch.seen.add(name)
    return name, told


def _decoded(stream: BinaryIO, batch: Batch) -> Iterator[tuple[int, str | Finding]]:
    """Each line as text; a line over the limit or in no known encoding as a Finding."""
    first = stream.read(CHUNK)
    name, certainty = _encoding(first, batch)
    if name not in {"utf-8", "utf-16-le", "utf-16-be"}:
        yield (
            1,
            batch.warning(
                1,
                f"编码按 {name} 读（推断，把握 {certainty:.0%}）",
                f"read as {name} (a guess, {certainty:.0%} sure)",
            ),
        )
    chunks = chain([first], iter(lambda: stream.read(CHUNK), b""))
    for number, line in _lines(_as_bytes(chunks, name), batch.settings.limits.text_bytes):
        yield number, _line(line, number, name, batch)


def _line(line: bytes | None, number: int, name: str, batch: Batch) -> str | Finding:
    limit = batch.settings.limits.text_bytes
    if line is None:
        return batch.error(
            number,
            f"一行超过 {limit} 字节；请拆开，或调高 text_bytes",
            f"a line of more than {limit} bytes; split it or raise text_bytes",
        )
    try:
        return line.decode("utf-8" if name.startswith("utf-16") else name)
    except UnicodeDecodeError:
        pass
    try:
        return decode(line, batch.settings.rules.frequent).text
    except RefusedDocument as fault:
        return batch.error(number, fault.zh, fault.en)


def _encoding(sample: bytes, batch: Batch) -> tuple[str, float]:
    """The encoding of the whole file, from its first bytes, and how sure that is."""
    for mark, name in WIDE.items():
        if sample.startswith(mark):
            return name, 1.0
    if len(sample) == CHUNK:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    try:
        found = decode(sample, batch.settings.rules.frequent)
    except RefusedDocument:
        return "utf-8", 0.0
    return (found.encoding, found.certainty) if found.encoding in CANDIDATES else ("utf-8", 1.0)


def _as_bytes(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The chunks as they are, or UTF-16 turned into UTF-8, so that a line ends at one byte.

    The byte order mark is dropped; raises RefusedDocument where UTF-16 is broken.
    """
    if name.startswith("utf-16"):
        chunks = _transcoded(chunks, name)
    for position, chunk in enumerate(chunks):
        yield chunk.removeprefix(codecs.BOM_UTF8) if position == 0 else chunk


def _transcoded(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for chunk in chunks:
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError as fault:
        raise RefusedDocument(
            f"{name.upper()} 编码有误，此后各行未读；请另存为 UTF-8",
            f"broken {name.upper()}; the lines from here on were not read: save the file as UTF-8",
        ) from fault


def _lines(chunks: Iterable[bytes], limit: int) -> Iterator[Line]:
    """Lines of a stream of bytes in bounded memory."""
    number, held, size, over = 1, list[bytes](), 0, False
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for part in ended:
            whole = None if over or size + len(part) > limit else b"".join([*held, part])
            yield number, whole
            number, held, size, over = number + 1, [], 0, False
        size += len(rest)
        over = over or size > limit
        held = [] if over else [*held, rest]
    if size:
        yield number, None if over else b"".join(held)


def _texts(lines: Iterable[tuple[int, str | Finding]], waiting: list[Finding]) -> Iterator[str]:
    """The lines that are text; what was found goes to `waiting`."""
    for _, line in lines:
        if isinstance(line, Finding):
            waiting.append(line)
        else:
            yield line + "\n"
