"""Who says it: the words of `patterns/voices.yaml`, compiled. Finding voices is `resolution`'s business."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from unionkg.knowledge.yamlfile import YamlNode


@dataclass(frozen=True, slots=True)
class Voices:
    """Verbs of speech, signs of the text's own voice, and names that mean something else in each text."""

    saying: tuple[str, ...]
    saying_named: frozenset[str]
    saying_direct: frozenset[str]
    saying_clause: re.Pattern[str]
    saying_to: frozenset[str]
    told_types: frozenset[str]
    quoting: re.Pattern[str]
    quoted_at_least: int
    addressing: re.Pattern[str]
    resuming: re.Pattern[str]
    telling: re.Pattern[str]
    not_quoted_after: tuple[str, ...]
    own: tuple[str, ...]
    own_at_least: int
    own_head: re.Pattern[str]
    own_title: re.Pattern[str]
    own_formula: re.Pattern[str]
    news: tuple[str, ...]
    exclusive: tuple[str, ...]
    at_before: tuple[str, ...]
    at_after: tuple[str, ...]
    speech_types: frozenset[str]
    between_at_most: int
    not_speaker_after: tuple[str, ...]
    not_saying_before: tuple[str, ...]
    not_saying_after: tuple[str, ...]
    not_subject_before: tuple[str, ...]
    adding: re.Pattern[str]
    announced: tuple[str, ...]
    unnamed_body: str
    deictic: frozenset[str]
    deictic_types: frozenset[str]
    deictic_form: re.Pattern[str]
    joined_by_concept: frozenset[str]
    short_name_types: frozenset[str]
    never_short: frozenset[str]
    distributive: tuple[str, ...]
    alone: frozenset[str]
    generic_name: Mapping[str, Mapping[str, tuple[str, ...]]]

    def is_deictic(self, name: str, kind: str) -> bool:
        """Whether a name of a type means something else in each text."""
        if name in self.deictic:
            return True
        return kind in self.deictic_types and self.deictic_form.match(name) is not None


def load(node: YamlNode) -> Voices:
    """Read `voices.yaml`; raises KnowledgeError with file and line."""
    node.only(*Voices.__dataclass_fields__)
    longest_first = tuple(sorted(node.texts("saying"), key=lambda word: (-len(word), word)))
    return Voices(
        saying=longest_first,
        saying_named=frozenset(node.texts("saying_named")),
        saying_direct=frozenset(node.texts("saying_direct")),
        saying_clause=node.compile("saying_clause", node.text("saying_clause")),
        saying_to=frozenset(node.texts("saying_to")),
        told_types=frozenset(node.texts("told_types")),
        quoting=node.compile("quoting", node.text("quoting")),
        resuming=node.compile("resuming", node.text("resuming")),
        telling=node.compile("telling", node.text("telling")),
        addressing=node.compile("addressing", node.text("addressing")),
        quoted_at_least=node.whole("quoted_at_least"),
        own_at_least=node.whole("own_at_least"),
        own_head=node.compile("own_head", node.text("own_head")),
        own_title=node.compile("own_title", node.text("own_title")),
        own_formula=node.compile("own_formula", node.text("own_formula")),
        speech_types=frozenset(node.texts("speech_types")),
        between_at_most=node.whole("between_at_most"),
        adding=node.compile("adding", node.text("adding")),
        unnamed_body=node.text("unnamed_body"),
        deictic=frozenset(node.texts("deictic")),
        deictic_types=frozenset(node.texts("deictic_types")),
        deictic_form=node.compile("deictic_form", node.text("deictic_form")),
        joined_by_concept=frozenset(node.texts("joined_by_concept")),
        short_name_types=frozenset(node.texts("short_name_types")),
        never_short=frozenset(node.texts("never_short")),
        alone=frozenset(node.texts("alone")),
        generic_name=_endings(node.child("generic_name")),
        not_quoted_after=node.texts("not_quoted_after"), own=node.texts("own"), news=node.texts("news"),
        exclusive=node.texts("exclusive"), at_before=node.texts("at_before"),
        at_after=node.texts("at_after"), not_speaker_after=node.texts("not_speaker_after"),
        not_saying_before=node.texts("not_saying_before"), not_saying_after=node.texts("not_saying_after"),
        not_subject_before=node.texts("not_subject_before"), announced=node.texts("announced"),
        distributive=node.texts("distributive"),
    )  # fmt: skip


def _endings(node: YamlNode | None) -> dict[str, dict[str, tuple[str, ...]]]:
    """By type and word the endings of the names for which a word may stand."""
    if node is None:
        return {}
    kinds = ((kind, node.child(kind)) for kind in node.keys)
    return {
        kind: {word: words.texts(key) for key in words.keys for word in key.split("、")}
        for kind, words in kinds
        if words
    }
