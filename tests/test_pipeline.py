"""The whole way: the same bytes from the same input, a quote behind every edge, no file stops another."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from unionkg import knowledge, pipeline, stages, workshop
from unionkg.corpus import Progress
from unionkg.documents import Limits
from unionkg.errors import RefusedDocument, UsageError
from unionkg.model import Document, Finding, Span
from unionkg.reader import Reader
from unionkg.renewal import SUMMARY
from unionkg.settings import Settings
from unionkg.store import Store
from unionkg.structure import tiles
from unionkg.workshop import Job, Task

ROOT = Path(__file__).parents[1]
ONE = Settings(jobs=1)
SAME = ("graph.nq", "graph.trig", "views/index.html")


@pytest.fixture(scope="module")
def reader() -> Reader:
    """A reader with the shipped knowledge."""
    return Reader(knowledge.load())


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds without page and thesaurus, for tests that look at neither; stages are made once."""
    monkeypatch.setattr(pipeline, "_draw", lambda *_: None)
    monkeypatch.setattr(pipeline.reference, "thesaurus", lambda *_: [])
    monkeypatch.setattr(workshop, "tools", WORKSHOP)
    monkeypatch.setattr(workshop, "known", KNOWN)


@cache
def WORKSHOP(job: Job) -> object:  # noqa: N802 - a constant that is called
    """The tools of a process, whatever its folder of stages."""
    return _made(replace(job, stages=Path()))


@cache
def KNOWN(ontology: Path | None) -> object:  # noqa: N802 - a constant that is called
    """The knowledge, loaded once; a build forgets what it has loaded."""
    return _loaded(ontology)


_made = cache(workshop.tools.__wrapped__)
_loaded = cache(knowledge.load)


def digests(folder: Path, names: Iterable[object]) -> dict[str, str]:
    """A hash of each file, so that a difference is told by name and not by megabytes."""
    return {str(name): hashlib.sha256((folder / str(name)).read_bytes()).hexdigest() for name in names}


def test_every_part_of_the_output_is_there(built: Path) -> None:
    """A build leaves stage files, store, dumps, page and report."""
    for name in (*SAME, "report.json", "store", "stages"):
        assert (built / name).exists(), name
    place = built / "stages" / "2019-municipal-union-exchange"
    assert sorted(path.name for path in place.iterdir()) == sorted((*stages.FILES, SUMMARY))


def test_the_text_is_the_corpus_text(built: Path) -> None:
    """What was read is the file, character for character."""
    text = (built / "stages" / "2019-municipal-union-exchange" / "text.txt").read_bytes()
    assert text == (ROOT / "corpus" / "2019-municipal-union-exchange.txt").read_bytes()


def test_every_claim_has_a_quote_that_stands_in_the_text(built: Path) -> None:
    """For each claim the words quoted are the text's words at its offsets."""
    text = (built / "stages" / "2019-municipal-union-exchange" / "text.txt").read_text(encoding="utf-8")
    answer = Store.open(built / "store").select(
        "SELECT ?claim ?quote ?begin ?end WHERE { ?claim a ukg:Claim OPTIONAL { ?claim ukg:quote ?span ."
        " ?span nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end } }"
    )
    assert len(answer.rows) > 100
    for _, quote, begin, end in answer.texts():
        assert text[int(begin) : int(end)] == quote != ""


def test_nothing_planned_or_demanded_is_a_fact(built: Path) -> None:
    """A direct triple stands only where a stated claim states it."""
    answer = Store.open(built / "store").select(
        """SELECT ?s ?p ?o WHERE {
             ?claim a ukg:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
             ?s ?p ?o .
             FILTER NOT EXISTS {
               ?stated rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; ukg:modality ukg:Stated
             }
           }"""
    )
    assert answer.rows == ()


def build_apart(corpus: Path, output: Path, seed: str, jobs: int) -> None:
    """Build in a process of its own."""
    script = (
        "import sys; from pathlib import Path; from unionkg import pipeline;"
        "from unionkg.settings import Settings;"
        "pipeline.CHUNK_LENGTH = 1000;"
        "pipeline.build(Path(sys.argv[1]), Path(sys.argv[2]), Settings(jobs=int(sys.argv[3])))"
    )
    path = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH", ""))))
    subprocess.run(
        [sys.executable, "-c", script, str(corpus), str(output), str(jobs)],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
    )


def test_the_same_input_gives_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    """Neither the hash seed nor the number of processes changes a byte of graph and page."""
    build_apart(corpus, tmp_path / "one", "1", 1)
    build_apart(corpus, tmp_path / "four", "2", 4)
    assert digests(tmp_path / "one", SAME) == digests(tmp_path / "four", SAME)
    files = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one" / "stages").rglob("*.*"))
    assert len(files) == 3 * (len(stages.FILES) + 1)
    assert digests(tmp_path / "one", files) == digests(tmp_path / "four", files)


def test_the_dump_is_canonical(built: Path) -> None:
    """graph.nq is sorted, holds no blank node and each line once."""
    lines = (built / "graph.nq").read_text(encoding="utf-8").split("\n")[:-1]
    same = lines == sorted(set(lines))
    assert same
    assert not any(line.startswith("_:") or " _:" in line for line in lines)


def test_no_clock_stands_in_the_graph(quick: None, corpus: Path, tmp_path: Path) -> None:
    """Seconds are told in report.json only."""
    pipeline.build(corpus, tmp_path / "output", ONE)
    report = json.loads((tmp_path / "output" / "report.json").read_text(encoding="utf-8"))
    assert report["seconds"]["total"] > 0
    told = "seconds" in (tmp_path / "output" / "graph.nq").read_text(encoding="utf-8")
    assert not told


def test_a_document_does_not_depend_on_others(quick: None, corpus: Path, tmp_path: Path) -> None:
    """A document's own graph is the same whether it is built alone or among others."""
    pipeline.build(corpus, tmp_path / "all", ONE)
    pipeline.build(corpus / "乙.txt", tmp_path / "alone", ONE)
    graphs = []
    for name in ("all", "alone"):
        lines = (tmp_path / name / "graph.nq").read_text(encoding="utf-8").split("\n")
        graphs.append([line for line in lines if line.endswith("/graph/乙> .")])
    assert graphs[0] == graphs[1] != []


def test_building_again_replaces_what_was_there(quick: None, corpus: Path, tmp_path: Path) -> None:
    """A removed file's stage files and graph are gone after the next build."""
    output = tmp_path / "output"
    pipeline.build(corpus, output, ONE)
    (corpus / "乙.txt").unlink()
    report = pipeline.build(corpus, output, ONE)
    assert report.counts["totals"]["documents"] == 2
    assert not (output / "stages" / "乙").exists()
    left = "/graph/乙>" in (output / "graph.nq").read_text(encoding="utf-8")
    assert not left


def test_one_bad_file_does_not_stop_the_others(quick: None, corpus: Path, tmp_path: Path) -> None:
    """A refused file is in the report, the others are built."""
    (corpus / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    report = pipeline.build(corpus, tmp_path / "output", ONE)
    assert report.refused == 1
    assert report.counts["totals"]["documents"] == 3
    assert any("old.doc" in finding.place for finding in report.findings)


def test_a_failure_in_one_document_is_told(
    quick: None, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text that breaks extraction is named as refused, and the others are built."""
    replay = Reader.replay

    def broken(self: Reader, document: Document, *more: object) -> object:
        if document.id == "乙":
            raise ZeroDivisionError("nothing there")
        return replay(self, document, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Reader, "replay", broken)
    report = pipeline.build(corpus, tmp_path / "output", ONE)
    assert report.counts["totals"]["documents"] == 2
    assert [(f.level, f.place) for f in report.findings if "ZeroDivisionError" in f.en] == [("error", "乙")]


def test_an_empty_corpus_is_told(quick: None, tmp_path: Path) -> None:
    """A folder without a document gives one message that says what to put there."""
    (tmp_path / "corpus").mkdir()
    with pytest.raises(UsageError, match="holds no document"):
        pipeline.build(tmp_path / "corpus", tmp_path / "output", ONE)


def test_a_corpus_that_is_refused_whole_is_told(quick: None, tmp_path: Path) -> None:
    """Where nothing could be read the reason of the first file is the message, and no graph is left."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "long.txt").write_text("工会" * 100, encoding="utf-8")
    with pytest.raises(RefusedDocument, match=r"long\.txt"):
        pipeline.build(
            tmp_path / "corpus", tmp_path / "output", Settings(jobs=1, limits=Limits(text_bytes=10))
        )
    assert not (tmp_path / "output" / "store").exists()


def test_near_duplicates_are_told_and_can_be_skipped(quick: None, corpus: Path, tmp_path: Path) -> None:
    """A text in other clothes is reported; with the setting it is left out."""
    (corpus / "丁.txt").write_text(
        "（转载）\n" + (corpus / "2020" / "丙.txt").read_text(encoding="utf-8"), encoding="utf-8"
    )
    report = pipeline.build(corpus, tmp_path / "output", ONE)
    assert report.counts["totals"]["documents"] == 4
    assert any(finding.place == "丁" for finding in report.findings)
    skipped = pipeline.build(corpus, tmp_path / "output", replace(ONE, duplicates="skip"))
    assert skipped.counts["totals"]["documents"] == 3


def test_progress_reaches_the_end(quick: None, corpus: Path, tmp_path: Path) -> None:
    """The last word on progress counts all documents and all bytes."""
    told: list[Progress] = []
    pipeline.build(corpus, tmp_path / "output", ONE, told.append)
    assert told[-1].documents == 3
    assert told[-1].done <= told[-1].total == sum(p.stat().st_size for p in corpus.rglob("*.txt"))


def test_every_rule_that_worked_is_a_node(built: Path) -> None:
    """Whatever a record says made it stands in the graph of rules."""
    answer = Store.open(built / "store").select(
        "SELECT ?rule WHERE { ?record ukg:rule ?rule FILTER NOT EXISTS { ?rule a ukg:Rule } }"
    )
    assert answer.rows == ()


def test_extraction_needs_no_graph(corpus: Path) -> None:
    """Extract gives a reading for each document and findings for what is refused."""
    (corpus / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    items = list(pipeline.extract([corpus], ONE))
    assert sum(isinstance(item, Finding) for item in items) == 1
    assert len(items) == 4


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(
    st.text(
        st.one_of(
            st.sampled_from("一二三是要、。，：；\n“”《》（）X市总工会职工要求讲政治服务第项个化性"),
            st.characters(exclude_categories=["Cs"]),
        ),
        max_size=120,
    )
)
def test_no_text_crashes_the_pipeline(reader: Reader, text: str) -> None:
    """Any text gives a reading: spans lie in it, mentions are its words, sections tile it."""
    reading = reader.read(Document("x", text, {}))
    assert all(text[m.span.start : m.span.end] == m.text for m in reading.mentions)
    spans: list[Span] = [claim.quote for claim in reading.claims]
    spans += [demand.evidence for demand in reading.demands] + [demand.content for demand in reading.demands]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    assert tiles(reading.structure.sections, len(text)) or not text.strip()


@pytest.mark.parametrize("count", [1, 3])
def test_chunks_hold_every_document_in_order(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cutting into chunks loses none and keeps the order, whatever the sizes."""
    monkeypatch.setattr(pipeline, "CHUNK_DOCUMENTS", count)
    tasks = [Task(Document(str(number), "字" * number, {}), (), "") for number in range(7)]
    chunks = list(pipeline._chunks(tasks))
    assert [task for chunk in chunks for task in chunk] == tasks
    assert max(map(len, chunks)) == count


def test_the_knowledge_is_named_by_its_hash(quick: None, corpus: Path, tmp_path: Path) -> None:
    """The run node carries the knowledge's hash, so that a graph tells what read it."""
    pipeline.build(corpus, tmp_path / "output", ONE)
    graph = Store.open(tmp_path / "output" / "store")
    answer = graph.select("SELECT ?hash WHERE { ?run ukg:knowledgeHash ?hash }")
    assert [row[0] for row in answer.texts()] == [knowledge.load().digest]
