"""The forms of the thesaurus as a lexicon: what a written form may stand for, and when.

Built once from the concepts; how a text is scanned is the business of `mentions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unionkg.knowledge.thesaurus import Concept
from unionkg.knowledge.variants import Variants


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of one concept."""

    form: str
    concept: Concept
    members: tuple[str, ...]


def entries(concepts: Sequence[Concept], variants: Variants) -> dict[str, tuple[Entry, ...]]:
    """Every form that may be marked, as texts are matched, with the concepts it may stand for."""
    forms = {c.iri: tuple(dict.fromkeys(map(variants.form, c.forms))) for c in concepts}
    found: dict[str, list[Entry]] = {}
    for concept in concepts:
        if concept.match == "never":
            continue
        members = tuple(form for iri in concept.members for form in forms.get(iri, ()))
        for form in forms[concept.iri]:
            found.setdefault(form, []).append(Entry(form, concept, members))
    return {form: tuple(items) for form, items in sorted(found.items())}
