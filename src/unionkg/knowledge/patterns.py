"""Patterns of `ontology/patterns/*.yaml`: word lists, mention rules, and their examples.

What a rule does with a text is the business of `mentions` and `relations`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from unionkg.knowledge import yamlfile
from unionkg.knowledge.guards import guarded
from unionkg.knowledge.yamlfile import YamlNode

WordLists = dict[str, tuple[str, ...]]
_MACRO = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and what a rule must find in it (nothing, for a counter-example)."""

    text: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentionRule:
    """One rule that finds mentions.

    `kind` is the mechanism of `mentions.grammar` that reads it; `pattern` a regular
    expression whose named group, where one took part, is the mention; `anchors` strings of
    which a sentence must hold one; `heads` head nouns; `bare` whether a head may stand
    without a modifier; `named` whether a proper name must stand before it; `leading` words
    that only the first place of a name may hold; `never` what ends in a head and is no name;
    `split` ends of an owner without whom the name may begin as well; `within` words that may
    stand inside a name whatever their part of speech; `not_before` what makes a name a part of a
    longer one; `priority` settles equal spans, the higher first.
    """

    id: str
    kind: str
    type: str
    intent_zh: str
    intent_en: str
    pattern: re.Pattern[str] | None
    anchors: tuple[str, ...]
    heads: tuple[str, ...]
    leading: tuple[str, ...]
    never: tuple[str, ...]
    split: tuple[str, ...]
    bare: bool
    named: bool
    reach: int
    priority: int
    within: frozenset[str]
    not_before: tuple[str, ...]
    examples: tuple[Example, ...]
    counter_examples: tuple[str, ...]


KINDS = (
    "regex", "directive", "behind", "head", "body", "alone", "tail", "listing", "quoted", "title",
    "placeholder", "run", "formula", "listed", "heading", "roster", "suffix", "counted", "plural",
    "place-word", "place-run", "place-list", "place-kind", "place-short",
)  # fmt: skip
HEADED = frozenset({"head", "body", "alone", "tail", "plural", "place-kind", "place-short"})
"""Kinds whose `heads` are words that the text is searched for."""
ANCHORED = frozenset({"regex", "directive", "behind", "listing", "counted"})
"""Kinds that look only where an anchor stands."""
SERIAL = frozenset({"run", "formula", "listed"})
"""Kinds that look at series; where they have anchors, at those that an anchor announces."""


def word_lists(path: Path) -> WordLists:
    """The word lists of `words.yaml`, in the file's order."""
    lists = yamlfile.read(path).child("lists")
    return {name: lists.texts(name) for name in lists.keys} if lists else {}


def _words(node: YamlNode, key: str, name: str, lists: WordLists) -> tuple[str, ...]:
    """The words of one list that `key` names."""
    if name not in lists:
        known = ", ".join(sorted(lists))
        raise node.error(
            f"没有名为 {name} 的词表；现有：{known}",
            f"no word list is called '{name}'; there are: {known}",
            key,
        )
    return lists[name]


def _listed(node: YamlNode, key: str, lists: WordLists) -> tuple[str, ...]:
    """The words of all the lists that `key` names."""
    return tuple(word for name in node.texts(key) for word in _words(node, key, name, lists))


def expand(node: YamlNode, key: str, lists: WordLists) -> re.Pattern[str]:
    """Compile the pattern under `key`, each `{list}` standing for its words."""
    return node.compile(key, guarded(written_out(node, key, lists)))


def written_out(node: YamlNode, key: str, lists: WordLists) -> str:
    """The pattern under `key` with the words of each `{list}`, longest first."""

    def words(match: re.Match[str]) -> str:
        longest_first = sorted(_words(node, key, match[1], lists), key=lambda word: (-len(word), word))
        return "(?:" + "|".join(map(re.escape, longest_first)) + ")"

    return _MACRO.sub(words, node.text(key))


def each(node: YamlNode, key: str, lists: WordLists) -> tuple[str, ...]:
    """The texts under `key`, one with `{list}` in it once for every word of the list."""
    found: dict[str, None] = {}
    for raw in node.texts(key):
        macro = _MACRO.search(raw)
        if macro is None:
            found[raw] = None
            continue
        for word in _words(node, key, macro[1], lists):
            found[raw[: macro.start()] + word + raw[macro.end() :]] = None
    return tuple(found)


def mention_rules(path: Path, lists: WordLists, types: frozenset[str]) -> tuple[MentionRule, ...]:
    """The rules of `mentions.yaml`, in the file's order; raises KnowledgeError."""
    return tuple(_mention_rule(node, lists, types) for node in yamlfile.read(path).items("rules"))


def all_written_out(path: Path, lists: WordLists) -> tuple[str, ...]:
    """The patterns of `mentions.yaml` as they are before they get a guard."""
    nodes = yamlfile.read(path).items("rules")
    return tuple(written_out(node, "pattern", lists) for node in nodes if "pattern" in node.keys)


def _mention_rule(node: YamlNode, lists: WordLists, types: frozenset[str]) -> MentionRule:
    node.only(
        "id", "kind", "type", "intent", "pattern", "anchors", "heads", "leading", "never", "split",
        "bare", "named", "reach", "priority", "within", "not_before", "examples", "counter_examples",
    )  # fmt: skip
    kind = node.choice("kind", KINDS)
    entity_type = node.text("type")
    if entity_type not in types:
        known = ", ".join(sorted(types))
        raise node.error(
            f"没有类型 {entity_type}；现有：{known}", f"no type '{entity_type}'; use: {known}", "type"
        )
    intent_zh, intent_en = intent(node)
    shown, not_shown = examples(node)
    return MentionRule(
        id=node.text("id"),
        kind=kind,
        type=entity_type,
        intent_zh=intent_zh,
        intent_en=intent_en,
        pattern=expand(node, "pattern", lists) if "pattern" in node.keys else None,
        anchors=each(node, "anchors", lists),
        heads=each(node, "heads", lists),
        leading=node.texts("leading"),
        never=each(node, "never", lists),
        split=node.texts("split"),
        bare=node.flag("bare"),
        named=node.flag("named"),
        reach=node.whole("reach", 16),
        priority=node.whole("priority", 0),
        within=frozenset(_listed(node, "within", lists)),
        not_before=_listed(node, "not_before", lists),
        examples=shown,
        counter_examples=not_shown,
    )


def intent(node: YamlNode) -> tuple[str, str]:
    """The intent of a rule in both languages."""
    child = node.child("intent")
    if child is None:
        raise node.error("缺少 intent（zh 与 en）", "'intent' (zh and en) is missing")
    return child.text("zh"), child.text("en")


def examples(node: YamlNode) -> tuple[tuple[Example, ...], tuple[str, ...]]:
    """Two examples of a rule and one counter-example, or more."""
    shown = tuple(Example(e.text("text"), e.texts("found")) for e in node.items("examples"))
    not_shown = node.texts("counter_examples")
    if len(shown) < 2 or not not_shown:
        raise node.error(
            "每条规则至少要有两个例子和一个反例", "a rule needs two examples and one counter-example at least"
        )
    return shown, not_shown
