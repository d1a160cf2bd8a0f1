"""Keywords of a document: TF-IDF of `jieba.analyse` over words that rjieba cuts and the thesaurus adds.

No mention, no claim and no other document enters here.
"""

from __future__ import annotations

import importlib
import logging
import sys
import warnings
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

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
        self._extractor = _extractor()
        self._extractor.tokenizer = _Words(forms)

    def find(self, text: str) -> tuple[tuple[str, float], ...]:
        """At most COUNT words with their weights, the weightiest first, equal ones by code point."""
        weighed = self._extractor.extract_tags(text, topK=None, withWeight=True)
        rounded = ((word, round(weight, 6)) for word, weight in weighed)
        return tuple(sorted(rounded, key=lambda pair: (-pair[1], pair[0]))[:COUNT])


def _extractor() -> Any:
    """The TF-IDF extractor of `jieba.analyse`, with the table of frequencies that jieba ships.

    `jieba.analyse` loads `jieba.posseg`, whose tables cost half a second and 90 MB and serve nothing
    here; an empty module stands in for it meanwhile. Afterwards both are as they were, so that
    whoever imports them gets them whole.
    """
    import jieba  # noqa: PLC0415 - loads for a third of a second; only what builds pays

    jieba.setLogLevel(logging.WARNING)
    parts = ("analyse", "posseg")
    before = _taken_out(jieba, parts)
    stand_in: Any = ModuleType("jieba.posseg")
    stand_in.dt = None
    sys.modules["jieba.posseg"] = jieba.posseg = stand_in
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # jieba leaves its files open and calls what is deprecated
            return importlib.import_module("jieba.analyse").default_tfidf
    finally:
        _taken_out(jieba, parts)
        for name, module in before.items():
            sys.modules[name] = module
            if name.count(".") == 1:
                setattr(jieba, name.removeprefix("jieba."), module)


def _taken_out(package: Any, parts: tuple[str, ...]) -> dict[str, ModuleType]:
    """Forget these modules of a package; gives those that were there."""
    heads = tuple(f"{package.__name__}.{part}" for part in parts)
    found = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith(heads)}
    for part in parts:
        if hasattr(package, part):
            delattr(package, part)
    return found
