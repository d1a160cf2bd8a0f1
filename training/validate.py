"""Score what was left out of training, and write how sure each rule is.

    python training/validate.py --corpora ../shared/corpora --gold ../shared/gold/dev

Trains on all but a fold of the documents and reads that fold, in turn; writes docs/quality.md and
ontology/sureness.yaml.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from train import HERE, arguments, gather

from unionkg import brat, knowledge, learning
from unionkg.evaluation import Score, Tally
from unionkg.model import Reading
from unionkg.resolution.identity import bare

ROOT = HERE.parent
LEAST = 5
"""Cases below which no precision is stated."""


def main() -> None:
    """Examine, then write both files."""
    options = arguments(__doc__)
    known = knowledge.load()
    groups = gather(options.corpora, options.gold)
    group_of = {lesson.digest: name for name, group in groups.items() for lesson in group}
    taught = [lesson for group in groups.values() for lesson in group]
    tallies = {name: Tally() for name in groups}
    mentions, claims, relations = Counter[tuple[str, bool]](), Counter[tuple[str, bool]](), Counter[tuple[str, bool]]()
    for lesson, reading in learning.examine(taught, known):
        predicted = brat.annotate(reading, known.vocabulary.entity_types)
        tallies[group_of[lesson.digest]].add(lesson.document.id, lesson.annotation, predicted)
        judge(lesson, reading, mentions, claims, relations)
    (ROOT / "docs" / "quality.md").write_text(page(groups, tallies), encoding="utf-8", newline="\n")
    table = sureness({"mentions": mentions, "claims": claims, "relations": relations})
    (ROOT / "ontology" / "sureness.yaml").write_text(table, encoding="utf-8", newline="\n")
    for name, tally in tallies.items():
        found = {measure: tally.scores()[measure]["all"].f1 for measure in ("mentions", "triples")}
        print(name, {measure: round(value, 3) for measure, value in found.items()})


def judge(
    lesson: learning.Lesson,
    reading: Reading,
    mentions: Counter[tuple[str, bool]],
    claims: Counter[tuple[str, bool]],
    relations: Counter[tuple[str, bool]],
) -> None:
    """Count which mentions and claims of each rule gold has."""
    gold = {(m.type, m.span.start, bare(m.text)) for m in lesson.annotation.mentions}
    offset = {(m.type, m.span.start + len(m.text) - len(m.text.lstrip("“《‘")), bare(m.text)) for m in lesson.annotation.mentions}
    for mention in reading.mentions:
        start = mention.span.start + len(mention.text) - len(mention.text.lstrip("“《‘"))
        right = bool({(mention.type, start, bare(mention.text))} & (gold | offset))
        mentions[mention.rule, right] += 1
    told = learning.Gold(lesson.annotation, reading.resolution)
    for claim in reading.claims:
        right = told.says(claim.subject, claim.predicate, claim.object)
        claims[claim.rule, right] += 1
        relations[claim.predicate, right] += 1


def sureness(counted: dict[str, Counter[tuple[str, bool]]]) -> str:
    """The YAML that tells the measured precision of each rule and relation, with its number of cases."""
    lines = [
        "# How sure: measured precision with the number of cases, on documents left out of training.",
        "# Written by `python training/validate.py`; not to be edited.",
        "",
    ]
    for part, counter in counted.items():
        lines.append(f"{part}:")
        for name in sorted({name for name, _ in counter}):
            right, wrong = counter[name, True], counter[name, False]
            if right + wrong >= LEAST:
                lines.append(f"  {name}: {{precision: {right / (right + wrong):.2f}, cases: {right + wrong}}}")
    return "\n".join(lines) + "\n"


def page(groups: dict[str, list[learning.Lesson]], tallies: dict[str, Tally]) -> str:
    """The page of figures."""
    lines = [
        "# How good",
        "",
        "Made by `python training/validate.py --corpora ../shared/corpora --gold ../shared/gold/dev`. Every figure is",
        f"of documents that neither the tagger nor the weights had seen: {learning.FOLDS} folds, each read by models trained",
        "on the others. No metadata is given, as in `unionkg evaluate`. `texts` are the invented local texts of",
        "`training/texts`, `labels` stretches of national news and reports, `dev` the adjudicated development gold;",
        "only the last was annotated by two readers and settled.",
        "",
        "| documents | number | mentions P | R | F1 | triples P | R | F1 |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, tally in tallies.items():
        scores = tally.scores()
        cells = [*figures(scores["mentions"]["all"]), *figures(scores["triples"]["all"])]
        lines.append(f"| {name} | {len(groups[name])} | {' | '.join(cells)} |")
    for measure, title in (("mentions", "Mentions by type"), ("triples", "Triples by relation")):
        lines += ["", f"## {title}", "", "| | " + " | ".join(f"{name} F1 (n)" for name in tallies) + " |"]
        lines.append("| --- |" + " ---: |" * len(tallies))
        kinds = sorted({kind for tally in tallies.values() for kind in tally.scores()[measure]} - {"all"})
        for kind in kinds:
            cells = []
            for tally in tallies.values():
                score = tally.scores()[measure].get(kind)
                cells.append(f"{score.f1:.2f} ({score.gold})" if score and score.gold else "")
            lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def figures(score: Score) -> tuple[str, str, str]:
    """Precision, recall and F1 with three places."""
    return f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}"


if __name__ == "__main__":
    main()
