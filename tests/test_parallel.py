"""Work in several processes gives the same results in the same order as in one."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from unionkg.errors import KnowledgeError, UnionkgError
from unionkg.parallel import in_order


def square(number: int) -> int:
    """The square."""
    return number * number


def refuse(number: int) -> int:
    """Raises an error of ours for 3."""
    if number == 3:
        raise KnowledgeError("错在此处", "wrong here")
    return number


def end(number: int) -> int:
    """Ends the process, as the system does when memory is short."""
    os._exit(9 if number else 8)


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_order(processes: int) -> None:
    """Whatever the number of processes, results are in the order of the items."""
    assert list(in_order(square, range(12), processes)) == [n * n for n in range(12)]


def test_items_are_taken_as_needed() -> None:
    """No more items are under way than twice the processes and one, so memory does not grow."""
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(40):
            taken.append(number)
            yield number

    results = in_order(square, items(), 2)
    assert next(results) == 0
    assert len(taken) <= 6
    results.close()  # type: ignore[attr-defined]


def test_an_error_comes_through_in_both_languages() -> None:
    """What a process raises arrives whole."""
    with pytest.raises(KnowledgeError) as fault:
        list(in_order(refuse, range(6), 2))
    assert (fault.value.zh, fault.value.en) == ("错在此处", "wrong here")


def test_a_process_that_is_ended_is_told() -> None:
    """A worker that the system ended gives one message with the remedy."""
    with pytest.raises(UnionkgError, match="--jobs 1"):
        list(in_order(end, range(4), 2))


def test_one_item_starts_no_process() -> None:
    """A single item is worked on here: the process that starts others costs more than it."""
    assert list(in_order(lambda _: os.getpid(), [1], 4)) == [os.getpid()]
