"""What days a date may mean: EDTF to the first and the last day.

No clock enters here: a date without a year means nothing.
"""

from __future__ import annotations

import calendar
import re

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?[?~%]?")


def days(edtf: str) -> tuple[str, str] | None:
    """The earliest and latest day of an EDTF date or interval (levels 0 and 1), or None.

    Both as `YYYY-MM-DD`. Source: EDTF (ISO 8601-2:2019), level 0 dates and intervals and
    the level 1 qualifiers `?`, `~`, `%`.
    """
    first, _, last = edtf.partition("/")
    begin, end = _day(first, first=True), _day(last or first, first=False)
    return (begin, end) if begin and end and begin <= end else None


def _day(text: str, *, first: bool) -> str:
    match = _DATE.fullmatch(text)
    if not match or match[1] == "0000":
        return ""
    year, month = int(match[1]), int(match[2] or (1 if first else 12))
    longest = calendar.monthrange(year, month)[1]
    day = int(match[3] or (1 if first else longest))
    return f"{year:04d}-{month:02d}-{day:02d}" if day <= longest else ""
