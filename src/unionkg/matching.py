"""The matching key: a document's text as the stages compare it with what they know, and the way back.

What was read stays as it is; every span and word of a reading comes from the text itself.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

from unionkg.knowledge import Knowledge
from unionkg.knowledge.markers import Markers
from unionkg.knowledge.variants import BrokenLines
from unionkg.model import Datum, Document, Entity, Mention, Reading, Section, Span, Utterance

_LINE = re.compile(r"[^\n]+")
_BLANK = re.compile(r"\s+")
_INDENT = " \t\u3000"


@dataclass(frozen=True, slots=True)
class Key:
    """A text as it is matched; `places[i]` is where its code point `i` stands in the document's text.

    `places` is None where each stands in the same place; `length` is that of the document's text.
    """

    text: str
    places: tuple[int, ...] | None
    length: int

    def original(self, span: Span) -> Span:
        """The span of the document's text: from the first code point to behind the last one."""
        if self.places is None:
            return span
        if not len(span):
            return Span(self._place(span.start), self._place(span.start))
        return Span(self.places[span.start], self.places[span.end - 1] + 1)

    def whole(self, span: Span) -> Span:
        """The same with what the key leaves out behind it, so that spans which tile go on doing so."""
        if self.places is None:
            return span
        end = self.length if span.end == len(self.text) else self._place(span.end)
        return Span(self._place(span.start), end)

    def seen(self, span: Span) -> Span:
        """The span of the key for one of the document's text: what the key leaves out is not in it."""
        if self.places is None:
            return span
        return Span(bisect_left(self.places, span.start), bisect_left(self.places, span.end))

    def _place(self, offset: int) -> int:
        """The place of an edge between code points; the text's own edges are those of the key."""
        if self.places is None or not offset:
            return offset
        return self.places[offset] if offset < len(self.places) else self.length


class Matcher:
    """Makes keys, and readings of a text out of readings of its key; built once from the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Keep the variants, and the markers that may open a line."""
        self._variants = knowledge.variants
        self._markers = knowledge.markers

    def key(self, text: str) -> Key:
        """The key of a text; the text itself where nothing needs settling."""
        places: Sequence[int] = range(len(text))
        settled = text
        if not self._variants.omitted.isdisjoint(text):
            places = [place for place, sign in enumerate(text) if sign not in self._variants.omitted]
            settled = "".join(text[place] for place in places)
        settled = self._variants.settled(settled)
        gone = set(_blanks(settled))
        for span in _breaks(settled, self._variants.broken, self._markers):
            gone.update(range(span.start, span.end))
        if gone:
            kept = [offset for offset in range(len(settled)) if offset not in gone]
            places = [places[offset] for offset in kept]
            settled = "".join(settled[offset] for offset in kept)
        return Key(settled, None if len(places) == len(text) else tuple(places), len(text))

    def document(self, document: Document, key: Key) -> Document:
        """The document as the stages see it; the same one where its text is its own key."""
        if key.text == document.text:
            return document
        metadata = {
            name: Datum(self._variants.form(datum.value), datum.origin)
            for name, datum in document.metadata.items()
        }
        return Document(document.id, key.text, metadata)

    def reading(self, made: Reading, document: Document, key: Key) -> Reading:
        """A reading of `document` out of one of its key: spans, mentions and names in its own words."""
        if made.document is document:
            return made
        names = {self._variants.form(name): name for name in _given_names(document)}
        entities = tuple(
            _entity(entity, made.mentions, document.text, key, names) for entity in made.resolution.entities
        )
        mapped: Reading = _mapped(made, document.text, key)
        return replace(
            mapped,
            document=document,
            resolution=replace(mapped.resolution, entities=entities),
            keywords=tuple((_keyword(word, document.text, key), weight) for word, weight in made.keywords),
        )


def _given_names(document: Document) -> Iterator[str]:
    """The names of the body that speaks, as the metadata have them."""
    for field in ("body_names", "body"):
        yield from filter(None, document.value(field).split("|"))


def _mapped(value: Any, text: str, key: Key) -> Any:
    """A record with every span, and the words of mentions, taken from the text."""
    kind: Any = type(value)
    if kind is Span:
        return key.original(value)
    if kind is tuple:
        return tuple([_mapped(item, text, key) for item in value]) if _holds_records(value) else value
    names = _fields(kind)
    if not names:
        return value
    found = [_mapped(getattr(value, name), text, key) for name in names]
    if kind is Section or kind is Utterance:
        found[names.index("span")] = key.whole(value.span)
    elif kind is Mention:
        span = found[names.index("span")]
        found[names.index("text")] = text[span.start : span.end]
    return kind(*found)


def _holds_records(values: tuple[Any, ...]) -> bool:
    return bool(values) and type(values[0]) not in {int, str}


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a record in order; none for what holds no span: plain values, documents, entities."""
    if not dataclasses.is_dataclass(kind) or kind is Document or kind is Entity:
        return ()
    return tuple(field.name for field in dataclasses.fields(kind))


def _entity(
    entity: Entity, mentions: tuple[Mention, ...], text: str, key: Key, given: dict[str, str]
) -> Entity:
    """An entity under the names that the text has for it; one that it does not name, as the metadata do."""
    spans = [mentions[index].span for index in entity.mentions]
    found = {
        name: [w for w in (_words(name, span, text, key) for span in spans) if w] for name in entity.names
    }
    names = sorted({word for words in found.values() for word in words})
    label = next(iter(found.get(entity.label, ())), given.get(entity.label, entity.label))
    return replace(entity, label=label, names=tuple(names))


def _words(name: str, span: Span, text: str, key: Key) -> str:
    """The text's own signs for a name that stands in a span of the key, or the empty string.

    A name is the words of a mention without marks and spaces, hence a subsequence of them.
    """
    at = 0
    own: list[int] = []
    for offset in range(span.start, span.end):
        if at < len(name) and key.text[offset] == name[at]:
            own.append(offset)
            at += 1
    return _signs(own, text, key) if at == len(name) else ""


def _keyword(word: str, text: str, key: Key) -> str:
    """The text's own signs for a word where it first stands."""
    at = key.text.find(word)
    return _signs(range(at, at + len(word)), text, key) if at >= 0 else word


def _signs(offsets: Iterable[int], text: str, key: Key) -> str:
    """The signs of the text for offsets of the key."""
    places = key.places
    return "".join(text[offset if places is None else places[offset]] for offset in offsets)


# --- white space, and lines that were broken at a width -------------------------------------


def _blanks(text: str) -> Iterator[int]:
    """White space that is passed over: of each run one sign is kept, a line end first; none at the edges."""
    for blank in _BLANK.finditer(text):
        kept = text.find("\n", *blank.span())
        edge = blank.start() == 0 or blank.end() == len(text)
        one = kept if kept >= 0 else blank.start()
        yield from (offset for offset in range(*blank.span()) if edge or offset != one)


def _breaks(text: str, rule: BrokenLines, markers: Markers) -> Iterator[Span]:
    """The line ends that stand inside a sentence, where a text was broken at a width.

    Such a text has many lines of one width; a full line that ends without a stop goes on
    in the next, if that opens with neither an indent nor a marker.
    """
    lines = [Span(*found.span()) for found in _LINE.finditer(text)]
    full = _full(text, lines, rule)
    for (line, following), filled in zip(pairwise(lines), full, strict=False):
        if not filled or following.start != line.end + 1:
            continue
        end = line.start + len(text[line.start : line.end].rstrip())
        stopped = any(
            stop.end() == end for stop in markers.sentence_stop.finditer(text, max(line.start, end - 3), end)
        )
        opens = text[following.start] in _INDENT or any(
            marker.pattern.match(text, following.start, following.end)
            for marker in markers.of_line
            if not marker.alone
        )
        if not stopped and not opens:
            yield Span(end, following.start)


def _full(text: str, lines: list[Span], rule: BrokenLines) -> list[bool]:
    """Whether each line is as long as lines can be; an empty list where the text was not broken.

    Some programs count signs, others widths: the measure by which more lines are full is taken.
    """
    best: list[bool] = []
    if max(map(len, lines), default=0) > 2 * rule.at_most:
        return best
    for measure in (_width, len):
        sizes = [measure(text[line.start : line.end].rstrip()) for line in lines]
        longest = max(sizes, default=0)
        if rule.width <= longest <= rule.at_most:
            full = [size >= longest - rule.slack for size in sizes]
            if sum(full) * 100 >= rule.share_percent * len(lines) and sum(full) > max(2, sum(best)):
                best = full
    return best


def _width(line: str) -> float:
    """The width of a line in characters of full width."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in line)
