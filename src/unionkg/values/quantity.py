"""Figures: value, unit, what they count, for when, and whether it was reached or is aimed at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from unionkg.knowledge.valuewords import ValueWords
from unionkg.model import Aim, Clause, Mention, Quantity, Resolution, Span, Structure

_SKIP = " \u3000“”"


class Counter:
    """Finds quantities; built once from the knowledge."""

    def __init__(self, words: ValueWords) -> None:
        """Compile the form of a figure."""
        self._words = words
        scales = "".join(words.numbers["scales"])
        units = "|".join(map(re.escape, words.words["units"]))
        about = "|".join(map(re.escape, words.words["about"]))
        self._figure = re.compile(
            f"(?:{about})?(?P<value>\\d+(?:\\.\\d+)?)(?P<scale>[{scales}]{{0,2}})(?P<more>余|多)?(?P<unit>{units})"
        )

    def read(
        self, text: str, structure: Structure, mentions: tuple[Mention, ...], resolution: Resolution
    ) -> Iterator[Quantity]:
        """The quantities of a text, in order; those inside a time expression or a name are none."""
        for clause in resolution.clauses:
            within = structure.sentences[clause.sentence].span
            last = clause.span.start
            for match in self._figure.finditer(text, clause.span.start, clause.span.end):
                span = Span(*match.span())
                holder = next((m for m in mentions if m.span.overlaps(span)), None)
                if holder and holder.type not in {"Goal", "Group"}:
                    continue
                yield Quantity(
                    span=span,
                    value=self._value(match),
                    unit=match["unit"],
                    what=_what(text, clause, span, last, mentions),
                    period=_period(within, span, mentions),
                    aim=self._aim(text, clause, span, mentions),
                    utterance=clause.utterance,
                )
                last = span.end

    def _aim(self, text: str, clause: Clause, figure: Span, mentions: tuple[Mention, ...]) -> Aim:
        """A figure in a clause that holds a goal, or behind a word that tells of a plan, is aimed at."""
        before = text[clause.span.start : figure.start]
        planned = any(word in before for word in self._words.words["aimed"])
        goal = any(m.type == "Goal" and m.span.overlaps(clause.span) for m in mentions)
        return Aim.AIMED if planned or goal else Aim.ACHIEVED

    def _value(self, match: re.Match[str]) -> str:
        """The number with its scale, as a plain decimal."""
        factor = 1
        for sign in match["scale"]:
            factor *= self._words.numbers["scales"][sign]
        return f"{(Decimal(match['value']) * factor).normalize():f}"


def _what(text: str, clause: Clause, figure: Span, last: int, mentions: tuple[Mention, ...]) -> Span:
    """The words of the clause that tell what is counted: before the figure, else behind it."""
    start = last
    for index in clause.mentions:
        span = mentions[index].span
        subject = (
            start <= span.start and not text[start : span.start].strip(_SKIP) and span.end <= figure.start
        )
        if subject and mentions[index].type in {"Organization", "Time", "Person"}:
            start = span.end
    words = text[start : figure.start]
    if len(words.strip(_SKIP + "，、")) >= 2:
        return Span(start + len(words) - len(words.lstrip(_SKIP + "，、")), figure.start)
    end = clause.span.end
    while end > figure.end and not text[end - 1].isalnum():
        end -= 1
    return Span(figure.end, max(figure.end, end))


def _period(within: Span, figure: Span, mentions: tuple[Mention, ...]) -> int:
    """The last time expression before a figure in its sentence, or -1."""
    found = [
        i
        for i, m in enumerate(mentions)
        if m.type == "Time" and within.covers(m.span) and m.span.end <= figure.start
    ]
    return found[-1] if found else -1
