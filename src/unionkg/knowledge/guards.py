"""What stands at the beginning of whatever a pattern finds, written before the pattern.

`re` tries a pattern at every character. Where the signs are known with which a match begins, or behind which
it stands, one look tells that most places can't be meant. What is found stays the same.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from typing import Any

from unionkg.knowledge import compiled

parser: Any = importlib.import_module("re._parser")
code: Any = importlib.import_module("re._constants")

MOST = 400
"""Signs of a guard; where more are possible there is none."""

Signs = frozenset[int] | None
"""Code points, or None where any may stand."""

_FLAGS = re.compile(r"\(\?[a-z]+\)")
_NOTHING: frozenset[int] = frozenset()
_REPEATS = frozenset({code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT})
_SINGLE = frozenset({code.LITERAL, code.IN, code.ANY, code.NOT_LITERAL})
_LOOKS = frozenset({code.ASSERT, code.ASSERT_NOT, code.AT})


def guarded(pattern: str) -> str:
    """The pattern behind its guard, if it has one; one that is kept need not be worked out."""
    known = compiled.kept().guards.get(compiled.of_pattern(pattern))
    guard = guard_of(pattern) if known is None else known
    return _behind(guard, pattern) if guard else pattern


def guard_of(pattern: str) -> str:
    """A look at the sign that a match begins with, and at the one before it; empty where none is known.

    One that is no pattern has none: whoever compiles it tells so.
    """
    try:
        tree = parser.parse(pattern)
    except (re.error, OverflowError, RecursionError):
        return ""
    if tree.state.flags & re.IGNORECASE:
        return ""
    first, empty = _first(tree)
    if empty:
        return ""
    guard = _look("(?<=", _before(tree)) + _look("(?=", first)
    return guard if guard and _compiles(_behind(guard, pattern)) else ""


def _behind(guard: str, pattern: str) -> str:
    """A pattern behind its guard; flags stay in front."""
    flags = _FLAGS.match(pattern)
    begin = flags.end() if flags else 0
    return f"{pattern[:begin]}{guard}(?:{pattern[begin:]})"


def _compiles(pattern: str) -> bool:
    """Whether a pattern is one still: a comment at its end or flags within would break what stands around."""
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _look(opening: str, signs: Signs) -> str:
    """A look at one sign out of some."""
    if signs is None or not 0 < len(signs) <= MOST:
        return ""
    return f"{opening}[{''.join(re.escape(chr(sign)) for sign in sorted(signs))}])"


def _union(found: Iterable[Signs]) -> Signs:
    """The signs of all."""
    signs: frozenset[int] = _NOTHING
    for some in found:
        if some is None:
            return None
        signs |= some
    return signs


def _first(tree: Iterable[tuple[Any, Any]]) -> tuple[Signs, bool]:
    """What a match of a sequence may begin with, and whether it may be empty."""
    signs: Signs = _NOTHING
    for operation, value in tree:
        some, empty = _first_of(operation, value)
        signs = _union((signs, some))
        if not empty:
            return signs, False
    return signs, True


def _first_of(operation: Any, value: Any) -> tuple[Signs, bool]:
    """The same for one part of a pattern."""
    if operation in _SINGLE:
        return _single(operation, value), False
    if operation in _LOOKS:
        return _NOTHING, True
    if operation is code.BRANCH:
        branches = [_first(branch) for branch in value[1]]
        return _union(signs for signs, _ in branches), any(empty for _, empty in branches)
    inner = _within(operation, value)
    if inner is None:
        return None, True
    signs, empty = _first(inner)
    return signs, empty or (operation in _REPEATS and not value[0])


def _within(operation: Any, value: Any) -> Any:
    """The sequence in a group or a repeat; None for what can't be told, as a group with flags of its own."""
    if operation is code.SUBPATTERN and not (value[1] or value[2]):
        return value[3]
    if operation is code.ATOMIC_GROUP:
        return value
    return value[2] if operation in _REPEATS else None


def _single(operation: Any, value: Any) -> Signs:
    """What one sign may be."""
    if operation is code.LITERAL:
        return frozenset({value})
    return _among(value) if operation is code.IN else None


def _among(items: Iterable[tuple[Any, Any]]) -> Signs:
    """The signs in square brackets."""
    signs: set[int] = set()
    for operation, value in items:
        if operation is code.LITERAL:
            signs.add(value)
        elif operation is code.RANGE and value[1] - value[0] < MOST:
            signs.update(range(value[0], value[1] + 1))
        else:
            return None
    return frozenset(signs)


def _before(tree: Iterable[tuple[Any, Any]]) -> Signs:
    """What must stand before a match."""
    for operation, value in tree:
        if operation is code.ASSERT and value[0] < 0:
            return _last(value[1])
        if operation is code.SUBPATTERN:
            return _before(_within(operation, value) or ())
        if operation is code.BRANCH:
            return _union(_before(branch) for branch in value[1])
        if operation not in _LOOKS:
            return None
    return None


def _last(tree: Any) -> Signs:
    """What a sequence of known signs ends with."""
    if not len(tree):
        return None
    operation, value = tree[-1]
    if operation is code.SUBPATTERN:
        return _last(_within(operation, value) or ())
    if operation is code.BRANCH:
        return _union(_last(branch) for branch in value[1])
    return _single(operation, value)
