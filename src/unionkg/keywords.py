"""Keywords of a document: the TF-IDF of `jieba.analyse` over words that rjieba cuts and the thesaurus adds.

Of jieba only its table of frequencies is read: its own way to hold them, and what it imports, takes 50 MB of
every process. No mention, no claim and no other document enters here.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import rjieba

COUNT = 20
"""Keywords that a document gets at most."""

TAGS = frozenset("nvaijl")
"""Parts of speech that count, by first letter: noun, verb, adjective, idiom, phrase, short name."""

EMPTY = frozenset(
    {
        "all",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "for",
        "from",
        "has",
        "have",
        "if",
        "in",
        "is",
        "it",
        "not",
        "of",
        "on",
        "one",
        "or",
        "that",
        "the",
        "then",
        "this",
        "to",
        "we",
        "which",
        "with",
        "you",
    }
)
"""Words that `jieba.analyse` never takes."""
SLOTS = 1 << 19
"""Places to look a word up in: twice as many as there are words."""


class Rarity:
    """How rare a word is, by the table that jieba ships: a line for each word, kept as it lies in the file.

    Where a line begins is looked up by the hash of its word, so that no word becomes an object.
    """

    def __init__(self, lines: bytes) -> None:
        """Note where each line begins; a word that comes again counts as it was said last."""
        self._lines = lines
        self._begins = array("I", bytes(4 * SLOTS))
        said: Counter[bytes] = Counter()
        begin = 0
        for line in BytesIO(lines):
            word, _, value = line.rstrip().partition(b" ")
            slot = self._slot(word)
            if self._begins[slot]:
                said[self._value(slot, word)] -= 1
            said[value] += 1
            self._begins[slot] = begin + 1
            begin += len(line)
        self._median = _middle(said)

    def of(self, word: str) -> float:
        """Its logarithm; of a word that is not in the table that of the word in the middle."""
        key = word.encode("utf-8", "surrogatepass")
        slot = self._slot(key)
        return float(self._value(slot, key)) if self._begins[slot] else self._median

    def _slot(self, word: bytes) -> int:
        """The place where a word is noted, or the free one where it would be."""
        slot = hash(word) % SLOTS
        while (begin := self._begins[slot]) and not self._lines.startswith(word + b" ", begin - 1):
            slot = (slot + 1) % SLOTS
        return slot

    def _value(self, slot: int, word: bytes) -> bytes:
        begin = self._begins[slot] + len(word)
        end = self._lines.find(b"\n", begin)
        return self._lines[begin : end if end >= 0 else None].strip()


def _middle(said: Counter[bytes]) -> float:
    """The value in the middle of all, where each was said so often."""
    rest = said.total() // 2
    for value, number in sorted((float(value), number) for value, number in said.items()):
        rest -= number
        if rest < 0:
            return value
    return 0.0


@cache
def rarity() -> Rarity:
    """The table of the jieba that is installed, read without importing it."""
    found = find_spec("jieba")
    if found is None or found.origin is None:  # pragma: no cover - the package needs it
        raise ModuleNotFoundError("jieba")
    return Rarity((Path(found.origin).parent / "analyse" / "idf.txt").read_bytes())


class Keywords:
    """Finds the keywords of one document after another; built once from the thesaurus' forms."""

    def __init__(self, forms: Iterable[str]) -> None:
        """Load the frequencies that jieba ships and add `forms` to the words."""
        self._rarity = rarity()
        self._jieba = rjieba.Jieba()
        for form in sorted(set(forms)):
            self._jieba.add_word(form, None, "n")

    def find(self, text: str) -> tuple[tuple[str, float], ...]:
        """At most COUNT words with their weights, the weightiest first, equal ones by code point."""
        number = Counter(self._words(text))
        total = float(number.total())
        rare = self._rarity.of
        weights = ((word, round(often * (rare(word) / total), 6)) for word, often in number.items())
        return tuple(sorted(weights, key=lambda pair: (-pair[1], pair[0]))[:COUNT])

    def _words(self, text: str) -> Iterator[str]:
        """The words of a text that say something by themselves."""
        for word, tag in self._jieba.tag(text, True):
            if tag[:1] in TAGS and len(word.strip()) > 1 and word.lower() not in EMPTY:
                yield word
