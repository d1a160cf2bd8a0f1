"""A list shares its verb: its items are claimed together or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionkg import knowledge, structure
from unionkg.model import Document, Mention, Span
from unionkg.relations.discourse import Discourse
from unionkg.relations.lists import ABSENT, Lists, Triple, runs
from unionkg.relations.proposal import Proposal
from unionkg.relations.rulebook import Rulebook
from unionkg.relations.trigger import TriggerReader
from unionkg.resolution import Resolver

KNOWN = knowledge.load()
BOOK = Rulebook(KNOWN)


def read(text: str, *names: tuple[str, str]) -> Discourse:
    """A text with its mentions, given in their order."""
    mentions, at = [], 0
    for name, kind in names:
        at = text.index(name, at)
        mentions.append(Mention(Span(at, at + len(name)), name, kind, "", "test"))
        at += len(name)
    document, found = Document("d", text, {}), tuple(mentions)
    built = structure.read(document, KNOWN.markers)
    return TriggerReader(KNOWN).read(document, built, found, Resolver(KNOWN).resolve(document, built, found))


def shared(discourse: Discourse, odds: dict[tuple[int, str, int], int]) -> dict[Triple, int]:
    """The odds of triples of mentions, shared out over lists."""
    entity_of, best = discourse.entity_of, {}
    told: dict[Triple, int] = {}
    for (head, predicate, tail), weight in odds.items():
        triple = entity_of[head], predicate, entity_of[tail]
        nowhere = Span(0, 0)
        best[triple] = Proposal(
            triple[0], predicate, triple[2], "test", 0, nowhere, head, tail, (), 0, "test", ()
        )
        told[triple] = weight
    return Lists(discourse, BOOK.list_signs, BOOK.acting | BOOK.meant).shared(told, best)


LISTED = read(
    "市总工会弘扬劳模精神、劳动精神和工匠精神，服务职工。",
    ("市总工会", "Organization"),
    ("劳模精神", "Doctrine"),
    ("劳动精神", "Doctrine"),
    ("工匠精神", "Doctrine"),
    ("职工", "Group"),
)


@given(st.lists(st.integers(-1500, 4000), min_size=3, max_size=3), st.integers(-1500, 4000))
@settings(deadline=None)
def test_the_items_of_a_list_weigh_what_they_weigh_on_average(listed: list[int], alone: int) -> None:
    """Whatever each weighs; what stands in no list weighs what it did."""
    odds = {(0, "promotes", 1 + i): weight for i, weight in enumerate(listed)} | {(0, "serves", 4): alone}
    mean = sum(listed) // 3
    assert list(shared(LISTED, odds).values()) == [mean, mean, mean, alone]


def test_an_item_that_was_not_weighed_counts_against_the_others() -> None:
    """Of three items one is likely: none is taken."""
    assert list(shared(LISTED, {(0, "promotes", 1): 1000}).values()) == [(1000 + 2 * ABSENT) // 3]


def test_those_who_act_together_weigh_the_same() -> None:
    """甲、乙和丙出席会议: a list of subjects, too; but wholes of one part are no list of wholes."""
    people = (("李明", "Person"), ("王芳", "Person"), ("赵磊", "Person"))
    listed = read("李明、王芳和赵磊出席会议。", *people, ("会议", "Event"))
    odds = {(i, "attends", 3): 300 * i for i in range(3)}
    assert set(shared(listed, odds).values()) == {300}
    whole = {(i, "hasPart", 3): 300 * i for i in range(3)}
    assert list(shared(listed, whole).values()) == [0, 300, 600]


@pytest.mark.parametrize("word", KNOWN.clause_words.attribute)
def test_an_attribute_parts_no_list(word: str) -> None:
    """各级工会、广大职工 is a list of unions and one of groups; 职工和广大农民工 is one."""
    listed = read(f"职工和{word}农民工响应号召。", ("职工", "Group"), ("农民工", "Group"))
    assert runs(listed, BOOK.list_signs) == [0, 0]


def test_a_list_is_of_one_type() -> None:
    """What a comma of clauses parts is no list, nor are things of two kinds."""
    names = (("工会", "Organization"), ("职工", "Group"))
    assert runs(read("工会、职工响应号召。", *names), BOOK.list_signs) == [0, 1]
    groups = (("职工", "Group"), ("农民工", "Group"))
    assert runs(read("职工，农民工响应号召。", *groups), BOOK.list_signs) == [0, 1]


def test_an_item_told_better_elsewhere_is_not_absent() -> None:
    """Its best proposal stands at another mention: it counts, and keeps its own odds."""
    names = (("市总工会", "Organization"), ("职工", "Group"), ("农民工", "Group"), ("职工", "Group"))
    twice = read("市总工会服务职工和农民工，关爱职工。", *names)
    found = shared(twice, {(0, "serves", 3): 3000, (0, "serves", 2): 500})
    assert list(found.values()) == [3000, 1750]
