"""Competency: each ready-made question gives the rows of the manifest, in order, and is fit to be shown."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml

import speech
from unionkg import knowledge, queries
from unionkg.graph import reference
from unionkg.graph.iris import Iris
from unionkg.knowledge import questions
from unionkg.store import Store

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "manifest.yaml").read_text(encoding="utf-8"))
QUESTIONS = questions.read_all(knowledge.files())


@cache
def store(graph: str) -> Store:
    """The hand-made speech, or a TriG file of this folder with the vocabulary."""
    if graph == "speech":
        return Store.of(speech.graph_lines())
    quads = ox.parse(path=str(HERE / f"{graph}.trig"), format=ox.RdfFormat.TRIG)
    lines = (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode("utf-8")
    return Store.of([lines, *reference.ontology(speech.ONTOLOGY / "unionkg.ttl", Iris())])


def told(case: dict[str, Any]) -> str:
    """A case by its question, its graph and its parameters."""
    return "-".join((case["question"], case["graph"], *case["parameters"].values()))


@pytest.mark.parametrize("case", CASES, ids=told)
def test_a_question_gives_its_rows(case: dict[str, Any]) -> None:
    """Title, parameters, columns and rows agree with the manifest; no row is an IRI."""
    question = QUESTIONS[case["question"]]
    answer = queries.ask(store(case["graph"]), question, case["parameters"])
    assert answer.columns == tuple(column.name for column in question.columns)
    assert [list(row) for row in answer.texts()] == case["rows"]
    assert not any(term and term.kind == "iri" for row in answer.rows for term in row)


def test_there_are_thirty_each_with_rows() -> None:
    """At least thirty questions, and each has a case that gives rows."""
    answered = {case["question"] for case in CASES if case["rows"]}
    assert answered == set(QUESTIONS)
    assert len(QUESTIONS) >= 30


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_question_has_a_quote_or_a_count(name: str) -> None:
    """A row rests on a quote of a document, or tells how many there are."""
    columns = {column.name for column in QUESTIONS[name].columns}
    assert columns >= {"quote", "document"} or columns & {
        "documents", "things", "mentions", "claims", "definition",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_question_runs_as_it_stands(name: str) -> None:
    """A file is a SPARQL query with its defaults in place."""
    question = QUESTIONS[name]
    assert store("union").select(question.sparql) == queries.ask(store("union"), question, {})


def test_the_graphs_are_told_in_one_language() -> None:
    """Each title and question stands in Chinese and in English, and no two questions share one."""
    for field in ("title_zh", "title_en", "question_zh", "question_en"):
        texts = [getattr(question, field) for question in QUESTIONS.values()]
        assert all(texts)
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("case", CASES, ids=told)
def test_a_question_gives_as_many_rows_in_english(case: dict[str, Any]) -> None:
    """Whoever asks in English is told the same, with labels in English: none of the vocabulary in Chinese."""
    question = QUESTIONS[case["question"]]
    english = questions.in_language(question, case["parameters"], "en")
    answers = [
        queries.ask(store(case["graph"]), question, values) for values in (case["parameters"], english)
    ]
    assert len(answers[0].rows) == len(answers[1].rows)
    if "language" in english:
        said = {cell.value for row in answers[1].rows for cell in row if cell and cell.language == "en"}
        assert said or not any(cell and cell.language for row in answers[0].rows for cell in row)


def test_every_label_of_the_vocabulary_is_in_the_language_asked_for() -> None:
    """Only names, of concepts and offices, are what they are."""
    for question in QUESTIONS.values():
        takes = any(parameter.type == "language" for parameter in question.parameters)
        assert takes == ("?language" in question.sparql), question.name
        fixed = set(re.findall(r'LANG\(\?(\w+)\) = "zh"', question.sparql))
        assert fixed <= {"concept", "formulation", "narrower", "name"}, question.name
