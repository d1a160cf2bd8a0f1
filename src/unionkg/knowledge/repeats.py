"""Which names are found again wherever they stand: `patterns/repeats.yaml`."""

from __future__ import annotations

from dataclasses import dataclass

from unionkg.knowledge.patterns import intent
from unionkg.knowledge.vocabulary import Vocabulary
from unionkg.knowledge.yamlfile import YamlNode

REPEATED = "repeated"
"""The rule by which such a name is found."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """Of each type the least number of code points of such a name, and the lengths that do not count."""

    intent_zh: str
    intent_en: str
    lengths: dict[str, tuple[int, frozenset[int]]]


def load(node: YamlNode, vocabulary: Vocabulary) -> Repeats:
    """Read `repeats.yaml`; raises KnowledgeError with file and line."""
    node.only("intent", "repeats")
    found: dict[str, tuple[int, frozenset[int]]] = {}
    for item in node.items("repeats"):
        item.only("type", "least", "idiom")
        name = item.text("type")
        if name not in vocabulary.types:
            raise item.error(f"没有类型 {name}", f"no type '{name}'", "type")
        if name in found:
            raise item.error(f"{name} 写了两次", f"'{name}' is told twice", "type")
        if item.whole("least") < 1:
            raise item.error("least 至少为 1", "'least' must be 1 or more", "least")
        lengths = item.texts("idiom")
        if not all(map(str.isdecimal, lengths)):
            raise item.error("idiom 应为整数的列表", "'idiom' must be a list of whole numbers", "idiom")
        found[name] = item.whole("least"), frozenset(map(int, lengths))
    return Repeats(*intent(node), found)
