"""The tagger's labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marked import spans
from unionkg import knowledge, structure
from unionkg.mentions import Finder, tagger
from unionkg.mentions.atoms import Atoms
from unionkg.model import Document, Span

ROOT = Path(__file__).parents[2]

TYPES = ("Group", "Organization", "Time")


def of_starts(*starts: int) -> Atoms:
    """Atoms of which nothing is known but where they begin."""
    return Atoms(starts, ["x"] * (len(starts) - 1), ["n"] * (len(starts) - 1), [], [])


@st.composite
def marked(draw: st.DrawFn) -> tuple[Atoms, list[tuple[str, Span]]]:
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
    return of_starts(*starts), found


@given(marked())
def test_labels_and_spans_are_inverse(case: tuple[Atoms, list[tuple[str, Span]]]) -> None:
    """Mentions written as labels and read back are the same mentions."""
    atoms, mentions = case
    labels, lost = tagger.labels(atoms, mentions)
    read = [(kind, Span(atoms.starts[a], atoms.starts[b + 1])) for kind, a, b in spans(labels)]
    assert (read, lost) == (mentions, 0)


def test_a_mention_inside_an_atom_is_lost() -> None:
    """A mention that begins inside an atom has no label and is counted."""
    labels, lost = tagger.labels(of_starts(0, 2, 4), [("Group", Span(1, 4))])
    assert (labels, lost) == (["O", "O"], 1)


def test_a_text_in_many_parts_is_tagged_like_the_whole() -> None:
    """Sentences are tagged some at a time; how many does not matter."""
    known = knowledge.load()
    finder = Finder(known, Path("/nowhere"))
    text = (ROOT / "corpus" / "2019-municipal-union-exchange.txt").read_text(encoding="utf-8")[:1500]
    built = structure.read(Document("d", text, {}), known.markers)
    atoms = finder.propose(text, built).atoms
    model = tagger.Tagger(tagger.shipped())
    whole = model.alternatives(atoms, built)
    assert len(list(atoms.sequences(built))) > 10
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tagger, "TOGETHER", 16)
        assert model.alternatives(atoms, built) == whole
