"""What takes long to make ready, kept ready and known by the hash of what it was made from.

`ontology/compiled.json` holds the concepts of the thesaurus and the guards of the patterns as they ship
(`python docs/generate.py` writes it). Whatever has another hash, because somebody edited it or uses another
thesaurus, is made from its own files as ever. Nothing is written when the program runs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from unionkg.knowledge.thesaurus import Concept
from unionkg.knowledge.yamlfile import shipped

NAME = "compiled.json"

FORM = 1
"""To be raised when concepts or guards are made otherwise from the same files."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What is kept: the cells of concepts under the hash of a thesaurus, guards by the hash of a pattern."""

    thesaurus: str
    concepts: str
    guards: Mapping[str, str]


@cache
def kept() -> Compiled:
    """What ships with the package; nothing where the file is absent or not as it was written."""
    try:
        head, rows, looks = (shipped() / NAME).read_text(encoding="utf-8").split("\n\n")
        told = json.loads(head)
        if told["sha256"] == _hash(rows, looks):
            return Compiled(told["thesaurus"], rows, json.loads(looks))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return Compiled("", "[]", {})


def concepts(paths: Iterable[Path], read: Callable[[], Iterable[Concept]]) -> tuple[Concept, ...]:
    """The concepts of the files of a thesaurus: those kept, if they were made from these, else read."""
    try:
        same = kept().thesaurus == of_files(paths)
    except OSError:
        same = False
    if not same:
        return tuple(read())
    return tuple(Concept(*map(_frozen, row)) for row in json.loads(kept().concepts))


def _frozen(value: Any) -> Any:
    """Lists are tuples in a concept."""
    return tuple(value) if isinstance(value, list) else value


def of_files(paths: Iterable[Path]) -> str:
    """SHA-256 of files, in order, and of what a concept is made of; raises OSError."""
    total = hashlib.sha256(f"{FORM} {' '.join(field.name for field in fields(Concept))}".encode())
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def of_pattern(pattern: str) -> str:
    """Half of the SHA-256 of a pattern: enough to tell some hundred apart."""
    return _hash(str(FORM), pattern)[:32]


def _hash(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def written(paths: Iterable[Path], found: Iterable[Concept], guards: Mapping[str, str]) -> str:
    """The file: hashes, concepts, guards, a concept or guard a line."""
    concepts_ = ",\n".join(_line(list(astuple(concept))) for concept in found)
    looks = ",\n".join(f"{_line(of_pattern(p))}:{_line(guards[p])}" for p in sorted(guards, key=of_pattern))
    rows, table = f"[\n{concepts_}]", f"{{\n{looks}}}\n"
    head = _line({"thesaurus": of_files(paths), "sha256": _hash(rows, table)})
    return f"{head}\n\n{rows}\n\n{table}"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
