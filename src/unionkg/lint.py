"""All findings at once: in the knowledge that experts edit, in documents, and in their annotation.

Loading stops at the first mistake of a file; here every file is looked at, and what stands
between files as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from unionkg import brat, documents, knowledge, settings, terms
from unionkg.documents import duplicates
from unionkg.errors import UnionkgError, UsageError
from unionkg.knowledge import (
    clausewords,
    counts,
    demandwords,
    markers,
    metadata,
    patterns,
    questions,
    relationrules,
    sureness,
    tenures,
    thesaurus,
    valuewords,
    variants,
    views,
    vocabulary,
    voices,
    yamlfile,
)
from unionkg.knowledge.thesaurus import Concept
from unionkg.knowledge.vocabulary import Vocabulary
from unionkg.model import SELF, Document, Finding

Read = TypeVar("Read")
_ENDINGS = frozenset({".ttl", ".yaml", ".rq"})
_PLACE = re.compile(r"(?P<place>[^\n]*?\.[a-z]+(?::[0-9]+)?)\s*[:：]\s*")


def lint(paths: Iterable[Path], *, fix: bool = False) -> tuple[Finding, ...]:
    """All findings in folders of knowledge, corpora, or single files; sorted by place, each once.

    `fix` first writes thesaurus files anew in their canonical form (comments go).
    Raises UsageError for a path that does not exist.
    """
    found: set[Finding] = set()
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}：没有这个文件或文件夹", f"{path}: no such file or folder")
        found.update(_path(path, fix=fix))
    return tuple(sorted(found, key=lambda finding: (_natural(finding.place), finding.level, finding.en)))


def _path(path: Path, *, fix: bool) -> Iterator[Finding]:
    """Findings of one path, by what it is."""
    if path.is_dir():
        yield from of_knowledge(path, fix=fix) if is_knowledge(path) else of_corpus(path)
    elif path.suffix == ".ann":
        yield from of_annotation(path)
    elif path.name == settings.NAME:
        yield from _attempt(path, lambda: settings.read(path))[1]
    elif path.suffix in _ENDINGS and not path.name.endswith(".meta.yaml"):
        root = next((folder for folder in path.parents if is_knowledge(folder)), path.parent)
        found = of_knowledge(root, fix=fix, only=path)
        yield from (finding for finding in found if finding.place.startswith(str(path)))
    else:
        yield from of_corpus(path)


def is_knowledge(folder: Path) -> bool:
    """Whether a folder holds knowledge, to be laid over the shipped one."""
    names = ("unionkg.ttl", "thesaurus", "patterns", "queries", "views.yaml", "structure.yaml")
    return any((folder / name).exists() for name in names)


# --- knowledge -------------------------------------------------------------------------


def of_knowledge(root: Path, *, fix: bool = False, only: Path | None = None) -> Iterator[Finding]:
    """Findings in a folder of knowledge, as it stands when laid over the shipped one."""
    own = {p.relative_to(root).as_posix(): p for p in sorted(root.rglob("*")) if p.suffix in _ENDINGS}
    merged = {**knowledge.files(), **own}
    spoken, faults = _attempt(merged["unionkg.ttl"], lambda: vocabulary.read(merged["unionkg.ttl"]))
    yield from faults
    concepts: list[tuple[Concept, Path]] = []
    for name, path in merged.items():
        if name.startswith("thesaurus/"):
            scheme, faults = _attempt(path, lambda path=path: thesaurus.read(path))  # type: ignore[misc]
            concepts.extend((concept, path) for concept in scheme or ())
            if name in own and not faults:
                yield from _canonical(path, scheme or (), fix=fix and only in {None, path})
        else:
            _, faults = _attempt(path, lambda name=name, path=path: _load(name, path, merged, spoken))  # type: ignore[misc]
        if name in own:
            yield from faults
    measure = _measure(merged, spoken)
    if measure:
        yield from terms.findings(concepts, frozenset(own.values()), measure)


def _measure(merged: dict[str, Path], spoken: Vocabulary | None) -> terms.Measure | None:
    """What concepts are held against; nothing where a file of it can't be read, which is told elsewhere."""
    counted, _ = _attempt(
        merged["patterns/counts.yaml"], lambda: counts.load(yamlfile.read(merged["patterns/counts.yaml"]))
    )
    marked, _ = _attempt(
        merged["structure.yaml"], lambda: markers.load(yamlfile.read(merged["structure.yaml"]))
    )
    return terms.Measure(spoken.types, counted, marked.redaction) if spoken and counted and marked else None


def _attempt(path: Path, read: Callable[[], Read]) -> tuple[Read | None, tuple[Finding, ...]]:
    """What reading gives, or the finding that says why not."""
    try:
        return read(), ()
    except UnionkgError as fault:
        zh, en = _PLACE.match(fault.zh), _PLACE.match(fault.en)
        place = en["place"] if en else str(path)
        return None, (
            Finding("error", place, fault.zh[zh.end() if zh else 0 :], fault.en[en.end() if en else 0 :]),
        )


def _load(name: str, path: Path, merged: dict[str, Path], spoken: Vocabulary | None) -> object:
    """Read one file of knowledge by the reader that a build uses."""
    if name.startswith("queries/"):
        return questions.read(path)
    by_path: dict[str, Callable[[Path], object]] = {
        "views.yaml": views.read,
        "patterns/words.yaml": patterns.word_lists,
    }
    if name == "tenures.yaml":
        files = (file for other, file in merged.items() if other.startswith("thesaurus/"))
        return tenures.load(
            yamlfile.read(path), (concept for file in files for concept in thesaurus.read(file))
        )
    if name in by_path:
        return by_path[name](path)
    if name == "patterns/mentions.yaml":
        words = patterns.word_lists(merged["patterns/words.yaml"])
        return patterns.mention_rules(path, words, frozenset(spoken.classes if spoken else ()))
    by_vocabulary = {
        "patterns/relations.yaml": relationrules.load,
        "patterns/clauses.yaml": clausewords.load,
    }
    if name in by_vocabulary:
        return by_vocabulary[name](yamlfile.read(path), spoken) if spoken else None
    loaders: dict[str, Callable[[yamlfile.YamlNode], object]] = {
        "structure.yaml": markers.load,
        "metadata.yaml": metadata.load,
        "sureness.yaml": sureness.load,
        "variants.yaml": variants.load,
        "patterns/voices.yaml": voices.load,
        "patterns/counts.yaml": counts.load,
        "patterns/values.yaml": valuewords.load,
        "patterns/demands.yaml": demandwords.load,
    }
    return loaders[name](yamlfile.read(path)) if name in loaders else None


def _canonical(path: Path, concepts: tuple[Concept, ...], *, fix: bool) -> Iterator[Finding]:
    """That a thesaurus file is in its one form; `fix` writes it so."""
    labels, faults = _attempt(path, lambda: thesaurus.scheme(path))
    yield from faults
    if labels is None:
        return
    wanted = thesaurus.write(*labels, concepts)
    if path.read_text(encoding="utf-8") == wanted:
        return
    if fix:
        path.write_text(wanted, encoding="utf-8", newline="\n")
        return
    yield Finding(
        "warning",
        str(path),
        "不是规范写法（顺序、换行、unverified 标记）；请运行 unionkg lint --fix",
        "not in canonical form (order, lines, mark unverified); run unionkg lint --fix",
    )


# --- documents and annotation --------------------------------------------------------------


def of_corpus(path: Path) -> Iterator[Finding]:
    """Findings in documents: what can't be read, what had to be guessed, near duplicates, annotation."""
    home = settings.beside(path)
    found, faults = _attempt(home, lambda: settings.read(home))
    yield from faults
    chosen = found or settings.Settings()
    rules = metadata.load(yamlfile.read(knowledge.files(chosen.ontology)["metadata.yaml"]))
    seen = documents.Duplicates()
    for item in documents.read_corpus(path, documents.Settings(rules, chosen.limits)):
        if isinstance(item, Document):
            twin = seen.twin(item)
            if twin:
                yield duplicates.finding(item, twin)
        else:
            yield item
    if path.is_dir():
        for annotation in sorted(path.glob("**/gold/*.ann")):
            yield from of_annotation(annotation)


def of_annotation(path: Path) -> Iterator[Finding]:
    """Findings in a brat file: offsets, types, relations, and ends that are not there."""
    source = path.with_suffix(".txt")
    if not source.exists():
        yield Finding("error", str(path), f"缺少原文 {source.name}", f"its text {source.name} is missing")
        return
    text = source.read_bytes().decode("utf-8", "replace")
    annotation, faults = _attempt(path, lambda: brat.read(path, text))
    yield from faults
    if annotation:
        spoken = vocabulary.read(knowledge.files()["unionkg.ttl"])
        yield from _annotated(str(path), annotation, spoken)


def _annotated(place: str, annotation: brat.Annotation, spoken: Vocabulary) -> Iterator[Finding]:
    """What the guideline forbids in an annotation that can be read."""
    types = {mention.id: mention.type for mention in annotation.mentions}
    for mention in annotation.mentions:
        if mention.type not in spoken.entity_types:
            what = f"{mention.id} {mention.type}"
            yield Finding("error", place, f"没有这一类：{what}", f"no such type: {what}")
    ordered = sorted(annotation.mentions, key=lambda mention: mention.span)
    for left, right in pairwise(ordered):
        if left.span.overlaps(right.span):
            what = f"{left.id} {left.text} / {right.id} {right.text}"
            yield Finding("error", place, f"标注重叠：{what}", f"mentions overlap: {what}")
    for tie in annotation.ties:
        what = f"{tie.head} {tie.name} {tie.tail}"
        if tie.name not in spoken.relations:
            yield Finding("error", place, f"没有这种关系：{what}", f"no such relation: {what}")
        elif {tie.head, tie.tail} - types.keys() - {SELF}:
            yield Finding("error", place, f"关系的一端不存在：{what}", f"an end does not exist: {what}")


def _natural(place: str) -> tuple[str, int]:
    """A place in the order of its lines."""
    path, _, line = place.rpartition(":")
    return (path, int(line)) if line.isdecimal() else (place, 0)
