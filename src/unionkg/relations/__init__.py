"""Claims: propose widely, weigh each alone and then beside the others, record with modality and quote.

No demand is made here and no triple is inferred from world knowledge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from unionkg.knowledge import Knowledge
from unionkg.model import Claim, Document, Mention, Modality, Resolution, Span, Structure
from unionkg.relations import choice, order, reranking
from unionkg.relations.discourse import Discourse
from unionkg.relations.lists import Triple
from unionkg.relations.mechanism import propose
from unionkg.relations.proposal import Proposal
from unionkg.relations.rulebook import Rulebook
from unionkg.relations.settling import Settling
from unionkg.relations.trigger import TriggerReader
from unionkg.weights import Weights, pairs

THRESHOLD = -1.0
"""Log-odds from which a triple is taken; set where F1 on documents left out is highest."""

_MODALITY = {
    "demanded": Modality.DEMANDED,
    "planned": Modality.PLANNED,
    "rejected": Modality.REJECTED,
    "": Modality.STATED,
}
_ALWAYS_STATED = {"hasPart", "hasTime", "locatedIn", "proposes", "addressedTo", "hasRole"}


class Described(NamedTuple):
    """All proposals of a document, with the discourse that they stand in and the features of each."""

    discourse: Discourse
    proposals: list[Proposal]
    features: list[tuple[str, ...]]


class Extractor:
    """Extracts claims; built once from the knowledge."""

    def __init__(self, knowledge: Knowledge, weights: Weights | None = None) -> None:
        """Compile the rules; `weights` default to the shipped ones."""
        self._book = Rulebook(knowledge)
        self._triggers = TriggerReader(knowledge)
        known = pairs(choice.shipped()) if weights is None else weights.items()
        words = knowledge.relation_rules.words
        self._settling = Settling(
            frozenset(words["one_subject"]),
            frozenset(words["one_object"]),
            self._book.list_signs,
        )
        certain = frozenset(rule.id for rule in knowledge.relation_rules.rules if rule.certain)
        self._chooser = choice.Chooser(known, self._book, certain)

    def propose(
        self, document: Document, structure: Structure, mentions: tuple[Mention, ...], resolution: Resolution
    ) -> tuple[Discourse, list[Proposal]]:
        """All possible claims, with the discourse that they stand in."""
        discourse = self._triggers.read(document, structure, mentions, resolution)
        return discourse, list(propose(discourse, self._book))

    def describe(
        self, document: Document, structure: Structure, mentions: tuple[Mention, ...], resolution: Resolution
    ) -> Described:
        """All possible claims with their features, from which weights are learnt."""
        discourse, proposals = self.propose(document, structure, mentions, resolution)
        return Described(discourse, proposals, list(choice.strings(discourse, proposals, self._book)))

    def beside(
        self, discourse: Discourse, weighed: Iterable[reranking.Weighed]
    ) -> Iterator[tuple[Triple, tuple[str, ...]]]:
        """The triples of weighed proposals with the features by which each is weighed beside the others."""
        company = reranking.Company(discourse, weighed, self._book)
        for triple in company.best:
            yield triple, reranking.strings(company, triple)

    def extract(
        self, document: Document, structure: Structure, mentions: tuple[Mention, ...], resolution: Resolution
    ) -> tuple[Claim, ...]:
        """The claims of a document, in order, each triple once."""
        discourse = self._triggers.read(document, structure, mentions, resolution)
        describer = self._chooser.describer(discourse)
        foresight = self._chooser.foresight(describer, reranking.LEAST)
        proposals = propose(discourse, self._book, foresight)
        weighed = self._chooser.weigh(describer, proposals, reranking.LEAST)
        ranked = self._chooser.rerank(discourse, weighed, THRESHOLD)
        chosen = self._settling.settle(discourse, ranked)
        placed = order.placed(discourse, chosen, self._book.part.relation)
        return tuple(_record(discourse, proposal) for proposal in placed)


def _record(discourse: Discourse, proposal: Proposal) -> Claim:
    """Write down a chosen proposal; its quote is the sentence part that holds trigger and both ends."""
    governed = discourse.clauses[proposal.clause]
    clause = governed.clause
    sentence = discourse.structure.sentences[clause.sentence].span
    spans = [clause.span]
    context = list(proposal.context)
    for at in (proposal.head_at, proposal.tail_at):
        if at >= 0:
            span = discourse.mentions[at].span
            if sentence.covers(span):
                spans.append(span)
            elif span not in context:
                context.append(span)
    quote = _trim(discourse.text, Span(min(s.start for s in spans), max(s.end for s in spans)))
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
