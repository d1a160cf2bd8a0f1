"""One pass of an automaton over a text: forms of the thesaurus, head nouns, anchors of rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from unionkg.knowledge.lexicon import Entry
from unionkg.knowledge.patterns import MentionRule
from unionkg.mentions.candidate import Candidate
from unionkg.model import Span

THESAURUS = "thesaurus"
WITH_HEADS = frozenset({"head", "body", "alone"})
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
            for head in rule.heads if rule.kind in WITH_HEADS else ():
                heads.setdefault(head, []).append(rule.id)
            for anchor in rule.anchors:
                anchors.setdefault(anchor, []).append(rule.id)
        forms = sorted({*lexicon, *heads, *anchors})
        self._served = [(lexicon.get(f, ()), heads.get(f, ()), anchors.get(f, ())) for f in forms]
        self._automaton = AhoCorasick(forms, matchkind=MatchKind.Standard)

    def scan(self, text: str) -> Hits:
        """Every hit in `text`, in order of its end."""
        candidates: list[Candidate] = []
        heads: defaultdict[str, list[Span]] = defaultdict(list)
        anchors: defaultdict[str, list[int]] = defaultdict(list)
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            entries, head_rules, anchor_rules = self._served[index]
            for entry in entries:
                found = _candidate(text, start, end, entry)
                if found:
                    candidates.append(found)
            for rule in head_rules:
                heads[rule].append(Span(start, end))
            for rule in anchor_rules:
                anchors[rule].append(start)
        return Hits(tuple(candidates), heads, anchors)


OPENING, CLOSING = "“‘「『《〈", "”’」』》〉"
_CLOSED_BY = dict(zip(OPENING, CLOSING, strict=True))


def _candidate(text: str, start: int, end: int, entry: Entry) -> Candidate | None:
    """A candidate for a form of the thesaurus, if its conditions hold here."""
    concept = entry.concept
    if text.startswith(concept.not_before, end) or text.endswith(concept.not_after, 0, start):
        return None
    closing = _CLOSED_BY.get(text[start - 1]) if start else None
    quoted = closing is not None and text.startswith(closing, end)
    if not quoted and concept.match == "quoted":
        return None
    if not quoted and concept.match == "members":
        window = text[max(0, start - NEAR) : end + NEAR]
        if not any(member in window for member in entry.members):
            return None
    span = Span(start - 1, end + 1) if quoted else Span(start, end)
    return Candidate(span, concept.type, THESAURUS, 10, concept.iri)
