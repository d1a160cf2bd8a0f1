"""Words by which the subject of a clause is found: `patterns/clauses.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unionkg.knowledge.vocabulary import Vocabulary
from unionkg.knowledge.yamlfile import YamlNode

_BEFORE_POST, _RANKS, _POSTS = 8, 3, 4
"""Code points that may narrow a post (`宣传教育部副`), words of rank before one, posts of one person."""


_KEYS = (
    "numbering", "lead", "pivot", "occasion", "possessed", "dateline", "preposition", "first_person",
    "third_person", "unnamed", "attribute", "together", "subject_types", "holding_types", "rank", "post",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """What may stand before a subject, what makes a name none, and which types can be one.

    `numbering` matches the numbers of articles and items beside the markers of `structure.yaml`; `opening`
    one of the words of `lead`, the longest first; `pivot` are those of them behind which somebody acts for
    one clause; `third_person` matches 他 and 她, `unnamed` subjects that are no mentions; `occasion` matches
    what makes of an event a time, `possessed` what makes of a group an owner, `dateline` datelines and
    bylines; `together` are the words that join those who act together, `attribute` those that may stand
    before each of them; `posts` matches the posts that somebody holds in a body, between the name of the
    body and the next name, `title` those before a name where no body is named.
    """

    numbering: re.Pattern[str]
    lead: tuple[str, ...]
    opening: re.Pattern[str]
    pivot: tuple[str, ...]
    occasion: re.Pattern[str]
    possessed: re.Pattern[str]
    dateline: re.Pattern[str]
    preposition: tuple[str, ...]
    first_person: tuple[str, ...]
    third_person: re.Pattern[str]
    unnamed: re.Pattern[str]
    attribute: tuple[str, ...]
    together: frozenset[str]
    subject_types: frozenset[str]
    holding_types: frozenset[str]
    posts: re.Pattern[str]
    title: re.Pattern[str]


def load(node: YamlNode, vocabulary: Vocabulary) -> ClauseWords:
    """Read `clauses.yaml`; raises KnowledgeError with file and line."""
    node.only(*_KEYS)
    types = {key: node.texts(key) for key in ("subject_types", "holding_types")}
    for key, names in types.items():
        for name in names:
            if name not in vocabulary.types:
                raise node.error(f"没有类型 {name}", f"no type '{name}'", key)
    lead = _longest_first(node.texts("lead"))
    opening = re.compile(_any(lead) or "(?!)")
    return ClauseWords(
        numbering=node.compile("numbering", node.text("numbering")),
        lead=lead,
        opening=opening,
        pivot=node.texts("pivot"),
        occasion=node.compile("occasion", node.text("occasion")),
        possessed=node.compile("possessed", node.text("possessed")),
        dateline=node.compile("dateline", node.text("dateline")),
        preposition=node.texts("preposition"),
        first_person=node.texts("first_person"),
        third_person=node.compile("third_person", node.text("third_person")),
        unnamed=node.compile("unnamed", node.text("unnamed")),
        attribute=_longest_first(node.texts("attribute")),
        together=frozenset(node.texts("together")),
        subject_types=frozenset(types["subject_types"]),
        holding_types=frozenset(types["holding_types"]),
        posts=_posts(node.texts("post"), f"[^，。；：！？、“”（）\\n]{{0,{_BEFORE_POST}}}"),
        title=_posts(node.texts("post"), f"(?:{_any(node.texts('rank'))}){{0,{_RANKS}}}"),
    )


def _posts(words: tuple[str, ...], narrowed: str) -> re.Pattern[str]:
    """Some posts in a row, each behind what narrows it."""
    return re.compile(f"(?:{narrowed}(?:{_any(words)})、?){{1,{_POSTS}}}" if words else "(?!)")


def _any(words: tuple[str, ...]) -> str:
    """One of the words, the longest first."""
    return "|".join(map(re.escape, _longest_first(words)))


def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
