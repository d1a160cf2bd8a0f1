"""Structure measured on 20 real documents checked by hand; the labels hold offsets and hashes, no text.

`tests/labels/structure.jsonl`: a document a line, with the stretch that was looked at, title, date line,
address, headings (where their line's words begin, and depth), closing, and lists (where the marker of
each item begins).
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from unionkg import knowledge
from unionkg.documents.metadata import inferred
from unionkg.knowledge import Knowledge, metadata, yamlfile
from unionkg.matching import Matcher
from unionkg.model import Document, Structure
from unionkg.structure import read

ROOT = Path(__file__).parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"
LABELS = ROOT / "tests" / "labels" / "structure.jsonl"


@dataclass
class Tally:
    """What was right, expected and found, by what was looked for."""

    right: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, expected: set[Any], found: set[Any]) -> None:
        """Compare two sets."""
        self.right[kind] += len(expected & found)
        self.expected[kind] += len(expected)
        self.found[kind] += len(found)

    def precision(self, kind: str) -> float:
        """The share of what was found that is right."""
        return self.right[kind] / self.found[kind]

    def recall(self, kind: str) -> float:
        """The share of what was expected that was found."""
        return self.right[kind] / self.expected[kind]


@pytest.fixture(scope="module")
def known() -> Knowledge:
    """The shipped knowledge."""
    return knowledge.load()


@pytest.fixture(scope="module")
def matcher(known: Knowledge) -> Matcher:
    """What makes keys: the stages see a text's key."""
    return Matcher(known)


@pytest.fixture(scope="module")
def labels() -> list[tuple[dict[str, Any], str]]:
    """Each label with its text; skips where the texts are not there."""
    if not CORPORA.is_dir():
        pytest.skip(f"{CORPORA} is not there: the labelled texts stand outside the project")
    wanted = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    texts: dict[str, str] = {}
    for name in sorted({label["corpus"] for label in wanted}):
        with (CORPORA / name).open(encoding="utf-8") as stream:
            texts |= {row["id"]: row["text"] for row in map(json.loads, stream)}
    pairs = [(label, texts[label["id"]][label["start"] : label["end"]]) for label in wanted]
    for label, text in pairs:
        assert hashlib.sha256(text.encode("utf-8")).hexdigest() == label["sha256"], label["id"]
    return pairs


def first_sign(text: str, start: int) -> int:
    """Where the words of a line begin."""
    return start + len(text[start:]) - len(text[start:].lstrip())


def headings(text: str, built: Structure) -> set[tuple[int, int]]:
    """Where each heading's words begin, marker included, and its depth."""
    return {(first_sign(text, s.span.start), s.level) for s in built.sections if s.level}


def items(text: str, built: Structure) -> Iterator[tuple[int, ...]]:
    """The items of each list that is no series of sections, without white space before them."""
    sections = {section.span.start for section in built.sections}
    for enumeration in built.enumerations:
        if enumeration.items[0].start not in sections:
            yield tuple(first_sign(text, item.start) for item in enumeration.items)


def behind_marker(text: str, start: int) -> int:
    """Where the words of an item begin whose marker begins at `start`."""
    match = re.compile(r"第?[（(]?[一二三四五六七八九十]{1,3}[）)]?(?:[，、]|是|要)?\s*").match(text, start)
    assert match
    return match.end()


Place = Callable[[int], int]


def keyed(matcher: Matcher, text: str) -> tuple[str, Place]:
    """A text as the stages see it, and where an offset of the text is there."""
    key = matcher.key(text)
    places = range(len(text)) if key.places is None else key.places
    return key.text, lambda start: bisect_left(places, start)


def flat(text: str) -> tuple[str, Place]:
    """A text as one paragraph, and where an offset of the text is there."""
    kept = [at for at, sign in enumerate(text) if sign not in "\n\u3000\u200b"]
    return "".join(text[at] for at in kept), lambda start: bisect_left(kept, start)


def compare(tally: Tally, label: dict[str, Any], text: str, place: Place, built: Structure) -> None:
    """Count what is right of one document."""
    tally.add("headings", {(place(at), depth) for at, depth in label["headings"]}, headings(text, built))
    starts = {first_sign(text, s.span.start) for s in built.sections if not s.level and s.span.start}
    first = place(label["headings"][0][0]) if label["headings"] else len(text)
    front = {start for start in starts if start < first}
    tally.add("address", {first_sign(text, place(label["address"][1]))} if label["address"] else set(), front)
    tally.add("closing", {place(label["closing"])} if label["closing"] else set(), starts - front)
    expected = {tuple(behind_marker(text, place(at)) for at in found) for found in label["lists"]}
    tally.add("lists", expected, set(items(text, built)))


def test_structure_of_real_documents(
    known: Knowledge, matcher: Matcher, labels: list[tuple[dict[str, Any], str]]
) -> None:
    """Address, headings with their depth, closing and lists; 95 % of headings are right and found."""
    tally = Tally()
    for label, text in labels:
        key, place = keyed(matcher, text)
        compare(tally, label, key, place, read(Document("x", key, {}), known.markers))
    for kind, least in {"headings": 0.95, "address": 0.95, "closing": 0.9, "lists": 0.85}.items():
        assert tally.precision(kind) >= least, kind
        assert tally.recall(kind) >= least, kind


def test_headings_of_texts_that_lost_their_line_breaks(
    known: Knowledge, labels: list[tuple[dict[str, Any], str]]
) -> None:
    """The same documents as one paragraph each: headings with a marker are still found where they stand."""
    tally = Tally()
    for label, text in labels:
        joined, place = flat(text)
        built = read(Document("x", joined, {}), known.markers)
        marked = re.compile(r"（?[一二三四五六七八九十]{1,3}[）、]")
        expected = {place(start) for start, _ in label["headings"] if marked.match(text, start)}
        tally.add("headings", expected, {start for start, _ in headings(joined, built)})
        address = label["address"]
        if address and not label["title"]:
            tally.add("address", {place(address[1] - 1) + 1}, {s.span.start for s in built.sections[1:2]})
    assert tally.precision("headings") >= 0.95
    assert tally.recall("headings") >= 0.95
    assert tally.recall("address") >= 0.9


def test_titles_and_dates_of_real_documents(
    matcher: Matcher, labels: list[tuple[dict[str, Any], str]]
) -> None:
    """Title and date line, where a text has them, become metadata; where it has none, none is made up."""
    rules = metadata.load(yamlfile.read(ROOT / "ontology" / "metadata.yaml"))
    tally = Tally()
    for label, text in labels:
        found = inferred(text, rules)
        title = text[slice(*label["title"])] if label["title"] else ""
        for kind, wanted in (("title", title), ("date", label["date_value"])):
            got = found[kind].value if kind in found else ""
            tally.add(kind, {bare(matcher, wanted)} - {""}, {bare(matcher, got)} - {""})
    for kind in ("title", "date"):
        assert tally.precision(kind) >= 0.8, kind
        assert tally.recall(kind) >= 0.8, kind


def bare(matcher: Matcher, words: str) -> str:
    """Words without white space and signs that have no width."""
    return re.sub(r"\s", "", matcher.key(words).text)
