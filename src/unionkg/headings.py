"""Where the parts of a text begin: after the address, at headings with and without a marker, at the closing.

Markers and words of `structure.yaml` decide; no name, concept or relation enters here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from unionkg.knowledge.markers import Marker, Markers
from unionkg.model import Span

_BLANK = " \t\u3000\r"
_FIRST_LINES = 12
"""Lines with text among which the address of a text stands."""
_FLAT = 200
"""Code points from which a line may have lost the breaks before its headings."""
_SKIPPED = 2
"""Numbers that a series of headings may leave out."""
_OPEN = 40
"""Series that may still go on, the latest of them."""
_CLOSING_PERCENT = 25
"""The longest share of a text that its closing takes."""
_NONE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a section begins; `level` is 0 and `heading` empty where it has none."""

    start: int
    level: int = 0
    heading: Span = _NONE
    marker: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A marker where a section may begin; `fits` says whether short words without a list's mark follow."""

    start: int
    line: int
    marker: Marker
    number: int
    heading: Span
    fits: bool


@dataclass(slots=True)
class _Run:
    """Markers of one series that count on."""

    items: list[_Candidate] = field(default_factory=list)

    def is_headings(self) -> bool:
        """Whether two thirds of it look like headings, and it begins with one that does."""
        return self.items[0].fits and 3 * sum(item.fits for item in self.items) >= 2 * len(self.items)


@dataclass(frozen=True, slots=True)
class Listed:
    """Items of a list that have lines of their own: their marker, the number of the first line, the items."""

    marker: str
    line: int
    items: tuple[Span, ...]


def lists(text: str, lines: list[Span], markers: Markers) -> Iterator[Listed]:
    """The series that count from one and are items of a list: long, or ended by the mark of a list."""
    at_lines = [found for index, line in enumerate(lines) if (found := _of_line(text, line, index, markers))]
    for marker in markers.of_line:
        for run in _runs([found for found in at_lines if found.marker == marker and not marker.alone]):
            if len(run.items) > 1 and run.items[0].number == 1 and not run.is_headings():
                starts = [item.heading.start for item in run.items]
                ends = [*(item.start for item in run.items[1:]), lines[run.items[-1].line].end]
                spans = (Span(start, end) for start, end in zip(starts, ends, strict=True))
                yield Listed(marker.id, run.items[0].line, tuple(spans))


def openings(text: str, lines: list[Span], markers: Markers) -> list[Opening]:
    """The sections of a text by where they begin, in order; the first begins at 0."""
    found = {opening.start: opening for opening in _marked(text, lines, markers)}
    for opening in _unmarked(text, lines, markers, found):
        found.setdefault(opening.start, opening)
    headings = sorted(found.values(), key=lambda opening: opening.start)
    for start in (_after_address(text, lines, markers, headings), _closing(text, lines, markers, headings)):
        if start > 0:
            found.setdefault(start, Opening(start))
    found.setdefault(0, Opening(0))
    levels = sorted({opening.level for opening in found.values() if opening.level})
    depth = {0: 0} | {level: number for number, level in enumerate(levels, 1)}
    return [
        Opening(opening.start, depth[opening.level], opening.heading, opening.marker)
        for opening in sorted(found.values(), key=lambda opening: opening.start)
    ]


# --- headings with a marker --------------------------------------------------------------


def _marked(text: str, lines: list[Span], markers: Markers) -> Iterator[Opening]:
    """Headings that open a line; where a series has none, those behind a stop in a line that lost breaks."""
    at_lines = [found for index, line in enumerate(lines) if (found := _of_line(text, line, index, markers))]
    for marker in markers.of_line:
        runs = _runs([found for found in at_lines if found.marker == marker])
        kept = [run for run in runs if run.is_headings()]
        if marker.flat and sum(len(run.items) for run in kept) < 2:
            inside = sorted(_inside(text, lines, marker, markers), key=lambda found: found.start)
            flat = [run for run in _runs(inside) if len(run.items) > 1 and run.items[0].number == 1]
            kept = flat or kept
        for run in kept:
            for item in run.items:
                yield Opening(item.start, marker.level, item.heading, marker.id)


def _of_line(text: str, line: Span, index: int, markers: Markers) -> _Candidate | None:
    """The marker that opens a line."""
    start = line.start
    while text[start] in _BLANK:
        start += 1
    for marker in markers.of_line:
        match = marker.pattern.match(text, start, line.end)
        if match:
            return _candidate(text, (line.start, index, line.end), match, marker, markers)
    return None


def _inside(text: str, lines: list[Span], marker: Marker, markers: Markers) -> Iterator[_Candidate]:
    """Markers of a series at the start of lines, and behind a stop in long lines."""
    for index, line in enumerate(lines):
        if (first := _of_line(text, line, index, markers)) and first.marker == marker:
            yield first
        if len(line) < _FLAT:
            continue
        for stop in markers.sentence_stop.finditer(text, line.start, line.end):
            start = stop.end()
            while start < line.end and text[start] in _BLANK:
                start += 1
            match = marker.pattern.match(text, start, line.end)
            if match:
                yield _candidate(text, (start, index, line.end), match, marker, markers)


def _candidate(
    text: str, place: tuple[int, int, int], match: re.Match[str], marker: Marker, markers: Markers
) -> _Candidate:
    """A marker with the words behind it: to the next stop or the line's end, or else to the first comma.

    `place` is where the section would begin, the number of its line, and where that ends.
    """
    start, line, line_end = place
    begin = match.end()
    while begin < line_end and text[begin] in _BLANK:
        begin += 1
    stop = markers.sentence_stop.search(text, begin, line_end)
    last = line_end
    while last > begin and text[last - 1] in _BLANK:
        last -= 1
    end = stop.start() if stop else last
    short = 0 < end - begin <= markers.heading_length and text[end - 1] not in markers.listing
    fits = short and (not marker.alone or stop is None or stop.end() >= last)
    if not short:
        pause = markers.clause_stop.search(text, begin, min(line_end, begin + markers.heading_length))
        end = pause.start() if pause else min(last, begin + markers.heading_length)
    return _Candidate(start, line, marker, markers.number(match["n"]), Span(begin, max(begin, end)), fits)


def _runs(candidates: list[_Candidate]) -> list[_Run]:
    """Candidates of one marker as series that count on; a list inside a chapter is a series of its own."""
    runs: list[_Run] = []
    for item in candidates:
        run = None if item.number == 1 else _continued(runs, item)
        if run:
            run.items.append(item)
        elif item.number == 1 or not runs:
            runs.append(_Run([item]))
    return runs


def _continued(runs: list[_Run], item: _Candidate) -> _Run | None:
    """The series that a number goes on: that of the line before, or the latest whose last is one less."""
    runs = runs[-_OPEN:]
    beside = [run for run in runs if run.items[-1].line == item.line - 1]
    if beside and beside[-1].items[-1].number == item.number - 1:
        return beside[-1]
    for gap in range(1, _SKIPPED + 2):
        fitting = [run for run in reversed(runs) if run.items[-1].number == item.number - gap]
        alike = [run for run in fitting if run.items[-1].fits == item.fits]
        if fitting:
            return (alike or fitting)[0]
    return None


# --- headings without a marker -------------------------------------------------------------


def _unmarked(
    text: str, lines: list[Span], markers: Markers, marked: dict[int, Opening]
) -> Iterator[Opening]:
    """Short lines without a stop that stand alone between paragraphs, behind the first paragraph."""
    spaced = 2 * text.count("\n\n") > len(lines)
    first = min(marked, default=len(text))
    level = 0
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if line.start in marked or not _is_title(text, line, markers):
            continue
        apart = line.start - before.end > 1 and after.start - line.end > 1
        ended = before.start in marked or _ends(text, before, markers)
        goes_on = after.start in marked or _ends(text, after, markers)
        if (apart or not spaced) and ended and goes_on:
            words = text[line.start : line.end]
            start = line.start + len(words) - len(words.lstrip())
            level = level or (markers.top_level if line.start < first else markers.inner_level)
            last = words.strip() in markers.closing_headings
            rank = markers.chapter_level if last and level != markers.top_level else level
            yield Opening(line.start, rank, Span(start, line.start + len(words.rstrip())))


def _is_title(text: str, line: Span, markers: Markers) -> bool:
    """Whether a line is as short as a heading and written like one."""
    words = text[line.start : line.end].strip()
    known = words in markers.closing_headings
    return known or (len(words) <= markers.heading_length and bool(markers.unmarked.fullmatch(words)))


def _ends(text: str, line: Span, markers: Markers) -> bool:
    """Whether a line ends as a sentence or an address does."""
    end = line.start + len(text[line.start : line.end].rstrip())
    tail = max(line.start, end - 4)
    ended = any(stop.end() == end for stop in markers.sentence_stop.finditer(text, tail, end))
    return ended or text[end - 1] in markers.announcing


# --- address and closing ---------------------------------------------------------------------


def _after_address(text: str, lines: list[Span], markers: Markers, headings: list[Opening]) -> int:
    """Where the text goes on behind the address that opens it, or 0."""
    first = headings[0].start if headings else len(text)
    for index, line in enumerate(lines[:_FIRST_LINES]):
        if line.start >= first:
            break
        match = markers.address.match(text, line.start, min(line.end, first))
        if not match:
            continue
        rest = text[match.end() : line.end].strip()
        if rest:
            return match.end()
        return lines[index + 1].start if index + 1 < len(lines) else 0
    return 0


def _closing(text: str, lines: list[Span], markers: Markers, headings: list[Opening]) -> int:
    """Where the closing begins: the first address behind the last heading's own words, or 0."""
    heading = headings[-1].heading if headings else _NONE
    if not headings or text[heading.start : heading.end] in markers.closing_headings:
        return 0
    floor = max(heading.end + markers.heading_length, len(text) - len(text) * _CLOSING_PERCENT // 100)
    starts = [line.start for line in lines if line.start >= floor]
    starts += [stop.end() for stop in markers.sentence_stop.finditer(text, floor)]
    return next((start for start in sorted(starts) if markers.address.match(text, start)), 0)
