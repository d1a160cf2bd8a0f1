"""Questions: every ready-made one on the hand-made speech, one entity, the reasons, the network."""

from __future__ import annotations

import pytest

import speech
from unionkg import queries
from unionkg.errors import UnknownName, UsageError
from unionkg.knowledge import questions
from unionkg.store import Store

DOCUMENT = "交流会"
LIST = "要讲团结、勤走访、办实事”，这就是9字要求"
ISSUED = "林书记说：“要讲团结、勤走访、办实事”，这就是9字要求"
SECOND = "各区总工会年底前必须建成服务站"
REJECTED = "各区总工会年底前必须建成服务站，坚决去除形式主义"

EXPECTED: dict[str, tuple[dict[str, str], list[tuple[str, ...]]]] = {
    "asked": (
        {},
        [
            ("林书记", "9字要求", "", "陈述", ISSUED),
            ("林书记", "讲团结", "", "要求", "林书记说：“要讲团结、勤走访、办实事"),
        ],
    ),
    "connected": (
        {"least": "3"},
        [("9字要求", "要求", "4", ISSUED)],
    ),
    "counts": ({}, [("三点意见", "3", "2", "项", "不足", "三点意见")]),
    "demands": (
        {"addressee": "区总"},
        [
            ("市总工会", "各区总工会", "去除形式主义", "必须", "不得", "", "待落实", REJECTED),
            ("市总工会", "各区总工会", "建成服务站", "必须", "要做", "年底前", "待落实", SECOND),
        ],
    ),
    "doctrines": ({}, [("“春风行动”", "劳模精神", "陈述", "“春风行动”始于2001年，弘扬劳模精神")]),
    "established": ({}, [("市总工会", "职工之家", "阵地", "陈述", "市总工会设立了职工之家")]),
    "figures": ({"what": "服务"}, [("100", "家", "服务点", "2001年", "已达到", "100家")]),
    "offices": ({}, [("林书记", "", "书记")]),
    "formula": (
        {"formula": "9字要求"},
        [
            ("9字要求", "提出", "", "林书记", "陈述", ISSUED),
            ("9字要求", "包含", "1", "讲团结", "陈述", LIST),
            ("9字要求", "包含", "2", "勤走访", "陈述", LIST),
            ("9字要求", "包含", "3", "办实事", "陈述", LIST),
        ],
    ),
    "initiative": (
        {},
        [
            ("“春风行动”", "时间", "2001年", "陈述", "“春风行动”始于2001年"),
            ("“春风行动”", "贯彻弘扬", "劳模精神", "陈述", "“春风行动”始于2001年，弘扬劳模精神"),
        ],
    ),
    "rejected": ({}, [("市总工会", "去除形式主义", REJECTED), ("市总工会", "形式主义", REJECTED)]),
    "roles": ({}, [("工会", "联系职工的桥梁", "陈述", "工会是联系职工的桥梁")]),
    "timeline": ({}, [("2001年", "2001", "“春风行动”", "举措", "陈述", "“春风行动”始于2001年")]),
    "voices": ({}, [("林书记", "市总工会", "1", "1", "林书记说")]),
}
QUESTIONS = questions.read_all(speech.ONTOLOGY / "queries")


@pytest.fixture(scope="module")
def store() -> Store:
    """The hand-made speech in memory."""
    return Store.of(speech.graph_lines())


@pytest.fixture(scope="module")
def pair() -> Store:
    """The same speech under two ids."""
    return Store.of(speech.graph_lines("甲", "乙"))


def test_each_question_has_its_expected_rows_here() -> None:
    """A question that is added is tested."""
    assert set(QUESTIONS) == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_ready_made_questions(name: str, store: Store) -> None:
    """Each question gives the rows that the speech supports, each with its quote and document."""
    values, rows = EXPECTED[name]
    answer = queries.ask(store, QUESTIONS[name], values)
    assert answer.columns[-2:] == ("quote", "document")
    assert sorted(answer.texts()) == sorted((*row, DOCUMENT) for row in rows)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_questions_run_as_they_stand(name: str, store: Store) -> None:
    """A file is a SPARQL query with its defaults in place."""
    question = QUESTIONS[name]
    assert store.select(question.sparql) == queries.ask(store, question, {})


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


def test_entity_by_any_of_its_names(store: Store) -> None:
    """A thing is found by its label, a further name, and a name without its quotation marks."""
    for name, label in (("市总工会", "市总工会"), ("市总", "市总工会"), ("春风行动", "“春风行动”")):
        assert [node.label for node in queries.entity(store, name)] == [label]


def test_an_unknown_name_offers_near_ones(store: Store) -> None:
    """A name that is not there is answered with those that are like it."""
    with pytest.raises(UnknownName, match=r"Did you mean: .*春风行动"):
        queries.entity(store, "春风行")
    with pytest.raises(UnknownName, match="unionkg query connected"):
        queries.entity(store, "zzz")


def test_why_gives_all_that_is_said_of_one(store: Store) -> None:
    """Without a second name each claim on the first is a chain of one, with all that it rests on."""
    found = queries.why(store, "职工之家")
    assert len(found) == 1
    (fact,) = found[0]
    assert (fact.relation, fact.modality, fact.quote) == ("establishes", "Stated", "市总工会设立了职工之家")
    assert (fact.document, fact.section, fact.speaker) == (DOCUMENT, "提出要求", "市总工会")
    assert (fact.rule, speech.TEXT[fact.start : fact.end]) == ("relation.establishes", fact.quote)


def test_why_two_are_tied(store: Store) -> None:
    """Two that a claim ties give that claim; two that only a chain ties give the shortest chain."""
    assert [[f.quote for f in chain] for chain in queries.why(store, "春风行动", "2001年")] == [
        ["“春风行动”始于2001年"]
    ]
    assert [[f.relation for f in chain] for chain in queries.why(store, "林书记", "勤走访")] == [
        ["proposes", "hasPart"]
    ]
    assert queries.why(store, "林书记", "职工之家") == ()


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
