"""Training: the tagger and the weights of the relation rules, learnt from gold by one command.

Nothing here runs when documents are read. The same gold gives the same models.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import pycrfsuite

from unionkg import brat, evaluation, structure
from unionkg.errors import UnionkgError
from unionkg.knowledge import Knowledge, load
from unionkg.lessons import Lesson
from unionkg.mentions import Finder, crfmodel, tagger
from unionkg.mentions.features import strings
from unionkg.model import SELF, Document, Mention, Reading, Resolution, Span
from unionkg.parallel import Mishap, here, in_order
from unionkg.relations import Described, Extractor, choice, reranking
from unionkg.relations.tables import THOUSAND
from unionkg.resolution import Resolver
from unionkg.resolution.identity import bare

FOLDS = 4
_TAGGER = {"c1": 0.2, "c2": 0.05, "max_iterations": 50, "feature.minfreq": 1}
_WEIGHTS = {"c1": 0.05, "c2": 0.3, "max_iterations": 40}
"""Parameters of CRFsuite; to stop early does on unseen texts what stronger penalties do less well."""
_RERANKING = {"c1": 5.0, "c2": 10.0, "max_iterations": 100}
"""Those of the weights beside each other: strong penalties, few weights remain."""
_SMALL = 0.05
"""Weights of relation rules below are not kept."""
_SLIGHT = 0.1
"""Nor are weights of the tagger below: half of all; on documents left out F1 falls by a thousandth."""


# --- the tagger ---------------------------------------------------------------------------


def train_tagger(taught: Sequence[Lesson], knowledge: Knowledge, model: Path, raw: Path | None = None) -> int:
    """Train the tagger and write its model, and at `raw` the file of CRFsuite if asked for.

    Gives the number of mentions that no atom fits.
    """
    finder = Finder(knowledge, Path("/nowhere"))
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(_TAGGER)
    lost = 0
    for lesson in taught:
        built = structure.read(lesson.document, knowledge.markers)
        atoms = finder.propose(lesson.document.text, built).atoms
        starts = set(atoms.starts)
        spans = ((m.type, _fitting(lesson.document.text, m.span, starts)) for m in lesson.annotation.mentions)
        labels, missed = tagger.labels(atoms, spans)
        lost += missed
        told = list(strings(atoms))
        for begin, end in atoms.sequences(built):
            trainer.append(pycrfsuite.ItemSequence(told[begin:end]), labels[begin:end])
    with tempfile.TemporaryDirectory() as folder:
        path = raw or Path(folder) / "tagger.crfsuite"
        trainer.train(str(path))
        crfmodel.write(model, crfmodel.converted(path))
    return lost


def _fitting(text: str, span: Span, starts: set[int]) -> Span:
    """The span with or without the quotation marks at its edges, whichever is cut so."""
    if span.start in starts and span.end in starts:
        return span
    inner = text[span.start : span.end]
    stripped = inner.strip("“”《》‘’")
    start = span.start + inner.find(stripped)
    return Span(start, start + len(stripped))


# --- the weights of the relation rules ---------------------------------------------------------


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


def _all(found: Sequence[tuple[Lesson, tuple[Mention, ...]]], knowledge: Knowledge) -> list[Exercise]:
    """Each lesson from what was found in its plain text and from gold; with its metadata, too."""
    known = [(lesson, gold_mentions(lesson, knowledge)) for lesson, _ in found]
    plain = [(lesson.plain, lesson, mentions) for lesson, mentions in (*found, *known)]
    told = [(lesson.document, lesson, mentions) for lesson, mentions in known if lesson.document.metadata]
    return list(exercises([*plain, *told], knowledge))


def train_weights(exercised: Sequence[Exercise]) -> choice.Weights:
    """The weights of proposals alone, and of triples beside each other.

    The second are learnt from what models say that have not seen a document, as it will be with any other.
    """
    place = {digest: i % FOLDS for i, digest in enumerate(dict.fromkeys(e.lesson.digest for e in exercised))}
    beside: list[tuple[tuple[str, ...], bool]] = []
    for fold in range(FOLDS):
        alone = _alone([e for e in exercised if place[e.lesson.digest] != fold])
        for one in exercised:
            if place[one.lesson.digest] == fold:
                beside += _beside(one, alone)
    return _alone(exercised) | _learnt(beside, _RERANKING)


def _alone(exercised: Iterable[Exercise]) -> choice.Weights:
    """The weights of proposals alone."""
    rows = (row for one in exercised for row in zip(one.described.features, one.right, strict=True))
    return _learnt(rows, _WEIGHTS)


def _beside(one: Exercise, weights: choice.Weights) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The features of triples beside each other, by weights of proposals alone; and whether gold has each."""
    discourse, proposals, features = one.described
    right = {p.triple for p, is_right in zip(proposals, one.right, strict=True) if is_right}
    odds = (choice.added(weights, each) for each in features)
    least = round(reranking.LEAST * THOUSAND)
    weighed = [(o, p) for o, p in zip(odds, proposals, strict=True) if o >= least]
    for triple, told in one.extractor.beside(discourse, weighed):
        yield told, triple in right


def _learnt(rows: Iterable[tuple[tuple[str, ...], bool]], parameters: Mapping[str, float]) -> choice.Weights:
    """The weights of a logistic score over features, by CRFsuite with sequences of one."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(parameters)
    for features, right in rows:
        trainer.append([features], ["Y" if right else "N"])
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "weights.crfsuite")
        trainer.train(path)
        model = pycrfsuite.Tagger()
        model.open(path)
        learnt = model.info().state_features
    weights: choice.Weights = {}
    for (feature, label), weight in learnt.items():
        weights[feature] = weights.get(feature, 0.0) + (weight if label == "Y" else -weight)
    return {feature: weight for feature, weight in weights.items() if abs(weight) >= _SMALL}


def gold_mentions(lesson: Lesson, knowledge: Knowledge) -> tuple[Mention, ...]:
    """The mentions of the annotation, with the concepts that the thesaurus has for them."""
    concepts = {(c.type, form): c.iri for c in reversed(knowledge.concepts) for form in c.forms}
    return tuple(
        Mention(m.span, m.text, m.type, concepts.get((m.type, bare(m.text)), ""), "gold")
        for m in sorted(lesson.annotation.mentions, key=lambda m: m.span)
    )


def found_mentions(
    taught: Sequence[Lesson], knowledge: Knowledge, model: Path
) -> Iterator[tuple[Lesson, tuple[Mention, ...]]]:
    """The mentions that a tagger finds in documents."""
    finder = Finder(knowledge, model)
    for lesson in taught:
        built = structure.read(lesson.document, knowledge.markers)
        yield lesson, finder.find(lesson.document, built)


def folded(taught: Sequence[Lesson], knowledge: Knowledge) -> list[tuple[Lesson, tuple[Mention, ...]]]:
    """The mentions found in each document by a tagger that has not seen it."""
    found: list[tuple[Lesson, tuple[Mention, ...]]] = []
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            model = Path(folder) / f"{fold}.weights"
            train_tagger([t for i, t in enumerate(taught) if i % FOLDS != fold], knowledge, model)
            left_out = [t for i, t in enumerate(taught) if i % FOLDS == fold]
            found += found_mentions(left_out, knowledge, model)
    return found


def examine(taught: Sequence[Lesson], knowledge: Knowledge) -> Iterator[tuple[Lesson, Reading]]:
    """What is read of each document by a tagger and by weights that have not seen it, fold by fold."""
    found = folded(taught, knowledge)
    exercised = _all(found, knowledge)
    place = {lesson.digest: i % FOLDS for i, lesson in enumerate(taught)}
    resolver = Resolver(knowledge)
    for fold in range(FOLDS):
        seen = [one for one in exercised if place[one.lesson.digest] != fold]
        extractor = Extractor(knowledge, train_weights(seen))
        for lesson, mentions in found:
            if place[lesson.digest] == fold:
                yield lesson, _read(lesson, mentions, knowledge, resolver, extractor)


def leave_one_out(
    left: Sequence[Lesson], beside: Sequence[Lesson], ontology: Path | None, processes: int
) -> Iterator[tuple[Lesson, Reading]]:
    """What is read of each document of `left` by models trained on the others, and on those `beside`."""
    lost: Mishap[Lesson, Reading] = Mishap(lambda lesson: [lesson], _unread)
    work = partial(_without, (*left, *beside), ontology)
    yield from zip(left, in_order(work, left, here(processes), lost), strict=True)


def _without(taught: Sequence[Lesson], ontology: Path | None, lesson: Lesson) -> Reading:
    """What is read of a document by models that are trained on all others."""
    knowledge = _known(ontology)
    others = [one for one in taught if one.digest != lesson.digest]
    with tempfile.TemporaryDirectory() as folder:
        model, table = Path(folder) / "tagger", Path(folder) / "weights"
        train(others, knowledge, model, table)
        [(_, mentions)] = found_mentions([lesson], knowledge, model)
        extractor = Extractor(knowledge, choice.read(table))
    return _read(lesson, mentions, knowledge, Resolver(knowledge), extractor)


def _unread(lesson: Lesson) -> Reading:
    raise UnionkgError(
        f"{lesson.document.id}：训练进程被系统终止（多半是内存不足）",
        f"{lesson.document.id}: the process that trained was ended by the system (memory, most likely)",
    )


_known = cache(load)


def _read(
    lesson: Lesson,
    mentions: tuple[Mention, ...],
    knowledge: Knowledge,
    resolver: Resolver,
    extractor: Extractor,
) -> Reading:
    """What is read of a document without its metadata, as `unionkg evaluate` does."""
    document = lesson.plain
    built = structure.read(document, knowledge.markers)
    meant = resolver.resolve(document, built, mentions)
    claims = extractor.extract(document, built, mentions, meant)
    return Reading(document, built, mentions, meant, claims, (), ())


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training came to."""

    documents: int
    mentions: int
    lost: int
    weights: int


def train(taught: Sequence[Lesson], knowledge: Knowledge, model: Path, table: Path) -> Trained:
    """Train both models and write them, with the digests of the gold beside them."""
    lost = train_tagger(taught, knowledge, model)
    crfmodel.write(model, crfmodel.pruned(crfmodel.read(model), _SLIGHT))
    weights = train_weights(_all(folded(taught, knowledge), knowledge))
    choice.write(table, weights)
    return Trained(len(taught), sum(len(t.annotation.mentions) for t in taught), lost, len(weights))
