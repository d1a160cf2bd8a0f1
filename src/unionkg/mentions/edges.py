"""What stands at the edges of a name and is none of it: quotation marks, title marks, blanks."""

from __future__ import annotations

from unionkg.model import Span

_PAIRS = {"“": "”", "‘": "’", "《": "》", "〈": "〉", "「": "」", "『": "』", "【": "】"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_EDGES = frozenset(" \t\r\n\u3000\"'“”‘’《》〈〉「」『』【】")


def trimmed(text: str, span: Span) -> tuple[int, int]:
    """Start and end of a span without quotation marks, title marks and spaces at its edges."""
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def paired(text: str, span: Span) -> Span:
    """A span without half a mark: at its edge it is left out, else the other half beside it comes in."""
    start, end = span.start, span.end
    inside = text[start + 1 : end - 1]
    for opening, closing in _PAIRS.items():
        if text[start - 1 : start] == opening and closing in inside and opening not in text[start:end]:
            start -= 1
        elif text[end : end + 1] == closing and opening in inside and closing not in text[start:end]:
            end += 1
    if end - start > 1 and _PAIRS.get(text[start], text[start]) not in text[start:end]:
        start += 1
    if end - start > 1 and _CLOSING.get(text[end - 1], text[end - 1]) not in text[start:end]:
        end -= 1
    return Span(start, end)
