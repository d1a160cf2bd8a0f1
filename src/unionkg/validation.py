"""SHACL over a built graph: `ontology/shapes.ttl` held against the union of all its graphs.

The shapes say what must hold; here they are run and their findings told in both languages.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pyshacl
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node  # noqa: TC002 - annotations are read at run time here

from unionkg.errors import KnowledgeError
from unionkg.model import Finding
from unionkg.store import PREFIXES, Store

_NIF = PREFIXES["nif"]
_UKG = PREFIXES["ukg"]
_DCTERMS = PREFIXES["dcterms"]
_LEVELS = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "warning"}


def validate(store: Store, shapes: Path) -> tuple[Finding, ...]:
    """What the shapes have to say of a store, violations (`error`) first, each with its place.

    W3C SHACL with SHACL-SPARQL. Raises KnowledgeError for shapes that can't be read.
    """
    data = Graph()
    data.parse(data=store.write("turtle"), format="turtle")
    rules = _shapes(shapes)
    _, results, _ = pyshacl.validate(data, shacl_graph=rules, inference="none", advanced=False)
    if not isinstance(results, Graph):
        raise KnowledgeError(f"{shapes}: {results}", f"{shapes}: {results}")
    templates = _templates(rules)
    faults = results.subjects(RDF.type, SH.ValidationResult)
    found = {_finding(data, results, fault, templates) for fault in faults}
    return tuple(sorted(found, key=lambda f: (f.level, f.place, f.zh, f.en)))


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


def _templates(shapes: Graph) -> dict[str, list[re.Pattern[str]]]:
    """The messages of the shapes by language, with their variables open.

    pyshacl drops the language tag of a message that it has filled in; this tells it again.
    """
    found: dict[str, list[re.Pattern[str]]] = {}
    for message in shapes.objects(None, SH.message):
        if isinstance(message, Literal) and message.language:
            pattern = re.sub(r"\\\{\\\?\w+\\\}", ".*", re.escape(str(message)))
            found.setdefault(message.language, []).append(re.compile(pattern, re.DOTALL))
    return found


def _finding(
    data: Graph, results: Graph, result: Node, templates: dict[str, list[re.Pattern[str]]]
) -> Finding:
    """One result: its level, where it is, what is wrong, and with which value."""
    focus = results.value(result, SH.focusNode)
    said = sorted(str(message) for message in results.objects(result, SH.resultMessage))
    messages = {
        language: message
        for message in said
        for language, patterns in templates.items()
        if any(pattern.fullmatch(message) for pattern in patterns)
    }
    about = _about(data, focus, results.value(result, SH.value))
    severity = results.value(result, SH.resultSeverity)
    level = _LEVELS.get(severity, "error") if isinstance(severity, URIRef) else "error"
    zh = messages.get("zh", said[0] if said else str(severity))
    en = messages.get("en", zh)
    if about:
        zh, en = f"{zh}：{about}", f"{en}: {about}"
    return Finding(level, _place(data, focus), zh, en)


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
