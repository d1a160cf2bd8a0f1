"""Writing N-Quads: the lines of one graph, with the escapes of the specification.

No model of the domain enters here, and no IRI is made up.
"""

from __future__ import annotations

import re

DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
ITSRDF = "http://www.w3.org/2005/11/its/rdf#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
UKG = "https://w3id.org/unionkg/ontology#"
XSD = "http://www.w3.org/2001/XMLSchema#"

_SHORT = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')


def escaped(text: str) -> str:
    r"""A string as it stands between the quotes of a canonical N-Quads literal.

    W3C RDF 1.2 N-Quads, section 4: the seven short escapes, `\uXXXX` for other controls.
    """
    return _ESCAPED.sub(lambda match: _SHORT.get(match[0], f"\\u{ord(match[0]):04X}"), text)


def decimal(text: str) -> str:
    """A plain decimal number in the canonical form of xsd:decimal, which is the one that the store keeps."""
    whole, _, fraction = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    fraction = fraction.rstrip("0")
    number = f"{digits.lstrip('0') or '0'}{'.' if fraction else ''}{fraction}"
    return number if number == "0" else sign + number


class GraphWriter:
    """The lines of one named graph; `lines` gives them sorted, each once."""

    def __init__(self, graph: str) -> None:
        """Write into the graph of that IRI."""
        self._graph = f"<{graph}> .\n"
        self._lines: set[str] = set()

    def link(self, subject: str, predicate: str, target: str) -> None:
        """A quad whose object is an IRI."""
        self._lines.add(f"<{subject}> <{predicate}> <{target}> {self._graph}")

    def text(self, subject: str, predicate: str, value: str, language: str = "") -> None:
        """A quad whose object is a string, or a string in a language."""
        tag = f"@{language}" if language else ""
        self._lines.add(f'<{subject}> <{predicate}> "{escaped(value)}"{tag} {self._graph}')

    def typed(self, subject: str, predicate: str, value: str, datatype: str) -> None:
        """A quad whose object is a literal of a datatype, in its canonical form."""
        self._lines.add(f'<{subject}> <{predicate}> "{escaped(value)}"^^<{datatype}> {self._graph}')

    def number(self, subject: str, predicate: str, value: int) -> None:
        """A quad whose object is an xsd:integer."""
        self.typed(subject, predicate, str(value), XSD + "integer")

    def lines(self) -> list[str]:
        """All N-Quads lines, each with its line feed, sorted by code point."""
        return sorted(self._lines)
