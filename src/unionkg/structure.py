"""How a text is built: sections, sentences, enumerations. Only markers of `structure.yaml` decide.

No name, concept or relation enters here; offsets are code points of the document's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from unionkg.knowledge.markers import Marker, Markers
from unionkg.model import Document, Enumeration, Section, Sentence, Span, Structure

_LINE = re.compile(r"[^\n]+")


def read(document: Document, markers: Markers) -> Structure:
    """Cut a document into sections that tile it, sentences, and the lists it counts out."""
    text = document.text
    lines = [Span(m.start(), m.end()) for m in _LINE.finditer(text) if not m[0].isspace()]
    sections = _sections(text, lines, markers)
    sentences = tuple(_sentences(text, lines, sections, markers))
    enumerations = (*_headed(sections, markers, text), *_inline(text, lines, sentences, markers))
    return Structure(sections, sentences, tuple(sorted(enumerations, key=lambda e: e.items[0])))


def section_path(structure: Structure, index: int) -> tuple[int, ...]:
    """The indices from the outermost section down to `index`."""
    path: list[int] = []
    while index >= 0:
        path.append(index)
        index = structure.sections[index].parent
    return tuple(reversed(path))


def _heading(text: str, line: Span, markers: Markers) -> tuple[Marker, Span] | None:
    """The marker that opens a line and the span of the heading's words behind it."""
    start = line.start
    while text[start] in " \t\u3000\r":
        start += 1
    for marker in markers.of_line:
        match = marker.pattern.match(text, start, line.end)
        if not match:
            continue
        stop = markers.sentence_stop.search(text, match.end(), line.end)
        end = stop.start() if stop else line.end
        if match.end() < end <= match.end() + markers.heading_length:
            return marker, Span(match.end(), len(text[: line.end].rstrip()) if not stop else end)
    return None


def _sections(text: str, lines: list[Span], markers: Markers) -> tuple[Section, ...]:
    """One section a heading; the first holds what stands before any heading."""
    opened = [(0, 0, Span(0, 0))]
    for line in lines:
        found = _heading(text, line, markers)
        if found:
            marker, heading = found
            if line.start == 0:
                opened.clear()
            opened.append((line.start, marker.level, heading))
    ends = [*(start for start, _, _ in opened[1:]), len(text)]
    sections: list[Section] = []
    for (start, level, heading), end in zip(opened, ends, strict=True):
        parent = len(sections) - 1
        while parent >= 0 and (sections[parent].level >= level or sections[parent].level == 0):
            parent = sections[parent].parent
        sections.append(Section(Span(start, end), level, heading, parent))
    return tuple(sections)


def _sentences(
    text: str, lines: list[Span], sections: tuple[Section, ...], markers: Markers
) -> Iterator[Sentence]:
    """Sentences line by line; what closes a quotation stays with the sentence it closes."""
    section = 0
    for paragraph, line in enumerate(lines):
        while section + 1 < len(sections) and sections[section + 1].span.start <= line.start:
            section += 1
        start = line.start
        for stop in markers.sentence_stop.finditer(text, line.start, line.end):
            yield Sentence(Span(start, stop.end()), section, paragraph)
            start = stop.end()
        if text[start : line.end].strip():
            yield Sentence(Span(start, line.end), section, paragraph)


def _headed(sections: tuple[Section, ...], markers: Markers, text: str) -> Iterator[Enumeration]:
    """Sibling sections with headings are a list; its introducer is what stands before the first."""
    children: dict[tuple[int, int], list[int]] = {}
    for index, section in enumerate(sections):
        if section.level:
            children.setdefault((section.parent, section.level), []).append(index)
    names = {marker.level: marker.id for marker in markers.of_line}
    for (_, level), indices in sorted(children.items()):
        if len(indices) > 1:
            before = sections[indices[0] - 1] if indices[0] else None
            introducer = _last_sentence(text, before.span, markers) if before else Span(0, 0)
            yield Enumeration(names[level], introducer, tuple(sections[i].span for i in indices))


def _last_sentence(text: str, span: Span, markers: Markers) -> Span:
    """The last sentence inside `span`, without white space at its end."""
    end = span.start + len(text[span.start : span.end].rstrip())
    start = span.start
    for stop in markers.sentence_stop.finditer(text, span.start, end):
        if stop.end() < end:
            start = stop.end()
    line = text.rfind("\n", start, end)
    return Span(max(start, line + 1), end)


def _inline(
    text: str, lines: list[Span], sentences: tuple[Sentence, ...], markers: Markers
) -> Iterator[Enumeration]:
    """Runs of one marker that count 1, 2, 3 … within a section."""
    section_of = {s.paragraph: s.section for s in sentences}
    for marker in markers.inline:
        run: list[tuple[int, re.Match[str]]] = []
        for paragraph, line in enumerate(lines):
            for match in marker.pattern.finditer(text, line.start, line.end):
                number = markers.number(match["n"])
                free = marker.attached and number == 1
                if not free and not _at_boundary(text, match.start(), line.start, markers):
                    continue
                same = run and section_of.get(run[-1][0]) == section_of.get(paragraph)
                if run and same and number == len(run) + 1:
                    run.append((paragraph, match))
                    continue
                if number == 1:
                    yield from _close(text, lines, run, marker, markers)
                    run = [(paragraph, match)]
        yield from _close(text, lines, run, marker, markers)


def _at_boundary(text: str, at: int, line_start: int, markers: Markers) -> bool:
    """Whether a stop, a space or the start of the line stands before `at`."""
    return at == line_start or text[at - 1] in markers.boundary


def _close(
    text: str, lines: list[Span], run: list[tuple[int, re.Match[str]]], marker: Marker, markers: Markers
) -> Iterator[Enumeration]:
    """Make an enumeration of a run with at least two items."""
    if len(run) < 2:
        return
    starts = [match.end() for _, match in run]
    ends = [match.start() for _, match in run[1:]]
    long = any(markers.sentence_stop.search(text, a, b - 1) for a, b in zip(starts, ends, strict=False))
    line = lines[run[-1][0]]
    stop = None if long else markers.sentence_stop.search(text, starts[-1], line.end)
    ends.append(stop.end() if stop else line.end)
    first_line, first = lines[run[0][0]], run[0][1]
    before = Span(first_line.start, first.start())
    introducer = _last_sentence(text, before, markers)
    if not text[introducer.start : introducer.end].strip() and run[0][0]:
        introducer = _last_sentence(text, lines[run[0][0] - 1], markers)
    yield Enumeration(marker.id, introducer, tuple(Span(a, b) for a, b in zip(starts, ends, strict=True)))


def tiles(sections: tuple[Section, ...], length: int) -> bool:
    """Whether sections follow one another without gap from 0 to `length`."""
    spans = [section.span for section in sections]
    if not spans:
        return length == 0
    joined = all(a.end == b.start for a, b in pairwise(spans))
    return joined and spans[0].start == 0 and spans[-1].end == length
