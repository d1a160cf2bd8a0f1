"""Classes of people: where their names begin, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from unionkg import knowledge, structure
from unionkg.errors import KnowledgeError
from unionkg.knowledge import patterns, yamlfile
from unionkg.mentions import Finder
from unionkg.model import Document

KNOWN = knowledge.load()


@pytest.fixture(scope="module")
def finder() -> Finder:
    """What proposes mentions; no tagger chooses."""
    return Finder(KNOWN, Path("nowhere"))


def groups(finder: Finder, text: str) -> set[str]:
    """All that is proposed as a class of people."""
    built = structure.read(Document("d", text, {}), KNOWN.markers)
    found = finder.propose(text, built).candidates
    return {text[c.span.start : c.span.end] for c in found if c.type == "Group"}


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("把退休女职工纳入体检", "退休女职工"),
        ("齐全，有孕期、哺乳期女职工31人", "孕期、哺乳期女职工"),
        ("慰问炉前工、线路工", "炉前工"),
        ("一头是“90后”女工，", "“90后”女工"),
        ("由46名律师组成", "律师"),
        ("看到线路工们顶着小雪", "线路工"),
        ("优先服务就业困难人员", "就业困难人员"),
    ],
)
def test_people_to_the_true_left_edge(finder: Finder, text: str, group: str) -> None:
    """Attributes, lists of attributes, quotations and lone suffixes belong to the name."""
    assert group in groups(finder, text)


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("要依靠职工办企业", "依靠职工"),
        ("工程复工后加快施工", "复工"),
        ("这是吴敏老师说的", "吴敏老师"),
        ("他问：“怎么办？”渔工讨薪", "“怎么办？”渔工"),
        ("建起职工书屋", "职工"),
    ],
)
def test_what_is_no_class_of_people(finder: Finder, text: str, none: str) -> None:
    """Verbs, names, sentences in quotes and parts of longer names are left outside."""
    assert none not in groups(finder, text)


@pytest.mark.parametrize("key", ["within", "not_before"])
def test_an_unknown_word_list_is_an_error(tmp_path: Path, key: str) -> None:
    """A rule that names a list that there is not is told with its place."""
    file = tmp_path / "mentions.yaml"
    file.write_text(
        "rules:\n  - id: a\n    kind: head\n    type: Group\n    intent: {zh: 甲, en: a}\n"
        f"    heads: [工]\n    {key}: [nothing]\n"
        "    examples: [{text: a, found: [a]}, {text: b, found: [b]}]\n"
        "    counter_examples: [c]\n",
        encoding="utf-8",
    )
    with pytest.raises(KnowledgeError, match="no word list is called 'nothing'"):
        patterns.mention_rules(file, {}, frozenset({"Group"}))
    assert yamlfile.read(file)
