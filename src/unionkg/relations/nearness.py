"""A thing and the place or time that is stated near it, in one sentence.

What a verb ties together is the business of `verb`.
"""

from __future__ import annotations

from unionkg.knowledge.relationrules import RelationRule
from unionkg.model import Span
from unionkg.relations.proposal import Desk, Proposal
from unionkg.relations.surroundings import Site

STEPS = 2
"""Things of the sentence before or behind a time that may belong to it."""

REACH = 60
"""Code points between a thing and a place or time that may belong to it."""


def near(desk: Desk, index: int) -> None:
    """The places and times of a clause, with every thing of its sentence."""
    discourse = desk.discourse
    for mark in discourse.clauses[index].clause.mentions:
        if discourse.types[mark] in {"Time", "Place"}:
            site = Site(discourse, index, discourse.mentions[mark].span)
            for rule in desk.book.near:
                for thing in discourse.said(index):
                    if desk.fits(rule, discourse.entity_of[thing], discourse.entity_of[mark]):
                        _placed(desk, site, rule, mark, thing)


def _placed(desk: Desk, site: Site, rule: RelationRule, mark: int, thing: int) -> None:
    """One thing and one place or time, if they stand near enough."""
    discourse, line = desk.discourse, desk.discourse.line
    start, end = discourse.stops[min(mark, thing)], discourse.starts[max(mark, thing)]
    between = line[start : min(end, start + REACH + 1)]
    if len(between) > REACH:
        return
    said_here = site.clause.mentions
    desk.offer(
        rule, site, discourse.end(thing), discourse.end(mark),
        f"lead={line[site.trigger.start - 1 : site.trigger.start]}",
        f"commas={min(between.count('，'), 2)}",
        f"far={min(len(between), 40) // 5}",
        f"crossed={min(abs(mark - thing) - 1, 3)}",
        f"order={int(mark < thing)}",
        f"same={int(thing in said_here)}",
        f"only={between if len(between) < 3 else ''}",
    )  # fmt: skip


def dated(desk: Desk, index: int) -> None:
    """A thing and the time that stands in the sentence before or behind it, in one paragraph."""
    discourse = desk.discourse
    siblings = discourse.siblings(index)
    times = [i for i in discourse.clauses[index].clause.mentions if discourse.types[i] == "Time"]
    if not times:
        return
    for rule in desk.book.dated:
        for place, things in (
            ("before", _beside(desk, siblings[0] - 1, index)),
            ("behind", _beside(desk, siblings[-1] + 1, index)),
        ):
            fitting = [i for i in things if discourse.types[i] in rule.tails]
            chosen = fitting[-STEPS:][::-1] if place == "before" else fitting[:STEPS]
            for step, thing in enumerate(chosen):
                for time in times:
                    _offer(desk, rule, index, (thing, time), f"{place}{step}")


def _beside(desk: Desk, other: int, index: int) -> list[int]:
    """The mentions of the sentence of another clause, if it is in the paragraph of this one."""
    discourse = desk.discourse
    if not 0 <= other < len(discourse.clauses):
        return []
    sentences = discourse.structure.sentences
    here, there = (sentences[discourse.clauses[c].clause.sentence].paragraph for c in (index, other))
    return discourse.said(other) if here == there else []


def _offer(desk: Desk, rule: RelationRule, index: int, pair: tuple[int, int], place: str) -> None:
    """One thing and one time of another sentence."""
    discourse, line = desk.discourse, desk.discourse.line
    thing, time = pair
    ends = desk.ends(rule, pair)
    if ends is None:
        return
    start, end = discourse.starts[time], discourse.stops[time]
    said = [i for i in discourse.said(index) if discourse.types[i] in rule.tails]
    between = Span(min(end, discourse.stops[thing]), max(start, discourse.starts[thing]))
    around = (
        f"{discourse.types[thing]}:{place}",
        f"others={min(len(said), 3)}",
        f"b1={line[max(0, start - 1) : start]}",
        f"a2={line[end : end + 2]}",
        f"far={min(len(between), 120) // 12}",
        f"head={line[discourse.stops[thing] - 2 : discourse.stops[thing]]}",
        f"opens={int(discourse.clauses[index].clause.mentions[0] == time)}",
    )
    desk.proposals.append(
        Proposal(
            ends[0],
            rule.relation,
            ends[1],
            rule.id,
            index,
            discourse.mentions[time].span,
            thing,
            time,
            (),
            0,
            rule.id,
            (place,),
            around,
        )
    )
