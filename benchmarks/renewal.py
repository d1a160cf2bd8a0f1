"""Seconds of a build from nothing, of one after a change of one document, and of one after no change.

python benchmarks/renewal.py FILE.jsonl [--files]     with --files dumps and page are made, and timed, too
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from unionkg import project  # noqa: E402 - the path comes first
from unionkg.report import Report  # noqa: E402 - the same

FILES = ("dumps", "page")


def builds(source: Path, folder: Path, *, bare: bool) -> Iterator[Report]:
    """The three builds of a copy of a JSON Lines file in a folder; `bare` leaves out dumps and page."""
    rows = source.read_text(encoding="utf-8").split("\n")
    changed = json.loads(rows[len(rows) // 2])
    changed["text"] += "\n市总工会成立了宣讲团。\n"
    other = [*rows[: len(rows) // 2], json.dumps(changed, ensure_ascii=False), *rows[len(rows) // 2 + 1 :]]
    corpus = folder / "again" / source.name
    corpus.parent.mkdir()
    for lines in (rows, other, other):
        corpus.write_text("\n".join(lines), encoding="utf-8")
        yield project.build(corpus, folder / "again-output", jobs=2, bare=bare)


def seconds(report: Report) -> float:
    """Seconds until the store was up to date."""
    return sum(value for step, value in report.seconds.items() if step not in {*FILES, "total"})


def main(source: Path, *, bare: bool) -> None:
    """Measure and print."""
    told = []
    with tempfile.TemporaryDirectory() as folder:
        for report in builds(source, Path(folder), bare=bare):
            told.append(seconds(report))
            print(f"{len(report.read)} read, {report.kept} kept: store {told[-1]:.2f} s {report.seconds}")
    whole, one, none = told
    print(f"one changed: {one / whole:.1%} of the whole; nothing changed: {none / whole:.1%}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), bare="--files" not in sys.argv)
