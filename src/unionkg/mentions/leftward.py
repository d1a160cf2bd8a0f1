"""Where a name begins whose last words are known: the walk to the left from a head noun.

Names of things that are organised are long, and their left edge is not one: `全省第二届职工运动会` is
named with its scope and its number or without. So all the edges are given that the words allow.
"""

from __future__ import annotations

from collections.abc import Iterator

from unionkg.knowledge.patterns import WordLists
from unionkg.mentions.scan import CLOSING, OPENING
from unionkg.mentions.words import Words
from unionkg.model import Span

QUOTED_AT_MOST = 36
BESIDE_QUOTE = 12
"""Code points between a quotation and the head noun that it names."""


class Leftward:
    """Finds left edges; built once from the word lists."""

    def __init__(self, lists: WordLists) -> None:
        """Keep the words that end the walk, and those behind which a name may begin anew."""
        nominal = frozenset(lists["nominal"])
        self._scope = frozenset(lists["scope"])
        self._joining = frozenset(lists["joining"])
        self._dividing = self._scope | self._joining | nominal
        barred = frozenset(lists["governing"]) | frozenset(lists["name_stop"])
        self._first_too = frozenset(lists["first_too"])
        self._never_first = (frozenset(lists["not_first"]) - self._scope - self._first_too) | self._joining
        self._stop = (barred - nominal) | (self._never_first - self._joining)
        self._not_beside = frozenset(lists["not_beside"])
        self._body = tuple(lists["body"])
        self._tags = frozenset(lists["modifier_tags"]) | frozenset(lists["leftward_tags"])
        self._year, *others = lists["date_unit"]
        self._date_units = frozenset((self._year, *others))
        self._redacted = frozenset(lists["redacted"])

    def starts(self, raw: str, words: Words, head: Span, reach: int) -> Iterator[int]:
        """The offsets at which a name that ends with `head` may begin, each once."""
        found: set[int] = set()
        edge = position = words.starts[words.at(head.start)]
        counted = position == head.start
        limit = head.start - reach
        while position > max(0, limit):
            opening = _opening(raw, position)
            if opening is not None:
                limit = min(limit, opening - reach // 2)
                position = opening
                if raw[opening] not in "（(":
                    edge, counted = opening, False
                    found.add(opening)
                continue
            dated = self._dated(raw, position)
            if dated is not None:
                found.add(position)
                if raw[position - 1] != self._year:
                    break
                edge = position = dated
                continue
            index = words.at(position - 1)
            form, tag = words.forms[index], words.tags[index]
            if words.end(index) != position or not self._inside(form, tag):
                break
            if form.isdigit() and len(form) != 4:
                found.add(words.end(words.at(position)))
                break
            if edge == position < head.start and self._divides(form, tag):
                found.add(position)
            position = words.starts[index]
            counted = counted and tag[0] in "mq"
            if not counted and self._may_begin(form, tag):
                edge = position
        found.add(edge)
        beside = self._beside(raw, head.start)
        if beside is not None:
            found.add(beside)
        yield from sorted(f for f in found if raw[f : f + 1] not in self._joining)

    def _inside(self, form: str, tag: str) -> bool:
        """Whether a word may stand in a name."""
        if form in self._scope or form in self._joining or form in self._redacted:
            return True
        if form in self._stop or (len(form) == 4 and form[2:] in self._stop):
            return False
        if form.isascii():
            return form.isalnum()
        return tag in self._tags or (tag == "v" and len(form) > 1)

    def _dated(self, raw: str, position: int) -> int | None:
        """Where a year, month or day in figures begins that ends at `position`."""
        if raw[position - 1] not in self._date_units or not raw[position - 2 : position - 1].isdigit():
            return None
        start = position - 1
        while start and raw[start - 1].isdigit():
            start -= 1
        return start

    def _may_begin(self, form: str, tag: str) -> bool:
        """Whether a name may begin with a word."""
        if form in self._first_too:
            return True
        if form in self._never_first or tag in ("q", "d", "ad", "vd"):
            return False
        return tag != "m" or len(form) > 1

    def _divides(self, form: str, tag: str) -> bool:
        """Whether a name may begin anew behind a word: a scope, a number with its unit, a year, a body."""
        if tag[0] in "qt" or form in self._dividing:
            return True
        return form.endswith(self._body)

    def _beside(self, raw: str, start: int) -> int | None:
        """The opening mark of a quotation that stands a few characters before the head noun."""
        close = raw.rfind("”", max(0, start - BESIDE_QUOTE), start)
        if close < 0 or not self._not_beside.isdisjoint(raw[close + 1 : start]):
            return None
        opening = raw.rfind("“", max(0, close - QUOTED_AT_MOST), close)
        return opening if opening >= 0 and "\n" not in raw[opening:close] else None


def _opening(raw: str, position: int) -> int | None:
    """The opening mark of the quotation or title that ends at `position`."""
    closing = raw[position - 1]
    if closing in CLOSING:
        opening = raw.rfind(OPENING[CLOSING.index(closing)], max(0, position - QUOTED_AT_MOST), position)
    elif closing in "）)":
        opening = max(raw.rfind(sign, max(0, position - 10), position) for sign in "（(")
    else:
        return None
    return opening if opening >= 0 and "\n" not in raw[opening:position] else None
