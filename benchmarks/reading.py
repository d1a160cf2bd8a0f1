"""How fast texts are read, stage by stage, beside two jieba measures in the same process.

python benchmarks/reading.py                              the sample, and ten times the sample as one text
python benchmarks/reading.py --documents 300 FILE.jsonl   also that many documents of a corpus
python benchmarks/reading.py -o FILE.json                 writes the figures as well

Processor time, the median of some repeats; the ratio to jieba's cut tells more than seconds do, as it hardly
depends on the machine.
"""

from __future__ import annotations

import argparse
import json
import logging
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import jieba
import jieba.posseg

from unionkg import knowledge, structure
from unionkg.graph import description
from unionkg.graph.iris import Iris
from unionkg.model import Datum, Document, Reading
from unionkg.reader import Reader

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "corpus" / "2019-municipal-union-exchange.txt"
SPEECH = {"kind": Datum("speech", "given"), "body": Datum("市总工会", "given")}
REPEATS = 5
IRIS = Iris("https://w3id.org/unionkg/id/")
STAGES = ("structure", "mentions", "resolution", "relations", "demands", "values", "graph")
"""The last is not reading: a document as quads."""


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Processor time of a piece of work, the median of some repeats."""
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def staged(reader: Reader, documents: list[Document]) -> list[float]:
    """Processor time of each stage over all documents."""
    spent = [0.0] * len(STAGES)

    def step(place: int, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        made = work()
        spent[place] += time.process_time() - start
        return made

    for document in documents:
        read = partial(structure.read, document, reader.knowledge.markers)
        built = step(0, read)
        found = step(1, partial(reader.finder.find, document, built))
        meant = step(2, partial(reader.resolver.resolve, document, built, found))
        claims = step(3, partial(reader.extractor.extract, document, built, found, meant))
        asked = step(4, partial(reader.ledger.extract, document, built, found, meant, claims))
        worth = step(5, partial(reader.valuer.read, document, built, found, meant))
        made = Reading(document, built, found, meant, claims, asked, (), worth)
        step(6, partial(description.describe, made, IRIS, "urn:run"))
    return spent


def measured(reader: Reader, documents: list[Document]) -> dict[str, float]:
    """Seconds of each stage, code points a second, and the ratios to jieba on the same texts."""
    runs = [staged(reader, documents) for _ in range(REPEATS)]
    figures = {name: statistics.median(run[i] for run in runs) for i, name in enumerate(STAGES)}
    texts = [document.text for document in documents]
    cut = seconds(lambda: [sum(1 for _ in jieba.cut(text)) for text in texts])
    tagged = seconds(lambda: [sum(1 for _ in jieba.posseg.cut(text)) for text in texts], 3)
    total = sum(value for name, value in figures.items() if name != "graph")
    return {
        "code points": sum(map(len, texts)),
        **figures,
        "all stages": total,
        "jieba.cut": cut,
        "jieba.posseg": tagged,
        "times jieba.cut": total / cut,
        "times jieba.posseg": total / tagged,
        "code points a second": sum(map(len, texts)) / total,
    }


def corpus(path: Path, count: int) -> Iterator[Document]:
    """The first documents of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, islice(lines, count)):
            yield Document(row["id"], row["text"], {})


def table(columns: dict[str, dict[str, float]]) -> Iterable[str]:
    """The figures as lines, a column a set of texts; seconds as milliseconds."""
    yield f"{'':22}" + "".join(f"{name:>16}" for name in columns)
    for row in next(iter(columns.values())):
        cells = [column[row] for column in columns.values()]
        timed = row in {*STAGES, "all stages", "jieba.cut", "jieba.posseg"}
        shown = (f"{cell * 1000:.1f} ms" if timed else f"{cell:,.2f}".removesuffix(".00") for cell in cells)
        yield f"{row:22}" + "".join(f"{cell:>16}" for cell in shown)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--documents", type=int, default=300)
    options.add_argument("corpus", nargs="?", type=Path)
    options.add_argument("-o", "--output", type=Path)
    given = options.parse_args()
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    load = seconds(knowledge.load)
    known = knowledge.load()
    make = seconds(lambda: Reader(known))
    text = SAMPLE.read_text(encoding="utf-8")
    sets = {"sample": [Document("s", text, SPEECH)], "sample x 10": [Document("s", text * 10, SPEECH)]}
    if given.corpus:
        sets[f"{given.documents} documents"] = list(corpus(given.corpus, given.documents))
    reader = Reader(known)
    columns = {name: measured(reader, documents) for name, documents in sets.items()}
    print(f"knowledge.load {load * 1000:.0f} ms, Reader {make * 1000:.0f} ms")
    print("\n".join(table(columns)))
    if given.output:
        figures = {"knowledge.load": load, "Reader": make, **columns}
        given.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
