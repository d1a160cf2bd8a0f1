"""Whether a regular expression that a user wrote can take forever: it is tried on the texts it likes least.

Nothing but `re` is known here; who must wait how long is told by the caller's message.
"""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

parser: Any = importlib.import_module("re._parser")
op: Any = importlib.import_module("re._constants")

SECONDS = 0.25
"""Processor time after which a pattern is given up."""
LENGTH = 2000
"""Code points of the longest text that is tried."""
_REPEATS = {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}
_SIGNS = "ab1 ，、。“”-\n"
_CATEGORIES: dict[Any, str] = {
    op.CATEGORY_DIGIT: "1",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_WORD: "a",
    op.CATEGORY_NOT_DIGIT: "a",
    op.CATEGORY_NOT_SPACE: "a",
    op.CATEGORY_NOT_WORD: "，",
}
_STEP = 20
"""A text grows by a part of this size: less than three signs where a pattern is about to explode."""
_MANY = 8
"""Repetitions that may be tried in many ways."""
_VARIANTS = 6
"""Texts that are tried for what is repeated."""


def exhausted(pattern: re.Pattern[str]) -> bool:
    """Whether some text of at most LENGTH code points holds a search up for more than SECONDS.

    For each repetition in the pattern a text is made that nearly matches: what leads up to it, what
    it repeats many times, and a sign that fits nothing. It grows step by step, so that the trial of
    a pattern which doubles its time with each sign ends soon after the limit.
    """
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    return any(_too_slow(pattern, lead, body) for lead, body in sorted(set(_pumps(tree, ""))))


def _too_slow(pattern: re.Pattern[str], lead: str, body: str) -> bool:
    length = 1
    while length <= LENGTH:
        repeated = body * (length // len(body) + 1)
        started = time.thread_time()
        pattern.search(f"{lead}{repeated[:length]}\0")
        if time.thread_time() - started > SECONDS:
            return True
        length += max(1, length // _STEP)
    return False


def _pumps(tree: Iterable[Any], lead: str) -> Iterator[tuple[str, str]]:
    """For each repetition what leads up to it and what it repeats."""
    for operator, value in tree:
        if operator in _REPEATS:
            least, most, inside = value
            if most > _MANY:
                for body in islice(_samples(inside), _VARIANTS):
                    if body:
                        yield lead, body
            yield from _pumps(inside, lead)
            lead += _sample(inside) * min(least, _MANY)
        else:
            for inside in _inner(operator, value):
                yield from _pumps(inside, lead)
            lead += _sample([(operator, value)])


def _inner(operator: Any, value: Any) -> list[Any]:
    """What stands inside a group, a choice or a look around."""
    if operator is op.BRANCH:
        return list(value[1])
    if operator is op.SUBPATTERN:
        return [value[3]]
    if operator is op.ATOMIC_GROUP:
        return [value]
    return [value[1]] if operator in {op.ASSERT, op.ASSERT_NOT} else []


def _sample(tree: Iterable[Any]) -> str:
    """One short text that fits, leaving aside what looks around."""
    return next(_samples(tree), "")


def _samples(tree: Iterable[Any]) -> Iterator[str]:
    """Short texts that fit: one for each way through the first choice."""
    steps = list(tree)
    for at, (operator, value) in enumerate(steps):
        branches = _inner(operator, value) if operator in {op.BRANCH, op.SUBPATTERN} else []
        ways = [text for branch in branches for text in islice(_samples(branch), _VARIANTS)]
        if len(ways) > 1:
            before = "".join(_one(*step) for step in steps[:at])
            behind = "".join(_one(*step) for step in steps[at + 1 :])
            yield from (before + way + behind for way in ways)
            return
    yield "".join(_one(*step) for step in steps)


def _one(operator: Any, value: Any) -> str:
    """One short text that fits a single step of a pattern."""
    if operator is op.LITERAL:
        return chr(value)
    if operator is op.NOT_LITERAL:
        return next(sign for sign in _SIGNS if ord(sign) != value)
    if operator is op.ANY:
        return _SIGNS[0]
    if operator is op.IN:
        return _member(value)
    if operator in _REPEATS:
        count: int = min(max(value[0], 1), _MANY)
        return _sample(value[2]) * count
    inner = [] if operator in {op.ASSERT, op.ASSERT_NOT} else _inner(operator, value)
    return _sample(inner[0]) if inner else ""


def _member(members: list[Any]) -> str:
    """A sign of a set."""
    if members[0][0] is op.NEGATE:
        fitting = (sign for sign in _SIGNS if not any(_holds(sign, member) for member in members[1:]))
        return next(fitting, "\U0001f600")
    operator, value = members[0]
    if operator is op.RANGE:
        return chr(value[0])
    return _CATEGORIES.get(value, "") if operator is op.CATEGORY else chr(value)


def _holds(sign: str, member: tuple[Any, Any]) -> bool:
    operator, value = member
    if operator is op.RANGE:
        return bool(value[0] <= ord(sign) <= value[1])
    if operator is op.CATEGORY:
        return _CATEGORIES.get(value) == sign
    return bool(ord(sign) == value)
