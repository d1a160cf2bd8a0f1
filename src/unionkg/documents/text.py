"""From a text that was read to a document: what no text may be, and which values its metadata has.

No bytes and no format are known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unionkg.documents.metadata import Metadata, inferred, merged
from unionkg.documents.settings import Limits, Settings
from unionkg.errors import RefusedDocument
from unionkg.model import Document, Finding

REPLACEMENT = "\ufffd"


def checked(text: str, limits: Limits) -> str:
    """The text itself; raises RefusedDocument for one that is empty, too long, or no Unicode text."""
    if not text.strip():
        raise RefusedDocument("没有文字", "there is no text in it")
    if len(text) > limits.text_length:
        raise RefusedDocument(
            f"正文 {len(text)} 字，超过 {limits.text_length}；请拆开，或调高 text_length",
            f"the text has {len(text)} code points, over {limits.text_length}; split it or raise text_length",
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise RefusedDocument(
            f"第 {fault.start} 字处有半个字符（代理码），文字已损坏；请重新导出",
            f"half a character (a lone surrogate) at code point {fault.start}; export the text again",
        ) from fault
    if "\0" in text:
        raise RefusedDocument("含有空字符（NUL），不是文本", "it holds NUL and is no text")
    return text


def document(
    name: str, text: str, given: Sequence[Metadata], settings: Settings, own: Metadata | None = None
) -> Iterator[Document | Finding]:
    """The document of that id with its metadata, after a warning where the text came damaged.

    `given` goes before what the text's head says, and that before `own`, what the file
    says of itself (its title property is often that of another file).
    """
    damaged = text.count(REPLACEMENT)
    if damaged:
        yield Finding(
            "warning",
            name,
            f"有 {damaged} 处“\ufffd”：文字在成为此文件之前已损坏",
            f"{damaged} replacement characters: the text was damaged before it came into this file",
        )
    yield Document(name, text, merged([*given, inferred(text, settings.rules), own or {}]))
