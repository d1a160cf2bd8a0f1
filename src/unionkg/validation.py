"""SHACL over a built graph: `ontology/shapes.ttl` held against the union of all its graphs.

The shapes say what must hold; here they are run and their findings told in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
    found = {_finding(data, result) for result in _results(store, data, rules)}
    return tuple(sorted(found, key=lambda f: (f.level, f.place, f.zh, f.en)))


def report(store: Store, shapes: Path) -> bytes:
    """What the shapes have to say as a SHACL validation report in Turtle (W3C SHACL, section 3.6).

    Raises what `validate` raises.
    """
    rules = _shapes(shapes)
    results = sorted(set(_results(store, _union(store), rules)), key=str)
    told, head = Graph(), BNode("report")
    told.bind("sh", SH)
    for prefix, namespace in PREFIXES.items():
        told.bind(prefix, namespace)
    told.add((head, RDF.type, SH.ValidationReport))
    told.add((head, SH.conforms, Literal(not results)))
    for number, result in enumerate(results):
        node = BNode(f"result{number:06d}")
        told.add((head, SH.result, node))
        told.add((node, RDF.type, SH.ValidationResult))
        for predicate, value in result.told():
            told.add((node, predicate, value))
    return told.serialize(format="turtle", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Result:
    """One result of validation: where, what, how grave, by which constraint, and its messages by language."""

    focus: Node | None
    value: Node | None
    severity: Node
    component: Node
    path: Node | None
    shape: Node | None
    messages: tuple[tuple[str, str], ...]

    def told(self) -> Iterator[tuple[URIRef, Node]]:
        """Its properties in a report."""
        known = {
            SH.focusNode: self.focus,
            SH.value: self.value,
            SH.resultSeverity: self.severity,
            SH.sourceConstraintComponent: self.component,
            SH.resultPath: self.path,
            SH.sourceShape: self.shape,
        }
        yield from ((predicate, node) for predicate, node in known.items() if node is not None)
        for language, text in self.messages:
            yield SH.resultMessage, Literal(text, lang=language or None)


def _results(store: Store, data: Graph, rules: Graph) -> Iterator[_Result]:
    yield from _core(data, rules)
    yield from _asked(store, data, rules)


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


def _core(data: Graph, rules: Graph) -> Iterator[_Result]:
    """The results of SHACL Core."""
    core = Graph()
    for triple in rules:
        if triple[1] != SH.sparql:
            core.add(triple)
    _, results, _ = pyshacl.validate(data, shacl_graph=core, inference="none", advanced=False)
    if not isinstance(results, Graph):
        raise KnowledgeError(f"shapes.ttl: {results}", f"shapes.ttl: {results}")
    for fault in results.subjects(RDF.type, SH.ValidationResult):
        path, shape = results.value(fault, SH.resultPath), results.value(fault, SH.sourceShape)
        yield _Result(
            results.value(fault, SH.focusNode),
            results.value(fault, SH.value),
            results.value(fault, SH.resultSeverity) or SH.Violation,
            results.value(fault, SH.sourceConstraintComponent) or SH.ConstraintComponent,
            path if isinstance(path, URIRef) else None,
            shape if isinstance(shape, URIRef) else None,
            _messages(results.objects(fault, SH.resultMessage), {}),
        )


def _asked(store: Store, data: Graph, rules: Graph) -> Iterator[_Result]:
    """The results of SPARQL constraints (SHACL, section 5): each select, joined with the shape's targets."""
    for shape, constraint in rules.subject_objects(SH.sparql):
        select = rules.value(constraint, SH.select)
        body = f"SELECT DISTINCT * WHERE {{ {_targets(rules, shape)} {{ {select} }} }}"
        answer = store.select(_prefixes(rules, constraint) + body)
        for row in answer.rows:
            nodes = {n: _node(term) for n, term in zip(answer.columns, row, strict=True) if term is not None}
            filled = {name: _name(data, node) for name, node in nodes.items()}
            yield _Result(
                nodes.get("this"),
                nodes.get("value"),
                rules.value(shape, SH.severity, default=SH.Violation) or SH.Violation,
                SH.SPARQLConstraintComponent,
                None,
                shape if isinstance(shape, URIRef) else None,
                _messages(rules.objects(constraint, SH.message), filled),
            )


def _messages(nodes: Iterable[Node], filled: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The messages by language, their variables filled in."""
    texts = (node for node in nodes if isinstance(node, Literal))
    return tuple(sorted((text.language or "", _filled(str(text), filled)) for text in texts))


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


def _finding(data: Graph, result: _Result) -> Finding:
    """One finding: its level, where it is, what is wrong, and with what."""
    about = _about(data, result.focus, result.value)
    level = _LEVELS.get(result.severity, "error") if isinstance(result.severity, URIRef) else "error"
    messages = dict(result.messages)
    zh = messages.get("zh") or next(iter(sorted(messages.values())), str(result.severity))
    en = messages.get("en", zh)
    if about and about not in zh:
        zh, en = f"{zh}：{about}", f"{en}: {about}"
    return Finding(level, _place(data, result.focus), zh, en)


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
