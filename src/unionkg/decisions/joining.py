"""Things of one document merged, split and named by decisions; every index that points at them follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from unionkg.decisions.anchor import Placed
from unionkg.decisions.record import Lexicon, bare
from unionkg.model import Entity, Mention, Resolution

Refusal = tuple[str, str]
_GONE = ("此处已没有这样的事物；可删去此行", "no such thing is found here any more; delete this line")


class Joining:
    """A resolution that is being changed."""

    def __init__(self, meant: Resolution, found: Sequence[Mention], lexicon: Lexicon) -> None:
        """Begin with what was resolved."""
        self._meant = meant
        self._found = found
        self._lexicon = lexicon
        self._entities: list[Entity | None] = list(meant.entities)
        self._into = list(range(len(meant.entities)))
        self._apart: dict[tuple[int, str], int] = {}

    def apply(self, one: Placed) -> Refusal | None:
        """Apply one decision on things; gives why not, where it can't be."""
        if one.decision.kind == "placeholder":
            return self._name(one)
        index = self._mention(one)
        if index is None:
            return _GONE
        return self._merge(one, index) if one.decision.action == "merge" else self._split(one, index)

    def _mention(self, one: Placed) -> int | None:
        """The mention that the anchor of a decision is, whatever marks stand at its edges."""
        for index, mention in enumerate(self._found):
            span = mention.span
            same = span == one.span or (
                (span.covers(one.span) or one.span.covers(span))
                and bare(mention.text) == bare(one.decision.anchor.quote)
            )
            if same and one.decision.type in {"", mention.type}:
                return index
        return None

    def _owner(self, mention: int) -> int:
        """The index of the entity that a mention belongs to now."""
        for index, entity in enumerate(self._entities):
            if entity and mention in entity.mentions:
                return index
        return -1  # pragma: no cover - each mention belongs to an entity

    def _merge(self, one: Placed, mention: int) -> Refusal | None:
        source = self._owner(mention)
        wanted = one.decision.into
        targets = [i for i, e in enumerate(self._entities) if e and wanted and self._lexicon.fits(wanted, e)]
        if source in targets:
            return "两者已是同一事物；可删去此行", "both are one thing already; delete this line"
        if len(targets) != 1:
            label = wanted.label if wanted else ""
            return (
                f"“{label}”在此文有 {len(targets)} 个；请写明唯一的名称和类",
                f"this text has {len(targets)} things '{label}'; name one by label and type",
            )
        self._join(source, targets[0], "decision.merge")
        return None

    def _join(self, source: int, target: int, rule: str) -> None:
        """Let the thing `source` be the thing `target`."""
        one, other = self._entities[source], self._entities[target]
        if one is None or other is None:  # pragma: no cover - both were just looked up
            return
        self._entities[target] = replace(
            other,
            names=tuple(sorted({*other.names, *one.names})),
            mentions=tuple(sorted((*other.mentions, *one.mentions))),
            concept=other.concept or (one.concept if one.type == other.type else ""),
            joined=tuple(sorted({*other.joined, *one.joined, rule})),
        )
        self._entities[source] = None
        self._into[source] = target

    def _split(self, one: Placed, mention: int) -> Refusal | None:
        """Set one mention apart; those of a thing that are set apart under the same name stay together."""
        owner = self._owner(mention)
        entity = self._entities[owner]
        if entity is None or len(entity.mentions) < 2:
            return "此处的事物只有一个提及，无可拆分", "the thing has one mention only; nothing to split"
        kept = tuple(m for m in entity.mentions if m != mention)
        names = self._names(kept)
        label = entity.label if entity.label in names else names[0]
        self._entities[owner] = replace(entity, mentions=kept, names=names, label=label)
        label = one.decision.to or bare(self._found[mention].text)
        joined = self._apart.get((owner, one.decision.to)) if one.decision.to else None
        part = self._entities[joined] if joined is not None else None
        if joined is None or part is None:
            joined = len(self._entities)
            self._entities.append(
                Entity(label, self._found[mention].type, (), (), "", "document", ("decision.split",))
            )
            self._into.append(joined)
            self._apart[owner, one.decision.to] = joined
            part = self._entities[joined]
        if part is not None:
            mine = tuple(sorted((*part.mentions, mention)))
            self._entities[joined] = replace(part, mentions=mine, names=self._names(mine))
        return None

    def _names(self, mentions: Sequence[int]) -> tuple[str, ...]:
        """The names that mentions have."""
        texts = (self._found[index].text for index in mentions)
        return tuple(sorted({bare(text) or text for text in texts}))

    def _name(self, one: Placed) -> Refusal | None:
        """Give a placeholder the name of what it stands for; one that has that name already is the same."""
        thing, name = one.decision.thing, one.decision.to
        meant = [
            i
            for i, e in enumerate(self._entities)
            if e
            and thing
            and thing.type in {"", e.type}
            and bare(thing.label) in {*map(bare, e.names), bare(e.label)}
        ]
        if len(meant) != 1:
            label = thing.label if thing else ""
            return (
                f"“{label}”在此文有 {len(meant)} 个；请核对占位的写法，或写明类",
                f"this text has {len(meant)} things '{label}'; check the placeholder, or tell its type",
            )
        entity = self._entities[meant[0]]
        if entity is None:  # pragma: no cover - it was just looked up
            return _GONE
        concept = self._lexicon.concept(entity.type, name)
        self._entities[meant[0]] = replace(
            entity,
            label=name,
            names=tuple(sorted({*entity.names, name})),
            concept=concept,
            scope="shared" if concept else "document",
            joined=tuple(sorted({*entity.joined, "decision.name"})),
        )
        for index, other in enumerate(self._entities):
            if other and index != meant[0] and other.type == entity.type and name in other.names:
                self._join(index, meant[0], "decision.name")
        return None

    # --- the indices ---

    def resolution(self) -> Resolution:
        """The resolution as it is now: things keep their order, what was split off comes last."""
        if self._entities == list(self._meant.entities):
            return self._meant
        order = [index for index, entity in enumerate(self._entities) if entity]
        number = {index: place for place, index in enumerate(order)}

        def now(index: int) -> int:
            while index >= 0 and self._into[index] != index:
                index = self._into[index]
            return number.get(index, -1)

        entities = tuple(entity for entity in self._entities if entity)
        owner = {m: place for place, entity in enumerate(entities) for m in entity.mentions}
        meant = self._meant
        return replace(
            meant,
            entities=entities,
            entity_of=tuple(owner[m] for m in range(len(meant.entity_of))),
            utterances=tuple(
                replace(u, speaker=now(u.speaker), event=now(u.event)) for u in meant.utterances
            ),
            counts=tuple(replace(c, entity=now(c.entity)) for c in meant.counts),
            self_entity=now(meant.self_entity),
            clauses=tuple(
                replace(
                    c,
                    subject=tuple(
                        dict.fromkeys(self._subject(s, c.mentions, owner, now(s)) for s in c.subject)
                    ),
                )
                for c in meant.clauses
            ),
        )

    def _subject(self, before: int, mentions: Sequence[int], owner: dict[int, int], now: int) -> int:
        """The subject of a clause: the thing set apart, where the clause names it and not the old one."""
        mine = {owner[m] for m in mentions if self._meant.entity_of[m] == before}
        return mine.pop() if len(mine) == 1 else now
