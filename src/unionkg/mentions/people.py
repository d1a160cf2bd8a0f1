"""Classes of people by the form of the word: by its last character, behind a count, before a plural.

A part of `grammar`: every word that decides stands in `ontology/patterns/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from unionkg.mentions.candidate import Candidate
from unionkg.mentions.scan import CLOSING, OPENING
from unionkg.model import Span

if TYPE_CHECKING:
    from unionkg.knowledge.patterns import MentionRule
    from unionkg.mentions.grammar import Grammar, Text

LONGEST = 12
"""Code points of the longest counted noun phrase."""
_OUTSIDE = frozenset("mqprd")
"""First letters of parts of speech that never name people."""


def suffix(grammar: Grammar, rule: MentionRule, text: Text) -> Iterator[Candidate]:
    """Words that end in a suffix of people, with their modifiers; a lone suffix takes the word before it."""
    words = text.words
    suffixes = frozenset(rule.heads)
    for index, form in enumerate(words.forms):
        if form[-1] not in suffixes or grammar.no_people(form) or _outside(words.tags[index]):
            continue
        end = words.end(index)
        core = words.starts[index] if len(form) > 1 else _compound(grammar, text, index)
        if core < end - 1 and not text.text.startswith(rule.not_before, end):
            yield from grammar.with_modifiers(rule, text, Span(core, end))


def _outside(tag: str) -> bool:
    """Whether a word of this part of speech names no people though it ends as such words do."""
    return tag[0] in _OUTSIDE or tag.startswith("nr")


def _compound(grammar: Grammar, text: Text, index: int) -> int:
    """Where a compound with a lone suffix begins: the word before it, or two of one character each."""
    words = text.words
    first = index - 1
    if first < 0 or words.tags[first][0] not in "nvzgjb":
        return words.starts[index]
    form = words.forms[first]
    joined = form + words.forms[index]
    if not 1 <= len(form) <= 4 or grammar.no_people(joined):
        return words.starts[index]
    if len(form) == 1 and first and len(words.forms[first - 1]) == 1 and words.tags[first - 1][0] in "nv":
        first -= 1
    return words.starts[first]


def counted(grammar: Grammar, rule: MentionRule, text: Text) -> Iterator[Candidate]:
    """The noun phrase behind a number and a classifier of people: 46名律师."""
    if rule.pattern is None:
        return
    for offset in sorted(text.hits.anchors.get(rule.id, ())):
        match = rule.pattern.search(text.text, max(0, offset - 4), offset + 2)
        if match is None or match.end() <= offset:
            continue
        for end in _noun_phrase(grammar, text, match.end()):
            yield Candidate(Span(match.end(), end), rule.type, rule.id, rule.priority)


def _noun_phrase(grammar: Grammar, text: Text, start: int) -> Iterator[int]:
    """Where the noun phrase from `start` on ends: behind its last noun."""
    words, raw = text.words, text.text
    if raw[start : start + 1] and raw[start] in OPENING:
        closing = raw.find(CLOSING[OPENING.index(raw[start])], start, start + LONGEST + 2)
        if closing > 0:
            yield closing + 1
        return
    position, end = start, 0
    while position < min(len(raw), start + LONGEST):
        index = words.at(position)
        stop = words.end(index)
        if not grammar.nominal(words, index):
            break
        if words.tags[index][0] in "nlj" and stop - start > 1:
            end = stop
        position = stop
    if end:
        yield end


def plural(grammar: Grammar, rule: MentionRule, text: Text) -> Iterator[Candidate]:
    """The noun before a sign of the plural, with its modifiers: 线路工们."""
    words, raw = text.words, text.text
    for sign in text.hits.heads.get(rule.id, ()):
        if not sign.start:
            continue
        index = words.at(sign.start)
        joined = words.starts[index] < sign.start
        core = words.starts[index] if joined else words.starts[index - 1]
        form = raw[core : sign.start]
        if len(form) < 2 or grammar.no_people(form) or not form[-1].isalnum():
            continue
        yield from grammar.with_modifiers(rule, text, Span(core, sign.start))
