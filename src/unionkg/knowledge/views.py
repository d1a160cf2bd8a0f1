"""How the page shows things, read from `views.yaml` and checked.

Nothing here knows HTML, a graph or a document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from unionkg.knowledge import yamlfile
from unionkg.knowledge.yamlfile import YamlNode

SHAPES = ("dot", "square", "triangle", "triangleDown", "diamond", "star", "hexagon")
"""The shapes that the page can draw."""

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class ClassStyle:
    """How things of one class look; `id` is the local name of the class."""

    id: str
    label_zh: str
    label_en: str
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class HubRule:
    """When a thing starts as a filter: degrees are numbers of neighbours."""

    least: int
    percent: int
    listed_least: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelPattern:
    """A level (`id` as in `ukg:level-ID`) and how the names of its issuers are told."""

    id: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ViewStyle:
    """All of `views.yaml`; classes and levels in the file's order."""

    classes: tuple[ClassStyle, ...]
    hubs: HubRule
    levels: tuple[LevelPattern, ...]
    cards: tuple[str, ...]
    watched: tuple[str, ...]

    def level(self, issuer: str) -> str:
        """The id of the issuer's level by its name, or the empty string."""
        return next((level.id for level in self.levels if level.pattern.search(issuer)), "")


def read(path: Path) -> ViewStyle:
    """Read `views.yaml`; raises KnowledgeError with file, line and remedy."""
    top = yamlfile.read(path)
    top.only("classes", "hubs", "levels", "cards", "watched")
    classes: list[ClassStyle] = []
    for item in top.items("classes"):
        classes.append(_class_style(item, classes))
    if not classes:
        raise top.error("“classes”至少要有一类", "'classes' needs at least one class")
    levels = tuple(map(_level, top.items("levels")))
    return ViewStyle(tuple(classes), _hub_rule(top), levels, top.texts("cards"), top.texts("watched"))


def _class_style(item: YamlNode, before: list[ClassStyle]) -> ClassStyle:
    item.only("id", "zh", "en", "colour", "shape")
    style = ClassStyle(
        item.text("id"), item.text("zh"), item.text("en"), item.text("colour"), item.choice("shape", SHAPES)
    )
    if not _COLOUR.fullmatch(style.colour):
        raise item.error(
            f'颜色应写成 "#RRGGBB"，现为“{style.colour}”',
            f'a colour is written "#RRGGBB", not {style.colour}',
            "colour",
        )
    for other in before:
        if other.id == style.id:
            raise item.error(f"{style.id} 已经写过，请删去一处", f"{style.id} stands twice; delete one", "id")
        if (other.colour.lower(), other.shape) == (style.colour.lower(), style.shape):
            raise item.error(
                f"与 {other.id} 的颜色和形状相同，请换一个形状",
                f"same colour and shape as {other.id}; choose another shape",
                "shape",
            )
    return style


def _hub_rule(top: YamlNode) -> HubRule:
    node = top.child("hubs")
    if node is None:
        raise top.error("缺少“hubs”", "'hubs' is missing; copy it from the views.yaml that ships")
    node.only("least", "percent", "listed_least", "labels")
    least, percent, listed = map(node.whole, ("least", "percent", "listed_least"))
    return HubRule(least, percent, listed, node.texts("labels"))


def _level(item: YamlNode) -> LevelPattern:
    item.only("id", "pattern")
    return LevelPattern(item.text("id"), item.compile("pattern", item.text("pattern")))
