"""Training: the tagger, the weights of spans and of the relation rules, learnt from gold by one command.

Nothing here runs when documents are read. The same gold gives the same models.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from unionkg import structure, weights
from unionkg.errors import UnionkgError
from unionkg.knowledge import Knowledge, load
from unionkg.learning.mentions import FOLDS, folded, join_taggers, train_tagger
from unionkg.learning.triples import Gold, everything, gold_mentions, train_weights
from unionkg.lessons import Lesson
from unionkg.mentions import Finder, tagger
from unionkg.mentions import reranking as spans
from unionkg.model import Mention, Reading
from unionkg.parallel import Mishap, here, in_order
from unionkg.relations import Extractor, choice
from unionkg.resolution import Resolver

__all__ = ["FOLDS", "Gold", "Models", "examine", "gold_mentions", "leave_one_out", "shipped", "train"]


class Models(NamedTuple):
    """Where the files of one training are: the tagger, the weights of spans, those of the relation rules."""

    tagger: Path
    spans: Path
    rules: Path


def shipped() -> Models:
    """Those that ship with the package."""
    return Models(tagger.shipped(), spans.shipped(), choice.shipped())


def examine(taught: Sequence[Lesson], knowledge: Knowledge) -> Iterator[tuple[Lesson, Reading]]:
    """What is read of each document by a tagger and by weights that have not seen it, fold by fold."""
    found = folded(taught, knowledge).mentions()
    exercised = everything(found, knowledge)
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
        models = Models(*(Path(folder) / name for name in Models._fields))
        train(others, knowledge, models)
        finder = Finder(knowledge, models.tagger, models.spans)
        extractor = Extractor(knowledge, weights.read(models.rules))
    mentions = finder.find(lesson.plain, structure.read(lesson.plain, knowledge.markers))
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
    """What a training came to: how much it learnt from, and the number of weights of each kind."""

    documents: int
    mentions: int
    lost: int
    spans: int
    weights: int


def train(taught: Sequence[Lesson], knowledge: Knowledge, models: Models) -> Trained:
    """Train all models and write them."""
    lost = train_tagger(taught, knowledge, models.tagger)
    found = folded(taught, knowledge)
    join_taggers(models.tagger, found.taggers)
    of_spans = found.weights()
    weights.write(models.spans, of_spans)
    table = train_weights(everything(found.mentions(), knowledge))
    weights.write(models.rules, table)
    count = sum(len(t.annotation.mentions) for t in taught)
    return Trained(len(taught), count, lost, len(of_spans), len(table))
