"""The requirement ledger's words: `patterns/demands.yaml`, compiled.

No document is read here, and no demand is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from unionkg.knowledge.yamlfile import YamlNode

OPEN, CLOSE = "⟦", "⟧"
"""What stands around the asking word in the patterns of `contexts`."""

POLARITIES = ("required", "rejected")


@dataclass(frozen=True, slots=True)
class Degree:
    """A strength or status: its id, labels, and the patterns of the words that show it."""

    id: str
    label_zh: str
    label_en: str
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class DemandRule:
    """Words of one strength and polarity, and what must not stand beside them."""

    id: str
    strength: str
    polarity: str
    words: tuple[str, ...]
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """A surrounding in which an asking word asks for nothing."""

    id: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Announcement:
    """A noun that announces a demand; the pattern has the groups `word` and `content`."""

    id: str
    strength: str
    polarity: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imperative:
    """What opens a demand without an asking word, and the signs of a statement in it and behind it."""

    id: str
    strength: str
    firm: tuple[str, ...]
    opener: re.Pattern[str]
    never: re.Pattern[str]
    predicates: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The words before, behind and around a date that make it a deadline, and those that join two dates.

    `asked` are its last words where it stands before what asks, `past` those of a date that is past then.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    verbs: tuple[str, ...]
    join: tuple[str, ...]
    asked: tuple[str, ...]
    past: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemandWords:
    """All of `demands.yaml`; strengths run from the weakest to the strongest.

    `requests` are ids of the rules whose words ask only where a subject can ask or one of
    `request_objects` is asked, `outward` of those
    by which nobody asks anything of himself; `further` are the words that ask anew in a clause,
    `naming` the classes whose names may ask by themselves.
    """

    strengths: tuple[Degree, ...]
    statuses: tuple[Degree, ...]
    rules: tuple[DemandRule, ...]
    requests: frozenset[str]
    request_objects: tuple[str, ...]
    outward: frozenset[str]
    further: frozenset[str]
    naming: frozenset[str]
    not_words: tuple[str, ...]
    contexts: tuple[Context, ...]
    announced: tuple[Announcement, ...]
    imperative: Imperative
    rejecting: tuple[str, ...]
    whom_list: tuple[re.Pattern[str], ...]
    whom: tuple[re.Pattern[str], ...]
    modifying: tuple[str, ...]
    unnamed: tuple[str, ...]
    acting: tuple[str, ...]
    content_stop: re.Pattern[str]
    telling: tuple[re.Pattern[str], ...]
    adverbial: int
    deadline: Deadline


KEYS = (
    "strengths", "statuses", "words", "requests", "request_objects", "outward", "further", "naming",
    "not_words", "contexts", "announced", "imperative", "rejecting", "whom_list", "whom", "modifying",
    "unnamed", "acting", "content_stop", "telling", "adverbial", "deadline_after", "deadline_before",
    "deadline_verbs", "deadline_join", "deadline_asked", "deadline_past",
)  # fmt: skip


def load(node: YamlNode) -> DemandWords:
    """Read `demands.yaml`; raises KnowledgeError with file and line."""
    node.only(*KEYS)
    strengths = tuple(_degrees(node, "strengths"))
    known = tuple(degree.id for degree in strengths)
    requests = tuple(_rule(item, known) for item in node.items("requests"))
    rules = (*(_rule(item, known) for item in node.items("words")), *requests)
    return DemandWords(
        strengths=strengths,
        statuses=tuple(_degrees(node, "statuses")),
        rules=rules,
        requests=frozenset(rule.id for rule in requests),
        request_objects=node.texts("request_objects"),
        outward=frozenset(node.texts("outward")),
        further=frozenset(node.texts("further")),
        naming=frozenset(node.texts("naming")),
        not_words=node.texts("not_words"),
        contexts=tuple(_context(item) for item in node.items("contexts")),
        announced=tuple(_announcement(item, known) for item in node.items("announced")),
        imperative=_imperative(node, known),
        rejecting=node.texts("rejecting"),
        whom_list=tuple(node.compile("whom_list", raw) for raw in node.texts("whom_list")),
        whom=tuple(node.compile("whom", raw) for raw in node.texts("whom")),
        modifying=node.texts("modifying"),
        unnamed=tuple(sorted(node.texts("unnamed"), key=lambda word: (-len(word), word))),
        acting=node.texts("acting"),
        content_stop=_any(node, "content_stop"),
        telling=tuple(node.compile("telling", raw) for raw in node.texts("telling")),
        adverbial=node.whole("adverbial"),
        deadline=Deadline(
            before=node.texts("deadline_before"),
            after=node.texts("deadline_after"),
            verbs=node.texts("deadline_verbs"),
            join=node.texts("deadline_join"),
            asked=node.texts("deadline_asked"),
            past=node.texts("deadline_past"),
        ),
    )


def _degrees(node: YamlNode, key: str) -> Iterator[Degree]:
    for item in node.items(key):
        item.only("id", "label_zh", "label_en", "patterns")
        patterns = tuple(item.compile("patterns", raw) for raw in item.texts("patterns"))
        yield Degree(item.text("id"), item.text("label_zh"), item.text("label_en"), patterns)


def _rule(item: YamlNode, strengths: tuple[str, ...]) -> DemandRule:
    return DemandRule(
        id=item.text("id"),
        strength=item.choice("strength", strengths),
        polarity=item.choice("polarity", POLARITIES),
        words=item.texts("words"),
        not_after=item.texts("not_after"),
        not_before=item.texts("not_before"),
        examples=item.texts("examples"),
        counter_examples=item.texts("counter_examples"),
    )


def _context(item: YamlNode) -> Context:
    return Context(
        id=item.text("id"),
        pattern=item.compile("pattern", item.text("pattern")),
        examples=item.texts("examples"),
        counter_examples=item.texts("counter_examples"),
    )


def _announcement(item: YamlNode, strengths: tuple[str, ...]) -> Announcement:
    pattern = item.compile("pattern", item.text("pattern"))
    if not {"word", "content"} <= pattern.groupindex.keys():
        raise item.error("缺少分组 word 或 content", "lacks the group 'word' or 'content'", "pattern")
    return Announcement(
        id=item.text("id"),
        strength=item.choice("strength", strengths),
        polarity=item.choice("polarity", POLARITIES),
        pattern=pattern,
        examples=item.texts("examples"),
        counter_examples=item.texts("counter_examples"),
    )


def _imperative(node: YamlNode, strengths: tuple[str, ...]) -> Imperative:
    item = node.child("imperative")
    if item is None:
        raise node.error("缺少“imperative”", "'imperative' is missing")
    adverbs, verbs = (_choice(item.texts(key)) for key in ("adverbs", "verbs"))
    return Imperative(
        id=item.text("id"),
        strength=item.choice("strength", strengths),
        firm=item.texts("firm"),
        opener=re.compile(f"(?:{adverbs}|{verbs})"),
        never=_any(item, "never"),
        predicates=item.compile("predicates", item.text("predicates")),
        examples=item.texts("examples"),
        counter_examples=item.texts("counter_examples"),
    )


def _choice(words: tuple[str, ...]) -> str:
    """One of `words`, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def _any(node: YamlNode, key: str) -> re.Pattern[str]:
    """One pattern for all that stand under `key`."""
    return node.compile(key, "|".join(f"(?:{raw})" for raw in node.texts(key)) or r"(?!)")
