"""Names that stand in a document once more: what is named in one place is named wherever its words stand.

Looks at one document and at what was chosen in it; no rule and no weight enters here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from unionkg.knowledge.repeats import REPEATED, Repeats
from unionkg.mentions.candidate import Candidate
from unionkg.mentions.edges import trimmed
from unionkg.model import Span


def again(text: str, chosen: Iterable[Candidate], repeats: Repeats) -> Iterator[Candidate]:
    """Every place of the names that were chosen somewhere and that `repeats` counts."""
    known = sorted(_names(text, chosen, repeats).items())
    names = AhoCorasick([name for (name, _), _ in known], matchkind=MatchKind.Standard)
    for index, start, end in names.find_matches_as_indexes(text, overlapping=True):
        (_, entity_type), concept = known[index]
        yield Candidate(Span(start, end), entity_type, REPEATED, 0, concept)


def _names(text: str, chosen: Iterable[Candidate], repeats: Repeats) -> dict[tuple[str, str], str]:
    """The names that count, each with the type that it has most often, and their concepts."""
    types: dict[str, Counter[tuple[str, str]]] = {}
    for candidate in chosen:
        start, end = trimmed(text, candidate.span)
        types.setdefault(text[start:end], Counter())[candidate.type, candidate.concept] += 1
    found = {}
    for words, counted in types.items():
        entity_type, concept = min(counted, key=lambda told: (-counted[told], told))
        least, idiom = repeats.lengths.get(entity_type, (len(words) + 1, frozenset()))
        if len(words) >= least and len(words) not in idiom:
            found[words, entity_type] = concept
    return found
