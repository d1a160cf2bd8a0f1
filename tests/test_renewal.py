"""Building again: only what changed is read, and the result is what a build from nothing would be."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import breaking
from unionkg import knowledge, lock, pipeline, reader, renewal, stages
from unionkg.errors import OutputError, UsageError
from unionkg.model import Datum, Document
from unionkg.output import Output
from unionkg.report import Report, Summary
from unionkg.settings import Settings
from unionkg.store import Store

ONE = Settings(jobs=1)
TEXTS = {
    "甲.txt": "市总工会成立了劳模工匠宣讲团。\n各级工会要弘扬劳模精神，服务职工。\n",
    "乙.txt": "市委书记强调，工会要讲政治、会创新。\n",
    "2020/丙.txt": "全市工会深入开展“春风行动”，建成了服务站。\n",
}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds without page and thesaurus; what they load is loaded once."""
    breaking.lighten(monkeypatch.setattr)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three short documents."""
    for name, text in TEXTS.items():
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "corpus"


def build(corpus: Path, output: Path, settings: Settings = ONE, *, force: bool = False) -> Report:
    """Build, and hold what it left against a build of the same corpus from nothing."""
    told = pipeline.build(corpus, output, settings, force=force)
    fresh = output.with_name("fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    anew = pipeline.build(corpus, fresh, settings)
    assert breaking.content(output) == breaking.content(fresh)
    assert "".join(Store.open(output / "store").dump()) == (fresh / "graph.nq").read_text(encoding="utf-8")
    assert (told.counts, told.findings) == (anew.counts, anew.findings)
    return told


def test_what_did_not_change_is_kept(corpus: Path, tmp_path: Path) -> None:
    """The first build reads all, the second nothing, and neither store nor files are touched."""
    assert build(corpus, tmp_path / "output").read == ("2020/丙", "乙", "甲")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "output").rglob("*") if p.is_file()}
    again = build(corpus, tmp_path / "output")
    assert (again.read, again.kept, again.removed) == ((), 3, ())
    after = {p: p.stat().st_mtime_ns for p in (tmp_path / "output").rglob("*") if p.is_file()}
    changed = {p.name for p in before.keys() | after.keys() if before.get(p) != after.get(p)}
    assert changed <= {"report.json", ".lock", ".unionkg", "LOG"}


def test_only_what_changed_is_read_again(corpus: Path, tmp_path: Path) -> None:
    """A changed, a new and a removed document: the others are kept, the report says which is which."""
    build(corpus, tmp_path / "output")
    (corpus / "甲.txt").write_text("市总工会成立了服务队。\n", encoding="utf-8")
    (corpus / "丁.txt").write_text("各级工会必须关心职工。\n", encoding="utf-8")
    (corpus / "2020" / "丙.txt").unlink()
    told = build(corpus, tmp_path / "output")
    assert (told.read, told.kept, told.removed) == (("丁", "甲"), 1, ("2020/丙",))
    written = json.loads((tmp_path / "output" / "report.json").read_text(encoding="utf-8"))
    assert (written["read"], written["kept"], written["removed"]) == (["丁", "甲"], 1, ["2020/丙"])


def test_metadata_count_as_much_as_text(corpus: Path, tmp_path: Path) -> None:
    """A sidecar that changes has its document read again."""
    build(corpus, tmp_path / "output")
    (corpus / "乙.meta.yaml").write_text("title: 在会上的讲话\n", encoding="utf-8")
    assert build(corpus, tmp_path / "output").read == ("乙",)


def test_a_document_gives_way_to_a_folder_of_its_name(corpus: Path, tmp_path: Path) -> None:
    """The stage files of `a` go although those of `a/b` come to lie in the same folder."""
    build(corpus, tmp_path / "output")
    (corpus / "甲.txt").rename(tmp_path / "甲.txt")
    (corpus / "甲").mkdir()
    (tmp_path / "甲.txt").rename(corpus / "甲" / "子.txt")
    told = build(corpus, tmp_path / "output")
    assert (told.read, told.removed) == (("甲/子",), ("甲",))


def test_force_reads_all(corpus: Path, tmp_path: Path) -> None:
    """With `force` nothing is kept."""
    build(corpus, tmp_path / "output")
    told = build(corpus, tmp_path / "output", force=True)
    assert (len(told.read), told.kept) == (3, 0)


def test_what_is_looked_at_with_has_nothing_read_again(corpus: Path, tmp_path: Path) -> None:
    """Colours and questions draw the page anew; words that documents are read with have all read again."""
    laid = replace(ONE, ontology=tmp_path / "ontology")
    (tmp_path / "ontology").mkdir()
    build(corpus, tmp_path / "output", laid)
    for name, read in (("views.yaml", 0), ("shapes.ttl", 0), ("patterns/counts.yaml", 3)):
        target = tmp_path / "ontology" / name
        target.parent.mkdir(exist_ok=True)
        ours = (knowledge.shipped() / name).read_text(encoding="utf-8")
        target.write_text(f"{ours}\n# noted\n", encoding="utf-8")
        breaking.forget()
        drawn = (tmp_path / "output" / "views" / "index.html").stat().st_mtime_ns
        told = build(corpus, tmp_path / "output", laid)
        assert len(told.read) == read, name
        assert (tmp_path / "output" / "views" / "index.html").stat().st_mtime_ns > drawn


def test_another_base_has_all_read_again(corpus: Path, tmp_path: Path) -> None:
    """IRIs under another base leave none of the old ones."""
    build(corpus, tmp_path / "output")
    told = build(corpus, tmp_path / "output", replace(ONE, base="https://example.org/"))
    assert len(told.read) == 3


def test_the_mark_of_a_document_stands_in_its_graph(corpus: Path, tmp_path: Path) -> None:
    """Each graph of a document holds the hash that it is known by, and so does its summary."""
    build(corpus, tmp_path / "output")
    answer = Store.open(tmp_path / "output" / "store").select(
        "SELECT ?id ?hash WHERE { GRAPH ?g { ?d dcterms:identifier ?id . ?g ukg:readingHash ?hash } }"
    )
    for document, digest in answer.texts():
        path = stages.folder(tmp_path / "output" / "stages", document) / renewal.SUMMARY
        assert Summary.of(path.read_text(encoding="utf-8")).digest == digest
    assert len(answer.rows) == 3


def test_a_mark_tells_all_that_a_reading_depends_on() -> None:
    """Text, metadata with their origin, decisions and what reads: each makes another mark."""
    plain = Document("a", "文", {"title": Datum("题", "given")})
    others = [
        renewal.mark("other", plain, ()),
        renewal.mark("frame", replace(plain, text="字"), ()),
        renewal.mark("frame", replace(plain, metadata={"title": Datum("题", "inferred")}), ()),
        renewal.mark("frame", plain, ("decision",)),
    ]
    marks = {renewal.mark("frame", plain, ()), *others}
    assert len(marks) == 5
    assert renewal.frame("knowledge", "https://a/") != renewal.frame("knowledge", "https://b/")
    assert renewal.software(whole=True) != renewal.software(whole=False)


def test_a_damaged_summary_has_its_document_read_again(corpus: Path, tmp_path: Path) -> None:
    """What a document adds to the report must be there whole, or it is read again."""
    build(corpus, tmp_path / "output")
    (tmp_path / "output" / "stages" / "甲" / renewal.SUMMARY).write_text("{", encoding="utf-8")
    (tmp_path / "output" / "stages" / "乙" / renewal.SUMMARY).unlink()
    assert build(corpus, tmp_path / "output").read == ("乙", "甲")


def test_a_damaged_store_is_built_from_nothing(corpus: Path, tmp_path: Path) -> None:
    """Where neither the store that stands nor what was left behind can be opened, all is read again."""
    build(corpus, tmp_path / "output")
    for name in ("store", ".building/store"):
        shutil.rmtree(tmp_path / "output" / name, ignore_errors=True)
        (tmp_path / "output" / name).mkdir(parents=True)
        (tmp_path / "output" / name / "CURRENT").write_text("broken", encoding="utf-8")
    assert len(build(corpus, tmp_path / "output").read) == 3


def test_two_builds_do_not_write_one_folder(corpus: Path, tmp_path: Path) -> None:
    """A second build is told that one is running and changes nothing."""
    build(corpus, tmp_path / "output")
    with (
        lock.held(Output(tmp_path / "output").lock),
        pytest.raises(OutputError, match="another build is writing"),
    ):
        pipeline.build(corpus, tmp_path / "output", ONE)


def test_a_build_that_fails_leaves_what_stood(corpus: Path, tmp_path: Path) -> None:
    """An empty corpus is told, the graph that stands stays, and the next build goes on."""
    build(corpus, tmp_path / "output")
    before = breaking.content(tmp_path / "output")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="holds no document"):
        pipeline.build(tmp_path / "empty", tmp_path / "output", ONE)
    assert breaking.content(tmp_path / "output") == before
    assert build(corpus, tmp_path / "output").kept == 3


@dataclass(frozen=True, slots=True)
class Break:
    """What breaks off a build, and what the next one reads, tells as read and tells as removed."""

    place: object
    name: str
    stood: bool
    back: bool
    anew: list[str]
    read: tuple[str, ...]
    removed: tuple[str, ...]


BREAKS = {
    "reading": Break(reader.Reader, "replay", False, False, ["甲"], ("2020/丙", "乙", "甲"), ()),
    "putting the store in place": Break(Output, "commit", True, False, [], ("甲",), ("乙",)),
    "writing dumps": Break(pipeline, "_draw", True, True, ["乙", "甲"], ("乙", "甲"), ()),
}


@pytest.mark.parametrize("case", BREAKS.values(), ids=BREAKS)
def test_what_was_done_before_a_break_is_not_done_again(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Break
) -> None:
    """Broken off somewhere, the next build reads what had not been read, and all comes to be in place."""
    monkeypatch.setattr(pipeline, "CHUNK_DOCUMENTS", 1)
    monkeypatch.setattr(renewal.store, "CHUNK", 1)
    if case.stood:
        build(corpus, tmp_path / "output")
        (corpus / "甲.txt").write_text("市总工会成立了服务队。\n", encoding="utf-8")
        (corpus / "乙.txt").unlink()
    real, read = reader.Reader.replay, []

    def breaks(*given: Any) -> object:
        if case.name == "replay" and given[1].id != "甲":
            return real(*given)
        raise KeyboardInterrupt

    def reads(*given: Any) -> object:
        read.append(given[1].id)
        return real(*given)

    with monkeypatch.context() as broken:
        broken.setattr(case.place, case.name, breaks)
        with pytest.raises(KeyboardInterrupt):
            pipeline.build(corpus, tmp_path / "output", ONE)
    assert (tmp_path / "output" / "store").exists() == case.stood
    for file, text in TEXTS.items() if case.back else ():
        (corpus / file).write_text(text, encoding="utf-8")
    monkeypatch.setattr(reader.Reader, "replay", reads)
    report = pipeline.build(corpus, tmp_path / "output", ONE)
    assert (read, report.read, report.removed) == (case.anew, case.read, case.removed)
    build(corpus, tmp_path / "output")


def test_a_store_alone_leaves_no_files_of_another_graph(corpus: Path, tmp_path: Path) -> None:
    """With dumps and page left out, those of the graph before are taken away; the next build writes them."""
    build(corpus, tmp_path / "output")
    (corpus / "甲.txt").write_text("市总工会成立了服务队。\n", encoding="utf-8")
    pipeline.build(corpus, tmp_path / "output", ONE, bare=True)
    place = Output(tmp_path / "output")
    assert not any(path.exists() for path in (place.quads, place.trig, place.page))
    build(corpus, tmp_path / "output")
    assert all(path.exists() for path in (place.quads, place.trig, place.page))


@breaking.posix
def test_builds_that_are_killed_and_finished_come_to_the_same(tmp_path: Path) -> None:
    """Killed at random moments, then finished, a build leaves what an undisturbed one does."""
    script = Path(__file__).parents[1] / "benchmarks" / "kill.py"
    done = subprocess.run([sys.executable, str(script), "6"], capture_output=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert b"6 rounds: all the same" in done.stdout
