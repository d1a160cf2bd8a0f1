"""What the weights look at: the features of a proposal, each a name and a value.

What becomes of a feature (a string to learn from, a weight to choose by) is the business of `choice`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cache, lru_cache
from typing import Generic, Protocol, Self, TypeVar

from unionkg.model import Span
from unionkg.relations.discourse import Discourse, Manner
from unionkg.relations.proposal import COUNTED, LISTED, Proposal
from unionkg.relations.rulebook import Rulebook
from unionkg.relations.standing import Standings

BIAS = "b"
LONG = 8
"""Code points from which the words of a mention are no feature by themselves."""

KEPT = 1 << 15
"""Groups that are kept from one document to the next."""

WAY = ("gap", "crossed", "comma", "side")
"""The names of the features of what stands between a trigger and its object."""

PARTS = frozenset(f"{name}=" for name in (*WAY, "after", "before", "tail", "h-after", "h-before", "h-side"))
"""What may stand behind a colon in the name of a feature, and belongs to it."""

TIED = 2
"""Features around an object that are also looked at together with how its actor was found."""

STANDING, MEANT = "standing:", "meant:"
"""The names of the features of whoever acts, and of whoever is to act."""

_UNTRIGGERED = frozenset({COUNTED, LISTED})
_OF_PLACE = ("marker=", "step=")

Kinds = tuple[str, str]
"""The types of subject and object."""

Noted = TypeVar("Noted")
"""What is kept of a feature."""


class Addable(Protocol):
    """What can be put together."""

    def __add__(self, other: Self, /) -> Self:
        """Both together."""


Group = TypeVar("Group", bound=Addable)
"""What is kept of several features: the sum of their weights, or all of them."""
Table = Callable[[str], Noted]
"""Gives what is kept of each value of a feature."""


class Sheet(Generic[Noted, Group]):
    """What is kept of features, one table a name, and how it is put together."""

    def __init__(
        self,
        look: Callable[[str], Table[Noted]],
        gather: Callable[[Iterable[Noted]], Group],
        book: Rulebook,
    ) -> None:
        """`look` gives the table of a name; `book` tells which words and relations are looked at."""
        self.look: Callable[[str], Table[Noted]] = cache(look)
        self.gather = gather
        self.book = book
        self.bias, self.long = look(BIAS)(""), look("long")("")
        self.counted, self.counts = look("counted")(""), look("counted:")
        self.listed = look("listed:")
        self.sides = dict.fromkeys(book.meant, MEANT) | dict.fromkeys(book.acting, STANDING)
        self.rule: Callable[[str], RuleTables[Noted]] = cache(lambda name: RuleTables(name, look))
        self.noticed: Callable[[str, tuple[str, ...]], Group] = lru_cache(KEPT)(self._noticed)
        self.said: Callable[[str, str, str, Manner, bool], Group] = lru_cache(KEPT)(self._said)
        self.worded: Callable[[str, str, str, Kinds, Manner, bool], Group] = lru_cache(KEPT)(self._worded)

    def _worded(self, rule: str, relation: str, word: str, ends: Kinds, manner: Manner, own: bool) -> Group:
        """The rule and its word between two types, and how they are said."""
        kinds = f"{ends[0]}>{ends[1]}"
        worded = self.gather((self.rule(rule).word(word), self.look(f"{kinds}=")(word)))
        return self.said(rule, relation, kinds, manner, own) + worded

    def _said(self, rule: str, relation: str, kinds: str, manner: Manner, own: bool) -> Group:
        """Types, how the subject was found, modality and voice."""
        tables = self.rule(rule)
        *plain, full = _plain(kinds, manner)
        self_ = self.look("self=")(f"{int(own)}:{rule}")
        more = self.look(f"{relation}:")(full)
        return self.gather((self.bias, tables.alone, *map(tables.any, plain), more, self_))

    def _noticed(self, rule: str, more: tuple[str, ...]) -> Group:
        """What a mechanism noticed."""
        return self.gather(map(self.rule(rule).any, more))


class RuleTables(Generic[Noted]):
    """The tables of one rule's features."""

    def __init__(self, name: str, look: Callable[[str], Table[Noted]]) -> None:
        """Look up each once."""
        self.alone = look(name)("")
        self.word = look(f"{name}=")
        self.any = look(f"{name}:")
        self.gap = look(f"{name}:gap=")
        self.crossed = look(f"{name}:crossed=")
        self.comma = look(f"{name}:comma=")
        self.after = look(f"{name}:after=")
        self.before = look(f"{name}:before=")
        self.side = look(f"{name}:side=")
        self.tail = look(f"{name}:tail=")
        self.head_after = look(f"{name}:h-after=")
        self.head_before = look(f"{name}:h-before=")
        self.head_side = look(f"{name}:h-side=")


class Describer(Generic[Noted, Group]):
    """Describes the proposals of one document; what several proposals share is looked up once."""

    def __init__(self, sheet: Sheet[Noted, Group], discourse: Discourse) -> None:
        """Begin with nothing described."""
        self.sheet = sheet
        self.discourse = discourse
        self._rules: dict[Hashable, Group] = {}
        self._tails: dict[tuple[str, int], Group] = {}
        self._heads: dict[tuple[str, int, int], Group] = {}
        self._arounds: dict[tuple[str, tuple[str, ...]], Group] = {}
        self._standings = Standings(discourse, sheet.book)
        self._stands: dict[tuple[str, int, int], Group] = {}

    def shared(self, proposal: Proposal) -> Group:
        """The features of a proposal but for its way: rule and words, object, subject, what was noticed."""
        if proposal.rule in _UNTRIGGERED:
            return self.sheet.gather(self._of_place(proposal))
        stands = self.stands(proposal.predicate, proposal.subject, proposal.object, proposal.clause)
        return stands + (self._of_actor(proposal) if proposal.around else self._of_trigger(proposal))

    def stands(self, relation: str, subject: int, target: int, clause: int) -> Group:
        """How whoever acts, or is to act, stands to a clause, in a relation where that tells something."""
        side = self.sheet.sides.get(relation)
        if side is None:
            return self.sheet.gather(())
        return self.standing(side, subject if side is STANDING else target, clause)

    def standing(self, side: str, entity: int, clause: int) -> Group:
        """How somebody stands to a clause, as who acts (`STANDING`) or as who is to act (`MEANT`)."""
        key = side, entity, clause
        found = self._stands.get(key)
        if found is None:
            told = self._standings.of(entity, clause)
            found = self._stands[key] = self.sheet.gather(map(self.sheet.look(side), told))
        return found

    def _of_trigger(self, proposal: Proposal) -> Group:
        """The rule and its word, what stands around object and subject, and what was noticed."""
        discourse, trigger = self.discourse, proposal.trigger
        types, rule, tail, head = discourse.entity_types, proposal.source, proposal.tail_at, proposal.head_at
        own = proposal.subject == discourse.resolution.self_entity
        kinds = types[proposal.subject], types[proposal.object]
        key: Hashable = (rule, trigger.start, trigger.end, proposal.clause, kinds, own)
        found = self._rules.get(key)
        if found is None:
            word = discourse.line[trigger.start : trigger.end]
            manner = discourse.clauses[proposal.clause].manner
            found = self.sheet.worded(rule, proposal.predicate, word, kinds, manner, own)
            self._rules[key] = found
        if tail >= 0:
            found += self.tail(rule, tail)
        if head >= 0:
            found += self.head(rule, head, trigger)
        return found + self.sheet.noticed(rule, proposal.more)

    def _of_actor(self, proposal: Proposal) -> Group:
        """How the actor was found, and what stands around the object."""
        rule, around = proposal.source, proposal.around
        tables = self.sheet.rule(rule)
        found = self.around(rule, around) + self.sheet.noticed(rule, proposal.more)
        if not proposal.more:
            return found
        how = proposal.more[0]
        return found + self.sheet.gather([tables.any(f"{told}:{how}") for told in around[:TIED]])

    def around(self, rule: str, around: tuple[str, ...]) -> Group:
        """What stands around an object, whoever the actor is."""
        key = rule, around
        found = self._arounds.get(key)
        if found is None:
            told = map(self.sheet.rule(rule).any, around)
            found = self._arounds[key] = self.sheet.gather((self.sheet.bias, *told))
        return found

    def way(self, proposal: Proposal) -> Group:
        """The features of what stands between the trigger and the object."""
        if proposal.rule in _UNTRIGGERED or proposal.around or proposal.tail_at < 0:
            return self.sheet.gather(())
        return self.sheet.gather(self._of_way(proposal))

    def _kinds(self, proposal: Proposal) -> str:
        """The types of subject and object."""
        types = self.discourse.entity_types
        return f"{types[proposal.subject]}>{types[proposal.object]}"

    def tail(self, name: str, mention: int) -> Group:
        """The words of an object and those around it."""
        key = name, mention
        found = self._tails.get(key)
        if found is None:
            found = self._tails[key] = self._tail(name, mention)
        return found

    def _tail(self, name: str, mention: int) -> Group:
        discourse, sheet, rule = self.discourse, self.sheet, self.sheet.rule(name)
        start, end, line = discourse.starts[mention], discourse.stops[mention], discourse.line
        after = line[end : end + 2]
        kind = discourse.entity_types[discourse.entity_of[mention]]
        return sheet.gather(
            (
                rule.after(after),
                rule.before(line[max(0, start - 2) : start]),
                sheet.look(f"{kind}:after=")(after),
                rule.tail(line[start:end]) if end - start < LONG else sheet.long,
            )
        )

    def _of_way(self, proposal: Proposal) -> Iterable[Noted]:
        """What stands between the trigger and the object."""
        rule, discourse, trigger = self.sheet.rule(proposal.source), self.discourse, proposal.trigger
        span = discourse.mentions[proposal.tail_at].span
        right = span.start >= trigger.start
        between = _between(trigger, span)
        gap = discourse.line[between.start : between.end]
        inside = discourse.clauses[proposal.clause].clause.mentions if gap else ()
        crossed = sum(between.covers(discourse.mentions[i].span) for i in inside)
        return (
            rule.gap(str(min(len(gap), 12) // 3)),
            rule.crossed(str(min(crossed, 3))),
            rule.comma("".join("1" if mark in gap else "0" for mark in self.sheet.book.parting)),
            rule.side("1" if right else "0"),
        )

    def head(self, name: str, mention: int, trigger: Span) -> Group:
        """What stands around a subject."""
        key = name, mention, trigger.start
        found = self._heads.get(key)
        if found is None:
            found = self._heads[key] = self._head(name, mention, trigger)
        return found

    def _head(self, name: str, mention: int, trigger: Span) -> Group:
        discourse, rule = self.discourse, self.sheet.rule(name)
        start, end, line = discourse.starts[mention], discourse.stops[mention], discourse.line
        return self.sheet.gather(
            (
                rule.head_after(line[end : end + 2]),
                rule.head_before(line[max(0, start - 1) : start]),
                rule.head_side("1" if start >= trigger.start else "0"),
            )
        )

    def _of_place(self, proposal: Proposal) -> Iterable[Noted]:
        """What is looked at where a count, or its place in a list, ties a part to its whole: no words."""
        if proposal.rule == COUNTED:
            return self.sheet.bias, self.sheet.counted, *map(self.sheet.counts, proposal.more)
        rule, kinds = proposal.source, self._kinds(proposal)
        *plain, full = _plain(kinds, self.discourse.clauses[proposal.clause].manner)
        long = len(self.discourse.mentions[proposal.tail_at].span) >= LONG
        told = [f for f in proposal.more if "=" not in f or f.startswith(_OF_PLACE)]
        found = [rule, *(f"{rule}:{f}" for f in plain), f"{proposal.predicate}:{full}"]
        found += [*(["long"] if long else []), *(f"{rule}:{f}" for f in told)]
        return self.sheet.bias, *map(self.sheet.listed, found)


def _plain(kinds: str, manner: Manner) -> tuple[str, ...]:
    """Types; how the subject was found; modality and voice; voice and subject; types, modality and voice."""
    origin, modality, voice = manner
    return kinds, origin, f"{modality}:{voice}", f"{voice}:{origin}", f"{kinds}:{modality}:{voice}"


def _between(one: Span, other: Span) -> Span:
    """The stretch between two spans."""
    a, b = (one, other) if one.start <= other.start else (other, one)
    return Span(min(a.end, b.start), max(a.end, b.start))
