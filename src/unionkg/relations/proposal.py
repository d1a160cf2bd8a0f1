"""What the mechanisms propose and the learnt weights choose from."""

from __future__ import annotations

from dataclasses import dataclass

from unionkg.model import Span


@dataclass(frozen=True, slots=True)
class Proposal:
    """A possible claim: entity indices, what made the rule fire, and its evidence.

    `clause` is the index of the clause that holds the trigger, `head_at` and `tail_at` the
    mention indices that stand for both ends (-1 where the body that speaks is meant),
    `features` what the weights look at.
    """

    subject: int
    predicate: str
    object: int
    rule: str
    clause: int
    trigger: Span
    head_at: int
    tail_at: int
    context: tuple[Span, ...]
    position: int
    features: tuple[str, ...]
