"""Gathering an exhibit from a store: nodes merged by concept, facts, demands, counts, documents.

It asks the store and makes records; it chooses nothing and draws nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from unionkg import analysis
from unionkg.exhibit import CountRow, DemandRow, DocumentRow, Exhibit, Fact, MetadataRow, Node
from unionkg.knowledge.questions import literal
from unionkg.store import Store

_UKG = "https://w3id.org/unionkg/ontology#"
_DC = "http://purl.org/dc/elements/1.1/"
_DCTERMS = "http://purl.org/dc/terms/"
_METADATA = {
    _DCTERMS + "title": "title",
    _DC + "creator": "speaker",
    _UKG + "body": "body",
    _UKG + "bodyName": "body_names",
    _UKG + "level": "level",
    _UKG + "audience": "audience",
    _UKG + "occasion": "occasion",
    _UKG + "series": "series",
    _DCTERMS + "date": "date",
    _DC + "type": "kind",
    _DC + "source": "source",
    _DC + "publisher": "publisher",
}
_DOCUMENTS = """SELECT ?id ?length ?voice WHERE {
  ?source a ukg:SourceDocument ; dcterms:identifier ?id ; ukg:length ?length .
  OPTIONAL { ?source ukg:speaksFor/rdfs:label ?voice }
}"""
_VALUES = """SELECT ?id ?property ?value WHERE {
  GRAPH ?graph { ?source dcterms:identifier ?id ; a ukg:SourceDocument ; ?property ?value }
}"""
_INFERRED = "SELECT ?id ?property WHERE { ?source dcterms:identifier ?id ; ukg:inferred ?property }"
_SECTIONS = """SELECT ?id ?section ?begin ?end ?label ?parent WHERE {
  ?section a ukg:Section ; rdfs:label ?label ; nif:beginIndex ?begin ; nif:endIndex ?end ;
    nif:referenceContext/dcterms:identifier ?id .
  OPTIONAL { ?section dcterms:isPartOf ?parent }
}"""
_THINGS = """SELECT ?thing ?type ?label ?id WHERE {
  GRAPH ?graph {
    ?source a ukg:SourceDocument ; dcterms:identifier ?id .
    ?thing a ?type ; rdfs:label ?label .
  }
}"""
_TYPES = "SELECT ?type WHERE { ?type rdfs:subClassOf* ukg:Entity }"
_DENOTED = "SELECT ?thing ?concept WHERE { ?thing ukg:denotes ?concept }"
_KINDS = "SELECT ?thing ?kind WHERE { ?thing ukg:kind ?kind }"
_NAMES = """SELECT ?thing ?name WHERE {
  ?thing skos:altLabel ?name ; rdfs:label ?label .
}"""
_CONCEPTS = """SELECT ?concept ?label ?zh ?en WHERE {
  { SELECT DISTINCT ?concept WHERE { ?thing ukg:denotes|ukg:kind ?concept } }
  OPTIONAL { ?concept skos:prefLabel ?label FILTER(LANG(?label) = "zh") }
  OPTIONAL { ?concept skos:definition ?zh FILTER(LANG(?zh) = "zh") }
  OPTIONAL { ?concept skos:definition ?en FILTER(LANG(?en) = "en") }
}"""
_CLAIMS = """SELECT ?claim ?s ?p ?o ?m ?position ?id ?quote ?begin ?end ?speaker ?rule WHERE {
  GRAPH ?graph {
    ?claim a ukg:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; ukg:modality ?m ;
      ukg:rule ?rule ; ukg:quote ?span ; ukg:utterance ?u .
    ?span nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end ;
      nif:referenceContext/dcterms:identifier ?id .
    OPTIONAL { ?claim ukg:position ?position }
    OPTIONAL { ?u ukg:speaker/rdfs:label ?speaker }
  }
}"""
_DEMANDS = """SELECT ?demand ?content ?strength ?polarity ?status ?id ?quote ?begin ?end ?rule WHERE {
  GRAPH ?graph {
    ?demand a ukg:Demand ; ukg:content/nif:anchorOf ?content ; ukg:strength ?strength ;
      ukg:polarity ?polarity ; ukg:status ?status ; ukg:rule ?rule ; ukg:quote ?span .
    ?span nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end ;
      nif:referenceContext/dcterms:identifier ?id .
  }
}"""
_DEADLINES = "SELECT ?demand ?deadline WHERE { ?demand ukg:deadline/nif:anchorOf ?deadline }"
_SPEAKERS = """SELECT ?demand ?speaker WHERE {
  ?demand a ukg:Demand ; ukg:utterance/ukg:speaker/rdfs:label ?speaker .
}"""
_ENDS = {
    "addressee": "?demand a ukg:Demand ; ukg:addressee ?thing .",
    "content": "?demand a ukg:Demand ; ukg:content ?thing .",
    "issuer": "?demand a ukg:Demand ; ukg:evidence ?claim ."
    " ?claim rdf:predicate ukg:proposes ; rdf:subject ?thing .",
}
_DEMAND_ENDS = "SELECT DISTINCT ?demand ?thing ?label WHERE {{ {end} ?thing rdfs:label ?label }}"
_DEMANDS_ON = "SELECT ?demand WHERE { ?demand ukg:content|ukg:addressee ?thing }"
_COUNTS_ON = "SELECT ?count WHERE { ?count ukg:counts ?thing }"
_COUNTS = """SELECT ?count ?node ?declared ?found ?unit ?verdict ?id ?quote ?begin ?end ?rule WHERE {
  ?count a ukg:Count ; ukg:declared ?declared ; ukg:found ?found ; ukg:unit ?unit ; ukg:verdict ?verdict ;
    ukg:rule ?rule ; ukg:quote ?span .
  ?span nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end ;
    nif:referenceContext/dcterms:identifier ?id .
  OPTIONAL { ?count ukg:counts ?node }
}"""
_PARTS = """SELECT ?count ?begin ?part WHERE {
  ?count ukg:item ?span . ?span nif:anchorOf ?part ; nif:beginIndex ?begin .
}"""


_Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Section:
    begin: int
    end: int
    label: str
    parent: str


@dataclass(frozen=True, slots=True)
class _Setting:
    """What records of all kinds need: the sections and the own voice of each document, and merges."""

    sections: Mapping[str, Mapping[str, _Section]]
    voices: Mapping[str, str]
    merged: Mapping[str, str]

    def section(self, document: str, start: int) -> str:
        """The path of headings over a place, the outermost first."""
        known = self.sections.get(document, {})
        here = [iri for iri, found in known.items() if found.begin <= start < found.end]
        iri = max(here, key=lambda name: known[name].begin, default="")
        path: list[str] = []
        while iri in known and len(path) < len(known):
            path.append(known[iri].label)
            iri = known[iri].parent
        return " › ".join(reversed(path))

    def node(self, iri: str) -> str:
        """The IRI of the node that stands for a thing."""
        return self.merged.get(iri, iri)

    def speaker(self, row: _Row) -> str:
        """Whose voice a record is in: the speaker's, or the document's own."""
        return row["speaker"] or self.voices.get(row["id"], "")


@dataclass(slots=True)
class _Gathered:
    """A node while its things are gathered."""

    types: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Within:
    """What a query is kept to: a variable and the terms that it may be, as SPARQL writes them; or nothing."""

    variable: str = ""
    terms: frozenset[str] | None = None

    @staticmethod
    def documents(ids: Iterable[str]) -> Within:
        """Documents by their ids."""
        return Within("id", frozenset(literal("text", name) for name in ids))

    @staticmethod
    def records(variable: str, iris: Iterable[str]) -> Within:
        """Records by their IRIs, which the store itself has given."""
        return Within(variable, frozenset(f"<{iri}>" for iri in iris))


ALL = Within()


def exhibit(store: Store, document: str = "") -> Exhibit:
    """All of a store, or of one document by its id, as records in a fixed order."""
    within = Within.documents([document]) if document else ALL
    things = _things(store, within)
    setting = _setting(store, {row["thing"]: row["concept"] for row in things if row["concept"]}, within)
    facts = _facts(store, setting, within)
    return Exhibit(
        nodes=analysis.weighed(_nodes(store, setting, things), facts),
        facts=facts,
        demands=_demands(store, setting, _rows(store, _DEMANDS, within), within),
        counts=counts(store, setting.merged, within),
        documents=documents(store, within),
    )


def demands_on(store: Store, things: Iterable[str]) -> Within:
    """The demands that mark or address these things."""
    rows = _rows(store, _DEMANDS_ON, Within.records("thing", things))
    return Within.records("demand", (row["demand"] for row in rows))


def counts_on(store: Store, things: Iterable[str]) -> Within:
    """The counts whose name is one of these things."""
    rows = _rows(store, _COUNTS_ON, Within.records("thing", things))
    return Within.records("count", (row["count"] for row in rows))


def demands(store: Store, merged: Mapping[str, str], within: Within) -> tuple[DemandRow, ...]:
    """Demands, by document and place; `merged` has the node of each thing that is another."""
    rows = _rows(store, _DEMANDS, within)
    setting = _setting(store, merged, Within.documents(row["id"] for row in rows))
    return _demands(store, setting, rows, within)


def _setting(store: Store, merged: Mapping[str, str], within: Within) -> _Setting:
    voices = {row["id"]: row["voice"] for row in _rows(store, _DOCUMENTS, within)}
    return _Setting(_sections(store, within), voices, merged)


def _things(store: Store, within: Within) -> list[_Row]:
    """The things of the documents, each with its concept and its kind; plain queries are the quickest."""
    types = {row["type"] for row in _rows(store, _TYPES)}
    concepts = {row["thing"]: row["concept"] for row in _rows(store, _DENOTED)}
    kinds = {row["thing"]: row["kind"] for row in _rows(store, _KINDS)}
    return [
        {**row, "concept": concepts.get(row["thing"], ""), "kind": kinds.get(row["thing"], "")}
        for row in _rows(store, _THINGS, within)
        if row["type"] in types
    ]


def _rows(store: Store, query: str, within: Within = ALL) -> list[dict[str, str]]:
    """The rows of a query by column, sorted."""
    return store.rows(query, within.variable, within.terms)


def _local(iri: str) -> str:
    """The local name of a term of the vocabulary."""
    return iri.removeprefix(_UKG)


def _rule(iri: str) -> str:
    """The id of a rule from its IRI."""
    return unquote(iri.rpartition("/")[2])


def documents(store: Store, within: Within) -> tuple[DocumentRow, ...]:
    """Documents with their metadata, by id."""
    values: dict[str, list[MetadataRow]] = defaultdict(list)
    words: dict[str, list[str]] = defaultdict(list)
    doubted = {(row["id"], row["property"]) for row in _rows(store, _INFERRED, within)}
    for row in _rows(store, _VALUES, within):
        if row["property"] == _UKG + "keyword":
            words[row["id"]].append(row["value"])
        elif row["property"] in _METADATA:
            origin = "inferred" if (row["id"], row["property"]) in doubted else "given"
            values[row["id"]].append(MetadataRow(_METADATA[row["property"]], row["value"], origin))
    return tuple(
        _document(row, sorted(values[row["id"]], key=lambda v: (v.name, v.value)), words[row["id"]])
        for row in _rows(store, _DOCUMENTS, within)
    )


def _document(row: _Row, metadata: list[MetadataRow], words: list[str]) -> DocumentRow:
    first = {value.name: value.value for value in reversed(metadata)}
    return DocumentRow(
        id=row["id"],
        title=first.get("title", row["id"]),
        date=first.get("date", ""),
        kind=first.get("kind", ""),
        length=int(row["length"]),
        metadata=tuple(metadata),
        keywords=tuple(sorted(words)),
    )


def _sections(store: Store, within: Within) -> dict[str, dict[str, _Section]]:
    found: dict[str, dict[str, _Section]] = defaultdict(dict)
    for row in _rows(store, _SECTIONS, within):
        place = _Section(int(row["begin"]), int(row["end"]), row["label"], row["parent"])
        found[row["id"]][row["section"]] = place
    return found


def _nodes(store: Store, setting: _Setting, things: list[_Row]) -> list[Node]:
    """One node for each thing, or for all things that denote the same concept."""
    further: dict[str, list[str]] = defaultdict(list)
    for row in _rows(store, _NAMES):
        further[row["thing"]].append(row["name"])
    gathered: dict[str, _Gathered] = defaultdict(_Gathered)
    kinds: dict[str, str] = {}
    for thing in things:
        node = gathered[setting.node(thing["thing"])]
        node.types.append(_local(thing["type"]))
        node.labels.append(thing["label"])
        node.names.update((thing["label"], *further[thing["thing"]]))
        node.documents.add(thing["id"])
        kinds.setdefault(setting.node(thing["thing"]), thing["concept"] or thing["kind"])
    concepts = {row["concept"]: row for row in _rows(store, _CONCEPTS)}
    return [_node(iri, node, concepts.get(kinds[iri], {})) for iri, node in sorted(gathered.items())]


def _node(iri: str, found: _Gathered, concept: _Row) -> Node:
    """A merged node bears the concept's label; any node has the definition of its concept or kind."""
    label = concept.get("label", "") if concept.get("concept") == iri else ""
    label = label or min(found.labels)
    return Node(
        iri=iri,
        label=label,
        type=min(found.types),
        names=tuple(sorted(found.names - {label})),
        definition_zh=concept.get("zh", ""),
        definition_en=concept.get("en", ""),
        documents=tuple(sorted(found.documents)),
        weight=0.0,
    )


def _facts(store: Store, setting: _Setting, within: Within) -> tuple[Fact, ...]:
    facts = (
        Fact(
            source=setting.node(row["s"]),
            relation=_local(row["p"]),
            target=setting.node(row["o"]),
            modality=_local(row["m"]),
            position=int(row["position"] or 0),
            document=row["id"],
            quote=row["quote"],
            start=int(row["begin"]),
            end=int(row["end"]),
            section=setting.section(row["id"], int(row["begin"])),
            speaker=setting.speaker(row),
            rule=_rule(row["rule"]),
        )
        for row in _rows(store, _CLAIMS, within)
    )
    return tuple(sorted(facts, key=_order))


def _order(fact: Fact) -> tuple[str, int, int, str, int, str, str]:
    """By document, then by place."""
    return fact.document, fact.start, fact.end, fact.relation, fact.position, fact.source, fact.target


def _demands(store: Store, setting: _Setting, rows: Sequence[_Row], within: Within) -> tuple[DemandRow, ...]:
    ends: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    here = ALL if within == ALL else Within.records("demand", (row["demand"] for row in rows))
    for end, pattern in _ENDS.items():
        for row in _rows(store, _DEMAND_ENDS.format(end=pattern), here):
            ends[row["demand"]][end].append((setting.node(row["thing"]), row["label"]))
    more: dict[str, dict[str, str]] = defaultdict(lambda: {"speaker": "", "deadline": ""})
    for query in (_DEADLINES, _SPEAKERS):
        for further in _rows(store, query, here):
            more[further["demand"]] |= further
    found = (_demand({**row, **more[row["demand"]]}, ends[row["demand"]], setting) for row in rows)
    return tuple(sorted(found, key=lambda d: (d.document, d.start, d.end, d.content)))


def _demand(row: _Row, ends: Mapping[str, list[tuple[str, str]]], setting: _Setting) -> DemandRow:
    addressees = ends.get("addressee", [])
    issuers = "、".join(label for _, label in ends.get("issuer", []))
    return DemandRow(
        issuer=issuers or setting.speaker(row),
        content=row["content"],
        marked=tuple(iri for iri, _ in ends.get("content", [])),
        addressees=tuple(iri for iri, _ in addressees),
        addressee_labels=tuple(label for _, label in addressees),
        strength=_local(row["strength"]).removeprefix("strength-"),
        polarity=row["polarity"],
        deadline=row["deadline"],
        status=_local(row["status"]).removeprefix("status-"),
        document=row["id"],
        quote=row["quote"],
        start=int(row["begin"]),
        end=int(row["end"]),
        section=setting.section(row["id"], int(row["begin"])),
        rule=_rule(row["rule"]),
    )


def counts(store: Store, merged: Mapping[str, str], within: Within) -> tuple[CountRow, ...]:
    """Declared counts, by document and place; `merged` has the node of each thing that is another."""
    parts: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in _rows(store, _PARTS):
        parts[row["count"]].append((int(row["begin"]), row["part"]))
    rows = (
        CountRow(
            node=merged.get(row["node"], row["node"]),
            label=row["quote"],
            declared=int(row["declared"]),
            found=int(row["found"]),
            unit=row["unit"],
            verdict=_local(row["verdict"]).removeprefix("verdict-"),
            parts=tuple(part for _, part in sorted(parts[row["count"]])),
            document=row["id"],
            start=int(row["begin"]),
            end=int(row["end"]),
            rule=_rule(row["rule"]),
        )
        for row in _rows(store, _COUNTS, within)
    )
    return tuple(sorted(rows, key=lambda c: (c.document, c.start, c.end)))
