"""`views.yaml`: each class has a look of its own, and a mistake is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from unionkg.errors import KnowledgeError
from unionkg.knowledge import views, vocabulary

ONTOLOGY = Path(__file__).parents[2] / "ontology"
GOOD = """classes:
  - {id: Role, zh: 角色, en: role, colour: "#112233", shape: dot}
hubs: {least: 9, percent: 10, listed_least: 5, labels: [工会]}
levels:
  - {id: city, pattern: 市}
watched: [工资]
"""


def test_each_entity_type_has_a_look() -> None:
    """The file that ships gives every type of the vocabulary a colour and a shape, no look twice."""
    style = views.read(ONTOLOGY / "views.yaml")
    assert {c.id for c in style.classes} >= vocabulary.read(ONTOLOGY / "unionkg.ttl").types
    looks = [(c.colour, c.shape) for c in style.classes]
    assert len(set(looks)) == len(looks)


def test_levels_are_those_of_the_vocabulary() -> None:
    """Each level named is an individual of the vocabulary."""
    labels = vocabulary.read(ONTOLOGY / "unionkg.ttl").labels
    assert all(f"level-{level.id}" in labels for level in views.read(ONTOLOGY / "views.yaml").levels)


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("总书记", "national"),
        ("省总工会", "province"),
        ("市委", "city"),
        ("县（市）区总工会", "county"),
        ("大会", ""),
    ],
)
def test_level_is_told_by_the_name(issuer: str, level: str) -> None:
    """The first pattern that is found decides."""
    assert views.read(ONTOLOGY / "views.yaml").level(issuer) == level


@pytest.mark.parametrize(
    ("good", "bad", "line", "remedy"),
    [
        ('"#112233"', "red", 2, "#RRGGBB"),
        ("shape: dot", "shape: heart", 2, "triangleDown"),
        ("least: 9", "least: many", 3, "whole number"),
        ("pattern: 市", 'pattern: "["', 5, "regular expression"),
        ("watched", "watchd", 6, "watched"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, good: str, bad: str, line: int, remedy: str) -> None:
    """File, line, what is wrong and what to write instead."""
    path = tmp_path / "views.yaml"
    path.write_text(GOOD.replace(good, bad), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        views.read(path)
    assert str(caught.value).startswith(f"{path}:{line}:")
    assert remedy in str(caught.value)


def test_one_look_twice_is_refused(tmp_path: Path) -> None:
    """Two classes of one colour and shape could not be told apart."""
    path = tmp_path / "views.yaml"
    twin = '  - {id: Goal, zh: 目标, en: goal, colour: "#112233", shape: dot}\n'
    path.write_text(GOOD.replace("hubs", twin + "hubs", 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="Role"):
        views.read(path)
