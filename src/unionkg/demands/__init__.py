"""The requirement ledger: every demand of a text, its issuer's voice, addressee, strength, deadline, status.

A demand need not be a slogan; its content is the clause itself. Words stand in `demands.yaml`.
"""

from __future__ import annotations

from unionkg.demands.asking import Asking
from unionkg.demands.page import Asked, Page
from unionkg.demands.particulars import Addressing, Dates, begins, status
from unionkg.demands.reach import reaching
from unionkg.knowledge import Knowledge
from unionkg.model import Claim, Demand, Document, Mention, Resolution, Span, Structure


class Ledger:
    """Reads demands; built once from the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the words that ask."""
        self._knowledge = knowledge
        self._dates = Dates(knowledge)
        self._asking = Asking(knowledge)

    def extract(
        self,
        document: Document,
        structure: Structure,
        mentions: tuple[Mention, ...],
        resolution: Resolution,
        claims: tuple[Claim, ...],  # noqa: ARG002 - what the ledger may rest on later
    ) -> tuple[Demand, ...]:
        """The demands of a document, in order: what asks, how far it reaches, then all else of it."""
        page = Page(document.text, structure, mentions, resolution)
        asked = self._asking.find(page)
        asked += self._asking.imperatives(page, asked)
        asked.sort(key=lambda one: (one.start, one.trigger))
        addressing = Addressing(page, self._knowledge)
        reached = reaching(page, asked, self._knowledge.demand_words)
        return tuple(self._demand(page, one, content, addressing) for one, content in reached)

    def _demand(self, page: Page, one: Asked, content: Span, addressing: Addressing) -> Demand:
        """One demand with all that the ledger says of it."""
        clause = page.clauses[one.clause]
        voice = page.voice(content, clause.utterance) if one.end >= 0 else clause.utterance
        told = Span(begins(page, one, content, self._knowledge.demand_words.adverbial), content.end)
        until = self._dates.deadline(page, one, told)
        degree, shown = status(page, told, self._knowledge)
        if until and shown is None:
            degree, shown = "planned", until
        quoted = Span(
            min(clause.span.start, content.start, one.trigger.start), max(content.end, one.trigger.end)
        )
        return Demand(
            utterance=voice,
            content=content,
            marked=tuple(dict.fromkeys(page.entity(i) for i in page.mentions_in(content))),
            addressees=addressing.of(one, content, voice),
            strength=one.strength,
            polarity=one.polarity,
            deadline=until,
            status=degree,
            trigger=one.trigger,
            evidence=page.trimmed(quoted),
            rule=one.rule,
            status_words=shown,
        )
