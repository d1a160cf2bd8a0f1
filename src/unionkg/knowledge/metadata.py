"""Rules for a text's own head (title, date, occasion, speaker) and the characters that tell encodings apart.

Read from `metadata.yaml`; no document is read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from unionkg.knowledge.yamlfile import YamlNode

HEAD_FIELDS = ("audience", "body", "date", "kind", "notice", "occasion", "series", "source", "speaker")


@dataclass(frozen=True, slots=True)
class HeadRule:
    """What one line of a text's head says of `field`.

    The value is `value` where it is set, else the group `value` of `pattern`, for a date
    its groups `year`, `month`, `day`. A rule with `after` holds only on the line after
    one that gave that field. `notice` lines give nothing and are no title.
    """

    id: str
    field: str
    pattern: re.Pattern[str]
    value: str
    after: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MetadataRules:
    """All of `metadata.yaml`, compiled.

    `head_lines` is how many lines with text are looked at, `title_length` how many code
    points a title line may have, `not_title` what it may not contain; `digits` the
    Chinese digits from 0 to 9 with `ten`; `frequent` the characters that make up most of
    any Chinese text in either script; `columns` gives the metadata name of a column or key.
    """

    head_lines: int
    title_length: int
    not_title: re.Pattern[str]
    digits: str
    ten: str
    frequent: frozenset[str]
    columns: dict[str, str]
    rules: tuple[HeadRule, ...]

    def number(self, word: str) -> int:
        """The value of a number in Latin, full-width or Chinese digits, or 0."""
        if word.isdecimal():
            return int(word)
        plain = [max(self.digits.find(letter), 0) for letter in word]
        if self.ten not in word:
            return int("".join(map(str, plain)) or "0")
        tens, _, units = word.partition(self.ten)
        return (self.number(tens) if tens else 1) * 10 + (self.number(units) if units else 0)


def load(node: YamlNode) -> MetadataRules:
    """Compile `metadata.yaml`; raises KnowledgeError with file and line."""
    node.only(
        "head_lines",
        "title_length",
        "not_title",
        "digits",
        "ten",
        "simplified",
        "traditional",
        "columns",
        "rules",
    )
    digits = node.text("digits")
    if len(digits) != 10:
        raise node.error(
            "“digits”应为零到九的十个数字", "'digits' must be the ten digits from 0 to 9", "digits"
        )
    return MetadataRules(
        head_lines=node.whole("head_lines"),
        title_length=node.whole("title_length"),
        not_title=node.compile("not_title", node.text("not_title")),
        digits=digits,
        ten=node.text("ten"),
        frequent=frozenset(node.text("simplified") + node.text("traditional")) - {" ", "\n"},
        columns=_columns(node),
        rules=tuple(_rule(item) for item in node.items("rules")),
    )


def _columns(node: YamlNode) -> dict[str, str]:
    """The metadata name of each column name, in lower case."""
    columns = node.child("columns")
    if columns is None:
        return {}
    return {alias.lower(): name for name in columns.keys for alias in columns.texts(name)}


def _rule(node: YamlNode) -> HeadRule:
    """One rule; a pattern that gives no value is told."""
    node.only("id", "intent", "field", "pattern", "value", "after", "examples", "counter_examples")
    field = node.choice("field", HEAD_FIELDS)
    pattern = node.compile("pattern", node.text("pattern"))
    value = node.text("value", "")
    group = "year" if field == "date" else "value"
    if field != "notice" and not value and group not in pattern.groupindex:
        raise node.error(
            f"“pattern”里缺少分组 (?P<{group}>…)", f"'pattern' needs the group (?P<{group}>…)", "pattern"
        )
    after = node.choice("after", ("", *HEAD_FIELDS), "")
    examples, counter_examples = node.texts("examples"), node.texts("counter_examples")
    for example in examples:
        if not pattern.search(example):
            raise node.error(
                f"例句不合规则：{example}", f"the pattern misses its example: {example}", "examples"
            )
    for example in counter_examples:
        if pattern.search(example):
            raise node.error(
                f"反例合了规则：{example}",
                f"the pattern fires on its counter-example: {example}",
                "counter_examples",
            )
    return HeadRule(node.text("id"), field, pattern, value, after, examples, counter_examples)
