"""Markers of structure, read from `structure.yaml`. Numbers and stops of the genre live there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unionkg.knowledge.yamlfile import YamlNode

_DIGIT = "0-9０-９"


@dataclass(frozen=True, slots=True)
class Marker:
    """One series of markers; group `n` of `pattern` is the counting word."""

    id: str
    level: int
    pattern: re.Pattern[str]
    attached: bool
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


def load(node: YamlNode) -> Markers:
    """Compile `structure.yaml`; raises KnowledgeError with file and line."""
    numerals = node.text("numerals")
    stops, clause, closers = (re.escape(node.text(k)) for k in ("sentence_end", "clause_end", "closers"))
    number = f"(?P<n>[{numerals}]{{1,3}})"
    digit = f"(?P<n>[{_DIGIT}]{{1,2}})"
    found: dict[str, list[Marker]] = {"line": [], "inline": []}
    for item in node.items("markers"):
        raw = item.text("pattern")
        for_digit = raw.replace("{d}", digit, 1).replace("{d}", f"[{_DIGIT}]")
        pattern = item.compile("pattern", for_digit.replace("{n}", number))
        found[item.choice("scope", ("line", "inline"))].append(
            Marker(
                item.text("id"),
                item.whole("level"),
                pattern,
                item.flag("attached"),
                item.texts("examples"),
                item.texts("counter_examples"),
            )
        )
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
    )
