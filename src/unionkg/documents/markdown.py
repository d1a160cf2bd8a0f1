"""Markdown to the text a reader sees: marks of emphasis, headings and links fall away, words stay.

Front matter is taken off before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from unionkg.documents.parsed import Parsed

if TYPE_CHECKING:
    from markdown_it.token import Token

_TAG = re.compile(r"<[^>]*>")


def parse(text: str) -> Parsed:
    """One line a block, a table row one line with tabs; numbers of ordered lists are kept."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    title = next((_inline(tokens[i + 1]) for i, t in enumerate(tokens) if t.type == "heading_open"), "")
    return Parsed("\n".join(_lines(tokens)), {"title": title} if title else {})


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    number, cells = "", list[str]()
    in_row = False
    for token in tokens:
        if token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "tr_open":
            in_row, cells = True, []
        elif token.type == "tr_close":
            in_row = False
            yield "\t".join(cells)
        elif token.type == "inline" and in_row:
            cells.append(_inline(token))
        elif token.type == "inline":
            yield number + _inline(token)
            number = ""
        elif token.type in {"code_block", "fence"}:
            yield token.content.rstrip("\n")
        elif token.type == "html_block":
            yield from filter(str.strip, [_TAG.sub("", token.content).strip("\n")])


def _inline(token: Token) -> str:
    """The words of a paragraph; an image gives its description."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.type == "image":
            parts.append(_inline(child))
    return "".join(parts)
