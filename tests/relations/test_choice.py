"""The choice among proposals: by a plain table of weights, exactly, whatever their order."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionkg import knowledge, structure
from unionkg.model import Document, Mention, Span
from unionkg.relations import Extractor, choice, reranking
from unionkg.relations.discourse import Discourse
from unionkg.relations.mechanism import propose
from unionkg.relations.proposal import Proposal
from unionkg.relations.rulebook import Rulebook
from unionkg.resolution import Resolver
from unionkg.weights import Weights, pairs, write
from unionkg.weights import read as read_table

KNOWN = knowledge.load()
BOOK = Rulebook(KNOWN)


def summed(
    table: Weights, discourse: Discourse, proposals: list[Proposal], threshold: float
) -> list[tuple[int, str, int]]:
    """The triples with a proposal whose features, written out and looked up one by one, reach a threshold."""
    found = set()
    for proposal, features in zip(proposals, choice.strings(discourse, proposals, BOOK), strict=True):
        odds = choice.added(table, features)
        if odds >= round(1000 * threshold):
            found.add(proposal.triple)
    return sorted(found)


def weighed(
    chooser: choice.Chooser, discourse: Discourse, proposals: list[Proposal], threshold: float
) -> list[tuple[int, Proposal]]:
    """What a chooser weighs of the proposals of a text."""
    return list(chooser.weigh(chooser.describer(discourse), proposals, threshold))


@pytest.mark.parametrize("threshold", [-3.0, -0.7, 0.0, 1.5])
def test_tables_give_what_the_features_say(read: tuple[Discourse, list[Proposal]], threshold: float) -> None:
    """The quick way (tables, shared groups, a bound) chooses what adding up each string would."""
    table = read_table(choice.shipped())
    chosen = weighed(choice.Chooser(table.items(), BOOK), *read, threshold)
    assert sorted({proposal.triple for _, proposal in chosen}) == summed(table, *read, threshold)


@given(st.data())
@settings(deadline=None, max_examples=20)
def test_any_weights_are_looked_up_right(read: tuple[Discourse, list[Proposal]], data: st.DataObject) -> None:
    """Whatever features have weights, positive or negative."""
    known = sorted({f for features in choice.strings(*read, BOOK) for f in features})
    weight = st.integers(-2000, 2000).map(lambda n: n / 1000)
    weights = data.draw(st.dictionaries(st.sampled_from(known), weight, max_size=40))
    chosen = weighed(choice.Chooser(weights.items(), BOOK), *read, 0.5)
    assert sorted({proposal.triple for _, proposal in chosen}) == summed(weights, *read, 0.5)


@pytest.mark.parametrize("size", [0, 5, 40, 400, 3000])
def test_nothing_that_would_be_chosen_is_left_out(read: tuple[Discourse, list[Proposal]], size: int) -> None:
    """Whatever the weights, what foresight leaves unproposed would not have been chosen."""
    known = sorted({f for features in choice.strings(*read, BOOK) for f in features})
    rules = sorted({proposal.rule for proposal in read[1]})
    for seed in range(8):
        chance = random.Random(seed)
        weights = {f: chance.randint(-2000, 2000) / 1000 for f in chance.sample(known, size)}
        threshold = chance.choice([-1.0, 0.0, 1.0, 3.0])
        chooser = choice.Chooser(weights.items(), BOOK, frozenset(chance.sample(rules, seed % 3)))
        fewer = list(propose(read[0], BOOK, chooser.foresight(chooser.describer(read[0]), threshold)))
        assert weighed(chooser, read[0], fewer, threshold) == weighed(chooser, *read, threshold)
        assert set(fewer) <= set(read[1])


def test_nothing_is_left_out_of_whoever_acts() -> None:
    """An honour and who received it, a demand and who is to meet it: there the actor is the object."""
    text = "县工会去年荣获五一奖状。各级工会要一盘棋，服务职工。"
    names = (
        ("县工会", "Organization"),
        ("去年", "Time"),
        ("五一奖状", "Honor"),
        ("各级工会", "Organization"),
    )
    mentions, at = [], 0
    for name, kind in (*names, ("一盘棋", "Requirement"), ("职工", "Group")):
        at = text.index(name, at)
        mentions.append(Mention(Span(at, at + len(name)), name, kind, "", "test"))
    document = Document("d", text, {})
    built = structure.read(document, KNOWN.markers)
    resolution = Resolver(KNOWN).resolve(document, built, tuple(mentions))
    read = Extractor(KNOWN, {}).propose(document, built, tuple(mentions), resolution)
    told = {f for features in choice.strings(*read, BOOK) for f in features}
    stands = sorted(f for f in told if f.startswith(("standing:", "meant:")))
    assert len(stands) > 20
    for feature in stands:
        chooser = choice.Chooser([(feature, 2.0)], BOOK)
        fewer = list(propose(read[0], BOOK, chooser.foresight(chooser.describer(read[0]), 1.0)))
        assert weighed(chooser, read[0], fewer, 1.0) == weighed(chooser, *read, 1.0)


def test_few_proposals_need_be_made(read: tuple[Discourse, list[Proposal]]) -> None:
    """With the shipped weights fewer than half of what may be proposed is, and the choice is the same."""
    chooser = choice.Chooser(pairs(choice.shipped()), BOOK)
    fewer = list(propose(read[0], BOOK, chooser.foresight(chooser.describer(read[0]), reranking.LEAST)))
    assert 2 * len(fewer) < len(read[1])
    assert weighed(chooser, read[0], fewer, reranking.LEAST) == weighed(chooser, *read, reranking.LEAST)


def test_a_feature_is_one_cell_of_the_table(read: tuple[Discourse, list[Proposal]]) -> None:
    """No feature holds a line end or a tab; each has the bias; none comes twice."""
    for features in choice.strings(*read, BOOK):
        assert all("\n" not in f and "\t" not in f for f in features)
        assert features.count("b") == 1


def test_without_weights_nothing_is_chosen(read: tuple[Discourse, list[Proposal]]) -> None:
    """An absent table is empty, and nothing reaches a threshold above zero."""
    assert read_table(Path("/nowhere/weights.tsv")) == {}
    assert weighed(choice.Chooser((), BOOK), *read, 0.1) == []


@given(
    st.dictionaries(
        st.text(st.characters(exclude_characters="\t\n\r", exclude_categories=["Cs"]), min_size=1),
        st.integers(-9999, 9999),
    )
)
def test_a_table_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, weights: dict[str, int]
) -> None:
    """Any feature on one line comes back, to the thousandth; the file is sorted."""
    path = tmp_path_factory.mktemp("weights") / "weights.tsv"
    table = {feature: n / 1000 for feature, n in weights.items()}
    write(path, table)
    assert read_table(path) == table
    lines = path.read_bytes().decode("utf-8").split("\n")[:-1]
    assert lines == sorted(lines, key=lambda line: line.rsplit("\t", 1)[0])


def test_the_shipped_weights_are_there() -> None:
    """The table that ships has the bias and thousands of features."""
    table = read_table(choice.shipped())
    assert "b" in table
    assert len(table) > 1000


def test_what_several_rules_see_is_one_mention() -> None:
    """Nested mentions of an annotation do not break the look-ups."""
    text = "全国总工会成立了学院。"
    nested = (Span(0, 5), Span(2, 5), Span(8, 10))
    mentions = tuple(Mention(s, text[s.start : s.end], "Organization", "", "test") for s in nested)
    document = Document("d", text, {})
    built = structure.read(document, KNOWN.markers)
    resolution = Resolver(KNOWN).resolve(document, built, mentions)
    discourse, _ = Extractor(KNOWN, {}).propose(document, built, mentions, resolution)
    assert discourse.touching(Span(4, 6)) == 0
    assert discourse.covered(Span(1, 10)) == [1, 2]
    assert discourse.last_before(7, "Organization") == 1
