"""The requirement ledger: every demand of a text, its issuer's voice, addressee, strength, deadline, status.

A demand need not be a slogan; its content is the clause itself. Words stand in `demands.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from unionkg.knowledge import Knowledge
from unionkg.knowledge.demandwords import DemandRule
from unionkg.model import Claim, Clause, Demand, Document, Mention, Origin, Resolution, Span, Structure

_STOPS = "。；！？!?;\n"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word that asks for something, in its clause."""

    span: Span
    rule: DemandRule
    clause: int


class Ledger:
    """Reads demands; built once from the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the automaton of asking words."""
        self._words = knowledge.demand_words
        self._addressee_types = knowledge.relation_rules.types["addressee_types"]
        served = [(word, rule) for rule in self._words.rules for word in rule.words]
        self._rules = {word: rule for word, rule in served}
        self._order = sorted(self._rules)
        self._automaton = AhoCorasick(self._order, matchkind=MatchKind.LeftmostLongest)

    def extract(
        self,
        document: Document,
        structure: Structure,
        mentions: tuple[Mention, ...],
        resolution: Resolution,
        claims: tuple[Claim, ...],  # noqa: ARG002 - what the ledger may rest on later
    ) -> tuple[Demand, ...]:
        """The demands of a document, in order."""
        text = document.text
        speaks = resolution.self_entity >= 0
        asked = [
            a
            for a in self._asked(text, mentions, resolution.clauses)
            if speaks or resolution.clauses[a.clause].utterance
        ]
        made = []
        for number, word in enumerate(asked):
            following = asked[number + 1] if number + 1 < len(asked) else None
            content = self._content(text, word, following, resolution)
            if len(content) > 1:
                made.append(self._demand(text, word, content, mentions, resolution))
        return tuple(made)

    def _asked(
        self, text: str, mentions: tuple[Mention, ...], clauses: tuple[Clause, ...]
    ) -> Iterator[_Asked]:
        """The asking words outside mentions that ask for something."""
        at_mention = at_clause = 0
        last = Span(-1, -1)
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            while at_mention < len(mentions) and mentions[at_mention].span.end <= start:
                at_mention += 1
            while at_clause < len(clauses) and clauses[at_clause].span.end <= start:
                at_clause += 1
            if at_clause == len(clauses) or clauses[at_clause].span.start > start:
                continue
            covered = at_mention < len(mentions) and mentions[at_mention].span.start < end
            rule = self._rules[self._order[index]]
            clause = clauses[at_clause]
            if covered or not self._asks(text, Span(start, end), rule, clause):
                continue
            if clause.span.covers(last) and rule.strength == "must" and text[start:end] != "必须":
                continue  # 要…切实…: one demand
            last = Span(start, end)
            yield _Asked(last, rule, at_clause)

    def _asks(self, text: str, span: Span, rule: DemandRule, clause: Clause) -> bool:
        """Whether a word asks for something where it stands."""
        before = text[clause.span.start : span.start]
        if any(before.endswith(word) for word in rule.not_after):
            return False
        if text.startswith(rule.not_before, span.end):
            return False
        return not any(
            pattern.search(before) or pattern.search(text[span.start : clause.span.end])
            for pattern in self._words.not_demand
        )

    def _content(self, text: str, word: _Asked, following: _Asked | None, resolution: Resolution) -> Span:
        """From behind the asking word to the end of its sentence, the next demand, or another subject."""
        clauses = resolution.clauses
        clause = clauses[word.clause]
        start = word.span.end if word.rule.polarity == "required" else word.span.start
        end = clause.span.end
        for index in range(word.clause + 1, len(clauses)):
            later = clauses[index]
            named = later.origin is Origin.EXPLICIT and later.subject != clause.subject
            stopped = text[end - 1] in _STOPS or later.sentence != clause.sentence or named
            if stopped or (following and following.span.start < later.span.end):
                break
            end = later.span.end
        if following and following.span.start < end:
            end = following.span.start
        while end > start and (
            text[end - 1] in "，、：" or text[end - 1] in _STOPS or text[end - 1].isspace()
        ):
            end -= 1
        return Span(start, max(start, end))

    def _demand(
        self,
        text: str,
        word: _Asked,
        content: Span,
        mentions: tuple[Mention, ...],
        resolution: Resolution,
    ) -> Demand:
        """One demand with all that the ledger says of it."""
        clause = resolution.clauses[word.clause]
        inside = [i for i, m in enumerate(mentions) if content.covers(m.span)]
        evidence = Span(min(clause.span.start, content.start), content.end)
        raw = text[evidence.start : evidence.end]
        evidence = Span(evidence.start + len(raw) - len(raw.lstrip()), evidence.end)
        types = [e.type for e in resolution.entities]
        return Demand(
            utterance=clause.utterance,
            content=content,
            marked=tuple(dict.fromkeys(resolution.entity_of[i] for i in inside)),
            addressees=tuple(e for e in clause.subject if types[e] in self._addressee_types),
            strength=word.rule.strength,
            polarity=word.rule.polarity,
            deadline=self._deadline(text, content, mentions, inside),
            status=self._status(text, evidence),
            trigger=word.span,
            evidence=evidence,
            rule=word.rule.id,
        )

    def _deadline(
        self, text: str, content: Span, mentions: tuple[Mention, ...], inside: list[int]
    ) -> Span | None:
        """The date until which something is asked for."""
        words = self._words
        urged = any(verb in text[content.start : content.end] for verb in words.deadline_verbs)
        for index in inside:
            span = mentions[index].span
            if mentions[index].type == "Time" and (
                urged
                or text.startswith(words.deadline_after, span.end)
                or text.endswith(words.deadline_after, span.start, span.end)
            ):
                return span
        return None

    def _status(self, text: str, evidence: Span) -> str:
        """How far a demand is said to have come."""
        words = text[evidence.start : evidence.end]
        for degree in reversed(self._words.statuses):
            if any(word in words for word in degree.words):
                return degree.id
        return self._words.statuses[0].id
