"""Which proposals become claims: a logistic score over their features, its weights learnt from gold.

What reaches a low threshold is weighed once more by `reranking`. The weights are a plain table,
`weights.tsv`: feature, weight. Trained by `learning`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

from unionkg.relations.discourse import Discourse
from unionkg.relations.features import PARTS, Describer, Sheet
from unionkg.relations.foresight import Bounds, Foresight
from unionkg.relations.proposal import Proposal
from unionkg.relations.reranking import BESIDE, Reranker, Weighed
from unionkg.relations.rulebook import Rulebook
from unionkg.relations.tables import Tables
from unionkg.weights import THOUSAND, Weights


def shipped() -> Path:
    """The weights that ship with the package."""
    return Path(str(resources.files("unionkg.relations"))) / "weights.tsv"


class Chooser:
    """Chooses by one table of weights; built once for all documents.

    Weights are added as whole thousandths, so that their order does not matter.
    """

    def __init__(
        self,
        weights: Iterable[tuple[str, float]],
        book: Rulebook,
        certain: frozenset[str] = frozenset(),
    ) -> None:
        """Lay out the weights of features; rules in `certain` need none."""
        self._certain = certain
        tables = Tables(weights, PARTS)
        self._sheet: Sheet[int | None, int] = Sheet(
            lambda name: tables.of(name).get, lambda found: sum(filter(None, found)), book
        )
        self._bounds = Bounds(tables)
        self._reranker = Reranker(tables.of(BESIDE), book, certain)

    def describer(self, discourse: Discourse) -> Describer[int | None, int]:
        """Tells what proposals of a document weigh."""
        return Describer(self._sheet, discourse)

    def foresight(self, describer: Describer[int | None, int], threshold: float) -> Foresight:
        """Tells which proposals of a document can't reach `threshold`."""
        return Foresight(describer, self._bounds, self._certain, round(threshold * THOUSAND))

    def weigh(
        self, describer: Describer[int | None, int], proposals: Iterable[Proposal], threshold: float
    ) -> Iterator[Weighed]:
        """The proposals whose log-odds reach `threshold`, with them."""
        least = round(threshold * THOUSAND)
        for proposal in proposals:
            odds = describer.shared(proposal)
            if odds + self._bounds.way(proposal.source) >= least:
                odds += describer.way(proposal)
            if proposal.rule in self._certain:
                odds = max(odds, least)
            if odds >= least:
                yield odds, proposal

    def rerank(self, discourse: Discourse, weighed: Iterable[Weighed], threshold: float) -> list[Weighed]:
        """The triples whose log-odds reach `threshold` when each is weighed beside the others."""
        return self._reranker.rerank(discourse, weighed, threshold)


def added(weights: Weights, features: Iterable[str]) -> int:
    """The thousandths of log-odds that features come to."""
    return sum(round(THOUSAND * weights[feature]) for feature in features if feature in weights)


def strings(discourse: Discourse, proposals: Iterable[Proposal], book: Rulebook) -> Iterator[tuple[str, ...]]:
    """The features of each proposal as they stand in the table."""
    sheet: Sheet[str, tuple[str, ...]] = Sheet(lambda name: name.__add__, tuple, book)
    describer = Describer(sheet, discourse)
    for proposal in proposals:
        yield describer.shared(proposal) + describer.way(proposal)
