"""Readings of characters, so that the page can be searched by pinyin and by initials.

Only characters enter, no names: the page joins the readings itself and takes each of them.
"""

from __future__ import annotations

from collections.abc import Iterable

import pypinyin


def readings(texts: Iterable[str]) -> dict[str, str]:
    """Each ideograph of `texts` with its readings without tones, joined by a space, sorted."""
    characters = sorted({c for text in texts for c in text if ord(c) > 0x2E7F})
    found: dict[str, str] = {}
    for character in characters:
        syllables = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore")
        if syllables and syllables[0]:
            found[character] = " ".join(dict.fromkeys(s.replace("ü", "v") for s in syllables[0] if s))
    return found
