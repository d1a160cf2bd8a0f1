"""The language of messages: `--lang`, then `lang` in `unionkg.toml` here, then the locale.

It is settled before anything else is loaded, so that the help speaks it too.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

LANGUAGES = ("zh", "en")
_chosen = ["en"]


def current() -> str:
    """`zh` or `en`."""
    return _chosen[0]


def said(zh: str, en: str) -> str:
    """The one of two texts that is in the language chosen."""
    return zh if _chosen[0] == "zh" else en


def choose(words: list[str]) -> list[str]:
    """Settle the language from the words of a command; gives them without `--lang`."""
    named, rest = _named(words)
    _chosen[0] = named or _set() or _locale()
    return rest


def _named(words: list[str]) -> tuple[str, list[str]]:
    """What `--lang` says, wherever it stands, and the other words; a wrong value is left for the parser."""
    rest = list(words)
    end = rest.index("--") if "--" in rest else len(rest)
    for index, word in enumerate(rest[:end]):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and index + 1 < end:
            value = rest[index + 1]
        if value in LANGUAGES:
            del rest[index : index + (2 if word == "--lang" else 1)]
            return value, rest
    return "", rest


def _set() -> str:
    """The language that the settings in the current folder name."""
    try:
        value = tomllib.loads(Path("unionkg.toml").read_text(encoding="utf-8")).get("lang")
    except (OSError, ValueError):
        return ""
    return value if value in LANGUAGES else ""


def _locale() -> str:
    """The language of the messages of the locale (POSIX, 8.2); on Windows that of the user."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    if os.name == "nt":
        import locale  # noqa: PLC0415 - on Windows only

        return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
    return "en"
