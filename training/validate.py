"""Score what was left out of training, and write how sure each rule is.

Usage: python training/validate.py --corpora ../shared/corpora --gold ../shared/gold/dev [--each dev]

Trains on all but a fold of the documents and reads that fold, in turn; writes docs/quality.md and
ontology/sureness.yaml.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict

from coverage import held_back
from train import HERE, gather, options_of

from unionkg import brat, knowledge, learning
from unionkg.evaluation import Score, Tally
from unionkg.lessons import Lesson
from unionkg.model import Reading
from unionkg.resolution.identity import bare

ROOT = HERE.parent
LEAST = 5
"""Cases below which no precision is stated."""

HEAD = """# How good

Made by `python training/validate.py --corpora ../shared/corpora --gold ../shared/gold/dev`; `--each dev`
also leaves out one document of that folder at a time (rows *each*). Every figure is of documents that neither
the tagger nor the weights had seen: {folds} folds, each read by models trained on the others. (The
mentions from which those weights learn were found by taggers that had not seen their document, but may
have seen the fold that is left out.) No metadata is given, as in `unionkg evaluate`.
`texts` are the invented local texts of `training/texts`, `labels` stretches
of national news and reports, `dev` the adjudicated development gold. Only the last was annotated by two
readers apart and settled; of the others most were annotated once and then corrected by a second reader, many
by a third, so that some of what counts as wrong is a matter between careful readers; they were read again
where models that had not seen a text read it otherwise, which makes figures of `texts` and `labels` kinder
than those of `dev`, which was not. *Held back* are those documents that nobody read who wrote rules or
thesaurus (`training/held-back.txt`): these figures tell best what to expect of a new text. The shipped
models have seen all of it, so `unionkg evaluate` on the development gold tells more than they can do:
mentions F1 0.963, triples F1 0.854. The difference to `dev` below is the loss.

| documents | number | mentions P | R | F1 | triples P | R | F1 |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
"""

Cases = Counter[tuple[str, bool]]
"""How often a rule was right and how often wrong."""


def main() -> None:
    """Examine, then write both files."""
    ask = options_of(__doc__)
    ask.add_argument("--each", action="append", default=[], help="a group to leave out one by one, too")
    options = ask.parse_args()
    known = knowledge.load()
    groups = gather(options.corpora, options.gold)
    group_of = {lesson.digest: name for name, group in groups.items() for lesson in group}
    taught = [lesson for group in groups.values() for lesson in group]
    held = held_back()
    tallies: dict[str, Tally] = defaultdict(Tally, {name: Tally() for name in groups})
    mentions, claims, relations = Cases(), Cases(), Cases()
    for lesson, reading in learning.examine(taught, known):
        predicted = brat.annotate(reading, known.vocabulary.entity_types)
        group = group_of[lesson.digest]
        names = [group, *([f"{group}, held back"] if f"{group}/{lesson.document.id}" in held else [])]
        for name in names:
            tallies[name].add(lesson.document.id, lesson.annotation, predicted)
        judge(lesson, reading, mentions, claims, relations)
    if options.each:
        tallies |= {f"{name}, each": each(name, groups, known) for name in options.each}
    (ROOT / "docs" / "quality.md").write_text(page(tallies), encoding="utf-8", newline="\n")
    table = sureness({"mentions": mentions, "claims": claims, "relations": relations})
    (ROOT / "ontology" / "sureness.yaml").write_text(table, encoding="utf-8", newline="\n")
    for name, tally in tallies.items():
        found = {measure: tally.scores()[measure]["all"].f1 for measure in ("mentions", "triples")}
        print(name, {measure: round(value, 3) for measure, value in found.items()})


def each(name: str, groups: dict[str, list[Lesson]], known: knowledge.Knowledge) -> Tally:
    """The scores of a group, each document read by models that were trained on everything but it."""
    beside = [lesson for other, group in groups.items() if other != name for lesson in group]
    tally = Tally()
    for lesson, reading in learning.leave_one_out(groups[name], beside, None, os.cpu_count() or 1):
        tally.add(
            lesson.document.id, lesson.annotation, brat.annotate(reading, known.vocabulary.entity_types)
        )
    return tally


def judge(
    lesson: Lesson,
    reading: Reading,
    mentions: Cases,
    claims: Cases,
    relations: Cases,
) -> None:
    """Count which mentions and claims of each rule gold has."""
    gold = {place(m.type, m.span.start, m.text) for m in lesson.annotation.mentions}
    for mention in reading.mentions:
        mentions[mention.rule, place(mention.type, mention.span.start, mention.text) in gold] += 1
    told = learning.Gold(lesson.annotation, reading.resolution)
    for claim in reading.claims:
        right = told.says(claim.subject, claim.predicate, claim.object)
        claims[claim.rule, right] += 1
        relations[claim.predicate, right] += 1


def place(kind: str, start: int, text: str) -> tuple[str, int, str]:
    """A mention without the marks at its edges, as the scorer compares them."""
    return kind, start + len(text) - len(text.lstrip("“《‘")), bare(text)


def sureness(counted: dict[str, Cases]) -> str:
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
                share = f"{right / (right + wrong):.2f}"
                lines.append(f"  {name}: {{precision: {share}, cases: {right + wrong}}}")
    return "\n".join(lines) + "\n"


def page(tallies: dict[str, Tally]) -> str:
    """The page of figures."""
    lines = HEAD.format(folds=learning.FOLDS).splitlines()
    for name, tally in tallies.items():
        scores = tally.scores()
        cells = [*figures(scores["mentions"]["all"]), *figures(scores["triples"]["all"])]
        lines.append(f"| {name} | {tally.documents} | {' | '.join(cells)} |")
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
