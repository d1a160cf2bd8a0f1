"""Which proposals become claims: a logistic score over their features, its weights learnt from gold.

The weights are a plain table, `weights.tsv`: feature, weight. Trained by `learning`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from unionkg.relations.proposal import Proposal

Weights = dict[str, float]
BIAS = "b"


def shipped() -> Path:
    """The weights that ship with the package."""
    return Path(str(resources.files("unionkg.relations"))) / "weights.tsv"


def read(path: Path) -> Weights:
    """Read a table of weights; an absent one is empty."""
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").split("\n")
    pairs = (line.rsplit("\t", 1) for line in lines if "\t" in line)
    return {feature: float(weight) for feature, weight in pairs}


def write(path: Path, weights: Weights) -> None:
    """Write a table of weights, sorted."""
    rows = "".join(f"{feature}\t{weights[feature]:.3f}\n" for feature in sorted(weights))
    path.write_text(rows, encoding="utf-8", newline="\n")


def features(proposal: Proposal) -> tuple[str, ...]:
    """The features of a proposal as they stand in the table: on one line each, without tabs."""
    return tuple(f.replace("\n", "¶").replace("\t", "¶") for f in (BIAS, *proposal.features))


def score(weights: Weights, proposal: Proposal) -> float:
    """The log-odds that a proposal is right."""
    return sum(weights.get(feature, 0.0) for feature in features(proposal))


def probability(log_odds: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def choose(weights: Weights, proposals: Iterable[Proposal], threshold: float) -> list[Proposal]:
    """The proposals whose log-odds reach `threshold`; of one triple the likeliest, in order of the text."""
    best: dict[tuple[int, str, int], tuple[float, Proposal]] = {}
    for proposal in proposals:
        odds = score(weights, proposal)
        key = (proposal.subject, proposal.predicate, proposal.object)
        if odds >= threshold and (key not in best or odds > best[key][0]):
            best[key] = (odds, proposal)
    chosen = [proposal for _, proposal in best.values()]
    return sorted(chosen, key=lambda p: (p.clause, p.trigger, p.subject, p.predicate, p.object))
