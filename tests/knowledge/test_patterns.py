"""The knowledge tests itself: every example and counter-example of the pattern files is run."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from unionkg import knowledge, structure
from unionkg.knowledge.counts import CountPattern
from unionkg.knowledge.markers import Marker
from unionkg.knowledge.patterns import MentionRule
from unionkg.knowledge.relationrules import RelationRule
from unionkg.mentions import Finder
from unionkg.model import SELF, Document, Mention, Span, Structure
from unionkg.relations import Extractor
from unionkg.resolution import Resolver

KNOWN = knowledge.load()
MARKED = re.compile(r"\[([^\[\]|]+)\|(\w+)\]")


def ids(rule: MentionRule | RelationRule | Marker | CountPattern) -> str:
    """A rule by its id, in the report of the tests."""
    return rule.id


# --- mentions --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def finder() -> Finder:
    """What proposes mentions by rules; no tagger chooses."""
    return Finder(KNOWN)


def proposed(finder: Finder, rule: MentionRule, text: str) -> list[str]:
    """What one rule alone would mark in a text."""
    built = structure.read(Document("d", text, {}), KNOWN.markers)
    found = finder.propose(text, built).candidates
    return [text[c.span.start : c.span.end] for c in found if c.rule == rule.id]


@pytest.mark.parametrize("rule", KNOWN.mention_rules, ids=ids)
def test_a_mention_rule_finds_its_examples(finder: Finder, rule: MentionRule) -> None:
    """The rule alone finds what each example names."""
    for example in rule.examples:
        found = proposed(finder, rule, example.text)
        assert set(example.found) <= set(found), (example.text, found)


@pytest.mark.parametrize("rule", KNOWN.mention_rules, ids=ids)
def test_a_mention_rule_passes_its_counter_examples(finder: Finder, rule: MentionRule) -> None:
    """The rule finds nothing in a counter-example."""
    for text in rule.counter_examples:
        assert proposed(finder, rule, text) == [], text


# --- relations -------------------------------------------------------------------------


def marked(raw: str) -> tuple[str, tuple[Mention, ...]]:
    """The text of an example and the mentions that it marks as `[words|Type]`."""
    text, at, mentions = "", 0, []
    for match in MARKED.finditer(raw):
        text += raw[at : match.start()]
        span = Span(len(text), len(text) + len(match[1]))
        mentions.append(Mention(span, match[1], match[2], "", "example"))
        text, at = text + match[1], match.end()
    return text + raw[at:], tuple(mentions)


def claimed(rule: RelationRule, raw: str) -> Iterator[str]:
    """The triples that one rule alone proposes, as `head relation tail`."""
    text, mentions = marked(raw)
    document = Document("d", text, {})
    built = structure.read(document, KNOWN.markers)
    resolution = Resolver(KNOWN).resolve(document, built, mentions)
    _, proposals = Extractor(KNOWN, {}).propose(document, built, mentions, resolution)
    called = [entity.label for entity in resolution.entities]
    called[resolution.self_entity] = SELF
    for proposal in proposals:
        if proposal.rule == rule.id:
            ends = (proposal.subject, proposal.head_at), (proposal.object, proposal.tail_at)
            head, tail = (mentions[m].text if m >= 0 else called[e] for e, m in ends)
            yield f"{head} {proposal.predicate} {tail}"


@pytest.mark.parametrize("rule", KNOWN.relation_rules.rules, ids=ids)
def test_a_relation_rule_proposes_its_examples(rule: RelationRule) -> None:
    """The rule alone proposes the triples that each example names."""
    for example in rule.examples:
        assert set(example.found) <= set(claimed(rule, example.text)), example.text


@pytest.mark.parametrize("rule", KNOWN.relation_rules.rules, ids=ids)
def test_a_relation_rule_passes_its_counter_examples(rule: RelationRule) -> None:
    """The rule proposes nothing in a counter-example."""
    for text in rule.counter_examples:
        assert list(claimed(rule, text)) == [], text


# --- markers and counts ------------------------------------------------------------------


def marks(marker: Marker, text: str) -> bool:
    """Whether a marker opens a heading or a list of a text."""
    built: Structure = structure.read(Document("d", text, {}), KNOWN.markers)
    listed = any(found.marker == marker.id for found in built.enumerations)
    headed = any(
        marker.pattern.fullmatch(text[section.span.start : section.heading.start].strip())
        for section in built.sections
        if section.level
    )
    return listed or (marker in KNOWN.markers.of_line and headed)


@pytest.mark.parametrize("marker", [*KNOWN.markers.of_line, *KNOWN.markers.inline], ids=ids)
def test_a_marker_opens_its_examples_alone(marker: Marker) -> None:
    """Each example has a heading or a list by this marker, no counter-example has."""
    assert [text for text in marker.examples if not marks(marker, text)] == []
    assert [text for text in marker.counter_examples if marks(marker, text)] == []


@pytest.mark.parametrize("pattern", KNOWN.counts.patterns, ids=ids)
def test_a_label_that_counts_is_seen(pattern: CountPattern) -> None:
    """Each example declares a number, no counter-example does."""
    assert [text for text in pattern.examples if not pattern.pattern.search(text)] == []
    assert [text for text in pattern.counter_examples if pattern.pattern.search(text)] == []


def test_numbers_have_their_value() -> None:
    """Numbers in words and in digits; a word that is none is 0."""
    assert [KNOWN.counts.number(word) for word in ("四", "十五", "两", "15", "几")] == [4, 15, 2, 15, 0]
    assert [KNOWN.markers.number(word) for word in ("三", "十", "十二", "二十一", "9")] == [3, 10, 12, 21, 9]
