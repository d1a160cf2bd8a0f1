"""Bytes to text: which encoding, and how sure. Nothing is decoded with errors ignored.

Order: byte order mark, declared, strict UTF-8, then GB18030, Big5 and UTF-16 by how much
of the result is frequent Chinese. No format of a file is known here.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from unionkg.errors import RefusedDocument

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CANDIDATES = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "latin-1": "", "iso8859-1": "", "ascii": ""}
PLAUSIBLE = 0.35
"""The least score of a guess; Chinese prose scores 0.6 and more, a wrong decoding below 0.2."""
MOSTLY = 100
"""A text with no more than one broken place in so many bytes is called damaged, not unknown."""
SURE = 0.9
"""Below this certainty the finding asks the reader to check."""

_BIG5_SOLIDUS = {0x2215: "\uff0f", 0xFE68: "\uff3c"}
"""Big5 A241 and A242: full-width by Unicode's table, mathematical by Microsoft's; prose means the former."""

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_CONTROL = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_OWN_SIGNS = range(0x3001, 0x3012)
_WIDE_SIGNS = range(0xFF01, 0xFF5F)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was in.

    `known_by` is `mark`, `declared`, `strict` or `guessed`, `certainty` from 0 to 1.
    """

    text: str
    encoding: str
    known_by: str
    certainty: float


def decode(data: bytes, frequent: frozenset[str], declared: str = "") -> Decoded:
    """Decode a whole text; raises RefusedDocument if it is binary or in no encoding known here.

    `declared` is what the file itself says (a page's `charset`); it holds only if
    decoding by it works strictly.
    """
    marked = by_mark(data)
    if marked:
        return _checked(marked)
    if declared and (said := _strict(data, _wider(declared))) is not None:
        return _checked(Decoded(said, _wider(declared), "declared", 1.0))
    if b"\0" not in data and (plain := _strict(data, "utf-8")) is not None:
        return _checked(Decoded(plain, "utf-8", "strict", 1.0))
    return _checked(_guess(data, frequent))


def by_mark(data: bytes) -> Decoded | None:
    """Decode by the byte order mark, which is dropped; None where there is none."""
    for mark, name in MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], name)
            if text is None:
                raise RefusedDocument(
                    f"文件开头标明是 {name.upper()}，内容却不合该编码，可能已损坏；请重新导出",
                    f"its first bytes say {name.upper()}, but it can't be decoded so; export it again",
                )
            return Decoded(text, name, "mark", 1.0)
    return None


def declared_encoding(data: bytes) -> str:
    """The `charset` that a page declares in its first 4096 bytes, or the empty string."""
    found = _DECLARED.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else ""


def line_ends(text: str) -> str:
    """The text with each line end as one LF, as Python, HTML and XML 1.0 (section 2.11) read it."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _wider(name: str) -> str:
    """The superset that files so declared are really in; empty for an unknown or telling-nothing name."""
    try:
        known = codecs.lookup(name.strip().strip("\"'")).name
        "".encode(known)
    except (LookupError, ValueError, UnicodeError):
        return ""
    return WIDER.get(known, known)


def _strict(data: bytes, name: str) -> str | None:
    if not name:
        return None
    try:
        text = str(data, name)
    except (UnicodeError, LookupError):
        return None
    return text.translate(_BIG5_SOLIDUS) if name == "cp950" else text


def _guess(data: bytes, frequent: frozenset[str]) -> Decoded:
    """The candidate whose decoding reads most like Chinese."""
    scored: list[tuple[float, str, str]] = []
    for name in CANDIDATES:
        if len(data) % 2 and name.startswith("utf-16"):
            continue
        text = _strict(data, name)
        if text and not (name == "big5hkscs" and scored and scored[-1][1] == "cp950"):
            scored.append((_score(text, frequent), name, text))
    if not scored or max(scored)[0] < PLAUSIBLE:
        raise _unknown(data)
    ranked = sorted(scored, key=lambda item: (-item[0], CANDIDATES.index(item[1])))
    best, name, text = ranked[0]
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    return Decoded(text, name, "guessed", round(1 - max(second, 0.0) / best, 2))


def _unknown(data: bytes) -> RefusedDocument:
    """The refusal of bytes in no encoding; where they are nearly UTF-8, with the first wrong place."""
    broken = data.decode("utf-8", "replace").count("\ufffd")  # counted for the message, never read
    if broken * MOSTLY <= len(data):
        line = len(data[: _first_fault(data)].splitlines())
        return RefusedDocument(
            f"大体是 UTF-8，但有 {broken} 处坏字节，第一处在第 {line} 行；请改正或重新导出",
            f"it is UTF-8 but for {broken} broken places, the first on line {line}; mend or export it again",
        )
    return RefusedDocument(
        "不是文本文件，或编码无法识别；若是文本，请另存为 UTF-8",
        "it is no text file, or its encoding can't be told; if it is text, save it as UTF-8",
    )


def _first_fault(data: bytes) -> int:
    """The place of the first byte that is not UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return fault.start + 1
    return len(data)


def _score(text: str, frequent: frozenset[str]) -> float:
    """What share of the signs beyond ASCII is frequent Chinese or its punctuation, less what no text has."""
    if not text.isprintable() and _CONTROL.search(text):
        return 0.0
    good = foreign = 0
    for letter in text[:20_000]:
        code = ord(letter)
        if code < 0x80:
            continue
        foreign += 1
        good += letter in frequent or code in _OWN_SIGNS or code in _WIDE_SIGNS or code == 0x3000
    return good / foreign if foreign else 0.0


def _checked(decoded: Decoded) -> Decoded:
    """Refuse what holds signs that no text holds; else the same with line ends as LF."""
    found = _CONTROL.search(decoded.text)
    if found and (found[0] == "\0" or len(_CONTROL.findall(decoded.text)) > len(decoded.text) // 100):
        raise RefusedDocument(
            "含有文本里不会有的控制字符，像是二进制文件；请用原来的程序另存为 txt 或 docx",
            "it holds control characters that no text has and looks binary; save it as txt or docx",
        )
    return Decoded(line_ends(decoded.text), decoded.encoding, decoded.known_by, decoded.certainty)
