"""Names of people: a surname with one or two characters, weighed by what stands in it and around it.

Chinese names have no form that tells them from words: what decides is the sum of many small clues. Every word
that is a clue stands in `ontology/patterns/words.yaml`; here is only how much each kind of clue weighs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from unionkg.knowledge.patterns import WordLists
from unionkg.mentions.words import Words
from unionkg.model import Span

_HAN = "\u4e00-\u9fff"
_NAMED = frozenset({"nr", "nrt", "nrfg", "x"})
"""Names, and words that the segmenter does not know."""
_FUNCTION = frozenset({"uj", "c", "p", "r", "m", "ul", "u", "uz", "d", "f"})
_NOUN = frozenset({"n", "a", "ns", "nz"})
_SPACES = " \u3000"
_JOINING = frozenset("、/ \u3000")
_LOOSE = frozenset(' \u3000：:/—"“”’』」■□-')
"""What may stand between a trade and the name."""
_STOPS = frozenset("，。；：！？、（）()《》“”‘’—…\n\t,.;:!?/■□●［］【】 \u3000")

_NOTE = re.compile(r"[（(][^（）()\n]{1,8}[）)]")
"""What is noted of a person of a list: sex, nation, second office."""

_THRESHOLD = -15
_RIVAL = 12
"""How far behind the best a reading from the same surname may stay and still be proposed."""
_CLEAR = -8
"""From here on a name is a name everywhere in the text."""
_STEP, _CLEAREST = 5, 10
"""In what steps it is told how clear a name is, and from which step on nothing is clearer."""
_BASE = -31
_STRONG, _WEAK, _WORD, _DOUBLE = 12, 1, -25, 20
"""Surnames: plain ones, ones that begin words too, ones that are words, ones of two characters."""
_GIVEN = {(1, 0): -6, (1, 1): 2, (2, 0): -8, (2, 1): -4, (2, 2): 16}
"""By the length of the given name and how many of its characters are usual in one."""
_TRADE, _TRADE_GAP, _TRADE_SHORT, _KNOWN, _LIST, _OPEN, _STOP, _OTHER = 24, 33, 13, 25, -20, -7, 8, -20
_ADDRESS, _NEXT_LISTED, _NEXT_SPACE, _NEXT_STOP, _DOES, _DOES_SHORT, _NEXT = 12, 6, 8, -2, 11, 4, -23
_INSIDE_NAME, _INSIDE_WORD, _CUTS_NAME, _CUTS_WORD = -17, -3, -22, -15
"""An edge lies inside what the segmenter takes for a name, or for a word."""
_WHOLE = {(True, 2): 20, (True, 3): 25, (False, 2): -12, (False, 3): -16}
"""The segmenter makes one word of it: whether a name, and how long."""
_PART_OF_NAME, _PART_OF_WORD, _NAME_AND, _WORD_AND, _ACROSS = 2, -18, -8, -15, -14
_AND_NAME, _AND_ONE, _AND_NOUN, _AND_OTHER, _AND_MORE = 20, 8, 12, 1, -1
"""The segmenter cuts the surname off: by what it makes of the given name."""
_FUNCTION_FIRST, _VERB_FIRST, _FUNCTION_WITHIN, _KNOWN_WORD, _NEVER_LAST = -25, -13, -5, -28, -12
_MOST = _WHOLE[True, 3] + _ADDRESS
_PART_ALONE, _PARTS = 28, 52


class Forms:
    """A set of words that is asked whether one of them ends or begins at an offset."""

    def __init__(self, forms: Iterable[str]) -> None:
        """Sort the words by their last and by their first character, the longest first."""
        self._ends: dict[str, list[str]] = {}
        self._begins: dict[str, list[str]] = {}
        for form in sorted(set(forms), key=lambda f: (-len(f), f)):
            self._ends.setdefault(form[-1], []).append(form)
            self._begins.setdefault(form[0], []).append(form)

    def before(self, raw: str, end: int) -> int:
        """How long the longest word is that ends at `end`; 0 where none does."""
        for form in self._ends.get(raw[end - 1 : end], ()):
            if raw.endswith(form, 0, end):
                return len(form)
        return 0

    def behind(self, raw: str, start: int) -> int:
        """How long the longest word is that begins at `start`; 0 where none does."""
        for form in self._begins.get(raw[start : start + 1], ()):
            if raw.startswith(form, start):
                return len(form)
        return 0


class Persons:
    """Weighs what might be a name; built once from the word lists."""

    def __init__(self, lists: WordLists) -> None:
        """Keep the word lists as sets."""
        weak, word = frozenset(lists["surname_weak"]), frozenset(lists["surname_word"])
        self._words = word
        known = {name for key in ("surname", "surname_rare") for name in lists[key] if len(name) == 1}
        self._strong = frozenset(known) - weak - word
        self._surname = {**dict.fromkeys(word, _WORD), **dict.fromkeys(weak, _WEAK)}
        self._surname.update(dict.fromkeys(self._strong, _STRONG))
        self._joins = _JOINING | frozenset(lists["name_joins"])
        self._not = frozenset(lists["not_name"])
        self._not_last = frozenset(lists["name_not_last"])
        self._double = frozenset(lists["surname_double"])
        self._first = {**{name[0]: 0 for name in self._double}, **self._surname}
        self._given = frozenset("".join(lists["given"]))
        self._trade, self._opens = Forms(lists["before_name"]), Forms(lists["opens_name"])
        self._does, self._address = Forms(lists["behind_name"]), Forms(lists["address"])
        part = "|".join(sorted(map(re.escape, lists["name_part"]), key=lambda p: (-len(p), p)))
        first = "".join(sorted({part[0] for part in lists["name_part"]}))
        self._parts = re.compile(f"(?=[{first}])(?:{part}){{1,4}}")
        call = "".join(lists["call"])
        self._called = re.compile(f"[{call}](?=[{''.join(sorted(self._surname))}])")
        sound = "".join(lists["name_sound"])
        self._dotted = re.compile(f"[{sound}]{{1,7}}(?:[·•・][{sound}]{{1,8}}){{1,3}}")
        lasts = "".join(sorted({re.escape(form[-1]) for form in lists["before_name"]}))
        self._sounds = re.compile(f"(?<=[{lasts}])[{sound}]{{2,8}}(?![·•・])")
        surnames = "".join(sorted(self._surname))
        self._gapped = re.compile(f"(?<![{_HAN}])[{surnames}][ \u3000]{{1,2}}[{_HAN}](?![{_HAN}])")

    def find(self, raw: str, words: Words) -> Iterator[tuple[Span, int | None]]:
        """Every span that might name a person, each once, with how clear its clues are, in steps of `_STEP`.

        None where they are not weighed. A name is as clear everywhere as where it is clearest.
        """
        names = self._names(raw, words)
        found: dict[Span, int | None] = dict(names)
        clear = [span for span, score in names if score > (0 if len(span) == 2 else _CLEAR)]
        found |= dict.fromkeys(self._again(raw, words, clear))
        found |= dict.fromkeys(Span(*m.span()) for m in self._dotted.finditer(raw))
        found |= dict.fromkeys(
            Span(*m.span()) for m in self._gapped.finditer(raw) if self._left(raw, m.start()) >= _STOP
        )
        found |= dict.fromkeys(self._foreign(raw, {span.start for span in found}))
        best: dict[str, int] = {}
        for span, weight in names:
            name = raw[span.start : span.end]
            best[name] = max(weight, best.get(name, weight))
        found = {span: best.get(raw[span.start : span.end]) for span in found}
        found |= self._addressed(raw, found)
        inner = {offset for span in found for offset in range(span.start + 1, span.end)}
        found |= dict.fromkeys(span for span in self._surnames(raw, words) if span.start not in inner)
        for span in sorted(found, key=lambda s: (s.start, s.end)):
            score = found[span]
            yield span, None if score is None else min(score // _STEP, _CLEAREST)

    # --- a surname and a given name -------------------------------------------------

    def _names(self, raw: str, words: Words) -> list[tuple[Span, int]]:
        """The names that weigh enough, from left to right: a name makes the next of its list likelier."""
        ends: set[int] = set()
        names: list[tuple[Span, int]] = []
        waiting: list[tuple[Span, int]] = []
        for start, weight in self._starts(words):
            left = self._left(raw, start, ends)
            read = list(self._readings(raw, words, start, weight + left, left > 0))
            if not read:
                continue
            least = max(_THRESHOLD, max(score for _, score in read) - _RIVAL)
            for span, score in read:
                if score > least:
                    names.append((span, score))
                    ends.add(span.end)
                    if noted := _NOTE.match(raw, span.end):
                        ends.add(noted.end())
                elif raw[span.end : span.end + 1] == "、":
                    waiting.append((span, score))
        for match in self._parts.finditer(raw):
            score = self._of_parts(raw, Span(*match.span()), ends)
            if score > _THRESHOLD:
                names.append((Span(*match.span()), score))
        begins = {span.start for span, _ in names}
        names += [(s, score) for s, score in waiting if s.end + 1 in begins]
        return _apart(names)

    def _starts(self, words: Words) -> Iterator[tuple[int, int]]:
        """Where a surname may begin, at a word or in what is taken for a name, and what it weighs."""
        surname = self._first
        for start, form, tag in zip(words.starts, words.forms, words.tags, strict=True):
            weight = surname.get(form[0])
            length = len(form)
            if weight is not None and (weight > _WORD or length > 1 or tag in _NAMED):
                yield start, weight
            if length > 1:
                if tag in _NAMED:
                    for index in range(1, length):
                        if form[index] in surname:
                            yield start + index, surname[form[index]]
                elif length > 2 and form[-1] in self._strong:
                    yield start + length - 1, _STRONG

    def _readings(
        self, raw: str, words: Words, start: int, weight: int, sure: bool
    ) -> Iterator[tuple[Span, int]]:
        """What may be a name from `start` on; `weight` is that of its surname and what stands before."""
        given = start + 1
        if raw[start : start + 2] in self._double:
            weight, given = weight + _DOUBLE, start + 2
        usual = 0
        for end in (given + 1, given + 2):
            last = raw[end - 1 : end]
            if not _HAN[0] <= last <= _HAN[-1]:
                return
            usual += last in self._given
            score = _BASE + weight + _GIVEN[end - given, usual]
            if score + _MOST > _THRESHOLD:
                right = self._right(raw, end)
                score += right + _built(words, start, given, end, sure, right > 0)
                if raw[start:end] in self._not:
                    score += _KNOWN_WORD
                if last in self._not_last:
                    score += _NEVER_LAST
                if score > 2 * _THRESHOLD:
                    yield Span(start, end), score

    def _left(self, raw: str, start: int, ends: AbstractSet[int] = frozenset()) -> int:
        """What stands before a name weighs so much."""
        before = raw[start - 1] if start else "\n"
        if before in _LOOSE:
            edge = start - 1
            while edge and raw[edge - 1] in _LOOSE:
                edge -= 1
            trade = self._trade.before(raw, edge)
            if trade:
                return _TRADE_GAP if trade > 1 else _TRADE_SHORT
        elif self._trade.before(raw, start) > 1:
            return _TRADE
        if before in _STOPS:
            if start - 1 in ends and before in self._joins:
                return _KNOWN
            return _LIST if before == "、" else _STOP
        if start - 1 in ends and before in self._joins:
            return _KNOWN
        return _OPEN if before.isascii() or self._opens.before(raw, start) else _OTHER

    def _right(self, raw: str, end: int) -> int:
        """What stands behind a name weighs so much."""
        after = raw[end : end + 1] or "\n"
        if after in _STOPS:
            if after == "、":
                return _NEXT_LISTED
            return _NEXT_SPACE if after in _SPACES else _NEXT_STOP
        if self._address.behind(raw, end) > 1:
            return _ADDRESS
        does = self._does.behind(raw, end)
        return (_DOES if does > 1 else _DOES_SHORT) if does else _NEXT

    def _of_parts(self, raw: str, span: Span, ends: AbstractSet[int]) -> int:
        """What a run of parts of Tibetan, Mongolian, Uygur or other names weighs."""
        parts = _PARTS if len(span) > 3 else _PART_ALONE
        return _BASE + parts + self._left(raw, span.start, ends) + self._right(raw, span.end)

    # --- what follows from a name ---------------------------------------------------

    def _again(self, raw: str, words: Words, names: list[Span]) -> Iterator[Span]:
        """A name that was clear once is a name everywhere in the text."""
        forms = {raw[span.start : span.end] for span in names}
        plain = {form for form in forms if len(form) > 2 or not _is_word(words, raw, names, form)}
        if plain:
            either = re.compile("|".join(sorted(map(re.escape, plain), key=lambda f: (-len(f), f))))
            yield from (Span(*match.span()) for match in either.finditer(raw))

    def _foreign(self, raw: str, known: AbstractSet[int]) -> Iterator[Span]:
        """A run of the characters that foreign names are written with, behind an office."""
        for match in self._sounds.finditer(raw):
            if match.start() not in known and self._trade.before(raw, match.start()) > 1:
                yield Span(*match.span())

    def _addressed(self, raw: str, names: Mapping[Span, int | None]) -> dict[Span, int | None]:
        """Names together with the address behind them, as clear as without."""
        addressed = ((span, self._address.behind(raw, span.end), score) for span, score in names.items())
        return {Span(s.start, s.end + length): score for s, length, score in addressed if length > 1}

    def _surnames(self, raw: str, words: Words) -> Iterator[Span]:
        """A surname with an address behind it, or with 老 or 小 before it."""
        for start, form, tag in zip(words.starts, words.forms, words.tags, strict=True):
            if len(form) > 2 or self._surname.get(form[0], _WORD) == _WORD:
                continue
            length = self._address.behind(raw, start + 1)
            if len(form) == 1 and length > 1 and tag not in _FUNCTION:
                yield Span(start, start + 1 + length)
            elif length == 1 and form[0] in self._strong and words.end(words.at(start + 1)) == start + 2:
                span = Span(start, start + 2)
                if self._right(raw, span.end) > _NEXT:
                    yield span
        for match in self._called.finditer(raw):
            span = Span(match.start(), match.start() + 2)
            if self._is_called(raw, words, span):
                yield span

    def _is_called(self, raw: str, words: Words, span: Span) -> bool:
        """Whether 老 or 小 with a surname behind it is a way to call somebody."""
        if raw[span.start : span.end] in self._not:
            return False
        first, last = words.at(span.start), words.at(span.end - 1)
        strong = raw[span.end - 1] in self._strong
        if words.end(last) == span.end and words.starts[first] == span.start:
            return strong or raw[span.end - 1] not in self._words
        if not {words.tags[first], words.tags[last]} & _NAMED:
            return False
        weight = self._left(raw, span.start) + self._right(raw, span.end)
        return weight > (-30 if strong else 0)


def _apart(names: list[tuple[Span, int]]) -> list[tuple[Span, int]]:
    """The names without those that run into a weightier one with another beginning."""
    taken: dict[int, int] = {}
    kept = []
    for span, score in sorted(names, key=lambda name: (-name[1], name[0].start, -name[0].end)):
        cells = range(span.start, span.end)
        if all(taken.get(cell, span.start) == span.start for cell in cells):
            taken.update(dict.fromkeys(cells, span.start))
            kept.append((span, score))
    return kept


def _built(words: Words, start: int, given: int, end: int, sure: bool, clear: bool) -> int:
    """How the words of the segmenter fit a name from `start` to `end` whose given name begins at `given`.

    `sure` tells that a trade or a stop stands before the name, `clear` that what stands behind it is known:
    then the segmenter may have drawn that into the name.
    """
    first, last = words.at(start), words.at(end - 1)
    head, tail = words.tags[first] in _NAMED, words.tags[last] in _NAMED
    begins, ends = words.starts[first] == start, words.end(last) == end
    weight = 0
    if not begins and not (sure and head):
        weight += _INSIDE_NAME if head else _INSIDE_WORD
    if not ends and not (clear and tail):
        weight += _CUTS_NAME if tail else _CUTS_WORD // (1 + (sure and clear))
    if first == last:
        if begins and ends:
            return weight + _WHOLE[head, min(end - start, 3)]
        return weight + (_PART_OF_NAME if head else _PART_OF_WORD)
    apart = words.end(first) == given
    if not _FUNCTION.isdisjoint(words.tags[first + apart : last + 1]):
        weight += _FUNCTION_WITHIN
    if not begins:
        return weight + _ACROSS
    if not apart:
        return weight + (_NAME_AND if head else _WORD_AND)
    if words.tags[first] in _FUNCTION:
        weight += _FUNCTION_FIRST
    elif words.tags[first] == "v":
        weight += _VERB_FIRST
    return weight + _cut_off(words, first + 1, last)


def _cut_off(words: Words, first: int, last: int) -> int:
    """What the segmenter makes of a given name that it cuts off the surname."""
    if last > first:
        return _AND_MORE
    if words.tags[last] in _NAMED:
        return _AND_NAME
    if len(words.forms[last]) == 1:
        return _AND_ONE
    return _AND_NOUN if words.tags[last] in _NOUN else _AND_OTHER


def _is_word(words: Words, raw: str, names: list[Span], form: str) -> bool:
    """Whether the segmenter knows a name as a word of another kind."""
    for span in names:
        if raw[span.start : span.end] == form:
            index = words.at(span.start)
            return words.forms[index] == form and words.tags[index] not in _NAMED
    return False
