"""Learning to claim: the weights of the relation rules, and of triples beside each other, from gold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from unionkg import brat, evaluation, structure
from unionkg.knowledge import Knowledge
from unionkg.learning.logistic import Row, learnt
from unionkg.learning.mentions import FOLDS
from unionkg.lessons import Lesson
from unionkg.model import SELF, Document, Mention, Resolution
from unionkg.relations import Described, Extractor, choice, reranking
from unionkg.resolution import Resolver
from unionkg.resolution.identity import bare
from unionkg.weights import THOUSAND, Weights

_WEIGHTS = {"c1": 0.05, "c2": 0.3, "max_iterations": 40}
"""Parameters of CRFsuite; to stop early does on unseen texts what stronger penalties do less well."""
_RERANKING = {"c1": 5.0, "c2": 10.0, "max_iterations": 100}
"""Those of the weights beside each other: strong penalties, few weights remain."""


class Gold:
    """The triples of an annotation by names, held against what was read of the same text."""

    def __init__(self, annotation: brat.Annotation, resolution: Resolution) -> None:
        """Lay out the triples by relation, and the names of each entity."""
        told = evaluation.side(annotation)
        self._self_names = frozenset(map(bare, annotation.self_names))
        self._resolution = resolution
        self._triples: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {}

        def names(end: int | str) -> frozenset[str]:
            return self._self_names | {SELF} if end == SELF else frozenset(told.names[int(end)])

        for head, relation, tail in sorted(told.triples, key=str):
            self._triples.setdefault(relation, []).append((names(head), names(tail)))
        self._names = [self._of(entity) for entity in range(len(resolution.entities))]

    def _of(self, entity: int) -> frozenset[str]:
        names = frozenset(map(bare, self._resolution.entities[entity].names))
        if entity == self._resolution.self_entity or names & self._self_names:
            return names | {SELF}
        return names

    def says(self, subject: int, predicate: str, target: int) -> bool:
        """Whether gold has this triple; both ends are entity indices."""
        head, tail = self._names[subject], self._names[target]
        return any(
            _same(gold_head, head) and _same(gold_tail, tail)
            for gold_head, gold_tail in self._triples.get(predicate, ())
        )

    def proposers(
        self,
        triple: evaluation.Triple,
        names: Mapping[int, frozenset[str]],
        proposed: Mapping[tuple[int, str, int], Collection[str]],
    ) -> tuple[str, ...]:
        """The rules by which a triple of the annotation, whose entities have these names, is proposed."""
        own = self._self_names | {SELF}
        head, relation, tail = triple
        ends = [own if end == SELF else names[int(end)] for end in (head, tail)]
        found = {
            rule
            for (subject, predicate, target), rules in proposed.items()
            if predicate == relation
            and _same(ends[0], self._names[subject])
            and _same(ends[1], self._names[target])
            for rule in rules
        }
        return tuple(sorted(found))


def _same(gold: frozenset[str], names: frozenset[str]) -> bool:
    both = len(gold & names)
    return both > 0 and 2 * both >= len(names)


@dataclass(frozen=True, slots=True)
class Exercise:
    """The proposals of a lesson from some mentions, with the features of each and whether gold has it."""

    lesson: Lesson
    extractor: Extractor
    described: Described
    right: list[bool]


def exercises(
    taught: Iterable[tuple[Document, Lesson, tuple[Mention, ...]]], knowledge: Knowledge
) -> Iterator[Exercise]:
    """What there is to learn for the weights, from documents of lessons and the mentions found in them."""
    resolver, extractor = Resolver(knowledge), Extractor(knowledge, {})
    known: dict[str, str] = {}
    for document, lesson, mentions in taught:
        built = structure.read(document, knowledge.markers)
        resolution = resolver.resolve(document, built, mentions)
        gold = Gold(lesson.annotation, resolution)
        told = extractor.describe(document, built, mentions, resolution)
        features = [tuple(known.setdefault(f, f) for f in each) for each in told.features]
        right = [gold.says(*proposal.triple) for proposal in told.proposals]
        yield Exercise(lesson, extractor, told._replace(features=features), right)


def everything(found: Sequence[tuple[Lesson, tuple[Mention, ...]]], knowledge: Knowledge) -> list[Exercise]:
    """Each lesson from what was found in its plain text and from gold; with its metadata, too."""
    known = [(lesson, gold_mentions(lesson, knowledge)) for lesson, _ in found]
    plain = [(lesson.plain, lesson, mentions) for lesson, mentions in (*found, *known)]
    told = [(lesson.document, lesson, mentions) for lesson, mentions in known if lesson.document.metadata]
    return list(exercises([*plain, *told], knowledge))


def train_weights(exercised: Sequence[Exercise]) -> Weights:
    """The weights of proposals alone, and of triples beside each other.

    The second are learnt from what models say that have not seen a document, as it will be with any other.
    """
    place = {digest: i % FOLDS for i, digest in enumerate(dict.fromkeys(e.lesson.digest for e in exercised))}
    beside: list[Row] = []
    for fold in range(FOLDS):
        alone = _alone([e for e in exercised if place[e.lesson.digest] != fold])
        for one in exercised:
            if place[one.lesson.digest] == fold:
                beside += _beside(one, alone)
    return _alone(exercised) | learnt(beside, _RERANKING)


def _alone(exercised: Iterable[Exercise]) -> Weights:
    """The weights of proposals alone."""
    rows = (row for one in exercised for row in zip(one.described.features, one.right, strict=True))
    return learnt(rows, _WEIGHTS)


def _beside(one: Exercise, weights: Weights) -> Iterator[Row]:
    """The features of triples beside each other, by weights of proposals alone; and whether gold has each."""
    discourse, proposals, features = one.described
    right = {p.triple for p, is_right in zip(proposals, one.right, strict=True) if is_right}
    odds = (choice.added(weights, each) for each in features)
    least = round(reranking.LEAST * THOUSAND)
    weighed = [(o, p) for o, p in zip(odds, proposals, strict=True) if o >= least]
    for triple, told in one.extractor.beside(discourse, weighed):
        yield told, triple in right


def gold_mentions(lesson: Lesson, knowledge: Knowledge) -> tuple[Mention, ...]:
    """The mentions of the annotation, with the concepts that the thesaurus has for them."""
    concepts = {(c.type, form): c.iri for c in reversed(knowledge.concepts) for form in c.forms}
    return tuple(
        Mention(m.span, m.text, m.type, concepts.get((m.type, bare(m.text)), ""), "gold")
        for m in sorted(lesson.annotation.mentions, key=lambda m: m.span)
    )
