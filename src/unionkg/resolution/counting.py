"""The arithmetic audit: a label that declares a number, the members that the text lists, and the verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from unionkg.knowledge import Knowledge
from unionkg.knowledge.counts import CountPattern
from unionkg.model import Count, Entity, Mention, Span, Structure, Verdict

LOOK_BACK = 4
"""Sentences before a label's own in which a list that adds up is looked for."""

_QUOTES = "“”‘’"
_ITEM = re.compile("[^、]+")


def count(  # noqa: PLR0913 - all that a label can be compared with
    text: str,
    structure: Structure,
    mentions: tuple[Mention, ...],
    entity_of: tuple[int, ...],
    things: tuple[Entity, ...],
    knowledge: Knowledge,
) -> tuple[Count, ...]:
    """One count a label; of several occurrences the one with the best list is kept."""
    best: dict[str, Count] = {}
    for number, sentence in enumerate(structure.sentences):
        for pattern in knowledge.counts.patterns:
            for match in pattern.pattern.finditer(text, sentence.span.start, sentence.span.end):
                declared = knowledge.counts.number(match["n"])
                if declared < 2 and pattern.unit == "members" and "一" not in match[0][1:]:
                    continue
                span = Span(*match.span())
                if any(m.span.covers(span) and len(m.span) - len(span) > 3 for m in mentions):
                    continue  # a fixed name that holds a number counts nothing here
                named = next((i for i, m in enumerate(mentions) if m.span.overlaps(span)), None)

                def wanted(
                    parts: tuple[Span, ...], pattern: CountPattern = pattern, n: int = declared
                ) -> bool:
                    return _found(text, pattern, parts) == n

                parts = _parts(text, structure, number, span, mentions, knowledge, wanted)
                made = _count(text, pattern, span, -1 if named is None else entity_of[named], declared, parts)
                key = text[span.start : span.end].strip(_QUOTES)
                if named is not None:
                    key = f"{entity_of[named]}"
                if key not in best or _rank(made) > _rank(best[key]):
                    best[key] = made
    return tuple(sorted(best.values(), key=lambda c: c.span))


def _rank(made: Count) -> tuple[int, int, int]:
    """Reconciled before listed before not listed; earlier before later."""
    return (made.verdict is Verdict.RECONCILED, made.found > 0, -made.span.start)


def _found(text: str, pattern: CountPattern, parts: tuple[Span, ...]) -> int:
    """How many members, or characters of members, there are."""
    if pattern.unit == "members":
        return len(parts)
    return sum(len(text[p.start : p.end].strip(_QUOTES)) for p in parts)


def _count(
    text: str, pattern: CountPattern, span: Span, entity: int, declared: int, parts: tuple[Span, ...]
) -> Count:
    found = _found(text, pattern, parts)
    if not parts:
        verdict = Verdict.NOT_LISTED
    elif found == declared:
        verdict = Verdict.RECONCILED
    else:
        verdict = Verdict.SHORT if found < declared else Verdict.OVER
    return Count(span, entity, declared, found, pattern.unit, parts, verdict, pattern.id)


def _parts(  # noqa: PLR0913 - where a list may stand
    text: str,
    structure: Structure,
    sentence: int,
    label: Span,
    mentions: tuple[Mention, ...],
    knowledge: Knowledge,
    wanted: Callable[[tuple[Span, ...]], bool],
) -> tuple[Span, ...]:
    """The members listed for a label: the list that adds up, else the one that it introduces, else the nearest."""
    listed = [
        tuple(_lead(text, item, knowledge) for item in enumeration.items)
        for enumeration in structure.enumerations
        if enumeration.introducer.overlaps(label)
    ]
    beside: list[tuple[Span, ...]] = []
    for index in range(sentence, max(-1, sentence - LOOK_BACK), -1):
        near = _lists(text, structure.sentences[index].span, label, mentions, knowledge)
        near.sort(key=lambda spans: _distance(spans, label))
        beside += near if index == sentence else [spans for spans in near if wanted(spans)]
    fitting = [spans for spans in (*beside, *listed) if wanted(spans)]
    return next(iter((*fitting, *listed, *beside)), ())


def _lists(
    text: str, within: Span, label: Span, mentions: tuple[Mention, ...], knowledge: Knowledge
) -> list[tuple[Span, ...]]:
    """Lists of two or more members in a sentence: mentions of one type, or plain words before the label."""
    found = []
    for run in runs(text, within, mentions, knowledge):
        outside = [i for i in run if not mentions[i].span.overlaps(label)]
        for _, group in groupby(outside, key=lambda i: mentions[i].type):
            spans = tuple(mentions[i].span for i in group)
            if len(spans) > 1:
                found.append(spans)
    plain = knowledge.counts.plain_list.search(text, within.start, label.start)
    if plain and plain.end() == label.start:
        found.append(tuple(Span(*m.span()) for m in _ITEM.finditer(text, *plain.span("list"))))
    return found


def _distance(run: tuple[Span, ...], label: Span) -> int:
    """Code points between a run of members and the label."""
    return label.start - run[-1].end if run[-1].end <= label.start else run[0].start - label.end


def _lead(text: str, item: Span, knowledge: Knowledge) -> Span:
    """The first sentence of a list item, which names it."""
    start = item.start
    while start < item.end and text[start].isspace():
        start += 1
    stop = knowledge.markers.sentence_stop.search(text, start, item.end)
    line = text.find("\n", start, item.end)
    ends = [end for end in (stop.start() if stop else -1, line) if end > start]
    return Span(start, min(ends, default=item.end))


def runs(
    text: str, within: Span, mentions: tuple[Mention, ...], knowledge: Knowledge
) -> Iterator[tuple[int, ...]]:
    """Maximal runs of mentions that only list connectors part."""
    run: list[int] = []
    for index, mention in enumerate(mentions):
        if not within.covers(mention.span):
            continue
        if run:
            between = text[mentions[run[-1]].span.end : mention.span.start]
            if between not in knowledge.counts.connectors:
                yield tuple(run)
                run = []
        run.append(index)
    if run:
        yield tuple(run)
