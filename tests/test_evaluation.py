"""Scores by the guideline: the numbers of the shared scorer, and the rules behind them."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from unionkg import brat, evaluation
from unionkg.brat import Annotation, Marked, Tie
from unionkg.errors import UsageError
from unionkg.evaluation import Score, Tally
from unionkg.model import SELF, Span

ROOT = Path(__file__).parents[1]
OWN = ROOT / "corpus" / "gold"
SHARED = ROOT.parent / "shared" / "gold"


def damaged(gold: Annotation, text: str, seed: int) -> Annotation:
    """An annotation with mentions lost and cut, ends swapped, names tied wrongly."""
    chance = random.Random(seed)
    kept = []
    for mention in gold.mentions:
        draw = chance.random()
        if draw < 0.2:
            continue
        if draw < 0.4 and len(mention.span) > 2:
            span = Span(mention.span.start, mention.span.end - 1)
            mention = Marked(mention.id, mention.type, span, text[span.start : span.end])  # noqa: PLW2901
        kept.append(mention)
    ties = [
        Tie(t.name, *(chance.choice(kept).id if chance.random() < 0.2 else end for end in (t.head, t.tail)))
        for t in gold.ties
    ]
    groups = [group for group in gold.equivalences if chance.random() < 0.7]
    groups.append(tuple(mention.id for mention in kept[:12:3]))
    names = gold.self_names if seed else ()
    return Annotation(names, tuple(kept), tuple(dict.fromkeys(ties)), tuple(groups))


def plain(tally: Tally) -> dict[str, dict[str, list[float]]]:
    """Scores as the shared scorer prints them."""
    return {
        measure: {
            name: [round(s.precision, 4), round(s.recall, 4), round(s.f1, 4), s.hit, s.gold, s.predicted]
            for name, s in rows.items()
        }
        for measure, rows in tally.scores().items()
    }


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("gold", [OWN, SHARED / "dev"], ids=["own", "shared"])
def test_numbers_are_those_of_the_shared_scorer(gold: Path, seed: int, tmp_path: Path) -> None:
    """On annotations damaged in many ways every number equals the shared scorer's."""
    if not (SHARED / "score.py").exists():
        pytest.skip("../shared/gold/score.py is absent")
    tally = Tally()
    for path in sorted(gold.glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        expected = brat.read(path, text)
        predicted = damaged(expected, text, seed)
        (tmp_path / path.name).write_text(brat.written(predicted), encoding="utf-8")
        tally.add(path.stem, expected, predicted)
    done = subprocess.run(
        [sys.executable, str(SHARED / "score.py"), str(gold), str(tmp_path), "--json"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert plain(tally) == json.loads(done.stdout)


def test_gold_against_itself_is_perfect() -> None:
    """What equals the gold scores 1 on every measure."""
    path = OWN / "municipal-2019.ann"
    gold = brat.read(path, path.with_suffix(".txt").read_bytes().decode("utf-8"))
    tally = Tally()
    tally.add("x", gold, gold)
    assert {rows["all"].f1 for rows in tally.scores().values()} == {1.0}
    assert tally.misses == []


def marked(number: int, kind: str, text: str, start: int) -> Marked:
    """A mention that begins at `start`."""
    return Marked(f"T{number}", kind, Span(start, start + len(text)), text)


def score(gold: Annotation, predicted: Annotation, measure: str) -> Score:
    """The score of one document on one measure."""
    tally = Tally()
    tally.add("x", gold, predicted)
    return tally.scores()[measure]["all"]


def test_marks_at_the_edges_are_ignored() -> None:
    """`“春风行动”` and `春风行动` are the same mention."""
    gold = Annotation((), (marked(1, "Initiative", "“春风行动”", 0),))
    predicted = Annotation((), (marked(1, "Initiative", "春风行动", 1),))
    assert score(gold, predicted, "mentions") == Score(1, 1, 1)


def test_another_type_is_wrong_and_another_span_half_right() -> None:
    """A mention counts strictly by span and type, overlapping by type alone."""
    gold = Annotation((), (marked(1, "Group", "职工群众", 0),))
    assert score(gold, Annotation((), (marked(1, "Role", "职工群众", 0),)), "mentions~").hit == 0
    cut = Annotation((), (marked(1, "Group", "职工", 0),))
    assert score(gold, cut, "mentions").hit == 0
    assert score(gold, cut, "mentions~").hit == 1


def test_self_is_any_of_its_names() -> None:
    """SELF in one annotation matches a name of the gold header in the other."""
    facility = marked(2, "Facility", "职工之家", 10)
    body = marked(1, "Organization", "市总", 0)
    gold = Annotation(("市总工会", "市总"), (body, facility), (Tie("establishes", SELF, "T2"),))
    predicted = Annotation((), (body, facility), (Tie("establishes", "T1", "T2"),))
    assert score(gold, predicted, "triples") == Score(1, 1, 1)


def test_lumping_names_does_not_help() -> None:
    """An end that ties many wrong names together does not match by one right one."""
    people = [marked(n, "Group", name, 10 * n) for n, name in enumerate(("职工", "劳模", "工匠", "干部"), 1)]
    body = marked(9, "Organization", "工会", 0)
    gold = Annotation((), (body, *people), (Tie("serves", "T9", "T1"),))
    lump = Annotation((), (body, *people), (Tie("serves", "T9", "T1"),), (("T1", "T2", "T3", "T4"),))
    assert score(gold, lump, "triples").hit == 0


def test_commonest_errors_come_first() -> None:
    """Errors are counted over documents, the commonest first."""
    gold = Annotation(
        (), (marked(1, "Group", "职工", 0), marked(2, "Group", "职工", 5), marked(3, "Role", "桥", 9))
    )
    tally = Tally()
    tally.add("a", gold, Annotation())
    assert [(n, m.sort, m.what) for n, m in tally.commonest(5)] == [
        (2, "missed", "职工"),
        (1, "missed", "桥"),
    ]


def test_a_folder_without_annotation_is_told(tmp_path: Path) -> None:
    """No .ann file, or one without its text, is a usage error."""
    with pytest.raises(UsageError, match=r"no \.ann file"):
        evaluation.run(tmp_path, lambda _: Annotation())
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"a\.txt"):
        evaluation.run(tmp_path, lambda _: Annotation())
