"""Learning to find mentions: the tagger from gold labels, then the weights of spans beside each other.

The second are learnt from what taggers find in documents that they have not seen, as it will be with any
other.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from unionkg import structure
from unionkg.knowledge import Knowledge
from unionkg.learning.logistic import Row, learnt
from unionkg.lessons import Lesson
from unionkg.mentions import Finder, Found, crfmodel, reranking, tagger
from unionkg.mentions.edges import trimmed
from unionkg.mentions.features import strings
from unionkg.model import Mention, Span
from unionkg.weights import Weights

FOLDS = 4
NOWHERE = Path("/nowhere")
"""No tagger is there."""
_TAGGER = {"c1": 0.2, "c2": 0.05, "max_iterations": 50, "feature.minfreq": 1}
"""Parameters of CRFsuite; to stop early does on unseen texts what stronger penalties do less well."""
_SLIGHT = 0.1
"""Weights of the tagger below are not kept: half of all; on documents left out F1 falls by a thousandth."""
_SPANS = {"c1": 3.0, "c2": 3.0, "max_iterations": 80}
"""Strong penalties: few weights remain, and as good ones."""
ENOUGH = 1000
"""Alternatives from which weights of spans are learnt; from fewer such penalties leave nothing."""


def train_tagger(taught: Sequence[Lesson], knowledge: Knowledge, model: Path, raw: Path | None = None) -> int:
    """Train the tagger and write its model; gives the number of mentions that no atom fits.

    With `raw` the file of CRFsuite is written there, and the model keeps slight weights, too.
    """
    finder = Finder(knowledge, NOWHERE)
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
        learnt = crfmodel.converted(path)
        crfmodel.write(model, learnt if raw else crfmodel.pruned(learnt, _SLIGHT))
    return lost


def _fitting(text: str, span: Span, starts: set[int]) -> Span:
    """The span with or without the quotation marks at its edges, whichever is cut so."""
    if span.start in starts and span.end in starts:
        return span
    inner = text[span.start : span.end]
    stripped = inner.strip("“”《》‘’")
    start = span.start + inner.find(stripped)
    return Span(start, start + len(stripped))


@dataclass(frozen=True, slots=True)
class Considered:
    """What a tagger finds in the plain text of a lesson that it has not seen, and what that teaches."""

    lesson: Lesson
    found: Found
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Folded:
    """Lessons in folds, each considered by a tagger that learnt from the other folds; these taggers."""

    finder: Finder
    folds: list[list[Considered]]
    taggers: list[crfmodel.Model]

    def weights(self, left: int | None = None) -> Weights:
        """The weights of spans, learnt from all folds but one; none where there are too few alternatives."""
        if sum(len(one.rows) for fold in self.folds for one in fold) < ENOUGH:
            return {}
        kept = (fold for number, fold in enumerate(self.folds) if number != left)
        return learnt((row for fold in kept for one in fold for row in one.rows), _SPANS)

    def mentions(self) -> list[tuple[Lesson, tuple[Mention, ...]]]:
        """What is found in each lesson by a tagger and by weights that it did not teach.

        (What the weights learnt from was found by taggers that it did teach.)
        """
        found: list[tuple[Lesson, tuple[Mention, ...]]] = []
        for number, fold in enumerate(self.folds):
            reranker = reranking.Reranker(self.weights(number))
            choose = self.finder.choose
            found += ((one.lesson, choose(one.lesson.plain, one.found, reranker)) for one in fold)
        return found


def folded(taught: Sequence[Lesson], knowledge: Knowledge) -> Folded:
    """Train a tagger for each fold of the lessons without it, and let it consider that fold."""
    known: dict[str, str] = {}
    folds: list[list[Considered]] = []
    taggers: list[crfmodel.Model] = []
    for fold in range(FOLDS):
        with tempfile.TemporaryDirectory() as folder:
            model = Path(folder) / "tagger.weights"
            train_tagger([t for i, t in enumerate(taught) if i % FOLDS != fold], knowledge, model)
            finder = Finder(knowledge, model)
            taggers.append(crfmodel.read(model))
        left_out = [t for i, t in enumerate(taught) if i % FOLDS == fold]
        folds.append([_considered(lesson, knowledge, finder, known) for lesson in left_out])
    return Folded(Finder(knowledge, NOWHERE), folds, taggers)


def join_taggers(model: Path, others: Sequence[crfmodel.Model]) -> None:
    """Write in place of a tagger its mean with those of the folds, which learnt from the same lessons."""
    mean = crfmodel.averaged([crfmodel.read(model), *others])
    crfmodel.write(model, crfmodel.pruned(mean, _SLIGHT))


def _considered(lesson: Lesson, knowledge: Knowledge, finder: Finder, known: dict[str, str]) -> Considered:
    """A lesson with its alternatives; `known` keeps each feature once."""
    document = lesson.plain
    text = document.text
    found = finder.propose(text, structure.read(document, knowledge.markers))
    gold = {(m.type, *trimmed(text, m.span)) for m in lesson.annotation.mentions}
    rows: list[Row] = []
    if found.company is not None:
        doubted = (i for i, certain in enumerate(found.company.certain) if not certain)
        for index in doubted:
            told = tuple(known.setdefault(name, name) for name in reranking.strings(found.company, index))
            rows.append((told, found.company.places[index] in gold))
    return Considered(lesson, found, rows)
