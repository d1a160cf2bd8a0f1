"""Directive phrases by their shape: what stands behind a word that asks, and parallel series.

Spans are given; which rule they belong to and which words decide is the business of `grammar`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from unionkg.mentions.words import Words
from unionkg.model import Span

_HAN = "\u4e00-\u9fff"
_NOMINAL = frozenset({"n", "nz", "ns", "nr", "nt", "j", "b", "an", "vn", "a"})
_COMMA = re.compile("[，；]")
_CLAUSE = re.compile("[^，；\\s]+")
_PIECE = re.compile(rf"[{_HAN}]+")


def behind(
    raw: str, words: Words, pattern: re.Pattern[str], offsets: list[int], glued: frozenset[str]
) -> Iterator[Span]:
    """What a pattern finds at the offsets of its anchors, where its mention is cut as whole words."""
    seen: set[Span] = set()
    for offset in offsets:
        match = pattern.match(raw, offset)
        if match is None:
            continue
        span = Span(*match.span("m"))
        if span not in seen and whole(words, span, glued):
            seen.add(span)
            yield span


def whole(words: Words, span: Span, glued: frozenset[str] = frozenset()) -> bool:
    """Whether no word runs over an edge of `span`; one that only a `glued` character opens may."""
    index = words.at(span.start)
    begin = words.starts[index]
    if begin != span.start and (begin != span.start - 1 or words.forms[index][0] not in glued):
        return False
    return words.end(words.at(span.end - 1)) == span.end


def one_head(words: Words, parts: tuple[Span, ...]) -> bool:
    """Whether the parts are names of one kind: single nouns, or nouns that share a word."""
    firsts = [words.at(span.start) for span in parts]
    lasts = [words.at(span.end - 1) for span in parts]
    if not all(words.tags[index] in _NOMINAL and len(words.forms[index]) > 1 for index in firsts):
        return False
    if firsts == lasts or len({words.forms[index] for index in lasts}) == 1:
        return True
    return words.tags[firsts[0]] != "vn" and len({words.forms[index] for index in firsts}) == 1


def series(raw: str, pattern: re.Pattern[str]) -> Iterator[tuple[Span, ...]]:
    """The parts of each series that a pattern finds."""
    for match in pattern.finditer(raw):
        piece = _PIECE if _COMMA.search(match[0]) is None else _CLAUSE
        yield tuple(Span(*part.span()) for part in piece.finditer(raw, *match.span()))


def even(parts: tuple[Span, ...], longest: int) -> Iterator[tuple[Span, ...]]:
    """Runs of neighbours of one length; the first may have words before it, the last words behind it."""
    index, count = 0, len(parts)
    while index < count - 1:
        first, second = parts[index], parts[index + 1]
        last_two = index + 2 == count
        length = min(len(first), len(second)) if last_two else len(second)
        if len(first) < length or length > longest:
            index += 1
            continue
        run = [Span(first.end - length, first.end)]
        after = index + 1
        while after < count and len(parts[after]) == length:
            run.append(parts[after])
            after += 1
        if after == count - 1 and len(parts[after]) > length:
            run.append(Span(parts[after].start, parts[after].start + length))
            after += 1
        if len(run) > 1:
            yield tuple(run)
        index = max(after - 1, index + 1)


def alike(raw: str, parts: tuple[Span, ...]) -> bool:
    """Whether each part has a character where its neighbour has the same."""
    return all(
        any(map(str.__eq__, raw[before.start : before.end], raw[part.start : part.end]))
        for before, part in pairwise(parts)
    )
