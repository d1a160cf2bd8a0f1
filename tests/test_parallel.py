"""Work in several processes gives the same results in the same order as in one, whatever ends them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from unionkg.errors import KnowledgeError
from unionkg.parallel import Mishap, here, in_order

NONE: Mishap[int, int] = Mishap(lambda number: [number], lambda _: -1)


def square(number: int) -> int:
    """The square."""
    return number * number


def refuse(number: int) -> int:
    """Raises an error of ours for 3."""
    if number == 3:
        raise KnowledgeError("错在此处", "wrong here")
    return number


def sums(once: Path | None, chunk: Sequence[int]) -> list[int]:
    """The chunk; 7 ends the process, as the system does when memory is short, and 5 the first time."""
    for number in chunk:
        if number == 7:
            os._exit(9)
        if number == 5 and once and not once.exists():
            once.touch()
            os._exit(9)
    return list(chunk)


CHUNKS: Mishap[Sequence[int], list[int]] = Mishap(
    lambda chunk: [[number] for number in chunk], lambda chunk: [-number for number in chunk]
)


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_order(processes: int) -> None:
    """Whatever the number of processes, results are in the order of the items."""
    assert list(in_order(square, range(12), here(processes), NONE)) == [n * n for n in range(12)]


def test_items_are_taken_as_needed() -> None:
    """No more items are under way than twice the processes and one, so memory does not grow."""
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(40):
            taken.append(number)
            yield number

    results = in_order(square, items(), here(2), NONE)
    assert next(results) == 0
    assert len(taken) <= 6
    results.close()  # type: ignore[attr-defined]


def test_an_error_comes_through_in_both_languages() -> None:
    """What a process raises arrives whole."""
    with pytest.raises(KnowledgeError) as fault:
        list(in_order(refuse, range(6), here(2), NONE))
    assert (fault.value.zh, fault.value.en) == ("错在此处", "wrong here")


def test_a_process_that_is_ended_once_costs_nothing(tmp_path: Path) -> None:
    """Its chunk is worked on again, and the others come in their order."""
    chunks = [[number] for number in range(7)]
    done = in_order(partial(sums, tmp_path / "once"), chunks, here(2), CHUNKS)
    assert list(done) == chunks
    assert (tmp_path / "once").exists()


def test_what_ends_its_process_again_is_lost_alone() -> None:
    """The rest of its chunk, and all others, are there; what is lost stands in its place."""
    chunks = [[0, 1, 2], [3, 4], [6, 7, 8], [9], [10, 11]]
    done = list(in_order(partial(sums, None), chunks, here(2), CHUNKS))
    assert [number for chunk in done for number in chunk] == [0, 1, 2, 3, 4, 6, -7, 8, 9, 10, 11]


def test_one_item_starts_no_process() -> None:
    """A single item is worked on here: the process that starts others costs more than it."""
    assert list(in_order(lambda _: os.getpid(), [1], here(4), NONE)) == [os.getpid()]
