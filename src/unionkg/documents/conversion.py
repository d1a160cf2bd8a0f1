"""The plain text that would be read, written out with its metadata, so that a user can see and correct it.

No file that exists is written over, and none outside the folder named.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from unionkg.documents.reading import read_corpus
from unionkg.documents.settings import Settings
from unionkg.documents.source import SIDECAR, display
from unionkg.errors import OutputError
from unionkg.model import Datum, Document, Finding


def convert(path: Path, folder: Path, settings: Settings) -> Iterator[Path | Finding]:
    """Write `ID.txt` and `ID.meta.yaml` for each document below `path`; yields texts' paths and findings.

    A `#` in an id becomes a folder, so that what is written can be read again. Raises
    UsageError if there is no `path`, OutputError if `folder` can't be written.
    """
    for item in read_corpus(path, settings):
        if isinstance(item, Finding):
            yield item
        else:
            yield _write(item, folder)


def _write(document: Document, folder: Path) -> Path | Finding:
    """Both files of one document."""
    stem = folder.joinpath(*document.id.replace("#", "/").split("/"))
    target = stem.with_name(f"{stem.name}.txt")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for name, content in (
            (target, document.text),
            (stem.with_name(stem.name + SIDECAR), sidecar_text(document)),
        ):
            with name.open("x", encoding="utf-8", newline="") as stream:
                stream.write(content)
    except FileExistsError:
        shown = display(target)
        return Finding(
            "error",
            shown,
            "文件已存在，未覆盖；请换一个空文件夹",
            "the file exists and was kept; name an empty folder",
        )
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise OutputError(
            f"{display(folder)}：写不了：{reason}", f"{display(folder)}: can't be written: {reason}"
        ) from fault
    return target


def sidecar_text(document: Document) -> str:
    """The metadata of a document as a sidecar: what was inferred says so."""
    return "".join(f"{name}: {_value(name, datum)}\n" for name, datum in sorted(document.metadata.items()))


def _value(name: str, datum: Datum) -> str:
    """JSON strings are YAML's double-quoted ones; a list of names is written as one."""
    names = datum.value.split("|") if name == "body_names" else datum.value
    plain = json.dumps(names, ensure_ascii=False)
    return plain if datum.origin == "given" else f"{{value: {plain}, origin: {datum.origin}}}"
