"""Annotated documents to learn from: folders of brat files, and labels of texts that do not ship.

Nothing is learnt here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from unionkg import brat
from unionkg.errors import UsageError
from unionkg.model import SELF, Datum, Document, Span


@dataclass(frozen=True, slots=True)
class Lesson:
    """One annotated document; `digest` is the SHA-256 of its text and annotation."""

    document: Document
    annotation: brat.Annotation
    digest: str

    @property
    def plain(self) -> Document:
        """The document without its metadata."""
        return Document(self.document.id, self.document.text, {})


def annotated(folders: Iterable[Path]) -> Iterator[Lesson]:
    """The annotated documents of folders of brat files, in order of their paths."""
    for folder in folders:
        paths = sorted(folder.glob("*.ann"))
        if not paths:
            raise UsageError(f"{folder}：没有 .ann 文件", f"{folder}: there are no .ann files")
        for path in paths:
            text = path.with_suffix(".txt").read_bytes().decode("utf-8")
            yield _lesson(path.stem, text, brat.read(path, text))


def labelled(folder: Path, corpora: Path) -> Iterator[Lesson]:
    """Annotated stretches of corpus documents, kept as offsets and hashes without any text.

    Each file names the corpus file, the document's id, the stretch and the SHA-256 of its
    text; raises UsageError where the text is another one.
    """
    texts: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        source = corpora / label["corpus"]
        if label["corpus"] not in texts:
            rows = (json.loads(line) for line in source.read_text(encoding="utf-8").splitlines())
            texts[label["corpus"]] = {row["id"]: row["text"] for row in rows}
        text = texts[label["corpus"]][label["id"]][label["start"] : label["end"]]
        if hashlib.sha256(text.encode()).hexdigest() != label["sha256"]:
            raise UsageError(
                f"{path}：{source} 中 {label['id']} 的文字与标注时不同",
                f"{path}: the text of {label['id']} in {source} is not the one that was labelled",
            )
        yield _lesson(path.stem, text, _annotation(label, text))


def _annotation(label: dict[str, list[list[str | int]]], text: str) -> brat.Annotation:
    """The brat annotation that a label file stands for."""
    marked = tuple(
        brat.Marked(f"T{i}", str(kind), Span(int(a), int(b)), text[int(a) : int(b)])
        for i, (kind, a, b) in enumerate(label["mentions"], 1)
    )
    names = tuple(dict.fromkeys(marked[int(i) - 1].text for (i,) in label["self"]))
    ties = tuple(brat.Tie(str(r), str(h), str(t)) for r, h, t in label["triples"])
    return brat.Annotation(names, marked, ties, tuple(tuple(map(str, ids)) for ids in label["same"]))


def _lesson(name: str, text: str, annotation: brat.Annotation) -> Lesson:
    """A lesson; a text in which gold says SELF is one in a body's own voice."""
    names = annotation.self_names
    metadata: dict[str, Datum] = {}
    if names:
        metadata["body"] = Datum(names[0], "given")
        metadata["body_names"] = Datum("|".join(names), "given")
    if names or any(SELF in (tie.head, tie.tail) for tie in annotation.ties):
        metadata["kind"] = Datum("speech", "given")
    digest = hashlib.sha256(f"{text}\0{brat.written(annotation)}".encode()).hexdigest()
    return Lesson(Document(name, text, metadata), annotation, digest)
