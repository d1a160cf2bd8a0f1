"""Which files below a path are documents, and the id of each. Nothing is opened here."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from unionkg.documents.settings import Settings
from unionkg.errors import UsageError

FORMATS = {
    ".txt": "text",
    "": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".docx": "docx",
    ".doc": "doc",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".zip": "zip",
}
SIDECAR = ".meta.yaml"
SILENT = frozenset({".ann", ".conf", ".db", ".ini", ".toml"})
"""Endings of files that stand beside documents and are none: annotation, settings, thumbnails."""
NAME_BYTES = 200
"""The longest segment in UTF-8; file systems allow 255, and endings are added."""

_UNDECODED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is to be read.

    `format` is one of the values of FORMATS, `other` for endings nobody reads, `special`
    for what is no regular file, `link` for a link to a folder, `deep` for a folder
    beyond the depth limit. `sidecar` is the path of `NAME.meta.yaml` or None.
    """

    path: Path
    id: str
    format: str
    sidecar: Path | None = None


def discover(path: Path, settings: Settings) -> Iterator[Source]:
    """Every source below `path`, sorted by name; a path that names a file gives that file.

    Subfolders named `gold`, files named `README*`, sidecars and dotfiles are skipped.
    Raises UsageError if there is no such path.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as fault:
        reason = (
            fault.strerror if isinstance(fault, OSError) and not isinstance(fault, FileNotFoundError) else ""
        )
        raise UsageError(
            f"{display(path)}：{reason or '没有这个文件或文件夹'}；请检查路径",
            f"{display(path)}: {reason or 'no such file or folder'}; check the path",
        ) from fault
    if stat.S_ISDIR(mode):
        yield from _folder(path, "", settings, settings.limits.depth)
        return
    stem, ending = split(path.name)
    kind = _format(ending) if stat.S_ISREG(mode) else "special"
    yield Source(path, segment(stem), "text" if kind == "other" else kind, _sidecar(path))


def display(path: Path | str) -> str:
    """A path as it may be shown: control, format and undecodable signs escaped."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in _readable(str(path))
    )


def skipped(name: str, folder: bool) -> bool:
    """Whether a name is never a document."""
    if name.startswith((".", "~$")):
        return True
    if folder:
        return name in {"gold", "__MACOSX"}
    return name.startswith("README") or name.endswith(SIDECAR) or split(name)[1] in SILENT


def split(name: str) -> tuple[str, str]:
    """A name without its ending, and the ending in lower case, or the empty string."""
    stem, _, ending = name.rpartition(".")
    if not stem or not re.fullmatch(r"[0-9]*[A-Za-z][0-9A-Za-z]{0,7}", ending):
        return name, ""
    return stem, f".{ending.lower()}"


def segments(files: Iterable[str], folders: Iterable[str] = ()) -> dict[str, str]:
    """The part of the id that each name of one folder gets; no two the same.

    A folder keeps its name, a file goes without its ending where that tells it apart, else
    with it; where even that is the same after normalising, with a hash of the name.
    """
    chosen = {name: segment(split(name)[0]) for name in sorted(set(files))}
    chosen |= {name: segment(name) for name in sorted(set(folders))}
    for better in (segment, _hashed):
        while clash := {part for part, count in Counter(chosen.values()).items() if count > 1}:
            wider = {name: better(name) for name, part in chosen.items() if part in clash}
            if all(chosen[name] == part for name, part in wider.items()):
                break
            chosen |= wider
    return chosen


def segment(name: str) -> str:
    """A name as one segment of an id: NFC, without signs that a path or an IRI can't hold.

    Where signs had to be replaced or the name cut, a hash of the whole name is added.
    """
    plain = unicodedata.normalize("NFC", _readable(name))
    fits = plain and plain == _clean(plain) and len(plain.encode("utf-8", "replace")) <= NAME_BYTES
    return plain if fits else _hashed(name)


def _hashed(name: str) -> str:
    clean = _clean(unicodedata.normalize("NFC", _readable(name)))
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{clean.encode('utf-8', 'replace')[: NAME_BYTES - 9].decode('utf-8', 'ignore')}~{digest}"


def _clean(plain: str) -> str:
    return "".join("_" if _forbidden(letter) else letter for letter in plain).strip(". ")


def _readable(name: str) -> str:
    """A file name that the locale could not decode, by UTF-8 or GB18030 if it is either."""
    if not _UNDECODED.search(name):
        return name
    try:
        raw = os.fsencode(name)
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _forbidden(letter: str) -> bool:
    """Controls, bidi marks, lone surrogates, and what separates ids or is no file name on Windows."""
    return letter in '/\\#:*?"<>|' or unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _format(ending: str) -> str:
    return FORMATS.get(ending, "other")


def _sidecar(path: Path) -> Path | None:
    beside = path.with_name(split(path.name)[0] + SIDECAR)
    return beside if beside.exists() else None


def _folder(folder: Path, prefix: str, settings: Settings, depth: int) -> Iterator[Source]:
    """The sources of one folder and, where a subfolder stands, of that."""
    try:
        with os.scandir(folder) as listing:
            entries = {entry.name: entry for entry in listing if not skipped(entry.name, entry.is_dir())}
    except OSError:
        yield Source(folder, prefix.rstrip("/"), "special")
        return
    folders = {name for name, entry in entries.items() if entry.is_dir(follow_symlinks=False)}
    parts = segments(entries.keys() - folders, folders)
    for name in sorted(entries):
        path, inside = folder / name, f"{prefix}{parts[name]}"
        if name not in folders:
            yield Source(path, inside, _kind(entries[name], name), _sidecar(path))
        elif depth:
            yield from _folder(path, f"{inside}/", settings, depth - 1)
        else:
            yield Source(path, inside, "deep")


def _kind(entry: os.DirEntry[str], name: str) -> str:
    """The format of what is not a folder."""
    try:
        if entry.is_symlink() and entry.is_dir():
            return "link"
        return _format(split(name)[1]) if entry.is_file() else "special"
    except OSError:
        return "special"
