"""The thesaurus: SKOS concepts of `ontology/thesaurus/*.ttl`, read, checked and written in one form.

Nothing here marks a text; `mentions` does. One block a concept, one value a line, sorted.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pyoxigraph as ox

from unionkg.errors import KnowledgeError

VOCABULARY = "https://w3id.org/unionkg/ontology#"
CONCEPT = "https://w3id.org/unionkg/id/concept/"
SCHEME = "https://w3id.org/unionkg/id/scheme/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCTERMS = "http://purl.org/dc/terms/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MATCHES = ("always", "quoted", "members", "never")


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept.

    `type` is the local name of the class of what it names; `match` says when its forms
    are marked: `always`, `quoted`, with its `members` near, or `never`; `not_before`
    and `not_after` are strings that must not follow or precede a form.
    """

    iri: str
    scheme: str
    pref_zh: str
    pref_en: str
    type: str
    alt_zh: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    definition_zh: str = ""
    definition_en: str = ""
    start: str = ""
    end: str = ""
    level: str = ""
    source: str = ""
    match: str = "always"
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    example: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """All written forms, the preferred first."""
        return (self.pref_zh, *self.alt_zh)

    @property
    def slug(self) -> str:
        """The last part of its IRI."""
        return self.iri.removeprefix(CONCEPT)


def listed(concepts: Iterable[Concept]) -> dict[str, frozenset[str]]:
    """The written forms of the members of each concept that has members, by its IRI."""
    known = {concept.iri: concept for concept in concepts}
    return {
        concept.iri: frozenset(form for member in concept.members for form in known[member].forms)
        for concept in known.values()
        if concept.members
    }


_LITERALS = {
    "pref_zh": (_SKOS + "prefLabel", "zh"),
    "pref_en": (_SKOS + "prefLabel", "en"),
    "alt_zh": (_SKOS + "altLabel", "zh"),
    "definition_zh": (_SKOS + "definition", "zh"),
    "definition_en": (_SKOS + "definition", "en"),
    "example": (_SKOS + "example", "zh"),
    "start": (VOCABULARY + "from", ""),
    "end": (VOCABULARY + "to", ""),
    "level": (VOCABULARY + "level", ""),
    "source": (_DCTERMS + "source", ""),
    "match": (VOCABULARY + "match", ""),
    "not_before": (VOCABULARY + "notBefore", ""),
    "not_after": (VOCABULARY + "notAfter", ""),
}
_FIELD_OF = {(iri, language): name for name, (iri, language) in _LITERALS.items()}
_NODES = {_SKOS + "broader": "broader", _SKOS + "inScheme": "scheme", VOCABULARY + "ofType": "type"}
_MEMBER = _RDF + "_"
_IGNORED = {_RDF + "type", VOCABULARY + "unverified"}
_MANY = {"alt_zh", "not_before", "not_after"}


def read(path: Path) -> tuple[Concept, ...]:
    """All concepts of one Turtle file; raises KnowledgeError with file and line."""
    records: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in _triples(path):
        if subject.startswith(CONCEPT):
            _take(path, records.setdefault(subject, {}), subject, predicate, value)
    return tuple(_concept(path, iri, record) for iri, record in records.items())


def _triples(path: Path) -> Iterator[tuple[str, str, ox.NamedNode | ox.Literal]]:
    try:
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            subject, value = triple.subject, triple.object
            if isinstance(subject, ox.NamedNode) and isinstance(value, (ox.NamedNode, ox.Literal)):
                yield subject.value, triple.predicate.value, value
    except SyntaxError as fault:
        place = f"{path}:{fault.lineno or 1}"
        raise KnowledgeError(
            f"{place}: Turtle 写法有误：{fault.msg}；可参照相邻的词条改写",
            f"{place}: not Turtle: {fault.msg}; compare with the entry before it",
        ) from fault
    except OSError as fault:
        raise KnowledgeError(f"{path}：读不了：{fault}", f"{path}: can't be read: {fault}") from fault


def _take(
    path: Path, record: dict[str, list[str]], subject: str, predicate: str, value: ox.NamedNode | ox.Literal
) -> None:
    """File one value of a concept under the field that it fills."""
    if predicate in _IGNORED:
        return
    if isinstance(value, ox.Literal):
        name = _FIELD_OF.get((predicate, value.language or ""), "")
    elif predicate.startswith(_MEMBER):
        name = f"members {int(predicate.removeprefix(_MEMBER)):04d}"
    else:
        name = _NODES.get(predicate, "")
    if not name:
        place = f"{path}:{_line(path, subject)}"
        raise KnowledgeError(
            f"{place}: 词条不用 {predicate}（或其语言标记不对）；可用的写法见 docs/terms.md",
            f"{place}: concepts don't use {predicate} (or not in this language); see docs/terms.md",
        )
    record.setdefault(name, []).append(value.value)


def _line(path: Path, subject: str) -> int:
    """The line on which a concept's block begins; a file that is told to be wrong need not be UTF-8."""
    names = (f"t:{subject.removeprefix(CONCEPT)}".encode(), f"<{subject}>".encode())
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if line.startswith(names) and line.split(maxsplit=1)[0] in names:
            return number
    return 1


def _concept(path: Path, iri: str, record: dict[str, list[str]]) -> Concept:
    """Make a concept of its values; what must be there once is checked."""

    def complain(zh: str, en: str) -> KnowledgeError:
        place = f"{path}:{_line(path, iri)}"
        return KnowledgeError(f"{place}: {zh}", f"{place}: {en}")

    values: dict[str, str] = {}
    for name in ("pref_zh", "type", "scheme"):
        if len(record.get(name, ())) != 1:
            raise complain(f"每个词条必须恰有一个 {name}", f"a concept needs exactly one {name}")
    for name in (*_LITERALS, "type", "scheme"):
        if name not in _MANY and record.get(name):
            if len(record[name]) > 1:
                raise complain(f"{name} 只能写一个", f"{name} may be written once only")
            values[name] = record[name][0]
    if values.setdefault("match", "always") not in MATCHES:
        raise complain(f"match 只能是 {'、'.join(MATCHES)}", f"match must be one of {', '.join(MATCHES)}")
    values["type"] = values["type"].removeprefix(VOCABULARY)
    values["scheme"] = values["scheme"].removeprefix(SCHEME)
    many = {name: tuple(sorted(record.get(name, ()))) for name in (*_MANY, "broader")}
    members = _members(record)
    if members is None:
        raise complain(
            "组成要从 rdf:_1 起逐个编号，每号一个", "members are numbered from rdf:_1, one a number, no gap"
        )
    values.setdefault("pref_en", "")
    return Concept(iri, **values, **many, members=members)  # type: ignore[arg-type]


def _members(record: dict[str, list[str]]) -> tuple[str, ...] | None:
    """The members in order, or None where a number is missing or has two."""
    numbered = sorted(name for name in record if name.startswith("members "))
    wanted = [f"members {number:04d}" for number in range(1, len(numbered) + 1)]
    if numbered != wanted or any(len(record[name]) != 1 for name in numbered):
        return None
    return tuple(record[name][0] for name in numbered)


# --- the canonical writer ------------------------------------------------------------

_HEAD = f"""@prefix dcterms: <{_DCTERMS}> .
@prefix rdf: <{_RDF}> .
@prefix s: <{SCHEME}> .
@prefix skos: <{_SKOS}> .
@prefix t: <{CONCEPT}> .
@prefix ukg: <{VOCABULARY}> .
"""


def write(scheme: str, label_zh: str, label_en: str, concepts: Iterable[Concept]) -> str:
    """The one Turtle form of a scheme: a block a concept, a value a line, sorted by IRI."""
    blocks = [
        _HEAD,
        _block(
            f"s:{scheme}",
            [
                "a skos:ConceptScheme",
                f"skos:prefLabel {_quoted(label_en)}@en",
                f"skos:prefLabel {_quoted(label_zh)}@zh",
            ],
        ),
    ]
    ordered = sorted(concepts, key=lambda c: c.iri)
    blocks.extend(_block(_name(concept.iri), list(_lines(concept))) for concept in ordered)
    return "\n".join(blocks)


def _block(subject: str, lines: list[str]) -> str:
    return subject + " " + " ;\n    ".join(lines) + " .\n"


def _name(iri: str) -> str:
    slug = iri.removeprefix(CONCEPT)
    return f"t:{slug}" if _SLUG.fullmatch(slug) else f"<{iri}>"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


_PREFIXED = {_SKOS: "skos:", _DCTERMS: "dcterms:", VOCABULARY: "ukg:"}


def _lines(concept: Concept) -> Iterator[str]:
    """The predicate-object lines of a concept, in the one order."""
    yield "a skos:Concept"
    yield f"skos:inScheme s:{concept.scheme}"
    yield f"ukg:ofType ukg:{concept.type}"
    for name, (iri, language) in _LITERALS.items():
        value = getattr(concept, name)
        if name == "match" and value == "always":
            continue
        base = next(b for b in _PREFIXED if iri.startswith(b))
        predicate = _PREFIXED[base] + iri.removeprefix(base)
        tag = f"@{language}" if language else ""
        for text in sorted(value) if name in _MANY else [value] if value else []:
            yield f"{predicate} {_quoted(text)}{tag}"
    for iri in sorted(concept.broader):
        yield f"skos:broader {_name(iri)}"
    for number, iri in enumerate(concept.members, 1):
        yield f"rdf:_{number} {_name(iri)}"
    if not concept.source:
        yield "ukg:unverified true"


# --- CSV, for people who don't edit Turtle ---------------------------------------------

COLUMNS = tuple(f.name for f in fields(Concept) if f.name != "scheme")
_LISTS = {"alt_zh", "broader", "members", "not_before", "not_after"}


def to_csv(concepts: Iterable[Concept]) -> str:
    """A table, one concept a row; lists joined by `|`, concepts named by their slugs."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for concept in sorted(concepts, key=lambda c: c.iri):
        row = []
        for name in COLUMNS:
            value = getattr(concept, name)
            value = "|".join(value) if name in _LISTS else value
            row.append(value.replace(CONCEPT, "") if name in {"iri", "broader", "members"} else value)
        table.writerow(row)
    return out.getvalue()


def from_csv(text: str, scheme: str, place: str) -> tuple[Concept, ...]:
    """Read back such a table; raises KnowledgeError with the number of the row."""
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise KnowledgeError(
            f"{place}:1: 缺少列：{'、'.join(missing)}", f"{place}:1: missing columns: {', '.join(missing)}"
        )
    concepts: dict[str, Concept] = {}
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise KnowledgeError(
                f"{place}:{number}: 列数不对；含逗号的值要加引号",
                f"{place}:{number}: wrong number of cells; quote values that hold a comma",
            )
        concept = _of_row(row, scheme)
        empty = [name for name in ("pref_zh", "type") if not getattr(concept, name)]
        if empty:
            raise KnowledgeError(
                f"{place}:{number}: {'、'.join(empty)} 不能空", f"{place}:{number}: no {', '.join(empty)}"
            )
        if concept.match not in MATCHES:
            known = ", ".join(MATCHES)
            raise KnowledgeError(
                f"{place}:{number}: match 是“{concept.match}”；只能是 {known}，或空着",
                f"{place}:{number}: match is '{concept.match}'; write one of {known}, or nothing",
            )
        if not _SLUG.fullmatch(concept.slug) or concept.iri in concepts:
            raise KnowledgeError(
                f"{place}:{number}: iri“{concept.slug}”要用小写拼音、数字和连字符，且每个只用一次",
                f"{place}:{number}: iri '{concept.slug}' needs letters, digits, hyphens, and stands once",
            )
        concepts[concept.iri] = concept
    return tuple(concepts.values())


def _delimiter(text: str) -> str:
    """What parts the cells: a comma, or what a spreadsheet put in its place."""
    heading = text.partition("\n")[0]
    return max(",;\t", key=heading.count)


def _of_row(row: dict[str, str], scheme: str) -> Concept:
    """The concept that a row describes."""
    values: dict[str, object] = {"scheme": scheme}
    for name in COLUMNS:
        prefix = CONCEPT if name in {"iri", "broader", "members"} else ""
        if name in _LISTS:
            parts = tuple(prefix + part.strip() for part in row[name].split("|") if part.strip())
            values[name] = parts if name == "members" else tuple(sorted(parts))
        else:
            values[name] = prefix + row[name].strip()
    values["match"] = values["match"] or MATCHES[0]
    return Concept(**values)  # type: ignore[arg-type]


def scheme(path: Path) -> tuple[str, str, str]:
    """The name of a file's scheme and its labels in zh and en; raises KnowledgeError."""
    found = schemes(path)
    if len(found) != 1:
        raise KnowledgeError(
            f"{path}:1: 一个文件恰好是一个 skos:ConceptScheme，现有 {len(found)} 个",
            f"{path}:1: a file is exactly one skos:ConceptScheme, this has {len(found)}",
        )
    return next((name, *labels) for name, labels in found.items())


def schemes(path: Path) -> dict[str, tuple[str, str]]:
    """The labels in zh and en of the schemes that a file describes, by name; where one lacks, the name."""
    found: dict[str, dict[str, str]] = {}
    for subject, predicate, value in _triples(path):
        if subject.startswith(SCHEME):
            labels = found.setdefault(subject.removeprefix(SCHEME), {})
            if isinstance(value, ox.Literal) and predicate == _SKOS + "prefLabel":
                labels[value.language or ""] = value.value
    return {name: (labels.get("zh", name), labels.get("en", name)) for name, labels in found.items()}
