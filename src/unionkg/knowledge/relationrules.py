"""Relations by trigger words: the rules and word lists of `patterns/relations.yaml`, checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unionkg.knowledge.patterns import Example, examples, intent
from unionkg.knowledge.vocabulary import Vocabulary
from unionkg.knowledge.yamlfile import YamlNode

KINDS = (
    "verb", "passive", "under", "received", "role", "attend", "embody", "part", "near", "demand", "open",
    "main-event", "among", "judged", "kin", "titled", "undertaking", "series", "headline",
    "occasion", "beside", "dated",
)  # fmt: skip
_WORDS = (
    "preposition",
    "parting",
    "under",
    "acting",
    "meant",
    "announcing",
    "not_modal_before",
    "not_modal_after",
    "one_subject",
    "one_object",
    "part_kinds",
    "numerals",
    "joining",
    "parallel",
    "gatherings",
)
NONE = "none"
"""The list of words that hold a modal word and are none."""
DENIED = "denied"
"""The list of words that deny what follows."""
_KEYS = (
    "id",
    "relation",
    "kind",
    "intent",
    "triggers",
    "cues",
    "heads",
    "tails",
    "reversed",
    "certain",
    "examples",
    "counter_examples",
)
_TYPES = ("demand_types", "addressed_types", "addressee_types")


@dataclass(frozen=True, slots=True)
class RelationRule:
    """One rule.

    `kind` is the mechanism of `relations` that reads it, `triggers` its words, `cues` words that tell
    it but part no trigger from its object, `tails` the types by which an `open` rule proposes,
    `reversed` where they are the heads, `heads` those that a `beside` rule goes out from or to;
    `certain` rules are taken as they are, without learnt weights.
    """

    id: str
    relation: str
    kind: str
    intent_zh: str
    intent_en: str
    triggers: tuple[str, ...]
    cues: tuple[str, ...]
    heads: frozenset[str]
    tails: frozenset[str]
    reversed: bool
    certain: bool
    examples: tuple[Example, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelationRules:
    """All of `relations.yaml`: rules, modal words by modality, word lists and type lists by name."""

    rules: tuple[RelationRule, ...]
    modals: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    types: dict[str, frozenset[str]]

    def of_kind(self, kind: str) -> tuple[RelationRule, ...]:
        """The rules of one mechanism."""
        return tuple(rule for rule in self.rules if rule.kind == kind)


def load(node: YamlNode, vocabulary: Vocabulary) -> RelationRules:
    """Read and check the file; raises KnowledgeError with file and line."""
    node.only("modals", "rules", *_WORDS, *_TYPES)
    modals = node.child("modals")
    if modals is None:
        raise node.error("缺少 modals（demanded、planned、rejected、denied、none）", "'modals' is missing")
    modals.only("demanded", "planned", "rejected", DENIED, NONE)
    for name in _TYPES:
        for entity_type in node.texts(name):
            if entity_type not in vocabulary.types:
                raise node.error(f"没有类型 {entity_type}", f"no type '{entity_type}'", name)
    return RelationRules(
        rules=tuple(_rules(node, vocabulary)),
        modals={name: modals.texts(name) for name in modals.keys},
        words={name: node.texts(name) for name in _WORDS},
        types={name: frozenset(node.texts(name)) for name in _TYPES},
    )


def _rules(node: YamlNode, vocabulary: Vocabulary) -> Iterator[RelationRule]:
    seen: set[str] = set()
    for item in node.items("rules"):
        item.only(*_KEYS)
        relation = item.text("relation")
        if relation not in vocabulary.relations:
            known = ", ".join(vocabulary.relations)
            raise item.error(
                f"没有关系 {relation}；现有：{known}", f"no relation '{relation}'; use: {known}", "relation"
            )
        if item.text("id") in seen:
            raise item.error("规则编号重复，请改名", "this id is taken; give the rule another", "id")
        seen.add(item.text("id"))
        shown, not_shown = examples(item)
        intent_zh, intent_en = intent(item)
        yield RelationRule(
            id=item.text("id"),
            relation=relation,
            kind=item.choice("kind", KINDS),
            intent_zh=intent_zh,
            intent_en=intent_en,
            triggers=item.texts("triggers"),
            cues=item.texts("cues"),
            heads=frozenset(item.texts("heads")),
            tails=frozenset(item.texts("tails")),
            reversed=item.flag("reversed"),
            certain=item.flag("certain"),
            examples=shown,
            counter_examples=not_shown,
        )
