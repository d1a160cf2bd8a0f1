"""Atoms: words cut at every candidate's edge, with what the candidates and the structure say of each.

An atom is the smallest stretch that a mention may begin or end with. `features` tells what is looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from unionkg.knowledge.markers import Markers
from unionkg.mentions.candidate import Candidate, apart, ranked
from unionkg.mentions.words import Words
from unionkg.model import Structure

_OPENING, _CLOSING = frozenset("“《"), frozenset("”》")
_MARKS = re.compile("[“《”》]")
Notes = defaultdict[int, list[str]]


@dataclass(frozen=True, slots=True)
class Atoms:
    """Atoms in order: `starts[i]` to `starts[i + 1]`; `starts` has one entry more than there are atoms.

    `forms` are their words, `tags` their parts of speech; `noted` are the atoms of which `notes` say
    more, in order.
    """

    starts: tuple[int, ...]
    forms: list[str]
    tags: list[str]
    noted: list[int]
    notes: list[tuple[str, ...]]

    def sequences(self, structure: Structure) -> Iterator[tuple[int, int]]:
        """The atoms of each sentence as [first, last): what the tagger reads at once; none is empty."""
        begin = 0
        for sentence in structure.sentences:
            end = bisect_left(self.starts, sentence.span.end)
            if begin < end:
                yield begin, end
                begin = end
        if begin < len(self.forms):
            yield begin, len(self.forms)


class Cutter:
    """Cuts texts into atoms; built once."""

    def __init__(self, markers: Markers) -> None:
        """Compile the signs that always stand alone."""
        self._single = re.compile(f"[{''.join(map(re.escape, sorted(markers.single)))}]")

    def cut(self, text: str, words: Words, candidates: list[Candidate], structure: Structure) -> Atoms:
        """The atoms of a text."""
        cuts = {0, len(text), *words.starts}
        for candidate in candidates:
            cuts.add(candidate.span.start)
            cuts.add(candidate.span.end)
        for sign in self._single.finditer(text):
            cuts.add(sign.start())
            cuts.add(sign.end())
        starts = tuple(sorted(cuts))
        if len(starts) < 2:
            return Atoms((0,), [], [], [], [])
        at = {start: index for index, start in enumerate(starts)}
        notes: Notes = defaultdict(list)
        _of_candidates(notes, candidates, at)
        _of_place(notes, text, at, structure)
        noted = sorted(notes)
        forms = [text[start:end] for start, end in pairwise(starts)]
        return Atoms(starts, forms, list(_tags(starts, words)), noted, [tuple(notes[i]) for i in noted])


def _of_candidates(notes: Notes, candidates: list[Candidate], at: dict[int, int]) -> None:
    """Where the thesaurus and the grammar see mentions, and with which rule."""
    in_order = ranked(candidates)
    for candidate in apart([c for c in in_order if c.concept]):
        _paint(notes, candidate, at, _places("l=", candidate.type))
    for candidate in apart(in_order):
        _paint(notes, candidate, at, _places("c=", candidate.type), _places("cr=", candidate.rule))
    for start, end, entity_type, rule in sorted(
        {(c.span.start, c.span.end, c.type, c.rule) for c in candidates}
    ):
        begins, ends = _edges(entity_type, rule)
        notes[at[start]].append(begins)
        notes[at[end] - 1].append(ends)
    for candidate in in_order:
        if candidate.clear is not None:
            _paint(notes, candidate, at, _places("clear=", f"{candidate.type}{candidate.clear}"))


def _paint(notes: Notes, candidate: Candidate, at: dict[int, int], *names: tuple[str, str, str, str]) -> None:
    """Write what a candidate is, and the place in it, on each of its atoms."""
    first, last = at[candidate.span.start], at[candidate.span.end] - 1
    for single, begin, middle, end in names:
        if first == last:
            notes[first].append(single)
            continue
        notes[first].append(begin)
        for index in range(first + 1, last):
            notes[index].append(middle)
        notes[last].append(end)


@cache
def _places(name: str, what: str) -> tuple[str, str, str, str]:
    """The notes on an only, a first, a middle and a last atom."""
    return f"{name}{what}S", f"{name}{what}B", f"{name}{what}M", f"{name}{what}E"


@cache
def _edges(entity_type: str, rule: str) -> tuple[str, str]:
    """The notes on the first and on the last atom of whatever a rule sees."""
    return f"cb={entity_type}{rule}", f"ce={entity_type}{rule}"


def _of_place(notes: Notes, text: str, at: dict[int, int], structure: Structure) -> None:
    """Whether an atom is quoted, opens a list item, or heads a section."""
    for index in _quoted(text, at):
        notes[index].append("q")
    atoms = len(at) - 1
    for enumeration in structure.enumerations:
        for span in enumeration.items:
            index = at.get(span.start, atoms)
            if index < atoms:
                notes[index].append(f"item={enumeration.marker}")
    for section in structure.sections:
        index = at.get(section.heading.start, atoms)
        if section.level and index < atoms:
            notes[index].append("heading")


def _tags(starts: tuple[int, ...], words: Words) -> Iterator[str]:
    """The part of speech of each atom, with its place in the word where it is not the whole of it."""
    at = 0
    for end, tag in zip((*words.starts[1:], starts[-1]), words.tags, strict=True):
        at += 1
        if starts[at] == end:
            yield tag
            continue
        yield f"{tag}B"
        while starts[at + 1] != end:
            at += 1
            yield f"{tag}M"
        at += 1
        yield f"{tag}E"


def _quoted(text: str, at: dict[int, int]) -> Iterable[int]:
    """The atoms from an opening quotation or title mark to the closing one."""
    begin = -1
    for mark in _MARKS.finditer(text):
        index = at.get(mark.start(), -1)
        if index < 0:
            continue
        if begin < 0 and mark[0] in _OPENING:
            begin = index
        elif begin >= 0 and mark[0] in _CLOSING:
            yield from range(begin, index + 1)
            begin = -1
    if begin >= 0:
        yield from range(begin, len(at) - 1)
