"""What stands near, though no verb ties it: a facility and whom it serves, a demand and whom it is meant for.

They may stand in one sentence or in two that follow one another; `choice` decides.
"""

from __future__ import annotations

from collections.abc import Iterator

from unionkg.knowledge.relationrules import RelationRule
from unionkg.model import Span
from unionkg.relations.proposal import Desk, Proposal

LEFT, RIGHT, EARLIER = 2, 1, 2
"""Undertakings before, behind and in the sentence before a group that may be there for it."""

REACH = 80
"""Code points between both."""


def beside(desk: Desk, index: int) -> None:
    """Things of one type in a clause, and those of another around them."""
    discourse, book = desk.discourse, desk.book
    for anchor in discourse.clauses[index].clause.mentions:
        for rule, others in book.beside.get(discourse.types[anchor], ()):
            for other, place in _around(desk, index, anchor, others):
                pair = (anchor, other) if rule.reversed else (other, anchor)
                _offer(desk, rule, index, pair, anchor, place)


def _around(desk: Desk, index: int, anchor: int, types: frozenset[str]) -> Iterator[tuple[int, str]]:
    """The mentions of some types around another, each with its place."""
    discourse = desk.discourse
    said = [i for i in discourse.said(index) if discourse.types[i] in types]
    left = [i for i in reversed(said) if i < anchor][:LEFT]
    for step, i in enumerate(left):
        yield i, f"left{step}"
    for step, i in enumerate([i for i in said if i > anchor][:RIGHT]):
        yield i, f"right{step}"
    first = discourse.siblings(index)[0]
    if not left and first and _paragraph(desk, first) == _paragraph(desk, first - 1):
        earlier = [i for i in discourse.said(first - 1) if discourse.types[i] in types]
        for step, i in enumerate(earlier[-EARLIER:]):
            yield i, f"earlier{step}"


def _paragraph(desk: Desk, index: int) -> int:
    discourse = desk.discourse
    return discourse.structure.sentences[discourse.clauses[index].clause.sentence].paragraph


def _offer(
    desk: Desk, rule: RelationRule, index: int, pair: tuple[int, int], anchor: int, place: str
) -> None:
    """One pair, with what stands around the thing that it was found from."""
    discourse, line = desk.discourse, desk.discourse.line
    head, tail = (discourse.entity_of[i] for i in pair)
    first, last = min(pair), max(pair)
    between = line[discourse.stops[first] : discourse.starts[last]]
    if len(between) > REACH or not desk.fits(rule, head, tail):
        return
    start, end = discourse.starts[anchor], discourse.stops[anchor]
    governed = discourse.clauses[index]
    word = next((t.word for t in reversed(governed.triggers) if t.span.end <= start), "")
    around = (
        f"b2={line[max(0, start - 2) : start]}",
        f"t={word}",
        f"b1={line[max(0, start - 1) : start]}",
        f"a2={line[end : end + 2]}",
        f"{discourse.types[pair[0]]}>{discourse.types[pair[1]]}:{place}",
        f"far={min(len(between), 60) // 6}",
        f"commas={min(between.count('，'), 3)}",
        f"crossed={min(last - first - 1, 4)}",
        f"head={line[discourse.stops[pair[0]] - 3 : discourse.stops[pair[0]]]}",
        governed.manner[1],
    )
    trigger = Span(discourse.stops[first], discourse.starts[last])
    desk.proposals.append(
        Proposal(
            head, rule.relation, tail, rule.id, index, trigger, *pair, (), 0, rule.id, (place,), around
        )
    )  # fmt: skip
