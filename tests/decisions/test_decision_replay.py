"""Replaying: each kind of decision does what it says, and one that has nothing to work on is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

import speech
from speech import CLAIMS, DEMANDS, INDEX, TEXT, between, span
from unionkg import decisions
from unionkg.decisions import Anchor, Decision, Lexicon, Placed, Thing
from unionkg.knowledge.thesaurus import Concept
from unionkg.model import Clause, Entity, Finding, Modality, Origin, Resolution, Span

READING = speech.reading()
MENTIONS, RESOLUTION = READING.mentions, READING.resolution
CONCEPTS = (
    Concept(speech.CONCEPT, "s", "春风行动", "", "Initiative", ("春风送岗",)),
    Concept("https://e/x", "s", "杭州市", "", "Organization"),
)
LEXICON = Lexicon(CONCEPTS)


def decide(action: str, kind: str, quote: str, where: Span | None = None, **more: object) -> Placed:
    """A decision at the first place of its quote."""
    plain = Decision(action, kind, Anchor("a", quote), "decisions/a.jsonl:1")
    at = where or (span(quote) if quote else Span(0, 0))
    return Placed(replace(plain, **more), at)  # type: ignore[arg-type]


def in_mentions(*placed: Placed) -> tuple[list[tuple[str, str]], tuple[Finding, ...]]:
    """Words and types of the mentions after decisions."""
    found, told = decisions.mentions(placed, MENTIONS, TEXT, LEXICON)
    assert list(found) == sorted(found, key=lambda m: m.span)
    assert all(TEXT[m.span.start : m.span.end] == m.text for m in found)
    return [(m.text, m.type) for m in found], told


BEFORE = sorted((m.text, m.type) for m in MENTIONS)


def test_a_mention_is_rejected_retagged_and_moved() -> None:
    """A person's word counts: gone, of another type, with other edges; the rule says that a person did it."""
    assert ("职工之家", "Facility") not in in_mentions(decide("reject", "mention", "职工之家"))[0]
    found, _ = in_mentions(decide("retag", "mention", "职工之家", type="Facility", to="Event"))
    assert ("职工之家", "Event") in found
    moved = replace(decide("move", "mention", "服务站", to="建成服务站"), target=span("建成服务站"))
    found, _ = in_mentions(moved)
    assert ("建成服务站", "Facility") in found
    assert ("服务站", "Facility") not in found
    whole, _ = decisions.mentions([moved], MENTIONS, TEXT, LEXICON)
    assert [m.rule for m in whole if m.text == "建成服务站"] == ["decision.move"]


def test_marks_at_the_edges_do_not_matter() -> None:
    """A mention with its quotation marks is the one that was anchored without them, and gets its concept."""
    found, _ = decisions.mentions(
        [decide("retag", "mention", "春风行动", to="Initiative")], MENTIONS, TEXT, LEXICON
    )
    assert [(m.text, m.concept) for m in found if m.rule == "decision.retag"] == [
        ("“春风行动”", speech.CONCEPT)
    ]


def test_a_mention_is_added() -> None:
    """It takes the place of one with the same words and of one that it crosses; what lies inside stays."""
    found, told = in_mentions(decide("add", "mention", "三点意见", type="Requirement"))
    assert told == ()
    assert len(found) == len(BEFORE) + 1
    found, _ = in_mentions(decide("add", "mention", "市总工会设立了职工之家", type="Event"))
    assert {("市总工会", "Organization"), ("职工之家", "Facility")} < set(found)
    found, _ = in_mentions(decide("add", "mention", "设立了职工", type="Event"))
    assert ("职工之家", "Facility") not in found


@pytest.mark.parametrize("more", [{"quote": "三点意见"}, {"quote": "职工之家", "type": "Place"}])
def test_a_mention_that_is_not_there_is_told(more: dict[str, str]) -> None:
    """Rejecting what is no longer found changes nothing and gives a finding."""
    quote = more.pop("quote")
    found, told = in_mentions(decide("reject", "mention", quote, **more))
    assert sorted(found) == BEFORE
    assert [finding.level for finding in told] == ["warning"]


# --- things -------------------------------------------------------------------------------


def resolve(
    placed: Iterable[Placed], meant: Resolution = RESOLUTION
) -> tuple[Resolution, tuple[Finding, ...]]:
    """A resolution after decisions; each mention belongs to the entity that lists it."""
    found, told = decisions.resolution(list(placed), meant, MENTIONS, LEXICON)
    for index, entity in enumerate(found.entities):
        assert all(found.entity_of[m] == index for m in entity.mentions)
    assert sum(len(e.mentions) for e in found.entities) == len(MENTIONS)
    return found, told


def named(meant: Resolution, label: str) -> Entity:
    """The entity of that label."""
    return next(entity for entity in meant.entities if entity.label == label)


def test_things_are_merged_and_every_index_follows() -> None:
    """The names come together under the label of what is merged into; voices, counts and clauses follow."""
    clause = Clause(Span(0, 5), 0, (), (INDEX["各区总工会"], INDEX["工会"]), Origin.EXPLICIT, 0)
    before = replace(RESOLUTION, clauses=(clause,), self_entity=INDEX["各区总工会"])
    found, told = resolve(
        [decide("merge", "thing", "各区总工会", into=Thing("工会", "Organization"))], before
    )
    assert told == ()
    merged = named(found, "工会")
    assert merged.names == ("各区总工会", "工会")
    assert merged.joined == ("decision.merge",)
    assert len(found.entities) == len(RESOLUTION.entities) - 1
    assert found.entities[found.self_entity] is merged
    assert found.clauses[0].subject == (found.self_entity,)
    assert found.entities[found.utterances[1].speaker].label == "林书记"
    assert found.entities[found.counts[0].entity].label == "9字要求"


def test_a_thing_is_split() -> None:
    """A mention set apart is a thing of its own; two under one name stay together, and clauses follow."""
    joined, _ = resolve(
        [
            decide("merge", "thing", "各区总工会", into=Thing("工会", "Organization")),
            decide("merge", "thing", "市总工会", into=Thing("工会", "Organization")),
        ]
    )
    index = joined.entity_of[INDEX["市总工会"]]
    clauses = (
        Clause(Span(0, 5), 0, (INDEX["市总工会"],), (index,), Origin.EXPLICIT, 0),
        Clause(Span(5, 9), 0, (), (index,), Origin.CARRIED, 0),
    )
    joined = replace(joined, clauses=clauses)
    alone, told = resolve([decide("split", "thing", "市总工会")], joined)
    assert told == ()
    apart = named(alone, "市总工会")
    assert (apart.mentions, apart.joined) == ((INDEX["市总工会"],), ("decision.split",))
    assert [alone.entities[c.subject[0]].label for c in alone.clauses] == ["市总工会", "工会"]
    together, _ = resolve(
        [decide("split", "thing", name, to="各级工会") for name in ("市总工会", "各区总工会")], joined
    )
    assert named(together, "各级工会").names == ("各区总工会", "市总工会")
    assert named(together, "工会").names == ("工会",)


def test_a_placeholder_gets_its_name() -> None:
    """It bears the name and keeps its own; it is tied where the thesaurus knows the name; namesakes join."""
    found, told = resolve([decide("name", "placeholder", "", thing=Thing("市总工会"), to="杭州市")])
    assert told == ()
    entity = named(found, "杭州市")
    assert entity.names == ("市总", "市总工会", "杭州市")
    assert (entity.concept, entity.scope, entity.joined) == ("https://e/x", "shared", ("decision.name",))
    found, _ = resolve([decide("name", "placeholder", "", thing=Thing("市总工会"), to="各区总工会")])
    assert named(found, "各区总工会").mentions == (INDEX["市总工会"], INDEX["各区总工会"])


@pytest.mark.parametrize(
    "placed",
    [
        decide("merge", "thing", "三点意见", into=Thing("工会")),
        decide("merge", "thing", "工会", span("工会是"), into=Thing("无此")),
        decide("merge", "thing", "市总工会", into=Thing("市总")),
        decide("split", "thing", "市总工会"),
        decide("name", "placeholder", "", thing=Thing("X市"), to="某市"),
        decide("name", "placeholder", "", thing=Thing("市总工会", "Place"), to="某市"),
    ],
)
def test_things_that_are_not_there_are_told(placed: Placed) -> None:
    """Nothing changes, and the finding says why."""
    found, told = resolve([placed])
    assert found is RESOLUTION
    assert len(told) == 1


# --- claims and demands --------------------------------------------------------------------


SETS_UP = {
    "subject": Thing("市总", "Organization"),
    "relation": "establishes",
    "object": Thing("职工之家"),
}
QUOTE = between("市总工会", "职工之家")
WORDS = TEXT[QUOTE.start : QUOTE.end]


def claim(*placed: Placed) -> tuple[tuple[speech.Claim, ...], tuple[Finding, ...]]:
    """Claims after decisions."""
    return decisions.claims(placed, CLAIMS, RESOLUTION, MENTIONS, LEXICON)


def test_a_claim_is_rejected() -> None:
    """By its triple and a quote that overlaps its own; any of the names of a thing will do."""
    kept, told = claim(decide("reject", "claim", WORDS, **SETS_UP))
    assert told == ()
    assert [c for c in CLAIMS if c not in kept] == [CLAIMS[4]]
    kept, told = claim(decide("reject", "claim", WORDS, modality="Planned", **SETS_UP))
    assert kept == CLAIMS
    assert len(told) == 1
    concept = {
        "subject": Thing("春风送岗", "Initiative"),
        "relation": "promotes",
        "object": Thing("劳模精神"),
    }
    quote = between("“春风行动”", "劳模精神")
    kept, _ = claim(decide("reject", "claim", TEXT[quote.start : quote.end], quote, **concept))
    assert len(kept) == len(CLAIMS) - 1


def test_a_claim_is_added() -> None:
    """Its quote is the anchor, its voice the innermost that says it; one that is there already is left."""
    new = {
        "subject": Thing("市总工会"),
        "relation": "promotes",
        "object": Thing("讲团结"),
        "modality": "Planned",
    }
    kept, told = claim(decide("add", "claim", "讲团结", **new))
    assert told == ()
    added = kept[-1]
    assert (added.subject, added.object) == (INDEX["市总工会"], INDEX["讲团结"])
    assert (added.quote, added.utterance) == (span("讲团结"), 1)
    assert (added.modality, added.rule) == (Modality.PLANNED, "decision.add")
    assert claim(decide("add", "claim", WORDS, **SETS_UP))[0] == CLAIMS
    kept, told = claim(decide("add", "claim", WORDS, **{**SETS_UP, "object": Thing("无此")}))
    assert kept == CLAIMS
    assert "add a mention first" in told[0].en


def test_a_demand_is_rejected() -> None:
    """By its content where that is told, else by its whole quote."""
    first = DEMANDS[0]
    quote = TEXT[first.evidence.start : first.evidence.end]
    told_content = decide("reject", "demand", quote, content="建成服务站")
    kept, told = decisions.demands([replace(told_content, target=first.content)], DEMANDS)
    assert (kept, told) == (DEMANDS[1:], ())
    kept, _ = decisions.demands([decide("reject", "demand", quote)], DEMANDS)
    assert first not in kept
    kept, told = decisions.demands([replace(told_content, target=None)], DEMANDS)
    assert kept == DEMANDS
    assert len(told) == 1


def test_decisions_of_another_kind_are_passed_over() -> None:
    """Each function looks at its own kind only."""
    placed = [
        decide("reject", "demand", "服务站"),
        decide("reject", "mention", "服务站"),
        decide("merge", "thing", "服务站", into=Thing("工会")),
    ]
    assert decisions.claims(placed, CLAIMS, RESOLUTION, MENTIONS, LEXICON) == (CLAIMS, ())
    assert decisions.demands(placed[1:], DEMANDS) == (DEMANDS, ())
    assert decisions.mentions(placed[:1], MENTIONS, TEXT, LEXICON)[0] == tuple(
        sorted(MENTIONS, key=lambda m: m.span)
    )
