"""The arithmetic audit: a label that declares a number, the members that the text lists, and the verdict.

No relation is made of what is counted here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate, groupby

from unionkg.knowledge import Knowledge
from unionkg.knowledge.counts import CountPattern
from unionkg.model import Count, Mention, Span, Structure, Verdict

LOOK_BACK = 4
"""Sentences, a label's own among them, in which a list that adds up is looked for."""

FIXED = 3
"""Code points that a name must have beyond a label to be a fixed name that counts nothing."""

PLAIN = 20
"""Code points before a label within which a list in plain words must have its last comma."""

Members = tuple[Span, ...]

_QUOTES = "“”‘’"
_ITEM = re.compile("[^、]+")


class CountReader:
    """Audits the counts of one document."""

    def __init__(
        self,
        text: str,
        structure: Structure,
        mentions: tuple[Mention, ...],
        entity_of: tuple[int, ...],
        knowledge: Knowledge,
        listed: Mapping[str, frozenset[str]],
    ) -> None:
        """Keep what labels are compared with, and where it stands.

        `listed` has the forms of the members of concepts whose members are known.
        """
        self._listed = listed
        self._text = text
        self._structure = structure
        self._mentions = mentions
        self._entity_of = entity_of
        self._words = knowledge.counts
        self._stop = knowledge.markers.sentence_stop
        self._starts = [mention.span.start for mention in mentions]
        self._reached = list(accumulate((mention.span.end for mention in mentions), max))
        self._sentences = [sentence.span.start for sentence in structure.sentences]
        self._headings = {s.span: s.heading for s in structure.sections if len(s.heading)}
        self._runs: dict[int, list[tuple[int, ...]]] = {}

    def read(self) -> tuple[Count, ...]:
        """One count a label, in order; of several occurrences the one with the best list is kept."""
        best: dict[str, Count] = {}
        for number in range(len(self._sentences)):
            for key, count in self._of_sentence(number):
                if key not in best or _rank(count) > _rank(best[key]):
                    best[key] = count
        return tuple(sorted(best.values(), key=lambda c: (c.span.start, c.span.end)))

    def _of_sentence(self, number: int) -> Iterator[tuple[str, Count]]:
        """The counts of one sentence, each with what it is a count of."""
        within = self._structure.sentences[number].span
        for pattern in self._words.patterns:
            for match in pattern.pattern.finditer(self._text, within.start, within.end):
                declared = self._words.number(match["n"])
                again = any(word in match[0][1:] for word in self._words.one)
                if declared < 2 and pattern.unit == "members" and not again:
                    continue
                span = Span(*match.span())
                if self._fixed(span):
                    continue
                named = self._touching(span)
                entity = -1 if named < 0 else self._entity_of[named]
                own = self._listed.get(self._mentions[named].concept) if named >= 0 else None
                members = self._members(number, span, pattern, declared)
                if own and not self._are(members, own):
                    members = ()
                key = match[0].strip(_QUOTES) if named < 0 else f"{entity}"
                yield key, self._count(pattern, span, entity, declared, members)

    def _are(self, members: Members, known: frozenset[str]) -> bool:
        """Whether half of a list, at least, are what the thesaurus knows as the members of its label."""
        texts = (self._text[member.start : member.end].strip(_QUOTES) for member in members)
        return 2 * sum(text in known for text in texts) >= len(members)

    def _touching(self, span: Span) -> int:
        """The first mention that overlaps a span, or -1."""
        index = bisect_right(self._reached, span.start)
        return index if index < len(self._starts) and self._starts[index] < span.end else -1

    def _fixed(self, span: Span) -> bool:
        """Whether a fixed name holds a label: it counts nothing here."""
        first = bisect_right(self._reached, span.start)
        near = self._mentions[first : bisect_right(self._starts, span.start)]
        return any(m.span.covers(span) and len(m.span) - len(span) > FIXED for m in near)

    def _found(self, pattern: CountPattern, members: Members) -> int:
        """How many members, or characters of members, there are."""
        if pattern.unit == "members":
            return len(members)
        return sum(len(self._text[m.start : m.end].strip(_QUOTES)) for m in members)

    def _count(
        self, pattern: CountPattern, span: Span, entity: int, declared: int, members: Members
    ) -> Count:
        """The verdict on a label."""
        found = self._found(pattern, members)
        if not members:
            verdict = Verdict.NOT_LISTED
        elif found == declared:
            verdict = Verdict.RECONCILED
        else:
            verdict = Verdict.SHORT if found < declared else Verdict.OVER
        return Count(span, entity, declared, found, pattern.unit, members, verdict, pattern.id)

    def _members(self, sentence: int, label: Span, pattern: CountPattern, declared: int) -> Members:
        """The members of a label: a list that adds up, else one that it introduces, else the nearest."""
        listed = [
            tuple(lead for item in enumeration.items if len(lead := self._lead(item)))
            for enumeration in self._structure.enumerations
            if enumeration.introducer.overlaps(label)
        ]
        beside: list[Members] = []
        for index in range(sentence, max(-1, sentence - LOOK_BACK), -1):
            near = sorted(self._lists(index, label), key=lambda members: _distance(members, label))
            beside += [m for m in near if index == sentence or self._found(pattern, m) == declared]
        fitting = (m for m in (*beside, *listed) if self._found(pattern, m) == declared)
        return next(fitting, next(filter(None, (*listed, *beside)), ()))

    def _lists(self, sentence: int, label: Span) -> Iterator[Members]:
        """Lists of two or more in a sentence: mentions of one type, or plain words beside the label."""
        for run in self._of_one_run(sentence):
            outside = [i for i in run if not self._mentions[i].span.overlaps(label)]
            for _, group in groupby(outside, key=lambda i: self._mentions[i].type):
                members = tuple(self._mentions[i].span for i in group)
                if len(members) > 1:
                    yield members
        if self._structure.sentences[sentence].span.covers(label):
            yield from self._plain(self._words.plain_behind.match(self._text, label.end))
        if "、" in self._text[max(0, label.start - PLAIN) : label.start]:
            for found in self._words.plain_list.finditer(self._text, self._sentences[sentence], label.start):
                yield from self._plain(found if found.end() == label.start else None)

    def _plain(self, found: re.Match[str] | None) -> Iterator[Members]:
        """The items of a list in plain words, if there is one."""
        if found:
            yield tuple(Span(*m.span()) for m in _ITEM.finditer(self._text, *found.span("list")))

    def _of_one_run(self, sentence: int) -> list[tuple[int, ...]]:
        """Maximal runs of a sentence's mentions that only list connectors part."""
        if sentence not in self._runs:
            within = self._structure.sentences[sentence].span
            first, last = bisect_left(self._starts, within.start), bisect_left(self._starts, within.end)
            self._runs[sentence] = []
            run: list[int] = []
            for index in range(first, last):
                if self._mentions[index].span.end > within.end:
                    continue
                if run and not self._joined(run[-1], index):
                    self._runs[sentence].append(tuple(run))
                    run = []
                run.append(index)
            if run:
                self._runs[sentence].append(tuple(run))
        return self._runs[sentence]

    def _joined(self, one: int, other: int) -> bool:
        """Whether only a list connector stands between two mentions."""
        between = self._text[self._mentions[one].span.end : self._starts[other]]
        return between in self._words.connectors

    def _lead(self, item: Span) -> Span:
        """What names a list item: its heading, or its first sentence."""
        if item in self._headings:
            return self._headings[item]
        start = item.start
        while start < item.end and self._text[start].isspace():
            start += 1
        stop = self._stop.search(self._text, start, item.end)
        line = self._text.find("\n", start, item.end)
        ends = [end for end in (stop.start() if stop else -1, line) if end > start]
        return Span(start, min(ends, default=item.end))


def _rank(count: Count) -> tuple[int, int, int]:
    """Reconciled before listed before not listed; earlier before later."""
    return (count.verdict is Verdict.RECONCILED, count.found > 0, -count.span.start)


def _distance(members: Members, label: Span) -> int:
    """Code points between a run of members and the label."""
    before = members[-1].end <= label.start
    return label.start - members[-1].end if before else members[0].start - label.end
