"""PDF files, made by Chromium, WeasyPrint and LibreOffice."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from unionkg.documents import layout
from unionkg.documents.layout import Line

BOOK = """<style>@page { size: A4; @top-center { content: 'X市总工会文件汇编' }
@bottom-center { content: '第 ' counter(page) ' 页 共 ' counter(pages) ' 页' } }</style>"""
COLUMNS = "<style>article { column-count: 2 }</style>"


def plain(text: str) -> list[str]:
    """The paragraphs of a text without white space."""
    return [re.sub(r"\s+", "", line) for line in text.split("\n") if line.strip()]


def weasy(source: str, target: Path) -> None:
    """Print a page by WeasyPrint."""
    try:
        import weasyprint
    except (ImportError, OSError):
        pytest.skip(
            "WeasyPrint or its libraries are missing: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
        )
    weasyprint.HTML(string=source).write_pdf(target)


def test_the_speech_by_chromium(
    tmp_path: Path, page: str, speech: str, read: Callable, chromium: Callable
) -> None:
    """Every paragraph of the speech comes back whole from a page that Chromium printed."""
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    chromium(tmp_path / "a.html", tmp_path / "b.pdf")
    (found,), findings = read(tmp_path / "b.pdf")
    assert findings == []
    assert plain(found.text) == plain(speech)


@pytest.mark.parametrize("style", [BOOK, BOOK + COLUMNS])
def test_the_speech_by_weasyprint(tmp_path: Path, page: str, speech: str, read: Callable, style: str) -> None:
    """Running heads, page numbers and columns fall away; paragraphs go on over pages and columns."""
    weasy(page.replace("</head>", f"{style}</head>"), tmp_path / "a.pdf")
    (found,), findings = read(tmp_path)
    assert findings == []
    assert plain(found.text) == plain(speech)


def test_the_speech_by_libreoffice(tmp_path: Path, speech: str, read: Callable, office: Callable) -> None:
    """LibreOffice draws quotation marks after the words of a line; their place on paper counts."""
    (tmp_path / "a.txt").write_text(speech, encoding="utf-8-sig")
    (found,), findings = read(office(tmp_path / "a.txt", "pdf"))
    assert findings == []
    assert plain(found.text) == plain(speech)


def test_tables_keep_their_rows(tmp_path: Path, read: Callable) -> None:
    """A table row is one line with tabs."""
    rows = "".join(f"<tr><td>项目{n}</td><td>{n * 100}</td><td>万元</td></tr>" for n in range(1, 6))
    weasy(f"<p>收支情况如下：</p><table style='width:100%'>{rows}</table><p>以上。</p>", tmp_path / "a.pdf")
    (found,), _ = read(tmp_path)
    assert found.text.split("\n")[1:3] == ["项目1\t100\t万元", "项目2\t200\t万元"]


def test_a_scan_is_told(tmp_path: Path, read: Callable) -> None:
    """A PDF without text is refused with the remedy; pages without text are named."""
    weasy("<div style='width:9cm;height:9cm;background:grey'></div>", tmp_path / "a.pdf")
    documents, (finding,) = read(tmp_path)
    assert documents == []
    assert "text recognition" in finding.en
    weasy(
        "<p>文字</p><div style='break-before:page;width:9cm;height:9cm;background:grey'></div>",
        tmp_path / "a.pdf",
    )
    (found,), (finding,) = read(tmp_path)
    assert found.text == "文字"
    assert finding.en == "pages without text (scans or pictures): 2"


def test_latin_words_are_made_whole() -> None:
    """A word broken over lines is joined, Latin lines get a space, Chinese lines none."""
    assert layout.joined("trade un-", "ion") == "trade union"
    assert layout.joined("trade", "union") == "trade union"
    assert layout.joined("全国", "总工会") == "全国总工会"
    assert layout.joined("共", "100名") == "共100名"
    assert layout.joined("Sino-", "British") == "Sino-British"
    assert layout.joined("2019-", "2020") == "2019-2020"


def test_columns_drawn_row_by_row() -> None:
    """Two columns whose lines a program drew side by side are read one after the other."""
    left = [f"左栏第{n}行一二三四五六七八九十" for n in range(6)]
    right = [f"右栏第{n}行一二三四五六七八九十" for n in range(6)]
    lines = [
        Line(words, 0, edge, edge + 170, 700 - 15 * n, 12)
        for n, pair in enumerate(zip(left, right, strict=True))
        for words, edge in zip(pair, (60, 300), strict=True)
    ]
    assert layout.text([lines]) == "".join(left + right)


def test_a_number_of_the_page_is_no_text() -> None:
    """A lone number at the foot of a page is taken off, a number within the text is not."""
    lines = [Line("正文一二三四五六七八九十", 0, 60, 200, 700, 12), Line("2019", 0, 60, 90, 685, 12)]
    foot = Line("— 3 —", 0, 250, 280, 40, 12)
    assert layout.text([[*lines, Line("完", 0, 60, 72, 670, 12), foot]]).endswith("2019\n完")
    assert layout.text([[]]) == ""
