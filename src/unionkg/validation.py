"""SHACL over a built graph: `ontology/shapes.ttl` held against the union of all its graphs.

The shapes say what must hold; here they are run and their findings told in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

import pyshacl
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node  # noqa: TC002 - annotations are read at run time here

from unionkg.errors import KnowledgeError
from unionkg.model import Finding
from unionkg.store import PREFIXES, Store, Term

_NIF = PREFIXES["nif"]
_UKG = PREFIXES["ukg"]
_DCTERMS = PREFIXES["dcterms"]
_LEVELS = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "warning"}


def validate(store: Store, shapes: Path) -> tuple[Finding, ...]:
    """What the shapes have to say of a store, violations (`error`) first, each with its place.

    W3C SHACL: the core constraints by pyshacl; the SPARQL constraints of all targets at once by the
    store, which takes milliseconds where binding one target after another takes minutes.
    Raises KnowledgeError for shapes that can't be read, QueryError for SPARQL in them that can't.
    """
    rules = _shapes(shapes)
    data = _union(store)
    found = {*_core(data, rules), *_asked(store, data, rules)}
    return tuple(sorted(found, key=lambda f: (f.level, f.place, f.zh, f.en)))


def _union(store: Store) -> Graph:
    """The union of all graphs for rdflib; term by term, which is faster than by way of a file."""
    graph = Graph()
    answer = store.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
    known: dict[Term | None, Node] = {}
    for row in answer.rows:
        for term in row:
            if term not in known:
                known[term] = _node(term)
        subject, predicate, target = (known[term] for term in row)
        graph.add((subject, predicate, target))
    return graph


def _node(term: Term | None) -> Node:
    """A term of an answer as rdflib has it; a plain string bears no datatype there."""
    if term is None or term.kind == "bnode":
        return BNode(term.value if term else None)
    if term.kind == "iri":
        return URIRef(term.value)
    datatype = None if term.language or term.datatype == PREFIXES["xsd"] + "string" else URIRef(term.datatype)
    return Literal(term.value, lang=term.language or None, datatype=datatype)


def _core(data: Graph, rules: Graph) -> Iterator[Finding]:
    """The findings of SHACL Core."""
    core = Graph()
    for triple in rules:
        if triple[1] != SH.sparql:
            core.add(triple)
    _, results, _ = pyshacl.validate(data, shacl_graph=core, inference="none", advanced=False)
    if not isinstance(results, Graph):
        raise KnowledgeError(f"shapes.ttl: {results}", f"shapes.ttl: {results}")
    for fault in results.subjects(RDF.type, SH.ValidationResult):
        messages = {
            message.language or "": str(message)
            for message in results.objects(fault, SH.resultMessage)
            if isinstance(message, Literal)
        }
        focus, value = results.value(fault, SH.focusNode), results.value(fault, SH.value)
        yield _finding(data, (focus, value), results.value(fault, SH.resultSeverity), messages)


def _asked(store: Store, data: Graph, rules: Graph) -> Iterator[Finding]:
    """The findings of SPARQL constraints (SHACL, section 5): each select, joined with the shape's targets."""
    for shape, constraint in rules.subject_objects(SH.sparql):
        select = rules.value(constraint, SH.select)
        body = f"SELECT DISTINCT * WHERE {{ {_targets(rules, shape)} {{ {select} }} }}"
        answer = store.select(_prefixes(rules, constraint) + body)
        for row in answer.rows:
            nodes = {n: _node(term) for n, term in zip(answer.columns, row, strict=True) if term is not None}
            filled = {name: _name(data, node) for name, node in nodes.items()}
            messages = {
                message.language or "": _filled(str(message), filled)
                for message in rules.objects(constraint, SH.message)
                if isinstance(message, Literal)
            }
            ends = (nodes.get("this"), nodes.get("value"))
            yield _finding(data, ends, rules.value(shape, SH.severity, default=SH.Violation), messages)


def _prefixes(rules: Graph, constraint: Node) -> str:
    """The PREFIX lines that a constraint's sh:prefixes declare."""
    declared = [
        (rules.value(item, SH.prefix), rules.value(item, SH.namespace))
        for owner in rules.objects(constraint, SH.prefixes)
        for item in rules.objects(owner, SH.declare)
    ]
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(map(_texts, declared)))


def _texts(pair: tuple[Node | None, Node | None]) -> tuple[str, str]:
    return str(pair[0]), str(pair[1])


def _targets(rules: Graph, shape: Node) -> str:
    """The pattern that binds `$this` to a shape's target nodes (SHACL, section 2.1.3)."""
    patterns = [
        *(
            f"{{ $this a/rdfs:subClassOf* <{c}> }}"
            for c in sorted(rules.objects(shape, SH.targetClass), key=str)
        ),
        *(f"{{ $this <{p}> ?any }}" for p in sorted(rules.objects(shape, SH.targetSubjectsOf), key=str)),
        *(f"{{ ?any <{p}> $this }}" for p in sorted(rules.objects(shape, SH.targetObjectsOf), key=str)),
    ]
    return f"{{ SELECT DISTINCT $this WHERE {{ {' UNION '.join(patterns)} }} }}"


def _filled(message: str, values: Mapping[str, str]) -> str:
    """A message with its variables filled in (SHACL, section 5.3.2)."""
    return re.sub(r"\{[?$](\w+)\}", lambda match: values.get(match[1], match[0]), message)


def _shapes(path: Path) -> Graph:
    graph = Graph()
    try:
        graph.parse(data=path.read_text(encoding="utf-8"), format="turtle")
    except OSError as fault:
        raise KnowledgeError(f"{path}: 读不了：{fault}", f"{path}: can't be read: {fault}") from fault
    except SyntaxError as fault:
        line = getattr(fault, "lines", 0) + 1
        raise KnowledgeError(
            f"{path}:{line}: Turtle 写法有误；检查分号、句点和括号",
            f"{path}:{line}: not Turtle; check semicolons, full stops and brackets",
        ) from fault
    return graph


def _finding(
    data: Graph, ends: tuple[Node | None, Node | None], severity: Node | None, messages: Mapping[str, str]
) -> Finding:
    """One finding: its level, where it is, what is wrong, and with what; `ends` are focus and value."""
    about = _about(data, *ends)
    level = _LEVELS.get(severity, "error") if isinstance(severity, URIRef) else "error"
    zh = messages.get("zh") or next(iter(sorted(messages.values())), str(severity))
    en = messages.get("en", zh)
    if about and about not in zh:
        zh, en = f"{zh}：{about}", f"{en}: {about}"
    return Finding(level, _place(data, ends[0]), zh, en)


def _place(data: Graph, focus: Node | None) -> str:
    """The document's id and the code points, as far as they are known; otherwise the IRI."""
    span = data.value(focus, URIRef(_UKG + "quote")) or focus
    document = data.value(span, URIRef(_NIF + "referenceContext"))
    name = data.value(document, URIRef(_DCTERMS + "identifier"))
    begin, end = (data.value(span, URIRef(_NIF + index)) for index in ("beginIndex", "endIndex"))
    if name is None:
        return unquote(str(focus))
    return f"{name} [{begin}, {end})" if begin is not None else str(name)


def _about(data: Graph, focus: Node | None, value: Node | None) -> str:
    """What it is about: the thing's label, the triple of a claim, and the value at fault."""
    label = data.value(focus, RDFS.label)
    triple = [data.value(focus, part) for part in (RDF.subject, RDF.predicate, RDF.object)]
    words = [str(label)] if label is not None else []
    if all(part is not None for part in triple):
        words.append(" ".join(_name(data, part) for part in triple))
    quote = data.value(data.value(focus, URIRef(_UKG + "quote")), URIRef(_NIF + "anchorOf"))
    if quote is not None and quote != value:
        words.append(str(quote))
    elif value is not None and value != focus and not words:
        words.append(_name(data, value))
    return " — ".join(words)


def _name(data: Graph, node: Node | None) -> str:
    """A label in Chinese where there is one, a local name otherwise."""
    for label in sorted(data.objects(node, RDFS.label), key=str):
        if isinstance(label, Literal) and label.language == "zh":
            return str(label)
    return str(node).rpartition("#")[2] or str(node)
