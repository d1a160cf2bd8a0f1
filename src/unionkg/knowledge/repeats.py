"""Which names are found again wherever they stand: `patterns/repeats.yaml`."""

from __future__ import annotations

from unionkg.knowledge.vocabulary import Vocabulary
from unionkg.knowledge.yamlfile import YamlNode

Repeats = dict[str, tuple[int, frozenset[int]]]
"""Of each type the least number of code points of such a name, and the lengths that do not count."""


def load(node: YamlNode, vocabulary: Vocabulary) -> Repeats:
    """Read `repeats.yaml`; raises KnowledgeError with file and line."""
    node.only("repeats")
    found: Repeats = {}
    for item in node.items("repeats"):
        item.only("type", "least", "idiom")
        name = item.text("type")
        if name not in vocabulary.types:
            raise item.error(f"没有类型 {name}", f"no type '{name}'", "type")
        if name in found:
            raise item.error(f"{name} 写了两次", f"'{name}' is told twice", "type")
        lengths = item.texts("idiom")
        if not all(map(str.isdecimal, lengths)):
            raise item.error("idiom 应为整数的列表", "'idiom' must be a list of whole numbers", "idiom")
        found[name] = item.whole("least"), frozenset(map(int, lengths))
    return found
