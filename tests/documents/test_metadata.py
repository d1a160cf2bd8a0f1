"""Where the metadata of a document comes from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionkg.documents import Settings
from unionkg.documents.metadata import inferred
from unionkg.model import Datum

HEAD = """　　本文系作者原创投稿，仅供学习参考
团结奋斗
开创新局面
——在全市工会工作会议上的讲话
（2020年3月5日）
张　三

同志们：
　　今天的会议很重要。"""


def test_the_head_of_a_speech(settings: Settings) -> None:
    """Title lines, occasion, date and speaker are read from the first lines, as inferred."""
    assert inferred(HEAD, settings.rules) == {
        "title": Datum("团结奋斗 开创新局面", "inferred"),
        "occasion": Datum("全市工会工作会议", "inferred"),
        "kind": Datum("speech", "inferred"),
        "date": Datum("2020-03-05", "inferred"),
        "speaker": Datum("张三", "inferred"),
    }


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("（2020年11月24日）", "2020-11-24"),
        ("2019-12", "2019-12"),
        ("二〇二〇年十一月二十四日", "2020-11-24"),
        ("二○一九年三月", "2019-03"),
        ("（2023年10月12日中国工会第十八次全国代表大会通过）", "2023-10-12"),
        ("2020年13月40日", ""),
    ],
)
def test_dates(settings: Settings, line: str, day: str) -> None:
    """A date line in any of its forms becomes EDTF; what is no day gives nothing."""
    found = inferred(f"题目\n{line}\n正文如下。", settings.rules)
    assert found.get("date", Datum("", "")).value == day


def test_a_salutation_is_no_title(settings: Settings) -> None:
    """A text that begins with its salutation or a heading has no title."""
    assert "title" not in inferred("同志们：\n今天开会。", settings.rules)
    assert "title" not in inferred("一、工作回顾\n今年以来，成绩很大。", settings.rules)


def test_a_sidecar_goes_before_all(tmp_path: Path, read: Callable) -> None:
    """Values of the sidecar, plain or with their origin, go before what the text says."""
    (tmp_path / "a.txt").write_text(HEAD, encoding="utf-8")
    (tmp_path / "a.meta.yaml").write_text(
        "title: 给定的题目\nspeaker: {value: 李四, origin: inferred}\nbody_names: [市总, 全市工会]\n",
        encoding="utf-8",
    )
    (document,), findings = read(tmp_path)
    assert findings == []
    assert document.metadata["title"] == Datum("给定的题目", "given")
    assert document.metadata["speaker"] == Datum("李四", "inferred")
    assert document.metadata["body_names"] == Datum("市总|全市工会", "given")
    assert document.metadata["date"] == Datum("2020-03-05", "inferred")
    assert list(document.metadata) == sorted(document.metadata)


@pytest.mark.parametrize(
    ("sidecar", "line", "remedy"),
    [
        ("titel: x\n", ":1:", "use one of"),
        ("title: &a x\nbody: *a\n", ":1:", "write the value itself"),
        ("title: !!python/object/apply:os.system [ls]\n", ":1:", "write the value itself"),
        ("title: {value: x, origin: guess}\n", ":1:", "must be one of"),
        ("- x\n", ":1:", "must be a mapping"),
        ("date: 2019\n  x: [\n", ":2:", "not YAML"),
        ("title: " + "[" * 200 + "\n", ":1:", "nested more than"),
        ("title: \x07\n", "", "control characters"),
    ],
)
def test_a_mistake_in_a_sidecar_is_told(
    tmp_path: Path, read: Callable, sidecar: str, line: str, remedy: str
) -> None:
    """A wrong sidecar is an error with file, line and remedy; its document is read without it."""
    (tmp_path / "a.txt").write_text("文字。", encoding="utf-8")
    (tmp_path / "a.meta.yaml").write_text(sidecar, encoding="utf-8")
    (document,), (finding,) = read(tmp_path)
    assert document.text == "文字。"
    assert finding.level == "error"
    assert f"a.meta.yaml{line}" in finding.en
    assert remedy in finding.en


def test_the_sample_speech_is_described(read: Callable, speech: str) -> None:
    """The sample that ships has every value its readers need, and its text byte for byte."""
    root = Path(__file__).parents[2] / "corpus"
    (document,), findings = read(root)
    assert findings == []
    assert document.text == speech
    assert document.id == document.value("id") == "2019-municipal-union-exchange"
    assert document.metadata["date"] == Datum("2019-12", "inferred")
    assert (root / "gold" / "municipal-2019.txt").read_bytes() == speech.encode()
    header = (root / "gold" / "municipal-2019.ann").read_text(encoding="utf-8").splitlines()[0]
    assert header == f"#0\tSELF\t{document.value('body_names')}"


@given(st.text(max_size=300))
def test_no_text_crashes_inference(settings: Settings, text: str) -> None:
    """Any first lines give values or none."""
    assert all(
        datum.value and datum.origin == "inferred" for datum in inferred(text, settings.rules).values()
    )


def test_each_rule_has_its_examples(settings: Settings) -> None:
    """A rule has two examples and one counter-example; loading proves that they hold."""
    for rule in settings.rules.rules:
        assert len(rule.examples) >= 2, rule.id
        assert rule.counter_examples, rule.id


def test_the_byline_of_a_web_page_is_no_title(settings: Settings) -> None:
    """A day with a source behind it is date and source; the line above stays the title."""
    text = "县总工会送清凉\n2023-07-18  来源：青峰工人报  记者 陆小满\n连日高温。\n"
    found = inferred(text, settings.rules)
    assert {name: datum.value for name, datum in found.items()} == {
        "title": "县总工会送清凉",
        "date": "2023-07-18",
        "source": "青峰工人报",
    }


def test_who_speaks_for_which_body_where_the_occasion_is_the_title(settings: Settings) -> None:
    """Post and name under the occasion tell the body, too."""
    text = "在全市工会推进会上的讲话\n（2023年7月18日）\n临江市总工会主席　周启明\n同志们：\n"
    found = {name: datum.value for name, datum in inferred(text, settings.rules).items()}
    assert found["title"] == "在全市工会推进会上的讲话"
    assert (found["body"], found["speaker"], found["date"]) == ("临江市总工会", "周启明", "2023-07-18")
