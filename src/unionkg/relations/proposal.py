"""What the mechanisms propose and the learnt weights choose from, and the desk on which they lay it.

No mechanism and no weight enters here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple, Protocol

from unionkg.knowledge.relationrules import RelationRule
from unionkg.model import Span
from unionkg.relations.discourse import Discourse, End
from unionkg.relations.rulebook import Rulebook
from unionkg.relations.surroundings import Site

COUNTED, LISTED = "counted-part", "listed-part"
"""Rules of this room that no word triggers: the members of a counted label, the items of a list."""


class Proposal(NamedTuple):
    """A possible claim: entity indices, what made the rule fire, and its evidence.

    `clause` is the index of the clause that holds the trigger, `head_at` and `tail_at` the
    mention indices that stand for both ends (-1 where the body that speaks is meant), `source`
    the rule of the knowledge that `rule` goes back to, `more` what the mechanism noticed, `around`
    what it noticed of the object for every subject (empty where a trigger ties both ends).
    """

    subject: int
    predicate: str
    object: int
    rule: str
    clause: int
    trigger: Span
    head_at: int
    tail_at: int
    context: tuple[Span, ...]
    position: int
    source: str
    more: tuple[str, ...]
    around: tuple[str, ...] = ()

    @property
    def triple(self) -> tuple[int, str, int]:
        """What is claimed."""
        return self.subject, self.predicate, self.object


class Hope(NamedTuple):
    """What the ways weigh in which an actor was found, and what is wanted with how he stands."""

    weights: Mapping[str, int]
    least: int

    def for_one(self, how: str, stands: int) -> bool:
        """Whether this one does, with what it weighs how somebody stands to the clause."""
        return self.weights.get(how, 0) + stands >= self.least


Outlook = Callable[[RelationRule], int]
"""What it weighs at most, for a rule, how whoever acts, or is meant, stands to a clause."""


class Foreseeing(Protocol):
    """Tells which proposals need not be made, as no weight could save them."""

    def tied(self, rule: RelationRule, site: Site, head: End, tail: End, more: tuple[str, ...]) -> bool:
        """Whether a trigger may tie two ends."""

    def stands(self, rule: RelationRule, subject: int, target: int, clause: int) -> int:
        """What it weighs how whoever acts, or is meant, stands to a clause."""

    def outlook(self, actors: Collection[int], entity: int, clause: int) -> Outlook:
        """What it weighs at most how somebody stands to a clause, one of some actors or an entity."""

    def open(self, rule: RelationRule, around: tuple[str, ...], clause: int, outlook: Outlook) -> Hope | None:
        """How an actor must be found, for an object with such surroundings; None where none may be."""

    def main_event(
        self, rule: RelationRule, around: tuple[str, ...], pair: tuple[int, int], clause: int
    ) -> bool:
        """Whether a pair of subject and object with such surroundings may be one of the main event."""


class Desk:
    """The proposals of one document, in the order in which they were made."""

    def __init__(self, discourse: Discourse, book: Rulebook, foresight: Foreseeing | None = None) -> None:
        """Begin with none; without `foresight` all that may be proposed is."""
        self.discourse = discourse
        self.book = book
        self.foresight = foresight
        self.proposals: list[Proposal] = []

    def cleared(self) -> list[Proposal]:
        """What lies on the desk, which is empty then."""
        found, self.proposals = self.proposals, []
        return found

    def fits(self, rule: RelationRule, head: int, tail: int) -> bool:
        """Whether the relation of a rule may stand between two entities."""
        types = self.discourse.entity_types
        return head != tail and types[tail] in self.book.targets[rule.relation].get(types[head], ())

    def ends(self, rule: RelationRule, pair: tuple[int, int]) -> tuple[int, int] | None:
        """The entities of two mentions, if the relation of a rule may stand between them."""
        head, tail = self.discourse.entity_of[pair[0]], self.discourse.entity_of[pair[1]]
        return (head, tail) if self.fits(rule, head, tail) else None

    def offer(self, rule: RelationRule, site: Site, head: End, tail: End, *more: str) -> None:
        """Lay down a proposal if the types fit and some hope is left."""
        if self.fits(rule, head[0], tail[0]) and (
            self.foresight is None or self.foresight.tied(rule, site, head, tail, more)
        ):
            self.proposals.append(
                Proposal(
                    head[0],
                    rule.relation,
                    tail[0],
                    rule.id,
                    site.index,
                    site.trigger,
                    head[1],
                    tail[1],
                    (),
                    0,
                    rule.id,
                    more,
                )
            )
