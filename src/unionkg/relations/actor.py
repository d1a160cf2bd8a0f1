"""Who may be meant where no subject and no trigger says it: the body that speaks, a text's main actors.

Proposes by the type of the object alone; the learnt weights decide by the words around it.
"""

from __future__ import annotations

from collections import Counter

from unionkg.knowledge.relationrules import RelationRule
from unionkg.model import Clause, Origin, Span
from unionkg.relations.discourse import Discourse, Governed, Trigger
from unionkg.relations.proposal import Desk, Hope, Proposal

BEFORE = 4
"""Code points before an object that stand as the words that tie it, where no trigger is known."""

NEAR = 3
"""Actors before a mention in its sentence that may belong to it."""


Actor = tuple[int, str, int]
"""An entity that may act, how it was found, and its first mention in the clause or -1."""


class Actors:
    """The main actors of one document, each paragraph's first subject, and the main event."""

    def __init__(self, desk: Desk) -> None:
        """Count who is spoken of most."""
        discourse = desk.discourse
        self._desk = desk
        sizes = Counter(discourse.entity_of)
        ranked = sorted(sizes, key=lambda e: (-sizes[e], e))
        self._topics = [e for e in ranked if discourse.entity_types[e] == "Organization"][:2]
        events = [e for e in sizes if discourse.entity_types[e] == "Event"]
        entities = discourse.resolution.entities
        self._event = min(events, key=lambda e: entities[e].mentions[0], default=-1)
        self._opening: dict[int, tuple[int, ...]] = {}
        for governed in discourse.clauses:
            if governed.clause.origin is Origin.EXPLICIT:
                self._opening.setdefault(_paragraph(discourse, governed.clause), governed.clause.subject)

    def propose(self, index: int) -> None:
        """Everybody who may have done what a clause names, and whoever takes part in the main event."""
        discourse, book, foresight = self._desk.discourse, self._desk.book, self._desk.foresight
        clause = discourse.clauses[index].clause
        first: dict[int, int] = {}
        for mention in clause.mentions:
            first.setdefault(discourse.entity_of[mention], mention)
        heads: list[tuple[int, str]] | None = None
        for mention in clause.mentions:
            rules = book.open_to.get(discourse.types[mention], ())
            if not rules:
                continue
            heads = self._heads(clause) if heads is None else heads
            actors = [(e, how, first.get(e, -1)) for e, how in self._near(index, mention) + heads]
            around = self._around(index, mention)
            outlook = None
            if foresight is not None:
                outlook = foresight.outlook([e for e, _, _ in actors], discourse.entity_of[mention], index)
            for rule in rules:
                hope = None
                if foresight is not None and outlook is not None:
                    hope = foresight.open(rule, around, index, outlook)
                    if hope is None:
                        continue
                self._open(index, (rule, hope), mention, actors, around)
        for rule in book.main_event if self._event >= 0 else ():
            for mention in clause.mentions:
                self._attending(index, rule, mention)

    def _heads(self, clause: Clause) -> list[tuple[int, str]]:
        """Entities that may act in a clause, each with how it was found."""
        discourse, actors = self._desk.discourse, self._desk.book.subject_types
        found = [(e, str(clause.origin)) for e in clause.subject]
        own, speaker = discourse.resolution.self_entity, discourse.speaker(clause)
        if own >= 0 and clause.utterance == 0:
            found.append((own, "own"))
        if speaker >= 0:
            found.append((speaker, "speaker"))
        found += [(e, "paragraph") for e in self._opening.get(_paragraph(discourse, clause), ())]
        found += [(e, f"topic{place}") for place, e in enumerate(self._topics)]
        return [(e, how) for e, how in found if discourse.entity_types[e] in actors]

    def _near(self, index: int, mention: int) -> list[tuple[int, str]]:
        """The nearest actors before a mention in its sentence."""
        discourse, actors = self._desk.discourse, self._desk.book.subject_types
        found: list[int] = []
        for clause in reversed(discourse.siblings(index)):
            if clause <= index and len(found) < NEAR:
                found += [i for i in reversed(discourse.clauses[clause].clause.mentions) if i < mention]
        near = [i for i in found if discourse.types[i] in actors][:NEAR]
        return [(discourse.entity_of[i], f"near{place}") for place, i in enumerate(near)]

    def _open(
        self,
        index: int,
        hoped: tuple[RelationRule, Hope | None],
        mention: int,
        actors: list[Actor],
        around: tuple[str, ...],
    ) -> None:
        """One object, and everybody who may have done it."""
        rule, hope = hoped
        discourse, foresight = self._desk.discourse, self._desk.foresight
        relation, name = rule.relation, rule.id
        governed, tail = discourse.clauses[index], discourse.entity_of[mention]
        trigger, modality = _tie(governed, discourse.mentions[mention].span), governed.modality
        types, targets = discourse.entity_types, self._desk.book.targets[relation]
        seen = {tail}
        for actor, how, at in actors:
            head, target = (tail, actor) if rule.reversed else (actor, tail)
            if actor in seen or types[target] not in targets.get(types[head], ()):
                continue
            seen.add(actor)
            if hope and foresight and not hope.for_one(how, foresight.stands(rule, head, target, index)):
                continue
            more = how, f"{types[head]}>{types[target]}", f"{how}:{modality}"
            ends = (mention, at) if rule.reversed else (at, mention)
            self._desk.proposals.append(
                Proposal(head, relation, target, name, index, trigger, *ends, (), 0, name, more, around)
            )

    def _around(self, index: int, mention: int) -> tuple[str, ...]:
        """What stands around an object: the words before and behind it, the last trigger, the voice."""
        discourse, line = self._desk.discourse, self._desk.discourse.line
        governed, span = discourse.clauses[index], discourse.mentions[mention].span
        start = governed.clause.span.start
        begin = max(start, span.start - BEFORE)
        last = _last_trigger(governed, span)
        return (
            f"b2={line[max(begin, span.start - 2) : span.start]}",
            f"t={last.word if last else ''}",
            f"b3={line[max(begin, span.start - 3) : span.start]}",
            f"a2={line[span.end : span.end + 2]}",
            f"a3={line[span.end : span.end + 3]}",
            governed.manner[2],
            f"first={int(not discourse.text[start : span.start].strip())}",
            f"text={line[span.start : span.end][:8]}",
            f"head={line[span.start : span.end][-2:]}",
        )

    def _attending(self, index: int, rule: RelationRule, mention: int) -> None:
        """Who is told of in a clause may take part in the event that the text is about."""
        discourse, desk, event = self._desk.discourse, self._desk, self._event
        governed, entity = discourse.clauses[index], discourse.entity_of[mention]
        if desk.fits(rule, entity, event):
            head, target, ends = entity, event, (mention, -1)
        elif desk.fits(rule, event, entity):
            head, target, ends = event, entity, (-1, mention)
        else:
            return
        around = self._of_main_event(governed, mention)
        if desk.foresight is not None and not desk.foresight.main_event(rule, around, (head, target), index):
            return
        trigger = governed.triggers[-1].span if governed.triggers else discourse.mentions[mention].span
        desk.proposals.append(
            Proposal(head, rule.relation, target, rule.id, index, trigger, *ends, (), 0, rule.id, (), around)
        )

    def _of_main_event(self, governed: Governed, mention: int) -> tuple[str, ...]:
        """What tells whether a mention belongs to the event that a text is about."""
        discourse, line, clause = self._desk.discourse, self._desk.discourse.line, governed.clause
        span, kind = discourse.mentions[mention].span, discourse.types[mention]
        words = [t.word for t in governed.triggers if t.span.start >= span.end][:3]
        first = discourse.resolution.entities[self._event].mentions[0]
        return (
            kind,
            f"n={min(len(clause.mentions), 5)}",
            f"s={min(clause.sentence, 4)}",
            f"order={int(mention < first)}",
            *(f"{kind}:{word}" for word in words),
            f"a2={line[span.end : span.end + 2]}",
            f"b2={line[max(0, span.start - 2) : span.start]}",
        )


def _paragraph(discourse: Discourse, clause: Clause) -> int:
    return discourse.structure.sentences[clause.sentence].paragraph


def _last_trigger(governed: Governed, span: Span) -> Trigger | None:
    """The last trigger of a clause before an object."""
    return next((t for t in reversed(governed.triggers) if t.span.end <= span.start), None)


def _tie(governed: Governed, span: Span) -> Span:
    """The words that tie an object to its clause: the last trigger, else what stands right before it."""
    last = _last_trigger(governed, span)
    if last:
        return last.span
    start = max(governed.clause.span.start, span.start - BEFORE)
    return Span(start, span.start) if start < span.start else span
