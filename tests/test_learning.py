"""Training: gold becomes labels and back, and the same gold gives the same models, byte for byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from marked import spans
from unionkg import brat, knowledge, learning, lessons, structure, weights
from unionkg.cli import run
from unionkg.errors import UsageError
from unionkg.learning import mentions, triples
from unionkg.learning.logistic import Row
from unionkg.lessons import Lesson
from unionkg.mentions import Finder, tagger
from unionkg.relations import reranking
from unionkg.weights import Weights

ROOT = Path(__file__).parents[1]
KNOWN = knowledge.load()

SMALL = (
    ("市总工会成立了劳模学院。", ["Organization 0 4", "Facility 7 11"], "establishes"),
    ("县总工会成立了职工书屋。", ["Organization 0 4", "Facility 7 11"], "establishes"),
    ("市总工会服务困难职工。", ["Organization 0 4", "Group 6 10"], "serves"),
    ("县总工会服务困难职工。", ["Organization 0 4", "Group 6 10"], "serves"),
    ("区总工会服务农民工。", ["Organization 0 4", "Group 6 9"], "serves"),
)
"""Texts with two mentions each and the relation between them."""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder of five annotated sentences."""
    folder = tmp_path / "gold"
    folder.mkdir()
    for number, (text, places, relation) in enumerate(SMALL):
        lines = []
        for index, place in enumerate(places, 1):
            _, start, end = place.split()
            lines.append(f"T{index}\t{place}\t{text[int(start) : int(end)]}")
        lines.append(f"R1\t{relation} Arg1:T1 Arg2:T2")
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        (folder / f"{number}.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def taught(gold: Path) -> list[Lesson]:
    """Its lessons."""
    return list(lessons.annotated([gold]))


def test_lessons_come_in_order_with_their_digest(gold: Path, taught: list[Lesson]) -> None:
    """The same folder gives the same lessons; another annotation has another digest."""
    assert [lesson.document.id for lesson in taught] == ["0", "1", "2", "3", "4"]
    assert list(lessons.annotated([gold])) == taught
    assert len({lesson.digest for lesson in taught}) == 5
    path = gold / "0.ann"
    path.write_text(path.read_text(encoding="utf-8").replace("Facility", "Group"), encoding="utf-8")
    assert next(lessons.annotated([gold])).digest != taught[0].digest


def test_a_folder_without_annotation_is_told(tmp_path: Path) -> None:
    """Nothing to learn from is said, with the folder's name."""
    with pytest.raises(UsageError, match=r"there are no \.ann files"):
        list(lessons.annotated([tmp_path]))


def test_the_same_gold_gives_the_same_models(taught: list[Lesson], tmp_path: Path) -> None:
    """Two trainings write the same bytes, and they have learnt what there was to learn."""
    files = []
    for name in ("one", "two"):
        models = learning.Models(*(tmp_path / f"{name}.{kind}" for kind in learning.Models._fields))
        told = learning.train(taught, KNOWN, models)
        files.append([path.read_bytes() for path in models])
        assert (told.documents, told.mentions, told.lost) == (5, 10, 0)
        assert told.weights == len(weights.read(models.rules))
    assert files[0] == files[1]
    document = taught[2].document
    finder = Finder(KNOWN, models.tagger, models.spans)
    found = finder.find(document, structure.read(document, KNOWN.markers))
    assert [(m.type, m.text) for m in found] == [("Organization", "市总工会"), ("Group", "困难职工")]


def test_what_weighs_triples_beside_each_other_is_learnt_from_unseen_documents(
    taught: list[Lesson], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No document is weighed by weights that it taught; each is weighed once, in every form of it."""
    learn, weigh = triples._alone, triples._beside
    seen: list[set[str]] = []
    weighed: list[str] = []

    def alone(exercised: Iterable[triples.Exercise]) -> Weights:
        known = list(exercised)
        seen.append({one.lesson.digest for one in known})
        return learn(known)

    def beside(one: triples.Exercise, weights: Weights) -> Iterator[Row]:
        assert one.lesson.digest not in seen[-1]
        weighed.append(one.lesson.digest)
        return weigh(one, weights)

    monkeypatch.setattr(triples, "_alone", alone)
    monkeypatch.setattr(triples, "_beside", beside)
    found = [(lesson, learning.gold_mentions(lesson, KNOWN)) for lesson in taught]
    exercised = triples.everything(found, KNOWN)
    table = triples.train_weights(exercised)
    assert sorted(weighed) == sorted(one.lesson.digest for one in exercised)
    assert len(seen) == learning.FOLDS + 1
    assert seen[-1] == {lesson.digest for lesson in taught}
    assert not any(name.startswith(reranking.BESIDE) for name in learn(exercised))
    assert set(table) >= set(learn(exercised))


def test_spans_are_weighed_by_what_has_not_seen_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """No document is considered by a tagger that it taught, nor chosen from by weights that it taught."""
    taught = list(lessons.annotated([ROOT / "training" / "texts"]))[:8]
    monkeypatch.setattr(mentions, "ENOUGH", 1)
    seen: list[set[str]] = []
    train = mentions.train_tagger

    def trained(known: Sequence[Lesson], *others: Any) -> int:
        seen.append({lesson.digest for lesson in known})
        return train(known, *others)

    monkeypatch.setattr(mentions, "train_tagger", trained)
    found = mentions.folded(taught, KNOWN)
    assert len(seen) == len(found.folds) == mentions.FOLDS
    for known, fold in zip(seen, found.folds, strict=True):
        assert not known & {one.lesson.digest for one in fold}
    assert {one.lesson.digest for fold in found.folds for one in fold} == {one.digest for one in taught}
    rows: list[list[Row]] = []
    monkeypatch.setattr(mentions, "learnt", lambda told, _: rows.append(list(told)) or {})
    assert [lesson for lesson, _ in found.mentions()] == [one.lesson for fold in found.folds for one in fold]
    for fold, told in zip(found.folds, rows, strict=True):
        own = {id(row) for one in fold for row in one.rows}
        assert own
        assert not own & set(map(id, told))
        assert len(told) == sum(len(one.rows) for other in found.folds for one in other) - len(own)


def test_what_is_left_out_is_not_learnt_from(taught: list[Lesson]) -> None:
    """A document that is left out is read alike, whatever its own annotation says."""
    other = replace(taught[0], annotation=brat.Annotation(), digest="other")
    [(_, plain)] = list(learning.leave_one_out(taught[:1], taught[1:], None, 1))
    [(lesson, changed)] = list(learning.leave_one_out([other], taught[1:], None, 1))
    assert lesson is other
    assert (plain.mentions, plain.claims) == (changed.mentions, changed.claims)
    assert [mention.text for mention in plain.mentions] == ["市总工会", "劳模学院"]


def test_the_annotation_of_the_sample_is_labelled_and_read_back() -> None:
    """Nearly every mention of the sample has atoms of its own; its labels say what it says."""
    lesson = next(lessons.annotated([ROOT / "corpus" / "gold"]))
    built = structure.read(lesson.document, KNOWN.markers)
    atoms = Finder(KNOWN, Path("/nowhere")).propose(lesson.document.text, built).atoms
    marked = [(m.type, m.span) for m in learning.gold_mentions(lesson, KNOWN)]
    labels, lost = tagger.labels(atoms, marked)
    read = [(kind, atoms.starts[a], atoms.starts[b + 1]) for kind, a, b in spans(labels)]
    assert lost <= len(marked) // 20
    assert len(read) >= len(marked) - lost - 2
    assert set(read) <= {(kind, span.start, span.end) for kind, span in marked}


def test_the_text_of_a_label_file_is_checked(tmp_path: Path) -> None:
    """Labels hold offsets and hashes; another text than the labelled one is refused by name."""
    text = "市总工会成立了劳模学院。"
    (tmp_path / "corpora").mkdir()
    (tmp_path / "labels").mkdir()
    row = json.dumps({"id": "a", "text": text}, ensure_ascii=False)
    (tmp_path / "corpora" / "c.jsonl").write_text(row + "\n", encoding="utf-8")
    label = {
        "corpus": "c.jsonl",
        "id": "a",
        "start": 0,
        "end": len(text),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "mentions": [["Organization", 0, 4], ["Facility", 7, 11]],
        "self": [],
        "same": [],
        "triples": [["establishes", "T1", "T2"]],
    }
    path = tmp_path / "labels" / "a.json"
    path.write_text(json.dumps(label), encoding="utf-8")
    (lesson,) = lessons.labelled(tmp_path / "labels", tmp_path / "corpora")
    assert [m.text for m in lesson.annotation.mentions] == ["市总工会", "劳模学院"]
    path.write_text(json.dumps({**label, "sha256": "0" * 64}), encoding="utf-8")
    with pytest.raises(UsageError, match="is not the one that was labelled"):
        list(lessons.labelled(tmp_path / "labels", tmp_path / "corpora"))


def test_the_command_leaves_each_text_out(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`evaluate --leave-one-out` scores all texts of the folder; `--taught` without it is refused."""
    assert run(["evaluate", str(gold), "--leave-one-out", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["mentions"]["all"][4] == 2 * len(SMALL)
    assert run(["--lang", "en", "evaluate", str(gold), "--taught", str(gold)]) == 2
