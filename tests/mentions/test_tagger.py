"""The tagger's labels, and what is known of its model."""

from __future__ import annotations

from pathlib import Path

import pycrfsuite
from hypothesis import given
from hypothesis import strategies as st

from unionkg import knowledge, structure
from unionkg.mentions import Finder, crfmodel, tagger
from unionkg.mentions.features import Atoms
from unionkg.model import Document, Span

TYPES = ("Group", "Organization", "Time")


@st.composite
def spans(draw: st.DrawFn) -> tuple[Atoms, list[tuple[str, Span]]]:
    """Atoms of one code point or two, and mentions of whole atoms."""
    starts = [0]
    for length in draw(st.lists(st.integers(1, 2), min_size=1, max_size=12)):
        starts.append(starts[-1] + length)
    found, at = [], 0
    for gap, size in draw(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3)), max_size=5)):
        first, last = at + gap, at + gap + size
        if last < len(starts):
            found.append((draw(st.sampled_from(TYPES)), Span(starts[first], starts[last])))
        at = last
    return Atoms(tuple(starts), tuple([] for _ in starts[1:])), found


@given(spans())
def test_labels_and_spans_are_inverse(case: tuple[Atoms, list[tuple[str, Span]]]) -> None:
    """Mentions written as labels and read back are the same mentions."""
    atoms, mentions = case
    labels, lost = tagger.labels(atoms, mentions)
    read = [(kind, Span(atoms.starts[a], atoms.starts[b + 1])) for kind, a, b in tagger.spans(labels)]
    assert (read, lost) == (mentions, 0)


def test_a_mention_inside_an_atom_is_lost() -> None:
    """A mention that begins inside an atom has no label and is counted."""
    labels, lost = tagger.labels(Atoms((0, 2, 4), ([], [])), [("Group", Span(1, 4))])
    assert (labels, lost) == (["O", "O"], 1)


def test_a_broken_run_ends_before_the_break() -> None:
    """A run without its end is what stands before the break; an end alone is nothing."""
    assert list(tagger.spans(["B-Group", "I-Group", "O", "E-Group"])) == [("Group", 0, 1)]
    assert list(tagger.spans(["B-Group", "E-Time", "S-Time"])) == [("Group", 0, 0), ("Time", 2, 2)]


def test_the_features_of_a_model_are_read_from_its_file(tmp_path: Path) -> None:
    """What a model learnt from, and nothing else, is what its file tells."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"max_iterations": 5})
    trainer.append([["w=工会", "b"], ["w=\n", "t=a=b"]], ["S-Group", "O"])
    trainer.train(str(tmp_path / "small.crfsuite"))
    assert crfmodel.features(tmp_path / "small.crfsuite") == {"w=工会", "b", "w=\n", "t=a=b"}


def test_a_file_of_another_form_tells_nothing(tmp_path: Path) -> None:
    """Where the file is no such model every feature is made, as if nothing were known."""
    for data in (b"", b"lCRF", b"lCRF" + bytes(100)):
        (tmp_path / "other").write_bytes(data)
        assert crfmodel.features(tmp_path / "other") is None


def test_features_that_the_model_does_not_know_do_not_count() -> None:
    """Tagging by all features and by the known ones gives the same."""
    known = knowledge.load()
    text = "市总工会成立了劳模工匠宣讲团，服务困难职工。\n　　一、要讲政治、会创新。“X”也好。"
    built = structure.read(Document("d", text, {}), known.markers)
    model = tagger.Tagger(tagger.shipped())
    few = Finder(known).propose(text, built).atoms
    every = Finder(known, Path("/nowhere")).propose(text, built).atoms
    assert few.starts == every.starts
    assert all(set(a) <= set(b) for a, b in zip(few.features, every.features, strict=True))
    assert list(model.tag(few, built)) == list(model.tag(every, built))
