"""From lines on paper to paragraphs of text: running heads, page numbers, columns and line breaks.

Knows where lines stand and nothing of the format they come from. Distances are points, upwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

INDENT = 1.5
SHORT = 2.2
WIDER_GAP = 1.5
OTHER_SIZE = 1.15
NARROW = 9
"""No text is set in columns of less than so many letters: what is narrower is a list or a table."""
EDGE_ROWS = 2
REPEATED = 0.3
"""A line at the edge of so great a share of the pages, and of two at least, is a running head."""
COLUMN_ROWS = 4
HYPHENS = "-\u00ad\u2010\x02"
"""What may stand where a word is broken; U+0002 is PDFium's sign for it."""

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[\W_]*\d{1,4}[\W_]*")
_OPENING = r"[(\[{\u3008\u300a\u300c\u300e\u3010\uff08\u2018\u2019\u201c\u201d]"
_CLOSING = r"[,.;:!?)\]}\u3001\u3002\u3009\u300b\u300d\u300f\u3011\uff01\uff09\uff0c\uff1a\uff1b\uff1f]"
_TOKEN = re.compile(rf"{_OPENING}*(?:[!-~]+|.)(?:{_CLOSING}|[\u2018\u2019\u201c\u201d](?:[!-~]+|.)?)*")
"""What can't be broken at the start of a line: curly quotes hold on to both sides (UAX 14, class QU)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line or a part of one: its text, page, left and right edge, foot, size of letters.

    `row` marks a table row, which is never joined with what follows.
    """

    text: str
    page: int
    left: float
    right: float
    foot: float
    size: float
    row: bool = False


Edges = tuple[float, float]


def text(pages: Sequence[Sequence[Line]]) -> str:
    """The text of all pages, a line for each paragraph."""
    kept = _without_furniture(pages)
    lines = [line for page in kept for line in _in_reading_order(page)]
    if not lines:
        return ""
    whole = _columns(lines) or [_extent(lines)]
    by_page = {
        number: _columns(list(page)) or whole for number, page in groupby(lines, key=lambda line: line.page)
    }
    pitch = _pitch(lines)
    paragraphs = [lines[0].text]
    for before, after in pairwise(lines):
        if _parts(before, after, by_page, pitch):
            paragraphs.append(after.text)
        else:
            paragraphs[-1] = joined(paragraphs[-1], after.text)
    return "\n".join(paragraph.rstrip().rstrip("\x02") for paragraph in paragraphs)


def joined(before: str, after: str) -> str:
    """Two lines of one paragraph: Chinese without a space, Latin with one, a broken word made whole."""
    before, after = before.rstrip(" "), after.lstrip(" ")
    if len(before) > 1 and before[-1] in HYPHENS and before[-2].isascii() and before[-2].isalpha():
        return (before[:-1] if after[:1].islower() else before[:-1] + "-") + after
    latin = before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalnum()
    return f"{before} {after}" if latin else before + after


def _rows(page: Sequence[Line]) -> list[list[Line]]:
    """Parts that follow one another at the same height, together."""
    rows: list[list[Line]] = []
    for line in page:
        if rows and abs(rows[-1][-1].foot - line.foot) < line.size / 2 and line.left >= rows[-1][-1].right:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without running heads, feet and page numbers."""
    edges = [_edge_lines(page) for page in pages]
    counts = Counter(key for edge in edges for key in {_key(line) for line in edge})
    least = max(2.0, REPEATED * len(pages))
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        outermost = {id(line) for line in (edge[:1] + edge[-1:])}
        dropped = {
            id(line)
            for line in edge
            if counts[_key(line)] >= least or (id(line) in outermost and _PAGE_NUMBER.fullmatch(line.text))
        }
        kept.append([line for line in page if id(line) not in dropped])
    return kept


def _edge_lines(page: Sequence[Line]) -> list[Line]:
    """The lines in the two uppermost and the two lowest rows, from above."""
    ordered = sorted(page, key=lambda line: (-round(line.foot), line.left))
    rows = [list(row) for _, row in groupby(ordered, key=lambda line: round(line.foot))]
    chosen = rows if len(rows) <= 2 * EDGE_ROWS else rows[:EDGE_ROWS] + rows[-EDGE_ROWS:]
    return [line for row in chosen for line in row]


def _key(line: Line) -> tuple[str, int]:
    """What a running head has in common on all pages: its words but for numbers, and its height."""
    return _DIGITS.sub("0", "".join(line.text.split())), round(line.foot / 4)


def _in_reading_order(page: Sequence[Line]) -> Iterator[Line]:
    """The lines as they are read: columns drawn row by row one after the other, table rows whole."""
    rows = _rows(page)
    for is_wide, group in groupby(rows, key=lambda row: len(row) > 1):
        band = list(group)
        if not is_wide:
            yield from (line for row in band for line in row)
        elif _are_columns(band):
            for at in range(max(map(len, band))):
                yield from (row[at] for row in band if at < len(row))
        else:
            yield from map(_whole_row, band)


def _are_columns(band: Sequence[Sequence[Line]]) -> bool:
    """Whether rows of several parts are columns: most left parts fill their width, as table cells do not."""
    if len(band) < COLUMN_ROWS:
        return False
    edge = max(row[0].right for row in band)
    full = sum(edge - row[0].right < SHORT * row[0].size and len(row[0].text) > 8 for row in band)
    return full >= 0.6 * len(band)


def _whole_row(row: Sequence[Line]) -> Line:
    return replace(row[0], text="\t".join(part.text.strip() for part in row), right=row[-1].right, row=True)


def _columns(lines: Sequence[Line]) -> list[Edges]:
    """The left and right edges of the columns in which these lines are set."""
    wide = (line for line in lines if not line.row and line.right - line.left > NARROW * line.size)
    groups: list[list[Line]] = []
    for line in sorted(wide, key=lambda line: line.left):
        if groups and line.left - groups[-1][0].left < 3 * line.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    columns: list[list[Line]] = []
    for group in groups:
        if columns and group[0].left < _right(columns[-1]) - 3 * group[0].size:
            columns[-1] += group  # an indent, not a column: it begins before the one to its left ends
        else:
            columns.append(group)
    return [(column[0].left, _right(column)) for column in columns if len(column) >= 3]


def _right(column: Sequence[Line]) -> float:
    """The right edge of a column: four lines of five end there or before; a headline may run over it."""
    return sorted(line.right for line in column)[4 * len(column) // 5]


def _extent(lines: Iterable[Line]) -> Edges:
    known = list(lines)
    return min(line.left for line in known), max(line.right for line in known)


def _column(line: Line, columns: Sequence[Edges]) -> Edges:
    """The column that a line shares most width with, the narrowest of these."""
    return max(
        columns,
        key=lambda edge: (round(min(line.right, edge[1]) - max(line.left, edge[0])), edge[0] - edge[1]),
    )


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between two lines of one column."""
    steps = [
        before.foot - after.foot
        for before, after in pairwise(lines)
        if before.page == after.page and 0 < before.foot - after.foot < 4 * before.size
    ]
    return median(steps) if steps else 0.0


def _parts(before: Line, after: Line, columns: dict[int, list[Edges]], pitch: float) -> bool:
    """Whether a new paragraph begins with `after`."""
    if before.row or after.row or after.text[:1] in "\u3000\u2003":
        return True
    if max(before.size, after.size) > OTHER_SIZE * min(before.size, after.size):
        return True
    here, there = _column(before, columns[before.page]), _column(after, columns[after.page])
    if here[1] - here[0] < NARROW * before.size:
        return True
    same = before.page == after.page and here == there
    if same and before.foot - after.foot > WIDER_GAP * pitch:
        return True
    if after.left - there[0] > INDENT * after.size:
        return True
    token = _TOKEN.match(after.text)
    needed = _width(token[0]) * after.size if token else 0.0
    return here[1] - before.right > max(SHORT * before.size, needed + before.size / 2)


def _width(token: str) -> float:
    """The width of a token that a line can't break, in sizes of its letters."""
    return sum(0.6 if letter.isascii() else 1.0 for letter in token)
