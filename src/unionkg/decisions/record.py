"""The nouns of corrections: a decision, what it is anchored by, and how things are named in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from unionkg.knowledge.thesaurus import Concept
from unionkg.model import Entity, Finding

ACTIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("reject", "mention"): (),
    ("retag", "mention"): ("to",),
    ("move", "mention"): ("to",),
    ("add", "mention"): ("type",),
    ("reject", "claim"): ("subject", "relation", "object"),
    ("add", "claim"): ("subject", "relation", "object"),
    ("reject", "demand"): (),
    ("merge", "thing"): ("into",),
    ("split", "thing"): (),
    ("name", "placeholder"): ("thing", "to"),
}
"""What can be decided, with the fields that it needs beside its anchor."""

RULES = {
    "decision.retag": ("人工改类", "a person gave the mention another type"),
    "decision.move": ("人工移动边界", "a person moved the edges of the mention"),
    "decision.add": ("人工添加", "a person added it"),
    "decision.merge": ("人工合并", "a person held the names for one thing"),
    "decision.split": ("人工拆分", "a person held the names for different things"),
    "decision.name": ("人工指明占位所指", "a person told what the placeholder stands for"),
}
"""The rules that records which come from a decision name, with what they mean."""

_MARKS = " \t\u3000\"'“”‘’《》〈〉「」『』【】"


def bare(name: str) -> str:
    """A name without quotation marks, title marks and spaces at its edges."""
    return name.strip(_MARKS)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a decision belongs: words of a document, what stands around them, and which occurrence.

    `before` and `after` may be empty (not told); `occurrence` counts the quote from 1, 0 is not told.
    """

    document: str
    quote: str
    before: str = ""
    after: str = ""
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing by its name and type; an empty type fits any."""

    label: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One correction; `place` is the file and line that it stands in.

    `type` is the mention's type, `to` the new type (retag), words (move), label (split) or name
    (placeholder); `into` what a thing is merged into; `content` the words of a demand.
    """

    action: str
    kind: str
    anchor: Anchor
    place: str
    type: str = ""
    to: str = ""
    subject: Thing | None = None
    relation: str = ""
    object: Thing | None = None
    modality: str = ""
    thing: Thing | None = None
    into: Thing | None = None
    content: str = ""
    who: str = ""
    when: str = ""
    why: str = ""

    def told(self) -> str:
        """The decision as one line of JSON, the same for the same decision."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def effect(self) -> str:
        """What it would have done, whoever decided it, wherever it stands."""
        told = {**asdict(self), "place": "", "who": "", "when": "", "why": ""}
        return json.dumps(told, ensure_ascii=False, sort_keys=True)

    def finding(self, zh: str, en: str) -> Finding:
        """A warning at this decision, with the words that it is about."""
        words = self.anchor.quote or (self.thing.label if self.thing else "")
        shown = words if len(words) <= 30 else f"{words[:30]}…"
        where = self.anchor.document
        return Finding("warning", self.place, f"{where}“{shown}”：{zh}", f"{where} '{shown}': {en}")


class Lexicon:
    """The forms of the thesaurus both ways: the concept of a name, and the names of a concept."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Of two concepts of one type with the same form the first counts."""
        self._concepts: dict[tuple[str, str], str] = {}
        self._forms: dict[str, tuple[str, ...]] = {}
        for concept in concepts:
            self._forms[concept.iri] = concept.forms
            for form in concept.forms:
                self._concepts.setdefault((concept.type, bare(form)), concept.iri)

    def concept(self, kind: str, name: str) -> str:
        """The IRI of the concept of that type which has the name as a form, or the empty string."""
        return self._concepts.get((kind, bare(name)), "")

    def fits(self, thing: Thing, entity: Entity) -> bool:
        """Whether an entity is the thing: the same type, and one of its names or its concept's."""
        names = {bare(name) for name in (entity.label, *entity.names, *self._forms.get(entity.concept, ()))}
        return thing.type in {"", entity.type} and bare(thing.label) in names


def by_document(decided: Iterable[Decision]) -> Mapping[str, tuple[Decision, ...]]:
    """The decisions on each document, in their order."""
    found: dict[str, list[Decision]] = {}
    for decision in decided:
        found.setdefault(decision.anchor.document, []).append(decision)
    return {document: tuple(mine) for document, mine in found.items()}
