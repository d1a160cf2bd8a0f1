"""All benchmarks as tables: reading, builds, loading, questions, building again, start; with peers.

python benchmarks/suite.py --corpora FOLDER [-o FILE.json] [--docs FILE.md] [--quick] [--only WORD]

Processor time unless a column says otherwise, medians of repeated runs, each ratio to a peer timed in the
same run. `--quick` takes the first 300 documents of a corpus, `--only` measures tables whose title has a word
and leaves the others in the page. The page of the product is timed where Chromium and Playwright are.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import logging
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

import jieba
import jieba.posseg
import psutil
import pyoxigraph
import queries
import rdflib
import renewal

import reading
from unionkg import knowledge, project
from unionkg.reader import Reader

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))

import chromium  # noqa: E402 - it lies beside the tests

COMMAND = [sys.executable, "-c", "from unionkg.cli import main; main()"]
REPEATS = 3
SIZES = {"sample": "the sample speech", "union": "xwlb-union.jsonl", "bench": "xwlb-bench.jsonl"}
Row = dict[str, str | float]


# --- what runs in a process of its own ---------------------------------------------------------


def run(command: Sequence[str]) -> tuple[float, float, float, bytes]:
    """Seconds on the wall, of the processor, peak bytes of memory of all processes, and what it printed."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        process = psutil.Popen(command, stdout=told, stderr=subprocess.STDOUT, cwd=ROOT)
        peak = spent = 0.0
        used: dict[int, float] = {}
        while process.poll() is None:
            memory = 0.0
            for one in (process, *process.children(recursive=True)):
                try:
                    memory += one.memory_info().rss
                    times = one.cpu_times()
                    used[one.pid] = times.user + times.system
                except psutil.Error:
                    continue
            peak = max(peak, memory)
            time.sleep(0.02)
        spent = sum(used.values())
        told.seek(0)
        output = told.read()
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}\n{output.decode()}")
    return time.perf_counter() - started, spent, peak, output


def built(corpus: Path, output: Path, *more: str) -> Row:
    """A build from nothing, with what it takes and what it leaves."""
    wall, spent, peak, _ = run(
        [*COMMAND, "--lang", "en", "build", str(corpus), "-o", str(output), "--force", *more]
    )
    told = json.loads((output / "report.json").read_text(encoding="utf-8"))
    size = sum(path.stat().st_size for path in (output / "store").iterdir() if path.is_file())
    totals = told["counts"]["totals"]
    return {
        "documents": totals["documents"],
        "code points": totals["characters"],
        "quads": totals["quads"],
        "seconds on the wall": wall,
        "seconds of processors": spent,
        "peak memory, MB": peak / 1e6,
        "bytes a quad on disk": size / totals["quads"],
        "code points a second": totals["characters"] / wall,
    }


# --- the rows ------------------------------------------------------------------------------------


def extraction(reader: Reader, sources: dict[str, Path], most: int) -> list[Row]:
    """The stages of documents in one process, beside jieba on the same texts."""
    sample = reading.Document("sample", reading.SAMPLE.read_text(encoding="utf-8"), reading.SPEECH)
    sets = {"sample": [sample]}
    sets |= {name: list(reading.corpus(path, most)) for name, path in sources.items()}
    return [{"texts": name, **reading.measured(reader, documents)} for name, documents in sets.items()]


def builds(sources: dict[str, Path], folder: Path) -> list[Row]:
    """Files to a store that answers, beside jieba.posseg in one process on the same texts."""
    rows: list[Row] = []
    whole = built(ROOT / "corpus", folder / "sample", "--jobs", "1")
    rows.append({"build": "sample, whole, one process", **whole})
    for name, path in sources.items():
        for jobs in ("1", "2"):
            made = built(path, folder / name, "--jobs", jobs, "--store-only")
            row: Row = {"build": f"{name}, store only, {jobs} process{'es' * (jobs != '1')}", **made}
            if jobs == "2":
                texts = [document.text for document in reading.corpus(path, 10**9)]
                started = time.perf_counter()
                for text in texts:
                    for _ in jieba.posseg.cut(text):
                        pass
                row["times jieba.posseg, wall"] = float(made["seconds on the wall"]) / (
                    time.perf_counter() - started
                )
            rows.append(row)
    return rows


def tenfold(path: Path, folder: Path) -> list[Row]:
    """A corpus, and the same ten times over under other ids: what grows."""
    many = folder / "tenfold" / path.name
    many.parent.mkdir()
    repeated(path, many, 10)
    rows = [
        {"build": name, **built(source, folder / "many", "--jobs", "2", "--store-only")}
        for name, source in ((path.stem, path), (f"{path.stem}, ten times", many))
    ]
    once, often = (float(row["peak memory, MB"]) for row in rows)
    rows[-1]["peak memory, share"] = often / once
    return rows


def repeated(path: Path, target: Path, times: int) -> None:
    """A JSON Lines file several times over, each time under other ids."""
    with target.open("w", encoding="utf-8", newline="\n") as lines:
        for turn in range(times):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                lines.write(json.dumps({**row, "id": f"{row['id']}-{turn}"}, ensure_ascii=False) + "\n")


def plain(path: Path, documents: int) -> Row:
    """The plain way, in a process of its own."""
    told = json.loads(
        run([sys.executable, str(ROOT / "benchmarks" / "plain.py"), str(path), str(documents)])[3]
    )
    return {"the plain way": path.name, **told}


def loading(dump: Path, folder: Path) -> Row:
    """Bulk loading of a dump on disk, beside rdflib in memory."""
    lines = dump.read_bytes()

    def ours() -> None:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            pyoxigraph.Store(place).bulk_load(lines, format=pyoxigraph.RdfFormat.N_QUADS)

    def peer() -> None:
        rdflib.Dataset().parse(data=lines, format="nquads")

    quads = lines.count(b"\n")
    mine, other = reading.seconds(ours, REPEATS), reading.seconds(peer, 1)
    return {
        "quads": quads,
        "quads a second": quads / mine,
        "rdflib, quads a second": quads / other,
        "times rdflib": mine / other,
    }


def asking(output: Path, name: str) -> Row:
    """All ready-made questions with their defaults: milliseconds on the wall."""
    graph = project.open(output)
    taken = []
    for question in graph.questions():
        taken += queries.timed(lambda question=question: graph.ask(question), 5)[0]
    taken.sort()
    return {
        "questions of": name,
        "number": len(graph.questions()),
        "median, ms": statistics.median(taken),
        "95th percentile, ms": queries.high(taken),
        "slowest, ms": taken[-1],
    }


def again(path: Path, folder: Path) -> Row:
    """Seconds until the store is up to date: from nothing, one document changed, none changed."""
    whole, one, none = map(renewal.seconds, renewal.builds(path, folder, bare=True))
    return {
        "seconds, all": whole,
        "one changed": one,
        "none changed": none,
        "one changed, share": one / whole,
    }


def starts(output: Path) -> Row:
    """Seconds on the wall of commands, the median of some."""
    wanted = {"--help": ["--help"], "query": ["query", "roles", "-g", str(output)]}
    return {
        name: statistics.median(run([*COMMAND, *words])[0] for _ in range(5))
        for name, words in wanted.items()
    }


# --- telling -----------------------------------------------------------------------------------------


def machine() -> Row:
    """What it ran on."""
    info = Path("/proc/cpuinfo")
    model = (
        next(
            (
                line.partition(": ")[2]
                for line in info.read_text().splitlines()
                if line.startswith("model name")
            ),
            "",
        )
        if info.exists()
        else platform.processor()
    )
    memory = psutil.virtual_memory().total / 1e9
    return {
        "processor": model,
        "cores": os.cpu_count() or 0,
        "memory, GB": memory,
        "Python": platform.python_version(),
        "system": platform.system(),
        "load at the start": os.getloadavg()[0],
    }


def markdown(title: str, rows: Iterable[Row]) -> str:
    """Rows as a table: a row a line, a column a name."""
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [f"## {title}", "", f"| {' | '.join(names)} |", "|" + " --- |" * len(names)]
    lines += ["| " + " | ".join(shown(row.get(name, "")) for name in names) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def shown(value: str | float) -> str:
    """A cell: three digits that count, thousands apart."""
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.3g}"


def tables(sources: dict[str, Path], folder: Path, most: int) -> dict[str, Callable[[], list[Row]]]:
    """What measures each table, by its title."""
    union = sources.get("union")
    asked = {"sample": ROOT / "corpus"} | ({"union": union} if union else {})

    def output(name: str) -> Path:
        if not (folder / name / "report.json").exists():
            built(asked[name], folder / name, "--jobs", "2")
        return folder / name

    return {
        "The machine": lambda: [machine()],
        "Reading, in one process (seconds)": lambda: extraction(
            Reader(knowledge.load()), sources, min(most, 1000)
        ),
        "Builds": lambda: builds(sources, folder),
        "Ten times the documents": lambda: tenfold(sources["bench"], folder) if "bench" in sources else [],
        "The plain way, in one process": lambda: [plain(path, 300) for path in sources.values()],
        "Loading": lambda: [loading(output("sample") / "graph.nq", folder)],
        "Questions": lambda: [asking(output(name), name) for name in asked],
        "Building again": lambda: [again(union, folder)] if union else [],
        "Start (seconds on the wall)": lambda: [starts(output("sample"))],
        "The page": lambda: pages(asked, folder),
    }


def pages(asked: dict[str, Path], folder: Path) -> list[Row]:
    """The page of the sample and that of 1,000 documents, in headless Chromium."""
    if importlib.util.find_spec("playwright") is None or not Path(chromium.PATH).exists():
        return []
    import page  # noqa: PLC0415 - needs Playwright

    made = {"sample": ROOT / "corpus"}
    if "union" in asked:
        part = folder / "thousand" / "thousand.jsonl"
        part.parent.mkdir()
        made["1,000 documents"] = first(asked["union"], part, 1000)
    for number, source in enumerate(made.values()):
        built(source, folder / f"page{number}", "--jobs", "2")
    files = [folder / f"page{number}" / "views" / "index.html" for number in range(len(made))]
    names = ("MB", "drawn, answers, s", "drawn, network, s", "facet answered, ms")
    return [
        {"page": name, **dict(zip(names, row, strict=True))}
        for name, row in zip(made, page.measured(files), strict=True)
    ]


def first(path: Path, target: Path, most: int) -> Path:
    """The first documents of a JSON Lines file, as a file."""
    with path.open(encoding="utf-8") as lines:
        target.write_text("".join(islice(lines, most)), encoding="utf-8")
    return target


def renewed(page: str, told: dict[str, str]) -> str:
    """The page with these tables in place of those of the same title, or behind the others."""
    head, *parts = page.split("\n## ")
    kept = {part.partition("\n")[0]: part for part in parts}
    for title, text in told.items():
        kept[title] = text.removeprefix("## ").rstrip("\n") + "\n"
    return "\n## ".join([head, *kept.values()])


def main() -> None:
    """Measure and tell."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--corpora", type=Path)
    ask.add_argument("-o", "--output", type=Path)
    ask.add_argument("--docs", type=Path)
    ask.add_argument("--quick", action="store_true")
    ask.add_argument("--only", default="")
    given = ask.parse_args()
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    most = 300 if given.quick else 10**9
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sources = {name: given.corpora / SIZES[name] for name in ("union", "bench")} if given.corpora else {}
        if given.quick:
            sources = {name: first(path, folder / path.name, most) for name, path in sources.items()}
        works = tables(sources, folder, most)
        measured = {title: work() for title, work in works.items() if given.only.lower() in title.lower()}
    told = {title: markdown(title, rows) for title, rows in measured.items() if rows}
    print("\n".join(told.values()))
    if given.output:
        given.output.write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if given.docs:
        page = renewed(given.docs.read_text(encoding="utf-8"), told)
        given.docs.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
