"""What a zip container may hold before anything of it is unpacked: docx and zip alike.

Only sizes and names are looked at; nothing is written anywhere.
"""

from __future__ import annotations

import io
import struct
import zipfile
from typing import BinaryIO

from unionkg.errors import RefusedDocument

END = b"PK\x05\x06"
LOCATOR = b"PK\x06\x07"
END_LENGTH = 22
COMMENT_LENGTH = 65_535
DIRECTORY_BYTES = 16 * 1024 * 1024
"""The largest central directory that is read: some 200,000 names."""
SMALL = 1024 * 1024
"""A member below this many bytes may have any ratio."""


def container(stream: BinaryIO, members: int) -> zipfile.ZipFile:
    """Open a zip; raises RefusedDocument if it is damaged or its directory too large."""
    if _directory_size(stream) > DIRECTORY_BYTES:
        raise _too_many(members)
    try:
        opened = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as fault:
        raise RefusedDocument(
            "压缩包已损坏，打不开；请重新打包或重新下载", "the archive is damaged; pack or download it again"
        ) from fault
    if len(opened.infolist()) > members:
        raise _too_many(members)
    return opened


def check_total(opened: zipfile.ZipFile, unpacked_bytes: int) -> None:
    """Refuse a container that unpacks to more than `unpacked_bytes`.

    The sizes are those that the directory declares; `zipfile` never gives more than these.
    """
    total = sum(member.file_size for member in opened.infolist())
    if total > unpacked_bytes:
        raise RefusedDocument(
            f"解压后有 {total} 字节，超过 {unpacked_bytes}，可能是压缩炸弹；请先解压，或调高 unpacked_bytes",
            f"it unpacks to {total} bytes, over {unpacked_bytes}, and may be a bomb; "
            "unpack it yourself or raise unpacked_bytes",
        )


def check_growth(opened: zipfile.ZipFile, ratio: int) -> None:
    """Refuse a container one of whose members grows more than `ratio` times."""
    if any(grows(member, ratio) for member in opened.infolist()):
        raise RefusedDocument(
            f"其中一项解压后大 {ratio} 倍以上，可能是压缩炸弹；请先解压，或调高 ratio",
            f"a member grows more than {ratio} times and may be a bomb; unpack it yourself or raise ratio",
        )


def grows(member: zipfile.ZipInfo, ratio: int) -> bool:
    """Whether a member of some size unpacks to more than `ratio` times its packed size."""
    return member.file_size > SMALL and member.file_size > ratio * max(member.compress_size, 1)


def _too_many(members: int) -> RefusedDocument:
    return RefusedDocument(
        f"压缩包里的文件超过 {members} 个；请分开打包",
        f"more than {members} files in the archive; pack them apart",
    )


def _directory_size(stream: BinaryIO) -> int:
    """The size of the central directory in bytes (APPNOTE 4.3.16, 4.3.14); 0 where there is none."""
    end = stream.seek(0, io.SEEK_END)
    start = max(0, end - END_LENGTH - COMMENT_LENGTH)
    stream.seek(start)
    tail = stream.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + END_LENGTH:
        return 0
    size: int = struct.unpack_from("<I", tail, at + 12)[0]
    stream.seek(max(0, start + at - 20))
    locator = stream.read(20)
    if locator.startswith(LOCATOR):
        stream.seek(max(0, start + at - 20 - 56))
        record = stream.read(56)
        if len(record) == 56:
            size = max(size if size != 0xFFFFFFFF else 0, struct.unpack_from("<Q", record, 40)[0])
    stream.seek(0)
    return size
