"""The decoder finds the likeliest labels; CRFsuite, which trains the weights, finds the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pycrfsuite
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marked import spans
from reading import documents
from unionkg import knowledge, lessons, structure
from unionkg.learning.mentions import train_tagger
from unionkg.mentions import Finder, crfmodel, features, tagger
from unionkg.mentions.crfmodel import Numbers
from unionkg.mentions.decoding import Decoder, layout
from unionkg.mentions.scoring import Scorer
from unionkg.model import Document

ROOT = Path(__file__).parents[2]
KNOWN = knowledge.load()
FINDER = Finder(KNOWN, Path("/nowhere"))


def likeliest(scores: Numbers, transitions: Numbers) -> list[int]:
    """The labels of one sentence, atom by atom, as the book has it; of equal ones the first."""
    state, ways = scores[0].astype(np.int64), []
    for row in scores[1:]:
        come = state[:, None] + transitions
        ways.append(come.argmax(axis=0))
        state = come.max(axis=0) + row
    labels = [int(state.argmax())]
    for way in reversed(ways):
        labels.append(int(way[labels[-1]]))
    return labels[::-1]


@st.composite
def problems(draw: st.DrawFn) -> tuple[Numbers, Numbers, list[int]]:
    """Scores of some sentences, few or many transitions that weigh something, and the lengths."""
    lengths = draw(st.lists(st.integers(1, 40), min_size=1, max_size=6))
    labels = draw(st.integers(1, 9))
    chance = np.random.default_rng(draw(st.integers(0, 10**6)))
    most = draw(st.sampled_from([1, 3, 100]))
    scores = chance.integers(-most, most, (sum(lengths), labels), endpoint=True).astype(np.int32)
    transitions = chance.integers(-most, 3 * most, (labels, labels), endpoint=True).astype(np.int32)
    transitions[chance.random(transitions.shape) < draw(st.sampled_from([0.0, 0.6, 0.9]))] = 0
    return scores, transitions, lengths


@given(problems())
@settings(deadline=None)
def test_the_labels_are_the_likeliest(problem: tuple[Numbers, Numbers, list[int]]) -> None:
    """Chunks and rounds give what one step after the other gives, ties and negative weights among it."""
    scores, transitions, lengths = problem
    found = Decoder(transitions).decode(scores, lengths)[0].tolist()
    edges = [0, *np.cumsum(lengths).tolist()]
    apart = [likeliest(scores[a:b], transitions) for a, b in pairwise(edges)]
    assert found == [label for labels in apart for label in labels]


NAMES = ("O", "B-a", "I-a", "E-a", "S-a", "B-b", "E-b", "S-b")


@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.integers(0, 10**6))
@settings(deadline=None)
def test_labels_follow_one_another_as_in_mentions(lengths: list[int], seed: int) -> None:
    """The likeliest of those ways that begin, go on and end as mentions do."""
    chance = np.random.default_rng(seed)
    scores = chance.integers(-50, 50, (sum(lengths), len(NAMES))).astype(np.int32)
    transitions = chance.integers(-50, 50, (len(NAMES), len(NAMES))).astype(np.int32)
    transitions[chance.random(transitions.shape) < 0.6] = 0
    order = tagger.order(NAMES)
    found = Decoder(transitions, order).decode(scores, lengths)[0].tolist()
    never = -(10**6)
    barred = np.where(order.follows, transitions, never)
    apart: list[int] = []
    for a, b in pairwise([0, *np.cumsum(lengths).tolist()]):
        edged = scores[a:b].astype(np.int64)
        edged[0, ~order.begins] += never
        edged[-1, ~order.ends] += never
        apart += likeliest(edged, barred)
        names = [NAMES[label] for label in found[a:b]]
        told = [(kind, first, last) for kind, first, last in spans(names)]
        covered = sum(last - first + 1 for _, first, last in told)
        assert covered == sum(name != "O" for name in names)
    assert found == apart


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_every_atom_has_its_place(lengths: list[int]) -> None:
    """The chunks of sentences hold every atom once, and tell which follows which."""
    plan = layout(lengths)
    assert sorted(plan.order) == list(range(sum(lengths)))
    ends = set(np.cumsum(lengths) - 1)
    for place, atom in enumerate(plan.order):
        following = plan.after[place]
        assert (following < 0) == (atom in ends)
        assert following < 0 or plan.order[following] == atom + 1
    firsts = plan.order[: len(plan.last)]
    for chunk, before in enumerate(plan.before):
        assert before < 0 or plan.order[plan.last[before]] + 1 == firsts[chunk]


# --- beside CRFsuite -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[pycrfsuite.Tagger, crfmodel.Model]:
    """A model of invented texts as CRFsuite reads it and as we do, without an order of labels."""
    folder = tmp_path_factory.mktemp("models")
    taught = list(lessons.annotated([ROOT / "training" / "texts"]))[:12]
    train_tagger(taught, KNOWN, folder / "ours", folder / "theirs")
    opened = pycrfsuite.Tagger()
    opened.open(str(folder / "theirs"))
    return opened, crfmodel.read(folder / "ours")


def invented() -> Iterator[str]:
    """Texts that the model has not seen."""
    for path in sorted((ROOT / "training" / "texts").glob("*.txt"))[12:60]:
        yield path.read_text(encoding="utf-8")
    yield (ROOT / "corpus" / "2019-municipal-union-exchange.txt").read_text(encoding="utf-8")


def both(pair: tuple[pycrfsuite.Tagger, crfmodel.Model], document: Document) -> tuple[list[str], list[str]]:
    """The labels by CRFsuite and by ours."""
    opened, ours = pair
    built = structure.read(document, KNOWN.markers)
    atoms = FINDER.propose(document.text, built).atoms
    told = list(features.strings(atoms))
    theirs = [label for a, b in atoms.sequences(built) for label in opened.tag(told[a:b])]
    lengths = [b - a for a, b in atoms.sequences(built)]
    if not lengths:
        return theirs, []
    scores = Scorer(ours).scores(atoms, 0, len(atoms.forms))
    labels, _ = Decoder(ours.transitions).decode(scores, lengths)
    return theirs, [ours.labels[label] for label in labels]


def test_crfsuite_finds_the_same_in_invented_texts(pair: tuple[pycrfsuite.Tagger, crfmodel.Model]) -> None:
    """Not one label of some ten thousand is another."""
    total = 0
    for text in invented():
        theirs, ours = both(pair, Document("d", text, {}))
        assert theirs == ours
        total += len(set(theirs)) and len(theirs)
    assert total > 10_000


@given(documents())
@settings(deadline=None, max_examples=40)
def test_crfsuite_finds_the_same_in_any_text(
    pair: tuple[pycrfsuite.Tagger, crfmodel.Model], document: Document
) -> None:
    """Nor in texts of any signs."""
    theirs, ours = both(pair, document)
    assert theirs == ours
