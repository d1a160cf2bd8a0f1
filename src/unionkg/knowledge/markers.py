"""Markers of structure, read from `structure.yaml`. Numbers and stops of the genre live there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from unionkg.knowledge.yamlfile import YamlNode

_DIGIT = "0-9０-９"


@dataclass(frozen=True, slots=True)
class Marker:
    """One series of markers; group `n` of `pattern` is the counting word.

    `attached`: the first of a run may follow a word directly; `alone`: only a line without
    further text is a heading; `flat`: headings may stand inside a line that lost its breaks.
    """

    id: str
    level: int
    pattern: re.Pattern[str]
    attached: bool
    alone: bool
    flat: bool
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Markers:
    """All of `structure.yaml`, compiled."""

    of_line: tuple[Marker, ...]
    inline: tuple[Marker, ...]
    sentence_stop: re.Pattern[str]
    clause_stop: re.Pattern[str]
    boundary: frozenset[str]
    single: frozenset[str]
    numerals: str
    heading_length: int
    redaction: tuple[str, ...]
    listing: frozenset[str]
    announcing: frozenset[str]
    unmarked: re.Pattern[str]
    address: re.Pattern[str]
    closing_headings: frozenset[str]
    top_level: int
    chapter_level: int
    inner_level: int

    def number(self, word: str) -> int:
        """The value of a counting word up to 99 (`三`, `十二`, `二十一`, `12`), or 0."""
        if word.isdecimal():
            return int(word)
        ten = self.numerals[9]
        if ten not in word:
            return self.numerals.find(word) + 1
        tens, _, units = word.partition(ten)
        return (self.numerals.find(tens) + 1 if tens else 1) * 10 + (
            self.numerals.find(units) + 1 if units else 0
        )


def behind(patterns: Iterable[re.Pattern[str]], text: str, start: int, end: int) -> int:
    """Where the longest of the markers that stand at `start` ends, before `end`; else `start`."""
    marks = (pattern.match(text, start, end) for pattern in patterns)
    return max((mark.end() for mark in marks if mark), default=start)


def load(node: YamlNode) -> Markers:
    """Compile `structure.yaml`; raises KnowledgeError with file and line."""
    numerals = node.text("numerals")
    stops, clause, closers = (_signs(node, key) for key in ("sentence_end", "clause_end", "closers"))
    found: dict[str, list[Marker]] = {"line": [], "inline": []}
    for item in node.items("markers"):
        found[item.choice("scope", ("line", "inline"))].append(_marker(item, numerals))
    levels = node.child("unmarked_levels")
    if levels is None:
        raise node.error("缺少 unmarked_levels", "'unmarked_levels' is missing")
    return Markers(
        of_line=tuple(found["line"]),
        inline=tuple(found["inline"]),
        sentence_stop=re.compile(f"[{stops}]+[{closers}]*"),
        clause_stop=re.compile(f"[{clause}]"),
        boundary=frozenset(
            node.text("sentence_end") + node.text("clause_end") + node.text("closers") + " 、\u3000\n"
        ),
        single=frozenset(node.text("single")),
        numerals=numerals,
        heading_length=node.whole("heading_length"),
        redaction=node.texts("redaction"),
        listing=frozenset(node.text("listing")),
        announcing=frozenset(node.text("announcing")),
        unmarked=node.compile("unmarked", node.text("unmarked")),
        address=node.compile("address", node.text("address")),
        closing_headings=frozenset(node.texts("closing_headings")),
        top_level=levels.whole("top"),
        chapter_level=levels.whole("chapter"),
        inner_level=levels.whole("inner"),
    )


def _signs(node: YamlNode, key: str) -> str:
    """Signs as they stand in a set of a regular expression; there must be one."""
    signs = node.text(key)
    if not signs:
        raise node.error(f"{key} 是空的；至少写一个符号", f"'{key}' is empty; write one sign at least", key)
    return re.escape(signs)


def _marker(item: YamlNode, numerals: str) -> Marker:
    """One series: `{n}` in its pattern is a Chinese number, `{d}` one in digits."""
    raw = item.text("pattern").replace("{n}", f"(?P<n>[{numerals}]{{1,3}})")
    digit = f"[{_DIGIT}]"
    return Marker(
        id=item.text("id"),
        level=item.whole("level"),
        pattern=item.compile(
            "pattern", raw.replace("{d}", f"(?P<n>{digit}{{1,2}})", 1).replace("{d}", digit)
        ),
        attached=item.flag("attached"),
        alone=item.flag("alone"),
        flat=item.flag("flat"),
        examples=item.texts("examples"),
        counter_examples=item.texts("counter_examples"),
    )
