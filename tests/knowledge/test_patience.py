"""Patterns that can take forever are told apart from patterns that can't."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as options
from hypothesis import strategies as st

from unionkg import knowledge
from unionkg.errors import KnowledgeError
from unionkg.knowledge import metadata, patience, views, yamlfile


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+b",
        r"(?:工|工工)+市",
        r"(\w+\s?)+:",
        r"([^，]+，?)+。$",
        r"(?=(工+)+市)工",
        r"^(([a-z])+.)+[A-Z]([a-z])+$",
        r"(?:一中、?|和|、)*精神",
        r"(?:(?:工+)?(?:会+)?)+市",
    ],
)
def test_a_pattern_that_takes_forever(pattern: str) -> None:
    """Repeats of repeats, and choices that can be read in many ways, are found."""
    assert patience.exhausted(re.compile(pattern))


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:职工+)+书",
        r"一{1,3}、",
        r"(?:[一-龥]{2,8}、)+[一-龥]{2,8}等",
        r"(?P<m>[^《》]{1,60})》",
        r"(?<=[：；])[（(]一[）)]",
        r"(?!总)工会(?:系统|组织)?",
        r"(?i:abc)|[^\d\s]*\b",
        r"",
    ],
)
def test_a_pattern_that_is_quick(pattern: str) -> None:
    """What is read in one way, or bounded, is let through."""
    assert not patience.exhausted(re.compile(pattern))


def test_the_shipped_patterns_are_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pattern that ships stands the trial that a user's own must stand."""
    folder = knowledge.shipped()
    tried: list[str] = []

    def trial(pattern: re.Pattern[str]) -> bool:
        tried.append(pattern.pattern)
        return exhausted(pattern)

    exhausted = patience.exhausted
    monkeypatch.setattr(yamlfile, "shipped", lambda: Path("/nowhere"))
    monkeypatch.setattr(patience, "exhausted", trial)
    knowledge.load()
    metadata.load(yamlfile.read(folder / "metadata.yaml"))
    views.read(folder / "views.yaml")
    assert len(tried) > 80


def test_a_users_pattern_is_refused_with_its_line(tmp_path: Path) -> None:
    """The message names file, line, key and remedy."""
    path = tmp_path / "patterns.yaml"
    path.write_text("id: x\nintent: y\npattern: '(工+)+市'\n", encoding="utf-8")
    node = yamlfile.read(path)
    with pytest.raises(KnowledgeError, match=rf"{re.escape(str(path))}:3: 'pattern' takes forever") as told:
        node.compile("pattern", node.text("pattern"))
    assert "重复" in told.value.zh


@options(deadline=None, max_examples=200)
@given(
    st.from_regex(r"(?:[a工]|\[[a工]\]|\([a工]\)|\(\?:a\|工\)|\.|\\w)(?:[a工.]|\{1,3\}|\?)?", fullmatch=True)
)
def test_any_small_pattern_is_tried(pattern: str) -> None:
    """The trial reads whatever `re` compiles."""
    assert not patience.exhausted(re.compile(pattern))
