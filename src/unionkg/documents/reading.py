"""One source after another becomes documents, or a finding that says why not. Each format has its own room.

What one file does never keeps the next from being read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile

from unionkg.documents import archive, isolation
from unionkg.documents.archive import Member
from unionkg.documents.content import format_of
from unionkg.documents.encoding import SURE, Decoded, declared_encoding, decode, line_ends
from unionkg.documents.metadata import SIDECAR_BYTES, Metadata, front_matter, sidecar
from unionkg.documents.parsed import Parsed
from unionkg.documents.records import Batch, json_lines, table, while_readable
from unionkg.documents.refusal import CONTENT, old_word, unread
from unionkg.documents.settings import Settings
from unionkg.documents.source import Source, discover, display, split
from unionkg.documents.text import checked, document
from unionkg.errors import KnowledgeError, RefusedDocument
from unionkg.model import Datum, Document, Finding

Item = Document | Finding
Found = Generator[Finding, None, Metadata]
"""Findings on the way to a document's metadata."""

UNREAD = frozenset({"special", "link", "deep", "other"})
TEXTS = frozenset({"text", "markdown", "html"})
RECORDS: dict[str, Callable[[BinaryIO, Batch], Iterator[Item]]] = {"jsonl": json_lines, "csv": table}


def read_corpus(path: Path, settings: Settings) -> Iterator[Item]:
    """Every document below `path`, in the order of names; raises UsageError if there is no such path."""
    for source in discover(path, settings):
        yield from read(source, settings)


def read(source: Source, settings: Settings) -> Iterator[Item]:
    """The documents of one source, or a Finding for what is refused; warnings come before their document."""
    place = display(source.path)
    if source.format in UNREAD:
        yield unread(source.format, place, split(source.path.name)[1])
        return
    try:
        with _opened(source.path) as stream:
            if source.format == "zip":
                yield from _archive(stream, source, settings)
            else:
                given = yield from _beside(source.sidecar)
                yield from _stream(stream, source, given, settings)
    except RefusedDocument as fault:
        yield Finding("error", place, fault.zh, fault.en)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        yield Finding(
            "error", place, f"打不开：{reason}；请检查权限和路径", f"can't be opened: {reason}; check it"
        )


def _archive(stream: BinaryIO, source: Source, settings: Settings) -> Iterator[Item]:
    """The documents of a zip, one member after the other; a refused member does not end the rest."""
    with archive.opened(stream, settings.limits) as opened:
        members = list(archive.members(opened, source, settings.limits))
        if not members:
            zh, en = "压缩包里没有可读的文稿", "the archive holds no document that can be read"
            yield Finding("warning", display(source.path), zh, en)
        for member in members:
            if isinstance(member, Finding):
                yield member
                continue
            place = display(member.source.path)
            if member.source.format in UNREAD:
                yield unread(member.source.format, place, split(member.source.path.name)[1])
                continue
            try:
                given = yield from _inside(opened, member)
                with archive.member_stream(opened, member.info) as inner:
                    yield from _stream(inner, member.source, given, settings)
            except RefusedDocument as fault:
                yield Finding("error", place, fault.zh, fault.en)


def _stream(stream: BinaryIO, source: Source, given: Metadata, settings: Settings) -> Iterator[Item]:
    """The documents in a stream of the format that its source names, or that its first bytes show."""
    if source.format in RECORDS:
        batch = Batch(source.id, display(source.path), given, settings)
        yield from while_readable(RECORDS[source.format](stream, batch), batch)
        return
    data = _bounded(stream, settings.limits.file_bytes)
    kind = format_of(data, source.format)
    if kind in CONTENT:
        raise RefusedDocument(*CONTENT[kind])
    if kind == "doc":
        raise RefusedDocument(*old_word(display(source.path)))
    reader = _of_text if kind in TEXTS else _of_bytes
    yield from reader(data, kind, (source, given), settings)


def _of_text(data: bytes, kind: str, origin: tuple[Source, Metadata], settings: Settings) -> Iterator[Item]:
    """A plain text, Markdown or a page."""
    source, given = origin
    if len(data) > settings.limits.text_bytes:
        raise _too_long(settings.limits.text_bytes)
    decoded = decode(data, settings.rules.frequent, declared_encoding(data) if kind == "html" else "")
    yield from _told(decoded, display(source.path))
    if kind == "text":
        yield from document(source.id, checked(decoded.text, settings.limits), [given], settings)
        return
    front: Metadata = {}
    text = decoded.text
    if kind == "markdown":
        try:
            front, unknown, text = front_matter(text, source.path, settings.rules.columns)
        except KnowledgeError as fault:
            raise RefusedDocument(fault.zh, fault.en) from fault
        if unknown:
            names = ", ".join(unknown)
            yield Finding(
                "warning",
                display(source.path),
                f"以下字段未读：{names}",
                f"these fields are not read: {names}",
            )
    parsed = isolation.parse(kind, checked(text, settings.limits).encode(), settings)
    yield from _finished(parsed, source, [given, front], settings)


def _of_bytes(data: bytes, kind: str, origin: tuple[Source, Metadata], settings: Settings) -> Iterator[Item]:
    """A Word file or a PDF."""
    source, given = origin
    yield from _finished(isolation.parse(kind, data, settings), source, [given], settings)


def _finished(parsed: Parsed, source: Source, layers: list[Metadata], settings: Settings) -> Iterator[Item]:
    """The document of a parsed file, after the parser's warnings."""
    for zh, en in parsed.notes:
        yield Finding("warning", display(source.path), zh, en)
    own = {name: Datum(value, "inferred") for name, value in parsed.properties.items()}
    text = checked(line_ends(parsed.text), settings.limits)
    yield from document(source.id, text, layers, settings, own)


def _told(decoded: Decoded, place: str) -> Iterator[Finding]:
    """A warning where the encoding had to be guessed."""
    if decoded.known_by != "guessed":
        return
    sure = f"{decoded.certainty:.0%}"
    check_zh, check_en = ("", "") if decoded.certainty >= SURE else ("，请核对文字", "; check the text")
    yield Finding(
        "warning",
        place,
        f"编码按 {decoded.encoding} 读（推断，把握 {sure}）{check_zh}",
        f"read as {decoded.encoding} (a guess, {sure} sure){check_en}",
    )


def _beside(path: Path | None) -> Found:
    """What the sidecar of a file gives; a mistake in it is told and the document read without."""
    if path is None:
        return {}
    try:
        with _opened(path) as stream:
            return sidecar(stream.read(SIDECAR_BYTES + 1), path)
    except (KnowledgeError, RefusedDocument) as fault:
        yield Finding("error", display(path), fault.zh, fault.en)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        yield Finding("error", display(path), f"打不开：{reason}", f"can't be opened: {reason}")
    return {}


def _inside(opened: ZipFile, member: Member) -> Found:
    """The same for a member of an archive."""
    if member.sidecar is None:
        return {}
    path = member.source.path.with_name(member.sidecar.filename.rpartition("/")[2])
    try:
        with archive.member_stream(opened, member.sidecar) as stream:
            return sidecar(stream.read(SIDECAR_BYTES + 1), path)
    except (KnowledgeError, RefusedDocument) as fault:
        yield Finding("error", display(path), fault.zh, fault.en)
    return {}


def _opened(path: Path) -> BinaryIO:
    """Open a regular file for reading; never waits on a FIFO."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise RefusedDocument("不是普通文件", "no regular file")
    return os.fdopen(descriptor, "rb")


def _bounded(stream: BinaryIO, limit: int) -> bytes:
    """All bytes of a stream; raises RefusedDocument beyond `limit`."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise _too_long(limit)
    return data


def _too_long(limit: int) -> RefusedDocument:
    return RefusedDocument(
        f"超过 {limit} 字节；请拆开，或调高限额", f"over {limit} bytes; split it or raise the limit"
    )
