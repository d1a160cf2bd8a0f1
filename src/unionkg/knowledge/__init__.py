"""All that a domain expert edits, loaded and checked once. It knows no document and no graph.

`load` reads `ontology/`; a mistake is a `KnowledgeError` that names file and line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from unionkg.errors import KnowledgeError
from unionkg.knowledge import (
    clausewords,
    compiled,
    counts,
    demandwords,
    guards,
    markers,
    patterns,
    relationrules,
    repeats,
    sureness,
    tenures,
    thesaurus,
    valuewords,
    variants,
    vocabulary,
    voices,
    yamlfile,
)
from unionkg.knowledge.clausewords import ClauseWords
from unionkg.knowledge.counts import Counts
from unionkg.knowledge.demandwords import DemandWords
from unionkg.knowledge.markers import Markers
from unionkg.knowledge.patterns import MentionRule, WordLists
from unionkg.knowledge.relationrules import RelationRules
from unionkg.knowledge.repeats import Repeats
from unionkg.knowledge.sureness import Sure
from unionkg.knowledge.tenures import Tenure
from unionkg.knowledge.thesaurus import Concept
from unionkg.knowledge.valuewords import ValueWords
from unionkg.knowledge.variants import Variants
from unionkg.knowledge.vocabulary import Vocabulary
from unionkg.knowledge.voices import Voices
from unionkg.knowledge.yamlfile import shipped

_BESIDE = ("queries/", "views.yaml", "shapes.ttl", "sureness.yaml")
"""What a built graph is looked at and checked with; no document is read otherwise for it."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The knowledge of one build; `digest` is the SHA-256 of the files that documents are read with."""

    digest: str
    vocabulary: Vocabulary
    concepts: tuple[Concept, ...]
    tenures: tuple[Tenure, ...]
    variants: Variants
    markers: Markers
    words: WordLists
    mention_rules: tuple[MentionRule, ...]
    voices: Voices
    counts: Counts
    clause_words: ClauseWords
    relation_rules: RelationRules
    demand_words: DemandWords
    value_words: ValueWords
    repeats: Repeats
    sureness: dict[str, dict[str, Sure]]


def files(overlay: Path | None = None) -> dict[str, Path]:
    """Every knowledge file by its path in `ontology/`; those of `overlay` take the place of ours."""
    found: dict[str, Path] = {}
    for root in (shipped(), overlay):
        if root is None:
            continue
        if not root.is_dir():
            raise KnowledgeError(f"{root}：没有这个文件夹", f"{root}: there is no such folder")
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix in {".ttl", ".yaml", ".rq"}:
                found[path.relative_to(root).as_posix()] = path
    return dict(sorted(found.items()))


def load(overlay: Path | None = None) -> Knowledge:
    """Read and check everything; raises KnowledgeError at the first mistake."""
    paths = files(overlay)
    words = patterns.word_lists(paths["patterns/words.yaml"])
    spoken = vocabulary.read(paths["unionkg.ttl"])
    types = frozenset(name for name in spoken.classes)
    of_thesaurus = _of_thesaurus(paths)
    concepts = compiled.concepts(of_thesaurus, partial(_concepts, of_thesaurus))
    rules = patterns.mention_rules(paths["patterns/mentions.yaml"], words, types)
    return Knowledge(
        digest=digest({name: path for name, path in paths.items() if not name.startswith(_BESIDE)}),
        vocabulary=spoken,
        concepts=concepts,
        tenures=tenures.load(yamlfile.read(paths["tenures.yaml"]), concepts),
        variants=variants.load(yamlfile.read(paths["variants.yaml"])),
        markers=markers.load(yamlfile.read(paths["structure.yaml"])),
        words=words,
        mention_rules=rules,
        voices=voices.load(yamlfile.read(paths["patterns/voices.yaml"])),
        counts=counts.load(yamlfile.read(paths["patterns/counts.yaml"])),
        value_words=valuewords.load(yamlfile.read(paths["patterns/values.yaml"])),
        demand_words=demandwords.load(yamlfile.read(paths["patterns/demands.yaml"])),
        clause_words=clausewords.load(yamlfile.read(paths["patterns/clauses.yaml"]), spoken),
        relation_rules=relationrules.load(yamlfile.read(paths["patterns/relations.yaml"]), spoken),
        repeats=repeats.load(yamlfile.read(paths["patterns/repeats.yaml"]), spoken),
        sureness=sureness.load(yamlfile.read(paths["sureness.yaml"])),
    )


def _of_thesaurus(paths: dict[str, Path]) -> list[Path]:
    """The files of the thesaurus, in order."""
    return [path for name, path in paths.items() if name.startswith("thesaurus/")]


def _concepts(paths: Iterable[Path]) -> Iterator[Concept]:
    """The concepts of every scheme, each IRI once."""
    seen: dict[str, Path] = {}
    for path in paths:
        for concept in thesaurus.read(path):
            if concept.iri in seen:
                raise KnowledgeError(
                    f"{path}: 词条 {concept.slug} 已见于 {seen[concept.iri]}，请改名或合并",
                    f"{path}: concept {concept.slug} is in {seen[concept.iri]} already; rename or merge it",
                )
            seen[concept.iri] = path
            yield concept


def made_ready() -> str:
    """What `compiled.json` is to hold: made from the files as they ship, whatever it holds now."""
    paths = files()
    of_thesaurus = _of_thesaurus(paths)
    words = patterns.word_lists(paths["patterns/words.yaml"])
    raw = patterns.all_written_out(paths["patterns/mentions.yaml"], words)
    looks = {pattern: guards.guard_of(pattern) for pattern in raw}
    return compiled.written(of_thesaurus, _concepts(of_thesaurus), looks)


def schemes(paths: dict[str, Path], concepts: Iterable[Concept]) -> dict[str, tuple[str, str]]:
    """The labels in zh and en of every scheme that a file describes or a concept is in, by its name."""
    found = {concept.scheme: (concept.scheme, concept.scheme) for concept in concepts}
    for path in _of_thesaurus(paths):
        found |= thesaurus.schemes(path)
    return found


def digest(paths: dict[str, Path]) -> str:
    """SHA-256 over names and bytes of files, in order."""
    total = hashlib.sha256()
    for name, path in paths.items():
        total.update(f"{name}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
