"""How sure each rule is: measured precision with its number of cases, from `sureness.yaml`.

Written by `training/validate.py` from gold, read by whoever shows a rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from unionkg.knowledge.yamlfile import YamlNode

PARTS = ("mentions", "claims", "relations")


@dataclass(frozen=True, slots=True)
class Sure:
    """The share of cases in which a rule was right, 0 to 1, and how many cases there were."""

    precision: float
    cases: int


def load(node: YamlNode) -> dict[str, dict[str, Sure]]:
    """Precision by rule or relation, for each of PARTS; raises KnowledgeError with file and line."""
    node.only(*PARTS)
    found: dict[str, dict[str, Sure]] = {}
    for part in PARTS:
        child = node.child(part)
        found[part] = {}
        for name in child.keys if child else ():
            entry = child.child(name) if child else None
            if entry is None:
                continue
            raw = entry.text("precision")
            if not raw.replace(".", "", 1).isdecimal():
                zh, en = "precision 应为 0 到 1 的数", "'precision' must be a number from 0 to 1"
                raise entry.error(zh, en, "precision")
            found[part][name] = Sure(float(raw), entry.whole("cases"))
    return found
