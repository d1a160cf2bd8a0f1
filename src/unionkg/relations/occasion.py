"""Who takes part in what, where no verb says so: people near an occasion, and the occasion of the title.

What `attend` finds by its trigger is not looked for again; `choice` decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from unionkg.knowledge.relationrules import RelationRule
from unionkg.model import Span
from unionkg.relations.proposal import Desk, Proposal

BEFORE, BEHIND = 2, 4
"""Mentions before and behind an occasion, in its sentence, that may take part in it."""

REACH = 60
"""Code points between an occasion and who may take part in it."""

TITLE = 160
"""Code points from the beginning of a text in which the undertaking that it tells of is named."""


def occasion(desk: Desk, index: int) -> None:
    """Whoever stands in the sentence of an occasion may take part in it."""
    discourse, book = desk.discourse, desk.book
    for rule in book.occasions:
        for event in discourse.clauses[index].clause.mentions:
            if discourse.types[event] in rule.tails:
                for person, side in _around(desk, index, event):
                    _offer(desk, rule, index, (person, event), side)


def _around(desk: Desk, index: int, event: int) -> Iterator[tuple[int, str]]:
    """Who stands around an occasion, each with his place."""
    discourse = desk.discourse
    may = desk.book.targets[desk.book.occasions[0].relation]
    said = [i for i in discourse.said(index) if discourse.types[i] in may]
    for step, i in enumerate([i for i in reversed(said) if i < event][:BEFORE]):
        if discourse.types[i] == "Organization" and discourse.types[event] == "Initiative":
            continue
        if discourse.starts[event] - discourse.stops[i] <= REACH:
            yield i, f"left{step}"
    for step, i in enumerate([i for i in said if i > event][:BEHIND]):
        if discourse.starts[i] - discourse.stops[event] <= REACH:
            yield i, f"right{step}"


def _offer(desk: Desk, rule: RelationRule, index: int, pair: tuple[int, int], side: str) -> None:
    """One person and one occasion, with what stands between and behind them."""
    discourse, line = desk.discourse, desk.discourse.line
    person, event = pair
    ends = desk.ends(rule, pair)
    if ends is None:
        return
    head, tail = ends
    first, last = min(pair), max(pair)
    between = line[discourse.stops[first] : discourse.starts[last]]
    kinds = f"{discourse.types[person]}>{discourse.types[event]}"
    governed = discourse.clauses[index]
    words = tuple(f"t={trigger.word}" for trigger in governed.triggers[:4])
    around = (
        f"a2={line[discourse.stops[event] : discourse.stops[event] + 2]}",
        f"{kinds}:{side}",
        f"p2={line[discourse.stops[person] : discourse.stops[person] + 2]}",
        f"b2={line[discourse.starts[event] - 2 : discourse.starts[event]]}"
        if discourse.starts[event] > 1
        else "b2=",
        f"far={min(len(between), 40) // 5}",
        f"commas={min(between.count('，'), 2)}",
        *words,
    )
    trigger = Span(discourse.stops[first], discourse.starts[last])
    desk.proposals.append(
        Proposal(
            head, rule.relation, tail, rule.id, index, trigger, person, event, (), 0, rule.id, (side,), around
        )
    )


def undertaking(desk: Desk) -> None:
    """Whoever, and whatever time or place, is told of in a text may belong to what its title names."""
    discourse = desk.discourse
    titled = discourse.beginning(0, TITLE)
    counts = Counter(discourse.entity_of)
    for rule in desk.book.undertaking:
        named = [i for i in titled if discourse.types[i] in rule.tails and _gathers(desk, i)]
        if named:
            event = max(named, key=lambda i: (counts[discourse.entity_of[i]], -i))
            for index, governed in enumerate(discourse.clauses):
                for mention in governed.clause.mentions:
                    if discourse.types[mention] in rule.heads:
                        _told(desk, rule, index, (mention, event))


def _gathers(desk: Desk, mention: int) -> bool:
    """Whether an undertaking is by its name one that people come together for."""
    span = desk.discourse.mentions[mention].span
    name = desk.discourse.text[span.start : span.end].rstrip("”’》")
    return name.endswith(desk.book.gatherings)


def _told(desk: Desk, rule: RelationRule, index: int, pair: tuple[int, int]) -> None:
    """One person, time or place, and the undertaking of the title."""
    discourse, line = desk.discourse, desk.discourse.line
    mention, event = pair
    told = (event, mention) if rule.reversed else pair
    ends = desk.ends(rule, told)
    if ends is None:
        return
    head, tail = ends
    start, end = discourse.starts[mention], discourse.stops[mention]
    governed = discourse.clauses[index]
    kind = discourse.types[mention]
    around = (
        kind,
        f"title={line[discourse.stops[event] - 2 : discourse.stops[event]]}",
        f"b2={line[max(0, start - 2) : start]}",
        f"a2={line[end : end + 2]}",
        f"text={line[start:end][-2:]}" if kind != "Person" else "text=",
        f"n={min(len(governed.clause.mentions), 5)}",
        f"s={min(governed.clause.sentence, 5)}",
        *(f"{kind}:{trigger.word}" for trigger in governed.triggers[:3]),
    )
    trigger = Span(start, end)
    desk.proposals.append(
        Proposal(head, rule.relation, tail, rule.id, index, trigger, *told, (), 0, rule.id, (kind,), around)
    )
