"""Zip archives: their members one by one, as if the archive were a folder. Nothing is written to disk.

Names that lead out of the archive, links, locked members and archives within archives are refused.
"""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZipFile

from unionkg.documents.settings import Limits
from unionkg.documents.source import FORMATS, SIDECAR, Source, display, segments, skipped, split
from unionkg.documents.unpacking import check_total, container, grows
from unionkg.errors import RefusedDocument
from unionkg.model import Finding

Parts = tuple[str, ...]
"""A member's name, folder by folder."""

UNIX = 3
UTF8_FLAG = 0x800
LOCKED_FLAG = 0x1
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Member:
    """One document in an archive: its source, as if the archive were a folder, and where it is."""

    source: Source
    info: zipfile.ZipInfo
    sidecar: zipfile.ZipInfo | None


def opened(stream: BinaryIO, limits: Limits) -> ZipFile:
    """Open an archive; raises RefusedDocument if it is damaged or unpacks to too much in all."""
    archive = container(stream, limits.members)
    check_total(archive, limits.unpacked_bytes)
    return archive


def members(archive: ZipFile, source: Source, limits: Limits) -> Iterator[Member | Finding]:
    """The documents of an archive, sorted by name, and a Finding for each member that is refused."""
    files: dict[Parts, zipfile.ZipInfo] = {}
    sidecars: dict[Parts, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        if info.filename.endswith("/"):
            continue
        parts = tuple(_name(info).replace("\\", "/").split("/"))
        reason = _refused(info, parts, limits) or (_TWICE if parts in files else None)
        if reason:
            yield Finding("error", display(source.path / _name(info).replace("\0", "")), *reason)
        elif parts[-1].endswith(SIDECAR):
            sidecars[parts] = info
        elif not skipped(parts[-1], False) and not any(skipped(folder, True) for folder in parts[:-1]):
            files[parts] = info
    names = _segments(files)
    for parts, info in sorted(files.items()):
        stem, ending = split(parts[-1])
        inside = "/".join(names[parts[:depth]][part] for depth, part in enumerate(parts))
        beside = sidecars.get((*parts[:-1], stem + SIDECAR))
        kind = FORMATS.get(ending, "other")
        yield Member(Source(source.path.joinpath(*parts), f"{source.id}/{inside}", kind), info, beside)


@contextmanager
def member_stream(archive: ZipFile, info: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    """A member's bytes as a stream; raises RefusedDocument where it is locked, damaged or oddly packed."""
    if info.flag_bits & LOCKED_FLAG:
        raise RefusedDocument("有密码；请先解压", "it is locked with a password; unpack it first")
    try:
        stream = archive.open(info)
    except (*DAMAGED, ValueError, OSError, RuntimeError, struct.error) as fault:
        raise _damaged() from fault
    try:
        with stream:
            yield stream  # type: ignore[misc]  # IO[bytes] is what a BinaryIO is read as
    except DAMAGED as fault:
        raise _damaged() from fault


def _damaged() -> RefusedDocument:
    return RefusedDocument(
        "压缩数据已损坏或压缩方式不支持；请重新打包",
        "its packed data is damaged or of an unknown kind; pack it again",
    )


_TWICE = (
    "压缩包里同名文件不止一个，只读第一个",
    "the archive has this name more than once; only the first is read",
)


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name: UTF-8 where it is, else GB18030 as Windows writes it in China."""
    if info.flag_bits & UTF8_FLAG:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _refused(info: zipfile.ZipInfo, parts: Parts, limits: Limits) -> tuple[str, str] | None:
    """Why a member is not read, in Chinese and English."""
    if any(part in {"", ".", ".."} or "\0" in part for part in parts) or parts[0].endswith(":"):
        return "文件名指向压缩包之外，未读", "its name leads out of the archive; it is not read"
    if len(parts) > limits.depth:
        return "文件夹嵌套过深；请先解压", "folders nest too deep; unpack it first"
    if info.create_system == UNIX and stat.S_ISLNK(info.external_attr >> 16):
        return "是链接，未跟进", "it is a link and not followed"
    if grows(info, limits.ratio):
        return (
            f"解压后大 {limits.ratio} 倍以上，可能是压缩炸弹；若可信，请先解压或调高 ratio",
            f"it grows more than {limits.ratio} times and may be a bomb; unpack it yourself or raise ratio",
        )
    if split(parts[-1])[1] == ".zip":
        return "压缩包里的压缩包不读；请先解压", "an archive within an archive is not read; unpack it first"
    return None


def _segments(files: Iterable[Parts]) -> dict[Parts, dict[str, str]]:
    """For each folder of the archive, the segment of an id that each of its names gets."""
    inside: dict[Parts, set[str]] = {}
    folders: dict[Parts, set[str]] = {}
    for parts in files:
        inside.setdefault(parts[:-1], set()).add(parts[-1])
        for depth in range(len(parts) - 1):
            folders.setdefault(parts[:depth], set()).add(parts[depth])
    return {
        folder: segments(inside.get(folder, set()) - folders.get(folder, set()), folders.get(folder, ()))
        for folder in inside.keys() | folders.keys()
    }
