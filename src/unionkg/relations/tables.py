"""The learnt weights as they are looked up: by the name of a feature, then by what it says.

Every weight is kept once, though there are two ways to its name: `serve:` and `serve:gap=`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from unionkg.weights import THOUSAND

Table = Mapping[str, int]
"""Weights in thousandths by what a feature says."""


class Tables:
    """One table for each name; a name goes as far as the first colon or equals sign.

    A name may also go on to an equals sign behind a colon, if that part is one of `parts`; such tables are
    taken out of the others when they are first asked for.
    """

    def __init__(self, weights: Iterable[tuple[str, float]], parts: frozenset[str]) -> None:
        """Lay out the weights; equal numbers are kept once."""
        self._parts = parts
        self._tables: dict[str, dict[str, int]] = {}
        self._inner: dict[str, dict[str, dict[str, int]]] = {}
        thousandths: dict[float, int] = {}
        for feature, weight in weights:
            value = thousandths.get(weight)
            if value is None:
                value = thousandths[weight] = round(weight * THOUSAND)
            end = _end(feature) or len(feature)
            table = self._tables.get(feature[:end])
            if table is None:
                table = self._tables[feature[:end]] = {}
            table[feature[end:]] = value

    def of(self, name: str) -> Table:
        """The weights of the features that begin with a name."""
        end = _end(name)
        if end in {0, len(name)}:
            return self._tables.get(name, {})
        outer, part = name[:end], name[end:]
        inner = self._inner.get(outer)
        if inner is None:
            inner = self._inner[outer] = self._inside(self._tables.get(outer, {}))
        return inner.get(part, {})

    def _inside(self, table: Table) -> dict[str, dict[str, int]]:
        """The tables within another, by their parts of the name."""
        found: dict[str, dict[str, int]] = {}
        for told, weight in table.items():
            end = told.find("=") + 1
            if told[:end] in self._parts:
                found.setdefault(told[:end], {})[told[end:]] = weight
        return found


def _end(feature: str) -> int:
    """Where the first part of a feature's name ends; 0 where it has no parts."""
    colon, equals = feature.find(":") + 1, feature.find("=") + 1
    return min(colon, equals) or max(colon, equals)
