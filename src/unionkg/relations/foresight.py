"""Which proposals need not be made: those that would not be chosen whatever else is noticed of them.

Nothing is chosen here. What is foreseen to fall short would have fallen short.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache

from unionkg.knowledge.relationrules import RelationRule
from unionkg.relations.discourse import End
from unionkg.relations.features import STANDING, TIED, WAY, Describer, Kinds
from unionkg.relations.proposal import Hope, Outlook
from unionkg.relations.surroundings import Site
from unionkg.relations.tables import Tables

_ANY = 1 << 30
"""More than any weights come to."""


class Bounds:
    """The most that features which are not looked at can weigh; one for all documents."""

    def __init__(self, tables: Tables) -> None:
        """Work out each bound when it is first asked for."""
        self._tables = tables
        self.way: Callable[[str], int] = cache(self._way)
        self.kinds: Callable[[str], int] = cache(self._kinds)
        self.found: Callable[[str, str], dict[str, int]] = cache(self._found)
        self.best: Callable[[str, str], int] = cache(self._best)
        self.tied: Callable[[str], dict[str, int]] = cache(self._tied)

    def of(self, name: str) -> Mapping[str, int]:
        """The weights of the features that begin with a name and a colon."""
        return self._tables.of(f"{name}:")

    def _way(self, rule: str) -> int:
        """Of all that may stand between a trigger and its object."""
        return sum(max((0, *self._tables.of(f"{rule}:{part}=").values())) for part in WAY)

    def _kinds(self, rule: str) -> int:
        """Of the types of both ends."""
        return max((0, *(weight for told, weight in self.of(rule).items() if ">" in told)))

    def _found(self, rule: str, modality: str) -> dict[str, int]:
        """Of how an actor was found, by itself and with the modality: not a bound, but what it weighs."""
        weights: dict[str, int] = {}
        for told, weight in self.of(rule).items():
            how, colon, said = told.partition(":")
            if "=" not in told and ">" not in told and (not colon or said == modality):
                weights[how] = weights.get(how, 0) + weight
        return weights

    def _best(self, rule: str, modality: str) -> int:
        """Of the best way in which an actor may be found; one that is not known weighs nothing."""
        return max((0, *self.found(rule, modality).values()))

    def _tied(self, rule: str) -> dict[str, int]:
        """Of what stands around an object together with how an actor was found."""
        most: dict[str, int] = {}
        for told, weight in self.of(rule).items():
            around, colon, _ = told.rpartition(":")
            if colon:
                most[around] = max(most.get(around, 0), weight)
        return most


class Foresight:
    """Foresees for one document; what several proposals share is looked up once."""

    def __init__(
        self,
        describer: Describer[int | None, int],
        bounds: Bounds,
        certain: frozenset[str],
        least: int,
    ) -> None:
        """`least` are the thousandths of log-odds from which one is taken; `certain` rules need none."""
        self._discourse, self._sheet, self._bounds = describer.discourse, describer.sheet, bounds
        self._certain, self._least = certain, least
        self.describer = describer
        self._own = self._discourse.resolution.self_entity
        self._now: tuple[RelationRule, Site] | None = None
        self._missing = 0
        self._said: dict[tuple[Kinds, bool], int] = {}

    def _turn(self, rule: RelationRule, site: Site) -> None:
        """Look at another rule or trigger."""
        self._now = rule, site
        self._missing = self._least - self._bounds.way(rule.id)
        self._said = {}

    def tied(self, rule: RelationRule, site: Site, head: End, tail: End, more: tuple[str, ...]) -> bool:
        """Whether a trigger may tie two ends, whatever stands between."""
        if self._now is None or self._now[0] is not rule or self._now[1] is not site:
            self._turn(rule, site)
        name, (subject, before), (target, behind) = rule.id, head, tail
        types = self._discourse.entity_types
        kinds = types[subject], types[target]
        key = kinds, subject == self._own
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = self._worded(rule, site, *key)
        odds = said + self._sheet.noticed(name, more)
        if behind >= 0:
            odds += self.describer.tail(name, behind)
        if before >= 0:
            odds += self.describer.head(name, before, site.trigger)
        odds += self.describer.stands(rule.relation, subject, target, site.index)
        return odds >= self._missing or name in self._certain

    def _worded(self, rule: RelationRule, site: Site, kinds: Kinds, own: bool) -> int:
        """What the rule and its word weigh between two types."""
        word = self._discourse.line[site.trigger.start : site.trigger.end]
        manner = self._discourse.clauses[site.index].manner
        return self._sheet.worded(rule.id, rule.relation, word, kinds, manner, own)

    def stands(self, rule: RelationRule, subject: int, target: int, clause: int) -> int:
        """What it weighs how whoever acts, or is meant, stands to a clause."""
        return self.describer.stands(rule.relation, subject, target, clause)

    def outlook(self, actors: Collection[int], entity: int, clause: int) -> Outlook:
        """What it weighs at most how somebody stands to a clause, one of some actors or an entity."""
        known: dict[tuple[str, bool], int] = {}

        def best(rule: RelationRule) -> int:
            side = self._sheet.sides.get(rule.relation)
            if side is None:
                return 0
            key = side, (side is STANDING) != rule.reversed
            if key not in known:
                looked_at = actors if key[1] else (entity,)
                known[key] = max((self.describer.standing(side, one, clause) for one in looked_at), default=0)
            return known[key]

        return best

    def open(self, rule: RelationRule, around: tuple[str, ...], clause: int, outlook: Outlook) -> Hope | None:
        """How an actor must be found in such surroundings; None where none of those looked at may be."""
        bounds, name, modality = self._bounds, rule.id, self._discourse.clauses[clause].modality
        if name in self._certain:
            return Hope({}, -_ANY)
        least = self._least - self.describer.around(name, around) - bounds.kinds(name)
        tied = bounds.tied(name)
        for told in around[:TIED]:
            least -= tied.get(told, 0)
        enough = bounds.best(name, modality) + outlook(rule) >= least
        return Hope(bounds.found(name, modality), least) if enough else None

    def main_event(
        self, rule: RelationRule, around: tuple[str, ...], pair: tuple[int, int], clause: int
    ) -> bool:
        """Whether a pair of subject and object with such surroundings is one of the main event."""
        odds = self.describer.around(rule.id, around) + self.stands(rule, *pair, clause)
        return odds >= self._least or rule.id in self._certain
