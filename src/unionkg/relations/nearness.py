"""A thing and the place or time that is stated near it, in one sentence.

What a verb ties together is the business of `verb`.
"""

from __future__ import annotations

from unionkg.knowledge.relationrules import RelationRule
from unionkg.relations.proposal import Desk
from unionkg.relations.surroundings import Site

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
