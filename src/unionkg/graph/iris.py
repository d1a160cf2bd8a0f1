"""All IRIs of the graph are made here, and nowhere else.

No triple is written here; what a thing is called depends on nothing but its names.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from unionkg.model import Span

BASE = "https://w3id.org/unionkg/id/"
"""Where the things stand unless a setting says otherwise."""

LONGEST = 200
"""Code points of a label that an IRI keeps; what is cut off is told by a hash."""

_RESERVED = frozenset(
    {
        "concept",
        "document",
        "graph",
        "links",
        "office",
        "ontology",
        "rule",
        "rules",
        "run",
        "scheme",
        "thesaurus",
    }
)
_PLAIN = re.compile(r"[A-Za-z0-9._\-]")


def digest(*parts: str) -> str:
    """Sixteen hex digits of the SHA-256 of the parts, each told apart from the next."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def segment(text: str) -> str:
    """One path segment for a text, distinct for texts that differ in NFC.

    Letters and ideographs stay as they are (RFC 3987, iunreserved); what an IRI may not hold
    is percent-encoded in UTF-8. Controls, format characters (bidi marks among them) and lone
    surrogates are left out and the text is cut at 200 code points; either is told by `~` and
    a hash, and `~` itself is encoded.
    """
    whole = unicodedata.normalize("NFC", text)
    clean = "".join(c for c in whole if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    kept = clean[:LONGEST]
    encoded = "".join(map(_encoded, kept))
    if encoded in {".", ".."}:
        encoded = encoded.replace(".", "%2E")
    return encoded if kept == whole and kept else f"{encoded}~{digest(whole)}"


def _encoded(character: str) -> str:
    """A character as RFC 3987 lets it stand in a segment, or percent-encoded."""
    point = ord(character)
    if point < 0x80:
        plain = bool(_PLAIN.match(character))
    else:
        plain = (_first_plane(point) or _further_plane(point)) and unicodedata.category(character)[0] != "Z"
    return character if plain else "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))


def _first_plane(point: int) -> bool:
    """Whether a code point of the first plane is an ucschar (RFC 3987, section 2.2)."""
    return 0xA0 <= point <= 0xD7FF or 0xF900 <= point <= 0xFDCF or 0xFDF0 <= point <= 0xFFEF


def _further_plane(point: int) -> bool:
    """Whether one beyond it is: no private use, no noncharacter."""
    return 0x10000 <= point <= 0xEFFFD and point & 0xFFFE != 0xFFFE and not 0xE0000 <= point <= 0xE0FFF


def path(document: str) -> str:
    """A document's id as a path; a first segment that the graph needs itself is encoded."""
    first, *rest = document.split("/")
    head = segment(first)
    if head in _RESERVED:
        head = f"%{ord(head[0]):02X}{head[1:]}"
    return "/".join((head, *map(segment, rest)))


def place(span: Span) -> str:
    """Where a span stands, as `START-END` in code points."""
    return f"{span.start}-{span.end}"


def told_apart(names: Iterable[str]) -> list[str]:
    """The names, the second and later of equal ones with `~2`, `~3`, in the order given."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}~{seen[name]}")
    return found


@dataclass(frozen=True, slots=True)
class Iris:
    """The IRIs of one base."""

    base: str = BASE

    def document(self, document: str) -> str:
        """The text that was read."""
        return f"{self.base}document/{path(document)}"

    def graph(self, document: str) -> str:
        """The named graph of a document; it is another thing than the document."""
        return f"{self.base}graph/{path(document)}"

    def shared_graph(self, name: str) -> str:
        """The graph `ontology`, `thesaurus`, `rules` or `run`."""
        return f"{self.base}graph/{name}"

    def links_graph(self, rule: str) -> str:
        """The graph of what one rule has tied."""
        return f"{self.base}graph/links/{segment(rule)}"

    def inferred_graph(self, rule: str) -> str:
        """The graph of what one rule has inferred."""
        return f"{self.base}graph/inferred/{segment(rule)}"

    def span(self, document: str, span: Span) -> str:
        """A stretch of a document's text, by RFC 5147, counted in code points."""
        return f"{self.document(document)}#char={span.start},{span.end}"

    def entities(self, document: str, typed: Iterable[tuple[str, str]]) -> list[str]:
        """The things of a document from their types and labels, in the order given."""
        start = f"{self.base}{path(document)}/"
        return told_apart(f"{start}{segment(kind)}/{segment(label)}" for kind, label in typed)

    def stretches(self, document: str, kind: str, spans: Iterable[Span]) -> list[str]:
        """Utterances, sections or counts of a document (`kind`), named by where they stand."""
        start = f"{self.base}{path(document)}/{kind}/"
        return told_apart(f"{start}{place(span)}" for span in spans)

    def tenures(self, parts: Iterable[tuple[str, str, str]]) -> list[str]:
        """Terms of office, each by the concept of its holder, its title and its first day."""
        start = f"{self.base}office/"
        return told_apart(
            f"{start}{segment(holder.rpartition('/')[2])}/{segment(title)}/{segment(first)}"
            for holder, title, first in parts
        )

    def claim(self, document: str, triple: tuple[str, str, str], utterance: str, trigger: Span) -> str:
        """A claim: the hash of document, triple, utterance and the span of the trigger."""
        return f"{self.base}{path(document)}/claim/{digest(document, *triple, utterance, place(trigger))}"

    def demands(self, document: str, parts: Iterable[tuple[str, Span, Span]]) -> list[str]:
        """Demands, each by the hash of document, utterance, content span and trigger span."""
        start = f"{self.base}{path(document)}/demand/"
        hashes = (
            digest(document, voice, place(content), place(trigger)) for voice, content, trigger in parts
        )
        return told_apart(start + found for found in hashes)

    def rule(self, rule: str) -> str:
        """What produced a record."""
        return f"{self.base}rule/{segment(rule)}"

    def run(self, version: str, knowledge: str) -> str:
        """A build with this version of the software and this state of the knowledge."""
        return f"{self.base}run/{digest(version, knowledge)}"
