"""Brat standoff, as the annotation guideline has it: `SELF` header, T, R and Equiv lines.

Fifteen types and seventeen relations only; demands, voices and modality stay in the graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from unionkg.errors import UsageError
from unionkg.model import SELF, Reading, Span

_HEADER = re.compile(r"#0\tSELF(?:\t(?P<names>.*))?")
_MENTION = re.compile(r"(?P<id>T\d+)\t(?P<type>\S+) (?P<start>\d+) (?P<end>\d+)\t(?P<text>.*)")
_RELATION = re.compile(r"(?P<id>R\d+)\t(?P<name>\S+) Arg1:(?P<head>\S+) Arg2:(?P<tail>\S+)\t?")
_EQUIVALENCE = re.compile(r"\*\tEquiv (?P<ids>T\d+(?: T\d+)+)")


@dataclass(frozen=True, slots=True)
class Marked:
    """A `T` line: a mention under its id."""

    id: str
    type: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Tie:
    """An `R` line: `head` and `tail` are ids of mentions, or SELF."""

    name: str
    head: str
    tail: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """One `.ann` file; `equivalences` are the ids of mentions that name one entity."""

    self_names: tuple[str, ...] = ()
    mentions: tuple[Marked, ...] = ()
    ties: tuple[Tie, ...] = ()
    equivalences: tuple[tuple[str, ...], ...] = ()


def read(path: Path, text: str) -> Annotation:
    """Read an `.ann` file of `text`; raises UsageError with the first line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path}：读不了：{fault}", f"{path}: can't be read: {fault}") from fault
    return parse(lines, text, str(path))


def parse(lines: Iterable[str], text: str, place: str) -> Annotation:
    """The annotation of `text` in these lines; raises UsageError with `place` and line number."""
    names: tuple[str, ...] = ()
    mentions: list[Marked] = []
    ties: list[Tie] = []
    equivalences: list[tuple[str, ...]] = []
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r")
        if header := _HEADER.fullmatch(line):
            names = tuple(name.strip() for name in (header["names"] or "").split("|") if name.strip())
        elif found := _MENTION.fullmatch(line):
            mentions.append(_checked(found, text, f"{place}:{number}"))
        elif found := _RELATION.fullmatch(line):
            ties.append(Tie(found["name"], found["head"], found["tail"]))
        elif found := _EQUIVALENCE.fullmatch(line):
            equivalences.append(tuple(found["ids"].split(" ")))
        elif line.strip() and not line.startswith("#"):
            raise UsageError(
                f"{place}:{number}：不是 T、R、* 或 # 行：{line[:40]}",
                f"{place}:{number}: no T, R, * or # line: {line[:40]}",
            )
    return Annotation(names, tuple(mentions), tuple(ties), tuple(equivalences))


def _checked(found: re.Match[str], text: str, place: str) -> Marked:
    """A mention whose words are those of the text at its offsets."""
    span = Span(int(found["start"]), int(found["end"]))
    there = text[span.start : span.end]
    if _on_one_line(there) != found["text"]:
        raise UsageError(
            f"{place}：{found['id']} 写作“{found['text']}”，原文此处是“{there}”；请改偏移量",
            f"{place}: {found['id']} says '{found['text']}', the text has '{there}' there; mend the offsets",
        )
    return Marked(found["id"], found["type"], span, there)


def _on_one_line(words: str) -> str:
    """Words as an `.ann` line can hold them: a line end inside a mention is written as a space."""
    return words.replace("\n", " ")


def written(annotation: Annotation) -> str:
    """The text of an `.ann` file."""
    return "".join(f"{line}\n" for line in _lines(annotation))


def _lines(annotation: Annotation) -> Iterator[str]:
    yield f"#0\tSELF\t{'|'.join(annotation.self_names)}"
    for mention in annotation.mentions:
        words = _on_one_line(mention.text)
        yield f"{mention.id}\t{mention.type} {mention.span.start} {mention.span.end}\t{words}"
    for ids in annotation.equivalences:
        yield f"*\tEquiv {' '.join(ids)}"
    for number, tie in enumerate(annotation.ties, 1):
        yield f"R{number}\t{tie.name} Arg1:{tie.head} Arg2:{tie.tail}"


def annotate(reading: Reading, types: frozenset[str]) -> Annotation:
    """What was read of a document in brat's terms; only mentions of `types` are given.

    Each triple stands once, whatever its modality; names of one entity are tied.
    """
    mentions = {
        index: Marked(f"T{number}", mention.type, mention.span, mention.text)
        for number, (index, mention) in enumerate(
            ((i, m) for i, m in enumerate(reading.mentions) if m.type in types and "\n" not in m.text), 1
        )
    }
    return Annotation(
        self_names=_self_names(reading),
        mentions=tuple(mentions.values()),
        ties=tuple(dict.fromkeys(_ties(reading, mentions))),
        equivalences=tuple(_equivalences(reading, mentions)),
    )


def _self_names(reading: Reading) -> tuple[str, ...]:
    """What the body that speaks may be called: the metadata's names, then those the text gives it."""
    given = reading.document.value("body_names").split("|")
    resolution = reading.resolution
    found = resolution.entities[resolution.self_entity].names if resolution.self_entity >= 0 else ()
    return tuple(dict.fromkeys(name for name in (*given, *found) if name))


def _ties(reading: Reading, mentions: dict[int, Marked]) -> Iterator[Tie]:
    """One tie a claim, its ends named by the same mention wherever the entity is meant."""
    ends = [_end(reading, mentions, number) for number in range(len(reading.resolution.entities))]
    for claim in reading.claims:
        head, tail = ends[claim.subject], ends[claim.object]
        if head and tail and claim.subject != claim.object:
            yield Tie(claim.predicate, head, tail)


def _end(reading: Reading, mentions: dict[int, Marked], entity: int) -> str:
    """SELF for the body that speaks, else the id of the entity's first mention, or the empty string."""
    if entity == reading.resolution.self_entity:
        return SELF
    for index in reading.resolution.entities[entity].mentions:
        if index in mentions:
            return mentions[index].id
    return ""


def _equivalences(reading: Reading, mentions: dict[int, Marked]) -> Iterator[tuple[str, ...]]:
    """The first mention of each name of an entity, where it has several."""
    for entity in reading.resolution.entities:
        first: dict[tuple[str, str], str] = {}
        for index in entity.mentions:
            if index in mentions:
                first.setdefault((mentions[index].type, mentions[index].text), mentions[index].id)
        if len(first) > 1:
            yield tuple(first.values())
