"""What each label weighs at each atom: the sum of the weights of its features, in whole numbers.

What comes again and again (a word, three parts of speech in a row) is added up once and kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from itertools import chain, repeat, zip_longest
from typing import Generic, TypeVar

import numpy as np

from unionkg.mentions import features
from unionkg.mentions.atoms import Atoms
from unionkg.mentions.crfmodel import Indices, Model, Numbers

KEPT = 1 << 14
"""Keys that are kept from one text to the next."""

Key = TypeVar("Key", bound=Hashable)
Rows = Sequence[int]
"""Rows of the table of weights; row 0 weighs nothing."""

Look = Callable[[str, int], int]
"""Gives the row of a value, or another number where it has none."""


class Sums(Generic[Key]):
    """Sums of rows of weights for keys, and single rows that go with a key.

    `sums` holds `groups` rows for each key, one behind the other; `single` has a row a key.
    """

    def __init__(
        self, weights: Numbers, describe: Callable[[Key], tuple[tuple[Rows, ...], Rows]], groups: int
    ) -> None:
        """`describe` gives the groups of rows to be added up for a key, and the single rows."""
        self._weights, self._describe, self._groups = weights, describe, groups
        self._forget()

    def _forget(self) -> None:
        self._places: dict[Key, int] = {}
        self.sums = np.zeros((0, self._weights.shape[1]), np.int32)
        self.single: Indices = np.zeros((0, 0), np.intp)

    def places(self, keys: Sequence[Key]) -> Indices:
        """The place of each key; unknown ones get one."""
        if len(self._places) > KEPT:
            self._forget()
        found = self._found(keys)
        if len(found) and found.min() < 0:
            self._learn([key for key in dict.fromkeys(keys) if key not in self._places])
            found = self._found(keys)
        return found

    def _found(self, keys: Sequence[Key]) -> Indices:
        return np.fromiter(map(self._places.get, keys, repeat(-1)), np.intp, len(keys))

    def _learn(self, keys: list[Key]) -> None:
        """Add up for new keys."""
        known, told = len(self._places), [self._describe(key) for key in keys]
        self._places.update(zip(keys, range(known, known + len(keys)), strict=True))
        groups = [group for described, _ in told for group in described]
        rows = np.fromiter(chain.from_iterable(zip_longest(*groups, fillvalue=0)), np.intp)
        sums = self._weights.take(rows.reshape(-1, len(groups)), axis=0).sum(axis=0, dtype=np.int32)
        single = np.fromiter(chain.from_iterable(rows for _, rows in told), np.intp).reshape(len(keys), -1)
        self.sums = _appended(self.sums, known * self._groups, sums)
        self.single = _appended(self.single, known, single)


Array = TypeVar("Array", Numbers, Indices)


def _appended(array: Array, used: int, more: Array) -> Array:
    """An array with rows written behind those in use, grown where it must."""
    need = used + len(more)
    if need > len(array):
        grown = np.zeros((max(need, 2 * len(array)), more.shape[1]), more.dtype)
        if used:
            grown[:used] = array[:used]
        array = grown
    array[used:need] = more
    return array


def _tables(known: Sequence[str]) -> dict[str, dict[str, int]]:
    """The rows of features by their names, then by what they say; those of candidates and structure whole.

    A word that several features name is kept once.
    """
    apart = {*features.FORM, *features.NEIGHBOUR, *features.PAIR, *chain(*features.TAGS)}
    tables: dict[str, dict[str, int]] = {}
    words: dict[str, str] = {}
    for row, feature in enumerate(known, 1):
        name = feature if feature in apart else feature[: feature.find("=") + 1]
        name = name if name in apart else ""
        value = feature[len(name) :]
        tables.setdefault(name, {})[words.setdefault(value, value)] = row
    return tables


_UNKNOWN: Rows = (0,) * (2 + len(features.NEIGHBOUR))
"""What is known of a word that no feature names."""


class Scorer:
    """Weighs atoms by one model; built once."""

    def __init__(self, model: Model) -> None:
        """Lay out the weights, and look up which pairs of words weigh anything."""
        self._weights = model.rows()
        self._known = _tables(model.features)
        self._of_three = [[self._look(name) for name in names] for names in features.TAGS]
        self._note = self._look("")
        self._forms: Sums[str] = Sums(self._weights, self._of_form, 1)
        self._tags: Sums[features.Triple] = Sums(self._weights, self._of_tags, 2)
        self._notes: Sums[tuple[str, ...]] = Sums(self._weights, self._of_notes, 1)
        numbers, self._pairs, self._of_pairs = self._laid_out()
        self._first_row, self._words, self._ends = self._by_word(numbers)
        self._numbers = len(numbers) + 1

    def _laid_out(self) -> tuple[dict[str, int], Indices, Indices]:
        """A number for each word that stands in a pair, from 1; the pairs, in order; the two rows of each.

        A pair is the number of its first word times how many numbers there are, plus that of its second.
        """
        pairs: dict[tuple[str, str], Rows] = {}
        tables = [self._known.pop(name, {}) for name in features.PAIR]
        for value in dict.fromkeys(chain(*tables)):
            rows = [table.get(value, 0) for table in tables]
            for bar in (place for place, sign in enumerate(value) if sign == "|"):
                pairs[value[:bar], value[bar + 1 :]] = rows
        numbers = {word: number for number, word in enumerate(sorted({w for pair in pairs for w in pair}), 1)}
        keys = np.array([numbers[a] * (len(numbers) + 1) + numbers[b] for a, b in pairs], np.intp)
        order = np.argsort(keys)
        return numbers, keys[order], np.array(list(pairs.values()), np.intp).reshape(-1, 2)[order]

    def _by_word(self, numbers: dict[str, int]) -> tuple[int, dict[str, Rows], list[Look]]:
        """The row of what all atoms have, what is known of each word, and what its ends may be.

        Of a word: the row of itself, its rows as a neighbour, its number in pairs. One table instead of six.
        """
        bias, own, *ends = features.FORM
        tables = [*(self._known.pop(name, {}) for name in (own, *features.NEIGHBOUR)), numbers]
        words: dict[str, Rows] = {
            word: tuple(table.get(word, 0) for table in tables) for word in dict.fromkeys(chain(*tables))
        }
        return self._look(bias)("", 0), words, [self._look(name) for name in ends]

    def _look(self, name: str) -> Look:
        """Gives the rows of what features of a name may say."""
        return self._known.setdefault(name, {}).get

    def _of_form(self, form: str) -> tuple[tuple[Rows, ...], Rows]:
        word, *near = self._words.get(form, _UNKNOWN)
        ends = [look(value, 0) for look, value in zip(self._ends, features.of_form(form)[2:], strict=True)]
        return ((self._first_row, word, *ends),), near

    def _of_tags(self, tags: features.Triple) -> tuple[tuple[Rows, ...], Rows]:
        last, first = features.of_tags(tags)
        of_last, of_first = self._of_three
        return (
            [look(value, 0) for look, value in zip(of_last, last, strict=True)],
            [look(value, 0) for look, value in zip(of_first, first, strict=True)],
        ), ()

    def _of_notes(self, notes: tuple[str, ...]) -> tuple[tuple[Rows, ...], Rows]:
        return ([self._note(note, 0) for note in notes],), ()

    def scores(self, atoms: Atoms, begin: int, end: int) -> Numbers:
        """A row for each atom from `begin` to `end`, a column a label."""
        forms, tags = features.window(atoms.forms, begin, end), features.window(atoms.tags, begin, end)
        places = self._forms.places(forms)
        scores = self._forms.sums.take(places[2:-2], axis=0)
        near = self._forms.single.take(places, axis=0).T
        for rows in (near[0, 1:-3], near[1, 3:-1], near[2, :-4], near[3, 4:]):
            scores += self._weights.take(rows, axis=0)
        triples = self._tags.places(list(zip(tags, tags[1:], tags[2:], strict=False)))
        scores += self._tags.sums.take(2 * triples[:-2], axis=0)
        scores += self._tags.sums.take(2 * triples[2:] + 1, axis=0)
        self._add_pairs(scores, near[4, 1:-1])
        first, last = bisect_left(atoms.noted, begin), bisect_left(atoms.noted, end)
        if first < last:
            noted = np.array(atoms.noted[first:last]) - begin
            places = self._notes.places(atoms.notes[first:last])
            scores[noted] += self._notes.sums.take(places, axis=0)
        return scores

    def _add_pairs(self, scores: Numbers, words: Indices) -> None:
        """Add what pairs of words weigh; few weigh anything. `words` are numbers, one more on either side."""
        if not len(self._pairs):
            return
        keys = words[:-1] * self._numbers + words[1:]
        places = self._pairs.searchsorted(keys)
        places[places == len(self._pairs)] = 0
        (found,) = (self._pairs[places] == keys).nonzero()
        of_second, of_first = self._of_pairs[places[found]].T
        there = found < len(scores)
        scores[found[there]] += self._weights.take(of_second[there], axis=0)
        there = found > 0
        scores[found[there] - 1] += self._weights.take(of_first[there], axis=0)
