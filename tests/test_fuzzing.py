"""The short form of `benchmarks/fuzz.py`: damaged files and texts are read or refused, never more.

The seeds are fixed; the long form tries others for as long as it is told to.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from unionkg.documents import isolation

PATH = Path(__file__).parents[1] / "benchmarks" / "fuzz.py"


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    """The module of the long form."""
    spec = importlib.util.spec_from_file_location("fuzz", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def bench(fuzz: ModuleType) -> Iterator[object]:
    """What reads, built once."""
    yield fuzz.Bench()
    isolation.end()


READERS = ["txt", "gbk.txt", "utf16.txt", "md", "html", "jsonl", "csv", "docx", "zip", "pdf"]


@pytest.mark.parametrize("name", [*READERS, "chain", "knowledge"])
def test_damaged_input_is_read_or_refused(fuzz: ModuleType, bench: object, name: str) -> None:
    """Whatever is damaged: a document or a finding comes of it, quads parse, stage files read back."""
    assert [(seed, reason) for seed in range(12) if (reason := fuzz.attempt(bench, name, seed))] == []


@pytest.mark.parametrize(
    "text", ["三点意见：\n一是\n二是讲政治；三是\n", "市委提出三点意见：一是 \n二是抓落实。"]
)
def test_texts_that_once_broke_a_build(bench: object, text: str) -> None:
    """An item without words is no member of a count."""
    bench.chain(text)  # type: ignore[attr-defined]


def test_every_reader_is_tried(bench: object) -> None:
    """The rounds are those that are named here."""
    assert list(bench.rounds()) == [*READERS, "chain", "knowledge"]  # type: ignore[attr-defined]


def test_a_broken_promise_is_found(fuzz: ModuleType, bench: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that gives nothing is a failure, told with its reason."""
    monkeypatch.setattr(fuzz, "read_corpus", lambda *_: [])
    assert "neither a document nor a finding" in fuzz.attempt(bench, "txt", 0)
