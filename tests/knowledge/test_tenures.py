"""Terms of office: the shipped are sound, a date means one or none, mistakes are told with their line."""

from __future__ import annotations

from itertools import groupby, pairwise
from pathlib import Path

import pytest
import yaml

from unionkg import knowledge
from unionkg.errors import KnowledgeError
from unionkg.knowledge import tenures, yamlfile
from unionkg.knowledge.tenures import Tenure
from unionkg.knowledge.thesaurus import CONCEPT, Concept
from unionkg.lint import of_knowledge

KNOWN = knowledge.load()
PEOPLE = [
    Concept(CONCEPT + slug, "s", name, slug.title(), "Person") for slug, name in (("a", "甲"), ("b", "乙"))
]


def load(text: str, path: Path = Path("tenures.yaml")) -> tuple[Tenure, ...]:
    """The terms of a text."""
    return tenures.load(yamlfile.parse(text, path), PEOPLE)


def office(terms: str) -> str:
    """A file with one office."""
    return f"offices:\n  - title: {{zh: 主席, en: Chairman}}\n    terms:\n{terms}"


def general_secretaries() -> list[Tenure]:
    """The terms of one office."""
    return [one for one in KNOWN.tenures if one.office == CONCEPT + "zong-shu-ji"]


def test_every_shipped_term_has_its_concepts() -> None:
    """None is passed over for a name that the thesaurus has not, and no concept is left out."""
    text = knowledge.files()["tenures.yaml"].read_text(encoding="utf-8")
    named = {
        CONCEPT + value
        for item in yaml.safe_load(text)["offices"]
        for part in (item, *item["terms"])
        for key, value in part.items()
        if key in {"concept", "body", "holder", "called"}
    }
    assert named <= {concept.iri for concept in KNOWN.concepts}
    assert text.count("holder:") == len(KNOWN.tenures) > 40


def test_shipped_terms_follow_one_another() -> None:
    """In one office a term begins when the one before has ended, and only the last goes on."""
    for _, group in groupby(KNOWN.tenures, key=lambda one: (one.title_zh, one.body)):
        terms = list(group)
        for one, other in pairwise(terms):
            assert one.end, one
            assert one.must[1] <= other.may[1], other
            assert one.must[0] <= one.must[1], one
            assert one.end[: len(other.start)] <= other.start or other.start.startswith(one.end), other


def test_a_holder_called_by_the_title_has_the_same_days() -> None:
    """The concept 胡锦涛总书记 and the term say the same."""
    known = {concept.iri: concept for concept in KNOWN.concepts}
    called = [one for one in KNOWN.tenures if one.called]
    assert len(called) > 10
    for one in called:
        assert (known[one.called].start, known[one.called].end) == (one.start, one.end)


@pytest.mark.parametrize(
    ("date", "holder"),
    [
        ("2012-10", "胡锦涛"),
        ("2013", "习近平"),
        ("2012-11-14", "胡锦涛"),
        ("2012-11-15", ""),
        ("2012-11-16", "习近平"),
        ("2012-11", ""),
        ("2012", ""),
        ("2012-10/2013-02", ""),
        ("2099-01-01", "习近平"),
        ("1987-05", ""),
        ("1900", ""),
        ("", ""),
        ("some day", ""),
    ],
)
def test_a_date_means_one_term_or_none(date: str, holder: str) -> None:
    """Within a term it is that one; on a day of two, over two, in a gap or without a date it is none."""
    found = tenures.on(general_secretaries(), date)
    assert (found.holder_zh if found else "") == holder


def test_a_month_is_not_taken_for_its_first_day() -> None:
    """A term from March to June surely covers April to May; within the months at its ends nothing is sure."""
    (one,) = load(office("      - {holder: a, from: 2013-03, to: 2018-06}\n"))
    assert [bool(tenures.on([one], date)) for date in ("2013-03-10", "2013-04", "2018-05-31", "2018-06")] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ("      - {holder: nobody, from: 2013}\n", "has no 'nobody'"),
        ("      - {from: 2013}\n", "'holder' must be text"),
        ("      - {holder: a}\n", "'from' must be text"),
        ("      - {holder: a, from: 2013-13}\n", "'2013-13' is no date"),
        ("      - {holder: a, from: 2013/2014}\n", "is no date"),
        ("      - {holder: a, from: 2013, to: then}\n", "'then' is no date"),
        ("      - {holder: a, from: 2013-05, to: 2013-04}\n", "'to' is before 'from'"),
        ("      - {holder: a, from: 2013, until: 2014}\n", "unknown key 'until'"),
    ],
)
def test_a_mistake_is_told_with_its_line(terms: str, told: str) -> None:
    """Loading stops at it."""
    with pytest.raises(KnowledgeError, match=rf"tenures.yaml:4: .*{told}"):
        load(office(terms))


def test_an_office_needs_its_title() -> None:
    """An entry without title is told."""
    with pytest.raises(KnowledgeError, match="'title' is missing"):
        load("offices:\n  - terms: []\n")


def test_a_thesaurus_laid_over_ours_may_lack_a_holder() -> None:
    """A shipped term whose holder is not there is passed over; a body or title that is not there is empty."""
    shipped = knowledge.files()["tenures.yaml"]
    text = office("      - {holder: a, called: none, from: 2013}\n      - {holder: none, from: 2014}\n")
    (one,) = load(text, shipped)
    assert (one.holder_zh, one.called) == ("甲", "")


def test_lint_tells_a_wrong_name(tmp_path: Path) -> None:
    """A file laid over ours is checked against the thesaurus."""
    path = tmp_path / "tenures.yaml"
    path.write_text(office("      - {holder: nobody, from: 2013}\n"), encoding="utf-8")
    (finding,) = of_knowledge(tmp_path)
    assert (finding.place, "has no 'nobody'" in finding.en) == (f"{path}:4", True)
