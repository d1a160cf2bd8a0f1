"""The words of one text as the segmenter cuts them, addressable by offset."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import rjieba


@dataclass(frozen=True, slots=True)
class Words:
    """Words in order: `starts[i]` is where word `i` begins, `tags[i]` its part of speech."""

    starts: tuple[int, ...]
    forms: tuple[str, ...]
    tags: tuple[str, ...]

    def at(self, offset: int) -> int:
        """The index of the word that holds `offset`."""
        return bisect_right(self.starts, offset) - 1

    def end(self, index: int) -> int:
        """Where word `index` ends."""
        return self.starts[index] + len(self.forms[index])


def cut(text: str) -> Words:
    """Segment and tag a text; the words, joined, are the text."""
    starts, forms, tags = [], [], []
    offset = 0
    for form, tag in rjieba.tag(text):
        starts.append(offset)
        forms.append(form)
        tags.append(tag)
        offset += len(form)
    if offset != len(text):  # the segmenter lost something: fall back on characters
        return Words(tuple(range(len(text))), tuple(text), ("x",) * len(text))
    return Words(tuple(starts), tuple(forms), tuple(tags))
