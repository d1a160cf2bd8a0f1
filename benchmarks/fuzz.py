"""Damaged and invented input for every reader, for the knowledge files and for the whole chain.

    python benchmarks/fuzz.py --seconds 600 [--only chain] [--seed 1]

Each round damages a good file and reads it: a document or a finding must come, in time, and nothing else.
What breaks this is printed with its seed; a short form runs among the tests.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pyoxigraph

from unionkg import knowledge, links, stages
from unionkg.documents import Limits, Settings, isolation, read_corpus
from unionkg.errors import KnowledgeError
from unionkg.graph import description
from unionkg.graph.iris import Iris
from unionkg.keywords import Keywords
from unionkg.knowledge import counts, markers, metadata, variants, yamlfile
from unionkg.model import Datum, Document
from unionkg.reader import Reader
from unionkg.structure import tiles

ROOT = Path(__file__).parents[1]
SECONDS = 30.0
"""The longest processor time that one input may take; parsers in the worker are bounded by its clock."""
TOKENS = [
    *(
        "一是",
        "二是",
        "一、",
        "（一）",
        "第一，",
        "“",
        "”",
        "《",
        "》",
        "、",
        "。",
        "：",
        "\n",
        "\r",
        "\t",
        "\0",
        "\u200b",
    ),
    *(
        "\u202e",
        "\u2028",
        "\ufeff",
        "\u3000",
        "😀",
        "\ufffe",
        "市總工會",
        "X书记",
        "15字要求",
        "各位代表：",
        "总书记强调，",
    ),
    *(
        "---\n",
        "&a ",
        "*a ",
        "!!python/object ",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        ",",
        "<",
        ">",
        "&#0;",
        "<![CDATA[",
        "]]>",
    ),
    *(
        "<w:p>",
        "</w:p>",
        "<w:tbl>",
        "<script>",
        "<!--",
        "%PDF",
        "endobj",
        "stream",
        "/Kids [1 0 R]",
        "\\u0000",
        "1e999",
    ),
]


class PromiseBrokenError(Exception):
    """An input that was not dealt with as it must be."""


# --- good files, and how they are damaged --------------------------------------------------------


def speech() -> str:
    """The sample speech, the first lines of it."""
    return (ROOT / "corpus" / "2019-municipal-union-exchange.txt").read_text(encoding="utf-8")[:1500]


def seeds() -> dict[str, bytes]:
    """A good file of each ending."""
    text = speech()
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    body = "".join(f"<p>{line}</p>" for line in lines)
    head = '<head><meta charset="utf-8"><title>t</title></head>'
    page = f"<html>{head}<body><article>{body}</article></body></html>"
    front = "---\ntitle: 甲\ndate: 2019-12\n---\n# 题\n\n"
    made, packed = io.BytesIO(), io.BytesIO()
    word = docx.Document()
    for line in lines[:12]:
        word.add_paragraph(line)
    word.add_table(2, 2).cell(0, 0).text = lines[0]
    word.save(made)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/1.txt", text)
        archive.writestr("a/1.meta.yaml", "title: t\n")
        archive.writestr("b.jsonl", json.dumps({"id": "1", "text": text}))
    return {
        "txt": text.encode("utf-8"),
        "gbk.txt": text.encode("gb18030"),
        "utf16.txt": text.encode("utf-16"),
        "md": f"{front}| a | b |\n|---|---|\n| {text[:20]} | 2 |\n\n{text}".encode(),
        "html": page.encode(),
        "jsonl": (json.dumps({"id": "1", "date": 2019, "text": text}, ensure_ascii=False) + "\n").encode()
        * 3,
        "csv": f'编号,正文\n1,"{text}"\n2,"{lines[3]}"\n'.encode("gb18030"),
        "docx": made.getvalue(),
        "zip": packed.getvalue(),
        "pdf": paper(lines),
    }


def paper(lines: list[str]) -> bytes:
    """A PDF with two pages of Latin text in a built-in font."""
    shown = "\n".join(
        f"BT /F1 12 Tf 50 {750 - 20 * n} Td (line {n} of {len(lines)}) Tj ET" for n in range(20)
    ).encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        made
        + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF"
        % (
            table,
            len(made),
        )
    )


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, cut, moved, doubled, or replaced by something that formats know."""
    made = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        start = chance.randrange(len(made) + 1)
        length = chance.choice([1, 2, 8, 64, 1024])
        kind = chance.randrange(6)
        if kind == 0:
            del made[start : start + length]
        elif kind == 1:
            made[start:start] = made[start : start + length] * chance.choice([1, 2, 50])
        elif kind == 2:
            made[start:start] = chance.choice(TOKENS).encode("utf-8", "surrogatepass") * chance.choice(
                [1, 1, 3, 300]
            )
        elif kind == 3:
            made[start : start + length] = chance.randbytes(length)
        elif kind == 4 and made:
            made[start % len(made)] ^= 1 << chance.randrange(8)
        else:
            other = chance.randrange(len(made) + 1)
            made[start:start] = made[other : other + length]
    return bytes(made[:2_000_000])


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """An archive with one member damaged, sound outside."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        hit = chance.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, damaged(old.read(name), chance) if name == hit else old.read(name))
    return made.getvalue()


def damaged_text(text: str, chance: random.Random) -> str:
    """Sentences in another order, doubled, broken off, with signs that patterns look for between them."""
    parts = [part for part in text.replace("。", "。|").split("|") if part]
    chosen = [chance.choice(parts) for _ in range(chance.randrange(1, 25))]
    made = "".join(part + chance.choice(["", "", "\n", *TOKENS]) for part in chosen)
    for _ in range(chance.randrange(12)):
        start = chance.randrange(len(made) + 1)
        length = chance.choice([0, 1, 3, 30])
        made = made[:start] + chance.choice(TOKENS) * chance.choice([1, 1, 2, 60]) + made[start + length :]
    return made.replace("\0", "")


# --- what must hold --------------------------------------------------------------------------------


class Bench:
    """What is needed to read, built once."""

    def __init__(self) -> None:
        """Load the knowledge."""
        known = knowledge.load()
        rules = metadata.load(yamlfile.read(knowledge.shipped() / "metadata.yaml"))
        self.settings = Settings(rules, Limits(seconds=20, text_bytes=4_000_000))
        self.reader = Reader(known)
        self.keywords = Keywords(form for concept in known.concepts for form in concept.forms)
        self.seeds = seeds()
        self.text = (ROOT / "corpus" / "2019-municipal-union-exchange.txt").read_text(encoding="utf-8")

    def read_file(self, ending: str, data: bytes) -> None:
        """Documents and findings come of a file, and what they say can be written."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"a.{ending}"
            path.write_bytes(data)
            items = list(read_corpus(path, self.settings))
            if not items:
                raise PromiseBrokenError("neither a document nor a finding")
            for item in items:
                words = item.text if isinstance(item, Document) else f"{item.place}{item.zh}{item.en}"
                words.encode("utf-8")
                if isinstance(item, Document) and (not item.text.strip() or "\r" in item.text):
                    raise PromiseBrokenError("a text that is empty or has CR")

    def chain(self, text: str) -> None:
        """A text goes through all stages; its quads parse and its stage files read back."""
        body = {"body": Datum("市总工会", "given"), "kind": Datum("speech", "given")}
        reading = self.reader.read(Document("a/乙", text, body), self.keywords)
        for mention in reading.mentions:
            if text[mention.span.start : mention.span.end] != mention.text or not mention.text:
                raise PromiseBrokenError(f"a mention is not the text's own: {mention}")
        if not tiles(reading.structure.sections, len(text)):
            raise PromiseBrokenError("the sections do not tile the text")
        iris = Iris("https://w3id.org/unionkg/")
        lines = [*description.describe(reading, iris, iris.run("0", "0")), *links.describe(reading, iris)]
        list(pyoxigraph.parse("".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS))
        with tempfile.TemporaryDirectory() as folder:
            if stages.read(stages.write(Path(folder), reading)) != reading:
                raise PromiseBrokenError("the stage files do not read back to what was written")

    def knowledge_file(self, name: str, data: bytes) -> None:
        """A knowledge file is read, or refused with its name."""
        load = {
            "structure.yaml": markers.load,
            "variants.yaml": variants.load,
            "metadata.yaml": metadata.load,
        }.get(name, counts.load)
        path = Path("/nowhere") / name
        try:
            load(yamlfile.parse(data.decode("utf-8", "replace"), path))
        except KnowledgeError as fault:
            if name not in fault.en:
                raise PromiseBrokenError("the message does not name the file") from fault

    def rounds(self) -> dict[str, Callable[[random.Random], Callable[[], None]]]:
        """By name, what makes one input and gives what reads it."""
        made: dict[str, Callable[[random.Random], Callable[[], None]]] = {}
        for ending, data in self.seeds.items():

            def file(chance: random.Random, ending: str = ending, data: bytes = data) -> Callable[[], None]:
                inside = ending in {"docx", "zip"} and chance.random() < 0.7
                bad = damaged_inside(data, chance) if inside else damaged(data, chance)
                return lambda: self.read_file(ending, bad)

            made[ending] = file
        made["chain"] = self._text
        made["knowledge"] = self._knowledge
        return made

    def _text(self, chance: random.Random) -> Callable[[], None]:
        text = damaged_text(self.text, chance)
        return lambda: self.chain(text)

    def _knowledge(self, chance: random.Random) -> Callable[[], None]:
        name = chance.choice(["structure.yaml", "variants.yaml", "metadata.yaml", "patterns/counts.yaml"])
        data = damaged((knowledge.shipped() / name).read_bytes(), chance)
        return lambda: self.knowledge_file(name, data)


def attempt(bench: Bench, name: str, seed: int) -> str:
    """One round; the reason why it failed, or the empty string."""
    run = bench.rounds()[name](random.Random(seed))  # noqa: S311 - inputs, no secrets
    started = time.process_time()
    try:
        run()
    except Exception:  # noqa: BLE001 - that is what is looked for
        return traceback.format_exc()
    taken = time.process_time() - started
    return f"took {taken:.1f} s" if taken > SECONDS else ""


def main() -> int:
    """Run rounds for so many seconds over all readers or one; the exit code tells of failures."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--only", default="")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    bench = Bench()
    names = [name for name in bench.rounds() if chosen.only in {"", name}]
    failures = done = 0
    end = time.monotonic() + chosen.seconds
    seed = chosen.seed
    while time.monotonic() < end:
        for name in names:
            reason = attempt(bench, name, seed)
            done += 1
            if reason:
                failures += 1
                print(f"--- {name}, seed {seed}\n{reason}", flush=True)
        seed += 1
    isolation.end()
    print(f"{done} inputs over {', '.join(names)}: {failures} failures; the next seed is {seed}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
