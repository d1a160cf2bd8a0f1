"""The vocabulary: classes, relations and individuals of `ontology/unionkg.ttl`, read and checked.

Nothing here knows a concept of the thesaurus or a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from unionkg.errors import KnowledgeError

NAMESPACE = "https://w3id.org/unionkg/ontology#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SCHEMA = "https://schema.org/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_ENTITY = "Entity"


@dataclass(frozen=True, slots=True)
class Labels:
    """The label and the definition of a term, in both languages."""

    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str


@dataclass(frozen=True, slots=True)
class EntityClass:
    """A class; `parent` is the local name of its first superclass of this vocabulary or empty."""

    name: str
    labels: Labels
    parent: str
    is_entity_type: bool
    is_topic: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between entities; `order` is its row in the guideline's table, from 1.

    `domain` and `range` are local names of classes; Entity stands for every class.
    """

    name: str
    labels: Labels
    domain: tuple[str, ...]
    range: tuple[str, ...]
    order: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms by local name: classes, relations (by order), and labels of every term."""

    classes: Mapping[str, EntityClass]
    relations: Mapping[str, Relation]
    labels: Mapping[str, Labels]

    @property
    def entity_types(self) -> frozenset[str]:
        """The names of the fifteen entity types."""
        return frozenset(name for name, c in self.classes.items() if c.is_entity_type)

    @property
    def types(self) -> frozenset[str]:
        """The names that a concept's type may have: entity types and topics."""
        return self.entity_types | {name for name, c in self.classes.items() if c.is_topic}

    def fits(self, subject: str, relation: str, target: str) -> bool:
        """Whether the relation may stand between things of these two classes."""
        found = self.relations.get(relation)
        return (
            found is not None
            and bool({subject, _ENTITY} & set(found.domain))
            and bool({target, _ENTITY} & set(found.range))
        )


@dataclass(frozen=True, slots=True)
class _Term:
    """One subject of the file with its values by predicate IRI."""

    path: Path
    line: int
    name: str
    values: Mapping[str, tuple[ox.NamedNode | ox.Literal, ...]]

    def error(self, zh: str, en: str) -> KnowledgeError:
        place = f"{self.path}:{self.line}: ukg:{self.name}"
        return KnowledgeError(f"{place}: {zh}", f"{place}: {en}")

    def local(self, predicate: str) -> tuple[str, ...]:
        """The local names of the values that belong to this vocabulary."""
        found = (value.value for value in self.values.get(predicate, ()))
        return tuple(v.removeprefix(NAMESPACE) for v in found if v.startswith(NAMESPACE))

    def literal(self, predicate: str, language: str = "") -> str:
        """The one literal in that language; raises KnowledgeError where there is none or two."""
        found = [
            v.value
            for v in self.values.get(predicate, ())
            if isinstance(v, ox.Literal) and (v.language or "") == language
        ]
        if len(found) != 1 or not found[0].strip():
            short = re.split("[#/]", predicate)[-1]
            tag = f"@{language}" if language else ""
            raise self.error(
                f'需要恰好一个 {short}{tag}，现有 {len(found)} 个；请写成 {short} "…"{tag}',
                f'needs exactly one {short}{tag}, has {len(found)}; write {short} "…"{tag}',
            )
        return found[0]

    def flag(self, name: str) -> bool:
        """Whether the annotation `name` is true; raises KnowledgeError for another value."""
        if NAMESPACE + name not in self.values:
            return False
        if self.literal(NAMESPACE + name) != "true":
            raise self.error(f"{name} 只能写 true，否则请删去", f"{name} may only be true; else leave it out")
        return True

    def is_a(self, iri: str) -> bool:
        return any(value.value == iri for value in self.values.get(_RDF + "type", ()))


def read(path: Path) -> Vocabulary:
    """Read the ontology file; raises KnowledgeError with file, line and remedy."""
    terms = {term.name: term for term in _terms(path)}
    labels = {name: _labels(term) for name, term in terms.items()}
    classes = {
        name: EntityClass(name, labels[name], _parent(term), term.flag("entityType"), term.flag("topic"))
        for name, term in sorted(terms.items())
        if term.is_a(_OWL + "Class")
    }
    ranked = (term for term in terms.values() if NAMESPACE + "precedence" in term.values)
    relations = [_relation(term, labels[term.name], classes) for term in ranked]
    _check(path, terms, classes, relations)
    ordered = {r.name: r for r in sorted(relations, key=lambda r: r.order)}
    return Vocabulary(classes, ordered, dict(sorted(labels.items())))


def _terms(path: Path) -> list[_Term]:
    """The terms of this vocabulary that the file describes, in the file's order."""
    found: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
    try:
        text = path.read_text(encoding="utf-8")
        for triple in ox.parse(text, format=ox.RdfFormat.TURTLE):
            subject, value = triple.subject, triple.object
            if not isinstance(subject, ox.NamedNode) or not isinstance(value, (ox.NamedNode, ox.Literal)):
                raise KnowledgeError(
                    f"{path}: 此文件不用空节点；请给它一个名称",
                    f"{path}: no blank nodes here; give the node a name",
                )
            if subject.value.startswith(NAMESPACE):
                name = subject.value.removeprefix(NAMESPACE)
                found.setdefault(name, {}).setdefault(triple.predicate.value, []).append(value)
    except SyntaxError as fault:
        place = f"{path}:{fault.lineno or 1}"
        raise KnowledgeError(
            f"{place}: Turtle 写法有误：{fault.msg}；检查分号、句点和引号",
            f"{place}: not Turtle: {fault.msg}; check semicolons, full stops and quotes",
        ) from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise KnowledgeError(f"{path}: 读不了：{fault}", f"{path}: can't be read: {fault}") from fault
    lines = _subject_lines(text)
    return [
        _Term(path, lines.get(name, 1), name, {p: tuple(v) for p, v in values.items()})
        for name, values in found.items()
    ]


def _subject_lines(text: str) -> dict[str, int]:
    """The line on which each term's block begins."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(rf"(?:ukg:|<{re.escape(NAMESPACE)})([^\s>]+)", line)
        if match:
            lines.setdefault(match[1], number)
    return lines


def _labels(term: _Term) -> Labels:
    label, definition = _RDFS + "label", _SKOS + "definition"
    return Labels(
        term.literal(label, "zh"),
        term.literal(label, "en"),
        term.literal(definition, "zh"),
        term.literal(definition, "en"),
    )


def _parent(term: _Term) -> str:
    own = term.local(_RDFS + "subClassOf")
    return own[0] if own else ""


def _relation(term: _Term, labels: Labels, classes: Mapping[str, EntityClass]) -> Relation:
    ends = []
    for predicate in ("domainIncludes", "rangeIncludes"):
        names = term.local(_SCHEMA + predicate)
        unknown = [name for name in names if name not in classes]
        if not names or unknown:
            known = ", ".join(sorted(classes))
            what = ", ".join(unknown) or "—"
            raise term.error(
                f"schema:{predicate} 中的类不存在：{what}；可用：{known}",
                f"schema:{predicate} names no known class: {what}; use: {known}",
            )
        ends.append(names)
    order = term.literal(NAMESPACE + "precedence")
    if not order.isdecimal():
        raise term.error(
            f"precedence 应为整数，现为“{order}”", f"precedence must be a whole number, not '{order}'"
        )
    return Relation(term.name, labels, ends[0], ends[1], int(order))


def _check(
    path: Path, terms: Mapping[str, _Term], classes: Mapping[str, EntityClass], relations: list[Relation]
) -> None:
    """What must hold between terms: known parents, one relation for each row."""
    if not classes or not relations:
        raise KnowledgeError(
            f"{path}:1: 没有类或关系；请用随软件提供的 unionkg.ttl 作底本",
            f"{path}:1: no classes or no relations; start from the unionkg.ttl that ships",
        )
    for found in classes.values():
        if found.parent and found.parent not in classes:
            raise terms[found.name].error(
                f"上位类 {found.parent} 不存在；请先定义它",
                f"its superclass {found.parent} is not defined; define it",
            )
    taken: dict[int, str] = {}
    for relation in relations:
        if relation.order in taken:
            raise terms[relation.name].error(
                f"precedence {relation.order} 已由 {taken[relation.order]} 占用，请换一个",
                f"precedence {relation.order} is taken by {taken[relation.order]}; choose another",
            )
        taken[relation.order] = relation.name
