"""Values: what day a date means, what a figure counts, in which capacity somebody acts.

Each with the words that show it. No claim is made here.
"""

from __future__ import annotations

from unionkg.knowledge import Knowledge
from unionkg.model import Document, Mention, Resolution, Structure, Values
from unionkg.values.capacity import capacities
from unionkg.values.dating import Calendar
from unionkg.values.quantity import Counter


class Valuer:
    """Reads values; built once from the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile what dates and figures are recognised by."""
        self._words = knowledge.value_words
        self._calendar = Calendar(knowledge.value_words)
        self._counter = Counter(knowledge.value_words)

    def read(
        self, document: Document, structure: Structure, mentions: tuple[Mention, ...], resolution: Resolution
    ) -> Values:
        """The values of a document; dates are told from its own date."""
        text = document.text
        return Values(
            dates=tuple(self._calendar.read(text, mentions, document.value("date"))),
            quantities=tuple(self._counter.read(text, structure, mentions, resolution)),
            capacities=tuple(capacities(text, mentions, resolution, self._words)),
        )
