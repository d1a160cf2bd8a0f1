"""Seconds of a build from nothing, of one after a change of one document, and of one after no change.

python benchmarks/renewal.py FILE.jsonl [--files]     with --files dumps and page are made, and timed, too
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from unionkg import output, pipeline  # noqa: E402 - the path comes first
from unionkg.settings import Settings  # noqa: E402 - the same

FILES = ("dumps", "page")


def measure(corpus: Path, place: Path, name: str) -> float:
    """Build and print; gives the seconds until the store is up to date."""
    report = pipeline.build(corpus, place, Settings(jobs=2))
    seconds = {step: value for step, value in report.seconds.items() if step not in {*FILES, "total"}}
    files = {step: value for step, value in report.seconds.items() if step in FILES}
    total = sum(seconds.values())
    print(f"{name}: {len(report.read)} read, {report.kept} kept")
    print(f"  store {total:.2f} s {seconds}; files {files}")
    return total


def main(source: Path) -> None:
    """Measure on a copy of a JSON Lines file."""
    rows = source.read_text(encoding="utf-8").split("\n")
    with tempfile.TemporaryDirectory() as folder:
        corpus, place = Path(folder) / "corpus" / source.name, Path(folder) / "output"
        corpus.parent.mkdir()
        corpus.write_text("\n".join(rows), encoding="utf-8")
        whole = measure(corpus, place, "from nothing")
        row = json.loads(rows[len(rows) // 2])
        row["text"] += "\n市总工会成立了宣讲团。\n"
        rows[len(rows) // 2] = json.dumps(row, ensure_ascii=False)
        corpus.write_text("\n".join(rows), encoding="utf-8")
        one = measure(corpus, place, "one document changed")
        none = measure(corpus, place, "nothing changed")
        print(f"one changed: {one / whole:.1%} of the whole; nothing changed: {none / whole:.1%}")


if __name__ == "__main__":
    if "--files" not in sys.argv:
        output.Output.shows = lambda *_: 1  # type: ignore[method-assign]
    main(Path(sys.argv[1]))
