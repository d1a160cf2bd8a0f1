"""Labels that stand for several things: “1+3+N”, 十件事, “一核、四品、百站”, and what is in them.

What one sentence ties to a name is the business of `part`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from unionkg.knowledge.relationrules import RelationRule
from unionkg.model import Span
from unionkg.relations.proposal import Desk, Proposal

WINDOW = 900
"""Code points behind a label in which its members may stand."""

MOST = 14
"""Members of a label that are looked for."""

NEAR = 250
"""Code points behind a label in which members of another type may stand."""

ANNOUNCING = frozenset("：。¶】—")
"""Signs behind a label that announces its members."""

OPENING = 6
"""Code points before a member in which the mark stands that makes it one."""

_OPEN = re.compile(r"(?:^|[¶。；：！？】▍●★—])[\s　“‘《（(—]*[^，。；：、“”¶]{0,4}[“‘《]?$")
_JOINED = re.compile(r"[、+＋·]|(?<=\d)(?=\d)")
_EDGES = "“”‘’《》【】"


def labelled(desk: Desk) -> None:
    """The members of every label that names a number, and of every label that is put together."""
    rule = desk.book.label
    discourse = desk.discourse
    for index, kind in enumerate(discourse.types):
        if kind in rule.tails:
            text = discourse.line[discourse.starts[index] : discourse.stops[index]]
            if any(sign in text for sign in desk.book.numerals):
                _following(desk, rule, index)
                _pieces(desk, rule, index, text)


def _pieces(desk: Desk, rule: RelationRule, label: int, text: str) -> None:
    """The mentions that are pieces of a label: 一核 of “一核、四品、百站”."""
    discourse = desk.discourse
    pieces = {piece.strip(_EDGES) for piece in _JOINED.split(text)}
    if len(pieces) < 2:
        return
    for index in range(len(discourse.types)):
        found = discourse.line[discourse.starts[index] : discourse.stops[index]].strip(_EDGES)
        if found in pieces:
            _member(desk, rule, (label, index), ("piece",), ())


def _following(desk: Desk, rule: RelationRule, label: int) -> None:
    """The mentions behind a label that open a sentence or an item."""
    discourse, line = desk.discourse, desk.discourse.line
    start = discourse.stops[label]
    found = 0
    for index in discourse.beginning(start, start + WINDOW):
        if found == MOST:
            return
        before = line[max(start, discourse.starts[index] - 2 * OPENING) : discourse.starts[index]]
        told = _mark(desk, before)
        if told and _akin(desk, label, index):
            between = line[start : discourse.starts[index]]
            _member(desk, rule, (label, index), (told,), tuple(_around(desk, label, index, between, found)))
            found += 1


def _akin(desk: Desk, label: int, member: int) -> bool:
    """Whether a mention may be a member by its type; one of another type only near a label that announces."""
    discourse = desk.discourse
    if discourse.entity_of[member] == discourse.entity_of[label]:
        return False
    if discourse.types[member] == discourse.types[label]:
        return True
    stop = discourse.stops[label]
    announcing = discourse.line[stop : stop + 1] in ANNOUNCING
    return (
        announcing
        and (discourse.types[label], discourse.types[member]) in desk.book.part_kinds
        and discourse.starts[member] - stop < NEAR
    )


def _mark(desk: Desk, before: str) -> str:
    """What makes a mention the beginning of an item: an ordinal, a stop, nothing."""
    if before.rstrip("“‘《").endswith(desk.book.ordinals):
        return "ordinal"
    return "open" if _OPEN.search(before) else ""


def _around(desk: Desk, label: int, member: int, between: str, step: int) -> Iterator[str]:
    """What tells a member from another mention behind a label."""
    discourse, line = desk.discourse, desk.discourse.line
    same = int(discourse.types[label] == discourse.types[member])
    yield f"same={same}"
    yield f"after={line[discourse.stops[label] : discourse.stops[label] + 1]}"
    yield f"{discourse.types[label]}>{discourse.types[member]}"
    yield f"lines={min(between.count('¶'), 4)}:{same}"
    yield f"stops={min(between.count('。'), 4)}:{same}"
    yield f"step={min(step, 6)}"
    yield f"before={line[max(0, discourse.starts[member] - 2) : discourse.starts[member]]}"
    yield f"far={min(len(between), 600) // 100}"
    yield f"counted={int(discourse.entity_of[label] in discourse.counted)}"


def _member(
    desk: Desk, rule: RelationRule, pair: tuple[int, int], more: tuple[str, ...], around: tuple[str, ...]
) -> None:
    """One member of a label."""
    discourse = desk.discourse
    label, member = pair
    whole, part = discourse.entity_of[label], discourse.entity_of[member]
    if desk.fits(rule, whole, part):
        span = discourse.mentions[member].span
        clause = discourse.clause_at(span.start)
        named = Span(discourse.starts[label], discourse.stops[label])
        desk.proposals.append(
            Proposal(
                whole, rule.relation, part, rule.id, clause, span, label, member, (named,), 0, rule.id,
                more, around or more,
            )
        )  # fmt: skip
