"""Lint of terms: what stands wrong in a form, between forms, and between a number and its members."""

from __future__ import annotations

from pathlib import Path

import pytest

from unionkg import knowledge, lint, terms
from unionkg.knowledge import counts, thesaurus, vocabulary, yamlfile
from unionkg.knowledge.thesaurus import CONCEPT, Concept

ONTOLOGY = Path(__file__).parents[1] / "ontology"
MINE = Path("mine.ttl")
FILES = knowledge.files()
MEASURE = terms.Measure(
    types=vocabulary.read(FILES["unionkg.ttl"]).types,
    counts=counts.load(yamlfile.read(FILES["patterns/counts.yaml"])),
    redaction=("X", "某", "〇"),
)


def concept(slug: str, name: str, **more: object) -> Concept:
    """A whole concept."""
    values: dict[str, object] = {"definition_zh": "定义。", "definition_en": "A definition.", **more}
    kind = str(values.pop("type", "Policy"))
    return Concept(CONCEPT + slug, "mine", name, slug, kind, **values)  # type: ignore[arg-type]


def told(tmp_path: Path, *concepts: Concept) -> list[str]:
    """The English findings about concepts of one file."""
    path = tmp_path / MINE
    path.write_text(thesaurus.write("mine", "我", "I", concepts), encoding="utf-8")
    placed = [(one, path) for one in concepts]
    return [finding.en for finding in terms.findings(placed, frozenset({path}), MEASURE)]


def parts(number: int) -> list[Concept]:
    """As many concepts that can be members."""
    return [concept(f"part-{index}", f"奇{index}甲") for index in range(number)]


@pytest.mark.parametrize(
    ("label", "number", "right"),
    [
        ("三个奇特", 3, True),
        ("三个奇特", 2, False),
        ("三个奇特", 0, False),
        ("两奇三特", 5, True),
        ("两奇三特", 2, True),
        ("两奇三特", 4, False),
        ("一奇特", 0, True),
        ("八八奇略", 0, True),
        ("奇特三个", 0, True),
    ],
)
def test_a_number_is_held_against_the_members(tmp_path: Path, label: str, number: int, right: bool) -> None:
    """A label that declares a number has as many members; two numbers are added up or the first counts."""
    members = parts(number)
    whole = concept("whole", label, members=tuple(part.iri for part in members))
    found = [line for line in told(tmp_path, whole, *members) if "declares" in line]
    assert bool(found) != right, found


def test_names_of_feasts_and_spirits_may_bear_a_number(tmp_path: Path) -> None:
    """Only classes of formulas are counted; a feast or a spirit has no members to count."""
    assert (
        told(tmp_path, concept("a", "三奇精神", type="Doctrine"), concept("b", "七奇节", type="Event")) == []
    )


@pytest.mark.parametrize(
    ("form", "what"),
    [
        ("“奇特”活动", ""),
        ("“奇”和“特”", ""),
        ("奇特”活动", "half a pair"),
        ("《奇特", "half a pair"),
        ("“奇特”", "in marks as a whole"),
        ("《奇特》", "in marks as a whole"),
        ("X奇特", "name left out"),
        ("某某奇特", "name left out"),
        ("二〇三五奇特", ""),
    ],
)
def test_forms_are_written_as_they_are_looked_for(tmp_path: Path, form: str, what: str) -> None:
    """No half pairs of marks, none around the whole, no sign for a name left out (a zero is none)."""
    found = told(tmp_path, concept("a", "奇特甲", alt_zh=(form,)))
    assert (what in " ".join(found)) if what else (found == [])


def test_another_name_that_is_the_name_of_another_concept_is_told(tmp_path: Path) -> None:
    """The same word as a name here and another name there joins two things; conditions don't mend it."""
    one = concept("a", "奇特甲", alt_zh=("奇特乙",), match="quoted")
    found = told(tmp_path, one, concept("b", "奇特乙"))
    assert any("the other name '奇特乙' is the name of b" in line for line in found)
    assert told(tmp_path, one, concept("b", "奇特乙", type="Role")) == []


def test_a_broader_concept_of_another_class_is_told(tmp_path: Path) -> None:
    """A policy is no kind of role."""
    found = told(
        tmp_path, concept("a", "奇特甲", broader=(CONCEPT + "b",)), concept("b", "奇特乙", type="Role")
    )
    assert any("broader concept of another class: b (Role)" in line for line in found)


def test_what_ships_has_no_finding() -> None:
    """The shipped thesaurus is without duplicates, clashes, shadows, gaps and wrong counts."""
    found = lint.lint([ONTOLOGY])
    assert [finding.en for finding in found if "thesaurus" in finding.place] == []
