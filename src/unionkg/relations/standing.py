"""How whoever may have acted stands to a clause: named in its sentence, and where, or not at all.

What this weighs is the business of `choice`. Nothing is proposed here.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from unionkg.model import SELF, Clause, Origin, Span
from unionkg.relations.discourse import Discourse
from unionkg.relations.rulebook import Rulebook

BESIDE = 10
"""Code points within which a mention stands beside the next one."""


@dataclass(frozen=True, slots=True)
class _About:
    """A clause and its sentence: mentions from `begin` on are of the sentence, from `first` on of the clause.

    `stop` is the first mention behind it; `others` is how many who may act the sentence names before it.
    """

    index: int
    begin: int
    first: int
    stop: int
    named: bool
    first_person: bool
    others: int


class Standings:
    """How the entities of one document stand to its clauses; each is worked out once."""

    def __init__(self, discourse: Discourse, book: Rulebook) -> None:
        """Note which mentions open a clause as its subject, and who was named last in each paragraph."""
        self._discourse = discourse
        self._book = book
        self._known: dict[tuple[int, int], tuple[str, ...]] = {}
        self._mentions: dict[int, list[int]] = {}
        for mention, entity in enumerate(discourse.entity_of):
            self._mentions.setdefault(entity, []).append(mention)
        self._now: _About | None = None
        self._opening: set[int] = set()
        self._newest: list[int] = []
        self._clause_of: dict[int, int] = {}
        paragraph, newest = -1, -1
        for index, governed in enumerate(discourse.clauses):
            clause = governed.clause
            if self._paragraph(clause) != paragraph:
                paragraph, newest = self._paragraph(clause), -1
            self._clause_of |= dict.fromkeys(clause.mentions, index)
            if clause.origin is Origin.EXPLICIT:
                newest = index
                self._opening |= {mention for _, mention in discourse.subjects(clause)}
            self._newest.append(newest)

    def of(self, entity: int, index: int) -> tuple[str, ...]:
        """What tells how an entity stands to a clause."""
        found = self._known.get((entity, index))
        if found is None:
            mention = self._named(entity, index)
            found = self._inside(entity, index, mention) if mention >= 0 else self._outside(entity, index)
            self._known[entity, index] = found
        return found

    def _named(self, entity: int, index: int) -> int:
        """The first mention of an entity in a clause, else the last before it in the sentence, else -1."""
        known, about = self._mentions.get(entity, []), self._about(index)
        at = bisect_left(known, about.first)
        if at < len(known) and known[at] < about.stop:
            return known[at]
        return known[at - 1] if at and known[at - 1] >= about.begin else -1

    def _inside(self, entity: int, index: int, mention: int) -> tuple[str, ...]:
        """Of somebody who is named in the sentence: where, behind what, before what, and who came between."""
        discourse, line = self._discourse, self._discourse.line
        home = self._clause_of.get(mention, index)
        span, stop = discourse.clauses[home].clause.span, discourse.stops[mention]
        steps, far = min(index - home, 4), int(index > home)
        place, marked = self._place(mention, span)
        kind = f"{place}{marked}|{steps}|{int(self._relieved(entity, home, index))}"
        start = discourse.starts[mention]
        return (
            kind,
            f"{kind}|{self._kind(entity)}",
            f"behind|{line[stop : stop + 2]}|{far}",
            f"next|{line[stop : stop + 1]}|{place}",
            f"beside|{self._beside(mention)}|{far}",
            f"others|{self._others(entity, mention, index)}|{steps}|{place}",
            f"under|{int(any(word in line[stop : span.end] for word in self._book.under))}|{place}|{far}",
            f"before|{line[max(0, start - 2) : start]}|{far}",
            f"{self._origin(entity, index)}|{place}|{steps}",
        )

    def _outside(self, entity: int, index: int) -> tuple[str, ...]:
        """Of somebody who is not named in the sentence: who he is, and who else is."""
        governed, about = self._discourse.clauses[index], self._about(index)
        clause, named = governed.clause, int(about.named)
        where, others = self._where(entity, index), min(about.others, 2)
        kind = f"{where}|{others}|{named}"
        return (
            kind,
            f"{kind}|{self._kind(entity)}",
            f"{where}|{self._origin(entity, index)}",
            f"{where}|first|{int(about.first_person)}|{named}",
            f"{where}|{int(clause.utterance > 0)}|{governed.modality}|{min(others, 1)}",
        )

    def _where(self, entity: int, index: int) -> str:
        """Who somebody is that the sentence does not name: the body, the voice, somebody named before."""
        discourse, clause = self._discourse, self._discourse.clauses[index].clause
        if entity == discourse.resolution.self_entity:
            return "self"
        if entity == discourse.speaker(clause):
            return "speaker"
        known = self._mentions.get(entity, [])
        at = bisect_left(known, self._about(index).begin)
        if not at:
            return "later"
        last = known[at - 1]
        home = discourse.clauses[self._clause_of.get(last, 0)].clause
        newest = self._newest[index]
        told = (
            self._paragraph(home) == self._paragraph(clause),
            newest >= 0 and entity in discourse.clauses[newest].clause.subject,
            last in self._opening,
        )
        return f"back{min(clause.sentence - home.sentence, 3)}{''.join(str(int(one)) for one in told)}"

    def _place(self, mention: int, clause: Span) -> tuple[str, str]:
        """Where in its clause a mention stands, and the preposition before it."""
        start = self._discourse.starts[mention]
        marked = self._book.preposition(self._discourse.text, start)
        if mention in self._opening:
            return "open", marked
        if marked:
            return "prep", marked
        return ("mid" if self._discourse.text[clause.start : start].strip() else "first"), ""

    def _relieved(self, entity: int, home: int, index: int) -> bool:
        """Whether another subject was named since."""
        clauses = (governed.clause for governed in self._discourse.clauses[home : index + 1])
        return any(one.origin is Origin.EXPLICIT and entity not in one.subject for one in clauses)

    def _beside(self, mention: int) -> str:
        """The type of the mention right behind, and how near it is."""
        discourse = self._discourse
        if mention + 1 == len(discourse.mentions):
            return ""
        stop, start = discourse.stops[mention], discourse.starts[mention + 1]
        if start - stop > BESIDE or self._clause_of.get(mention) != self._clause_of.get(mention + 1):
            return ""
        return f"{discourse.types[mention + 1]}{min(start - stop, 3)}"

    def _others(self, entity: int, mention: int, index: int) -> int:
        """How many others are named between a mention and a clause, up to 3."""
        between = {self._discourse.entity_of[i] for i in self._acting(mention + 1, self._about(index).first)}
        return min(len(between - {entity}), 3)

    def _acting(self, begin: int, stop: int) -> list[int]:
        """The mentions from one to another that are of a type that may act."""
        types, actors = self._discourse.types, self._book.subject_types
        return [i for i in range(begin, stop) if types[i] in actors]

    def _about(self, index: int) -> _About:
        """A clause and its sentence."""
        if self._now is None or self._now.index != index:
            self._now = self._look(index)
        return self._now

    def _look(self, index: int) -> _About:
        discourse = self._discourse
        span, siblings = discourse.clauses[index].clause.span, discourse.siblings(index)
        so_far = [discourse.clauses[i].clause for i in siblings if i <= index]
        begin, first, stop = (
            bisect_left(discourse.starts, offset) for offset in (so_far[0].span.start, span.start, span.end)
        )
        return _About(
            index=index,
            begin=begin,
            first=first,
            stop=stop,
            named=any(one.origin is Origin.EXPLICIT for one in so_far),
            first_person=Origin.FIRST_PERSON in {so_far[0].origin, so_far[-1].origin},
            others=len({discourse.entity_of[i] for i in self._acting(begin, first)}),
        )

    def _origin(self, entity: int, index: int) -> str:
        """How the subject of a clause was found, and whether it is this one."""
        clause = self._discourse.clauses[index].clause
        return f"{clause.origin}|{int(entity in clause.subject)}"

    def _kind(self, entity: int) -> str:
        own = entity == self._discourse.resolution.self_entity
        return SELF if own else self._discourse.entity_types[entity]

    def _paragraph(self, clause: Clause) -> int:
        return self._discourse.structure.sentences[clause.sentence].paragraph
