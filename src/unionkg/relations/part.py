"""Parts: what a word ties to a name, members of a counted label, items of a list, what a heading holds.

Which of them are parts is for `choice` to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unionkg.knowledge.relationrules import RelationRule
from unionkg.model import Enumeration, Span
from unionkg.relations.demand import announced
from unionkg.relations.discourse import Discourse
from unionkg.relations.proposal import COUNTED, LISTED, Desk, Proposal
from unionkg.relations.surroundings import Site

LEAD = 40
"""Code points from the start of a list item within which what it is about is named."""

LONGEST = 30
"""How many mentions before a word may be items of the list that it ends."""

BESIDES = 6
"""Code points that a sentence may hold besides the mention that it is about: a marker, a verb, a stop."""

_LEFT, _RIGHT = (tuple(f"{side}={step}" for step in range(4)) for side in ("left", "right"))
_SAME, _PLAIN, _COUNTED = ((f"{name}=0", f"{name}=1") for name in ("same", "plain", "counted"))


def part(desk: Desk, site: Site, rule: RelationRule) -> None:
    """A name and the list that a word ties to it, on either side."""
    for pair, side in _pairs(desk, site):
        _tied(desk, site, rule, pair, side)


def kin(desk: Desk, site: Site, rule: RelationRule) -> None:
    """A name and the list of things of its own type that a word ties to it."""
    types = desk.discourse.types
    for pair, side in _pairs(desk, site):
        if types[pair[0]] == types[pair[1]]:
            _tied(desk, site, rule, pair, side)


def _pairs(desk: Desk, site: Site) -> Iterator[tuple[tuple[int, int], str]]:
    """Names and what may be parts of them, around a trigger, each pair with its place."""
    discourse, trigger = desk.discourse, site.trigger
    types, kinds = discourse.types, desk.book.part_kinds
    said = discourse.said(site.index)
    left = [i for i in said if discourse.stops[i] <= trigger.start]
    right = [i for i in said if discourse.starts[i] >= trigger.end]
    for head in right[:1]:
        for step, member in enumerate(_listed(desk, left)):
            if (types[head], types[member]) in kinds:
                yield (head, member), _LEFT[min(step, 3)]
    for head in left[-2:]:
        for step, member in enumerate(right[:10]):
            if (types[head], types[member]) in kinds:
                yield (head, member), _RIGHT[min(step, 3)]


def _listed(desk: Desk, left: list[int]) -> list[int]:
    """The mentions before a trigger, the nearest first; of a long list those that are like its last one."""
    types = desk.discourse.types
    farther = [i for i in left[-LONGEST:-8] if types[i] == types[left[-1]]]
    return left[-1:-9:-1] + farther[::-1]


def _tied(desk: Desk, site: Site, rule: RelationRule, pair: tuple[int, int], side: str) -> None:
    """A name and one member of the list: of one type or not, over a break or not, counted or not."""
    discourse = desk.discourse
    head, member = pair
    broken = discourse.breaks(discourse.stops[min(pair)], discourse.starts[max(pair)])
    desk.offer(
        rule,
        site,
        discourse.end(head),
        discourse.end(member),
        side,
        _SAME[discourse.types[head] == discourse.types[member]],
        _PLAIN[broken],
        _COUNTED[discourse.entity_of[head] in discourse.counted],
    )


def counted(desk: Desk) -> None:
    """A label that declares a number holds the members found for it."""
    discourse, rule = desk.discourse, desk.book.part
    for count in discourse.resolution.counts:
        if count.entity < 0:
            continue
        first = discourse.resolution.entities[count.entity].mentions[0]
        for position, span in enumerate(count.parts, 1):
            mention = discourse.touching(span)
            if mention < 0 or discourse.entity_of[mention] == count.entity:
                continue
            kinds = f"{discourse.entity_types[count.entity]}>{discourse.types[mention]}"
            desk.proposals.append(
                Proposal(
                    count.entity,
                    rule.relation,
                    discourse.entity_of[mention],
                    COUNTED,
                    discourse.clause_at(discourse.starts[mention]),
                    count.span,
                    first,
                    mention,
                    (count.span,),
                    position,
                    rule.id,
                    (count.verdict, kinds),
                )
            )


def listed(desk: Desk) -> None:
    """The items of an enumeration: parts of what announces or encloses them; announced demands."""
    discourse = desk.discourse
    enumerations = discourse.structure.enumerations
    for enumeration, outer in zip(enumerations, _enclosing(enumerations), strict=True):
        introducer = enumeration.introducer
        words = discourse.text[introducer.start : introducer.end]
        told = int(any(word in words for word in desk.book.announcing))
        inside = discourse.covered(introducer)
        around = _leads(desk, outer)[:1] if outer else []
        for position, item in enumerate(enumeration.items, 1):
            for step, lead in enumerate(_leads(desk, item)):
                more = (f"marker={enumeration.marker}", f"step={step}", f"announced={told}")
                for head in dict.fromkeys([*inside[-3:], *around]):
                    where = "outer" if head in around else "inside"
                    _item(desk, (head, lead), introducer, position, (*more, where))
                announced(desk, inside, lead, more)


def headed(desk: Desk) -> None:
    """What stands in a section may be part of what its heading names."""
    discourse = desk.discourse
    for section in discourse.structure.sections:
        heads = discourse.covered(section.heading)[:1]
        if not heads:
            continue
        inside = discourse.covered(Span(max(section.span.start, section.heading.end), section.span.end))
        for step, member in enumerate(inside[:12]):
            if discourse.types[heads[0]] == discourse.types[member]:
                more = ("same=1", f"step={min(step, 3)}", f"n={min(len(inside), 12) // 3}", "headed")
                _item(desk, (heads[0], member), section.heading, 0, more)


def _item(desk: Desk, pair: tuple[int, int], introducer: Span, position: int, more: tuple[str, ...]) -> None:
    """A part that its place in a list or section shows; the line that introduces it is its context."""
    discourse, rule = desk.discourse, desk.book.part
    head, member = pair
    if (discourse.types[head], discourse.types[member]) not in desk.book.part_kinds:
        return
    if desk.fits(rule, discourse.entity_of[head], discourse.entity_of[member]):
        span = discourse.mentions[member].span
        together = *more[1:], _SAME[discourse.types[head] == discourse.types[member]], _alone(discourse, head)
        more = *more, "|".join(together)
        desk.proposals.append(
            Proposal(
                discourse.entity_of[head],
                rule.relation,
                discourse.entity_of[member],
                LISTED,
                discourse.clause_at(span.start),
                span,
                head,
                member,
                (introducer,) if len(introducer) else (),
                position,
                rule.id,
                more,
            )
        )


def _alone(discourse: Discourse, mention: int) -> str:
    """Whether a mention is all of a sentence but for a marker and a word: then a list may be about it."""
    span = discourse.mentions[mention].span
    clause = discourse.clauses[discourse.clause_at(span.start)].clause
    sentence = discourse.structure.sentences[clause.sentence].span
    words = discourse.text[sentence.start : sentence.end].strip()
    return "alone" if len(words) - len(span) <= BESIDES else "within"


def _leads(desk: Desk, item: Span) -> list[int]:
    """The mentions that begin in the first sentence of a list item, and near its start."""
    end = min(item.end, item.start + LEAD)
    stop = desk.book.sentence_stop.search(desk.discourse.text, item.start, end)
    return list(desk.discourse.beginning(item.start, stop.start() if stop else end)[:3])


def _enclosing(enumerations: Iterable[Enumeration]) -> list[Span | None]:
    """For each list the innermost item of another that holds its first item, or None."""
    enumerations = tuple(enumerations)
    firsts = sorted((e.items[0], number) for number, e in enumerate(enumerations))
    items = sorted(((i.start, -i.end), i) for e in enumerations for i in e.items)
    found: list[Span | None] = [None] * len(enumerations)
    opened: list[Span] = []
    at = 0
    for first, number in firsts:
        while at < len(items) and items[at][1].start <= first.start:
            opened.append(items[at][1])
            at += 1
        opened = [outer for outer in opened if outer.end >= first.start]
        holding = [outer for outer in opened if outer.covers(first) and outer != first]
        found[number] = min(holding, key=len, default=None)
    return found
