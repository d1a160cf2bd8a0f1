"""One pass of an automaton over a text: forms of the thesaurus, head nouns, anchors of rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from unionkg.knowledge.lexicon import Entry
from unionkg.knowledge.patterns import MentionRule
from unionkg.mentions.candidate import Candidate
from unionkg.model import Span

NEAR = 60
"""Code points within which a member must stand for a form that matches by `members`."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What the automaton saw: thesaurus candidates, head nouns by rule, anchors by rule."""

    candidates: tuple[Candidate, ...]
    heads: dict[str, list[Span]]
    anchors: dict[str, list[int]]


class Scanner:
    """An automaton over everything that is found by its written form."""

    def __init__(self, lexicon: dict[str, tuple[Entry, ...]], rules: tuple[MentionRule, ...]) -> None:
        """Compile the automaton; `rules` give head nouns and anchors."""
        self._lexicon = lexicon
        self._heads: dict[str, list[str]] = {}
        self._anchors: dict[str, list[str]] = {}
        for rule in rules:
            for head in rule.heads if rule.kind == "head" else ():
                self._heads.setdefault(head, []).append(rule.id)
            for anchor in rule.anchors:
                self._anchors.setdefault(anchor, []).append(rule.id)
        self._forms = sorted({*lexicon, *self._heads, *self._anchors})
        self._automaton = AhoCorasick(self._forms, matchkind=MatchKind.Standard)

    def scan(self, text: str) -> Hits:
        """Every hit in `text`, in order of its end."""
        candidates: list[Candidate] = []
        heads: dict[str, list[Span]] = {}
        anchors: dict[str, list[int]] = {}
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            form = self._forms[index]
            span = Span(start, end)
            for entry in self._lexicon.get(form, ()):
                candidates.extend(_entry(text, span, entry))
            for rule in self._heads.get(form, ()):
                heads.setdefault(rule, []).append(span)
            for rule in self._anchors.get(form, ()):
                anchors.setdefault(rule, []).append(start)
        return Hits(tuple(candidates), heads, anchors)


OPENING, CLOSING = "“‘「『《〈", "”’」』》〉"


def _entry(text: str, span: Span, entry: Entry) -> Iterator[Candidate]:
    """A candidate for a form of the thesaurus, if its conditions hold here."""
    concept = entry.concept
    if any(text.startswith(tail, span.end) for tail in concept.not_before):
        return
    if any(text.endswith(head, 0, span.start) for head in concept.not_after):
        return
    left = text[span.start - 1 : span.start]
    quoted = bool(left) and left in OPENING and text[span.end : span.end + 1] == CLOSING[OPENING.index(left)]
    if concept.match == "quoted" and not quoted:
        return
    if concept.match == "members" and not quoted:
        window = text[max(0, span.start - NEAR) : span.end + NEAR]
        if not any(member in window for member in entry.members):
            return
    if quoted:
        span = Span(span.start - 1, span.end + 1)
    yield Candidate(span, concept.type, "thesaurus", 10, concept.iri)
