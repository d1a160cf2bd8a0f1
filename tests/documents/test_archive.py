"""Zip archives are read like folders."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path


def test_an_archive_is_a_folder(tmp_path: Path, speech: str, page: str, read: Callable) -> None:
    """Members of any format and depth are read in the order of names, with their sidecars."""
    with zipfile.ZipFile(tmp_path / "2019.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b/年终.txt", speech)
        archive.writestr("b/年终.meta.yaml", "speaker: 某某\n")
        archive.writestr("a.html", page)
        archive.writestr("a.md", "# 题\n\n文。")
        archive.writestr("c.jsonl", '{"id": 1, "text": "一"}\n{"id": 2, "text": "二"}\n')
        archive.writestr("README.txt", "说明")
        archive.writestr("gold/x.txt", "说明")
        archive.writestr("d.png", b"x")
    documents, (finding,) = read(tmp_path)
    assert [document.id for document in documents] == [
        "2019/a.html",
        "2019/a.md",
        "2019/b/年终",
        "2019/c#1",
        "2019/c#2",
    ]
    assert documents[2].text == speech
    assert documents[2].value("speaker") == "某某"
    assert finding.level == "warning"


def test_an_archive_beside_a_folder_of_its_name(tmp_path: Path, read: Callable) -> None:
    """A folder keeps its name and the archive its ending, so that no two ids are the same."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("一", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x.txt", "二")
    documents, _ = read(tmp_path)
    assert {document.id: document.text for document in documents} == {"a/x": "一", "a.zip/x": "二"}


def test_a_damaged_archive(tmp_path: Path, read: Callable) -> None:
    """What is no zip is refused; a member whose data is damaged is refused alone."""
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    documents, (finding,) = read(tmp_path)
    assert documents == []
    assert "damaged" in finding.en
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "一段文字" * 100)
        archive.writestr("b.txt", "好")
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[40] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(data)
    documents, (finding,) = read(tmp_path)
    assert [document.text for document in documents] == ["好"]
    assert finding.level == "error"
