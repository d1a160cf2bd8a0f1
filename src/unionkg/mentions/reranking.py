"""Each alternative beside all others: what rivals it, what is listed with it, where its words stand again.

The tagger weighs labels atom by atom; here whole spans are weighed once more, by a second logistic score
(reranking: Collins and Koo 2005), and those that together weigh most are chosen. The weights are a plain
table, `spans.tsv`: feature, weight. Trained by `learning`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from unionkg.mentions.atoms import Atoms
from unionkg.mentions.candidate import Candidate
from unionkg.mentions.crfmodel import ONE
from unionkg.mentions.edges import trimmed
from unionkg.mentions.features import EDGE
from unionkg.mentions.marginals import MOST, Alternative
from unionkg.model import Span
from unionkg.weights import THOUSAND, Told, names

THRESHOLD = -0.5
"""Log-odds above which a span is a mention."""

KEPT = 1 << 15
"""Weights of features that are kept from one text to the next."""

CERTAIN = 10 * THOUSAND
"""Thousandths of log-odds of what nothing rivals; it is not weighed."""

_STOP, _VERB = "x", "v"
"""What the tags of stops and of verbs begin with."""

_NEAR = 2
"""Code points between mentions that stand near one another."""

_VERB_WITHIN = 8
"""Atoms before a span among which its verb is looked for."""

_LISTED = 5
"""Members of a list that are counted to one side."""

Place = tuple[str, int, int]
"""Type, and start and end of a span without the marks at its edges."""

Chosen = TypeVar("Chosen")
"""What stands for a span."""


def shipped() -> Path:
    """The weights that ship with the package."""
    return Path(str(resources.files("unionkg.mentions"))) / "spans.tsv"


class Company:
    """All alternatives of a text, by what they share."""

    def __init__(
        self,
        text: str,
        atoms: Atoms,
        found: tuple[Sequence[Alternative], Sequence[int]],
        candidates: Iterable[Candidate],
    ) -> None:
        """Lay out the alternatives, in order, none over a line break.

        `found` also tells what each atom loses outside of all; `candidates` are what the thesaurus and the
        grammar see.
        """
        alternatives, self._outside = found
        self._atoms, self._seen = atoms, _by_place(text, candidates)
        self._forms = [EDGE if form == "\n" else form for form in atoms.forms]
        starts = atoms.starts
        spans = ((a, Span(starts[a.first], starts[a.last + 1])) for a in alternatives)
        kept = [(a, span) for a, span in spans if "\n" not in text[span.start : span.end]]
        self.alternatives = [a for a, _ in kept]
        self.spans = [span for _, span in kept]
        self.places: list[Place] = [(a.type, *trimmed(text, span)) for a, span in kept]
        self._words = [text[start:end] for _, start, end in self.places]
        self._notes = dict(zip(atoms.noted, atoms.notes, strict=True))
        self._text = text
        self._times = _times(text, set(self._words))
        self._clauses = list(_clauses(atoms.tags))
        likeliest = [i for i, a in enumerate(self.alternatives) if not a.loss]
        self._named = Counter((self._words[i], self.alternatives[i].type) for i in likeliest)
        self._called = Counter(self._words[i] for i in likeliest)
        self._best = [(self.spans[i], self.alternatives[i].type) for i in likeliest]
        self._from = [span.start for span, _ in self._best]
        self._firsts = [a.first for a in self.alternatives]
        self._begin: dict[int, list[int]] = {}
        self._end: dict[int, list[int]] = {}
        for i, a in enumerate(self.alternatives):
            self._begin.setdefault(a.first, []).append(i)
            self._end.setdefault(a.last, []).append(i)
        self._reach = max((a.last - a.first for a in self.alternatives), default=0)
        self.certain = list(self._unrivalled())

    def _unrivalled(self) -> Iterator[bool]:
        """Whether nothing rivals an alternative: to mark anything else there, or nothing, loses too much."""
        reached = -1
        nexts = [*self._firsts, len(self._outside)][1:]
        for own, following in zip(self.alternatives, nexts, strict=True):
            alone = reached < own.first and following > own.last and not own.loss
            yield alone and min(self._outside[own.first : own.last + 1]) > MOST
            reached = max(reached, own.last)

    def seen(self, index: int) -> Sequence[Candidate]:
        """What the thesaurus and the grammar see in the place of an alternative, the strongest last."""
        return self._seen.get(self.places[index], ())

    def told(self, index: int) -> Iterator[Told]:
        """What is looked at of an alternative."""
        own = self.alternatives[index]
        words = self._words[index]
        yield "bias", 0
        yield "loss", _loss(own.loss)
        yield from self._rivalled(index, own)
        yield "length", min(len(words), 16)
        yield "atoms", min(own.last - own.first + 1, 9)
        yield "first", words[:1]
        yield "last", words[-1:]
        yield "head", words[-2:]
        yield from self._around(own, min(len(words), 12))
        yield from self._known(index, own)
        yield from self._again(words, own.type)
        yield from self._beside(index, own)
        yield "quoted", "".join(_signs(self._text, self.spans[index]))

    def _rivalled(self, index: int, own: Alternative) -> Iterator[Told]:
        """By how much it is ahead of what can't stand beside it, and what that is."""
        least = min(self._outside[own.first : own.last + 1])
        closest: dict[str, int] = {}
        inner = 0
        begin = bisect_left(self._firsts, own.first - self._reach)
        for other in range(begin, bisect_right(self._firsts, own.last)):
            rival = self.alternatives[other]
            if rival.last < own.first or other == index:
                continue
            least = min(least, rival.loss)
            starts, ends = rival.first - own.first, rival.last - own.last
            way = "same" if not starts and not ends else "within" if starts >= 0 >= ends else ""
            way = way or ("around" if starts <= 0 <= ends else "")
            inner += way == "within" and not rival.loss
            if way and (way not in closest or rival.loss < self.alternatives[closest[way]].loss):
                closest[way] = other
        yield "ahead", max(-8, min(16, round((least - own.loss) * 2 / ONE)))
        for way, other in closest.items():
            rival = self.alternatives[other]
            edges = f"{rival.first == own.first:d}{rival.last == own.last:d}"
            told = f"{rival.loss < own.loss:d}" if way == "same" else f"{_loss(rival.loss)}{edges}"
            yield way, f"{rival.type}{told}"
        if "within" in closest:
            yield "holds", min(3, inner)

    def _around(self, own: Alternative, length: int) -> Iterator[Told]:
        """The words before and behind it, its verb, and how its clause begins."""
        forms, tags = self._forms, self._atoms.tags
        before, after = own.first - 1, own.last + 1
        left, left_tag = (forms[before], tags[before]) if before >= 0 else (EDGE, _STOP)
        right, right_tag = (forms[after], tags[after]) if after < len(forms) else (EDGE, _STOP)
        yield "before", left
        yield "after", right
        yield "before-tag", left_tag
        yield "after-tag", right_tag
        free = f"{left_tag[0] == _STOP:d}{right_tag[0] == _STOP:d}"
        yield "free", free
        yield "free-length", f"{free}{length}"
        at = before
        while at >= 0 and before - at < _VERB_WITHIN and tags[at][0] not in {_STOP, _VERB}:
            at -= 1
        if at >= 0 and tags[at][0] == _VERB:
            yield "verb", forms[at]
        clause = self._clauses[own.first]
        yield "clause", forms[clause] if clause < own.first else ""

    def _known(self, index: int, own: Alternative) -> Iterator[Told]:
        """What the thesaurus, the grammar and the structure of the text say of it."""
        seen = self.seen(index)
        for candidate in seen:
            yield "rule", candidate.rule
            if candidate.clear is not None:
                yield "clear", candidate.clear
        yield "seen", 1 + any(c.concept for c in seen) if seen else 0
        for note in self._notes.get(own.first, ()):
            if note[:2] in {"it", "he", "cb"}:
                yield "begins", note
        for note in self._notes.get(own.last, ()):
            if note[:2] == "ce":
                yield "ends", note

    def _again(self, words: str, kind: str) -> Iterator[Told]:
        """How often its words stand in the text, and what the likeliest labels make of them."""
        times, named = self._times[words], self._named[words, kind]
        yield "again", f"{min(times, 4)}{min(named, 3)}"
        yield "share", 4 * named // max(1, times)
        yield "otherwise", min(self._called[words] - named, 2)

    def _beside(self, index: int, own: Alternative) -> Iterator[Told]:
        """What stands one word away, the members of its list, and the next likely mentions."""
        for side, found in (("left", self._end.get(own.first - 2)), ("right", self._begin.get(own.last + 2))):
            if found:
                yield from self._neighbour(side, own, self._words[index], found)
        yield "series", f"{self._series(own, -1)}{self._series(own, 1)}"
        span = self.spans[index]
        place = bisect_left(self._from, span.start)
        before = place - 1
        while before >= 0 and self._best[before][0].end > span.start:
            before -= 1
        after = bisect_left(self._from, span.end)
        left = right = ""
        if before >= 0:
            gap, kind = span.start - self._best[before][0].end, self._best[before][1]
            yield "previous", f"{kind}{min(6, gap)}"
            left = kind if gap <= _NEAR else ""
        if after < len(self._best):
            gap, kind = self._from[after] - span.end, self._best[after][1]
            yield "next", f"{kind}{min(6, gap)}"
            right = kind if gap <= _NEAR else ""
        yield "between", f"{left}|{right}"

    def _neighbour(self, side: str, own: Alternative, words: str, found: list[int]) -> Iterator[Told]:
        """The likeliest of those beside it, and the likeliest of its own type."""
        sign = self._forms[own.first - 1 if side == "left" else own.last + 1]
        nearest = min((self.alternatives[i] for i in found), key=lambda a: (a.loss, a.type != own.type))
        yield side, f"{sign}{nearest.type}{min(_loss(nearest.loss), 4)}"
        alike = [i for i in found if self.alternatives[i].type == own.type]
        if alike:
            other = min(alike, key=lambda i: self.alternatives[i].loss)
            its = self._words[other]
            same = f"{len(its) == len(words):d}{its[:1] == words[:1]:d}{its[-1:] == words[-1:]:d}"
            yield f"{side}-alike", f"{sign}{_loss(self.alternatives[other].loss)}{same}"

    def _series(self, own: Alternative, step: int) -> int:
        """How many of its type follow to one side, a stop between each two."""
        tags, at = self._atoms.tags, self._end if step < 0 else self._begin
        edge = own.first if step < 0 else own.last
        count = 0
        while count < _LISTED and 0 <= edge + step < len(tags) and tags[edge + step][0] == _STOP:
            found = [self.alternatives[i] for i in at.get(edge + 2 * step, ())]
            alike = [a for a in found if a.type == own.type]
            if not alike:
                break
            nearest = min(alike, key=lambda a: a.loss)
            edge = nearest.first if step < 0 else nearest.last
            count += 1
        return count


class Reranker:
    """Weighs spans beside each other; built once for all documents."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        """`weights` gives what each feature weighs; without any the likeliest labels decide."""
        self._table = {feature: round(THOUSAND * weight) for feature, weight in weights.items()}
        self._weight: Callable[[str, Told], int] = lru_cache(KEPT)(self._looked_up)

    def rerank(self, company: Company) -> Sequence[tuple[int | None, int]]:
        """The alternatives that weigh most together, none over another: thousandths of log-odds, index.

        Without weights what the likeliest labels mark, and no odds.
        """
        if not self._table:
            likeliest = [(None, i) for i, a in enumerate(company.alternatives) if not a.loss]
            return chosen(
                [(1, company.spans[i].start, company.spans[i].end) for _, i in likeliest], likeliest
            )
        least = round(THRESHOLD * THOUSAND)
        weighed = []
        for index, (own, certain) in enumerate(zip(company.alternatives, company.certain, strict=True)):
            odds = CERTAIN
            if not certain:
                odds = sum(self._weight(own.type, told) for told in company.told(index))
            if odds > least:
                weighed.append((odds, index))
        spans = company.spans
        return chosen([(odds - least, spans[i].start, spans[i].end) for odds, i in weighed], weighed)

    def _looked_up(self, kind: str, told: Told) -> int:
        """What a feature weighs, by itself and for a type."""
        return sum(self._table.get(name, 0) for name in names(told, kind))


def chosen(spans: Sequence[tuple[int, int, int]], weighed: Sequence[Chosen]) -> list[Chosen]:
    """Of what is `weighed` that part without overlap that weighs most; `spans`: weight, start, end of each.

    Weighted interval scheduling; of equal parts the one that ends first.
    """
    order = sorted(range(len(spans)), key=lambda i: (spans[i][2], spans[i][1], -spans[i][0]))
    ends = [spans[i][2] for i in order]
    best, before = [0], [-1]
    for place, i in enumerate(order):
        weight, start, _ = spans[i]
        free = bisect_right(ends, start, 0, place)
        taken = best[free] + weight
        best.append(max(taken, best[-1]))
        before.append(free if taken > best[-2] else -1)
    found = []
    place = len(order)
    while place:
        if before[place] < 0:
            place -= 1
        else:
            found.append(weighed[order[place - 1]])
            place = before[place]
    return found[::-1]


def strings(company: Company, index: int) -> tuple[str, ...]:
    """The features of an alternative as they stand in the table."""
    kind = company.alternatives[index].type
    return tuple(name for told in company.told(index) for name in names(told, kind))


def _loss(loss: int) -> int:
    """A loss in steps that grow."""
    return bisect_left(_STEPS, loss)


_STEPS = tuple(round(ONE * step) for step in (0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 3.5))


def _times(text: str, words: set[str]) -> Counter[str]:
    """How often each of some words stands in a text, none over itself."""
    known = sorted(words - {""})
    found: Counter[str] = Counter()
    reached = dict.fromkeys(known, 0)
    automaton = AhoCorasick(known, matchkind=MatchKind.Standard)
    for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        name = known[index]
        if start >= reached[name]:
            found[name] += 1
            reached[name] = end
    return found


def _clauses(tags: Iterable[str]) -> Iterator[int]:
    """Where the clause of each atom begins: behind the last stop."""
    begin = 0
    for index, tag in enumerate(tags):
        yield begin
        if tag[0] == _STOP:
            begin = index + 1


def _by_place(text: str, candidates: Iterable[Candidate]) -> dict[Place, list[Candidate]]:
    """The candidates by their places, the strongest last."""
    found: dict[Place, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda c: (c.priority, c.concept)):
        found.setdefault((candidate.type, *trimmed(text, candidate.span)), []).append(candidate)
    return found


def _signs(text: str, span: Span) -> Iterator[str]:
    """Whether quotation marks open and close just outside and just inside of a span."""
    for place, sign in (
        (span.start - 1, "“"),
        (span.end, "”"),
        (span.start, "“"),
        (span.end - 1, "”"),
    ):
        yield "1" if 0 <= place < len(text) and text[place] == sign else "0"
