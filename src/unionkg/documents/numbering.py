"""The numbers that Word writes before a paragraph by itself (ECMA-376 part 1, 17.9).

They are no text in the file, but a reader sees them; without them headings would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLE_CHAIN = 16
ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
        strict=True,
    )
)
_PLACE = re.compile("%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its start, its way of counting, its text (`%1` a number), its style."""

    start: int
    format: str
    text: str
    legal: bool
    style: str


@dataclass(slots=True)
class Numbering:
    """The lists of one document, and how far each has counted."""

    digits: str
    ten: str
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, tuple[str, str, int | None]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, paragraph: etree._Element) -> str:
        """The label of a paragraph, which is counted by this call; empty where it has none or a bullet."""
        number, depth = self._list_of(paragraph)
        level = self.levels.get(number, {}).get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(self.abstract[number], {})
        override = self.overrides.pop((number, depth), None)
        counts[depth] = override if override is not None else counts.get(depth, level.start - 1) + 1
        for deeper in [known for known in counts if known > depth]:
            del counts[deeper]
        if level.format == "bullet":
            return ""
        return _PLACE.sub(lambda place: self._shown(number, int(place[1]) - 1, level.legal), level.text)

    def _shown(self, number: str, depth: int, legal: bool) -> str:
        level = self.levels[number].get(depth)
        if level is None:
            return ""
        count = self.counts[self.abstract[number]].setdefault(depth, level.start)
        return written(count, "decimal" if legal else level.format, self.digits, self.ten)

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and level of a paragraph: its own, or that of its style or of the style it rests on."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        depth = _value(own, "ilvl")
        if own is not None and (number := _value(own, "numId")):
            return number, _whole(depth, 0)
        style = _value(paragraph.find(f"{W}pPr"), "pStyle")
        named = style
        for _ in range(STYLE_CHAIN):
            number, rests_on, level = self.styles.get(style, ("", "", None))
            if number:
                linked = (at for at, known in self.levels.get(number, {}).items() if known.style == named)
                return number, next(linked, level or 0)
            style = rests_on
        return "", 0


def read(numbering: etree._Element | None, styles: etree._Element | None, digits: str, ten: str) -> Numbering:
    """The lists of a document out of its `numbering` and `styles` parts."""
    lists = Numbering(digits, ten)
    if numbering is not None:
        known = {
            item.get(f"{W}abstractNumId", ""): dict(_levels(item))
            for item in numbering.iter(f"{W}abstractNum")
        }
        for item in numbering.iter(f"{W}num"):
            number, abstract = item.get(f"{W}numId", ""), _value(item, "abstractNumId")
            lists.abstract[number] = abstract
            lists.levels[number] = {**known.get(abstract, {}), **_overridden(item)}
            for override in item.iter(f"{W}lvlOverride"):
                if start := _value(override, "startOverride"):
                    lists.overrides[number, _whole(override.get(f"{W}ilvl"), 0)] = _whole(start, 1)
    for style in styles.iter(f"{W}style") if styles is not None else ():
        numbered = style.find(f"{W}pPr/{W}numPr")
        depth = _value(numbered, "ilvl")
        lists.styles[style.get(f"{W}styleId", "")] = (
            _value(numbered, "numId"),
            _value(style, "basedOn"),
            _whole(depth, 0) if depth else None,
        )
    return lists


def written(count: int, kind: str, digits: str, ten: str) -> str:
    """A count in a format of ECMA-376 17.18.59; in decimal where the format is none of those known here."""
    if kind.startswith(("chinese", "japanese", "taiwanese")) and 0 < count < 100:
        tens, units = divmod(count, 10)
        head = (digits[tens] if tens > 1 else "") + ten if tens else ""
        return head + (digits[units] if units else "")
    if kind == "ideographDigital":
        return "".join(digits[int(digit)] for digit in str(abs(count)))
    return WRITTEN.get(kind, str)(count)


def _letters(count: int) -> str:
    """Letters as Word counts by them: a, b, … z, aa, bb."""
    return chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 10) if count > 0 else str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    letters = ""
    for value, sign in ROMAN:
        times, count = divmod(count, value)
        letters += sign * times
    return letters


def _full_width(count: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(abs(count)))


def _circled(count: int) -> str:
    return chr(0x2460 + count - 1) if 1 <= count <= 20 else str(count)


WRITTEN: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
}


def _levels(holder: etree._Element) -> Iterator[tuple[int, Level]]:
    for level in holder.iter(f"{W}lvl"):
        yield (
            _whole(level.get(f"{W}ilvl"), 0),
            Level(
                _whole(_value(level, "start"), 1),
                _value(level, "numFmt") or "decimal",
                _value(level, "lvlText"),
                level.find(f"{W}isLgl") is not None,
                _value(level, "pStyle"),
            ),
        )


def _overridden(item: etree._Element) -> Mapping[int, Level]:
    return {at: level for override in item.iter(f"{W}lvlOverride") for at, level in _levels(override)}


def _value(holder: etree._Element | None, name: str) -> str:
    """The `w:val` of a child, or the empty string."""
    child = holder.find(f"{W}{name}") if holder is not None else None
    return (child.get(f"{W}val") or "") if child is not None else ""


def _whole(value: str | None, default: int) -> int:
    try:
        return int(value or default)
    except ValueError:
        return default
