"""The mechanisms: how a trigger, a subject and the mentions around them become proposals.

They propose widely; `choice` decides. Every word that they look for stands in `relations.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from unionkg.knowledge import Knowledge
from unionkg.knowledge.relationrules import RelationRule
from unionkg.model import Clause, Span
from unionkg.relations.clause import Reading, Trigger
from unionkg.relations.proposal import Proposal

REACH = 60
"""Code points between a thing and a place or time that may belong to it."""


class Proposer:
    """Makes proposals of one document's clauses."""

    def __init__(self, reading: Reading, knowledge: Knowledge) -> None:
        """Prepare what several mechanisms look at."""
        self._reading = reading
        self._knowledge = knowledge
        self._rules = knowledge.relation_rules
        self._clauses = [governed.clause for governed in reading.clauses]
        self._by_sentence: dict[int, list[int]] = {}
        for index, clause in enumerate(self._clauses):
            self._by_sentence.setdefault(clause.sentence, []).append(index)

    def _fits(self, head: int, relation: str, tail: int) -> bool:
        """Whether the relation may stand between these two entities."""
        types = self._reading.type
        return head != tail and self._knowledge.vocabulary.fits(types(head), relation, types(tail))

    def propose(self) -> Iterator[Proposal]:
        """All proposals, clause by clause."""
        mechanisms = {
            "verb": self._verb,
            "passive": self._passive,
            "under": self._under,
            "received": self._received,
            "role": self._role,
            "attend": self._attend,
            "part": self._part,
        }
        for index, governed in enumerate(self._reading.clauses):
            clause = governed.clause
            for trigger in governed.triggers:
                for rule in trigger.rules:
                    yield from mechanisms[rule.kind](index, clause, trigger, rule)
            yield from self._demand(index, clause)
            yield from self._near(index, clause)
        yield from self._counted()
        yield from self._listed()
        yield from self._headed()

    # --- what the mechanisms share -----------------------------------------------------

    def _make(
        self,
        index: int,
        rule: RelationRule,
        trigger: Span,
        head: tuple[int, int],
        tail: tuple[int, int],
        *more: str,
    ) -> Iterator[Proposal]:
        """A proposal if the types fit; `head` and `tail` are (entity, mention or -1)."""
        if self._fits(head[0], rule.relation, tail[0]):
            features = self._features(index, rule, trigger, head, tail, more)
            yield Proposal(
                head[0], rule.relation, tail[0], rule.id, index, trigger, head[1], tail[1], (), 0, features
            )

    def _features(
        self,
        index: int,
        rule: RelationRule,
        trigger: Span,
        head: tuple[int, int],
        tail: tuple[int, int],
        more: tuple[str, ...],
    ) -> tuple[str, ...]:
        """What the weights look at: rule, words, types, distances, how the subject was found, voice."""
        clause, reading = self._clauses[index], self._reading
        modality = reading.clauses[index].modality
        text, mentions = reading.text, reading.mentions
        types = reading.type(head[0]), reading.type(tail[0])
        word = text[trigger.start : trigger.end]
        kinds = f"{types[0]}>{types[1]}"
        speaking = "own" if clause.utterance == 0 else "reported"
        found = [
            rule.id,
            f"{rule.id}={word}",
            f"{rule.id}:{kinds}",
            f"{rule.id}:{clause.origin}",
            f"{rule.id}:{modality}:{speaking}",
            f"{rule.id}:{speaking}:{clause.origin}",
            f"{rule.relation}:{kinds}:{modality}:{speaking}",
            f"self={int(head[0] == reading.resolution.self_entity)}:{rule.id}",
            f"{kinds}={word}",
        ]
        if tail[1] >= 0:
            span = mentions[tail[1]].span
            between = _between(trigger, span)
            gap = text[between.start : between.end]
            crossed = sum(between.covers(mentions[i].span) for i in clause.mentions)
            found += [
                f"{rule.id}:gap={min(len(gap), 12) // 3}",
                f"{rule.id}:crossed={min(crossed, 3)}",
                f"{rule.id}:comma={int('，' in gap)}{int('、' in gap)}{int('的' in gap)}",
                f"{rule.id}:after={text[span.end : span.end + 2]}",
                f"{rule.id}:before={text[max(0, span.start - 2) : span.start]}",
                f"{rule.id}:side={int(span.start >= trigger.start)}",
                f"{types[1]}:after={text[span.end : span.end + 2]}",
                f"{rule.id}:tail={mentions[tail[1]].text}" if len(mentions[tail[1]].text) < 8 else "long",
            ]
        if head[1] >= 0:
            span = mentions[head[1]].span
            found += [
                f"{rule.id}:h-after={text[span.end : span.end + 2]}",
                f"{rule.id}:h-before={text[max(0, span.start - 1) : span.start]}",
                f"{rule.id}:h-side={int(span.start >= trigger.start)}",
            ]
        return (*found, *(f"{rule.id}:{feature}" for feature in more))

    def _right(self, index: int, trigger: Trigger) -> Iterator[tuple[int, int]]:
        """Mentions right of a trigger in its clause, with how many other triggers stand between."""
        governed = self._reading.clauses[index]
        later = [t.span.start for t in governed.triggers if t.span.start >= trigger.span.end]
        for mention in governed.clause.mentions:
            start = self._reading.mentions[mention].span.start
            if start >= trigger.span.end:
                yield mention, sum(at < start for at in later)

    def _left(self, clause: Clause, trigger: Trigger) -> list[int]:
        """Mentions left of a trigger in its clause."""
        return [i for i in clause.mentions if self._reading.mentions[i].span.end <= trigger.span.start]

    def _subjects(self, clause: Clause, trigger: Trigger | None = None) -> list[tuple[int, int]]:
        """The subject as (entity, mention): its mention in the clause, where it has one before the trigger."""
        found = []
        for entity in clause.subject:
            at = next((i for i in clause.mentions if self._reading.entity(i) == entity), -1)
            if trigger and at >= 0 and self._reading.mentions[at].span.start > trigger.span.start:
                at = -1
            found.append((entity, at))
        return found

    def _of(self, mention: int) -> tuple[int, int]:
        return self._reading.entity(mention), mention

    def _speaker(self, clause: Clause) -> int:
        """The entity whose voice a clause is in: -1 for the text's own."""
        return self._reading.resolution.utterances[clause.utterance].speaker

    # --- mechanisms ----------------------------------------------------------------------

    def _verb(self, index: int, clause: Clause, trigger: Trigger, rule: RelationRule) -> Iterator[Proposal]:
        """Subject, verb, objects; an object may also stand left, in a 对… phrase."""
        heads = self._subjects(clause, trigger)
        left = self._left(clause, trigger)
        near = [self._of(i) for i in left[-2:]]
        heads += [h for h in near if h not in heads and h[0] not in clause.subject]
        heads += self._farther(index, clause, heads)
        objects = list(self._right(index, trigger))
        for step, (mention, passed) in enumerate(objects):
            for place, head in enumerate(heads):
                origin = self._origin(clause, head, near)
                yield from self._make(
                    index, rule, trigger.span, head, self._of(mention),
                    f"passed={min(passed, 3)}", f"step={min(step, 4)}", f"head={origin}{min(place, 2)}",
                )  # fmt: skip
        for mention in left[-3:]:
            before = self._reading.text[: self._reading.mentions[mention].span.start]
            marked = next((w for w in self._rules.words["preposition"] if before.endswith(w)), "")
            for head in heads:
                if head[1] != mention:
                    yield from self._make(
                        index, rule, trigger.span, head, self._of(mention), f"left={marked}"
                    )
        yield from self._next_clause(index, clause, trigger, rule, heads, bool(objects))

    def _origin(self, clause: Clause, head: tuple[int, int], near: list[tuple[int, int]]) -> str:
        """How a head was found."""
        if head[0] in clause.subject:
            return "subject"
        if head in near:
            return "near"
        return "speaker" if head[1] < 0 else "far"

    def _farther(self, index: int, clause: Clause, known: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Possible subjects that stand farther off: earlier in the sentence, and the voice itself."""
        types = self._knowledge.clause_words.subject_types
        earlier = [
            self._of(i)
            for c in reversed(self._by_sentence[clause.sentence])
            if c < index
            for i in reversed(self._clauses[c].mentions)
            if self._reading.mentions[i].type in types
        ]
        speaker = self._speaker(clause)
        voices = [(speaker, -1)] if speaker >= 0 else []
        seen = {entity for entity, _ in known}
        found = []
        for head in [*earlier, *voices]:
            if head[0] not in seen:
                seen.add(head[0])
                found.append(head)
        return found[:3] + [v for v in voices if v in found[3:]]

    def _next_clause(
        self,
        index: int,
        clause: Clause,
        trigger: Trigger,
        rule: RelationRule,
        heads: list[tuple[int, int]],
        found: bool,
    ) -> Iterator[Proposal]:
        """A list that goes on behind a comma without a verb of its own."""
        following = self._reading.clauses[index + 1 : index + 2]
        last = self._reading.clauses[index].triggers[-1]
        if not following or following[0].clause.sentence != clause.sentence or trigger != last:
            return
        clause = following[0].clause
        first = following[0].triggers[0].span.start if following[0].triggers else clause.span.end
        for mention in clause.mentions:
            if self._reading.mentions[mention].span.start < first:
                for head in heads:
                    yield from self._make(
                        index,
                        rule,
                        trigger.span,
                        head,
                        self._of(mention),
                        f"next={int(found)}",
                        f"next:{clause.origin}",
                    )

    def _passive(
        self, index: int, clause: Clause, trigger: Trigger, rule: RelationRule
    ) -> Iterator[Proposal]:
        """The object stands left of the trigger; the agent is the subject, right of it, or carried."""
        objects = self._left(clause, trigger)[-2:] or [i for i, _ in self._right(index, trigger)][-1:]
        agents = [self._of(i) for i, _ in self._right(index, trigger)][:1]
        agents += [s for s in self._subjects(clause, trigger) if s not in agents]
        own = self._reading.resolution.self_entity
        if own >= 0 and (own, -1) not in agents and clause.utterance == 0:
            agents.append((own, -1))
        for mention in objects:
            for agent in agents:
                origin = "own" if agent == (own, -1) else "subject" if agent[0] in clause.subject else "right"
                yield from self._make(index, rule, trigger.span, agent, self._of(mention), f"agent={origin}")

    def _under(self, index: int, clause: Clause, trigger: Trigger, rule: RelationRule) -> Iterator[Proposal]:
        """Under the leadership or with the support of somebody: he, and the subject or object of the sentence."""
        left = self._left(clause, trigger)
        if not left:
            return
        head = self._of(left[-1])
        tails = [s for s in self._subjects(clause) if s[0] != head[0]]
        tails += [self._of(i) for i in left[:-1]]
        for later in self._by_sentence[clause.sentence]:
            if later > index:
                following = self._clauses[later]
                tails += [(e, i) for e, i in self._subjects(following) if (e, i) not in tails]
                tails += [self._of(i) for i in following.mentions if self._of(i) not in tails]
                break
        tails += [self._of(i) for i, _ in self._right(index, trigger) if self._of(i) not in tails]
        for step, tail in enumerate(tails):
            yield from self._make(index, rule, trigger.span, head, tail, f"step={min(step, 4)}")

    def _received(
        self, index: int, clause: Clause, trigger: Trigger, rule: RelationRule
    ) -> Iterator[Proposal]:
        """Who received an honour: the honour is the head."""
        around = [i for c in self._by_sentence[clause.sentence] for i in self._clauses[c].mentions]
        honours = [i for i in around if self._reading.mentions[i].type == "Honor"]
        for honour in honours:
            for step, mention in enumerate(reversed([i for i in around if i < honour])):
                yield from self._make(
                    index, rule, trigger.span, self._of(honour), self._of(mention), f"left={min(step, 4)}"
                )
            for step, mention in enumerate(i for i in around if i > honour):
                yield from self._make(
                    index, rule, trigger.span, self._of(honour), self._of(mention), f"right={min(step, 4)}"
                )
            for head in self._subjects(clause):
                yield from self._make(index, rule, trigger.span, head, self._of(honour), "conferred")

    def _role(self, index: int, clause: Clause, trigger: Trigger, rule: RelationRule) -> Iterator[Proposal]:
        """Who is what: the role is right of the trigger, or beside the one who has it."""
        roles = [i for i in clause.mentions if self._reading.mentions[i].type == "Role"]
        for role in roles:
            left = [i for i in clause.mentions if i < role]
            heads = [self._of(i) for i in left[-2:]]
            heads += [s for s in self._subjects(clause) if s not in heads]
            heads += [self._of(i) for i in clause.mentions if i > role][:1]
            for step, head in enumerate(heads):
                at = "left" if head[1] >= 0 and head[1] < role else "carried" if head[1] < 0 else "right"
                yield from self._make(
                    index, rule, trigger.span, head, self._of(role), f"at={at}{min(step, 2)}{clause.origin}"
                )

    def _attend(self, index: int, clause: Clause, trigger: Trigger, rule: RelationRule) -> Iterator[Proposal]:
        """Everybody listed in the sentence up to the trigger, and the event behind it or the last one named."""
        people = [
            i
            for c in self._by_sentence[clause.sentence]
            if c <= index
            for i in self._clauses[c].mentions
            if self._reading.mentions[i].span.end <= trigger.span.start
        ]
        events = [
            i
            for i, _ in self._right(index, trigger)
            if self._reading.mentions[i].type in {"Event", "Initiative"}
        ]
        place = "behind" if events else "before"
        if not events:
            limit = trigger.span.start
            earlier = [
                i for i, m in enumerate(self._reading.mentions) if m.type == "Event" and m.span.end <= limit
            ]
            events = earlier[-1:]
            people = [i for i in people if i not in events]
        for event in events[:2]:
            for step, person in enumerate(reversed(people)):
                same = int(person in clause.mentions)
                yield from self._make(
                    index, rule, trigger.span, self._of(person), self._of(event),
                    f"event={place}", f"same={same}{min(step, 3)}", f"n={min(len(people), 6)}",
                )  # fmt: skip
            if not people:
                for head in self._subjects(clause):
                    yield from self._make(
                        index, rule, trigger.span, head, self._of(event), f"carried:{place}"
                    )

    def _part(self, index: int, clause: Clause, trigger: Trigger, rule: RelationRule) -> Iterator[Proposal]:
        """A name and the list that a word ties to it, on either side."""
        sentence = [i for c in self._by_sentence[clause.sentence] for i in self._clauses[c].mentions]
        left = [i for i in sentence if self._reading.mentions[i].span.end <= trigger.span.start]
        right = [i for i in sentence if self._reading.mentions[i].span.start >= trigger.span.end]
        for head in right[:1]:
            for step, part in enumerate(reversed(left[-8:])):
                yield from self._parts(index, rule, trigger, head, part, f"left={min(step, 3)}")
        for head in left[-2:]:
            for step, part in enumerate(right[:10]):
                yield from self._parts(index, rule, trigger, head, part, f"right={min(step, 3)}")

    def _parts(
        self, index: int, rule: RelationRule, trigger: Trigger, head: int, part: int, feature: str
    ) -> Iterator[Proposal]:
        same = self._reading.mentions[head].type == self._reading.mentions[part].type
        a, b = sorted((self._reading.mentions[head].span, self._reading.mentions[part].span))
        between = self._reading.text[a.end : b.start]
        plain = int("。" in between or "；" in between)
        yield from self._make(
            index, rule, trigger.span, self._of(head), self._of(part), feature, f"same={int(same)}", f"plain={plain}",
            f"counted={int(any(c.entity == self._reading.entity(head) for c in self._reading.resolution.counts))}",
        )  # fmt: skip

    # --- demands -----------------------------------------------------------------------------

    def _demand(self, index: int, clause: Clause) -> Iterator[Proposal]:
        """What a voice asks for in a clause, and of whom."""
        rules = {rule.relation: rule for rule in self._rules.of_kind("demand")}
        wanted = [
            i for i in clause.mentions if self._reading.mentions[i].type in self._rules.types["demand_types"]
        ]
        if not wanted:
            return
        sentence = self._by_sentence[clause.sentence]
        governed = self._reading.clauses[index]
        earlier = [self._reading.clauses[c] for c in reversed(sentence) if c <= index]
        nowhere = Span(clause.span.start, clause.span.start)
        modal = next((g.modal for g in earlier if g.modality), nowhere)
        near = "here" if governed.modality else "before" if len(modal) else "none"
        verb = next(
            (
                t.word
                for t in reversed(governed.triggers)
                if t.span.end <= self._reading.mentions[wanted[0]].span.start
            ),
            "",
        )
        speaker = self._speaker(clause)
        for step, mention in enumerate(wanted):
            more = (
                f"modal={near}",
                f"verb={verb}",
                f"step={min(step, 3)}",
                f"first={int(clause.mentions[0] == mention)}",
            )
            if speaker >= 0:
                yield from self._make(
                    index, rules["proposes"], modal, (speaker, -1), self._of(mention), *more
                )
            if self._reading.mentions[mention].type in self._rules.types["addressed_types"]:
                for subject in self._addressees(clause, mention):
                    yield from self._make(
                        index, rules["addressedTo"], modal, self._of(mention), subject, *more, f"to={clause.origin}",
                        f"side={int(subject[1] > mention)}",
                    )  # fmt: skip

    def _addressees(self, clause: Clause, mention: int) -> list[tuple[int, int]]:
        """Whom a demand may be addressed to: the subject, and bodies and groups named in its clause."""
        types = self._rules.types["addressee_types"]
        found = [s for s in self._subjects(clause) if self._reading.type(s[0]) in types]
        found += [
            self._of(i)
            for i in clause.mentions
            if i != mention
            and self._reading.mentions[i].type in types
            and self._of(i)[0] not in clause.subject
        ]
        return found

    # --- things and their places and times -------------------------------------------------------

    def _near(self, index: int, clause: Clause) -> Iterator[Proposal]:
        """A thing and the place or time stated in the same sentence."""
        rules = self._rules.of_kind("near")
        sentence = [i for c in self._by_sentence[clause.sentence] for i in self._clauses[c].mentions]
        for mark in clause.mentions:
            kind = self._reading.mentions[mark].type
            if kind not in {"Time", "Place"}:
                continue
            for rule in rules:
                for thing in sentence:
                    yield from self._placed(index, clause, rule, mark, thing)

    def _placed(
        self, index: int, clause: Clause, rule: RelationRule, mark: int, thing: int
    ) -> Iterator[Proposal]:
        mentions, text = self._reading.mentions, self._reading.text
        a, b = sorted((mentions[mark].span, mentions[thing].span))
        between = text[a.end : b.start]
        if len(between) > REACH:
            return
        span = mentions[mark].span
        lead = text[max(0, span.start - 1) : span.start]
        crossed = abs(mark - thing) - 1
        yield from self._make(
            index, rule, span, self._of(thing), self._of(mark),
            f"lead={lead}", f"commas={min(between.count('，'), 2)}", f"far={min(len(between), 40) // 5}",
            f"crossed={min(crossed, 3)}", f"order={int(mark < thing)}", f"same={int(thing in clause.mentions)}",
            f"only={between if len(between) < 3 else ''}",
        )  # fmt: skip

    # --- counted labels and lists ------------------------------------------------------------------

    def _counted(self) -> Iterator[Proposal]:
        """A label that declares a number holds the members found for it."""
        rule = self._rules.of_kind("part")[0]
        for count in self._reading.resolution.counts:
            if count.entity < 0:
                continue
            head = (count.entity, self._reading.resolution.entities[count.entity].mentions[0])
            for position, part in enumerate(count.parts, 1):
                mention = next((i for i, m in enumerate(self._reading.mentions) if part.overlaps(m.span)), -1)
                if mention < 0 or self._reading.entity(mention) == count.entity:
                    continue
                index = self._clause_at(self._reading.mentions[mention].span.start)
                features = (
                    "counted",
                    f"counted:{count.verdict}",
                    f"counted:{self._reading.type(count.entity)}>{self._reading.mentions[mention].type}",
                )
                yield Proposal(
                    count.entity, rule.relation, self._reading.entity(mention), "counted-part", index, count.span,
                    head[1], mention, (count.span,), position, features,
                )  # fmt: skip

    def _listed(self) -> Iterator[Proposal]:
        """The items of an enumeration: parts of what its introducer or enclosing item names; announced demands."""
        rule = self._rules.of_kind("part")[0]
        demands = {r.relation: r for r in self._rules.of_kind("demand")}
        for enumeration in self._reading.structure.enumerations:
            inside = [
                i for i, m in enumerate(self._reading.mentions) if enumeration.introducer.covers(m.span)
            ]
            announced = any(
                word in self._reading.text[enumeration.introducer.start : enumeration.introducer.end]
                for word in self._rules.words["announcing"]
            )
            outer = self._enclosing(enumeration.items[0])
            for position, item in enumerate(enumeration.items, 1):
                leads = self._leads(item)
                for step, lead in enumerate(leads):
                    index = self._clause_at(self._reading.mentions[lead].span.start)
                    more = (f"marker={enumeration.marker}", f"step={step}", f"announced={int(announced)}")
                    for head in dict.fromkeys([*inside[-3:], *outer]):
                        where = "outer" if head in outer else "inside"
                        yield from self._item(
                            index, rule, head, lead, enumeration.introducer, position, (*more, where)
                        )
                    if self._reading.mentions[lead].type in self._rules.types["demand_types"]:
                        for proposal in self._announced(index, demands, inside, lead, more):
                            yield proposal

    def _headed(self) -> Iterator[Proposal]:
        """What stands in a section may be part of what its heading names."""
        rule = self._rules.of_kind("part")[0]
        for section in self._reading.structure.sections:
            heads = [i for i, m in enumerate(self._reading.mentions) if section.heading.covers(m.span)][:1]
            inside = [
                i
                for i, m in enumerate(self._reading.mentions)
                if section.span.covers(m.span) and m.span.start >= section.heading.end and heads
            ]
            for head in heads:
                for step, part in enumerate(inside[:12]):
                    same = self._reading.mentions[head].type == self._reading.mentions[part].type
                    index = self._clause_at(self._reading.mentions[part].span.start)
                    more = (f"same={int(same)}", f"step={min(step, 3)}", f"n={min(len(inside), 12) // 3}")
                    if same:
                        yield from self._item(index, rule, head, part, section.heading, 0, (*more, "headed"))

    def _announced(
        self,
        index: int,
        demands: dict[str, RelationRule],
        inside: list[int],
        lead: int,
        more: tuple[str, ...],
    ) -> Iterator[Proposal]:
        """Demands that the speaker announces as his own, and whom the announcement names."""
        own = self._reading.resolution.self_entity
        trigger = self._reading.mentions[lead].span
        if own >= 0:
            yield from self._make(
                index, demands["proposes"], trigger, (own, -1), self._of(lead), "announce", *more
            )
        for mention in inside:
            yield from self._make(
                index, demands["addressedTo"], trigger, self._of(lead), self._of(mention), "announce", *more
            )

    def _item(
        self,
        index: int,
        rule: RelationRule,
        head: int,
        lead: int,
        introducer: Span,
        position: int,
        more: tuple[str, ...],
    ) -> Iterator[Proposal]:
        if not self._fits(self._reading.entity(head), rule.relation, self._reading.entity(lead)):
            return
        span = self._reading.mentions[lead].span
        features = self._features(index, rule, introducer, self._of(head), self._of(lead), more)
        yield Proposal(
            self._reading.entity(head), rule.relation, self._reading.entity(lead), "listed-part", index, span, head, lead,
            (introducer,) if len(introducer) else (), position, tuple(f"listed:{f}" for f in features if "=" not in f or "marker" in f or "step" in f),
        )  # fmt: skip

    def _leads(self, item: Span) -> list[int]:
        """The mentions in the first clause or two of a list item."""
        end = min(item.end, item.start + 40)
        stop = self._knowledge.markers.sentence_stop.search(self._reading.text, item.start, end)
        limit = stop.start() if stop else end
        return [i for i, m in enumerate(self._reading.mentions) if item.start <= m.span.start < limit][:3]

    def _enclosing(self, item: Span) -> list[int]:
        """The lead of the innermost list item or heading that holds a list."""
        best: Span | None = None
        for enumeration in self._reading.structure.enumerations:
            for outer in enumeration.items:
                if outer.covers(item) and outer != item and (best is None or len(outer) < len(best)):
                    best = outer
        return self._leads(best)[:1] if best else []

    def _clause_at(self, offset: int) -> int:
        """The index of the clause that holds `offset`."""
        low, high = 0, len(self._clauses)
        while low < high:
            middle = (low + high) // 2
            if self._clauses[middle].span.end <= offset:
                low = middle + 1
            else:
                high = middle
        return min(low, len(self._clauses) - 1)


def _between(one: Span, other: Span) -> Span:
    """The stretch between two spans."""
    a, b = sorted((one, other))
    return Span(min(a.end, b.start), max(a.end, b.start))
