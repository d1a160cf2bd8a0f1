"""Reading YAML so that a mistake is told with file, line, and what to write instead.

Only safe scalars, lists and mappings; tags and aliases are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from unionkg.errors import KnowledgeError
from unionkg.knowledge import patience

DEPTH = 32
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader of libyaml where it is there: the same nodes and marks in an eighth of the time."""
OPENING = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)

type_names = {"scalar": ("文字", "text"), "sequence": ("列表", "a list"), "mapping": ("映射", "a mapping")}


@dataclass(frozen=True, slots=True)
class YamlNode:
    """A mapping of a YAML file that knows where it stands."""

    path: Path
    node: yaml.MappingNode

    def error(self, zh: str, en: str, key: str = "") -> KnowledgeError:
        """A KnowledgeError at this node, or at the value of `key`."""
        value = self._find(key) if key else None
        line = (value or self.node).start_mark.line + 1
        return KnowledgeError(f"{self.path}:{line}: {zh}", f"{self.path}:{line}: {en}")

    def _find(self, key: str) -> yaml.Node | None:
        for name, value in self.node.value:
            if name.value == key:
                return value  # type: ignore[no-any-return]
        return None

    @property
    def keys(self) -> tuple[str, ...]:
        """The names in this mapping, in the file's order."""
        return tuple(name.value for name, _ in self.node.value)

    def kind(self, key: str) -> str:
        """`scalar`, `sequence` or `mapping`; the empty string where the key is absent."""
        return str(getattr(self._find(key), "id", ""))  # the stubs of PyYAML leave `id` out

    def only(self, *known: str) -> None:
        """Refuse keys that nobody reads, with the known ones as remedy."""
        for key in self.keys:
            if key not in known:
                names = ", ".join(known)
                raise self.error(
                    f"不认识“{key}”；可用：{names}", f"unknown key '{key}'; use one of: {names}", key
                )

    def _typed(self, key: str, kind: type[yaml.Node], name: str) -> yaml.Node:
        value = self._find(key)
        if not isinstance(value, kind):
            zh, en = type_names[name]
            what_zh = "缺少" if value is None else "写错了"
            raise self.error(f"{what_zh}“{key}”：应为{zh}", f"'{key}' must be {en}", key if value else "")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A scalar as text; `default` where it is absent."""
        if default is not None and self._find(key) is None:
            return default
        return str(self._typed(key, yaml.ScalarNode, "scalar").value)

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        raw = self.text(key, None if default is None else str(default))
        if not raw.lstrip("-").isdecimal():
            raise self.error(
                f"“{key}”应为整数，现为“{raw}”", f"'{key}' must be a whole number, not '{raw}'", key
            )
        return int(raw)

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """A scalar out of `allowed`."""
        raw = self.text(key, default)
        if raw not in allowed:
            names = ", ".join(allowed)
            raise self.error(f"“{key}”只能是：{names}", f"'{key}' must be one of: {names}, not '{raw}'", key)
        return raw

    def flag(self, key: str) -> bool:
        """A truth value, false where it is absent."""
        return self.choice(key, ("true", "false"), "false") == "true"

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of scalars; empty where it is absent."""
        if self._find(key) is None:
            return ()
        sequence = self._typed(key, yaml.SequenceNode, "sequence")
        for item in sequence.value:
            if not isinstance(item, yaml.ScalarNode):
                raise self.error(f"“{key}”的每一项都应为文字", f"each item of '{key}' must be text", key)
        return tuple(str(item.value) for item in sequence.value)

    def items(self, key: str) -> Iterator[YamlNode]:
        """The mappings of a list; none where it is absent."""
        if self._find(key) is None:
            return
        for item in self._typed(key, yaml.SequenceNode, "sequence").value:
            if not isinstance(item, yaml.MappingNode):
                raise self.error(f"“{key}”的每一项都应为映射", f"each item of '{key}' must be a mapping", key)
            yield YamlNode(self.path, item)

    def child(self, key: str) -> YamlNode | None:
        """The mapping under `key`, or None."""
        if self._find(key) is None:
            return None
        node = self._typed(key, yaml.MappingNode, "mapping")
        if not isinstance(node, yaml.MappingNode):  # pragma: no cover - _typed has checked it
            raise TypeError
        return YamlNode(self.path, node)

    def compile(self, key: str, pattern: str) -> re.Pattern[str]:
        """A regular expression; the error names the key it was written under.

        One that a user wrote is tried first: what can take forever is refused.
        """
        try:
            compiled = re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as fault:
            raise self.error(
                f"“{key}”不是正确的正则表达式：{fault}", f"'{key}' is no regular expression: {fault}", key
            ) from fault
        if not self.path.is_relative_to(shipped()) and patience.exhausted(compiled):
            raise self.error(
                f"“{key}”遇到某些文字会一直算下去；请去掉重复之中的重复，或写明次数，如 {{1,9}}",
                f"'{key}' takes forever on some texts; undo repeats of repeats, or bound them: {{1,9}}",
                key,
            )
        return compiled


@cache
def shipped() -> Path:
    """The folder `ontology/` that ships with the package, or the repository's own."""
    inside = Path(str(resources.files("unionkg"))) / "ontology"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "ontology"


def read(path: Path) -> YamlNode:
    """Read one YAML file whose top is a mapping; raises KnowledgeError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise KnowledgeError(f"{path}：读不了：{fault}", f"{path}: can't be read: {fault}") from fault
    return parse(text, path)


def parse(text: str, path: Path) -> YamlNode:
    """Read YAML whose top is a mapping; `path` is named in messages; raises KnowledgeError."""
    try:
        _check_tokens(text, path)
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise KnowledgeError(
            f"{path}:{line}: YAML 写法有误：{fault.problem}；检查缩进、引号和冒号后的空格",
            f"{path}:{line}: not YAML: {fault.problem}; check indentation, quotes and spaces behind colons",
        ) from fault
    except yaml.YAMLError as fault:
        raise KnowledgeError(
            f"{path}：含有 YAML 不允许的字符；请删去控制字符",
            f"{path}: holds characters that YAML does not allow; delete the control characters",
        ) from fault
    if not isinstance(node, yaml.MappingNode):
        raise KnowledgeError(
            f"{path}:1: 文件顶层应为映射", f"{path}:1: the top of the file must be a mapping"
        )
    return YamlNode(path, node)


def _check_tokens(text: str, path: Path) -> None:
    """Refuse what could run code or blow up: tags, anchors, aliases, deep nesting; and keys of no word."""
    depth = 0
    key = False
    for token in yaml.scan(text, Loader=LOADER):
        line = token.start_mark.line + 1
        if isinstance(token, (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken)):
            raise KnowledgeError(
                f"{path}:{line}: 不允许锚点、别名或标签，请直接写出值",
                f"{path}:{line}: anchors, aliases and tags are not allowed; write the value itself",
            )
        if key and isinstance(token, OPENING):
            raise KnowledgeError(
                f"{path}:{line}: 键应为文字，不能是列表或映射；若本是文字，请加引号",
                f"{path}:{line}: a key must be text, no list or mapping; put it in quotes if it is text",
            )
        key = isinstance(token, yaml.KeyToken)
        depth += isinstance(token, OPENING) - isinstance(token, CLOSING)
        if depth > DEPTH:
            raise KnowledgeError(
                f"{path}:{line}: 嵌套超过 {DEPTH} 层，请写得平些",
                f"{path}:{line}: nested more than {DEPTH} deep; write it flatter",
            )
