"""The same speech in other clothes is found, another speech is not."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionkg.documents import drawer, duplicates
from unionkg.documents.drawer import Names
from unionkg.documents.duplicates import Duplicates, Twin, shingles
from unionkg.model import Document

SHARED = Path(__file__).parents[3] / "shared"


def document(name: str, text: str) -> Document:
    """A document without metadata."""
    return Document(name, text, {})


def test_other_clothes(speech: str) -> None:
    """Another header, other marks, widths or line breaks and a missing paragraph make no other speech."""
    lines = speech.split("\n")
    clothes = {
        "header": "来源：某网　编辑：某某\n" + speech,
        "marks": speech.translate(str.maketrans("，。；“”", ',.;""')),
        "one line": speech.replace("\n", ""),
        "full width": re.sub(r"\d", lambda digit: chr(ord(digit[0]) + 0xFEE0), speech),
        "shorter": "\n".join(lines[:9] + lines[10:]),
    }
    documents = [document("first", speech), *(document(name, text) for name, text in clothes.items())]
    findings = list(duplicates.find(documents))
    assert [finding.place for finding in findings] == list(clothes)
    assert all(finding.level == "warning" and "first" in finding.en for finding in findings[:1])


def test_the_nearest_is_named(speech: str) -> None:
    """Of several twins the most similar is named, the first among equals."""
    seen = Duplicates()
    assert seen.twin(document("a", speech[:5800])) is None
    assert seen.twin(document("b", speech)) is not None
    twin = seen.twin(document("c", speech + "。"))
    assert twin is not None
    assert (twin.id, twin.similarity) == ("b", 1.0)


def test_any_number_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those found are those that comparing each with all earlier ones finds; in any table."""
    monkeypatch.setattr(drawer, "HELD", 4096)
    chance = random.Random(7)
    texts: list[str] = []
    for number in range(600):
        old = chance.choice(texts) if texts else ""
        new = "".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(chance.randrange(5, 60)))
        texts.append(new if number % 3 == 0 else old + new[: chance.randrange(20)])
    sketches = [duplicates.sketched(text) for text in texts]
    seen = Duplicates()
    for number, text in enumerate(texts):
        like = [(duplicates.similarity(sketches[one], sketches[number]), -one) for one in range(number)]
        most, nearest = max(like, default=(0.0, 0))
        told = seen.twin(document(f"文{number}", text))
        assert told == (Twin(f"文{-nearest}", round(most, 2)) if most >= 0.8 else None)


@given(st.lists(st.text()))
def test_names_are_a_set(names: list[str]) -> None:
    """A name is among them once it was added, and no other is, however many there are."""
    seen, known = Names(), set()
    for name in (*names, *map(str, range(900))):
        assert (name in seen) == (name in known)
        if name not in known:
            seen.add(name)
            known.add(name)
    assert all(name in seen for name in known)
    assert "no such name" not in seen or "no such name" in known


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/corpora")
def test_real_reports_are_no_twins() -> None:
    """Work reports of different years share their phrases and are still different."""
    with (SHARED / "corpora" / "government-work-reports.jsonl").open(encoding="utf-8") as stream:
        reports = [json.loads(line) for line in stream]
    found = list(duplicates.find(document(report["id"], report["text"]) for report in reports))
    assert found == []


@given(st.text())
def test_shingles_of_any_text(text: str) -> None:
    """Any text has at least one shingle, and they come sorted, each once."""
    found = shingles(text)
    assert found
    assert found == sorted(set(found))
