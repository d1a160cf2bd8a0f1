"""One document as N-Quads: its things, its voices, what is claimed and asked, and every quote.

What it writes depends on the reading alone; ties to other documents are made in `links`.
"""

from __future__ import annotations

from unionkg.dates import days
from unionkg.errors import UnionkgError
from unionkg.graph.iris import Iris, segment
from unionkg.graph.terms import (
    DC,
    DCTERMS,
    EDTF,
    ITSRDF,
    NIF,
    PROV,
    RDF,
    RDFS,
    SKOS,
    UKG,
    XSD,
    GraphWriter,
    decimal,
)
from unionkg.model import Aim, Claim, Count, Demand, Entity, Modality, Quantity, Reading, Span, Utterance

_EDGE_MARKS = "“”‘’\"'《》〈〉「」『』"
_METADATA = {
    "title": DCTERMS + "title",
    "speaker": DC + "creator",
    "body": UKG + "body",
    "body_names": UKG + "bodyName",
    "level": UKG + "level",
    "audience": UKG + "audience",
    "occasion": UKG + "occasion",
    "series": UKG + "series",
    "date": DCTERMS + "date",
    "kind": DC + "type",
    "source": DC + "source",
    "publisher": DC + "publisher",
}


def describe(reading: Reading, iris: Iris, run: str) -> list[str]:
    """The N-Quads lines of one document, sorted; `run` is the IRI of the build.

    Each quote and mention is compared with the text as it is written: raises UnionkgError
    where a span lies outside or a mention's words are not the text's.
    """
    return _Description(reading, iris, run).lines()


def entity_iris(reading: Reading, iris: Iris) -> list[str]:
    """The IRIs of a reading's entities, in their order."""
    entities = reading.resolution.entities
    return iris.entities(reading.document.id, ((e.type, e.label) for e in entities))


def office_iris(reading: Reading, iris: Iris) -> list[str]:
    """The IRIs of the capacities in which a reading's people act, in their order."""
    titles = (capacity.title for capacity in reading.values.capacities)
    return iris.stretches(reading.document.id, "office", titles)


def hidden_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names without the quotation and title marks at their edges, where that is another name."""
    bare = {name.strip(_EDGE_MARKS) for name in names} - {*names, ""}
    return tuple(sorted(bare))


class _Description:
    """The one pass over a reading; each method writes one kind of thing."""

    def __init__(self, reading: Reading, iris: Iris, run: str) -> None:
        self.reading = reading
        self.id = reading.document.id
        self.text = reading.document.text
        self.iris = iris
        self.run = run
        self.graph = GraphWriter(iris.graph(self.id))
        self.document = iris.document(self.id)
        self.things = entity_iris(reading, iris)
        spans = [utterance.span for utterance in reading.resolution.utterances]
        self.voices = iris.stretches(self.id, "utterance", spans)
        self.claims = [self._claim_iri(claim) for claim in reading.claims]

    def lines(self) -> list[str]:
        """Write everything, in the order of the stages."""
        resolution = self.reading.resolution
        self._document()
        self._sections()
        for iri, entity in zip(self.things, resolution.entities, strict=True):
            self._entity(iri, entity)
        self._mentions()
        for iri, utterance in zip(self.voices, resolution.utterances, strict=True):
            self._utterance(iri, utterance)
        self._counts()
        self._dates()
        self._quantities()
        self._offices()
        self._claims()
        self._demands()
        return self.graph.lines()

    # --- the document ---

    def _document(self) -> None:
        graph, document = self.graph, self.document
        graph.link(document, RDF + "type", UKG + "SourceDocument")
        graph.text(document, DCTERMS + "identifier", self.id)
        graph.number(document, UKG + "length", len(self.text))
        graph.text(document, RDFS + "label", self.reading.document.value("title") or self.id, "zh")
        if self.reading.resolution.self_entity >= 0:
            graph.link(document, UKG + "speaksFor", self.things[self.reading.resolution.self_entity])
        for word, _ in self.reading.keywords:
            graph.text(document, UKG + "keyword", word, "zh")
        for name, predicate in _METADATA.items():
            self._metadata(name, predicate)
        named = self.iris.graph(self.id)
        graph.link(named, PROV + "wasDerivedFrom", document)
        graph.link(named, PROV + "wasGeneratedBy", self.run)

    def _metadata(self, name: str, predicate: str) -> None:
        """One value of the metadata; that it was inferred is said of the property."""
        datum = self.reading.document.metadata.get(name)
        if datum is None or not datum.value:
            return
        if name == "title":
            self.graph.text(self.document, predicate, datum.value, "zh")
        elif name != "date" or not self._date(self.document, datum.value):
            for value in datum.value.split("|") if name == "body_names" else (datum.value,):
                self.graph.text(self.document, predicate, value)
        if datum.origin == "inferred":
            self.graph.link(self.document, UKG + "inferred", predicate)

    def _sections(self) -> None:
        sections = self.reading.structure.sections
        names = self.iris.stretches(self.id, "section", (section.span for section in sections))
        for iri, section in zip(names, sections, strict=True):
            if not len(section.heading):
                continue
            self.graph.link(iri, RDF + "type", UKG + "Section")
            self.graph.text(iri, RDFS + "label", self._words(section.heading), "zh")
            self._stretch(iri, section.span)
            if section.parent >= 0 and len(sections[section.parent].heading):
                self.graph.link(iri, DCTERMS + "isPartOf", names[section.parent])

    # --- what it speaks of ---

    def _entity(self, iri: str, entity: Entity) -> None:
        graph = self.graph
        graph.link(iri, RDF + "type", UKG + entity.type)
        graph.text(iri, RDFS + "label", entity.label, "zh")
        further = sorted(set(entity.names) - {entity.label})
        for name in further:
            graph.text(iri, SKOS + "altLabel", name, "zh")
        for name in hidden_names((entity.label, *further)):
            graph.text(iri, SKOS + "hiddenLabel", name, "zh")
        if entity.scope == "document":
            graph.text(iri, UKG + "scope", "document")
            if entity.concept:
                graph.link(iri, UKG + "kind", entity.concept)

    def _mentions(self) -> None:
        pairs = zip(self.reading.mentions, self.reading.resolution.entity_of, strict=True)
        for mention, entity in pairs:
            if self._words(mention.span) != mention.text:
                raise self._broken(mention.span)
            iri = self.iris.span(self.id, mention.span)
            self.graph.link(iri, ITSRDF + "taIdentRef", self.things[entity])
            self.graph.link(iri, UKG + "rule", self.iris.rule(mention.rule))

    def _utterance(self, iri: str, utterance: Utterance) -> None:
        graph = self.graph
        graph.link(iri, RDF + "type", UKG + "Utterance")
        self._stretch(iri, utterance.span)
        if utterance.rule:
            graph.link(iri, UKG + "rule", self.iris.rule(utterance.rule))
        if utterance.speaker >= 0:
            graph.link(iri, UKG + "speaker", self.things[utterance.speaker])
        if utterance.event >= 0:
            graph.link(iri, UKG + "at", self.things[utterance.event])
        if utterance.parent >= 0:
            graph.link(iri, UKG + "reportedIn", self.voices[utterance.parent])
        if len(utterance.trigger):
            graph.link(iri, UKG + "trigger", self._quote(utterance.trigger))

    def _counts(self) -> None:
        counts = self.reading.resolution.counts
        names = self.iris.stretches(self.id, "count", (count.span for count in counts))
        for iri, count in zip(names, counts, strict=True):
            self._count(iri, count)

    def _count(self, iri: str, count: Count) -> None:
        graph = self.graph
        graph.link(iri, RDF + "type", UKG + "Count")
        graph.number(iri, UKG + "declared", count.declared)
        graph.number(iri, UKG + "found", count.found)
        graph.text(iri, UKG + "unit", count.unit)
        graph.link(iri, UKG + "verdict", f"{UKG}verdict-{count.verdict.name.lower().replace('_', '-')}")
        graph.link(iri, UKG + "quote", self._quote(count.span))
        graph.link(iri, UKG + "rule", self.iris.rule(count.rule))
        if count.entity >= 0:
            graph.link(iri, UKG + "counts", self.things[count.entity])
        for part in count.parts:
            graph.link(iri, UKG + "item", self._quote(part))

    # --- values ---

    def _dates(self) -> None:
        """What the times mean: an EDTF literal, the first and last day to compare by, and the role."""
        for dating in self.reading.values.dates:
            thing = self.things[self.reading.resolution.entity_of[dating.mention]]
            self.graph.link(thing, UKG + "timeRole", f"{UKG}time-{dating.role.value}")
            self._date(thing, dating.edtf)

    def _date(self, subject: str, edtf: str) -> bool:
        """Write a date that EDTF knows; whether it does."""
        found = days(edtf)
        if found is None:
            return False
        self.graph.typed(subject, DCTERMS + "date", edtf, EDTF)
        for bound, day in zip(("earliest", "latest"), found, strict=True):
            self.graph.typed(subject, UKG + bound, day, XSD + "date")
        return True

    def _quantities(self) -> None:
        quantities = self.reading.values.quantities
        names = self.iris.stretches(self.id, "quantity", (quantity.span for quantity in quantities))
        for iri, quantity in zip(names, quantities, strict=True):
            self._quantity(iri, quantity)

    def _quantity(self, iri: str, quantity: Quantity) -> None:
        graph = self.graph
        graph.link(iri, RDF + "type", UKG + "Quantity")
        graph.typed(iri, UKG + "value", decimal(quantity.value), XSD + "decimal")
        graph.text(iri, UKG + "unit", quantity.unit)
        graph.typed(iri, UKG + "achieved", str(quantity.aim is Aim.ACHIEVED).lower(), XSD + "boolean")
        graph.link(iri, UKG + "quote", self._quote(quantity.span))
        graph.link(iri, UKG + "utterance", self.voices[quantity.utterance])
        if len(quantity.what):
            graph.link(iri, UKG + "measures", self._quote(quantity.what))
        if quantity.period >= 0:
            period = self.reading.resolution.entity_of[quantity.period]
            graph.link(iri, UKG + "period", self.things[period])

    def _offices(self) -> None:
        """In which capacity somebody acts here; from when to when is told by `links`, where it is known."""
        names = office_iris(self.reading, self.iris)
        for iri, capacity in zip(names, self.reading.values.capacities, strict=True):
            self.graph.link(iri, RDF + "type", UKG + "Office")
            self.graph.link(iri, UKG + "holder", self.things[capacity.person])
            self.graph.link(iri, UKG + "quote", self._quote(capacity.title))
            if capacity.body >= 0:
                self.graph.link(iri, UKG + "officeOf", self.things[capacity.body])

    # --- claims and demands ---

    def _claim_iri(self, claim: Claim) -> str:
        triple = (self.things[claim.subject], UKG + claim.predicate, self.things[claim.object])
        return self.iris.claim(self.id, triple, self.voices[claim.utterance], claim.trigger)

    def _claims(self) -> None:
        """All claims; of two that are the same by their IRI the first is kept."""
        written: set[str] = set()
        for iri, claim in zip(self.claims, self.reading.claims, strict=True):
            if iri not in written:
                written.add(iri)
                self._claim(iri, claim)

    def _claim(self, iri: str, claim: Claim) -> None:
        graph = self.graph
        subject, target = self.things[claim.subject], self.things[claim.object]
        predicate = UKG + claim.predicate
        graph.link(iri, RDF + "type", UKG + "Claim")
        graph.link(iri, RDF + "subject", subject)
        graph.link(iri, RDF + "predicate", predicate)
        graph.link(iri, RDF + "object", target)
        graph.link(iri, UKG + "utterance", self.voices[claim.utterance])
        graph.link(iri, UKG + "modality", UKG + claim.modality.value)
        graph.link(iri, UKG + "quote", self._quote(claim.quote))
        graph.link(iri, UKG + "rule", self.iris.rule(claim.rule))
        for span in claim.context:
            graph.link(iri, UKG + "context", self._quote(span))
        if claim.position:
            graph.number(iri, UKG + "position", claim.position)
        if claim.modality is Modality.STATED:
            graph.link(subject, predicate, target)

    def _demands(self) -> None:
        demands = self.reading.demands
        parts = ((self.voices[demand.utterance], demand.content, demand.trigger) for demand in demands)
        names = self.iris.demands(self.id, parts)
        for iri, demand in zip(names, demands, strict=True):
            self._demand(iri, demand)

    def _demand(self, iri: str, demand: Demand) -> None:
        graph = self.graph
        graph.link(iri, RDF + "type", UKG + "Demand")
        graph.link(iri, UKG + "utterance", self.voices[demand.utterance])
        graph.link(iri, UKG + "content", self._quote(demand.content))
        for index in demand.marked:
            graph.link(iri, UKG + "content", self.things[index])
        for index in demand.addressees:
            graph.link(iri, UKG + "addressee", self.things[index])
        graph.link(iri, UKG + "strength", f"{UKG}strength-{segment(demand.strength)}")
        graph.link(iri, UKG + "status", f"{UKG}status-{segment(demand.status)}")
        graph.text(iri, UKG + "polarity", demand.polarity)
        if demand.deadline is not None:
            graph.link(iri, UKG + "deadline", self._quote(demand.deadline))
        graph.link(iri, UKG + "quote", self._quote(demand.evidence))
        graph.link(iri, UKG + "rule", self.iris.rule(demand.rule))
        issuers = set()
        for claim_iri, claim in zip(self.claims, self.reading.claims, strict=True):
            if demand.evidence.covers(claim.trigger) and {claim.subject, claim.object} & set(demand.marked):
                graph.link(iri, UKG + "evidence", claim_iri)
                if claim.predicate == "proposes":
                    issuers.add(self.things[claim.subject])
        for issuer in issuers or {self._voice(demand.utterance)}:
            graph.link(iri, UKG + "issuer", issuer)

    def _voice(self, utterance: int) -> str:
        """Whose voice an utterance is: the speaker, the body spoken for, or the document."""
        resolution = self.reading.resolution
        speaker = resolution.utterances[utterance].speaker
        if speaker < 0:
            speaker = resolution.self_entity
        return self.things[speaker] if speaker >= 0 else self.document

    # --- stretches of text ---

    def _quote(self, span: Span) -> str:
        """Write a quote with its words, begin and end; its IRI."""
        words = self._words(span)
        iri = self.iris.span(self.id, span)
        self.graph.text(iri, NIF + "anchorOf", words)
        self._stretch(iri, span)
        return iri

    def _stretch(self, iri: str, span: Span) -> None:
        """Where something stands: begin and end in code points, and in which document."""
        self._words(span)
        self.graph.number(iri, NIF + "beginIndex", span.start)
        self.graph.number(iri, NIF + "endIndex", span.end)
        self.graph.link(iri, NIF + "referenceContext", self.document)

    def _words(self, span: Span) -> str:
        """The words of a span; raises UnionkgError where it is empty or not inside the text."""
        words = self.text[span.start : span.end]
        if span.start < 0 or not words or len(words) != len(span):
            raise self._broken(span)
        return words

    def _broken(self, span: Span) -> UnionkgError:
        where = f"{self.id} [{span.start}, {span.end})"
        return UnionkgError(
            f"{where}：引文与原文不符，未写出图谱。这是程序的错误，请报告此处。",
            f"{where}: the quote is not what the text says; no graph was written. Please report this fault.",
        )
