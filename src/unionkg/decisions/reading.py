"""The files of `decisions/`: lines of JSON that people and the page write, and `keys.yaml`.

A mistake is told with file and line. Whether a decision still fits its text is not asked here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from unionkg.decisions.record import ACTIONS, Anchor, Decision, Thing
from unionkg.errors import KnowledgeError
from unionkg.knowledge import yamlfile
from unionkg.knowledge.vocabulary import Vocabulary
from unionkg.model import Finding, Modality

KEYS = "keys.yaml"
LONGEST = 65_536
"""Code points that a line may have."""

_THINGS = ("subject", "object", "thing", "into")
_TEXTS = (
    "document",
    "quote",
    "before",
    "after",
    "type",
    "to",
    "relation",
    "modality",
    "content",
    "who",
    "when",
    "why",
)
_PASSED_OVER = ("rule", "issuer")
"""Fields that are there for people: what had made the record."""


def files(folder: Path) -> tuple[Path, ...]:
    """The files of a folder of decisions, in order of their names; none where there is no folder."""
    lines = sorted(folder.glob("*.jsonl"))
    keys = folder / KEYS
    return (*lines, keys) if keys.is_file() else tuple(lines)


def read(folder: Path, vocabulary: Vocabulary) -> tuple[Decision, ...]:
    """All decisions of a folder; raises KnowledgeError at the first mistake."""
    return tuple(item for path in files(folder) for item in _sure(parse(path, vocabulary)))


def _sure(items: Iterator[Decision | Finding]) -> Iterator[Decision]:
    for item in items:
        if isinstance(item, Finding):
            raise KnowledgeError(f"{item.place}: {item.zh}", f"{item.place}: {item.en}")
        yield item


def parse(path: Path, vocabulary: Vocabulary) -> Iterator[Decision | Finding]:
    """The decisions of one file, and an error for each line that is none."""
    if path.name == KEYS:
        yield from _keys(path)
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        yield Finding("error", str(path), f"读不了：{fault}", f"can't be read: {fault}")
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            place = f"{path.parent.name}/{path.name}:{number}"
            try:
                yield _decision(_object(line), place, vocabulary)
            except _Amiss as fault:
                yield Finding("error", place, fault.zh, fault.en)


class _Amiss(ValueError):
    """What is wrong with a line."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def _object(line: str) -> dict[str, Any]:
    """The JSON object that a line is."""
    try:
        told = json.loads(line) if len(line) <= LONGEST else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise _Amiss("不是一行 JSON 对象；每行写一条决定", "no JSON object; write one decision a line")
    return told


def _decision(told: dict[str, Any], place: str, vocabulary: Vocabulary) -> Decision:
    """One decision out of the fields of its line."""
    key = (told.get("action"), told.get("kind"))
    if key not in ACTIONS:
        known = ", ".join(f"{action} {kind}" for action, kind in ACTIONS)
        raise _Amiss(f"action 与 kind 应为：{known}", f"action and kind must be one of: {known}")
    for name in told:
        if name not in ("action", "kind", "occurrence", *_TEXTS, *_THINGS, *_PASSED_OVER):
            raise _Amiss(f"不认识“{name}”", f"unknown field '{name}'")
    texts = {name: _text(told, name) for name in _TEXTS}
    things = {name: _thing(told, name) for name in _THINGS}
    for name in ("document", *ACTIONS[key], *(() if key[1] == "placeholder" else ("quote",))):
        if not (texts.get(name) or things.get(name)):
            raise _Amiss(f"缺少“{name}”", f"'{name}' is missing")
    _check_names(key, texts, vocabulary)
    where = {name: texts.pop(name) for name in ("document", "quote", "before", "after")}
    anchor = Anchor(**where, occurrence=_occurrence(told))
    fields: dict[str, Any] = {**texts, **things}
    return Decision(str(key[0]), str(key[1]), anchor, place, **fields)


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name, "")
    if not isinstance(value, str):
        raise _Amiss(f"“{name}”应为文字", f"'{name}' must be text")
    return value


def _thing(told: dict[str, Any], name: str) -> Thing | None:
    """A thing: `{"label": …, "type": …}`, or its name alone."""
    value = told.get(name)
    if value is None:
        return None
    if isinstance(value, str) and value:
        return Thing(value)
    if not isinstance(value, dict) or not isinstance(value.get("label"), str) or not value["label"]:
        raise _Amiss(
            f'“{name}”应写成 {{"label": "名称", "type": "类"}}',
            f'\'{name}\' must be {{"label": "name", "type": "class"}}',
        )
    return Thing(value["label"], _text(value, "type"))


def _occurrence(told: dict[str, Any]) -> int:
    value = told.get("occurrence", 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _Amiss("“occurrence”应为从 1 起的整数", "'occurrence' must be a whole number from 1")
    return value


def _check_names(key: tuple[Any, Any], texts: dict[str, str], vocabulary: Vocabulary) -> None:
    """Classes and relations must be of the ontology, the modality one that there is."""
    new = texts["to"] if key == ("retag", "mention") else texts["type"]
    for name, known in (
        (new, vocabulary.classes),
        (texts["relation"], vocabulary.relations),
        (texts["modality"], tuple(Modality)),
    ):
        if name and name not in known:
            names = ", ".join(map(str, known))
            raise _Amiss(f"不认识“{name}”；可用：{names}", f"unknown '{name}'; use one of: {names}")


def _keys(path: Path) -> Iterator[Decision | Finding]:
    """What placeholders stand for: for each document its placeholders with their names."""
    try:
        top = yamlfile.read(path)
        for document in top.keys:
            node = top.child(document)
            if node is None:  # pragma: no cover - it is one of the keys
                continue
            for name, value in node.node.value:
                place = f"{path.parent.name}/{path.name}:{name.start_mark.line + 1}"
                if not str(value.value) or not isinstance(value.value, str):
                    yield Finding("error", place, "应写成 占位: 名称", "must be placeholder: name")
                    continue
                thing = Thing(str(name.value))
                yield Decision(
                    "name", "placeholder", Anchor(document, ""), place, to=value.value, thing=thing
                )
    except KnowledgeError as fault:
        yield Finding("error", str(path), fault.zh, fault.en)
