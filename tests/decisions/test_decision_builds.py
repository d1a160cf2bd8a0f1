"""Decisions on the way of the data: a build replays them, a changed one has its document read again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import breaking
from unionkg import knowledge, pipeline, settings
from unionkg.cli import run
from unionkg.decisions import Anchor, Decision, Thing
from unionkg.errors import KnowledgeError
from unionkg.model import Document, Reading
from unionkg.reader import Reader
from unionkg.report import Report
from unionkg.settings import Settings
from unionkg.store import Store

SPEECH = "市总工会成立了劳模工匠宣讲团。\n各级工会要弘扬劳模精神，服务职工。\n"


@pytest.fixture(scope="module")
def reader() -> Reader:
    """A reader with the shipped knowledge."""
    return Reader(knowledge.load())


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a corpus of two documents and an empty folder of decisions."""
    breaking.lighten(monkeypatch.setattr)
    for name, text in (("甲", SPEECH), ("乙", "X市总工会建成了服务站。\n")):
        (tmp_path / "corpus").mkdir(exist_ok=True)
        (tmp_path / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "decisions").mkdir()
    return tmp_path


def decide(home: Path, *lines: dict[str, object]) -> None:
    """Write the decisions of a user."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (home / "decisions" / "mine.jsonl").write_text(text, encoding="utf-8")


def build(home: Path) -> Report:
    """Build the corpus of a folder."""
    return pipeline.build(home / "corpus", home / "output", Settings(jobs=1))


def claims(home: Path) -> list[tuple[str, ...]]:
    """The claims of the graph, as labels."""
    answer = Store.open(home / "output" / "store").select(
        "SELECT ?s ?p ?o WHERE { ?c rdf:subject/rdfs:label ?s ; rdf:predicate ?p ; rdf:object/rdfs:label ?o }"
    )
    return sorted((s, p.rpartition("#")[2], o) for s, p, o in answer.texts())


def on_claim(action: str, subject: str, relation: str, target: str, quote: str) -> dict[str, object]:
    """A line on a claim of the first document."""
    return {
        "action": action,
        "kind": "claim",
        "document": "甲",
        "quote": quote,
        "subject": {"label": subject},
        "relation": relation,
        "object": {"label": target},
    }


def test_a_build_replays_decisions(home: Path) -> None:
    """A claim that is rejected is gone from the graph; taken back, it is there again; others are kept."""
    build(home)
    before = claims(home)
    mine = next(claim for claim in before if claim[0] == "市总工会" and claim[1] == "establishes")
    decide(home, on_claim("reject", *mine, "市总工会成立了劳模工匠宣讲团"))
    told = build(home)
    assert (told.read, told.kept) == (("甲",), 1)
    assert claims(home) == [claim for claim in before if claim != mine]
    assert [finding for finding in told.findings if "decisions" in finding.place] == []
    assert build(home).read == ()
    decide(home)
    build(home)
    assert claims(home) == before


def test_a_stale_decision_is_told_by_every_build(home: Path) -> None:
    """It is a finding of the build that meets it and of the next one, which reads nothing."""
    decide(
        home,
        on_claim("reject", "市总工会", "establishes", "服务队", "市总工会成立了服务队"),
        {"action": "reject", "kind": "mention", "document": "丙", "quote": "工会"},
    )
    for read in (2, 0):
        told = build(home)
        assert len(told.read) == read
        places = [finding.place for finding in told.findings if "decisions" in finding.place]
        assert places == ["decisions/mine.jsonl:1", "decisions/mine.jsonl:2"]


def test_an_added_claim_names_a_person_as_its_rule(home: Path) -> None:
    """What a person added has a quote as any claim, and the rule's node says that a person did it."""
    target = next(claim[2] for claim in _made(home) if claim[:2] == ("市总工会", "establishes"))
    decide(home, on_claim("add", "市总工会", "promotes", target, "市总工会成立了劳模工匠宣讲团"))
    build(home)
    assert ("市总工会", "promotes", target) in claims(home)
    answer = Store.open(home / "output" / "store").select(
        "SELECT ?quote ?label WHERE { ?c rdf:predicate ukg:promotes ; ukg:rule ?r ."
        " ?c ukg:quote/nif:anchorOf ?quote ."
        ' ?r dcterms:identifier "decision.add" ; rdfs:label ?label FILTER(lang(?label) = "en") }'
    )
    assert list(answer.texts()) == [("市总工会成立了劳模工匠宣讲团", "a person added it")]


def _made(home: Path) -> list[tuple[str, ...]]:
    build(home)
    return claims(home)


def test_keys_name_placeholders(home: Path) -> None:
    """What a placeholder stands for becomes its label, within its document."""
    (home / "decisions" / "keys.yaml").write_text("乙:\n  X市总工会: 某市总工会\n", encoding="utf-8")
    told = build(home)
    assert [finding for finding in told.findings if "keys" in finding.place] == []
    answer = Store.open(home / "output" / "store").select(
        'SELECT ?alt WHERE { ?thing rdfs:label "某市总工会"@zh ; skos:altLabel ?alt }'
    )
    assert list(answer.texts()) == [("X市总工会",)]


def test_a_mistake_stops_the_build(home: Path) -> None:
    """A line that is no decision is told with file and line; the graph that stands stays."""
    build(home)
    decide(home, {"action": "reject"})
    with pytest.raises(KnowledgeError, match=r"decisions/mine\.jsonl:1"):
        build(home)
    assert claims(home)


# --- the speech changes around an anchor ---------------------------------------------------------


def types(reading: Reading) -> set[tuple[str, str]]:
    """Words and types of the mentions."""
    return {(mention.text, mention.type) for mention in reading.mentions}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (SPEECH, True),
        ("同志们：\n" + SPEECH, True),
        (SPEECH.replace("劳模精神，服务职工", "劳模精神、工匠精神，关心职工"), True),
        (SPEECH.replace("\n", "\r\n"), True),
        (SPEECH + "会上宣读了倡议。", True),
        (SPEECH.replace("成立了劳模工匠宣讲团", "召开了动员大会"), False),
        (SPEECH.replace("市总工会成立了劳模工匠宣讲团。", "外地代表参观了劳模工匠宣讲团的展览。"), False),
    ],
)
def test_a_decision_holds_or_is_reported(reader: Reader, text: str, holds: bool) -> None:
    """The speech is edited around the anchor: the decision finds its words again, or says that it can't."""
    anchor = Anchor("甲", "劳模工匠宣讲团", "市总工会成立了", "。\n各级工会要弘扬", 1)
    retag = Decision("retag", "mention", anchor, "decisions/a.jsonl:1", to="Event")
    add = replace(retag, action="add", type="Event", to="")
    reading, findings = reader.replay(Document("甲", text, {}), [add])
    assert (("劳模工匠宣讲团", "Event") in types(reading)) == holds
    assert len(findings) == (0 if holds else 1)
    assert all(reading.document.text[m.span.start : m.span.end] == m.text for m in reading.mentions)


def test_decisions_reach_a_text_through_its_matching_key(reader: Reader) -> None:
    """In a text of full-width signs and indents the anchor is found where the text has it."""
    text = (
        "\u3000\u3000市总工会\u3000成立了“春风行动”服务队。\n\u3000\u3000２０１９年，市总工会开展了活动。\n"
    )
    words = "２０１９年"
    assert (words, "Event") not in types(reader.read(Document("甲", text, {})))
    add = Decision("add", "mention", Anchor("甲", words), "decisions/a.jsonl:1", type="Event")
    reading, findings = reader.replay(Document("甲", text, {}), [add])
    assert findings == ()
    assert (words, "Event") in types(reading)


@pytest.mark.parametrize("kind", ["merge", "split"])
def test_things_are_merged_and_split_on_the_way(reader: Reader, kind: str) -> None:
    """The entities of a reading are those that were decided, and all else is made from them."""
    text = "市总工会成立了宣讲团。区总工会成立了服务队。市总工会建成了服务站。"
    document = Document("甲", text, {})
    anchor = Anchor("甲", "区总工会") if kind == "merge" else Anchor("甲", "市总工会", occurrence=2)
    one = Decision(
        kind, "thing", anchor, "decisions/a.jsonl:1", into=Thing("市总工会") if kind == "merge" else None
    )
    before = reader.read(document)
    after, findings = reader.replay(document, [one])
    assert findings == ()
    step = -1 if kind == "merge" else 1
    assert len(after.resolution.entities) == len(before.resolution.entities) + step


# --- the commands -------------------------------------------------------------------------------


def command(home: Path, monkeypatch: pytest.MonkeyPatch, words: Sequence[str]) -> int:
    """The exit code of a command in the folder of the corpus."""
    monkeypatch.chdir(home)
    return run(["decisions", *words])


def test_the_commands(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`apply` takes over what the page saved, once; `list` shows it; `check` tells what is amiss."""
    saved = home / "saved.jsonl"
    good = on_claim(
        "reject", *next(c for c in _made(home) if c[1] == "establishes" and c[0] == "市总工会"), SPEECH[:14]
    )
    saved.write_text(json.dumps(good, ensure_ascii=False), encoding="utf-8")
    assert command(home, monkeypatch, ["apply", "saved.jsonl"]) == 0
    assert command(home, monkeypatch, ["apply", "saved.jsonl"]) == 0
    assert "0 added" in capsys.readouterr().err
    kept = home / "decisions" / "saved.jsonl"
    assert kept.read_text(encoding="utf-8") == saved.read_text(encoding="utf-8") + "\n"
    assert command(home, monkeypatch, ["list"]) == 0
    assert "decisions/saved.jsonl:1" in capsys.readouterr().out
    assert command(home, monkeypatch, ["check"]) == 0
    stale = {"action": "reject", "kind": "mention", "document": "甲", "quote": "服务队"}
    other = {**stale, "document": "丁"}
    decide(home, stale, other, {"action": "love"})
    capsys.readouterr()
    assert command(home, monkeypatch, ["check"]) == 1
    out = capsys.readouterr().out
    assert [f"mine.jsonl:{number}" in out for number in (1, 2, 3)] == [True] * 3
    assert command(home, monkeypatch, ["apply", "absent.jsonl"]) == 2
    broken = home / "broken.jsonl"
    broken.write_text("{}\n", encoding="utf-8")
    assert command(home, monkeypatch, ["apply", "broken.jsonl"]) == 2
    assert not (home / "decisions" / "broken.jsonl").exists()


def test_decisions_lie_beside_the_corpus(tmp_path: Path) -> None:
    """Beside a folder, and beside a single file."""
    assert settings.decisions(tmp_path / "corpus") == tmp_path / "decisions"
    assert settings.decisions(tmp_path / "a.jsonl") == tmp_path / "decisions"
