"""What the first step of `mentions` proposes and the second chooses from."""

from __future__ import annotations

from dataclasses import dataclass

from unionkg.model import Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible mention; of two with the same span the higher `priority` wins."""

    span: Span
    type: str
    rule: str
    priority: int
    concept: str = ""


def longest_first(candidates: list[Candidate]) -> list[Candidate]:
    """Overlap policy: the longest wins, then the higher priority, then the leftmost."""
    ranked = sorted(
        candidates, key=lambda c: (-len(c.span), -c.priority, c.span.start, c.type, c.rule, c.concept)
    )
    taken: list[Candidate] = []
    used: set[int] = set()
    for candidate in ranked:
        cells = range(candidate.span.start, candidate.span.end)
        if used.isdisjoint(cells):
            used.update(cells)
            taken.append(candidate)
    return sorted(taken, key=lambda c: c.span)
