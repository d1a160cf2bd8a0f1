"""Learnt weights as a plain table: a line a feature, a tab, what it weighs.

What the features are is the business of whoever weighs by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

Weights = dict[str, float]

Told = tuple[str, int | str]
"""The name of a feature and its value."""

THOUSAND = 1000
"""Weights are added as whole thousandths, so that their order does not matter."""


def names(told: Told, kind: str) -> tuple[str, str]:
    """How a feature is called in a table: by itself, and of one type or relation."""
    name, value = told
    return f"{name}={value}", f"{name}={value}|{kind}"


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


def write(path: Path, weights: Mapping[str, float]) -> None:
    """Write a table of weights, sorted."""
    rows = "".join(f"{feature}\t{weights[feature]:.3f}\n" for feature in sorted(weights))
    path.write_text(rows, encoding="utf-8", newline="\n")
