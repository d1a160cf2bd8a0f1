"""How whoever may have acted stands to a clause: the same words for the same place, whoever it is."""

from __future__ import annotations

import re

import pytest

from reading import SPEECH
from unionkg import knowledge, structure
from unionkg.model import Document, Mention, Span
from unionkg.relations.discourse import Discourse
from unionkg.relations.proposal import Proposal
from unionkg.relations.rulebook import Rulebook
from unionkg.relations.standing import Standings
from unionkg.relations.trigger import TriggerReader
from unionkg.resolution import Resolver

KNOWN = knowledge.load()
BOOK = Rulebook(KNOWN)
MARKED = re.compile(r"\[([^\[\]|]+)\|(\w+)\]")


def standing(raw: str, name: str, clause: int, *, own: bool = False) -> tuple[str, ...]:
    """How the entity of a name stands to a clause of a marked text."""
    text, at, mentions = "", 0, []
    for match in MARKED.finditer(raw):
        text += raw[at : match.start()]
        mentions.append(Mention(Span(len(text), len(text) + len(match[1])), match[1], match[2], "", "test"))
        text, at = text + match[1], match.end()
    document = Document("d", text + raw[at:], SPEECH if own else {})
    built = structure.read(document, KNOWN.markers)
    resolution = Resolver(KNOWN).resolve(document, built, tuple(mentions))
    discourse = TriggerReader(KNOWN).read(document, built, tuple(mentions), resolution)
    labels = [entity.label for entity in resolution.entities]
    return Standings(discourse, BOOK).of(labels.index(name), clause)


LED = "在[县委|Organization]领导下，[县工会|Organization]服务[职工|Group]，弘扬[劳模精神|Doctrine]。"


@pytest.mark.parametrize(
    ("raw", "name", "clause", "told"),
    [
        ("[县工会|Organization]成立了[学院|Facility]。", "县工会", 0, "open|0|0"),
        (LED, "县工会", 2, "open|1|0"),
        (LED, "县委", 2, "prep在|2|1"),
        (LED, "县委", 2, "under|1|prep|1"),
        (LED, "县工会", 2, "under|0|open|1"),
        ("[县工会|Organization]办班。[学院|Facility]开学，招收学员。", "县工会", 2, "back1101|1|1"),
        ("[县委|Organization]支持[县工会|Organization]办班，服务职工。", "县委", 1, "others|1|1|open"),
        ("[县委|Organization]要求[县工会|Organization]办班，服务职工。", "县委", 1, "others|1|1|first"),
    ],
)
def test_the_place_of_a_name_is_told(raw: str, name: str, clause: int, told: str) -> None:
    """Open, behind a preposition, under somebody's lead, in a sentence before, with others in between."""
    assert told in standing(raw, name, clause)


def test_the_body_that_speaks_is_told_from_others() -> None:
    """In a text of its own voice, where no one is named."""
    assert standing("我们成立了[学院|Facility]。", "市总工会", 0, own=True)[0] == "self|0|0"


def test_each_standing_is_told_in_one_of_two_ways(read: tuple[Discourse, list[Proposal]]) -> None:
    """Nine things of who is named in the sentence, five of who is not; asked again, the same."""
    discourse, proposals = read
    standings = Standings(discourse, BOOK)
    for proposal in proposals[:2000]:
        told = standings.of(proposal.subject, proposal.clause)
        assert len(told) in {5, 9}
        assert len(set(told)) == len(told)
        assert told == Standings.of(standings, proposal.subject, proposal.clause)
