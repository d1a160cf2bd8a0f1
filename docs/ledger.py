"""Writes docs/ledger-judged.md: the ledger of the sample speech beside what a reader judged of each demand.

`python docs/ledger.py` writes, `--check` only tells whether the page is out of date. The judgements
stand in tests/labels/ledger-sample.jsonl; a demand is found again by where its content stands.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from unionkg import knowledge, pipeline
from unionkg.model import SELF, Document, Reading, Span
from unionkg.reader import Reader
from unionkg.settings import Settings

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus"
JUDGED = HERE.parent / "tests" / "labels" / "ledger-sample.jsonl"
PAGE = HERE / "ledger-judged.md"
FIELDS = ("issuer", "addressees", "strength", "polarity", "deadline", "status")
HEAD = """# The ledger of the sample speech, judged

Made by `python docs/ledger.py`. One reader judged each demand against the text: who asks, of whom, how
strongly, whether it is wanted, until when, how far it has come. SELF is the body that speaks, under any of
its names, and as the issuer the document's own voice; an empty cell: not said. What is struck through was
read otherwise than judged.

"""


@dataclass(frozen=True, slots=True)
class Row:
    """One demand: where its content stands, the quote, and what was read and judged of it by field."""

    content: tuple[int, int]
    quote: str
    read: dict[str, str]
    judged: dict[str, str]

    @property
    def right(self) -> bool:
        """Whether all that was read is what was judged."""
        return self.read == self.judged


def rows() -> list[Row]:
    """Every demand that was read, judged, or both, in the order of the text."""
    known = knowledge.load()
    document = next(d for d in pipeline.read_documents(CORPUS, Settings()) if isinstance(d, Document))
    reading = Reader(known).read(document)
    read = dict(_read(reading))
    judged = {}
    for line in JUDGED.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        judged[tuple(record["content"])] = {name: _cell(document.text, record[name]) for name in FIELDS}
    quotes = {(d.content.start, d.content.end): d.evidence for d in reading.demands}
    found = []
    for content in sorted({*read, *judged}):
        quote = quotes.get(content, Span(*content))
        words = document.text[quote.start : quote.end]
        found.append(Row(content, words, read.get(content, {}), judged.get(content, {})))
    return found


def _read(reading: Reading) -> Iterator[tuple[tuple[int, int], dict[str, str]]]:
    """What the ledger says of each demand, by where its content stands."""
    text, entities = reading.document.text, reading.resolution.entities
    own = set(reading.document.value("body_names").split("|")) | {reading.document.value("body")}

    def name(entity: int) -> str:
        thing = entities[entity]
        return SELF if own & {thing.label, *thing.names} else thing.label

    for demand in reading.demands:
        speaker = reading.resolution.utterances[demand.utterance].speaker
        until = demand.deadline
        yield (
            (demand.content.start, demand.content.end),
            {
                "issuer": name(speaker) if speaker >= 0 else SELF,
                "addressees": _cell(text, [name(entity) for entity in demand.addressees]),
                "strength": demand.strength,
                "polarity": demand.polarity,
                "deadline": text[until.start : until.end] if until else "",
                "status": demand.status,
            },
        )


def _cell(text: str, value: str | list[str] | list[int] | None) -> str:
    """A value as a cell shows it: names joined, the words of a span, nothing for none."""
    if isinstance(value, list) and value and isinstance(value[0], int):
        return text[value[0] : int(value[1])]
    return "、".join(map(str, value)) if isinstance(value, list) else value or ""


def page(found: list[Row]) -> str:
    """The whole page."""
    right = sum(row.right for row in found)
    lines = [f"{right} of {len(found)} are right in every field ({right / len(found):.1%}).\n"]
    lines += ["| at | quote | " + " | ".join(FIELDS) + " |", "| --- " * (len(FIELDS) + 2) + "|"]
    for row in found:
        cells = [_compared(row.read.get(name), row.judged.get(name)) for name in FIELDS]
        quote = row.quote.replace("|", "\\|").replace("\n", " ")
        missed = "" if row.read and row.judged else " **not read**" if row.judged else " **no demand**"
        lines.append(f"| {row.content[0]} | {quote}{missed} | " + " | ".join(cells) + " |")
    return HEAD + "\n".join(lines) + "\n"


def _compared(read: str | None, judged: str | None) -> str:
    if read == judged or read is None:
        return judged or ""
    return f"~~{read or '–'}~~ {judged or ''}".rstrip()


def main() -> None:
    """Write or check."""
    wanted = page(rows())
    if "--check" in sys.argv:
        if PAGE.read_text(encoding="utf-8") != wanted:
            sys.exit("docs/ledger-judged.md is out of date; run: python docs/ledger.py")
        return
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
