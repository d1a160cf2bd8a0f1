"""Metadata of a document: from its sidecar, its front matter, its columns, and its own head.

Values given go before values inferred; no format is parsed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from unionkg.errors import KnowledgeError
from unionkg.knowledge import yamlfile
from unionkg.knowledge.metadata import HeadRule, MetadataRules
from unionkg.knowledge.yamlfile import YamlNode
from unionkg.model import Datum

FIELDS = (
    "audience",
    "body",
    "body_names",
    "date",
    "id",
    "kind",
    "level",
    "occasion",
    "publisher",
    "series",
    "source",
    "speaker",
    "title",
)
SIDECAR_BYTES = 65_536

Metadata = dict[str, Datum]

_DASHES = "—－―–─- "
_LINE = re.compile(r"[^\n]+")
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def sidecar(data: bytes, path: Path) -> Metadata:
    """What `NAME.meta.yaml` says; raises KnowledgeError with file and line."""
    if len(data) > SIDECAR_BYTES:
        raise KnowledgeError(
            f"{path}：超过 {SIDECAR_BYTES} 字节；旁注文件只写元数据",
            f"{path}: over {SIDECAR_BYTES} bytes; a sidecar holds metadata only",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise KnowledgeError(
            f"{path}：不是 UTF-8，请另存为 UTF-8", f"{path}: not UTF-8; save it as UTF-8"
        ) from fault
    node = yamlfile.parse(text, path)
    node.only(*FIELDS)
    return dict(_values(node))


def front_matter(text: str, path: Path, columns: Mapping[str, str]) -> tuple[Metadata, tuple[str, ...], str]:
    """The values of a text's YAML front matter, the keys not known here, and the text behind it.

    Raises KnowledgeError if what stands between the `---` lines is no plain YAML mapping.
    """
    found = _FRONT.match(text)
    if not found:
        return {}, (), text
    if len(found[1]) > SIDECAR_BYTES:
        raise KnowledgeError(f"{path}:1: 文件头过长", f"{path}:1: the front matter is too long")
    node = yamlfile.parse("\n" + found[1], path)
    names = {key: columns.get(key.lower(), key) for key in node.keys}
    unknown = tuple(key for key, name in names.items() if name not in FIELDS)
    given = {names[key]: datum for key, datum in _values(node, lenient=True) if names.get(key) in FIELDS}
    return given, unknown, text[found.end() :]


def of_record(
    record: Mapping[str, object], columns: Mapping[str, str]
) -> tuple[Metadata, str | None, tuple[str, ...]]:
    """The values of a JSON Lines object or csv row, its text or None, and the keys not known here."""
    given: Metadata = {}
    text: str | None = None
    unknown: list[str] = []
    for key, value in record.items():
        name = columns.get(key.strip().lower(), key.strip())
        if name == "text" and isinstance(value, str):
            text = value
        elif name in FIELDS and name not in given:
            plain = _plain(value)
            if plain:
                given[name] = Datum(plain, "given")
        elif name != "text":
            unknown.append(key)
    return given, text, tuple(unknown)


def inferred(text: str, rules: MetadataRules) -> Metadata:
    """What the first lines of a text say: title, date, occasion, speaker, kind, source.

    Where nothing else is one, the line of the occasion is the title (在…会议上的讲话).
    """
    found: dict[str, str] = {}
    occasion = ""
    title: list[str] = []
    before: set[str] = set()
    lines = (m[0].strip() for m in _LINE.finditer(text) if any(map(str.isalnum, m[0])))
    for line in islice(lines, rules.head_lines):
        fields = {rule.field: value for rule, value in _fired(line, before, rules)}
        if "notice" not in fields:
            found = {**fields, **found}
            occasion = occasion or (line if "occasion" in fields else "")
            if fields:
                before = set(fields)
                if found.keys() == {"kind"} and _is_title(line, rules):
                    title.append(line)
            elif found.keys() - {"kind"} or not _is_title(line, rules):
                break
            else:
                title.append(line)
    title = title or [occasion.lstrip(_DASHES)] * bool(occasion)
    if title and len(title) <= 3:
        found.setdefault("title", re.sub(r"\s+", " ", " ".join(dict.fromkeys(title))))
    return {name: Datum(value, "inferred") for name, value in found.items()}


def merged(layers: Iterable[Metadata]) -> Metadata:
    """One mapping sorted by name; an earlier layer goes before a later one."""
    total: Metadata = {}
    for layer in layers:
        total = {**layer, **total}
    return dict(sorted((name, datum) for name, datum in total.items() if datum.value))


def _values(node: YamlNode, lenient: bool = False) -> Iterator[tuple[str, Datum]]:
    """Each value: a scalar, a list of names, or a mapping of `value` and `origin`."""
    for key in node.keys:
        kind = node.kind(key)
        if kind == "mapping" and not lenient:
            child = node.child(key)
            if child is not None:
                child.only("value", "origin")
                value = (
                    "|".join(child.texts("value"))
                    if child.kind("value") == "sequence"
                    else child.text("value")
                )
                yield key, Datum(value, child.choice("origin", ("given", "inferred"), "given"))
        elif kind == "sequence":
            yield key, Datum("|".join(node.texts(key)), "given")
        elif kind == "scalar":
            yield key, Datum(node.text(key), "given")


def _plain(value: object) -> str:
    """A JSON value as metadata: text and numbers as they are, a list of them joined by `|`."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return "|".join(filter(None, map(_plain, value)))
    return ""


def _fired(line: str, before: set[str], rules: MetadataRules) -> Iterator[tuple[HeadRule, str]]:
    """The rules that hold on a line, each with its value."""
    seen: set[str] = set()
    for rule in rules.rules:
        if (
            rule.field in seen
            or (rule.after and rule.after not in before)
            or len(line) > 4 * rules.title_length
        ):
            continue
        match = rule.pattern.search(line)
        value = _value(rule, match, rules) if match else ""
        if value:
            seen.add(rule.field)
            yield rule, value


def _value(rule: HeadRule, match: re.Match[str], rules: MetadataRules) -> str:
    if rule.field == "date":
        return _date(match, rules)
    if rule.field == "notice":
        return match[0]
    return rule.value or re.sub(r"\s+", "", match["value"])


def _date(match: re.Match[str], rules: MetadataRules) -> str:
    """Year, month and day as EDTF level 0; empty if there is no such day."""
    parts = match.groupdict()
    year, month, day = (rules.number(parts.get(name) or "") for name in ("year", "month", "day"))
    if not 1000 <= year <= 2999 or month > 12 or day > 31:
        return ""
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")


def _is_title(line: str, rules: MetadataRules) -> bool:
    return len(line) <= rules.title_length and not rules.not_title.search(line)
