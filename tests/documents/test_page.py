"""Saved web pages and Markdown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from unionkg.documents import page as html_page
from unionkg.documents.parsed import Parsed
from unionkg.errors import RefusedDocument
from unionkg.model import Datum

MENU = "<nav><a href='/'>首页</a><a href='/a'>机构设置</a></nav>"


def paragraphs(text: str) -> list[str]:
    """The lines with text, white space made one space."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-8", "utf-8"), ("gb18030", "gb2312"), ("gb18030", "")]
)
def test_the_speech_as_a_page(
    tmp_path: Path, page: str, speech: str, read: Callable, encoding: str, declared: str
) -> None:
    """Every paragraph is read from a page in any encoding, with what the page says of itself."""
    source = page.replace("<article>", f"{MENU}<article>").replace(
        '<meta charset="utf-8">', f"<meta charset={declared}>"
    )
    (tmp_path / "a.html").write_bytes(source.encode(encoding))
    (found,), findings = read(tmp_path)
    assert paragraphs(found.text) == paragraphs(speech)
    assert [finding.level for finding in findings] == ([] if declared else ["warning"])
    assert found.metadata["date"] == Datum("2019-12-20", "inferred")
    assert found.value("source") == "市总工会办公室"


def test_scripts_never_run_and_are_no_text(tmp_path: Path, page: str, read: Callable) -> None:
    """Neither script nor style is text."""
    (tmp_path / "a.htm").write_text(page, encoding="utf-8")
    (found,), _ = read(tmp_path)
    assert "nothing runs" not in found.text
    assert "text-indent" not in found.text


def test_a_page_without_a_main_text() -> None:
    """Where no main text is found, the whole page is read and that is told; an empty page is refused."""
    parsed = html_page.parse("<html><body><a href='x'>链接</a></body></html>")
    assert parsed.text == "链接"
    assert isinstance(parsed, Parsed)
    with pytest.raises(RefusedDocument):
        html_page.parse("<html><body></body></html>")


def test_markdown(tmp_path: Path, read: Callable) -> None:
    """Marks fall away, words and numbers of lists stay, front matter is metadata."""
    (tmp_path / "a.md").write_text(
        "---\n标题: 报告\ndate: 2020-01-02\nlayout: post\n---\n# 总 *标题*\n\n　　第一段有**重点**和[链接](http://x)。\n续行\n\n"
        "1. 甲\n2. 乙\n\n- 丙\n\n| 项 | 数 |\n|---|---|\n| 一 | 2 |\n\n<b>粗</b>\n",
        encoding="utf-8",
    )
    (found,), (finding,) = read(tmp_path)
    assert paragraphs(found.text) == [
        "总 标题",
        "第一段有重点和链接。",
        "续行",
        "1. 甲",
        "2. 乙",
        "丙",
        "项 数",
        "一 2",
        "粗",
    ]
    assert found.metadata["title"] == Datum("报告", "given")
    assert found.metadata["date"] == Datum("2020-01-02", "given")
    assert finding.en == "these fields are not read: layout"


def test_the_speech_as_markdown(tmp_path: Path, speech: str, read: Callable) -> None:
    """The sample speech with Markdown headings keeps every paragraph."""
    (tmp_path / "a.md").write_text(
        speech.replace("\n", "\n\n").replace("\n一、", "\n## 一、"), encoding="utf-8"
    )
    (found,), findings = read(tmp_path)
    assert findings == []
    assert paragraphs(found.text) == paragraphs(speech)


def test_wrong_front_matter_is_refused(tmp_path: Path, read: Callable) -> None:
    """Front matter with tags or aliases is refused with file and line."""
    (tmp_path / "a.md").write_text("---\na: &x 1\nb: *x\n---\n文\n", encoding="utf-8")
    documents, (finding,) = read(tmp_path)
    assert documents == []
    assert "a.md:2: anchors" in finding.en
