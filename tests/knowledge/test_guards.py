"""A guard before a pattern: nothing else is found, and most places are passed over."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionkg import knowledge
from unionkg.knowledge.guards import guarded

PATTERNS = (
    "甲乙?丙",
    "(?:甲|乙丙)+丁",
    "[丁-乙]{1,3}(?=甲)",
    "(?<=甲)(?!乙)(?P<m>[乙丙]{1,4})",
    "(?:(?<=甲)|(?<=乙丙))丙丁?|(?<=丁)甲",
    "(?:(?<=^)|(?<=甲))乙",
    "(?<![甲乙])丙(?:甲|丁)",
    "(?x) 甲 (?: 乙 | 丙 )",
    "(?i)a甲",
    "[^甲]乙",
    ".乙",
    "甲*",
    "(?:甲|)乙",
    "(甲|乙)\\1",
    "甲{2,}+丙|\\d丁",
    "(?<=[甲乙])(?:丙|丁)$",
    "(?x)甲 # 丙",
    "(?s)(?m)^甲|乙",
)


@given(st.sampled_from(PATTERNS), st.text("甲乙丙丁aA1\n", max_size=24))
def test_nothing_else_is_found(pattern: str, text: str) -> None:
    """A pattern and the guarded one find the same, group by group, from every place on."""
    plain, fast = re.compile(pattern), re.compile(guarded(pattern))
    for begin in range(len(text) + 1):
        told = [[(m.span(), m.groups()) for m in p.finditer(text, begin)] for p in (plain, fast)]
        assert told[0] == told[1]
        assert bool(plain.match(text, begin)) == bool(fast.match(text, begin))


@pytest.mark.parametrize("pattern", ["甲*", "(?i)a甲", ".乙", "[^甲]乙", "(甲", "\\d乙"])
def test_what_may_begin_with_anything_has_no_guard(pattern: str) -> None:
    """Neither has what is empty, what heeds no case, or what is no pattern."""
    assert guarded(pattern) == pattern


def test_a_guard_looks_at_two_signs() -> None:
    """What a match begins with, and behind what it stands; flags stay in front."""
    assert guarded("(?:(?<=甲)|(?<=乙丙))[丙丁]") == "(?<=[丙甲])(?=[丁丙])(?:(?:(?<=甲)|(?<=乙丙))[丙丁])"
    assert guarded("(?x) 甲 | 乙") == "(?x)(?=[乙甲])(?: 甲 | 乙)"


def test_most_rules_have_one() -> None:
    """So that most sentences are passed over quickly."""
    rules = [rule for rule in knowledge.load().mention_rules if rule.pattern]
    known = [
        rule for rule in rules if rule.pattern and rule.pattern.pattern.startswith(("(?=", "(?<=", "(?x)"))
    ]
    assert 2 * len(known) > len(rules)
