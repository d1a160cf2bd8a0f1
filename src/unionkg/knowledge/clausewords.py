"""Words by which the subject of a clause is found: `patterns/clauses.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unionkg.knowledge.vocabulary import Vocabulary
from unionkg.knowledge.yamlfile import YamlNode

_BEFORE_POST, _POSTS = 8, 4
"""Code points that may narrow a post (`宣传教育部副`), and posts of one person in one body."""


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """What may stand before a subject, what makes a name none, and which types can be one.

    `opening` matches one of the words of `lead`, the longest first; `together` are the words that join those
    who act together; `posts` matches the posts that somebody holds in a body, between the name of the body
    and the next name.
    """

    lead: tuple[str, ...]
    opening: re.Pattern[str]
    preposition: tuple[str, ...]
    first_person: tuple[str, ...]
    together: frozenset[str]
    subject_types: frozenset[str]
    holding_types: frozenset[str]
    posts: re.Pattern[str]


def load(node: YamlNode, vocabulary: Vocabulary) -> ClauseWords:
    """Read `clauses.yaml`; raises KnowledgeError with file and line."""
    node.only("lead", "preposition", "first_person", "together", "subject_types", "holding_types", "post")
    types = {key: node.texts(key) for key in ("subject_types", "holding_types")}
    for key, names in types.items():
        for name in names:
            if name not in vocabulary.types:
                raise node.error(f"没有类型 {name}", f"no type '{name}'", key)
    lead = tuple(sorted(node.texts("lead"), key=lambda word: (-len(word), word)))
    opening = re.compile("|".join(map(re.escape, lead)) or "(?!)")
    return ClauseWords(
        lead=lead,
        opening=opening,
        preposition=node.texts("preposition"),
        first_person=node.texts("first_person"),
        together=frozenset(node.texts("together")),
        subject_types=frozenset(types["subject_types"]),
        holding_types=frozenset(types["holding_types"]),
        posts=_posts(node.texts("post")),
    )


def _posts(words: tuple[str, ...]) -> re.Pattern[str]:
    """Some posts in a row, each with what narrows it."""
    post = "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
    narrowed = f"[^，。；：！？、“”（）\\n]{{0,{_BEFORE_POST}}}(?:{post})"
    return re.compile(f"(?:{narrowed}、?){{1,{_POSTS}}}" if post else "(?!)")
