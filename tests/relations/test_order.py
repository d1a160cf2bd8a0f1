"""The place of a part: as a counted label numbers its members, else as the list has them."""

from __future__ import annotations

from pathlib import Path

from unionkg import project, stages
from unionkg.model import Reading


def reading(built: Path) -> Reading:
    """What was read of the sample."""
    return stages.read(stages.folder(project.open(built).place.stages, "2019-municipal-union-exchange"))


def parts(read: Reading, whole: str) -> list[tuple[int, str]]:
    """The parts of a whole with their places, in order."""
    entities = read.resolution.entities
    return sorted(
        (claim.position, entities[claim.object].label)
        for claim in read.claims
        if claim.predicate == "hasPart" and entities[claim.subject].label == whole
    )


def test_members_of_a_formula_are_numbered(built: Path) -> None:
    """The five members that a formula of fifteen characters lists stand in their order."""
    assert parts(reading(built), "15字要求") == [
        (1, "讲政治"),
        (2, "会创新"),
        (3, "创品牌"),
        (4, "重维权"),
        (5, "立新功"),
    ]


def test_places_are_told_apart(built: Path) -> None:
    """No two parts of a whole have one place on the strength of one list, and only parts have places."""
    read = reading(built)
    seen: set[tuple[int, object, int]] = set()
    for claim in read.claims:
        if claim.predicate != "hasPart":
            assert claim.position == 0
        elif claim.position:
            key = (claim.subject, claim.trigger, claim.position)
            assert key not in seen
            seen.add(key)
