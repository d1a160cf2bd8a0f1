"""Written variants of one sign, read from `variants.yaml`: traditional characters, widths, quotes, dashes.

A text is never altered here; what is made stands beside it and has the same length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from unionkg.knowledge.yamlfile import YamlNode

_WIDE = range(0xFF01, 0xFF5F)
_BLOCKS = (range(0x2F00, 0x2FE0), range(0xF900, 0xFB00), range(0x1D400, 0x1D800), range(0x2F800, 0x2FA20))
"""Kangxi radicals, compatibility ideographs, mathematical letters: NFKC gives the usual character."""
_KEPT_WIDE = frozenset(map(ord, "！（），：；？"))
_HAN = "\u4e00-\u9fff"
_CODE = re.compile(r"U\+([0-9A-F]{4,6})(?:\.\.U\+([0-9A-F]{4,6}))?")


@dataclass(frozen=True, slots=True)
class BrokenLines:
    """How a text is told whose lines were broken at a width, in characters of full width."""

    width: int
    at_most: int
    slack: int
    share_percent: int


@dataclass(frozen=True, slots=True)
class Variants:
    """All of `variants.yaml`, compiled.

    `signs` maps code points to the one they stand for, `beside` is the same for European
    signs beside Chinese characters, `omitted` are the signs without width.
    """

    signs: dict[int, str]
    beside: dict[str, str]
    beside_place: re.Pattern[str]
    omitted: frozenset[str]
    broken: BrokenLines

    def settled(self, text: str) -> str:
        """The text with one sign for all its variants; each sign stays in its place."""
        text = text.translate(self.signs)
        if '"' in text:
            text = "\n".join(map(_paired, text.split("\n")))
        return self.beside_place.sub(lambda found: self.beside[found[0]], text)

    def form(self, text: str) -> str:
        """A word as it is looked for: settled, without signs that have no width."""
        settled = self.settled(text)
        if self.omitted.isdisjoint(settled):
            return settled
        return "".join(sign for sign in settled if sign not in self.omitted)


def load(node: YamlNode) -> Variants:
    """Compile `variants.yaml`; raises KnowledgeError with file and line."""
    node.only("alike", "beside_chinese", "spaces", "omitted", "broken_lines", "radicals", "characters")
    signs = {code: unicodedata.normalize("NFKC", chr(code)) for block in _BLOCKS for code in block}
    signs |= {code: unicodedata.normalize("NFKC", chr(code)) for code in _WIDE if code not in _KEPT_WIDE}
    signs |= dict.fromkeys(_codes(node, "spaces"), " ")
    for standard, variant in (*_pairs(node, "radicals"), *_pairs(node, "characters"), *_alike(node, "alike")):
        signs[ord(variant)] = standard
    signs = {code: sign for code, sign in signs.items() if len(sign) == 1 and sign != chr(code)}
    signs = {code: signs.get(ord(sign), sign) for code, sign in signs.items()}
    beside = {variant: standard for standard, variant in _alike(node, "beside_chinese")}
    ascii_signs = re.escape("".join(beside))
    return Variants(
        signs=signs,
        beside=beside,
        beside_place=re.compile(f"(?<=[{_HAN}“”‘’》])[{ascii_signs}]|[{ascii_signs}](?=[{_HAN}“‘《])"),
        omitted=frozenset(map(chr, _codes(node, "omitted"))),
        broken=_broken(node),
    )


def _broken(node: YamlNode) -> BrokenLines:
    child = node.child("broken_lines")
    if child is None:
        raise node.error("缺少 broken_lines", "'broken_lines' is missing")
    child.only("width", "at_most", "slack", "share_percent")
    return BrokenLines(*(child.whole(key) for key in ("width", "at_most", "slack", "share_percent")))


def _alike(node: YamlNode, key: str) -> Iterator[tuple[str, str]]:
    """Standard and variant: the first sign of each entry, and each other one."""
    for entry in node.texts(key):
        for variant in entry[1:]:
            yield entry[0], variant


def _pairs(node: YamlNode, key: str) -> Iterator[tuple[str, str]]:
    """Standard and variant out of pairs that have the variant first."""
    for pair in node.text(key).split():
        if len(pair) != 2:
            raise node.error(
                f"“{pair}”应为两个字：先异体，后通用字",
                f"'{pair}' must be two characters, the variant first",
                key,
            )
        yield pair[1], pair[0]


def _codes(node: YamlNode, key: str) -> Iterator[int]:
    """Code points written as `U+200B` or `U+200B..U+200F`."""
    for word in node.texts(key):
        found = _CODE.fullmatch(word)
        if not found:
            raise node.error(
                f"“{word}”应写作 U+200B 或 U+200B..U+200F",
                f"'{word}' must be written U+200B or U+200B..U+200F",
                key,
            )
        yield from range(int(found[1], 16), int(found[2] or found[1], 16) + 1)


def _paired(line: str) -> str:
    """Straight quotation marks of one line as opening and closing ones, where they come in pairs."""
    parts = line.split('"')
    if len(parts) == 1 or len(parts) % 2 == 0:
        return line
    marks = [*"“”" * (len(parts) // 2), ""]
    return "".join(part + mark for part, mark in zip(parts, marks, strict=True))
