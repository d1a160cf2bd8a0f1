"""Triples weighed beside each other: rivals, lists, support; by the same table, exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionkg import knowledge, structure
from unionkg.model import Document, Mention, Span
from unionkg.relations import Extractor, choice
from unionkg.relations.discourse import Discourse
from unionkg.relations.lists import Lists, Triple
from unionkg.relations.proposal import Proposal
from unionkg.relations.reranking import BESIDE, LEAST, Company, Reranker, Weighed, strings
from unionkg.relations.rulebook import Rulebook
from unionkg.relations.tables import Tables
from unionkg.resolution import Resolver
from unionkg.weights import pairs

KNOWN = knowledge.load()
BOOK = Rulebook(KNOWN)


def proposed(text: str, *names: tuple[str, str]) -> tuple[Discourse, list[Proposal]]:
    """What may be claimed of a text, mentions given in their order."""
    mentions, at = [], 0
    for name, kind in names:
        at = text.index(name, at)
        mentions.append(Mention(Span(at, at + len(name)), name, kind, "", "test"))
        at += len(name)
    document = Document("d", text, {})
    built = structure.read(document, KNOWN.markers)
    resolution = Resolver(KNOWN).resolve(document, built, tuple(mentions))
    return Extractor(KNOWN, {}).propose(document, built, tuple(mentions), resolution)


def told(company: Company, subject: str, predicate: str, target: str) -> dict[str, int | str]:
    """What is looked at of a triple, ends by their names."""
    names = ["".join(entity.names[:1]) for entity in company.discourse.resolution.entities]
    return dict(company.told((names.index(subject), predicate, names.index(target))))


def in_lists(company: Company, odds: dict[Triple, int]) -> dict[Triple, int]:
    """The odds of triples, those of lists shared out."""
    best = {triple: proposal for triple, (_, proposal) in company.best.items()}
    return Lists(company.discourse, BOOK.list_signs, BOOK.acting | BOOK.meant).shared(odds, best)


def at_odds(read: tuple[Discourse, list[Proposal]], odds: dict[tuple[str, str], int]) -> list[Weighed]:
    """The proposals of `promotes` with the odds of their ends, in thousandths."""
    names = ["".join(entity.names[:1]) for entity in read[0].resolution.entities]
    best = {p.triple: p for p in read[1] if p.predicate == "promotes" and p.head_at >= 0 and p.tail_at >= 0}
    return [
        (odds[names[p.subject], names[p.object]], p)
        for p in best.values()
        if (names[p.subject], names[p.object]) in odds
    ]


def test_how_sure_the_ends_are_is_looked_at() -> None:
    """In halves, for an end that was weighed; of one that was not nothing is told."""
    discourse, proposals = proposed(
        "市总工会弘扬劳模精神。", ("市总工会", "Organization"), ("劳模精神", "Doctrine")
    )
    first, second = discourse.mentions
    discourse.mentions = (replace(first, odds=2600), second)
    company = Company(discourse, [(0, one) for one in proposals], BOOK)
    told_of = told(company, "市总工会", "promotes", "劳模精神")
    assert told_of["head-odds"] == 5
    assert "tail-odds" not in told_of


TWO = proposed(
    "市总工会和县总工会弘扬劳模精神、工匠精神。",
    ("市总工会", "Organization"),
    ("县总工会", "Organization"),
    ("劳模精神", "Doctrine"),
    ("工匠精神", "Doctrine"),
)
ODDS = {
    ("市总工会", "劳模精神"): 2000,
    ("县总工会", "劳模精神"): -1000,
    ("市总工会", "工匠精神"): 500,
}


def test_a_triple_is_told_of_its_rivals() -> None:
    """Who else may have done it, how far he is above or below, and whether he is likely."""
    company = Company(TWO[0], at_odds(TWO, ODDS), BOOK)
    above = told(company, "市总工会", "promotes", "劳模精神")
    below = told(company, "县总工会", "promotes", "劳模精神")
    assert (above["subject-gap"], above["subject-above"], above["subject-likely"]) == (-6, 0, 0)
    assert (below["subject-gap"], below["subject-above"], below["subject-likely"]) == (6, 1, 1)
    assert "subject-alone" in told(company, "市总工会", "promotes", "工匠精神")


def test_a_triple_is_told_of_its_list() -> None:
    """What stands in a list shares its verb (guideline, relation rule 3): its odds tell of the others'."""
    company = Company(TWO[0], at_odds(TWO, ODDS), BOOK)
    one = told(company, "市总工会", "promotes", "工匠精神")
    assert (one["listed-object-gap"], one["listed-object-mean"], one["listed-object-least"]) == (3, 4, 4)
    other = told(company, "县总工会", "promotes", "劳模精神")
    assert (other["listed-subject-gap"], other["listed-subject-mean"]) == (6, 4)


def test_what_is_parted_by_words_is_no_list() -> None:
    """A verb between two objects parts them."""
    read = proposed(
        "市总工会弘扬劳模精神，宣传工匠精神。",
        ("市总工会", "Organization"),
        ("劳模精神", "Doctrine"),
        ("工匠精神", "Doctrine"),
    )
    odds = {("市总工会", "劳模精神"): 1000, ("市总工会", "工匠精神"): 1000}
    company = Company(read[0], at_odds(read, odds), BOOK)
    assert "listed-object-alone" in told(company, "市总工会", "promotes", "工匠精神")


def test_several_proposals_support_a_triple() -> None:
    """What another rule saw too is told, with all that speaks for it."""
    [(odds, proposal)] = at_odds(TWO, {("市总工会", "劳模精神"): 1000})
    twice = [(odds, proposal), (odds - 2000, proposal._replace(source="another rule"))]
    once, both = (
        told(Company(TWO[0], weighed, BOOK), "市总工会", "promotes", "劳模精神")
        for weighed in (twice[:1], twice)
    )
    assert (once["times"], once["another"], once["support"]) == (1, "none", 5)
    assert (both["times"], both["another"], both["support"]) == (2, -2, 6)
    assert once["by"] == both["by"] == proposal.source


@pytest.fixture(scope="module")
def weighed(read: tuple[Discourse, list[Proposal]]) -> list[Weighed]:
    """The proposals of the sample's beginning with odds by the shipped weights."""
    chooser = choice.Chooser(pairs(choice.shipped()), BOOK)
    return list(chooser.weigh(chooser.describer(read[0]), read[1], LEAST))


@given(data=st.data())
@settings(deadline=None, max_examples=20)
def test_odds_are_what_the_features_weigh(
    read: tuple[Discourse, list[Proposal]], weighed: list[Weighed], data: st.DataObject
) -> None:
    """Whatever the weights, what is taken is what its features, added up, say; lists whole."""
    company = Company(read[0], weighed, BOOK)
    features = {triple: strings(company, triple) for triple in company.best}
    known = sorted({feature for each in features.values() for feature in each})
    weight = st.integers(-2000, 2000).map(lambda n: n / 1000)
    weights = data.draw(st.dictionaries(st.sampled_from(known), weight, min_size=1, max_size=60))
    taken = Reranker(Tables(weights.items(), frozenset()).of(BESIDE), BOOK).rerank(read[0], weighed, 0.5)
    added = in_lists(company, {triple: choice.added(weights, each) for triple, each in features.items()})
    assert {p.triple: odds for odds, p in taken} == {t: odds for t, odds in added.items() if odds >= 500}


def test_one_triple_is_taken_once_by_its_likeliest_proposal(
    read: tuple[Discourse, list[Proposal]], weighed: list[Weighed]
) -> None:
    """With a bias that outweighs what lists leave out every triple is taken, once, by its likeliest."""
    taken = Reranker({"bias=0": 99_000}, BOOK).rerank(read[0], weighed, 0.5)
    best: dict[tuple[int, str, int], Weighed] = {}
    for odds, proposal in weighed:
        if proposal.triple not in best or odds > best[proposal.triple][0]:
            best[proposal.triple] = odds, proposal
    assert [p for _, p in taken] == [p for _, p in best.values()]


@pytest.mark.parametrize("certain_last", [True, False])
def test_a_certain_rule_needs_no_weights(certain_last: bool) -> None:
    """What it proposes is taken whatever stands beside it, though another rule weighs more."""
    [(_, proposal)] = at_odds(TWO, {("市总工会", "劳模精神"): 0})
    sure = proposal._replace(rule="sure", source="sure")
    both = [(-1000, proposal), (-1500, sure)]
    weighed = both if certain_last else both[::-1]
    low = {"bias=0": -9000}
    assert Reranker(low, BOOK, frozenset({"sure"})).rerank(TWO[0], weighed, -1.0) == [(-1000, sure)]
    assert Reranker(low, BOOK).rerank(TWO[0], weighed, -1.0) == []


def test_without_weights_each_stands_alone() -> None:
    """A table that knows nothing of others leaves the odds as they are, but for those of lists."""
    weighed = at_odds(TWO, ODDS)
    odds = in_lists(Company(TWO[0], weighed, BOOK), {p.triple: alone for alone, p in weighed})
    expected = [(odds[p.triple], p) for _, p in weighed if odds[p.triple] >= -700]
    assert Reranker({}, BOOK).rerank(TWO[0], weighed, -0.7) == expected


@given(st.lists(st.integers(-1500, 4000), min_size=4, max_size=4))
@settings(deadline=None)
def test_rivals_are_counted_as_one_by_one(odds: list[int]) -> None:
    """Whatever the odds of four subjects of one object, equal ones too: as if compared one by one."""
    names = ("甲公司工会", "乙公司工会", "丙公司工会", "丁公司工会")
    read = proposed(
        f"{'、'.join(names)}弘扬劳模精神。",
        *((name, "Organization") for name in names),
        ("劳模精神", "Doctrine"),
    )
    company = Company(
        read[0], at_odds(read, {(n, "劳模精神"): o for n, o in zip(names, odds, strict=True)}), BOOK
    )
    for place, name in enumerate(names):
        own, others = odds[place], odds[:place] + odds[place + 1 :]
        found = told(company, name, "promotes", "劳模精神")
        assert found["subject-gap"] == max(-8, min(8, (max(others) - own) // 500))
        assert found["subject-above"] == sum(other > own for other in others)
        assert found["subject-likely"] == sum(other >= -700 for other in others)
        assert found["listed-subject-mean"] == max(-3, min(8, sum(others) // 3 // 500))
        assert found["listed-subject-least"] == max(-3, min(8, min(others) // 500))
