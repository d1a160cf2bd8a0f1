"""Mistakes in `metadata.yaml` are told with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from unionkg.errors import KnowledgeError
from unionkg.knowledge import metadata, yamlfile

TOP = """head_lines: 5
title_length: 60
not_title: "。"
digits: 〇一二三四五六七八九
ten: 十
simplified: 的一是
traditional: 這個
"""


def load(text: str) -> metadata.MetadataRules:
    """The rules of a file of this text."""
    return metadata.load(yamlfile.parse(text, Path("metadata.yaml")))


@pytest.mark.parametrize(
    ("rule", "remedy"),
    [
        ("{id: a, field: date, pattern: x}", "needs the group"),
        ("{id: a, field: dates, pattern: x}", "must be one of"),
        ("{id: a, field: notice, pattern: '(x'}", "no regular expression"),
        ("{id: a, field: notice, pattern: x, examples: [y]}", "misses its example"),
        ("{id: a, field: notice, pattern: x, counter_examples: [x]}", "fires on its counter-example"),
        ("{id: a, field: notice, pattern: x, patern: y}", "unknown key"),
    ],
)
def test_a_wrong_rule(rule: str, remedy: str) -> None:
    """Each mistake in a rule is an error at its line that says what to write."""
    with pytest.raises(KnowledgeError, match=remedy) as error:
        load(f"{TOP}rules:\n  - {rule}\n")
    assert "metadata.yaml:9:" in str(error.value)
    assert error.value.zh


def test_digits_are_ten() -> None:
    """The digits must be those from 0 to 9."""
    with pytest.raises(KnowledgeError, match="ten digits"):
        load(TOP.replace("〇", ""))


@pytest.mark.parametrize(
    ("word", "value"),
    [("二〇二〇", 2020), ("十", 10), ("二十一", 21), ("三十", 30), ("１２", 12), ("2019", 2019)],
)
def test_numbers(word: str, value: int) -> None:
    """Years are read digit by digit, days and months with ten."""
    assert load(TOP).number(word) == value


def test_columns_know_their_aliases() -> None:
    """A column name leads to its metadata name whatever its case."""
    rules = load(f"{TOP}columns:\n  text: [Text, 正文]\n")
    assert rules.columns == {"text": "text", "正文": "text"}
