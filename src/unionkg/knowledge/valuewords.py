"""Words and numbers by which values are read: `patterns/values.yaml`."""

from __future__ import annotations

from dataclasses import dataclass

from unionkg.knowledge.yamlfile import YamlNode

_WHOLE = ("digits", "relative_years", "relative_months", "relative_days", "scales")
_PAIRS = ("year_parts", "periods")
_FORMS = ("date", "date_range", "month_first", "duration")
_TEXTS = (
    "redacted_digit", "past", "future", "deadline", "about", "units", "titles", "lesser", "stand_for",
    "aimed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ValueWords:
    """All of `values.yaml`: whole numbers, pairs of numbers and word lists by name; longest words first.

    `forms` are the patterns of dates, `letters` the letter of ISO 8601 for each unit of a duration.
    """

    numbers: dict[str, dict[str, int]]
    pairs: dict[str, dict[str, tuple[int, int]]]
    words: dict[str, tuple[str, ...]]
    forms: dict[str, str]
    letters: dict[str, str]
    side_unit: str
    ten: str


def load(node: YamlNode) -> ValueWords:
    """Read `values.yaml`; raises KnowledgeError with file and line."""
    node.only("ten", "duration_units", "side_unit", *_FORMS, *_WHOLE, *_PAIRS, *_TEXTS)
    letters = node.child("duration_units")
    return ValueWords(
        numbers={name: _numbers(node, name) for name in _WHOLE},
        pairs={name: _pairs(node, name) for name in _PAIRS},
        words={name: tuple(sorted(node.texts(name), key=lambda w: (-len(w), w))) for name in _TEXTS},
        forms={name: node.text(name) for name in _FORMS},
        letters={word: letters.text(word) for word in letters.keys} if letters else {},
        side_unit=node.text("side_unit"),
        ten=node.text("ten"),
    )


def _numbers(node: YamlNode, name: str) -> dict[str, int]:
    child = node.child(name)
    return {word: child.whole(word) for word in child.keys} if child else {}


def _pairs(node: YamlNode, name: str) -> dict[str, tuple[int, int]]:
    child = node.child(name)
    found: dict[str, tuple[int, int]] = {}
    for word in child.keys if child else ():
        pair = child.texts(word) if child else ()
        if len(pair) != 2 or not all(number.isdecimal() for number in pair):
            raise node.error(f"“{word}”应为两个数", f"'{word}' must be two numbers", name)
        found[word] = (int(pair[0]), int(pair[1]))
    return found
