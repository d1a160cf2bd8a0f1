"""Parts of a graph that get a page of their own: around a thing, a document, a class, a query, the ledger.

It chooses among what `queries` gives; no page is made and nothing is drawn here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlencode

from unionkg import evidence, queries
from unionkg.errors import UnknownName, UsageError
from unionkg.exhibit import Exhibit, Fact, Node
from unionkg.knowledge.vocabulary import Labels
from unionkg.store import Answer, Store, Term

_DEEPEST = 3  # neighbourhood that the page itself can draw
_FILE_LENGTH = 60
_COLUMNS = {
    ("source", "relation", "target"): (0, 1, 2),
    ("source", "target"): (0, None, 1),
    ("subject", "predicate", "object"): (0, 1, 2),
}
_DENOTED = "SELECT ?thing ?concept WHERE { ?thing ukg:denotes ?concept }"
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
    if part.entity:
        return _around(store, part)
    if part.document:
        return _document(store, part.document)
    whole = queries.network(store)
    if part.type:
        return _of_class(whole, part.type, labels)
    if part.query:
        return _queried(store, whole, part)
    if part.pair:
        return _pair(whole, part.pair)
    return _ledger(whole) if part.ledger else Chosen(*_titles(whole), whole)


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


def _of_class(whole: Exhibit, wanted: str, labels: Mapping[str, Labels]) -> Chosen:
    """The things of a class and what facts tie them to."""
    used = sorted({node.type for node in whole.nodes})
    names = {name: (labels[name].label_zh, labels[name].label_en) for name in used if name in labels}
    found = next((name for name in used if wanted in (name, *names.get(name, ()))), None)
    if found is None:
        known_zh = "、".join(f"{name}（{names[name][0]}）" if name in names else name for name in used)
        raise UnknownName(
            f"图谱中没有“{wanted}”类；现有：{known_zh}", f"no class '{wanted}'; there are: {', '.join(used)}"
        )
    own = {node.iri for node in whole.nodes if node.type == found}
    facts = tuple(fact for fact in whole.facts if {fact.source, fact.target} & own)
    exhibit = _with_facts(whole, facts, own)
    zh, en = names.get(found, (found, found))
    return Chosen(zh, en, exhibit, urlencode({"view": "network"}))


def _with_facts(whole: Exhibit, facts: tuple[Fact, ...], further: Iterable[str] = ()) -> Exhibit:
    """These facts, their ends and `further` nodes, with what concerns them."""
    kept = {end for fact in facts for end in (fact.source, fact.target)} | set(further)
    return replace(queries.part(whole, kept), facts=facts)


def _ledger(whole: Exhibit) -> Chosen:
    """The demands, and the facts between what they mark and address."""
    touched = {iri for row in whole.demands for iri in (*row.marked, *row.addressees)}
    spoken = {row.document for row in whole.demands}
    documents = tuple(row for row in whole.documents if row.id in spoken)
    exhibit = replace(queries.part(whole, touched), demands=whole.demands, documents=documents)
    return Chosen("要求台账", "Ledger of demands", exhibit, urlencode({"view": "ledger"}))


def _pair(whole: Exhibit, pair: tuple[str, str]) -> Chosen:
    titles = {row.id: row.title for row in whole.documents}
    for name in pair:
        if name not in titles:
            raise evidence.unknown(name, titles)
    if pair[0] == pair[1]:
        raise UsageError("请给出两篇不同的文稿", "name two different documents")
    kept = {node.iri for node in whole.nodes if set(node.documents) & set(pair)}
    exhibit = queries.part(whole, kept)
    exhibit = replace(
        exhibit,
        facts=tuple(fact for fact in exhibit.facts if fact.document in pair),
        demands=tuple(row for row in whole.demands if row.document in pair),
        counts=tuple(row for row in exhibit.counts if row.document in pair),
        documents=tuple(row for row in whole.documents if row.id in pair),
    )
    one, other = titles[pair[0]], titles[pair[1]]
    return Chosen(f"《{one}》与《{other}》对照", f"{one} / {other}", exhibit, urlencode({"view": "compare"}))


# --- a query -------------------------------------------------------------------------------


def _queried(store: Store, whole: Exhibit, part: Part) -> Chosen:
    """The ties that a query gives; where claims make the same tie, they are shown with their quotes."""
    answer = store.select(part.query)
    merged = {row[0]: row[1] for row in store.select(_DENOTED).texts()}
    ties = dict.fromkeys(_ties(answer, merged))
    if not ties:
        raise UsageError(
            "查询没有给出两端都是事物的行，画不成网络；请检查查询",
            "the query gave no row with a thing at either end, so there is no network; check the query",
        )
    known: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in whole.facts:
        for relation in (fact.relation, ""):
            known.setdefault((fact.source, relation, fact.target), []).append(fact)
    facts = tuple(fact for tie in ties for fact in known.get(tie, [_bare(tie)]))
    ends = {end for fact in facts for end in (fact.source, fact.target)}
    nodes = [*whole.nodes, *_strangers(store, sorted(ends - {node.iri for node in whole.nodes}))]
    exhibit = _with_facts(replace(whole, nodes=tuple(nodes)), facts)
    title = _title(part)
    return Chosen(title, title, exhibit, urlencode({"view": "network"}))


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
