"""The tagger's labels."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from unionkg.mentions import tagger
from unionkg.mentions.atoms import Atoms
from unionkg.model import Span

TYPES = ("Group", "Organization", "Time")


def of_starts(*starts: int) -> Atoms:
    """Atoms of which nothing is known but where they begin."""
    return Atoms(starts, ["x"] * (len(starts) - 1), ["n"] * (len(starts) - 1), [], [])


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
    return of_starts(*starts), found


@given(spans())
def test_labels_and_spans_are_inverse(case: tuple[Atoms, list[tuple[str, Span]]]) -> None:
    """Mentions written as labels and read back are the same mentions."""
    atoms, mentions = case
    labels, lost = tagger.labels(atoms, mentions)
    read = [(kind, Span(atoms.starts[a], atoms.starts[b + 1])) for kind, a, b in tagger.spans(labels)]
    assert (read, lost) == (mentions, 0)


def test_a_mention_inside_an_atom_is_lost() -> None:
    """A mention that begins inside an atom has no label and is counted."""
    labels, lost = tagger.labels(of_starts(0, 2, 4), [("Group", Span(1, 4))])
    assert (labels, lost) == (["O", "O"], 1)


def test_a_broken_run_ends_before_the_break() -> None:
    """A run without its end is what stands before the break; an end alone is nothing."""
    assert list(tagger.spans(["B-Group", "I-Group", "O", "E-Group"])) == [("Group", 0, 1)]
    assert list(tagger.spans(["B-Group", "E-Time", "S-Time"])) == [("Group", 0, 0), ("Time", 2, 2)]
