"""What the first step of `mentions` proposes and the second chooses from.

No text is looked at here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from unionkg.model import Span


class Candidate(NamedTuple):
    """A possible mention; of two with the same span the higher `priority` wins."""

    span: Span
    type: str
    rule: str
    priority: int
    concept: str = ""


def place(candidate: Candidate) -> tuple[int, int]:
    """Where a candidate stands: what candidates are put in order by."""
    return candidate.span.start, candidate.span.end


def longest_first(candidates: Iterable[Candidate], taken: Iterable[Candidate] = ()) -> list[Candidate]:
    """Overlap policy: the longest wins, then the higher priority, then the leftmost; none over `taken`."""
    ranked = sorted(candidates, key=_rank)
    cells = bytearray(max((c.span.end for c in (*ranked, *taken)), default=0))
    for candidate in taken:
        _mark(cells, candidate.span)
    chosen: list[Candidate] = []
    for candidate in ranked:
        start, end = candidate.span.start, candidate.span.end
        if cells.find(1, start, end) < 0:
            _mark(cells, candidate.span)
            chosen.append(candidate)
    return sorted(chosen, key=place)


def _rank(candidate: Candidate) -> tuple[int, int, int, str, str, str]:
    start, end = candidate.span.start, candidate.span.end
    return start - end, -candidate.priority, start, candidate.type, candidate.rule, candidate.concept


def _mark(cells: bytearray, span: Span) -> None:
    cells[span.start : span.end] = b"\1" * (span.end - span.start)
