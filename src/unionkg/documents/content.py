"""What a file is by its first bytes, whatever its name says. Nothing is parsed here."""

from __future__ import annotations

import re

SIGNS = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
)
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?<(?:!doctype\s+html|html|head)\b", re.IGNORECASE)


def format_of(data: bytes, named: str) -> str:
    """The format to read `data` as; `named` is what its ending says.

    Gives `doc`, `locked`, `rtf`, `picture` or `zip` for what is refused; a Word file that
    is really a page or plain text is read as that.
    """
    head = data[:1024].removeprefix(b"\xef\xbb\xbf")
    if named == "pdf" and b"%PDF-" in head:
        return "pdf"
    for sign, kind in SIGNS:
        if head.startswith(sign):
            return _exact(kind, data, named)
    if named in {"doc", "docx", "text"}:
        return "html" if _PAGE.match(head) else "text"
    return named


def _exact(kind: str, data: bytes, named: str) -> str:
    """Word files are zips; a docx with a password is an OLE container like an old doc."""
    if kind == "zip" and b"word/document.xml" in data:
        return "docx"
    return "locked" if kind == "doc" and named == "docx" else kind
