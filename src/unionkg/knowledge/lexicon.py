"""The forms of the thesaurus as a lexicon: what a written form may stand for, and when.

Built once from the concepts; how a text is scanned is the business of `mentions`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unionkg.knowledge.thesaurus import Concept
from unionkg.knowledge.variants import Variants


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of one concept."""

    form: str
    concept: Concept
    members: tuple[str, ...]


def entries(concepts: Iterable[Concept], variants: Variants) -> dict[str, tuple[Entry, ...]]:
    """Every form that may be marked, as texts are matched, with the concepts it may stand for."""
    concepts = tuple(concepts)
    by_iri = {concept.iri: concept for concept in concepts}
    found: dict[str, list[Entry]] = {}
    for concept in concepts:
        if concept.match == "never":
            continue
        members = tuple(
            variants.form(form) for iri in concept.members if iri in by_iri for form in by_iri[iri].forms
        )
        for form in dict.fromkeys(map(variants.form, concept.forms)):
            found.setdefault(form, []).append(Entry(form, concept, members))
    return {form: tuple(items) for form, items in sorted(found.items())}
