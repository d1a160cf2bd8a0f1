"""The one tree of errors. Each message says what is wrong, where, and what to do.

    UnionkgError            exit 3
    ├── UsageError          exit 2   bad arguments, path or name
    │   ├── QueryError      exit 2   SPARQL that is malformed, refused or too large
    │   └── UnknownName     exit 2   no such entity, question or document
    ├── KnowledgeError      exit 2   a mistake in `ontology/` or `decisions/`
    ├── RefusedDocument     exit 1   one document that can't be read; the others go on
    ├── OutputError         exit 3   the output folder can't be written or read
    └── StoreError          exit 3   a SPARQL endpoint that can't be reached, or refuses

A message is bilingual data: `zh` and `en`; `cli` chooses. Nothing else in the
library prints.
"""

from __future__ import annotations


class UnionkgError(Exception):
    """Any failure that a user can act on.

    `zh` and `en` hold the same sentence in both languages: what, where, what to do.
    """

    exit_code = 3

    def __init__(self, zh: str, en: str) -> None:
        """Keep both texts; `str(error)` is the English one."""
        super().__init__(en)
        self.zh = zh
        self.en = en

    def __reduce__(self) -> tuple[type[UnionkgError], tuple[str, str]]:
        """Both texts go along from one process to another."""
        return type(self), (self.zh, self.en)

    def text(self, language: str) -> str:
        """The message in `language` (`zh` or `en`)."""
        return self.zh if language == "zh" else self.en


class UsageError(UnionkgError):
    """Arguments, a path or a name that can't be used."""

    exit_code = 2


class QueryError(UsageError):
    """A SPARQL query that is malformed, refused or too large."""


class UnknownName(UsageError):
    """A name that the graph does not know; the message offers near ones."""


class KnowledgeError(UnionkgError):
    """A mistake in `ontology/` or `decisions/`, told as `file:line`."""

    exit_code = 2


class RefusedDocument(UnionkgError):
    """One document that can't be read; the build goes on with the others."""

    exit_code = 1


class OutputError(UnionkgError):
    """An output folder that can't be written or read."""


class StoreError(UnionkgError):
    """A SPARQL endpoint that can't be reached, refuses, or holds no graph of ours."""
