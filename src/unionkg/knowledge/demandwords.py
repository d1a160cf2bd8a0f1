"""The requirement ledger's words: `patterns/demands.yaml`, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from unionkg.knowledge.yamlfile import YamlNode


@dataclass(frozen=True, slots=True)
class Degree:
    """A strength or status: its id, labels, and the words that show it."""

    id: str
    label_zh: str
    label_en: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemandRule:
    """Words of one strength and polarity, and what must not stand beside them."""

    id: str
    strength: str
    polarity: str
    words: tuple[str, ...]
    not_after: frozenset[str]
    not_before: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemandWords:
    """All of `demands.yaml`; strengths run from the weakest to the strongest."""

    strengths: tuple[Degree, ...]
    statuses: tuple[Degree, ...]
    rules: tuple[DemandRule, ...]
    not_demand: tuple[re.Pattern[str], ...]
    deadline_after: tuple[str, ...]
    deadline_verbs: tuple[str, ...]


def load(node: YamlNode) -> DemandWords:
    """Read `demands.yaml`; raises KnowledgeError with file and line."""
    node.only(
        "strengths", "statuses", "words", "not_demand", "deadline_after", "deadline_verbs",
    )  # fmt: skip
    strengths = tuple(_degrees(node, "strengths"))
    known = tuple(degree.id for degree in strengths)
    rules = tuple(
        DemandRule(
            id=item.text("id"),
            strength=item.choice("strength", known),
            polarity=item.choice("polarity", ("required", "rejected")),
            words=item.texts("words"),
            not_after=frozenset(item.texts("not_after")),
            not_before=item.texts("not_before"),
            examples=item.texts("examples"),
            counter_examples=item.texts("counter_examples"),
        )
        for item in node.items("words")
    )
    patterns = tuple(node.compile("not_demand", raw) for raw in node.texts("not_demand"))
    return DemandWords(
        strengths,
        tuple(_degrees(node, "statuses")),
        rules,
        patterns,
        node.texts("deadline_after"),
        node.texts("deadline_verbs"),
    )


def _degrees(node: YamlNode, key: str) -> Iterator[Degree]:
    for item in node.items(key):
        yield Degree(item.text("id"), item.text("label_zh"), item.text("label_en"), item.texts("words"))
