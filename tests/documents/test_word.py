"""Word files, made by python-docx and by LibreOffice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from unionkg.documents import word
from unionkg.documents.numbering import written
from unionkg.documents.parsed import Options

LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
OPTIONS = Options(2**29, 200, 1000, "〇一二三四五六七八九", "十")


def saved(document: docx.document.Document) -> bytes:
    """The bytes of a Word file."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def of_body(*blocks: str) -> bytes:
    """A docx whose body holds these elements."""
    document = docx.Document()
    for block in blocks:
        element = parse_xml(block.replace(">", f" {nsdecls('w')}>", 1) if "xmlns" not in block else block)
        document.element.body.insert(len(document.element.body) - 1, element)
    return saved(document)


def text(data: bytes) -> list[str]:
    """The lines read from a Word file."""
    return word.parse(data, OPTIONS).text.split("\n")


def test_the_speech_by_python_docx(tmp_path: Path, speech: str, read: Callable) -> None:
    """A Word file with a paragraph for each line gives the speech code point for code point."""
    document = docx.Document()
    for line in speech.split("\n"):
        document.add_paragraph(line)
    (tmp_path / "a.docx").write_bytes(saved(document))
    (found,), findings = read(tmp_path)
    assert findings == []
    assert found.text == speech


def test_the_speech_by_libreoffice(tmp_path: Path, speech: str, read: Callable, office: Callable) -> None:
    """A Word file that LibreOffice wrote gives the same."""
    (tmp_path / "a.txt").write_text(speech, encoding="utf-8-sig")
    (found,), findings = read(office(tmp_path / "a.txt", "docx"))
    assert findings == []
    assert found.text == speech.rstrip("\n")


def test_numbers_that_word_adds(office: Callable, tmp_path: Path, read: Callable) -> None:
    """Automatic numbers are read as a reader sees them, at each level, and start again below a new one."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">'
            f"{LEVEL.format(0, 'chineseCounting', '%1、')}{LEVEL.format(1, 'chineseCounting', '（%2）')}"
            f"{LEVEL.format(2, 'decimal', '%3.')}</w:abstractNum>"
        ),
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    for words, level in (
        ("主要成绩", 0),
        ("抓学习", 1),
        ("2019年", 2),
        ("抓落实", 1),
        ("工作打算", 0),
        ("强基础", 1),
    ):
        properties = document.add_paragraph(words)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="91"/></w:numPr>')
        )
    wanted = ["一、主要成绩", "（一）抓学习", "1. 2019年", "（二）抓落实", "二、工作打算", "（一）强基础"]
    assert text(saved(document)) == wanted
    (tmp_path / "a.docx").write_bytes(saved(document))
    (found,), _ = read(office(tmp_path / "a.docx", "docx"))
    assert found.text.split("\n") == wanted


@pytest.mark.parametrize(
    ("count", "kind", "shown"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (25, "japaneseCounting", "二十五"),
        (20, "ideographDigital", "二〇"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (3, "decimalEnclosedCircle", "③"),
        (12, "decimalFullWidth", "１２"),
        (7, "decimalZero", "07"),
        (150, "chineseCounting", "150"),
        (5, "none", ""),
        (5, "unheardOf", "5"),
    ],
)
def test_ways_of_counting(count: int, kind: str, shown: str) -> None:
    """Each format of ECMA-376 17.18.59 that Chinese documents use is written as Word does."""
    assert written(count, kind, "〇一二三四五六七八九", "十") == shown


def test_tables_in_place() -> None:
    """A table is read in its place; short rows are a line each, long cells give their paragraphs."""
    document = docx.Document()
    document.add_paragraph("前")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ("项目", "数量", "建家", "10"), strict=True):
        cell.text = words
    document.add_paragraph("中")
    layout = document.add_table(1, 1)
    layout.cell(0, 0).text = "第一段"
    layout.cell(0, 0).add_paragraph("第二段")
    assert text(saved(document)) == ["前", "项目\t数量", "建家\t10", "中", "第一段", "第二段"]


def test_changes_fields_and_hidden_text() -> None:
    """What a reader sees is read: insertions, links, fields' results; what is left out is told."""
    data = of_body(
        "<w:p><w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>乙</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>丙</w:delText></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink><w:r><w:t>丁</w:t></w:r></w:hyperlink>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>戊</w:t></w:r><w:r><w:tab/><w:t>己</w:t><w:br/><w:t>庚</w:t></w:r></w:p>"
    )
    parsed = word.parse(data, OPTIONS)
    assert parsed.text == "甲乙丁\t己\n庚"
    assert [en for _, en in parsed.notes] == [
        "text deleted under tracked changes is left out",
        "hidden text is left out",
    ]


def test_notes_and_text_boxes(tmp_path: Path) -> None:
    """A footnote and a text box follow the paragraph in which they hang; a box is read once."""
    box = (
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><w:t>正文</w:t></w:r>'
        "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert text(of_body(box, "<w:p><w:r><w:t>后</w:t></w:r></w:p>")) == ["正文", "框", "后"]


def test_footnotes_by_libreoffice(tmp_path: Path, read: Callable, office: Callable) -> None:
    """A footnote of a real file stands behind its paragraph."""
    (tmp_path / "a.fodt").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><office:document '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        '<text:h text:outline-level="1">标题</text:h><text:p>职工之家<text:note text:note-class="footnote">'
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>见文件。</text:p></text:note-body>"
        "</text:note>建设。</text:p><text:p>下一段。</text:p></office:text></office:body></office:document>",
        encoding="utf-8",
    )
    (found,), _ = read(office(tmp_path / "a.fodt", "docx"))
    assert [line.strip() for line in found.text.split("\n")] == [
        "标题",
        "职工之家建设。",
        "见文件。",
        "下一段。",
    ]


def test_the_title_property_is_the_last_resort(tmp_path: Path, read: Callable) -> None:
    """A title property is used where the text has no title of its own; it is often another file's."""
    document = docx.Document()
    document.core_properties.title = "模板"
    document.add_paragraph("同志们：")
    (tmp_path / "a.docx").write_bytes(saved(document))
    (found,), _ = read(tmp_path)
    assert (found.value("title"), found.metadata["title"].origin) == ("模板", "inferred")


def test_old_word_is_refused_with_the_remedy(
    tmp_path: Path, speech: str, read: Callable, office: Callable
) -> None:
    """A real .doc is refused and told how to convert it, also under the name of a docx or a txt."""
    (tmp_path / "a.txt").write_text(speech, encoding="utf-8-sig")
    old = office(tmp_path / "a.txt", "doc")
    for name in ("a.doc", "b.docx", "c.txt"):
        documents, (finding,) = read(_copy(old, tmp_path / "x" / name))
        assert documents == []
        assert "docx" in finding.en


def _copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(source.read_bytes())
    return target


def test_a_doc_that_is_something_else_is_read(tmp_path: Path, page: str, speech: str, read: Callable) -> None:
    """A page or a docx that was named .doc is read as what it is."""
    (tmp_path / "a.doc").write_text(page, encoding="utf-8")
    document = docx.Document()
    document.add_paragraph(speech)
    (tmp_path / "b.doc").write_bytes(saved(document))
    documents, findings = read(tmp_path)
    assert findings == []
    assert documents[1].text == speech
    assert "15字要求" in documents[0].text


def test_a_sheet_called_docx_is_refused(tmp_path: Path, read: Callable) -> None:
    """A zip that is no Word file is refused as that."""
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    documents, (finding,) = read(tmp_path)
    assert documents == []
    assert "no Word file" in finding.en
