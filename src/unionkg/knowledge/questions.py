"""Ready-made questions: `ontology/queries/NAME.rq`, a SPARQL query under a header of comments.

The header is YAML behind `# `. No store enters here: a question is read, checked and bound.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from unionkg.errors import KnowledgeError, UsageError
from unionkg.knowledge import yamlfile
from unionkg.knowledge.yamlfile import YamlNode

TYPES = ("name", "text", "whole", "most", "language")
"""What a parameter may be: a name in Chinese, a text, a whole number, the most records, a language."""
LANGUAGES = ("zh", "en")

_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_MOST = re.compile(r"\d{1,18}", re.ASCII)
_INNERMOST = re.compile(r"\((?:[^()]*\bAS\s+(\?\w+)\s*|[^()]*)\)")
_SHORT = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the asker may choose; `type` is one of TYPES."""

    name: str
    type: str
    default: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer by the name of its variable, and its headings."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Question:
    """A ready-made question; `sparql` runs as it stands, with the defaults in place."""

    name: str
    title_zh: str
    title_en: str
    question_zh: str
    question_en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    sparql: str


def read_all(files: Mapping[str, Path]) -> dict[str, Question]:
    """The questions among the knowledge files, by name; raises KnowledgeError."""
    found = (read(path) for name, path in files.items() if name.startswith("queries/"))
    return {question.name: question for question in found}


def read(path: Path) -> Question:
    """One question; raises KnowledgeError with file, line and remedy."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise KnowledgeError(f"{path}: 读不了：{fault}", f"{path}: can't be read: {fault}") from fault
    node = _header(path, text)
    node.only("title", "question", "parameters", "columns")
    title, question = (_both(node, key) for key in ("title", "question"))
    found = Question(
        path.stem,
        *title,
        *question,
        tuple(_parameter(item) for item in node.items("parameters")),
        tuple(Column(c.text("name"), c.text("zh"), c.text("en")) for c in node.items("columns")),
        text,
    )
    _check(node, found)
    return found


def _header(path: Path, text: str) -> YamlNode:
    """The comment lines at the top as YAML; their line numbers are the file's."""
    lines: list[str] = []
    for line in text.split("\n"):
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").removeprefix(" "))
    if not any(map(str.strip, lines)):
        raise KnowledgeError(
            f"{path}:1: 缺少题头；请以“# title:”等注释行开头",
            f"{path}:1: the header is missing; begin with comment lines such as '# title:'",
        )
    return yamlfile.parse("\n".join(lines), path)


def _both(node: YamlNode, key: str) -> tuple[str, str]:
    child = node.child(key)
    if child is None:
        raise node.error(f"缺少 {key}（zh 与 en）", f"'{key}' (zh and en) is missing")
    return child.text("zh"), child.text("en")


def _parameter(node: YamlNode) -> Parameter:
    node.only("name", "type", "default", "label")
    found = Parameter(
        node.text("name"), node.choice("type", TYPES), node.text("default", ""), *_both(node, "label")
    )
    if not _fits(found, found.default):
        raise node.error(
            f"default 应为{_wanted(found)[0]}", f"default must be {_wanted(found)[1]}", "default"
        )
    return found


def _check(node: YamlNode, question: Question) -> None:
    """Header and query must agree: each parameter's VALUES row and the columns selected."""
    for parameter in question.parameters:
        row = _row(parameter, parameter.default)
        if row not in question.sparql:
            raise node.error(
                f"参数 {parameter.name}：查询中应有 {row}",
                f"parameter {parameter.name}: the query must hold: {row}",
                "parameters",
            )
    selected = re.search(r"^SELECT\b(.*?)^WHERE\b", question.sparql, re.DOTALL | re.MULTILINE)
    variables = _projected(selected[1]) if selected else ()
    if variables != tuple(column.name for column in question.columns):
        names = ", ".join(variables)
        raise node.error(
            f"columns 应与 SELECT 依次相同：{names}",
            f"columns must be those of SELECT, in order: {names}",
            "columns",
        )


def _projected(select: str) -> tuple[str, ...]:
    """The variables between SELECT and WHERE, in order; of an expression the one behind AS."""
    while _INNERMOST.search(select):
        select = _INNERMOST.sub(lambda match: match[1] or "", select)
    return tuple(re.findall(r"\?(\w+)", select))


def bind(question: Question, values: Mapping[str, str]) -> str:
    """The query with `values` in place of the defaults, as typed and escaped literals.

    Raises UsageError for a parameter that the question has not, or a value of another type.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    for name, value in values.items():
        if name not in known:
            names = ", ".join(known) or "—"
            raise UsageError(
                f"问题 {question.name} 没有参数 {name}；可用：{names}",
                f"question {question.name} has no parameter {name}; use: {names}",
            )
        if not _fits(known[name], value):
            zh, en = _wanted(known[name])
            raise UsageError(
                f"参数 {name} 应为{zh}，现为“{value}”", f"parameter {name} must be {en}, not '{value}'"
            )
    rows = {_row(p, p.default): _row(p, values[n]) for n, p in known.items() if n in values}
    if not rows:
        return question.sparql
    return re.sub("|".join(map(re.escape, rows)), lambda match: rows[match[0]], question.sparql)


def _fits(parameter: Parameter, value: str) -> bool:
    """Whether a value is of the parameter's type; any text is a name or a text."""
    if parameter.type == "language":
        return value in LANGUAGES
    number = {"whole": _WHOLE, "most": _MOST}.get(parameter.type)
    return number is None or number.fullmatch(value) is not None


def _wanted(parameter: Parameter) -> tuple[str, str]:
    """What a value must be, in Chinese and English."""
    if parameter.type == "language":
        return "、".join(LANGUAGES) + " 之一", "one of " + ", ".join(LANGUAGES)
    return "整数", "a whole number"


def in_language(question: Question, values: Mapping[str, str], language: str) -> dict[str, str]:
    """The values, and the language of labels where the question takes one and the asker chose none."""
    chosen = {p.name: language for p in question.parameters if p.type == "language"}
    return chosen | dict(values)


def _row(parameter: Parameter, value: str) -> str:
    """The VALUES row that binds a parameter to a value, or the LIMIT that it sets."""
    if parameter.type == "most":
        return f"LIMIT {value}"
    return f"VALUES ?{parameter.name} {{ {literal(parameter.type, value)} }}"


def literal(kind: str, value: str) -> str:
    """A value as a SPARQL literal, escaped (SPARQL 1.1, section 19.7)."""
    if kind == "whole":
        return value
    quoted = '"' + "".join(_SHORT.get(character, character) for character in value) + '"'
    return quoted + "@zh" if kind == "name" else quoted
