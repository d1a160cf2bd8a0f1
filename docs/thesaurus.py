"""Writes docs/thesaurus.md: how many terms there are, which the field uses, what of gold they cover.

`python docs/thesaurus.py [SHARED]` writes, `--check` only tells whether the page is out of date;
SHARED is a folder that holds `corpora/*.jsonl` and `gold/dev/*.ann`, by default `../shared`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from unionkg import knowledge
from unionkg.knowledge import thesaurus, variants, vocabulary, yamlfile
from unionkg.knowledge.thesaurus import Concept
from unionkg.knowledge.variants import Variants

HERE = Path(__file__).parent
PAGE = HERE / "thesaurus.md"
MARKS = str.maketrans("", "", "“”‘’《》〈〉「」『』【】\"'")
HEAD = """# The thesaurus in figures

Made by `python docs/thesaurus.py` from `ontology/thesaurus`. How a term is added: [terms.md](terms.md).

- **entries**: concepts; **names**: their forms, preferred and other.
- **sourced**: entries with `dcterms:source`; the others are marked `ukg:unverified`.
- **not marked**: entries that match `never`: members of formulas and headings that are common words.
- **in use**: entries of which a form occurs in the development corpora ({documents} documents,
  {characters} million characters of news, work reports and congress reports; not part of the project).
  Local union news is hardly among them, so that standing terms of local unions may be counted as unused.
- **gold, covered**: annotated mentions of the class in {files} annotated texts, and how many of them are,
  but for quotation marks, a form of an entry of that class which may be marked. These texts were at hand
  when terms were gathered: on texts of others the share is smaller, and the grammar must do more.
"""


def main() -> None:
    """Write or check."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--check"]
    shared = Path(arguments[0]) if arguments else HERE.parent.parent / "shared"
    wanted = page(shared)
    if "--check" not in sys.argv:
        PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    elif PAGE.read_text(encoding="utf-8") != wanted:
        sys.exit("docs/thesaurus.md is out of date; run: python docs/thesaurus.py")


def page(shared: Path) -> str:
    """The whole page."""
    files = knowledge.files()
    settled = variants.load(yamlfile.read(files["variants.yaml"]))
    spoken = vocabulary.read(files["unionkg.ttl"])
    schemes = {thesaurus.scheme(p): thesaurus.read(p) for n, p in files.items() if n.startswith("thesaurus/")}
    concepts = [concept for scheme in schemes.values() for concept in scheme]
    texts = list(_texts(shared / "corpora"))
    used = _used(concepts, texts, settled)
    gold = list(_gold(shared / "gold" / "dev"))
    head = HEAD.format(
        documents=f"{len(texts):,}",
        characters=f"{sum(map(len, texts)) / 1e6:.1f}",
        files=len(list((shared / "gold" / "dev").glob("*.ann"))),
    )
    by_class = {name: [c for c in concepts if c.type == name] for name in sorted(spoken.types)}
    covered = _covered(concepts, gold, settled)
    return "\n".join(
        [
            head,
            "## By class\n",
            *_table(
                ("class", "", "gold", "covered"),
                [
                    (name, spoken.classes[name].labels.label_zh, found, covered(name))
                    for name, found in by_class.items()
                ],
                used,
            ),
            "\n## By scheme\n",
            *_table(
                ("scheme", ""),
                [(f"`{name}`", f"{zh} · {en}", found, ()) for (name, zh, en), found in schemes.items()],
                used,
            ),
            "",
        ]
    )


Row = tuple[str, str, Iterable[Concept], tuple[str, ...]]


def _table(head: tuple[str, ...], rows: list[Row], used: set[str]) -> Iterator[str]:
    """A table with its sums in the last line."""
    names = (*head[:2], "entries", "names", "sourced", "not marked", "in use", *head[2:])
    yield "| " + " | ".join(names) + " |"
    yield "| --- | --- |" + " ---: |" * (len(names) - 2)
    totals: Counter[int] = Counter()
    for first, second, concepts, more in rows:
        found = list(concepts)
        cells = [
            len(found),
            sum(len(concept.forms) for concept in found),
            sum(bool(concept.source) for concept in found),
            sum(concept.match == "never" for concept in found),
            sum(concept.iri in used for concept in found),
            *(int(cell) for cell in more),
        ]
        totals.update(dict(enumerate(cells)))
        yield f"| {first} | {second} | " + " | ".join(f"{cell:,}" for cell in cells) + " |"
    yield "| **all** | | " + " | ".join(f"**{total:,}**" for _, total in sorted(totals.items())) + " |"


def _texts(folder: Path) -> Iterator[str]:
    """The texts of all corpora."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)


def _used(concepts: list[Concept], texts: list[str], settled: Variants) -> set[str]:
    """The IRIs of the concepts of which a form occurs."""
    holders: dict[str, list[str]] = {}
    for concept in concepts:
        for form in concept.forms:
            holders.setdefault(settled.form(form), []).append(concept.iri)
    forms = sorted(holders)
    automaton = AhoCorasick(forms)
    seen: set[int] = set()
    for text in texts:
        hits = automaton.find_matches_as_indexes(settled.settled(text), overlapping=True)
        seen.update(index for index, _, _ in hits)
    return {iri for index in seen for iri in holders[forms[index]]}


def _gold(folder: Path) -> Iterator[tuple[str, str]]:
    """Class and words of every annotated mention."""
    for path in sorted(folder.glob("*.ann")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("T"):
                _, place, words = line.split("\t")
                yield place.split()[0], words


def _covered(
    concepts: list[Concept], gold: list[tuple[str, str]], settled: Variants
) -> Callable[[str], tuple[str, ...]]:
    """For a class, the number of its gold mentions and of those that are a form of it."""

    def bare(text: str) -> str:
        return settled.form(text).translate(MARKS)

    known = {(c.type, bare(form)) for c in concepts if c.match != "never" for form in c.forms}

    def count(name: str) -> tuple[str, ...]:
        words = [bare(text) for kind, text in gold if kind == name]
        return str(len(words)), str(sum((name, text) in known for text in words))

    return count


if __name__ == "__main__":
    main()
