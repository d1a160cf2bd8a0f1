"""Two documents side by side: formulations, initiatives and demands of one, of the other, of both.

Records in, records out; nothing is read from a store and nothing is drawn here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from unionkg.exhibit import Comparison, ComparisonRow, DemandRow, Exhibit, Node, SourceText

TYPES = ("Requirement", "Doctrine", "Policy", "Goal", "Initiative")
"""The classes that are compared, in the order of the page; demands stand behind them."""

DEMAND = "Demand"

_MARKS = re.compile(r"[\W_]+")
_LEAST = 4  # characters that one wording must have to be found within another

Place = tuple[int, int]


def compare(exhibit: Exhibit, texts: Iterable[SourceText], left: str, right: str) -> Comparison:
    """What two documents (by id) have in common and what only one of them has, each with its words.

    A thing is in both where both name the same concept or use the same name for a thing of the same
    class; a demand where both mark the same requirement or one holds the other's words.
    """
    by_id = {text.document: text for text in texts}
    nodes = {node.iri: node for node in exhibit.nodes if node.type in TYPES}
    one, other = (_told(by_id[name], nodes) if name in by_id else {} for name in (left, right))
    rows = [*_things(one, other, nodes), *_demands(exhibit.demands, left, right)]
    return Comparison(left, right, tuple(rows))


def _told(text: SourceText, nodes: Mapping[str, Node]) -> dict[str, Place]:
    """The sentence that first names each node."""
    found: dict[str, Place] = {}
    for start, end, iri, _, _ in text.mentions:
        if iri in nodes and iri not in found:
            around = (s for s in text.sentences if s[0] <= start < s[1])
            found[iri] = next(around, (start, end))
    return found


def _things(
    one: Mapping[str, Place], other: Mapping[str, Place], nodes: Mapping[str, Node]
) -> list[ComparisonRow]:
    """A row for each thing; what has the same name in both is one."""
    named = {(nodes[iri].type, name): iri for iri in sorted(other) for name in _names(nodes[iri])}
    same: dict[str, str] = {}
    for iri in sorted(one):
        twins = [iri] if iri in other else []
        twins += [
            named[nodes[iri].type, name] for name in _names(nodes[iri]) if (nodes[iri].type, name) in named
        ]
        if twins:
            same[iri] = twins[0]
    rows = [_thing(nodes[iri], one[iri], other.get(same.get(iri, ""))) for iri in one]
    rows += [_thing(nodes[iri], None, other[iri]) for iri in other if iri not in set(same.values())]
    return sorted(rows, key=_order)


def _names(node: Node) -> tuple[str, ...]:
    return node.label, *node.names


def _thing(node: Node, left: Place | None, right: Place | None) -> ComparisonRow:
    return ComparisonRow(node.type, node.label, node.iri, left, right)


def _order(row: ComparisonRow) -> tuple[int, Place, Place, str]:
    """By class, then by place."""
    return TYPES.index(row.type), row.left or row.right or (0, 0), row.right or (0, 0), row.node


def _demands(demands: Iterable[DemandRow], left: str, right: str) -> list[ComparisonRow]:
    """A row for each demand; one of the first document goes with the first like it in the second."""
    kept = list(demands)
    ours = [row for row in kept if row.document == left]
    open_ = [row for row in kept if row.document == right]
    rows = []
    for row in ours:
        twin = _alike(row, open_)
        if twin is not None:
            open_.remove(twin)
        rows.append(_demand(row, (row.start, row.end), (twin.start, twin.end) if twin else None))
    return rows + [_demand(row, None, (row.start, row.end)) for row in open_]


def _alike(row: DemandRow, others: Sequence[DemandRow]) -> DemandRow | None:
    """The first demand of the same polarity that marks the same requirement or has the same words."""
    words = _MARKS.sub("", row.content)
    for other in others:
        if other.polarity == row.polarity and (
            set(row.marked) & set(other.marked) or _within(words, _MARKS.sub("", other.content))
        ):
            return other
    return None


def _within(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long if len(short) < _LEAST else short in long


def _demand(row: DemandRow, left: Place | None, right: Place | None) -> ComparisonRow:
    return ComparisonRow(DEMAND, row.content, row.marked[0] if row.marked else "", left, right)
