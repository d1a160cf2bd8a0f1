"""What is piled up comes back, in a file or not; what was freed is given back where that can be done."""

from __future__ import annotations

import gc
import warnings

import pytest

from unionkg import memory
from unionkg.memory import Pile


@pytest.mark.parametrize("held", [1, 1 << 16])
def test_what_was_piled_up_is_read_in_order(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As often as one likes, more may be added afterwards, and no file is left open."""
    monkeypatch.setattr(memory, "HELD", held)
    pile = Pile()
    assert not len(pile)
    for value in ("2020/文#1\n\u2028", ["a", 1], "\ud800"):
        pile.add(value)
    assert len(pile) == 3
    assert list(pile) == list(pile) == ["2020/文#1\n\u2028", ["a", 1], "\ud800"]
    next(iter(pile))
    pile.add("more")
    assert list(pile)[3:] == ["more"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        del pile
        gc.collect()


def test_memory_is_given_back_wherever_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without that call is left alone."""
    memory.give_back()
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda _: object())
    memory._trim.cache_clear()
    memory.give_back()
    memory._trim.cache_clear()
