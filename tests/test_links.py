"""Ties to the thesaurus and to terms of office: only what is sure, and the graph says by which rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

import speech
from unionkg import knowledge, links
from unionkg.graph import description, reference
from unionkg.graph.iris import Iris
from unionkg.knowledge.thesaurus import CONCEPT
from unionkg.model import Capacity, Datum, Reading
from unionkg.store import Store

IRIS = Iris()
KNOWN = reference.tenure_iris(knowledge.load().tenures, IRIS)


def test_only_shared_things_are_tied() -> None:
    """A shared thing with a concept denotes it; a placeholder with a kind does not."""
    answer = Store.of(links.describe(speech.reading(), IRIS)).select(
        "SELECT ?e ?c WHERE { ?e ukg:denotes ?c }"
    )
    assert list(answer.texts()) == [
        (IRIS.entities("交流会", [("Initiative", "“春风行动”")])[0], speech.CONCEPT)
    ]


def test_the_graph_names_its_rule() -> None:
    """The ties of a rule stand in a graph that says which rule it was; its note is there to be told."""
    answer = Store.of([*links.describe(speech.reading(), IRIS), *links.about(IRIS)]).select(
        "SELECT ?g ?r WHERE { GRAPH ?g { ?e ukg:denotes ?c . ?g ukg:rule ?r } }"
    )
    assert list(answer.texts()) == [(IRIS.links_graph(links.CONCEPT_NAME), IRIS.rule(links.CONCEPT_NAME))]
    assert [note.id for note in links.NOTES] == [links.CONCEPT_NAME, links.TENURE]


def read(name: str, concept: str, date: str, title: str = "", body: str = "") -> Reading:
    """A reading whose person bears a name and a concept, and acts under a title of its text in a body."""
    reading = speech.reading()
    entities = list(reading.resolution.entities)
    person, union = speech.INDEX["林书记"], speech.INDEX["市总工会"]
    entities[person] = replace(entities[person], label=name, names=(name,), concept=CONCEPT + concept)
    entities[union] = replace(entities[union], concept=CONCEPT + body if body else "")
    text = f"{reading.document.text}{title}"
    span = replace(speech.span("书记"), start=len(speech.TEXT), end=len(text))
    capacities = (Capacity(person, span, union if body else -1),) if title else ()
    metadata = {"date": Datum(date, "given")} if date else {}
    return replace(
        reading,
        document=replace(reading.document, text=text, metadata=metadata),
        resolution=replace(reading.resolution, entities=tuple(entities)),
        values=replace(reading.values, capacities=capacities),
    )


def tied(reading: Reading) -> dict[str, str]:
    """What is tied to a term: a thing by its class, a capacity as `office`; each with the term's label."""
    lines = [*links.describe(reading, IRIS, KNOWN), *reference.tenures(KNOWN.values(), IRIS)]
    answer = Store.of([*lines, *links.about(IRIS)]).select(
        f"""SELECT ?thing ?label ?from WHERE {{
          GRAPH ?graph {{ ?thing ukg:tenure ?term . ?graph ukg:rule <{IRIS.rule(links.TENURE)}> }}
          ?term rdfs:label ?label ; ukg:from ?from FILTER(LANG(?label) = "zh") }}"""
    )
    return {thing.split("/")[-2]: label for thing, label, _ in answer.texts()}


@pytest.mark.parametrize(
    ("date", "term"),
    [
        ("2012-10-15", "中共中央总书记胡锦涛"),
        ("2013-10-15", "中共中央总书记习近平"),
        ("2025", "中共中央总书记习近平"),
        ("2012-11-15", ""),
        ("2012", ""),
        ("1950-01-01", ""),
        ("", ""),
    ],
)
def test_a_title_alone_is_the_term_of_the_day(date: str, term: str) -> None:
    """The same word in texts of two dates means two terms; an open one goes on, the unsure is none."""
    assert tied(read("总书记", "zong-shu-ji", date)) == ({"Person": term} if term else {})


@pytest.mark.parametrize(
    ("name", "concept", "date", "term"),
    [
        ("习近平总书记", "xi-jin-ping-zong-shu-ji", "2013-10-15", "中共中央总书记习近平"),
        ("习近平总书记", "zong-shu-ji", "2012-11-15", "中共中央总书记习近平"),
        ("胡锦涛总书记", "zong-shu-ji", "2013-10-15", ""),
        ("胡锦涛总书记", "hu-jin-tao-zong-shu-ji", "2013-10-15", ""),
        ("阮富仲总书记", "zong-shu-ji", "2013-10-15", ""),
        ("习近平", "xi-jin-ping", "2013-10-15", ""),
        ("张三", "zhang-san", "2013-10-15", ""),
    ],
)
def test_a_name_with_a_title_is_its_holders_term(name: str, concept: str, date: str, term: str) -> None:
    """A named holder is nobody else, on the first day too; a name alone speaks of no office."""
    assert tied(read(name, concept, date)) == ({"Person": term} if term else {})


@pytest.mark.parametrize(
    ("concept", "date", "title", "body", "term"),
    [
        (
            "wang-dong-ming",
            "2019-05-01",
            "主席",
            "zhong-hua-quan-guo-zong-gong-hui",
            "中华全国总工会主席王东明",
        ),
        ("wang-dong-ming", "2019-05-01", "主席", "", "中华全国总工会主席王东明"),
        ("wang-dong-ming", "2019-05-01", "主席", "quan-guo-zheng-xie", ""),
        ("wang-dong-ming", "2019-05-01", "主任", "", ""),
        ("wang-dong-ming", "2018-03-10", "主席", "", ""),
        ("ni-zhi-fu", "2013-04-24", "主席", "zhong-hua-quan-guo-zong-gong-hui", ""),
        ("xi-jin-ping", "2014-05-01", "主席", "", "国家主席习近平"),
        ("xi-jin-ping", "2014-05-01", "主席", "zhong-yang-jun-wei", "中央军委主席习近平"),
        ("xi-jin-ping", "2014-05-01", "总书记", "dang-zhong-yang", "中共中央总书记习近平"),
    ],
)
def test_a_capacity_is_a_term_by_holder_title_and_body(
    concept: str, date: str, title: str, body: str, term: str
) -> None:
    """王东明 as 主席 of the national union; with another body or title, or before his time, it is none."""
    assert tied(read("某人", concept, date, title, body)) == ({"office": term} if term else {})


def test_a_tie_is_of_what_the_document_describes() -> None:
    """Capacities have the same IRIs in a document's graph and in its ties."""
    reading = read("某人", "wang-dong-ming", "2019-05-01", "主席")
    (office,) = description.office_iris(reading, IRIS)
    assert any(line.startswith(f"<{office}> ") for line in links.describe(reading, IRIS, KNOWN))
    assert any(line.startswith(f"<{office}> ") for line in description.describe(reading, IRIS, "r:r"))
