"""Questions and their parameters, and the network or a part of it."""

from __future__ import annotations

import pytest

import speech
from unionkg import knowledge, queries
from unionkg.errors import UnknownName, UsageError
from unionkg.knowledge import questions
from unionkg.store import Store

DOCUMENT = "交流会"
QUESTIONS = questions.read_all(knowledge.files())


@pytest.fixture(scope="module")
def store() -> Store:
    """The hand-made speech in memory."""
    return Store.of(speech.graph_lines())


@pytest.fixture(scope="module")
def pair() -> Store:
    """The same speech under two ids."""
    return Store.of(speech.graph_lines("甲", "乙"))


@pytest.mark.parametrize(
    "value", ['"} ?s ?p ?o #', "\\", "a\nb", "}", 'VALUES ?formula { "15字要求"@zh }', "'"]
)
def test_a_value_is_never_code(value: str, store: Store) -> None:
    """Whatever a value holds, it is a literal that matches nothing here."""
    assert queries.ask(store, QUESTIONS["formula"], {"formula": value}).rows == ()


def test_unknown_parameters_and_wrong_types_are_told(store: Store) -> None:
    """A parameter that a question has not, or a word for a number, names what may be given."""
    with pytest.raises(UsageError, match="use: formula"):
        queries.ask(store, QUESTIONS["formula"], {"formel": "x"})
    with pytest.raises(UsageError, match="whole number"):
        queries.ask(store, QUESTIONS["connected"], {"least": "two"})
    with pytest.raises(UsageError, match="one of zh, en"):
        queries.ask(store, QUESTIONS["demands"], {"language": "fr"})


def test_labels_are_in_the_language_asked_for(store: Store) -> None:
    """The terms of the vocabulary; what the text says stays as it is."""
    column = [c.name for c in QUESTIONS["demands"].columns].index("strength")
    told = {
        language: {
            row[column] for row in queries.ask(store, QUESTIONS["demands"], {"language": language}).texts()
        }
        for language in ("zh", "en")
    }
    assert told["zh"]
    assert told["en"]
    assert all(name.isascii() for name in told["en"])
    assert not any(name.isascii() for name in told["zh"])


def test_things_that_denote_one_concept_are_one_node(pair: Store) -> None:
    """What is tied to a concept is one node over documents; what is not stays in its own."""
    nodes = queries.network(pair).nodes
    assert [n.documents for n in nodes if n.label == "“春风行动”"] == [("乙", "甲")]
    assert [n.iri for n in nodes if n.label == "“春风行动”"] == [speech.CONCEPT]
    assert len([n for n in nodes if n.label == "林书记"]) == 2


def test_a_part_of_the_network(pair: Store) -> None:
    """A part holds what lies around a thing, or what one document says, and nothing else."""
    around = queries.network(pair, entity="春风行动", depth=1)
    assert {n.label for n in around.nodes} == {"“春风行动”", "2001年", "劳模精神"}
    assert len(around.facts) == 4
    assert {f.document for f in queries.network(pair, document="甲").facts} == {"甲"}
    with pytest.raises(UnknownName, match="甲"):
        queries.network(pair, document="甲乙")


def test_the_network_has_demands_counts_and_documents(store: Store) -> None:
    """Demands, counts and documents come with what a reader needs to check them."""
    found = queries.network(store)
    second = next(row for row in found.demands if row.deadline)
    assert (second.issuer, second.addressee_labels, second.strength) == ("市总工会", ("各区总工会",), "must")
    assert [(row.label, row.verdict, row.parts) for row in found.counts if row.verdict != "reconciled"] == [
        ("三点意见", "short", ("学习", "落实"))
    ]
    (document,) = found.documents
    assert (document.id, document.length, document.keywords) == (DOCUMENT, len(speech.TEXT), ("工会",))
    assert {(m.name, m.origin) for m in document.metadata} >= {("date", "inferred"), ("title", "given")}
