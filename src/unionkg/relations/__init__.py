"""Claims: propose widely, choose by learnt weights, record with modality and quote.

No demand is made here and no triple is inferred from world knowledge.
"""

from __future__ import annotations


from unionkg.knowledge import Knowledge
from unionkg.model import Claim, Document, Mention, Modality, Resolution, Span, Structure
from unionkg.relations import choice
from unionkg.relations.clause import Reading, TriggerReader
from unionkg.relations.mechanism import Proposer
from unionkg.relations.proposal import Proposal

THRESHOLD = -0.7
"""Log-odds from which a proposal is taken; set where F1 on documents left out is highest."""

_MODALITY = {
    "demanded": Modality.DEMANDED,
    "planned": Modality.PLANNED,
    "rejected": Modality.REJECTED,
    "": Modality.STATED,
}
_ALWAYS_STATED = {"hasPart", "hasTime", "locatedIn", "proposes", "addressedTo", "hasRole"}


class Extractor:
    """Extracts claims; built once from the knowledge."""

    def __init__(self, knowledge: Knowledge, weights: choice.Weights | None = None) -> None:
        """Compile the trigger reader; `weights` default to the shipped ones."""
        self._knowledge = knowledge
        self._triggers = TriggerReader(knowledge)
        self._weights = choice.read(choice.shipped()) if weights is None else weights

    def propose(
        self, document: Document, structure: Structure, mentions: tuple[Mention, ...], resolution: Resolution
    ) -> tuple[Reading, list[Proposal]]:
        """All possible claims, with the clauses that they stand in."""
        reading = self._triggers.read(document, structure, mentions, resolution)
        if not reading.clauses:
            return reading, []
        return reading, list(Proposer(reading, self._knowledge).propose())

    def extract(
        self, document: Document, structure: Structure, mentions: tuple[Mention, ...], resolution: Resolution
    ) -> tuple[Claim, ...]:
        """The claims of a document, in order, each triple once."""
        reading, proposals = self.propose(document, structure, mentions, resolution)
        chosen = choice.choose(self._weights, proposals, THRESHOLD)
        return tuple(_record(reading, proposal) for proposal in chosen)


def _record(reading: Reading, proposal: Proposal) -> Claim:
    """Write down a chosen proposal; its quote is the sentence part that holds trigger and both ends."""
    governed = reading.clauses[proposal.clause]
    clause = governed.clause
    sentence = reading.structure.sentences[clause.sentence].span
    spans = [clause.span]
    context = list(proposal.context)
    for at in (proposal.head_at, proposal.tail_at):
        if at >= 0:
            span = reading.mentions[at].span
            if sentence.covers(span):
                spans.append(span)
            elif span not in context:
                context.append(span)
    quote = _trim(reading.text, Span(min(s.start for s in spans), max(s.end for s in spans)))
    modality = Modality.STATED if proposal.predicate in _ALWAYS_STATED else _MODALITY[governed.modality]
    return Claim(
        subject=proposal.subject,
        predicate=proposal.predicate,
        object=proposal.object,
        utterance=clause.utterance,
        modality=modality,
        trigger=proposal.trigger if len(proposal.trigger) else quote,
        quote=quote,
        context=tuple(sorted(context)),
        position=proposal.position,
        rule=proposal.rule,
    )


def _trim(text: str, span: Span) -> Span:
    """A span without white space at its edges."""
    raw = text[span.start : span.end]
    return Span(span.start + len(raw) - len(raw.lstrip()), span.end - len(raw) + len(raw.rstrip()))
