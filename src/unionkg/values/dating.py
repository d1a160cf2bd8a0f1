"""Time expressions as EDTF values, relative to the date of the document.

Source: EDTF (ISO 8601-2:2019) levels 0 and 1; durations as ISO 8601 (`P20Y`).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from unionkg.knowledge.valuewords import ValueWords
from unionkg.model import Dating, Mention, TimeRole

_DOCUMENT = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class Calendar:
    """Gives time expressions their values; built once from the knowledge."""

    def __init__(self, words: ValueWords) -> None:
        """Compile the forms of dates."""
        self._words = words
        digits = "".join(words.numbers["digits"])
        redacted = "".join(re.escape(mark) for mark in words.words["redacted_digit"])
        stands_for = {
            "{number}": f"[0-9０-９{digits}{words.ten}]{{1,3}}",
            "{year}": f"[0-9０-９{digits}{redacted}]{{4}}",
            "{relative}": _either(words.numbers["relative_years"]),
            "{part}": _either(words.pairs["year_parts"]),
            "{side}": _either(words.words["past"] + words.words["future"]),
        }
        compiled: dict[str, re.Pattern[str]] = {}
        for name, form in words.forms.items():
            for mark, pattern in stands_for.items():
                form = form.replace(mark, pattern)  # noqa: PLW2901 - a form is filled in step by step
            compiled[name] = re.compile(form)
        self._full, self._range = compiled["date"], compiled["date_range"]
        self._month_first, self._span = compiled["month_first"], compiled["duration"]
        self._period = re.compile(_either(words.pairs["periods"]))

    def read(self, text: str, mentions: tuple[Mention, ...], date: str) -> Iterator[Dating]:
        """The dates of the mentions of type Time, in order; what can't be told has an empty value."""
        match = _DOCUMENT.fullmatch(date)
        year, month, day = (int(part) if part else 0 for part in match.groups()) if match else (0, 0, 0)
        told = (0, 0)
        for index, mention in enumerate(mentions):
            if mention.type == "Time":
                named = self._named_year(mention.text)
                if named:
                    told = (named, mention.span.end)
                near = told[0] and not named and "\n" not in text[told[1] : mention.span.start]
                month_first = bool(self._month_first.match(mention.text))
                here = (told[0], 0, 0) if near and month_first else (year, month, day)
                edtf, role = self._value(mention.text, here)
                until = text.startswith(self._words.words["deadline"], mention.span.end)
                if role is TimeRole.DATE and (until or mention.text.endswith(self._words.words["deadline"])):
                    role = TimeRole.DEADLINE
                yield Dating(index, edtf, role)

    def _named_year(self, words: str) -> int:
        """The year that a time expression spells out, or 0."""
        match = self._full.match(words)
        year = self._year(match, 0) if match and match["year"] else ""
        return int(year) if year.isdecimal() else 0

    def _value(self, words: str, today: tuple[int, int, int]) -> tuple[str, TimeRole]:
        """The EDTF value of a time expression, empty where it can't be told, and what it is."""
        period = self._period.search(words)
        if period:
            first, last = self._words.pairs["periods"][period[0]]
            return f"{first}/{last}", TimeRole.PERIOD
        for name, unit in (("relative_days", 1), ("relative_months", 0)):
            for word, step in self._words.numbers[name].items():
                if words.startswith(word):
                    return _shifted(today, step, days=bool(unit)), TimeRole.DATE
        span = self._span.fullmatch(words)
        if span:
            return self._duration(span, today[0])
        return self._date(words, today)

    def _duration(self, span: re.Match[str], year: int) -> tuple[str, TimeRole]:
        """A number of years, months or days; with a side, the years that it spans."""
        count = self._number(span["n"])
        unit = span["unit"]
        if span["side"] and unit == self._words.side_unit and year:
            if span["side"] in self._words.words["past"]:
                return f"{year - count}/{year}", TimeRole.PERIOD
            return f"{year}/{year + count}", TimeRole.PERIOD
        return f"P{count}{self._words.letters[unit]}", TimeRole.DURATION

    def _date(self, words: str, today: tuple[int, int, int]) -> tuple[str, TimeRole]:
        """A calendar date, or the part of one that is told."""
        match = self._full.match(words)
        if not match or not match[0]:
            return "", TimeRole.DATE
        year = self._year(match, today[0])
        if match["part"]:
            first, last = self._words.pairs["year_parts"][match["part"]]
            if not year:
                return "", TimeRole.DATE
            same = f"{year}-{first:02d}"
            return (same if first == last else f"{same}/{year}-{last:02d}"), TimeRole.DATE
        month = self._number(match["month"] or "")
        day = self._number(match["day"] or "")
        if day and not month and not match["year"]:
            month = today[1]
        value = _written(year, month, day)
        upto = self._range.search(words, match.end())
        if upto and value.count("-") == 2:
            later = _written(year, self._number(upto["month"] or "") or month, self._number(upto["day"]))
            return f"{value}/{later}" if later else value, TimeRole.PERIOD
        return value, TimeRole.DATE

    def _year(self, match: re.Match[str], this: int) -> str:
        """The year that a date names or that is told from the document's, as four signs, or empty."""
        if match["year"]:
            digits = self._words.numbers["digits"]
            signs = [
                str(digits[c]) if c in digits else "X" if not c.isdecimal() else str(int(c))
                for c in match["year"]
            ]
            return "".join(signs)
        if not this:
            return ""
        return f"{this + self._words.numbers['relative_years'].get(match['relative'] or '', 0):04d}"

    def _number(self, words: str) -> int:
        """The value of a number up to 99 in Chinese or Arabic digits; 0 for none."""
        if not words or words.isdecimal():
            return int(words or 0)
        digits, ten = self._words.numbers["digits"], self._words.ten
        if ten not in words:
            return int("".join(str(digits.get(c, c)) for c in words if c in digits or c.isdecimal()) or 0)
        tens, _, units = words.partition(ten)
        return digits.get(tens, 1) * 10 + digits.get(units, 0)


def _either(words: dict[str, object] | tuple[str, ...] | dict[str, int] | dict[str, tuple[int, int]]) -> str:
    """An alternation, longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))) + ")"


def _written(year: str, month: int, day: int) -> str:
    """An EDTF date; empty where the year is not known or there is no such day."""
    if not year or month > 12:
        return ""
    if not month:
        return "" if day else year
    if not day:
        return f"{year}-{month:02d}"
    longest = calendar.monthrange(int(year), month)[1] if year.isdecimal() else 31
    return f"{year}-{month:02d}-{day:02d}" if day <= longest else ""


def _shifted(today: tuple[int, int, int], step: int, *, days: bool) -> str:
    """The day or month that lies `step` days or months off the document's date, where that is told."""
    year, month, day = today
    if days:
        if not day:
            return ""
        return (dt.date(year, month, day) + dt.timedelta(days=step)).isoformat()
    if not month:
        return ""
    total = year * 12 + month - 1 + step
    return f"{total // 12:04d}-{total % 12 + 1:02d}"
