"""Parts of a graph that get a page of their own: around a thing, a document, a class, a query, the ledger.

It chooses from the outline of the network, and only what is chosen is gathered; nothing is drawn here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlencode

from unionkg import evidence, gathering, outline, queries
from unionkg.errors import UnknownName, UsageError
from unionkg.exhibit import Exhibit, Fact, Node
from unionkg.gathering import Within
from unionkg.knowledge.vocabulary import Labels
from unionkg.store import Answer, Store, Term

_DEEPEST = 3  # neighbourhood that the page itself can draw
_FILE_LENGTH = 60
_COLUMNS = {
    ("source", "relation", "target"): (0, 1, 2),
    ("source", "target"): (0, None, 1),
    ("subject", "predicate", "object"): (0, 1, 2),
}
_DESCRIBED = """SELECT ?thing ?label ?type WHERE {{
  VALUES ?thing {{ {things} }}
  OPTIONAL {{ ?thing a ?type }}
  OPTIONAL {{ ?thing rdfs:label|skos:prefLabel ?label }}
}}"""


@dataclass(frozen=True, slots=True)
class Part:
    """What a page shows; with nothing said, all.

    `entity` is a name and `depth` the number of facts around it; `document` an id; `type` a class by
    its local name or label; `query` a SPARQL query and `name` what it is called; `ledger` the demands
    alone; `pair` the ids of two documents that are compared.
    """

    entity: str = ""
    depth: int = 1
    document: str = ""
    type: str = ""
    query: str = ""
    name: str = ""
    ledger: bool = False
    pair: tuple[str, str] | None = None

    @property
    def whole(self) -> bool:
        """Whether it is no part, but all."""
        return self == Part()

    @property
    def file_name(self) -> str:
        """The name of its file, with `.html`."""
        pair = f"compare-{self.pair[0]}-{self.pair[1]}" if self.pair else ""
        kind = f"class-{self.type}" if self.type else ""
        query = (self.name or "query") if self.query else ""
        ledger = "ledger" if self.ledger else ""
        name = self.entity or self.document or kind or query or pair or ledger
        return (re.sub(r"[^\w\-]+", "_", name)[:_FILE_LENGTH] or "index") + ".html"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A part as it was found: title, what is shown, and the state that its page opens in."""

    title_zh: str
    title_en: str
    exhibit: Exhibit
    opening: str = ""


def choose(store: Store, part: Part, labels: Mapping[str, Labels]) -> Chosen:
    """What a part shows; `labels` are the vocabulary's by local name.

    Raises UnknownName for a thing, document or class that the graph has not, UsageError for a query
    that gives no network, QueryError for one that is malformed.
    """
    if part.entity or part.query:
        return _around(store, part) if part.entity else _queried(store, part)
    if part.type:
        return _of_class(store, part.type, labels)
    if part.pair or part.document:
        return _pair(store, part.pair) if part.pair else _document(store, part.document)
    return _ledger(store) if part.ledger else _whole(store)


def _whole(store: Store) -> Chosen:
    exhibit = queries.network(store)
    return Chosen(*_titles(exhibit), exhibit)


def _document(store: Store, name: str) -> Chosen:
    """One document, opened at its text."""
    exhibit = queries.network(store, document=name)
    return Chosen(*_titles(exhibit), exhibit, urlencode({"view": "reader", "document": name}))


def _titles(exhibit: Exhibit) -> tuple[str, str]:
    """The title of the one document, or how many there are."""
    if len(exhibit.documents) == 1:
        return exhibit.documents[0].title, exhibit.documents[0].title
    number = len(exhibit.documents)
    return f"{number} 篇文稿的知识图谱", f"knowledge graph of {number} documents"


def _around(store: Store, part: Part) -> Chosen:
    exhibit = queries.network(store, part.entity, part.depth)
    heaviest = queries.named(store, exhibit, part.entity)[0]
    state = {
        "view": "network",
        "node": heaviest.iri,
        "around": heaviest.iri,
        "depth": min(part.depth, _DEEPEST),
    }
    return Chosen(heaviest.label, heaviest.label, exhibit, urlencode(state))


def _of_class(store: Store, wanted: str, labels: Mapping[str, Labels]) -> Chosen:
    """The things of a class and what facts tie them to."""
    whole = outline.read(store)
    used = sorted(set(whole.types.values()))
    names = {name: (labels[name].label_zh, labels[name].label_en) for name in used if name in labels}
    found = next((name for name in used if wanted in (name, *names.get(name, ()))), None)
    if found is None:
        known_zh = "、".join(f"{name}（{names[name][0]}）" if name in names else name for name in used)
        raise UnknownName(
            f"图谱中没有“{wanted}”类；现有：{known_zh}", f"no class '{wanted}'; there are: {', '.join(used)}"
        )
    own = {node for node, kind in whole.types.items() if kind == found}
    claims = whole.touching(own)
    ends = {end for claim in claims for end in whole.claims[claim]}
    zh, en = names.get(found, (found, found))
    return Chosen(zh, en, queries.part(store, whole, own | ends, claims), urlencode({"view": "network"}))


def _ledger(store: Store) -> Chosen:
    """The demands, and the facts between what they mark and address."""
    whole = outline.read(store)
    demands = gathering.demands(store, whole.merged, gathering.ALL)
    touched = {iri for row in demands for iri in (*row.marked, *row.addressees)}
    documents = gathering.documents(store, Within.documents({row.document for row in demands}))
    exhibit = replace(queries.part(store, whole, touched, demands=demands), documents=documents)
    return Chosen("要求台账", "Ledger of demands", exhibit, urlencode({"view": "ledger"}))


def _pair(store: Store, pair: tuple[str, str]) -> Chosen:
    documents = gathering.documents(store, Within.documents(pair))
    titles = {row.id: row.title for row in documents}
    for name in pair:
        if name not in titles:
            raise evidence.unknown(name, queries.documents(store))
    if pair[0] == pair[1]:
        raise UsageError("请给出两篇不同的文稿", "name two different documents")
    whole = outline.read(store)
    kept = {whole.merged.get(thing, thing) for thing in outline.things_of(store, pair)} & whole.types.keys()
    claims = whole.between(kept) & outline.claims_of(store, pair)
    demands = gathering.demands(store, whole.merged, Within.documents(pair))
    exhibit = queries.part(store, whole, kept, claims, demands)
    counts = tuple(row for row in exhibit.counts if row.document in pair)
    exhibit = replace(exhibit, counts=counts, documents=documents)
    one, other = titles[pair[0]], titles[pair[1]]
    return Chosen(f"《{one}》与《{other}》对照", f"{one} / {other}", exhibit, urlencode({"view": "compare"}))


# --- a query -------------------------------------------------------------------------------


def _queried(store: Store, part: Part) -> Chosen:
    """The ties that a query gives; where claims make the same tie, they are shown with their quotes."""
    answer, whole = store.select(part.query), outline.read(store)
    ties = dict.fromkeys(_ties(answer, whole.merged))
    if not ties:
        raise UsageError(
            "查询没有给出两端都是事物的行，画不成网络；请检查查询",
            "the query gave no row with a thing at either end, so there is no network; check the query",
        )
    pairs = {(source, target) for source, _, target in ties}
    known: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in evidence.claimed(store, (claim for claim, ends in whole.claims.items() if ends in pairs)):
        for relation in (fact.relation, ""):
            known.setdefault((fact.source, relation, fact.target), []).append(fact)
    facts = tuple(fact for tie in ties for fact in known.get(tie, [_bare(tie)]))
    ends = {end for pair in pairs for end in pair}
    exhibit = queries.part(store, whole, ends, ())
    nodes = (*exhibit.nodes, *_strangers(store, sorted(ends - whole.types.keys())))
    title = _title(part)
    return Chosen(title, title, replace(exhibit, nodes=nodes, facts=facts), urlencode({"view": "network"}))


def _title(part: Part) -> str:
    """The comment that a query begins with, else its name."""
    first = part.query.lstrip().partition("\n")[0]
    return (first.lstrip("# ").strip() if first.startswith("#") else "") or part.name or "query"


def _ties(answer: Answer, merged: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    """Source, relation and target of each row whose ends are IRIs."""
    places = _COLUMNS.get(answer.columns)
    if places is None:
        raise UsageError(
            "画网络的 SELECT 应依次给出 ?source ?relation ?target，或用 CONSTRUCT",
            "a SELECT that is drawn gives ?source ?relation ?target in this order; or use CONSTRUCT",
        )
    source, relation, target = places
    for row in answer.rows:
        ends = row[source], row[target]
        if all(end is not None and end.kind == "iri" for end in ends):
            one, other = (merged.get(end.value, end.value) for end in ends if end)
            yield one, _local(row[relation]) if relation is not None else "", other


def _local(term: Term | None) -> str:
    """The local name of a relation, or its text."""
    if term is None:
        return ""
    return unquote(re.split("[/#]", term.value)[-1]) if term.kind == "iri" else term.value


def _bare(tie: tuple[str, str, str]) -> Fact:
    """A tie that the query made and no claim says: it has no quote and no document."""
    source, relation, target = tie
    return Fact(source, relation, target, "Stated", 0, "", "", 0, 0, "", "", "")


def _strangers(store: Store, iris: list[str]) -> list[Node]:
    """Nodes for what is no entity of the graph: a section, a rule, a concept."""
    if not iris:
        return []
    found: dict[str, tuple[str, str]] = {}
    things = " ".join(f"<{iri}>" for iri in iris)
    for iri, label, kind in sorted(store.select(_DESCRIBED.format(things=things)).texts()):
        found.setdefault(iri, (label, _local(Term("iri", kind))))
    return [
        Node(iri, label or _local(Term("iri", iri)), kind or "Thing", (), "", "", (), 0.0)
        for iri, (label, kind) in sorted(found.items())
    ]
