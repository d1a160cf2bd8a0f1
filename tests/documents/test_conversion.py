"""What would be read, written out to be seen and corrected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from unionkg.documents import Settings, convert
from unionkg.documents.conversion import sidecar_text
from unionkg.model import Datum, Document, Finding


def test_converted_documents_read_the_same(
    tmp_path: Path, settings: Settings, page: str, read: Callable
) -> None:
    """Reading what was written gives the same texts and the same metadata, with its origins."""
    source = tmp_path / "in"
    (source / "子").mkdir(parents=True)
    (source / "子" / "a.html").write_text(page, encoding="utf-8")
    (source / "b.jsonl").write_text(
        '{"id": 1, "title": "一：\\"题\\"", "text": "甲\\n乙"}\n', encoding="utf-8"
    )
    (source / "c.txt").write_text("丙", encoding="utf-8")
    (source / "c.meta.yaml").write_text(
        "body_names: [市总, 全市工会]\nspeaker: {value: 某, origin: inferred}\n", encoding="utf-8"
    )
    written = list(convert(source, tmp_path / "out", settings))
    assert sorted(path.relative_to(tmp_path / "out").as_posix() for path in written) == [
        "b/1.txt",
        "c.txt",
        "子/a.txt",
    ]
    before, _ = read(source)
    after, findings = read(tmp_path / "out")
    assert findings == []
    assert {document.text: document.metadata for document in before} == {
        document.text: document.metadata for document in after
    }


def test_nothing_is_written_over(tmp_path: Path, settings: Settings) -> None:
    """A file that is there is kept and told, also when a folder is converted into itself."""
    (tmp_path / "a.txt").write_text("原文", encoding="utf-8")
    (finding,) = convert(tmp_path, tmp_path, settings)
    assert isinstance(finding, Finding)
    assert "was kept" in finding.en
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "原文"


def test_a_sidecar_of_hostile_values(tmp_path: Path, read: Callable) -> None:
    """Any value is written so that it comes back, and says nothing else."""
    metadata = {"title": Datum('"}\n# x: {y\\', "given"), "source": Datum("a: [b", "inferred")}
    (tmp_path / "a.txt").write_text("文", encoding="utf-8")
    (tmp_path / "a.meta.yaml").write_text(sidecar_text(Document("a", "文", metadata)), encoding="utf-8")
    (document,), findings = read(tmp_path)
    assert findings == []
    assert document.metadata == dict(sorted(metadata.items()))
