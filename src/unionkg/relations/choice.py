"""Which proposals become claims: a logistic score over their features, its weights learnt from gold.

The weights are a plain table, `weights.tsv`: feature, weight. Trained by `learning`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

from unionkg.relations.discourse import Discourse
from unionkg.relations.features import PARTS, Describer, Sheet
from unionkg.relations.foresight import Bounds, Foresight
from unionkg.relations.proposal import Proposal
from unionkg.relations.tables import THOUSAND, Tables

Weights = dict[str, float]


def shipped() -> Path:
    """The weights that ship with the package."""
    return Path(str(resources.files("unionkg.relations"))) / "weights.tsv"


def read(path: Path) -> Weights:
    """Read a table of weights; an absent one is empty."""
    return dict(pairs(path))


def pairs(path: Path) -> Iterator[tuple[str, float]]:
    """The features of a table of weights, one after the other, each with its weight."""
    if path.is_file():
        with path.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                feature, tab, weight = line.rpartition("\t")
                if tab:
                    yield feature, float(weight)


def write(path: Path, weights: Weights) -> None:
    """Write a table of weights, sorted."""
    rows = "".join(f"{feature}\t{weights[feature]:.3f}\n" for feature in sorted(weights))
    path.write_text(rows, encoding="utf-8", newline="\n")


class Chooser:
    """Chooses by one table of weights; built once for all documents.

    Weights are added as whole thousandths, so that their order does not matter.
    """

    def __init__(
        self,
        weights: Iterable[tuple[str, float]],
        parting: tuple[str, ...],
        certain: frozenset[str] = frozenset(),
    ) -> None:
        """Lay out the weights of features; rules in `certain` need none."""
        self._certain = certain
        tables = Tables(weights, PARTS)
        self._sheet: Sheet[int | None, int] = Sheet(
            lambda name: tables.of(name).get, lambda found: sum(filter(None, found)), parting
        )
        self._bounds = Bounds(tables)

    def foresight(self, discourse: Discourse, threshold: float) -> Foresight:
        """Tells which proposals of a document can't reach `threshold`."""
        least = round(threshold * THOUSAND)
        return Foresight(discourse, self._sheet, self._bounds, self._certain, least)

    def rank(
        self,
        discourse: Discourse,
        proposals: Iterable[Proposal],
        threshold: float,
        foresight: Foresight | None = None,
    ) -> list[tuple[int, Proposal]]:
        """The proposals whose log-odds reach `threshold`, with them; of one triple the likeliest.

        What `foresight` has looked up for the same document is not looked up again.
        """
        least = round(threshold * THOUSAND)
        describer = foresight.describer if foresight else Describer(self._sheet, discourse)
        best: dict[tuple[int, str, int], tuple[int, Proposal]] = {}
        for proposal in proposals:
            odds = describer.shared(proposal)
            if odds + self._bounds.way(proposal.source) >= least:
                odds += describer.way(proposal)
            if proposal.rule in self._certain:
                odds = max(odds, least)
            if odds >= least and (proposal.triple not in best or odds > best[proposal.triple][0]):
                best[proposal.triple] = (odds, proposal)
        return list(best.values())


def strings(
    discourse: Discourse, proposals: Iterable[Proposal], parting: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """The features of each proposal as they stand in the table."""
    sheet: Sheet[str, tuple[str, ...]] = Sheet(lambda name: name.__add__, tuple, parting)
    describer = Describer(sheet, discourse)
    for proposal in proposals:
        yield describer.shared(proposal) + describer.way(proposal)
