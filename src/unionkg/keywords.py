"""Keywords of a document: TF-IDF of `jieba.analyse` over words that rjieba cuts and the thesaurus adds.

No mention, no claim and no other document enters here.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator

import rjieba

COUNT = 20
"""Keywords that a document gets at most."""

TAGS = frozenset("nvaijl")
"""Parts of speech that count, by first letter: noun, verb, adjective, idiom, phrase, short name."""


class _Words:
    """What `jieba.analyse` asks of a tokenizer, answered by rjieba with its own cuts."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._jieba = rjieba.Jieba()
        for form in sorted(set(forms)):
            self._jieba.add_word(form, None, "n")

    def cut(self, text: str) -> Iterator[str]:
        """The words of a text that say something by themselves."""
        return (word for word, tag in self._jieba.tag(text, True) if tag[:1] in TAGS)


class Keywords:
    """Finds the keywords of one document after another; built once from the thesaurus' forms."""

    def __init__(self, forms: Iterable[str]) -> None:
        """Load the frequencies that `jieba` ships and add `forms` to the words."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # jieba leaves its files open and calls what is deprecated
            import jieba.analyse  # noqa: PLC0415 - loads for half a second; only what builds pays

            jieba.setLogLevel(logging.WARNING)
            self._extractor = jieba.analyse.TFIDF()
        self._extractor.tokenizer = _Words(forms)

    def find(self, text: str) -> tuple[tuple[str, float], ...]:
        """At most COUNT words with their weights, the weightiest first, equal ones by code point."""
        weighed = self._extractor.extract_tags(text, topK=None, withWeight=True)
        rounded = ((word, round(weight, 6)) for word, weight in weighed)
        return tuple(sorted(rounded, key=lambda pair: (-pair[1], pair[0]))[:COUNT])
