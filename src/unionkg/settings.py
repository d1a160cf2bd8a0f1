"""Settings of a build: what stands in `unionkg.toml` beside the corpus, each value with its default.

Only reading and checking; what a setting does is decided where it is used.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from unionkg.documents import Limits
from unionkg.errors import UsageError
from unionkg.graph.iris import BASE
from unionkg.store import addresses
from unionkg.store.addresses import Addresses

NAME = "unionkg.toml"
Kind = type | tuple[type, ...]
"""What a value may be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a build is run.

    `output` is the folder written when no option names one, `ontology` a folder laid over
    the shipped knowledge or None, `jobs` the number of processes (0: one for each core),
    `lang` `zh`, `en` or empty (the locale's), `base` what the IRIs of things begin with,
    `duplicates` `report` or `skip` (near duplicates are left out), `limits` what one input
    may cost, `store` the SPARQL endpoint that the graph is brought to, or None. `cluster` is the
    address of a Dask scheduler or empty, `shards` the place that its workers and this
    machine share (any address that fsspec knows; empty: a folder below `output`).
    """

    output: Path = Path("output")
    ontology: Path | None = None
    jobs: int = 0
    lang: str = ""
    base: str = BASE
    duplicates: str = "report"
    limits: Limits = field(default_factory=Limits)
    store: Addresses | None = None
    cluster: str = ""
    shards: str = ""

    @property
    def processes(self) -> int:
        """The number of processes to use, at least one."""
        return self.jobs or os.cpu_count() or 1


def beside(corpus: Path) -> Path:
    """Where the settings of a corpus stand: the folder that holds the corpus."""
    return Path(os.path.abspath(corpus)).parent / NAME  # noqa: PTH100 - a link's own folder, not its target's


def decisions(corpus: Path) -> Path:
    """The folder of the decisions on a corpus: beside it."""
    return beside(corpus).with_name("decisions")


def read(path: Path) -> Settings:
    """Read the settings of that file, or the defaults where there is none.

    Raises UsageError with file, key and remedy.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path}：读不了：{fault}", f"{path}: can't be read: {fault}") from fault
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise UsageError(
            f"{path}：TOML 写法有误：{fault}；文字要加引号，每行一个 名称 = 值",
            f"{path}: not TOML: {fault}; quote text and write one name = value a line",
        ) from fault
    return _settings(path, table)


def _settings(path: Path, table: dict[str, Any]) -> Settings:
    """Check each value against the type of its default."""
    values: dict[str, Kind] = {
        "output": str,
        "ontology": str,
        "jobs": int,
        "lang": str,
        "base": str,
        "duplicates": str,
        "limits": dict,
        "store": (str, dict),
        "cluster": str,
        "shards": str,
    }
    _check(path, "", table, values)
    found = dict(table)
    for name in ("output", "ontology"):
        if name in found:
            found[name] = path.parent / found[name]
    for name, choices in {"lang": ("zh", "en"), "duplicates": ("report", "skip")}.items():
        if found.get(name, choices[0]) not in choices:
            known = ", ".join(choices)
            raise UsageError(f"{path}：{name} 只能是：{known}", f"{path}: {name} must be one of: {known}")
    if found.get("jobs", 0) < 0:
        raise UsageError(f"{path}：jobs 应为 0 或正整数", f"{path}: jobs must be 0 or more")
    if "base" in found and not found["base"].startswith(("http://", "https://", "urn:")):
        raise UsageError(f"{path}：base 应以 https:// 开头", f"{path}: base must begin with https://")
    if "limits" in found:
        found["limits"] = _limits(path, found["limits"])
    if "store" in found:
        found["store"] = _store(path, found["store"])
    return replace(Settings(), **found)


def _limits(path: Path, table: dict[str, Any]) -> Limits:
    """The limits with those of the table in place of the defaults; each a positive number."""
    known = {item.name: type(getattr(Limits(), item.name)) for item in fields(Limits)}
    _check(path, "limits.", table, known)
    for name, value in table.items():
        if value <= 0:
            raise UsageError(f"{path}：limits.{name} 应为正数", f"{path}: limits.{name} must be positive")
    return replace(Limits(), **table)


def _store(path: Path, told: str | dict[str, Any]) -> Addresses:
    """The addresses of an endpoint: of one, or of a table with `query`, `update` and `graphs`."""
    if isinstance(told, str):
        return addresses.of(told)
    names = [item.name for item in fields(Addresses)]
    _check(path, "store.", told, dict.fromkeys(names, str))
    for name in names:
        if name not in told:
            raise UsageError(f"{path}：[store] 缺少 {name}", f"{path}: [store] lacks {name}")
    return Addresses(**told)


def _check(path: Path, head: str, table: dict[str, Any], known: Mapping[str, Kind]) -> None:
    """Raise UsageError for a key that nobody reads or a value of another type."""
    for name, value in table.items():
        if name not in known:
            names = ", ".join(known)
            raise UsageError(
                f"{path}：不认识 {head}{name}；可用：{names}",
                f"{path}: unknown {head}{name}; use one of: {names}",
            )
        kind = known[name]
        fits = isinstance(value, int | float) if kind is float else isinstance(value, kind)
        if not fits or (isinstance(value, bool) and kind is not bool):
            told = " / ".join(one.__name__ for one in (kind if isinstance(kind, tuple) else (kind,)))
            raise UsageError(
                f"{path}：{head}{name} 的值类型不对：{value!r}，应为 {told}",
                f"{path}: {head}{name} has a value of another type: {value!r}; it must be {told}",
            )
