"""Names of places: runs of known places, kinds of place with what names them, and short forms of both.

Every word that decides stands in `ontology/patterns/`; here are only the mechanisms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from unionkg.knowledge.patterns import WordLists
from unionkg.mentions.words import Words
from unionkg.model import Span

_PLACE = "ns"
_AND = "、"
_NAMED = frozenset({"nr", "nrt", "ns", "nz", "x"})
_NAMING = frozenset(
    {"n", "nr", "nrt", "nrfg", "nz", "ns", "nt", "j", "b", "s", "g", "ng", "zg", "x", "l", "i", "a", "an",
     "vn", "q", "eng", "tg", "z"}
)  # fmt: skip
"""Parts of speech of words that may name a place, before its kind."""
_AT_MOST = 6
"""Words that may stand before the kind of a place."""


class Places:
    """Finds names of places; built once from the word lists."""

    def __init__(self, lists: WordLists) -> None:
        """Keep the word lists as sets."""
        self._never = frozenset(lists["not_place"])
        self._not_within = frozenset(lists["not_first"])
        self._not_first = self._not_within | frozenset(lists["place_whole"])
        self._governing = frozenset(lists["governing"])
        self._unit = tuple(sorted(lists["place_unit"], key=lambda form: (-len(form), form)))
        self._redacted = frozenset(lists["redacted"])
        self._provinces = frozenset(lists["place_province"])
        self._side = tuple(lists["place_side"])
        self._not_before = tuple(lists["place_not_before"])
        self._bodies = tuple(form for form in self._not_before if len(form) > 1)
        self._behind = (*self._unit, *lists["place_behind"])
        self._list_end = tuple(lists["place_list_end"])

    # --- known places -----------------------------------------------------------------

    def words(self, raw: str, words: Words) -> Iterator[Span]:
        """Words that the segmenter knows as places, where no body is named after them."""
        for span in self._known(words):
            if not raw.startswith(self._not_before, span.end):
                yield span

    def runs(self, raw: str, words: Words, known: Iterable[Span]) -> Iterator[Span]:
        """Places that follow one another without a sign: a province and its city, a region and its side."""
        ends: dict[int, int] = {}
        for span in (*known, *self._known(words)):
            ends[span.start] = max(span.end, ends.get(span.start, 0))
            if raw[span.start : span.end] in self._provinces:
                index = words.at(span.end)
                unknown = words.tags[index] in _NAMED and len(words.forms[index]) in (2, 3)
                if unknown and words.starts[index] == span.end and words.forms[index].isalpha():
                    ends.setdefault(span.end, words.end(index))
        reached = 0
        for start in sorted(ends):
            if start < reached:
                continue
            end = ends[start]
            while end in ends:
                end = ends[end]
            reached = end
            side = next((s for s in self._side if raw.startswith(s, end)), "")
            if end > ends[start] or side:
                yield Span(start, end + len(side))

    def _known(self, words: Words) -> Iterator[Span]:
        """The words that the segmenter knows as places."""
        for start, form, tag in zip(words.starts, words.forms, words.tags, strict=True):
            if tag == _PLACE and len(form) > 1 and form not in self._never:
                yield Span(start, start + len(form))

    def listed(self, raw: str, words: Words, known: Iterable[Span]) -> Iterator[Span]:
        """What stands in a list beside a known place: short, and cut off from the rest."""
        spans = {*known, *self._known(words)}
        taken = {span.start for span in spans} | {span.end for span in spans}
        for span in spans:
            if len(span) > 2 and not raw.endswith(self._unit, span.start, span.end):
                continue
            end = span.end
            while (
                raw[end : end + 1] == _AND
                and end + 1 not in taken
                and (item := self._item_from(words, end + 1))
            ):
                if not raw.startswith(self._list_end, item.end):
                    break
                yield item
                end = item.end
            start = span.start
            while start and raw[start - 1] == _AND and start - 1 not in taken:
                item = self._item_to(words, start - 1)
                if not item:
                    break
                yield item
                start = item.start

    def _item_from(self, words: Words, start: int) -> Span | None:
        """One or two words from `start` on that may name a place."""
        index = words.at(start)
        if words.starts[index] != start or not self._names(words, index):
            return None
        end = words.end(index)
        if end - start == 1 and index + 1 < len(words.forms) and self._names(words, index + 1):
            end = words.end(index + 1)
        return Span(start, end) if end - start == 2 and self._begins(words, start) else None

    def _item_to(self, words: Words, end: int) -> Span | None:
        """One or two words up to `end` that may name a place, with no more of them before."""
        index = words.at(end - 1)
        if words.end(index) != end or not self._names(words, index):
            return None
        if len(words.forms[index]) == 1 and index and self._names(words, index - 1):
            index -= 1
        start = words.starts[index]
        whole = not index or not self._names(words, index - 1)
        return Span(start, end) if end - start == 2 and whole and self._begins(words, start) else None

    # --- a kind of place with what names it -------------------------------------------

    def kinds(self, raw: str, words: Words, heads: Iterable[Span], reach: int) -> Iterator[Span]:
        """A kind of place with the words that name it, from each edge that may be the left one."""
        for head in heads:
            if raw.startswith(self._not_before if len(head) == 1 else self._bodies, head.end):
                continue
            index = words.at(head.start)
            if not _ends_word(words, head) and not self._follows(words, index, head):
                continue
            yield from (Span(start, head.end) for start in self._edges(raw, words, head, reach))

    def _follows(self, words: Words, index: int, head: Span) -> bool:
        """Whether a kind begins a word behind a name: then the segmenter drew more into that word."""
        if not index or words.starts[index] != head.start or words.forms[index] in self._unit:
            return False
        return words.tags[index - 1] in _NAMED

    def _edges(self, raw: str, words: Words, head: Span, reach: int) -> list[int]:
        """Where a name that ends in `head` may begin: at its first word, and behind each unit in it."""
        index = words.at(head.start)
        inside = words.starts[index] < head.start
        start = words.starts[index] if inside else head.start
        if inside and words.forms[index] in self._not_first:
            return []
        steps = [start] if inside else []
        while index and len(steps) < _AT_MOST and head.end - start < reach:
            index -= 1
            if not self._names(words, index):
                break
            start = words.starts[index]
            steps.append(start)
        while steps and not self._begins(words, steps[-1]):
            steps.pop()
        edges = [
            s for s in steps[:-1] if raw.endswith(self._unit, max(0, s - 4), s) and self._begins(words, s)
        ]
        return [*edges, *steps[-1:]]

    def _apart(self, raw: str, words: Words, start: int) -> bool:
        """Whether what stands before `start` is a place or body of its own."""
        return words.tags[words.at(start) - 1] == _PLACE or raw.endswith(
            self._behind, max(0, start - 4), start
        )

    def _names(self, words: Words, index: int) -> bool:
        """Whether a word may stand in the name of a place."""
        form, tag = words.forms[index], words.tags[index]
        if form in self._redacted:
            return True
        if form in self._not_within or form in self._governing:
            return False
        return tag in _NAMING and form[0].isalnum()

    def _begins(self, words: Words, start: int) -> bool:
        """Whether the word at `start` may be the first of a name."""
        return words.forms[words.at(start)] not in self._not_first

    # --- short forms ---------------------------------------------------------------------

    def short(self, raw: str, words: Words, heads: Iterable[Span]) -> Iterator[Span]:
        """A place that is named with its kind somewhere is meant by its name alone too."""
        seen: dict[str, int] = {}
        for head in heads:
            stem, weight = self._stem_of(raw, words, head)
            seen[stem] = seen.get(stem, 0) + weight
        stems = {stem for stem, weight in seen.items() if weight > 1}
        if stems:
            unit = "|".join(map(re.escape, self._unit))
            either = "|".join(sorted(map(re.escape, stems), key=lambda s: (-len(s), s)))
            for match in re.finditer(f"(?:{either})(?!{unit})", raw):
                span = Span(*match.span())
                edged = words.starts[words.at(span.start)] == span.start or _ends_word(words, span)
                if edged and not raw.startswith(self._not_before, span.end):
                    yield span

    def _stem_of(self, raw: str, words: Words, head: Span) -> tuple[str, int]:
        """The name of a place without its kind, and how clearly: an ordinary noun must be seen twice."""
        index = words.at(head.start)
        start = words.starts[index]
        if start < head.start and words.tags[index] not in _NAMED:
            return "", 0
        while index and head.start - start < 2:
            index -= 1
            if words.forms[index] in self._not_first or not self._names(words, index):
                return "", 0
            start = words.starts[index]
        stem = raw[start : head.start]
        if stem in self._never or stem in self._not_first or not 2 <= len(stem) <= 3:
            return "", 0
        if words.forms[index] == stem and words.tags[index] not in _NAMED:
            clear = _ends_word(words, head) or raw.startswith(self._bodies, head.end)
            return stem, int(words.tags[index] == "n" and clear)
        return stem, 2


def _ends_word(words: Words, span: Span) -> bool:
    """Whether no word runs over the right edge of `span`."""
    return words.end(words.at(span.end - 1)) == span.end
