"""Parts without a word that says so: a list beside a name, what follows the name heading a paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from unionkg.knowledge.relationrules import RelationRule
from unionkg.relations.proposal import Desk, Proposal

ITEMS = 14
"""Code points between two items of a list, titles before names among them."""

BESIDE = 12
"""Code points between a list and the name before or behind it."""

MOST = 8
"""Members of a name that heads a paragraph."""

OPENING = 6
"""Code points that may stand beside a name that is a sentence by itself."""


def series(desk: Desk) -> None:
    """Every list of two or more things of one type, with the names before and behind it."""
    rule = desk.book.series
    discourse = desk.discourse
    for whole in _runs(desk):
        run, counted = _counted(desk, whole)
        if counted >= 0:
            for step, member in enumerate(run):
                _offer(
                    desk,
                    rule,
                    (counted, member),
                    ("counted", f"n={min(len(run), 4)}", f"step={min(step, 3)}"),
                )
            continue
        for head, side in ((run[0] - 1, "before"), (run[-1] + 1, "behind")):
            if not 0 <= head < len(discourse.types):
                continue
            first, last = (head, run[0]) if side == "before" else (run[-1], head)
            gap = discourse.line[discourse.stops[first] : discourse.starts[last]]
            if len(gap) <= BESIDE and not any(mark in gap for mark in "。；¶"):
                for step, member in enumerate(run):
                    more = (
                        side,
                        f"n={min(len(run), 4)}",
                        f"gap={gap}",
                        f"comma={int('，' in gap)}",
                        f"step={min(step, 3)}",
                    )
                    _offer(desk, rule, (head, member), more)


def _counted(desk: Desk, run: list[int]) -> tuple[list[int], int]:
    """A list without its last item, and that, where it counts the others: 体检、培训、三件实事."""
    discourse = desk.discourse
    name = discourse.line[discourse.starts[run[-1]] : discourse.stops[run[-1]]]
    earlier = (discourse.line[discourse.starts[i]] for i in run[:-1])
    if (
        len(run) > 2
        and name[0] in desk.book.numerals
        and not any(sign in desk.book.numerals for sign in earlier)
    ):
        return run[:-1], run[-1]
    return run, -1


def _runs(desk: Desk) -> Iterator[list[int]]:
    """The mentions of one type that follow one another in a list."""
    discourse = desk.discourse
    run: list[int] = []
    for index, kind in enumerate(discourse.types):
        if run and not (discourse.types[run[-1]] == kind and _joined(desk, run[-1], index)):
            if len(run) > 1:
                yield run
            run = []
        run.append(index)
    if len(run) > 1:
        yield run


def _joined(desk: Desk, one: int, other: int) -> bool:
    """Whether two mentions are items of one list."""
    discourse = desk.discourse
    gap = discourse.line[discourse.stops[one] : discourse.starts[other]]
    if gap in desk.book.joining:
        return True
    return "、" in gap and len(gap) <= ITEMS and "，" not in gap and "。" not in gap and "¶" not in gap


def headline(desk: Desk) -> None:
    """What follows a name that is a sentence by itself, up to the end of its paragraph."""
    rule, discourse = desk.book.headline, desk.discourse
    sentences = discourse.structure.sentences
    for number, sentence in enumerate(sentences):
        inside = discourse.beginning(sentence.span.start, sentence.span.end)
        if len(inside) != 1 or len(sentence.span) - len(discourse.mentions[inside[0]].span) > 2 * OPENING:
            continue
        end = next(
            (s.span.start for s in sentences[number + 1 :] if s.paragraph != sentence.paragraph),
            len(discourse.text),
        )
        for step, member in enumerate(discourse.beginning(sentence.span.end, end)[:MOST]):
            if discourse.types[member] == discourse.types[inside[0]] in rule.tails:
                before = discourse.line[discourse.starts[member] - 2 : discourse.starts[member]]
                size = min(end - sentence.span.end, 300) // 50
                more = f"step={min(step, 4)}", f"before={before}", f"size={size}"
                _offer(desk, rule, (inside[0], member), more)


def _offer(desk: Desk, rule: RelationRule, pair: tuple[int, int], more: tuple[str, ...]) -> None:
    """One name and one thing that may be part of it."""
    discourse = desk.discourse
    head, member = pair
    kinds = discourse.types[head], discourse.types[member]
    whole, part = discourse.entity_of[head], discourse.entity_of[member]
    if kinds not in desk.book.part_kinds or not desk.fits(rule, whole, part):
        return
    span = discourse.mentions[member].span
    clause, named = discourse.clause_at(span.start), discourse.mentions[head].span
    kind = f"{kinds[0]}>{kinds[1]}"
    desk.proposals.append(
        Proposal(
            whole, rule.relation, part, rule.id, clause, span, head, member, (named,), 0, rule.id,
            (kind,), more,
        )
    )  # fmt: skip
