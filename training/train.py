"""Train the shipped models again from gold; the same gold gives the same bytes.

Usage: python training/train.py --corpora ../shared/corpora --gold ../shared/gold/dev
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from unionkg import knowledge, learning, lessons
from unionkg.lessons import Lesson

HERE = Path(__file__).parent
ALIKE = 25
"""Code points."""


def gather(corpora: Path | None, gold: list[Path]) -> dict[str, list[Lesson]]:
    """The lessons by group: this folder's texts and labels, and each further folder."""
    groups = {"texts": list(lessons.annotated([HERE / "texts"]))}
    if corpora:
        groups["labels"] = list(lessons.labelled(HERE / "labels", corpora))
    for folder in gold:
        groups[folder.name] = list(lessons.annotated([folder]))
        refuse_repeated(groups, folder.name)
    return groups


def stretches(lesson: Lesson) -> set[str]:
    """All stretches of a text of a length at which no two texts agree by chance."""
    text = lesson.document.text
    return {text[start : start + ALIKE] for start in range(len(text) - ALIKE + 1)}


def refuse_repeated(groups: dict[str, list[Lesson]], gold: str) -> None:
    """End where a text repeats one of a folder of gold: to leave that one out would leave it in."""
    known = {stretch: lesson for lesson in groups[gold] for stretch in stretches(lesson)}
    for name, group in groups.items():
        for lesson in group if name != gold else ():
            found = stretches(lesson)
            if 2 * len(found & known.keys()) > len(found):
                other = known[min(found & known.keys())].document.id
                raise SystemExit(f"{name}/{lesson.document.id} repeats {gold}/{other}: remove it")


def options_of(description: str | None) -> argparse.ArgumentParser:
    """The options that both commands share."""
    shape = argparse.RawDescriptionHelpFormatter
    ask = argparse.ArgumentParser(description=description, formatter_class=shape)
    ask.add_argument("--corpora", type=Path, help="folder of the JSON Lines files that the labels name")
    ask.add_argument("--gold", type=Path, action="append", default=[], help="a folder of brat files")
    return ask


def main() -> None:
    """Train, write the models and what they were trained on."""
    options = options_of(__doc__).parse_args()
    groups = gather(options.corpora, options.gold)
    taught = [lesson for group in groups.values() for lesson in group]
    known = knowledge.load()
    trained = learning.train(taught, known, learning.shipped())
    record = {
        "documents": trained.documents,
        "mentions": trained.mentions,
        "mentions that no atom fits": trained.lost,
        "weights": trained.weights,
        "weights of spans": trained.spans,
        "gold": {f"{name}/{t.document.id}": t.digest for name, group in groups.items() for t in group},
    }
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    (HERE / "models.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    print(f"{trained.documents} documents, {trained.mentions} mentions, {trained.weights} weights")


if __name__ == "__main__":
    main()
