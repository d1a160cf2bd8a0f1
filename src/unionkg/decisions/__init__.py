"""A person's corrections: read from `decisions/`, found again in the texts, replayed between the stages.

One more producer: what a decision can't be applied to is told, never guessed. No stage runs here.
"""

from unionkg.decisions.anchor import Placed, place
from unionkg.decisions.reading import files, parse, read
from unionkg.decisions.record import RULES, Anchor, Decision, Lexicon, Thing, by_document
from unionkg.decisions.replay import claims, demands, mentions, resolution

__all__ = [
    "RULES",
    "Anchor",
    "Decision",
    "Lexicon",
    "Placed",
    "Thing",
    "by_document",
    "claims",
    "demands",
    "files",
    "mentions",
    "parse",
    "place",
    "read",
    "resolution",
]
