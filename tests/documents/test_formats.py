"""The sample speech in each format, made by a real program, is read to the same mentions."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import weasyprint

from unionkg import knowledge
from unionkg.documents import Settings, read_corpus
from unionkg.model import Document, Finding
from unionkg.reader import Reader

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpus" / "2019-municipal-union-exchange.txt"
GIVEN = SAMPLE.with_suffix(".meta.yaml").read_text(encoding="utf-8")
SIDECAR = "".join(line for line in GIVEN.splitlines(keepends=True) if not line.startswith("id:"))
Found = list[tuple[str, str]]


@pytest.fixture(scope="module")
def reader() -> Reader:
    """A reader with the shipped knowledge."""
    return Reader(knowledge.load())


@pytest.fixture(scope="module")
def mentions(reader: Reader, settings: Settings) -> Callable[[Path], Found]:
    """Type and words of the mentions of the one document below a path; it has the sample's metadata."""

    def found(path: Path) -> Found:
        path.with_name("speech.meta.yaml").write_text(SIDECAR, encoding="utf-8")
        items = list(read_corpus(path, settings))
        assert [item for item in items if isinstance(item, Finding) and item.level == "error"] == []
        (document,) = (item for item in items if isinstance(item, Document))
        return [(mention.type, mention.text) for mention in reader.read(document).mentions]

    return found


@pytest.fixture(scope="module")
def expected(mentions: Callable[[Path], Found], tmp_path_factory: pytest.TempPathFactory) -> Found:
    """The mentions of the plain text."""
    path = tmp_path_factory.mktemp("plain") / "speech.txt"
    shutil.copy(SAMPLE, path)
    found = mentions(path)
    assert len(found) > 400
    return found


def word_file(speech: str, path: Path) -> Path:
    """The speech as a Word file by python-docx, a paragraph a line."""
    made = docx.Document()
    for line in speech.split("\n"):
        made.add_paragraph(line)
    made.save(str(path))
    return path


def test_plain_text_in_each_encoding(
    tmp_path: Path, speech: str, mentions: Callable[[Path], Found], expected: Found
) -> None:
    """Text files."""
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        (tmp_path / "speech.txt").write_bytes(speech.replace("\n", "\r\n").encode(encoding))
        assert mentions(tmp_path / "speech.txt") == expected, encoding


def test_markdown(tmp_path: Path, speech: str, mentions: Callable[[Path], Found], expected: Found) -> None:
    """Markdown with front matter, headings and emphasis."""
    lines = [line.strip() for line in speech.split("\n") if line.strip()]
    body = "\n\n".join(f"## {line}" if line[1:2] == "、" else line for line in lines)
    (tmp_path / "speech.md").write_text(f"---\ntitle: 当头雁\n---\n{body}\n", encoding="utf-8")
    assert mentions(tmp_path / "speech.md") == expected


def test_word_by_python_docx(
    tmp_path: Path, speech: str, mentions: Callable[[Path], Found], expected: Found
) -> None:
    """A Word file by python-docx."""
    assert mentions(word_file(speech, tmp_path / "speech.docx")) == expected


def test_word_by_libreoffice(
    tmp_path: Path,
    speech: str,
    office: Callable[[Path, str], Path],
    mentions: Callable[[Path], Found],
    expected: Found,
) -> None:
    """A Word file that LibreOffice made of a text."""
    (tmp_path / "speech.txt").write_text(speech, encoding="utf-8-sig")
    made = office(tmp_path / "speech.txt", "docx")
    (tmp_path / "in").mkdir()
    assert mentions(Path(shutil.copy(made, tmp_path / "in" / "speech.docx"))) == expected


def test_pdf_by_libreoffice(
    tmp_path: Path,
    speech: str,
    office: Callable[[Path, str], Path],
    mentions: Callable[[Path], Found],
    expected: Found,
) -> None:
    """A PDF that LibreOffice made of a Word file."""
    made = office(word_file(speech, tmp_path / "speech.docx"), "pdf")
    (tmp_path / "in").mkdir()
    assert mentions(Path(shutil.copy(made, tmp_path / "in" / "speech.pdf"))) == expected


def test_pdf_by_weasyprint(
    tmp_path: Path, page: str, mentions: Callable[[Path], Found], expected: Found
) -> None:
    """A PDF by WeasyPrint."""
    weasyprint.HTML(string=page).write_pdf(tmp_path / "speech.pdf")
    assert mentions(tmp_path / "speech.pdf") == expected


def test_pdf_by_chromium(
    tmp_path: Path,
    page: str,
    chromium: Callable[[Path, Path], None],
    mentions: Callable[[Path], Found],
    expected: Found,
) -> None:
    """A PDF that Chromium printed."""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    (tmp_path / "in").mkdir()
    chromium(tmp_path / "page.html", tmp_path / "in" / "speech.pdf")
    assert mentions(tmp_path / "in" / "speech.pdf") == expected


def test_page(tmp_path: Path, page: str, mentions: Callable[[Path], Found], expected: Found) -> None:
    """A saved web page."""
    (tmp_path / "speech.html").write_text(page, encoding="utf-8")
    assert mentions(tmp_path / "speech.html") == expected


def test_records(tmp_path: Path, speech: str, mentions: Callable[[Path], Found], expected: Found) -> None:
    """A line of JSON Lines and a row of a table."""
    (tmp_path / "speech.jsonl").write_text(json.dumps({"id": "a", "text": speech}) + "\n", encoding="utf-8")
    assert mentions(tmp_path / "speech.jsonl") == expected
    with (tmp_path / "speech.csv").open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows([["编号", "正文"], ["a", speech]])
    assert mentions(tmp_path / "speech.csv") == expected


def test_archive(tmp_path: Path, speech: str, mentions: Callable[[Path], Found], expected: Found) -> None:
    """A Word file with its sidecar in a zip."""
    (tmp_path / "in").mkdir()
    word_file(speech, tmp_path / "speech.docx")
    with zipfile.ZipFile(tmp_path / "in" / "all.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.write(tmp_path / "speech.docx", "2019/speech.docx")
        made.writestr("2019/speech.meta.yaml", SIDECAR)
    assert mentions(tmp_path / "in" / "all.zip") == expected
