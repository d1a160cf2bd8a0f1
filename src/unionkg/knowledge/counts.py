"""Labels that declare a number: the patterns of `patterns/counts.yaml`, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unionkg.knowledge.yamlfile import YamlNode


@dataclass(frozen=True, slots=True)
class CountPattern:
    """A pattern whose group `n` is the number; `unit` is `members` or `characters`."""

    id: str
    unit: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """All of `counts.yaml`."""

    patterns: tuple[CountPattern, ...]
    numbers: dict[str, int]
    connectors: frozenset[str]
    tight: frozenset[str]
    plain_list: re.Pattern[str]
    plain_behind: re.Pattern[str]

    @property
    def one(self) -> tuple[str, ...]:
        """The words for one."""
        return tuple(word for word, value in self.numbers.items() if value == 1)

    def number(self, word: str) -> int:
        """The value of a number as written, or 0."""
        return int(word) if word.isdecimal() else self.numbers.get(word, 0)


def load(node: YamlNode) -> Counts:
    """Compile `counts.yaml`; raises KnowledgeError with file and line."""
    node.only("numbers", "connectors", "tight", "plain_list", "plain_behind", "patterns")
    numbers = node.child("numbers")
    values = {word: numbers.whole(word) for word in numbers.keys} if numbers else {}
    words = "|".join(sorted(values, key=lambda word: (-len(word), word)))
    number = f"(?P<n>[0-9]{{1,2}}|{words})"
    patterns = tuple(
        CountPattern(
            id=item.text("id"),
            unit=item.choice("unit", ("members", "characters")),
            pattern=item.compile("pattern", item.text("pattern").replace("{n}", number)),
            examples=item.texts("examples"),
            counter_examples=item.texts("counter_examples"),
        )
        for item in node.items("patterns")
    )
    return Counts(
        patterns,
        values,
        frozenset(node.texts("connectors")),
        frozenset(node.texts("tight")),
        node.compile("plain_list", node.text("plain_list")),
        node.compile("plain_behind", node.text("plain_behind")),
    )
