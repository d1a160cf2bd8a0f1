"""One pass of an automaton over a text: forms of the thesaurus, head nouns, anchors of rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from unionkg.knowledge.lexicon import Entry
from unionkg.knowledge.patterns import HEADED, MentionRule
from unionkg.mentions.candidate import Candidate
from unionkg.model import Span

THESAURUS = "thesaurus"
NEAR = 60
"""Code points within which a member must stand for a form that matches by `members`."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What the automaton saw: thesaurus candidates, head nouns by rule, anchors by rule."""

    candidates: tuple[Candidate, ...]
    heads: Mapping[str, list[Span]]
    anchors: Mapping[str, list[int]]


class Scanner:
    """An automaton over everything that is found by its written form."""

    def __init__(self, lexicon: dict[str, tuple[Entry, ...]], rules: tuple[MentionRule, ...]) -> None:
        """Compile the automaton; `rules` give head nouns and anchors."""
        heads: dict[str, list[str]] = {}
        anchors: dict[str, list[str]] = {}
        for rule in rules:
            for head in rule.heads if rule.kind in HEADED else ():
                heads.setdefault(head, []).append(rule.id)
            for anchor in rule.anchors:
                anchors.setdefault(anchor, []).append(rule.id)
        forms = sorted({*lexicon, *heads, *anchors})
        self._served = [
            (tuple(map(_meaning, lexicon.get(f, ()))), tuple(heads.get(f, ())), tuple(anchors.get(f, ())))
            for f in forms
        ]
        self._automaton = AhoCorasick(forms, matchkind=MatchKind.Standard)

    def scan(self, text: str) -> Hits:
        """Every hit in `text`, in order of its end."""
        candidates: list[Candidate] = []
        heads: defaultdict[str, list[Span]] = defaultdict(list)
        anchors: defaultdict[str, list[int]] = defaultdict(list)
        served = self._served
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            meanings, head_rules, anchor_rules = served[index]
            if meanings:
                candidates += _candidates(text, start, end, meanings)
            if head_rules:
                span = Span(start, end)
                for rule in head_rules:
                    heads[rule].append(span)
            for rule in anchor_rules:
                anchors[rule].append(start)
        return Hits(tuple(candidates), heads, anchors)


OPENING, CLOSING = "“‘「『《〈", "”’」』》〉"
_CLOSED_BY = dict(zip(OPENING, CLOSING, strict=True))


Meaning = tuple[str, str, Entry | None]
"""Type and IRI of a concept that a form stands for, and the entry where the concept has conditions."""


def _meaning(entry: Entry) -> Meaning:
    """What a form stands for."""
    concept = entry.concept
    plain = concept.match == "always" and not concept.not_before and not concept.not_after
    return concept.type, concept.iri, None if plain else entry


def _candidates(text: str, start: int, end: int, meanings: tuple[Meaning, ...]) -> list[Candidate]:
    """Candidates for a form of the thesaurus, of each concept whose conditions hold here."""
    closing = _CLOSED_BY.get(text[start - 1]) if start else None
    quoted = closing is not None and text.startswith(closing, end)
    span = Span(start - 1, end + 1) if quoted else Span(start, end)
    return [
        Candidate(span, entity_type, THESAURUS, 10, iri)
        for entity_type, iri, entry in meanings
        if entry is None or _holds(text, start, end, entry, quoted)
    ]


def _holds(text: str, start: int, end: int, entry: Entry, quoted: bool) -> bool:
    """Whether the conditions of a concept hold where a form of it stands."""
    concept = entry.concept
    if text.startswith(concept.not_before, end) or text.endswith(concept.not_after, 0, start):
        return False
    if quoted or concept.match == "always":
        return True
    window = text[max(0, start - NEAR) : end + NEAR]
    return concept.match == "members" and any(member in window for member in entry.members)
