"""The relation rules made ready for work, once for all documents.

No document enters here.
"""

from __future__ import annotations

from collections.abc import Iterable

from unionkg.knowledge import Knowledge
from unionkg.knowledge.relationrules import RelationRule
from unionkg.knowledge.vocabulary import Vocabulary
from unionkg.relations.cue import Cues


class Rulebook:
    """Rules, word lists and type lists as the mechanisms ask for them."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Sort the rules by what they are for."""
        rules = knowledge.relation_rules
        self.targets = {name: _targets(knowledge.vocabulary, name) for name in knowledge.vocabulary.relations}
        self.ends = {name: frozenset().union(*known.values()) for name, known in self.targets.items()}
        self.part = rules.of_kind("part")[0]
        self.near = rules.of_kind("near")
        self.occasions = rules.of_kind("occasion")
        self.part_kinds = frozenset(tuple(pair.split(">")) for pair in rules.words["part_kinds"])
        self.beside = _anchored(rules.of_kind("beside"))
        self.dated = rules.of_kind("dated")
        self.gatherings = rules.words["gatherings"]
        self.undertaking = rules.of_kind("undertaking")
        self.titled = rules.of_kind("titled")[0]
        self.series = rules.of_kind("series")[0]
        self.headline = rules.of_kind("headline")[0]
        attributes = ("", *knowledge.clause_words.attribute)
        self.joining = frozenset(sign + word for sign in rules.words["joining"] for word in attributes)
        self.list_signs = self.joining - set(attributes)
        self.parallel = self.joining | set(rules.words["parallel"])
        self.numerals = rules.words["numerals"]
        self.main_event = rules.of_kind("main-event")
        self.open_to: dict[str, list[RelationRule]] = {}
        for rule in rules.of_kind("open"):
            for name in sorted(rule.tails):
                self.open_to.setdefault(name, []).append(rule)
        demands = {rule.relation: rule for rule in rules.of_kind("demand")}
        self.proposes, self.addressed = demands["proposes"], demands["addressedTo"]
        self.prepositions = rules.words["preposition"]
        self.parting = rules.words["parting"]
        self.under = rules.words["under"]
        self.acting, self.meant = frozenset(rules.words["acting"]), frozenset(rules.words["meant"])
        self.announcing = rules.words["announcing"]
        self.dateline = knowledge.clause_words.dateline
        self.demand_types = rules.types["demand_types"]
        self.addressed_types = rules.types["addressed_types"]
        self.addressee_types = rules.types["addressee_types"]
        self.subject_types = knowledge.clause_words.subject_types
        self.cues = Cues(rules.rules)
        self.sentence_stop = knowledge.markers.sentence_stop

    def preposition(self, text: str, end: int) -> str:
        """The first word of the list that ends at `end`, or the empty string."""
        if not text.endswith(self.prepositions, 0, end):
            return ""
        return next(word for word in self.prepositions if text.endswith(word, 0, end))


def _anchored(rules: Iterable[RelationRule]) -> dict[str, list[tuple[RelationRule, frozenset[str]]]]:
    """For each type the rules that go out from it, each with the types that it looks for around."""
    found: dict[str, list[tuple[RelationRule, frozenset[str]]]] = {}
    for rule in rules:
        anchors, others = (rule.heads, rule.tails) if rule.reversed else (rule.tails, rule.heads)
        for name in sorted(anchors):
            found.setdefault(name, []).append((rule, others))
    return found


def _targets(vocabulary: Vocabulary, relation: str) -> dict[str, frozenset[str]]:
    """For each type that a relation may begin with, the types that it may end with."""
    found = {}
    for subject in vocabulary.classes:
        targets = frozenset(t for t in vocabulary.classes if vocabulary.fits(subject, relation, t))
        if targets:
            found[subject] = targets
    return found
