"""PDF files by their text layer: PDFium gives the characters and where each stands.

What belongs to the paper and not to the text (running heads, page numbers, line breaks) is taken
off in `layout`.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from unionkg.documents import layout
from unionkg.documents.layout import Line
from unionkg.documents.parsed import Note, Parsed
from unionkg.errors import RefusedDocument

GAP = 2.5
"""A space within a line of more than so many times the size of its letters parts two columns."""
PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
SPACE = 0.25
"""A gap between Latin letters of more than so many times their size is a space that was not written."""
WIDE = 0.2
"""The same for the step from one Chinese character to the next, beyond what is usual in the line."""


class Letter(NamedTuple):
    """A character, its edges, where it was drawn from, its base line and its size, in points."""

    sign: str
    left: float
    right: float
    origin: float
    base: float
    size: float


def parse(data: bytes) -> Parsed:
    """The text of a PDF in paragraphs; raises RefusedDocument for a scan, a locked or a damaged file."""
    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        raise _unreadable(str(fault)) from fault
    pages: list[list[Line]] = []
    for number in range(len(opened)):
        try:
            pages.append(list(_page(opened, number)))
        except pypdfium2.PdfiumError:
            pages.append([])
    empty = [str(number) for number, lines in enumerate(pages, 1) if not lines]
    if len(empty) == len(pages):
        raise RefusedDocument(
            "没有文字层，像是扫描件；请先做文字识别（OCR，如 ocrmypdf），再读",
            "there is no text layer, it looks like a scan; run text recognition first (such as ocrmypdf)",
        )
    text = layout.text(pages)
    title = " ".join(opened.get_metadata_dict().get("Title", "").split())
    return Parsed(text, {"title": title} if title else {}, tuple(_notes(text, empty)))


def _unreadable(reason: str) -> RefusedDocument:
    if "password" in reason.lower():
        return RefusedDocument(
            "PDF 有密码；请先取消密码另存", "the PDF has a password; save a copy without one"
        )
    return RefusedDocument(
        "PDF 已损坏，打不开；请重新导出", "the PDF is damaged and can't be opened; export it again"
    )


def _notes(text: str, empty: list[str]) -> Iterator[Note]:
    if empty:
        pages = ", ".join(empty[:20])
        yield f"这些页没有文字（扫描或图片）：{pages}", f"pages without text (scans or pictures): {pages}"
    unknown = len(PRIVATE.findall(text))
    if unknown:
        yield (
            f"有 {unknown} 个字符的字体没有对照表，读不出原字；请核对",
            f"{unknown} characters are in a font without a table of meanings; check them",
        )


def _page(opened: pypdfium2.PdfDocument, number: int) -> Iterator[Line]:
    """The lines of a page: what follows in its content on one base line, from left to right.

    Programs draw the quotation marks of a line after its words; its order on paper counts.
    """
    row: list[Letter] = []
    for letter in _letters(opened[number].get_textpage()):
        if row and abs(letter.base - row[-1].base) > min(letter.size, row[-1].size) / 2:
            yield from _parted(row, number)
            row = []
        row.append(letter)
    yield from _parted(row, number)


def _letters(text: pypdfium2.PdfTextPage) -> Iterator[Letter]:
    """The characters that the file holds, without those that PDFium adds for spaces and line ends."""
    box, left, base = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if not code or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        if pdfium.FPDFText_GetLooseCharBox(text, index, box) and pdfium.FPDFText_GetCharOrigin(
            text, index, left, base
        ):
            wide = box.right - box.left if code >= 0x2E80 else (box.top - box.bottom) * 0.8
            yield Letter(chr(code), box.left, box.right, left.value, base.value, max(wide, 1.0))


def _parted(row: list[Letter], page: int) -> Iterator[Line]:
    """One line, or several where wide gaps part them."""
    if not row:
        return
    size = median(letter.size for letter in row)
    held: list[Letter] = []
    for letter in sorted(row, key=lambda letter: letter.left):
        if held and letter.left - held[-1].right > GAP * size:
            yield from _line(held, page, size)
            held = []
        held.append(letter)
    yield from _line(held, page, size)


def _line(letters: list[Letter], page: int, size: float) -> Iterator[Line]:
    """A line of letters, unless it is blank; halves of characters beyond the BMP are joined."""
    signs = [letters[0].sign]
    steps = [b.origin - a.origin for a, b in pairwise(letters) if _is_chinese(a.sign) and _is_chinese(b.sign)]
    usual = median(steps or [size])
    for before, after in pairwise(letters):
        signs.append(" " + after.sign if _spaced(before, after, usual, size) else after.sign)
    text = "".join(signs).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    inked = [letter for letter in letters if not letter.sign.isspace()]
    if inked:
        yield Line(text.rstrip(" "), page, inked[0].left, inked[-1].right, inked[0].base, size)


def _spaced(before: Letter, after: Letter, usual: float, size: float) -> bool:
    """Whether a space that was not written parts two letters; `usual` is the step between Chinese ones."""
    if _is_chinese(before.sign) and _is_chinese(after.sign):
        return after.origin - before.origin - usual > WIDE * size
    return after.left - before.right > SPACE * size and _is_latin(before.sign) and _is_latin(after.sign)


def _is_latin(sign: str) -> bool:
    return "!" <= sign <= "\u024f"


def _is_chinese(sign: str) -> bool:
    return 0x4E00 <= ord(sign) <= 0x9FFF
