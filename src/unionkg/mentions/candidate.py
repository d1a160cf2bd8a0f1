"""What the first step of `mentions` proposes and the second chooses from.

No text is looked at here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from unionkg.model import Span


class Candidate(NamedTuple):
    """A possible mention; of two with the same span the higher `priority` wins.

    `clear` tells how clear the clues are that a rule weighs, in steps of its own; `odds` are thousandths of
    log-odds. Both are None where nothing was weighed.
    """

    span: Span
    type: str
    rule: str
    priority: int
    concept: str = ""
    clear: int | None = None
    odds: int | None = None


def place(candidate: Candidate) -> tuple[int, int]:
    """Where a candidate stands: what candidates are put in order by."""
    return candidate.span.start, candidate.span.end


def longest_first(candidates: Iterable[Candidate], taken: Iterable[Candidate] = ()) -> list[Candidate]:
    """Overlap policy: the longest wins, then the higher priority, then the leftmost; none over `taken`."""
    return apart(ranked(candidates), taken)


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates in the order in which they are chosen."""
    return sorted(candidates, key=_rank)


def apart(candidates: Sequence[Candidate], taken: Iterable[Candidate] = ()) -> list[Candidate]:
    """Of ranked candidates those that do not overlap one before them or one of `taken`, by their place."""
    cells = bytearray(max((c.span.end for c in (*candidates, *taken)), default=0))
    for candidate in taken:
        _mark(cells, candidate.span)
    chosen: list[Candidate] = []
    for candidate in candidates:
        span = candidate.span
        if cells.find(1, span.start, span.end) < 0:
            _mark(cells, span)
            chosen.append(candidate)
    return sorted(chosen, key=place)


def _rank(candidate: Candidate) -> tuple[int, int, int, str, str, str]:
    span, entity_type, rule, priority, concept, *_ = candidate
    start = span.start
    return start - span.end, -priority, start, entity_type, rule, concept


def _mark(cells: bytearray, span: Span) -> None:
    start, end = span.start, span.end
    cells[start:end] = b"\1" * (end - start)
