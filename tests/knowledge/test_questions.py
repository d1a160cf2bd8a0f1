"""Ready-made questions: header and query agree, and a value is bound as a literal."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionkg.errors import KnowledgeError, UsageError
from unionkg.knowledge import questions

GOOD = """# title: {zh: 题, en: title}
# question: {zh: 问, en: question}
# parameters:
#   - {name: who, type: name, default: 甲, label: {zh: 谁, en: who}}
#   - {name: least, type: whole, default: "2", label: {zh: 至少, en: least}}
# columns:
#   - {name: s, zh: 主, en: subject}
#   - {name: n, zh: 数, en: number}

SELECT ?s (COUNT(DISTINCT ?o) AS ?n)
WHERE {
  VALUES ?who { "甲"@zh }
  VALUES ?least { 2 }
  ?s ?p ?o ; ?q ?who .
}
GROUP BY ?s
"""


def question(tmp_path: Path, text: str = GOOD) -> questions.Question:
    """A question read from a file."""
    path = tmp_path / "q.rq"
    path.write_text(text, encoding="utf-8")
    return questions.read(path)


def test_a_question_is_read_whole(tmp_path: Path) -> None:
    """Title, question, parameters and columns come from the header, the query is the file."""
    found = question(tmp_path)
    assert (found.name, found.title_zh, found.question_en) == ("q", "题", "question")
    assert [(p.name, p.type, p.default) for p in found.parameters] == [
        ("who", "name", "甲"),
        ("least", "whole", "2"),
    ]
    assert [c.zh for c in found.columns] == ["主", "数"]
    assert questions.bind(found, {}) == found.sparql == GOOD


def test_values_take_the_place_of_defaults(tmp_path: Path) -> None:
    """A name is bound as a Chinese literal, a number as a number."""
    bound = questions.bind(question(tmp_path), {"who": "乙", "least": "-3"})
    assert 'VALUES ?who { "乙"@zh }' in bound
    assert "VALUES ?least { -3 }" in bound


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_value_comes_back_as_it_was(value: str) -> None:
    """Whatever it holds, a value is one literal that the engine reads back unchanged."""
    row = next(
        iter(ox.Store().query(f"SELECT ?v WHERE {{ VALUES ?v {{ {questions.literal('text', value)} }} }}"))
    )
    assert row["v"].value == value


@pytest.mark.parametrize("value", ["1.5", "x", "", "1 } ", "１", "9" * 40])
def test_a_number_is_a_number(value: str, tmp_path: Path) -> None:
    """What is no whole number is refused."""
    with pytest.raises(UsageError, match="whole number"):
        questions.bind(question(tmp_path), {"least": value})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# title: {zh: 题, en: title}\n", "", "'title' .zh and en. is missing"),
        ("{zh: 题, en: title}", "{zh: 题", r"q.rq:\d+: not YAML"),
        ("# title:", "# x: \x07\n# title:", "characters that YAML does not allow"),
        ("# title:", "# a: &a [b]\n# c: *a\n# title:", r"q.rq:1: anchors, aliases and tags"),
        (GOOD, "SELECT * { ?s ?p ?o }", "the header is missing"),
        ("type: name", "type: iri", "must be one of: name, text, whole"),
        ('default: "2"', "default: two", "must be a whole number"),
        ('VALUES ?who { "甲"@zh }', 'VALUES ?who { "丙"@zh }', "the query must hold"),
        ("#   - {name: n, zh: 数, en: number}\n", "", "columns must be those of SELECT, in order: s, n"),
        ("# columns:", "# colums: []\n# columns:", "unknown key 'colums'"),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, message: str, tmp_path: Path) -> None:
    """Each mistake in a question names the file and what is wanted."""
    with pytest.raises(KnowledgeError, match=message):
        question(tmp_path, GOOD.replace(old, new))


def test_a_question_that_is_not_there(tmp_path: Path) -> None:
    """A file that can't be read is told."""
    with pytest.raises(KnowledgeError, match="can't be read"):
        questions.read(tmp_path / "none.rq")
