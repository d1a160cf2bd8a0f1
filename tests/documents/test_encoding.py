"""Which encoding a text is in, and that none is read wrongly in silence."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionkg.documents import Settings
from unionkg.documents.encoding import declared_encoding, decode, line_ends
from unionkg.errors import RefusedDocument

SHARED = Path(__file__).parents[3] / "shared"
SIMPLIFIED = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030")
TRADITIONAL = ("big5", "cp950", "gb18030", "utf-16-le")


def texts() -> Iterator[str]:
    """500 texts of at least 2 kB from the development corpora."""
    for name, most in (
        ("xwlb-union", 220),
        ("xwlb-bench", 220),
        ("government-work-reports", 52),
        ("party-congress-reports", 11),
    ):
        with (SHARED / "corpora" / f"{name}.jsonl").open(encoding="utf-8") as stream:
            long = (
                text for text in (json.loads(line)["text"] for line in stream) if len(text.encode()) >= 2000
            )
            yield from (text for text, _ in zip(long, range(most), strict=False))


@pytest.mark.parametrize("encoding", SIMPLIFIED)
def test_the_speech_is_read_in_each_encoding(speech: str, settings: Settings, encoding: str) -> None:
    """The sample speech comes back the same from every encoding of simplified Chinese."""
    found = decode(speech.encode(encoding), settings.rules.frequent)
    assert found.text == speech
    assert found.certainty > 0.9


@pytest.mark.parametrize(
    "short", ["工会工作会议", "同志们：\n我们要认真学习贯彻", "市总工会2019年工作要点（一）"]
)
def test_short_texts_are_read_too(short: str, settings: Settings) -> None:
    """A line of common words is enough to tell GB18030."""
    assert decode(short.encode("gb18030"), settings.rules.frequent).text == short


def test_traditional_is_kept(settings: Settings) -> None:
    """Big5 and GB18030 with traditional characters are told apart and not converted."""
    text = "各位代表：我們要認真學習貫徹會議精神，團結動員廣大職工，為實現發展目標而努力。" * 3
    for encoding in TRADITIONAL:
        assert decode(text.encode(encoding), settings.rules.frequent).text == text


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/corpora")
def test_five_hundred_real_texts(settings: Settings) -> None:
    """At least 99.8 % of real texts come back the same from each encoding, and no wrong one in silence."""
    opencc = pytest.importorskip("opencc")
    to_traditional = opencc.OpenCC("s2t")
    wrong = dict.fromkeys((*SIMPLIFIED, *TRADITIONAL), 0)
    total = 0
    for text in texts():
        total += 1
        for encoding in wrong:
            plain = to_traditional.convert(text) if encoding in {"big5", "cp950"} else text
            data = plain.encode(encoding, "ignore")
            plain = data.decode(encoding)
            found = decode(data, settings.rules.frequent)
            silent = found.known_by in {"mark", "strict"}
            wrong[encoding] += found.text != line_ends(plain)
            assert found.text == line_ends(plain) or not silent
    assert total >= 500
    assert all(count <= 0.002 * total for count in wrong.values()), wrong


def test_a_guess_says_so(speech: str, settings: Settings) -> None:
    """What was guessed is marked as such, with how sure it is."""
    found = decode(speech.encode("gb18030"), settings.rules.frequent)
    assert (found.encoding, found.known_by) == ("gb18030", "guessed")
    assert 0 < found.certainty <= 1


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 40,
        "労働組合は労働者の団結を守る".encode("shift_jis"),
        "café déjà vu, voilà".encode("latin-1"),
        codecs.BOM_UTF8 + b"\xff\xff",
        codecs.BOM_UTF16_LE + b"\x00\xd8\x00",
        b"\x7fELF" + bytes(500),
        "文字".encode() + b"\0" * 8,
    ],
)
def test_what_is_no_text_is_refused(data: bytes, settings: Settings) -> None:
    """Binary and foreign encodings are refused rather than misread."""
    with pytest.raises(RefusedDocument):
        decode(data, settings.rules.frequent)


def test_line_ends_become_one_sign(settings: Settings) -> None:
    """CRLF and CR are read as LF, as Python, HTML and XML read them; nothing else is altered."""
    assert (
        decode("甲\r\n乙\r丙\n　丁\u200b".encode(), settings.rules.frequent).text == "甲\n乙\n丙\n　丁\u200b"
    )


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        (b'<html><head><meta charset="gb2312">', "gb2312"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "GBK"),
        (b'<?xml version="1.0" encoding="big5"?>', "big5"),
        (b"<p>charset=gbk</p>", ""),
    ],
)
def test_what_a_page_declares(data: bytes, declared: str) -> None:
    """A page's charset is found in `meta` and in the XML declaration only."""
    assert declared_encoding(data) == declared


def test_gb2312_is_read_as_its_superset(settings: Settings) -> None:
    """Pages that declare gb2312 hold GBK characters; a declaration that can't be true is not followed."""
    assert decode("朱镕基".encode("gb18030"), settings.rules.frequent, "gb2312").text == "朱镕基"
    assert decode("工会".encode(), settings.rules.frequent, "utf-16").encoding != "ascii"
    assert decode("工会".encode(), settings.rules.frequent, "no-such").text == "工会"


@given(st.text(min_size=1).filter(lambda text: not set(text) & {"\0", "\ufeff"}))
def test_utf8_is_never_altered(settings: Settings, text: str) -> None:
    """Any Unicode text with few controls comes back the same but for line ends."""
    try:
        found = decode(text.encode(), settings.rules.frequent)
    except RefusedDocument:
        assert any(ord(letter) < 32 or ord(letter) == 127 for letter in text)
        return
    assert found.text == line_ends(text)


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_decoder(settings: Settings, data: bytes) -> None:
    """Any bytes are decoded or refused."""
    with suppress(RefusedDocument):
        decode(data, settings.rules.frequent)


def test_damaged_utf8_names_the_line(settings: Settings) -> None:
    """A text that is UTF-8 but for a few bytes is refused with the place of the first."""
    data = "第一行\n第二行\n".encode() * 50
    with pytest.raises(RefusedDocument, match="2 broken places, the first on line 3"):
        decode(data[:23] + b"\xff" + data[23:] + b"\xe4", settings.rules.frequent)
