"""Which files are documents, and which id each gets."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionkg.documents import Settings, discover
from unionkg.documents.source import display, segment, segments
from unionkg.errors import UsageError

names = st.text(min_size=1, max_size=300)


def make(folder: Path, *files: str) -> None:
    """Make files with a little text."""
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("文字", encoding="utf-8")


def ids(path: Path, settings: Settings) -> list[str]:
    """The ids below a path, in order."""
    return [source.id for source in discover(path, settings)]


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path, settings: Settings) -> None:
    """Every file below a folder is a source; its id is its path without the ending."""
    make(tmp_path, "b.txt", "a/二.md", "a/一.txt", "a/c/x.html")
    assert ids(tmp_path, settings) == ["a/c/x", "a/一", "a/二", "b"]


def test_what_is_no_document_is_skipped(tmp_path: Path, settings: Settings) -> None:
    """Folders called gold, README files, sidecars, dotfiles, lock files and annotation are skipped."""
    make(
        tmp_path,
        "a.txt",
        "a.meta.yaml",
        "README.md",
        "gold/x.txt",
        ".git/x.txt",
        ".x.txt",
        "~$a.docx",
        "a.ann",
    )
    assert ids(tmp_path, settings) == ["a"]


def test_a_path_that_is_named_is_read(tmp_path: Path, settings: Settings) -> None:
    """The rules that skip names do not hold for the path itself; its id is its stem."""
    make(tmp_path, "gold/README.txt", "gold/b.txt")
    assert ids(tmp_path / "gold", settings) == ["b"]
    assert ids(tmp_path / "gold" / "README.txt", settings) == ["README"]


def test_files_that_differ_by_ending_only_are_told_apart(tmp_path: Path, settings: Settings) -> None:
    """Where two names give one id, both keep their endings; a folder keeps its name."""
    make(tmp_path, "a.txt", "a.md", "b.txt", "c.txt", "c/a.txt", "2019.第一稿.txt", "关于X.意见")
    assert ids(tmp_path, settings) == ["2019.第一稿", "a.md", "a.txt", "b", "c/a", "c.txt", "关于X.意见"]


def test_a_missing_path_says_so(tmp_path: Path, settings: Settings) -> None:
    """A path that is not there is a usage error with a remedy in both languages."""
    with pytest.raises(UsageError) as error:
        list(discover(tmp_path / "没有", settings))
    assert "检查路径" in error.value.zh
    assert "check the path" in error.value.en


def test_links_and_depth_end(tmp_path: Path, settings: Settings, tight: Settings) -> None:
    """A link to a folder is not followed, so that a loop ends; folders beyond the limit are not entered."""
    make(tmp_path, "a/b/c/d/e/f/g.txt")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    kinds = {source.id: source.format for source in discover(tmp_path, settings)}
    assert kinds == {"a/b/c/d/e/f/g": "text", "loop": "link"}
    assert {source.format for source in discover(tmp_path, tight)} == {"deep", "link"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
def test_any_file_name_gives_a_safe_id(tmp_path: Path, settings: Settings) -> None:
    """Controls, bidi marks, undecodable bytes and what Windows refuses never get into an id."""
    for name in (b"a\nb.txt", "a\u202eb.txt".encode(), b"\xff\xfe.txt", b"a#1.txt", b"...txt", b"x: y?.txt"):
        (Path(os.fsdecode(bytes(tmp_path))) / os.fsdecode(name)).write_text("x", encoding="utf-8")
    found = ids(tmp_path, settings)
    assert len(found) == len(set(found))
    assert all("~" in name for name in found)
    assert all(name.isprintable() and not set(name) & set('#:?"<>|*\\/') for name in found)


@given(st.sets(names.filter(lambda name: "/" not in name), max_size=12))
def test_no_two_names_share_a_segment(files: set[str]) -> None:
    """Any set of names in a folder gives as many segments, none a path, whatever their order."""
    chosen = segments(files)
    assert len(set(chosen.values())) == len(files)
    assert chosen == segments(sorted(files, reverse=True))
    assert not {"", ".", ".."} & set(chosen.values())


@given(names)
def test_a_segment_is_a_file_name_everywhere(name: str) -> None:
    """A segment is NFC, has no separator, and with a sidecar's ending still fits into a file name."""
    part = segment(name)
    assert part == unicodedata.normalize("NFC", part)
    assert not set(part) & set("/\\#\0")
    assert len(f"{part}.meta.yaml".encode()) <= 255


@given(names)
def test_what_is_shown_is_printable(name: str) -> None:
    """A path in a message can't forge a line or move the cursor."""
    assert display(name).isprintable()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
def test_names_in_gb18030(tmp_path: Path, settings: Settings) -> None:
    """A name in the bytes of a Chinese Windows gives a readable id, also beside the same in UTF-8."""
    for encoding in ("gb18030", "utf-8"):
        (Path(os.fsdecode(bytes(tmp_path) + b"/" + "讲话.txt".encode(encoding)))).write_text(
            "x", encoding="utf-8"
        )
    found = ids(tmp_path, settings)
    assert len(set(found)) == 2
    assert all(name.startswith("讲话") for name in found)
    (tmp_path / "讲话.txt").unlink()
    assert ids(tmp_path, settings) == ["讲话"]
