"""Where a name begins whose last words are known: the walk to the left from a head noun.

Names of things that are organised are long, and their left edge is not one: `全省第二届职工运动会` is
named with its scope and its number or without. So all the edges are given that the words allow.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from unionkg.knowledge.patterns import WordLists
from unionkg.mentions.scan import CLOSING, OPENING
from unionkg.mentions.words import Words
from unionkg.model import Span

QUOTED_AT_MOST = 36
BRACKETED_AT_MOST = 10
BESIDE_QUOTE = 12
"""Code points between a quotation and the head noun that it names."""
YEAR = 4
"""Digits of a year, which may stand in a name; other figures end the walk."""
_NUMBER, _MEASURE = "mq", "qt"
_ADVERB = frozenset(("q", "d", "ad", "vd"))
"""Parts of speech with which no name begins."""
_OPEN_BRACKET, _CLOSED_BRACKET = "（(", "）)"


class _Step(NamedTuple):
    """One word to the left: where it begins, and what follows from it for the name."""

    start: int
    cut: int
    """Where the name may begin anew, or -1."""
    begins: bool
    counts: bool
    last: bool


class Leftward:
    """Finds left edges; built once from the word lists."""

    def __init__(self, lists: WordLists) -> None:
        """Keep the words that end the walk, and those behind which a name may begin anew."""
        nominal, scope, joining = (frozenset(lists[name]) for name in ("nominal", "scope", "joining"))
        barred = frozenset(lists["governing"]) | frozenset(lists["name_stop"])
        never = frozenset(lists["not_first"]) - scope - frozenset(lists["first_too"])
        self._joining = joining
        self._first_too = frozenset(lists["first_too"])
        self._never_first = never | joining
        self._stop = (barred - nominal) | (never - joining)
        verbs = frozenset(lists["name_verb"])
        self._inner = scope | joining | verbs | frozenset(lists["redacted"])
        self._dividing = scope | joining | nominal | verbs
        self._years = tuple(lists["name_years"])
        self._not_beside = frozenset(lists["not_beside"])
        self._body = tuple(lists["body"])
        self._tags = frozenset(lists["modifier_tags"]) | frozenset(lists["leftward_tags"])
        self._date_units = lists["date_unit"]

    def starts(self, raw: str, words: Words, head: Span, reach: int) -> Iterator[int]:
        """The offsets at which a name that ends with `head` may begin, each once."""
        found: set[int] = set()
        edge = position = words.starts[words.at(head.start)]
        if raw[position : head.start] in self._stop:
            return
        named = position < head.start
        limit = head.start - reach
        furthest = limit - QUOTED_AT_MOST
        while position > max(0, limit):
            marked = _opening(raw, position)
            if marked is not None:
                limit = max(furthest, min(limit, marked - reach // 2))
                position = marked
                if raw[marked] not in _OPEN_BRACKET:
                    edge, named = marked, True
                    found.add(marked)
                continue
            step = self._step(raw, words, position)
            if step is None:
                break
            if -1 < step.cut < head.start and (step.cut > position or edge == position):
                found.add(step.cut)
            if step.last:
                break
            position = step.start
            named = named or not step.counts
            edge = position if named and step.begins else edge
        found.update((edge, self._beside(raw, head.start)))
        yield from sorted(f for f in found if f >= 0 and raw[f : f + 1] not in self._joining)

    def _step(self, raw: str, words: Words, position: int) -> _Step | None:
        """The word, or the part of a date, that ends at `position`; None where no name holds it."""
        dated = self._dated(raw, position)
        if dated >= 0:
            return _Step(dated, position, True, True, raw[position - 1] != self._date_units[0])
        index = words.at(position - 1)
        form, tag, start = words.forms[index], words.tags[index], words.starts[index]
        if words.end(index) != position or not self._inside(form, tag):
            return None
        if form.isdigit() and raw.startswith(self._years, position):
            return _Step(start, -1, False, True, False)
        if form.isdigit() and len(form) != YEAR:
            return _Step(start, words.end(words.at(position)), False, True, True)
        cut = position if self._divides(form, tag) else -1
        return _Step(start, cut, self._may_begin(form, tag), tag[0] in _NUMBER, False)

    def _inside(self, form: str, tag: str) -> bool:
        """Whether a word may stand in a name."""
        if form in self._inner:
            return True
        if form in self._stop or (len(form) == 4 and form[2:] in self._stop):
            return False
        if form.isascii():
            return form.isalnum()
        return tag in self._tags or (tag == "v" and len(form) > 1)

    def _dated(self, raw: str, position: int) -> int:
        """Where a year, month or day in figures begins that ends at `position`; -1 where there is none."""
        start = position - 1
        if raw[start] not in self._date_units or not raw[start - 1 : start].isdigit():
            return -1
        while start and raw[start - 1].isdigit():
            start -= 1
        return start

    def _may_begin(self, form: str, tag: str) -> bool:
        """Whether a name may begin with a word."""
        if form in self._first_too:
            return True
        if form in self._never_first or tag in _ADVERB:
            return False
        return tag != "m" or len(form) > 1

    def _divides(self, form: str, tag: str) -> bool:
        """Whether a name may begin anew behind a word: a scope, a number with its unit, a year, a body."""
        return tag[0] in _MEASURE or form in self._dividing or form.endswith(self._body)

    def _beside(self, raw: str, start: int) -> int:
        """The opening mark of a quotation that stands a few characters before the head noun, or -1."""
        close = raw.rfind("”", max(0, start - BESIDE_QUOTE), start)
        if close < 0 or not self._not_beside.isdisjoint(raw[close + 1 : start]):
            return -1
        opening = raw.rfind("“", max(0, close - QUOTED_AT_MOST), close)
        return opening if "\n" not in raw[opening:close] else -1


def _opening(raw: str, position: int) -> int | None:
    """The opening mark of the quotation, title or bracket that ends at `position`."""
    closing = raw[position - 1]
    if closing in CLOSING:
        opening = raw.rfind(OPENING[CLOSING.index(closing)], max(0, position - QUOTED_AT_MOST), position)
    elif closing in _CLOSED_BRACKET:
        sign = _OPEN_BRACKET[_CLOSED_BRACKET.index(closing)]
        opening = raw.rfind(sign, max(0, position - BRACKETED_AT_MOST), position)
    else:
        return None
    return opening if opening >= 0 and "\n" not in raw[opening:position] else None
