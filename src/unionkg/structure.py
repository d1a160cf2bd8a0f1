"""How a text is built: sections, sentences, enumerations. Only markers of `structure.yaml` decide.

No name, concept or relation enters here; offsets are code points of the document's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from unionkg.headings import lists, openings
from unionkg.knowledge.markers import Marker, Markers
from unionkg.model import Document, Enumeration, Section, Sentence, Span, Structure

_LINE = re.compile(r"[^\n]+")


def read(document: Document, markers: Markers) -> Structure:
    """Cut a document into sections that tile it, sentences, and the lists it counts out."""
    text = document.text
    lines = [Span(m.start(), m.end()) for m in _LINE.finditer(text) if not m[0].isspace()]
    sections, opened_by = _sections(text, lines, markers)
    sentences = tuple(_sentences(text, lines, sections, markers))
    enumerations = (
        *_headed(sections, opened_by, markers, text),
        *_listed(text, lines, markers),
        *_inline(text, lines, sentences, markers),
    )
    return Structure(sections, sentences, tuple(sorted(enumerations, key=lambda e: e.items[0])))


def _sections(text: str, lines: list[Span], markers: Markers) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """The sections of a text and the marker of each; the first holds what stands before any heading."""
    opened = openings(text, lines, markers)
    ends = [*(opening.start for opening in opened[1:]), len(text)]
    sections: list[Section] = []
    for opening, end in zip(opened, ends, strict=True):
        parent = len(sections) - 1 if opening.level else -1
        while parent >= 0 and (sections[parent].level >= opening.level or sections[parent].level == 0):
            parent = sections[parent].parent
        sections.append(Section(Span(opening.start, end), opening.level, opening.heading, parent))
    return tuple(sections), tuple(opening.marker for opening in opened)


def _sentences(
    text: str, lines: list[Span], sections: tuple[Section, ...], markers: Markers
) -> Iterator[Sentence]:
    """Sentences line by line; what closes a quotation stays with the sentence it closes."""
    section = 0
    for paragraph, line in enumerate(lines):
        for span in _of_line(text, line, sections, section, markers):
            while section + 1 < len(sections) and sections[section + 1].span.start <= span.start:
                section += 1
            yield Sentence(span, section, paragraph)


def _of_line(
    text: str, line: Span, sections: tuple[Section, ...], section: int, markers: Markers
) -> Iterator[Span]:
    """The sentences of a line: up to each stop, and to each section that begins inside the line."""
    cuts = {stop.end() for stop in markers.sentence_stop.finditer(text, line.start, line.end)}
    while section < len(sections) and sections[section].span.start < line.end:
        if sections[section].span.start > line.start:
            cuts.add(sections[section].span.start)
        section += 1
    start = line.start
    for end in (*sorted(cuts), line.end):
        if text[start:end].strip():
            yield Span(start, end)
            start = end


def _headed(
    sections: tuple[Section, ...], opened_by: tuple[str, ...], markers: Markers, text: str
) -> Iterator[Enumeration]:
    """Sibling sections with headings are a list; its introducer is what stands before the first."""
    children: dict[tuple[int, str], list[int]] = {}
    for index, section in enumerate(sections):
        if opened_by[index]:
            children.setdefault((section.parent, opened_by[index]), []).append(index)
    for (_, name), indices in sorted(children.items()):
        if len(indices) > 1:
            before = sections[indices[0] - 1] if indices[0] else None
            introducer = _last_sentence(text, before.span, markers) if before else Span(0, 0)
            yield Enumeration(name, introducer, tuple(sections[i].span for i in indices))


def _listed(text: str, lines: list[Span], markers: Markers) -> Iterator[Enumeration]:
    """Lists whose items have lines of their own; the introducer is what stands before the first."""
    for listed in lists(text, lines, markers):
        introducer = _last_sentence(text, lines[listed.line - 1], markers) if listed.line else Span(0, 0)
        yield Enumeration(listed.marker, introducer, listed.items)


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
