"""The capacity in which somebody acts: title and body before a name, and for whom he stands."""

from __future__ import annotations

from collections.abc import Iterator

from unionkg.knowledge.valuewords import ValueWords
from unionkg.model import Capacity, Mention, Resolution, Span

REACH = 24
"""Code points between a body and the person who holds an office in it."""


def capacities(
    text: str, mentions: tuple[Mention, ...], resolution: Resolution, words: ValueWords
) -> Iterator[Capacity]:
    """In which capacity the people of a text act, in order, each once."""
    seen: set[tuple[int, str, int]] = set()
    for index, mention in enumerate(mentions):
        if mention.type == "Person":
            for capacity in _of(text, mentions, resolution, index, words):
                span = capacity.title
                key = (capacity.person, text[span.start : span.end], capacity.body)
                if key not in seen:
                    seen.add(key)
                    yield capacity


def _of(
    text: str, mentions: tuple[Mention, ...], resolution: Resolution, index: int, words: ValueWords
) -> Iterator[Capacity]:
    """The title before a name, the title in it, and the body that he stands for."""
    mention = mentions[index]
    person = resolution.entity_of[index]
    left = mentions[index - 1].span.end if index else 0
    title = _title(text, Span(left, mention.span.start), words)
    if title:
        yield Capacity(person, title, _body(text, mentions, resolution, index, title.start))
    inside = _title(text, mention.span, words)
    if inside and inside != mention.span:
        yield Capacity(person, inside, -1)
    following = mentions[index + 1] if index + 1 < len(mentions) else None
    if following and following.type == "Organization":
        between = Span(mention.span.end, following.span.start)
        if text[between.start : between.end] in words.words["stand_for"]:
            yield Capacity(person, between, resolution.entity_of[index + 1])


def _title(text: str, span: Span, words: ValueWords) -> Span | None:
    """The title with which a span ends, with what makes it a lesser one; None where there is none."""
    title = next((word for word in words.words["titles"] if text.endswith(word, span.start, span.end)), "")
    if not title:
        return None
    start = span.end - len(title)
    lesser = (word for word in words.words["lesser"] if text.endswith(word, span.start, start))
    return Span(start - len(next(lesser, "")), span.end)


def _body(text: str, mentions: tuple[Mention, ...], resolution: Resolution, person: int, title: int) -> int:
    """The body whose title it is: the nearest before it in the same clause, or -1."""
    for index in range(person - 1, -1, -1):
        span = mentions[index].span
        if title - span.end > REACH or any(stop in text[span.end : title] for stop in "，。；："):
            return -1
        if mentions[index].type == "Organization":
            return resolution.entity_of[index]
    return -1
