"""Classes of people by the form of the word: by its last character, behind a count, before a plural.

A part of `grammar`: every word that decides stands in `ontology/patterns/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from unionkg.mentions.candidate import Candidate
from unionkg.mentions.scan import CLOSING, OPENING
from unionkg.mentions.text import Text, candidate
from unionkg.model import Span

if TYPE_CHECKING:
    from unionkg.knowledge.patterns import MentionRule, WordLists
    from unionkg.mentions.grammar import Grammar
    from unionkg.mentions.words import Words

LONGEST = 12
"""Code points of the longest counted noun phrase."""
_OUTSIDE = frozenset("mqprd")
"""First letters of parts of speech that never name people."""


_SENTENCE_SIGNS = frozenset("，。！？：；·—")
_EITHER = frozenset({"v", "vn", "a", "f", "s", "ns"})
"""Parts of speech of words that modify a noun or stand outside it."""


class People:
    """What the word lists say of classes of people: where their names begin, what is none."""

    def __init__(self, lists: WordLists, outside: frozenset[str]) -> None:
        """Keep the lists; `outside` are the words that never stand inside any name."""
        self._outside = outside | frozenset(lists["people_governing"])
        self._none = frozenset(lists["not_people"])
        self._attribute_tail = frozenset(lists["attribute_tail"])
        self._joins = frozenset(lists["join"])
        self._title = frozenset(lists["people_title"])
        self._surname = frozenset(lists["surname"])

    def no_people(self, form: str) -> bool:
        """Whether a word names no people though it ends in a suffix of people."""
        return form in self._none or form[-2:] in self._none

    def joins(self, sign: str) -> bool:
        """Whether a sign joins two modifiers of one noun."""
        return sign in self._joins

    def ends(self, form: str, tag: str) -> bool:
        """Whether a word ends the walk over modifiers: a verb, a number, somebody's name."""
        somebody = tag.startswith("nr") and 1 < len(form) < 4 and form[0] in self._surname
        return somebody or form in self._outside or form.isdecimal()

    def alike(self, words: Words, position: int, head: Span, rule: MentionRule) -> bool:
        """Whether the words around the sign before `position` are modifiers of one kind: 孕期、哺乳期."""
        if position < 2 or words.end(words.at(position)) > head.start:
            return False
        left, right = words.forms[words.at(position - 2)], words.forms[words.at(position)]
        if min(len(left), len(right)) < 2:
            return False
        ends_alike = left[-1] == right[-1] and left[-1] in self._attribute_tail
        return ends_alike or (left in rule.within and right in rule.within)

    def past_verb(self, words: Words, start: int, head: Span) -> int:
        """Past a verb or a determiner that the segmenter cut as one word with what follows."""
        form = words.forms[words.at(start)]
        return min(start + 2, head.start) if len(form) > 3 and form[:2] in self._outside else start

    def starts(self, text: Text, start: int, core: Span) -> Iterator[int]:
        """The left edge, and the one without the first word where that may stand outside."""
        words = text.words
        if start == core.start and self._called(text, core):
            return
        yield start
        index = words.at(start)
        after = words.end(index)
        if words.tags[index] in _EITHER and start < after <= core.start:
            yield after + (text.text[after] in self._joins)

    def _called(self, text: Text, core: Span) -> bool:
        """Whether a title stands behind a name: somebody's, no class of people."""
        before = text.words.at(core.start) - 1
        named = before >= 0 and text.words.tags[before].startswith("nr")
        return named and text.text[core.start : core.end] in self._title


def speaks(quotation: str) -> bool:
    """Whether a quotation is too long for an attribute, or has the signs of a sentence."""
    return len(quotation) > LONGEST or not _SENTENCE_SIGNS.isdisjoint(quotation)


def suffix(grammar: Grammar, rule: MentionRule, text: Text) -> Iterator[Candidate]:
    """Words that end in a suffix of people, with their modifiers; a lone suffix takes the word before it."""
    words = text.words
    suffixes = frozenset(rule.heads)
    for index, form in enumerate(words.forms):
        if form[-1] not in suffixes or grammar.people.no_people(form) or _outside(words.tags[index]):
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
    if not 1 <= len(form) <= 4 or grammar.people.no_people(joined):
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
            yield candidate(rule, Span(match.end(), end))


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
        if len(form) < 2 or grammar.people.no_people(form) or not form[-1].isalnum():
            continue
        yield from grammar.with_modifiers(rule, text, Span(core, sign.start))
