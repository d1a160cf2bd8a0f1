"""What the tagger looks at: atoms (words cut at every candidate's edge) and their features.

An atom is the smallest stretch that a mention may begin or end with.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from unionkg.knowledge.markers import Markers
from unionkg.mentions.candidate import Candidate, longest_first
from unionkg.mentions.words import Words
from unionkg.model import Structure

EDGE = "#"


@dataclass(frozen=True, slots=True)
class Atoms:
    """Atoms in order: `starts[i]` to `starts[i + 1]`; `starts` has one entry more than there are atoms."""

    starts: tuple[int, ...]
    features: tuple[list[str], ...]

    def sequences(self, structure: Structure) -> Iterable[tuple[int, int]]:
        """The atoms of each sentence as [first, last): what the tagger reads at once."""
        begin = 0
        for sentence in structure.sentences:
            end = bisect_left(self.starts, sentence.span.end)
            yield begin, end
            begin = end
        if begin < len(self.features):
            yield begin, len(self.features)


def atoms(
    text: str, words: Words, candidates: list[Candidate], structure: Structure, markers: Markers
) -> Atoms:
    """Cut a text into atoms and describe each."""
    cuts = {0, len(text), *words.starts}
    for candidate in candidates:
        cuts.add(candidate.span.start)
        cuts.add(candidate.span.end)
    for index, character in enumerate(text):
        if character in markers.single:
            cuts.add(index)
            cuts.add(index + 1)
    starts = tuple(sorted(cuts))
    if len(starts) < 2:
        return Atoms((0,), ())
    features = _of_words(text, starts, words)
    at = {start: index for index, start in enumerate(starts)}
    _of_candidates(features, candidates, at)
    _of_place(text, features, starts, at, structure)
    return Atoms(starts, tuple(features))


def _of_words(text: str, starts: tuple[int, ...], words: Words) -> list[list[str]]:
    """Each atom's form, edges, part of speech, and those of its neighbours."""
    forms = [text[a:b] for a, b in zip(starts, starts[1:], strict=False)]
    tags = []
    for start, form in zip(starts, forms, strict=False):
        index = words.at(start)
        begins, ends = words.starts[index] == start, words.end(index) == start + len(form)
        part = "" if begins and ends else "B" if begins else "E" if ends else "M"
        tags.append(words.tags[index] + part)
    f = [EDGE, EDGE, *forms, EDGE, EDGE]
    t = [EDGE, EDGE, *tags, EDGE, EDGE]
    return [
        [
            "b",
            f"w={f[i]}",
            f"w-1={f[i - 1]}",
            f"w+1={f[i + 1]}",
            f"w-2={f[i - 2]}",
            f"w+2={f[i + 2]}",
            f"ww={f[i - 1]}|{f[i]}",
            f"ww+={f[i]}|{f[i + 1]}",
            f"e={f[i][-1]}",
            f"s={f[i][0]}",
            f"e2={f[i][-2:]}",
            f"t={t[i]}",
            f"t-1={t[i - 1]}|{t[i]}",
            f"t+1={t[i]}|{t[i + 1]}",
            f"t2={t[i - 2]}{t[i - 1]}{t[i]}",
            f"t3={t[i]}{t[i + 1]}{t[i + 2]}",
        ]
        for i in range(2, len(f) - 2)
    ]


def _of_candidates(features: list[list[str]], candidates: list[Candidate], at: dict[int, int]) -> None:
    """Where the thesaurus and the grammar see mentions, and with which rule."""
    _paint(features, longest_first([c for c in candidates if c.concept]), at, "l")
    for candidate in _paint(features, longest_first(candidates), at, "c"):
        first, last = at[candidate.span.start], at[candidate.span.end] - 1
        for index in range(first, last + 1):
            features[index].append(f"cr={candidate.rule}{_position(index, first, last)}")
    seen = {(c.span, c.type, c.rule) for c in candidates}
    for span, entity_type, rule in sorted(seen):
        features[at[span.start]].append(f"cb={entity_type}{rule}")
        features[at[span.end] - 1].append(f"ce={entity_type}{rule}")


def _paint(
    features: list[list[str]], chosen: list[Candidate], at: dict[int, int], prefix: str
) -> list[Candidate]:
    for candidate in chosen:
        first, last = at[candidate.span.start], at[candidate.span.end] - 1
        for index in range(first, last + 1):
            features[index].append(f"{prefix}={candidate.type}{_position(index, first, last)}")
    return chosen


def _position(index: int, first: int, last: int) -> str:
    if first == last:
        return "S"
    return "B" if index == first else "E" if index == last else "M"


def _of_place(
    text: str, features: list[list[str]], starts: tuple[int, ...], at: dict[int, int], structure: Structure
) -> None:
    """Whether an atom is quoted, opens a list item, or heads a section."""
    quoted = False
    for index, start in enumerate(starts[:-1]):
        character = text[start]
        if character in "“《":
            quoted = True
        if quoted:
            features[index].append("q")
        if character in "”》":
            quoted = False
    for enumeration in structure.enumerations:
        for item in enumeration.items:
            if item.start in at and at[item.start] < len(features):
                features[at[item.start]].append(f"item={enumeration.marker}")
    for section in structure.sections:
        if section.level and section.heading.start in at and at[section.heading.start] < len(features):
            features[at[section.heading.start]].append("heading")
