"""JSON Lines and csv, line by line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from unionkg.documents import Settings
from unionkg.model import Datum


def write(path: Path, *records: object, encoding: str = "utf-8") -> Path:
    """Write JSON Lines."""
    text = "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)
    path.write_bytes(text.encode(encoding))
    return path


def test_a_line_is_a_document(tmp_path: Path, read: Callable) -> None:
    """Each line gives a document with its own id, text and metadata; blank lines are passed over."""
    path = write(
        tmp_path / "reports.jsonl",
        {
            "id": "r1",
            "title": "报告",
            "date": 1954,
            "publisher": "国务院",
            "source": "https://x",
            "text": "各位代表\r\n一",
        },
        {"text": "没有编号"},
    )
    documents, findings = read(path)
    assert findings == []
    assert [document.id for document in documents] == ["reports#r1", "reports#2"]
    assert documents[0].text == "各位代表\n一"
    assert documents[0].metadata["date"] == Datum("1954", "given")


def test_a_bad_line_does_not_end_the_rest(tmp_path: Path, read: Callable) -> None:
    """Each line that can't be read is told with its number, and the others go on."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'{"text": "one"}\nnot json\n[1]\n{"title": "x"}\n{"text": 5}\n{"text": "\\ud800"}\n'
        b'{"text": "'
        + b"[" * 5000
        + b'"}\n'
        + b"[" * 100_000
        + b"\n\xff\xfe\xff\n"
        + b'{"text": " "}\n{"text": "two"}'
    )
    documents, findings = read(path)
    assert [document.text for document in documents if len(document.text) < 10] == ["one", "two"]
    assert [finding.place.rpartition(":")[2] for finding in findings] == [
        "2",
        "3",
        "4",
        "5",
        "6",
        "8",
        "9",
        "10",
    ]
    assert all(finding.level == "error" and finding.zh and finding.en for finding in findings)


def test_ids_are_unique(tmp_path: Path, read: Callable) -> None:
    """An id given twice is told and made another; an id is never a path."""
    path = write(
        tmp_path / "a.jsonl", *({"id": name, "text": "文"} for name in ("x", "x", "x~2", "../y", "a#b"))
    )
    documents, findings = read(path)
    names = [document.id for document in documents]
    assert len(set(names)) == 5
    assert names[:2] == ["a#x", "a#x~2"]
    assert not any("/" in name or name.count("#") > 1 for name in names)
    assert [finding.level for finding in findings] == ["warning", "warning"]


def test_fields_not_read_are_told_once(tmp_path: Path, read: Callable) -> None:
    """A field that nobody reads is named in one warning a file."""
    path = write(tmp_path / "a.jsonl", {"text": "一", "likes": 3}, {"text": "二", "likes": 4})
    _, findings = read(path)
    assert [finding.en for finding in findings] == ["these fields are not read: likes"]


def test_chinese_column_names(tmp_path: Path, read: Callable) -> None:
    """Exports of other systems name their columns in Chinese."""
    path = write(tmp_path / "a.jsonl", {"编号": "7", "标题": "题", "正文": "文", "发布时间": "2020-01-02"})
    (document,), findings = read(path)
    assert findings == []
    assert (document.id, document.text, document.value("date")) == ("a#7", "文", "2020-01-02")


def test_a_sidecar_holds_for_every_line(tmp_path: Path, read: Callable) -> None:
    """What the sidecar of a file of records gives goes behind what each line gives."""
    path = write(tmp_path / "a.jsonl", {"text": "一", "publisher": "自己"}, {"text": "二"})
    (tmp_path / "a.meta.yaml").write_text("publisher: 共同\n", encoding="utf-8")
    documents, _ = read(path)
    assert [document.value("publisher") for document in documents] == ["自己", "共同"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_encodings_of_records(tmp_path: Path, read: Callable, speech: str, encoding: str) -> None:
    """Records come in any encoding, also where a line end has two bytes."""
    records = [{"id": str(number), "text": speech} for number in range(60)]
    documents, _ = read(write(tmp_path / "a.jsonl", *records, encoding=encoding))
    assert len(documents) == 60
    assert {document.text for document in documents} == {speech}


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8-sig"), (",", "gb18030"), ("\t", "utf-16"), (";", "utf-8")]
)
def test_csv(tmp_path: Path, read: Callable, speech: str, delimiter: str, encoding: str) -> None:
    """A csv as spreadsheets write it: quoted cells with line ends, any of three separators."""
    table = io.StringIO()
    rows = csv.writer(table, delimiter=delimiter, lineterminator="\r\n")
    rows.writerows([["id", "标题", "text"], ["1", "题目", speech], ["2", "又", '说"好"，\n是']])
    path = tmp_path / "a.csv"
    path.write_bytes(table.getvalue().encode(encoding))
    documents, _ = read(path)
    assert [document.text for document in documents] == [speech, '说"好"，\n是']
    assert documents[0].value("title") == "题目"


def test_broken_csv(tmp_path: Path, read: Callable) -> None:
    """No text column, too many cells and an open quote are each told with the line."""
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,a,b\n2,"open\n3,x\n', encoding="utf-8")
    documents, findings = read(path)
    assert documents == []
    assert [finding.place.rpartition(":")[2] for finding in findings] == ["2", "4"]
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    _, findings = read(path)
    assert "no column of texts" in findings[0].en


def test_half_a_gigabyte_in_one_line(tmp_path: Path, tight: Settings, read: Callable) -> None:
    """A line beyond the limit is refused without being held, and the next is read."""
    path = tmp_path / "a.jsonl"
    with path.open("wb") as stream:
        stream.seek(500_000_000)
        stream.write(b'\n{"text": "next"}\n')
    documents, findings = read(path, tight)
    assert [document.text for document in documents] == ["next"]
    assert "more than 100000 bytes" in findings[0].en


def test_a_stream_is_not_held(tmp_path: Path, settings: Settings) -> None:
    """The first document comes before the rest of the file is read."""
    from unionkg.documents import read_corpus

    path = tmp_path / "a.jsonl"
    write(path, *({"text": "文" * 1000} for _ in range(2000)))
    items = read_corpus(path, settings)
    assert next(iter(items)).id == "a#1"  # type: ignore[union-attr]


def test_a_file_of_errors_ends(tmp_path: Path, read: Callable) -> None:
    """After a thousand wrong lines the rest of a file is refused, so that no report grows without end."""
    (tmp_path / "a.jsonl").write_bytes(b"x\n" * 1_000_000)
    documents, findings = read(tmp_path)
    assert documents == []
    assert len(findings) == 1001
    assert "the rest was not read" in findings[-1].en
