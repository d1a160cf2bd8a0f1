"""The files of decisions: what people and the page write is read, a mistake is told with file and line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from unionkg import decisions, knowledge
from unionkg.decisions import Anchor, Decision, Thing
from unionkg.errors import KnowledgeError
from unionkg.knowledge import vocabulary
from unionkg.model import Finding

ROOT = Path(__file__).parents[2]
VOCABULARY = vocabulary.read(knowledge.shipped() / "unionkg.ttl")
PLAIN = {"action": "reject", "kind": "mention", "document": "a", "quote": "工会"}
PAGE = {
    "action": "reject",
    "kind": "claim",
    "subject": {"label": "市总工会", "type": "Organization"},
    "relation": "establishes",
    "object": {"label": "宣讲团", "type": "Initiative"},
    "modality": "Stated",
    "document": "a",
    "quote": "市总工会成立了宣讲团",
    "before": "",
    "after": "。",
    "occurrence": 1,
    "rule": "claim.actor",
    "who": "张",
    "when": "2025-01-31T08:00:00.000Z",
    "why": "误读",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for decisions."""
    (tmp_path / "decisions").mkdir()
    return tmp_path / "decisions"


def write(folder: Path, *lines: object, name: str = "a.jsonl") -> Path:
    """A file of decisions; what is no text is written as JSON."""
    texts = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path = folder / name
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return path


def test_a_line_of_the_page_is_read(folder: Path) -> None:
    """What the page's button writes is a decision; blank lines are passed over."""
    write(folder, PAGE, "", {**PAGE, "kind": "demand", "content": "成立宣讲团", "issuer": "市委"})
    first, second = decisions.read(folder, VOCABULARY)
    assert first == Decision(
        "reject",
        "claim",
        Anchor("a", "市总工会成立了宣讲团", "", "。", 1),
        "decisions/a.jsonl:1",
        subject=Thing("市总工会", "Organization"),
        relation="establishes",
        object=Thing("宣讲团", "Initiative"),
        modality="Stated",
        who="张",
        when="2025-01-31T08:00:00.000Z",
        why="误读",
    )
    assert (second.kind, second.content, second.place) == ("demand", "成立宣讲团", "decisions/a.jsonl:3")


def test_the_page_writes_the_fields_that_are_read() -> None:
    """Every field that the page's script writes is one that is read or passed over."""
    script = (ROOT / "src/unionkg/views/assets/script/decisions.js").read_text(encoding="utf-8")
    body = script[script.index("const line =") : script.index("const save")]
    written = set(re.findall(r"\b(\w+):", body)) | {"before", "after", "occurrence", "quote", "document"}
    from unionkg.decisions import reading

    known = {"action", "kind", "occurrence", *reading._TEXTS, *reading._THINGS, *reading._PASSED_OVER}
    assert written <= known


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "no JSON object"),
        ("[1]", "no JSON object"),
        ("[" * 50_000, "no JSON object"),
        ('"' + "x" * 70_000 + '"', "no JSON object"),
        ({**PLAIN, "action": "love"}, "reject mention"),
        ({**PLAIN, "colour": "red"}, "unknown field 'colour'"),
        ({**PLAIN, "quote": ""}, "'quote' is missing"),
        ({**PLAIN, "document": 3}, "'document' must be text"),
        ({**PLAIN, "occurrence": -1}, "whole number"),
        ({**PLAIN, "occurrence": True}, "whole number"),
        ({**PLAIN, "action": "add"}, "'type' is missing"),
        ({**PLAIN, "action": "add", "type": "Dragon"}, "unknown 'Dragon'"),
        ({**PLAIN, "action": "retag", "to": "Dragon"}, "unknown 'Dragon'"),
        ({**PAGE, "relation": "loves"}, "unknown 'loves'"),
        ({**PAGE, "modality": "Sung"}, "unknown 'Sung'"),
        ({**PAGE, "object": {"name": "x"}}, "'object' must be"),
        ({**PAGE, "object": None}, "'object' is missing"),
        ({**PLAIN, "action": "merge", "kind": "thing"}, "'into' is missing"),
        ({"action": "name", "kind": "placeholder", "document": "a", "to": "x"}, "'thing' is missing"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(folder: Path, line: object, told: str) -> None:
    """A line that is no decision gives one error that says what to write; reading all stops at it."""
    path = write(folder, PLAIN, line)
    good, bad = decisions.parse(path, VOCABULARY)
    assert isinstance(good, Decision)
    assert isinstance(bad, Finding)
    assert bad.place == "decisions/a.jsonl:2"
    assert told in bad.en
    with pytest.raises(KnowledgeError, match=r"decisions/a\.jsonl:2"):
        decisions.read(folder, VOCABULARY)


def test_what_placeholders_stand_for(folder: Path) -> None:
    """keys.yaml names them, a document at a time; no quote is needed."""
    write(folder, "2019-speech:", "  X市: 某市", "  “X”: 工匠日", name="keys.yaml")
    first, second = decisions.read(folder, VOCABULARY)
    assert (first.anchor.document, first.thing, first.to) == ("2019-speech", Thing("X市"), "某市")
    assert (second.thing, second.place) == (Thing("“X”"), "decisions/keys.yaml:3")


@pytest.mark.parametrize("lines", [["- a"], ["a: b"], ["a:", "  X: [1]"], ["a:", "  X:"], ["a: ["]])
def test_a_mistake_in_the_keys_is_told(folder: Path, lines: list[str]) -> None:
    """Whatever stands in keys.yaml instead of names is an error with its place."""
    path = write(folder, *lines, name="keys.yaml")
    found = list(decisions.parse(path, VOCABULARY))
    assert [isinstance(item, Finding) for item in found] == [True]


def test_files_come_in_order_and_may_be_missing(folder: Path, tmp_path: Path) -> None:
    """Files are read by name, the keys last; without a folder there is nothing."""
    write(folder, "", name="b.jsonl")
    write(folder, "", name="a.jsonl")
    write(folder, "", name="notes.txt")
    write(folder, "", name="keys.yaml")
    assert [path.name for path in decisions.files(folder)] == ["a.jsonl", "b.jsonl", "keys.yaml"]
    assert decisions.read(tmp_path / "absent", VOCABULARY) == ()
    broken = folder / "c.jsonl"
    broken.write_bytes(b"\xff\xfe")
    assert isinstance(next(decisions.parse(broken, VOCABULARY)), Finding)
