"""Word files: paragraphs, numbers that Word adds, tables and notes, in the order in which they are read.

python-docx opens the package; its body is walked element by element (ECMA-376 part 1, 17).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from lxml import etree

from unionkg.documents import numbering
from unionkg.documents.numbering import Numbering, W
from unionkg.documents.parsed import Note, Options, Parsed
from unionkg.documents.unpacking import check_growth, check_total, container
from unionkg.errors import RefusedDocument

if TYPE_CHECKING:
    from docx.opc.part import Part

CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
NO_TEXT = frozenset(
    f"{W}{name}" for name in ("instrText", "delText", "rPr", "pPr", "sdtPr", "sdtEndPr", "rt", "tblPr")
)
NO_MEMORY = 2
"""libxml2's code (XML_ERR_NO_MEMORY) for a file that is not damaged but too large."""
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
LEFT_OUT: dict[str, Note] = {
    f"{W}del": ("修订中已删除的文字未读", "text deleted under tracked changes is left out"),
    f"{W}moveFrom": (
        "修订中已移走的文字只读新位置",
        "text moved under tracked changes is read at its new place",
    ),
    f"{W}vanish": ("隐藏文字未读", "hidden text is left out"),
    f"{W}sym": ("符号字体的字符未读", "signs of a symbol font are left out"),
    f"{W}altChunk": ("嵌入的其他文件未读", "an embedded file is left out"),
}


@dataclass(slots=True)
class _Walk:
    """One pass through a document: its lists, its notes by id, and what had to be left out."""

    lists: Numbering
    notes: dict[tuple[str, str], etree._Element]
    left_out: set[str] = field(default_factory=set)
    pending: list[etree._Element] = field(default_factory=list)


def parse(data: bytes, options: Options) -> Parsed:
    """The text of a docx; raises RefusedDocument if it is damaged or too large."""
    _check(data, options)
    try:
        opened = docx.Document(io.BytesIO(data))
    except (KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError) as fault:
        if getattr(fault, "code", 0) == NO_MEMORY:
            raise MemoryError from fault
        raise RefusedDocument(
            "Word 文件已损坏或不是普通 docx；请在 Word 里打开后另存为 docx",
            "the Word file is damaged or no ordinary docx; open it in Word and save it as docx",
        ) from fault
    parts = {
        relation.reltype: relation.target_part
        for relation in opened.part.rels.values()
        if not relation.is_external
    }
    lists = numbering.read(
        _root(parts.get(RELATION.NUMBERING)), _root(parts.get(RELATION.STYLES)), options.digits, options.ten
    )
    notes = {
        (kind, note.get(f"{W}id", "")): note
        for kind, relation in (("footnote", RELATION.FOOTNOTES), ("endnote", RELATION.ENDNOTES))
        for note in _children(_root(parts.get(relation)))
    }
    walk = _Walk(lists, notes)
    lines = list(_blocks(opened.element.body, walk))
    ends = [line for note in _endnotes(walk) for line in _blocks(note, walk)]
    title = (opened.core_properties.title or "").strip()
    left_out = tuple(LEFT_OUT[name] for name in sorted(walk.left_out))
    return Parsed("\n".join([*lines, *ends]), {"title": title} if title else {}, left_out)


def _check(data: bytes, options: Options) -> None:
    """Refuse bombs, encrypted packages and document type definitions before anything is parsed."""
    with container(io.BytesIO(data), options.members) as opened:
        check_total(opened, options.unpacked_bytes)
        check_growth(opened, options.ratio)
        for member in opened.infolist():
            if member.filename.endswith((".xml", ".rels")):
                with opened.open(member) as stream:
                    head = stream.read(4096)
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise RefusedDocument(
                        "Word 文件里有 DTD 或实体定义，不合规范；请在 Word 里另存",
                        "the Word file holds a DTD or entities, which no docx may; save it again in Word",
                    )


def _root(part: Part | None) -> etree._Element | None:
    """The tree of a part; entities are not resolved, nothing is fetched."""
    if part is None:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(part.blob, parser)


def _children(root: etree._Element | None) -> Iterator[etree._Element]:
    yield from root if root is not None else ()


def _endnotes(walk: _Walk) -> list[etree._Element]:
    """The endnotes in the file's order, without the separators."""
    return [
        note for (kind, _), note in walk.notes.items() if kind == "endnote" and note.get(f"{W}type") is None
    ]


def _blocks(holder: etree._Element, walk: _Walk) -> Iterator[str]:
    """The lines of everything inside `holder`: one a paragraph, one a table row."""
    for child in holder:
        if child.tag == f"{W}p":
            yield from _paragraph(child, walk)
        elif child.tag == f"{W}tbl":
            for row in child.iter(f"{W}tr"):
                if next(row.iterancestors(f"{W}tbl")) is child:
                    yield from _row(row, walk)
        elif child.tag == ALTERNATE:
            yield from _blocks(_chosen(child), walk)
        elif child.tag in LEFT_OUT:
            walk.left_out.add(child.tag)
        elif isinstance(child.tag, str) and child.tag not in NO_TEXT:
            yield from _blocks(child, walk)


def _row(row: etree._Element, walk: _Walk) -> Iterator[str]:
    """Cells of one paragraph each make one line with tabs; longer cells give their paragraphs in order."""
    cells = [
        list(_blocks(cell, walk)) for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row
    ]
    if all(len(cell) <= 1 for cell in cells):
        yield "\t".join("".join(cell) for cell in cells)
    else:
        for cell in cells:
            yield from cell


def _paragraph(paragraph: etree._Element, walk: _Walk) -> Iterator[str]:
    """The line of a paragraph, then its text boxes and footnotes."""
    outer, walk.pending = walk.pending, []
    label = walk.lists.label(paragraph)
    text = "".join(_text(paragraph, walk))
    space = (
        " "
        if label and text and ((label[-1].isascii() and label[-1].isalnum()) or text[0].isdecimal())
        else ""
    )
    yield label + space + text
    inside, walk.pending = walk.pending, outer
    for holder in inside:
        yield from filter(str.strip, _blocks(holder, walk))


def _text(holder: etree._Element, walk: _Walk) -> Iterator[str]:
    """The words inside a paragraph, in order; text boxes and footnotes go to `walk.pending`."""
    for child in holder:
        tag = child.tag
        if tag in {f"{W}t", MATH_TEXT}:
            yield child.text or ""
        elif tag in SIGNS:
            yield SIGNS[tag]
        elif tag in LEFT_OUT:
            walk.left_out.add(tag)
        elif tag == f"{W}r" and _hidden(child):
            walk.left_out.add(f"{W}vanish")
        elif tag == ALTERNATE:
            yield from _text(_chosen(child), walk)
        elif tag == f"{W}txbxContent":
            walk.pending.append(child)
        elif tag == f"{W}footnoteReference":
            note = walk.notes.get(("footnote", child.get(f"{W}id", "")))
            walk.pending.extend([note] if note is not None else [])
        elif isinstance(tag, str) and tag not in NO_TEXT:
            yield from _text(child, walk)


def _hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "true") not in {"false", "0", "off"}


def _chosen(alternate: etree._Element) -> etree._Element:
    """The branch of an `AlternateContent` that is read: the first choice, else the fallback."""
    for name in (CHOICE, FALLBACK):
        branch = alternate.find(name)
        if branch is not None:
            return branch
    return alternate
