"""What a SPARQL query may be before the store sees it: its size, its depth, and what is refused.

No store enters here; the text alone is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from unionkg.errors import QueryError

LONGEST = 65_536
"""Bytes of UTF-8 that a query may have."""

DEEPEST = 128
"""Levels of brackets that a query may have; some 2,300 end the process in the engine's parser."""

WIDEST = 1_000
"""Groups and operators that a query may have in all: the engine's parser recurses over chains of
them, too, and ends the process at about 4,000 (`UNION`, `MINUS`, `+`, `||`, `!`, `/`)."""

_UPDATE = frozenset({"LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"})
_CHAINED = frozenset({"UNION", "MINUS", "BIND", "OPTIONAL", "FILTER", "VALUES"})
_TOKEN = re.compile(
    r"""
    (?P<skip> <[^<>"{}|^`\x00-\x20]*>               # an IRI
      | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3} | "{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}
      | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*"
      | \#[^\n\r]*                                   # a comment
      | [?$]\w+ | @[a-zA-Z]+(?:-[a-zA-Z0-9]+)*       # a variable, a language tag
      | :[\w\-.:%\\]* )                             # the local part of a name
  | (?P<word> [^\W\d_][\w\-]* ) (?::[\w\-.:%\\]*)?   # a keyword, or a prefix and its local part
  | (?P<open> [{(\[] )
  | (?P<close> [})\]] )
  | (?P<operator> [!+\-*/|^&=<>] )
    """,
    re.VERBOSE | re.DOTALL,
)
_FORM = re.compile(
    r"<[^<>\s]*>|#[^\n]*|\"[^\"\n]*\"|'[^'\n]*'|\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE
)


def kind(query: str) -> str:
    """The form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE; empty where it is none (SPARQL 1.1, 16)."""
    return next((match[1].upper() for match in _FORM.finditer(query) if match[1]), "")


def check(query: str) -> None:
    """Raise QueryError for a query that is too long, too deep, too wide, or refused."""
    if len(query.encode("utf-8", "surrogatepass")) > LONGEST:
        raise QueryError(
            f"查询超过 {LONGEST} 字节；请拆成几个", f"the query is longer than {LONGEST} bytes; split it"
        )
    _check_tokens(query)


def _check_tokens(text: str) -> None:
    depth = width = 0
    for kind, word in _tokens(text):
        if kind == "word" and (word in _UPDATE or "SERVICE" in word.partition(":")[0]):
            raise _refused(word)
        depth += (kind == "open") - (kind == "close")
        width += kind == "operator" or word in _CHAINED or word == "{"
        if depth > DEEPEST:
            raise QueryError(
                f"括号嵌套超过 {DEEPEST} 层；请简化", f"more than {DEEPEST} nested brackets; simplify"
            )
        if width > WIDEST:
            raise QueryError(
                f"分组和运算符超过 {WIDEST} 个；请用 VALUES 或 IN 列举",
                f"more than {WIDEST} groups and operators; list values with VALUES or IN",
            )


def _refused(word: str) -> QueryError:
    """The engine needs no blank after a keyword, so a word that holds SERVICE is one too."""
    return QueryError(
        f"不允许 {word}：图谱只读，也不访问其他地址；请改用 SELECT、ASK、CONSTRUCT 或 DESCRIBE",
        f"{word} is refused: the graph is only read, and no other address is asked;"
        " use SELECT, ASK, CONSTRUCT or DESCRIBE",
    )


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Kind and text of each token that counts; words in capitals, a prefix with its local part."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "skip":
            yield kind, match[0].upper() if kind == "word" else match[0]
