"""What stands at the edges of a name and is none of it: quotation marks, title marks, blanks."""

from __future__ import annotations

from unionkg.model import Span

_EDGES = frozenset(" \t\r\n\u3000\"'“”‘’《》〈〉「」『』【】")


def trimmed(text: str, span: Span) -> tuple[int, int]:
    """Start and end of a span without quotation marks, title marks and spaces at its edges."""
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end
