"""What the tagger looks at: atoms (words cut at every candidate's edge) and their features.

An atom is the smallest stretch that a mention may begin or end with. A feature is a name and a value.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, repeat

from unionkg.knowledge.markers import Markers
from unionkg.mentions.candidate import Candidate, longest_first
from unionkg.mentions.words import Words
from unionkg.model import Structure

EDGE = "#"
_OPENING, _CLOSING = frozenset("“《"), frozenset("”》")
Table = Callable[[str], str | None]
"""Gives for each value of a feature the feature as the model has it, or None where it knows none."""


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


class Describer:
    """Cuts texts into atoms and describes them; built once."""

    def __init__(self, markers: Markers, known: Iterable[str] | None) -> None:
        """`known` are the features that the model has; None stands for all that there can be."""
        self._single = re.compile(f"[{''.join(map(re.escape, sorted(markers.single)))}]")
        self._tables: dict[str, dict[str, str | None]] | None = None
        if known is not None:
            self._tables = {}
            for feature in known:
                name, equals, value = feature.partition("=")
                self._tables.setdefault(name + equals, {})[value] = feature

    def _table(self, name: str) -> Table:
        """The table of a feature: its name with an equals sign, or alone where it has no value."""
        return name.__add__ if self._tables is None else self._tables.get(name, {}).get

    def atoms(self, text: str, words: Words, candidates: list[Candidate], structure: Structure) -> Atoms:
        """Cut a text into atoms and describe each."""
        cuts = {0, len(text), *words.starts}
        for candidate in candidates:
            cuts.add(candidate.span.start)
            cuts.add(candidate.span.end)
        for sign in self._single.finditer(text):
            cuts.add(sign.start())
            cuts.add(sign.end())
        starts = tuple(sorted(cuts))
        if len(starts) < 2:
            return Atoms((0,), ())
        features = self._of_words(text, starts, words)
        at = {start: index for index, start in enumerate(starts)}
        self._of_candidates(features, candidates, at)
        self._of_place(text, features, at, structure)
        return Atoms(starts, tuple(features))

    def _of_words(self, text: str, starts: tuple[int, ...], words: Words) -> list[list[str]]:
        """Each atom's form, edges, part of speech, and those of its neighbours."""
        forms = [text[a:b] for a, b in pairwise(starts)]
        f = [EDGE, EDGE, *forms, EDGE, EDGE]
        t = [EDGE, EDGE, *_tags(starts, words), EDGE, EDGE]
        pairs, two_tags = list(map("|".join, pairwise(f))), list(map("|".join, pairwise(t)))
        three_tags = list(map("".join, zip(t, t[1:], t[2:], strict=False)))
        columns: tuple[tuple[str, Iterable[str]], ...] = (
            ("b", repeat("", len(forms))),
            ("w=", forms),
            ("w-1=", f[1:]),
            ("w+1=", f[3:]),
            ("w-2=", f),
            ("w+2=", f[4:]),
            ("ww=", pairs[1:]),
            ("ww+=", pairs[2:]),
            ("e=", [form[-1] for form in forms]),
            ("s=", [form[0] for form in forms]),
            ("e2=", [form[-2:] for form in forms]),
            ("t=", t[2:]),
            ("t-1=", two_tags[1:]),
            ("t+1=", two_tags[2:]),
            ("t2=", three_tags),
            ("t3=", three_tags[2:]),
        )
        found = [map(self._table(name), values) for name, values in columns]
        return [list(filter(None, row)) for row in zip(*found, strict=False)]

    def _of_candidates(
        self, features: list[list[str]], candidates: list[Candidate], at: dict[int, int]
    ) -> None:
        """Where the thesaurus and the grammar see mentions, and with which rule."""
        lexical = longest_first(c for c in candidates if c.concept)
        self._paint(features, "l=", ((c, c.type) for c in lexical), at)
        chosen = longest_first(candidates)
        self._paint(features, "c=", ((c, c.type) for c in chosen), at)
        self._paint(features, "cr=", ((c, c.rule) for c in chosen), at)
        seen = {(c.span.start, c.span.end, c.type, c.rule) for c in candidates}
        begins, ends = self._table("cb="), self._table("ce=")
        for start, end, entity_type, rule in sorted(seen):
            _put(features[at[start]], begins(f"{entity_type}{rule}"))
            _put(features[at[end] - 1], ends(f"{entity_type}{rule}"))

    def _paint(
        self,
        features: list[list[str]],
        name: str,
        candidates: Iterable[tuple[Candidate, str]],
        at: dict[int, int],
    ) -> None:
        """Write what a candidate is, and the place in it, on each of its atoms."""
        table = self._table(name)
        for candidate, what in candidates:
            first, last = at[candidate.span.start], at[candidate.span.end] - 1
            if first == last:
                _put(features[first], table(f"{what}S"))
                continue
            _put(features[first], table(f"{what}B"))
            _put(features[last], table(f"{what}E"))
            middle = table(f"{what}M")
            for index in range(first + 1, last):
                _put(features[index], middle)

    def _of_place(
        self, text: str, features: list[list[str]], at: dict[int, int], structure: Structure
    ) -> None:
        """Whether an atom is quoted, opens a list item, or heads a section."""
        quoted = self._table("q")("")
        for index in _quoted(text, at):
            _put(features[index], quoted)
        item = self._table("item=")
        for enumeration in structure.enumerations:
            for span in enumeration.items:
                index = at.get(span.start, len(features))
                if index < len(features):
                    _put(features[index], item(enumeration.marker))
        heading = self._table("heading")("")
        for section in structure.sections:
            index = at.get(section.heading.start, len(features))
            if section.level and index < len(features):
                _put(features[index], heading)


def _tags(starts: tuple[int, ...], words: Words) -> Iterator[str]:
    """The part of speech of each atom, with its place in the word where it is not the whole of it."""
    ends = (*words.starts[1:], starts[-1])
    index = -1
    word_start = word_end = 0
    for start, end in pairwise(starts):
        if start >= word_end:
            index += 1
            word_start, word_end = words.starts[index], ends[index]
        inner = "E" if end == word_end else "M"
        outer = "" if end == word_end else "B"
        yield words.tags[index] + (outer if start == word_start else inner)


def _quoted(text: str, at: dict[int, int]) -> Iterator[int]:
    """The atoms from an opening quotation or title mark to the closing one."""
    quoted = False
    for start, index in at.items():
        character = text[start : start + 1]
        quoted = quoted or character in _OPENING
        if quoted and character:
            yield index
            quoted = character not in _CLOSING


def _put(features: list[str], feature: str | None) -> None:
    if feature:
        features.append(feature)
