"""Each triple beside all others: what else speaks for it, what rivals it, what is listed with it.

`choice` weighs a proposal alone; here its triple is weighed again, by a second logistic score over what
became of the others (reranking: Collins and Koo 2005). The weights stand in the same table, under `BESIDE`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache

from unionkg.relations.discourse import Discourse
from unionkg.relations.lists import Lists, Triple, runs
from unionkg.relations.proposal import Proposal
from unionkg.relations.rulebook import Rulebook
from unionkg.relations.tables import Table
from unionkg.weights import THOUSAND, Told, names

BESIDE = "beside:"
"""How the names of these features begin in the table of weights."""

LEAST, LIKELY = -1.5, -0.7
"""Log-odds from which a proposal is looked at again, and from which it counts as likely."""

_LEAST, _LIKELY = round(LEAST * THOUSAND), round(LIKELY * THOUSAND)
_HALF, _QUARTER = THOUSAND // 2, THOUSAND // 4
_LISTED = frozenset({"listed-object", "listed-subject"})

Weighed = tuple[int, Proposal]
"""Log-odds in thousandths, and the proposal."""


class Company:
    """All that was proposed of one document, by what it shares."""

    def __init__(
        self,
        discourse: Discourse,
        weighed: Iterable[Weighed],
        book: Rulebook,
        certain: frozenset[str] = frozenset(),
    ) -> None:
        """Lay out proposals with their odds; of one triple the likeliest stands for it.

        What rules in `certain` propose is noted, too.
        """
        self.discourse = discourse
        self.best: dict[Triple, Weighed] = {}
        self.certain: dict[Triple, Proposal] = {}
        self._all: dict[Triple, list[tuple[int, str]]] = {}
        self._groups: dict[Hashable, dict[Hashable, int]] = {}
        self._ranked: dict[Hashable, list[int]] = {}
        self._totals: dict[Hashable, int] = {}
        self._runs = runs(discourse, book.parallel)
        for odds, proposal in weighed:
            triple = proposal.triple
            if triple not in self.best or odds > self.best[triple][0]:
                self.best[triple] = odds, proposal
            if proposal.rule in certain:
                self.certain.setdefault(triple, proposal)
            self._all.setdefault(triple, []).append((odds, proposal.source))
            for name, group, member in self._memberships(proposal):
                known = self._groups.setdefault((name, group), {})
                known[member] = max(odds, known.get(member, odds))

    def _memberships(self, proposal: Proposal) -> Iterator[tuple[str, Hashable, Hashable]]:
        """The groups of proposals that differ in one thing, and what it is here."""
        subject, predicate, target = triple = proposal.triple
        yield "subject", (predicate, target), subject
        yield "object", (subject, predicate), target
        yield "relation", (min(subject, target), max(subject, target)), triple
        if proposal.tail_at >= 0:
            yield "listed-object", (subject, predicate, self._runs[proposal.tail_at]), target
        if proposal.head_at >= 0:
            yield "listed-subject", (predicate, target, self._runs[proposal.head_at]), subject

    def told(self, triple: Triple) -> Iterator[Told]:
        """What is looked at of a triple."""
        odds, proposal = self.best[triple]
        found = self._all[triple]
        others = [weight for weight, rule in found if rule != proposal.source]
        yield "bias", 0
        yield "odds", _step(odds, _QUARTER, -6, 20)
        yield "support", _step(sum(max(0, weight - _LEAST) for weight, _ in found), _HALF, 0, 30)
        yield "times", min(len(found), 6)
        yield "another", _step(max(others), _HALF, -3, 8) if others else "none"
        for name, group, member in self._memberships(proposal):
            yield from self._rivalled(name, (name, group), member)
        yield from self._seen_by("head", proposal.head_at, proposal.subject)
        yield from self._seen_by("tail", proposal.tail_at, proposal.object)
        yield "by", proposal.source

    def _rivalled(self, name: str, group: Hashable, member: Hashable) -> Iterator[Told]:
        """How far the best other of a group is above or below, how many are above, how many are likely.

        Of a list also the mean and the least of the others.
        """
        own = self._groups[group][member]
        ranked = self._ranked.get(group)
        if ranked is None:
            ranked = self._ranked[group] = sorted(self._groups[group].values())
            self._totals[group] = sum(ranked)
        count = len(ranked) - 1
        if not count:
            yield f"{name}-alone", 1
            return
        best = ranked[-2] if own == ranked[-1] else ranked[-1]
        yield f"{name}-gap", _step(best - own, _HALF, -8, 8)
        yield f"{name}-above", min(len(ranked) - bisect_right(ranked, own), 5)
        yield f"{name}-likely", min(len(ranked) - bisect_left(ranked, _LIKELY) - (own >= _LIKELY), 8)
        if name in _LISTED:
            least = ranked[1] if own == ranked[0] else ranked[0]
            yield f"{name}-mean", _step((self._totals[group] - own) // count, _HALF, -3, 8)
            yield f"{name}-least", _step(least, _HALF, -3, 8)

    def _seen_by(self, end: str, mention: int, entity: int) -> Iterator[Told]:
        """The rule that saw a mention, or the first mention of an entity, and how sure it is one."""
        mentions = self.discourse.resolution.entities[entity].mentions
        at = mention if mention >= 0 else mentions[0] if mentions else -1
        yield end, self.discourse.mentions[at].rule if at >= 0 else ""
        odds = self.discourse.mentions[at].odds if at >= 0 else None
        if odds is not None:
            yield f"{end}-odds", _step(odds, _HALF, -1, 12)


class Reranker:
    """Weighs triples beside each other; built once for all documents."""

    def __init__(self, table: Table, book: Rulebook, certain: frozenset[str] = frozenset()) -> None:
        """`table` gives the weights of the features under `BESIDE`; rules in `certain` need none."""
        self._table, self._book, self._certain = table, book, certain
        self._weight: Callable[[str, Told], int] = cache(self._looked_up)

    def rerank(self, discourse: Discourse, weighed: Iterable[Weighed], threshold: float) -> list[Weighed]:
        """The triples whose log-odds beside the others reach `threshold`, each by its likeliest proposal.

        Without weights to tell otherwise, the odds are those of each alone. A list is taken whole or not.
        """
        least = round(threshold * THOUSAND)
        company = Company(discourse, weighed, self._book, self._certain)
        best = {triple: proposal for triple, (_, proposal) in company.best.items()}
        odds = {triple: self._odds(company, triple) for triple in best}
        odds = Lists(discourse, self._book.list_signs, self._book.acting | self._book.meant).shared(
            odds, best
        )
        kept: list[Weighed] = []
        for triple, proposal in best.items():
            if odds[triple] >= least:
                kept.append((odds[triple], proposal))
            elif triple in company.certain:
                kept.append((least, company.certain[triple]))
        return kept

    def _odds(self, company: Company, triple: Triple) -> int:
        """The log-odds of a triple beside the others, in thousandths."""
        if not self._table:
            return company.best[triple][0]
        return sum(self._weight(triple[1], told) for told in company.told(triple))

    def _looked_up(self, predicate: str, told: Told) -> int:
        """What a feature weighs, by itself and for a relation."""
        return sum(self._table.get(name, 0) for name in names(told, predicate))


def strings(company: Company, triple: Triple) -> tuple[str, ...]:
    """The features of a triple as they stand in the table."""
    return tuple(f"{BESIDE}{name}" for told in company.told(triple) for name in names(told, triple[1]))


def _step(value: int, width: int, low: int, high: int) -> int:
    """A number in steps of `width`, from `low` to `high`."""
    return max(low, min(high, value // width))
