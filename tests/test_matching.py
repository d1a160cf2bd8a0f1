"""The matching key: what a text is compared by, and that every word found is the text's own."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import opencc
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as options
from hypothesis import strategies as st

from unionkg import brat, knowledge
from unionkg.matching import Key, Matcher
from unionkg.model import Datum, Document, Reading, Span
from unionkg.reader import Reader
from unionkg.structure import tiles

ROOT = Path(__file__).parents[1]
METADATA = {
    "kind": Datum("speech", "given"),
    "body": Datum("市总工会", "given"),
    "body_names": Datum("市总工会|市总|全市工会", "given"),
}
ANY = st.text(
    st.one_of(
        st.sampled_from(
            "一二三是要、。，：；\n\r\u3000“”《》（）X市总工会職員要求講政治服務第項個化性０９Ａ\"'\u200b\ufeff\u2028(),⼯⻓𠀀😀"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=160,
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    """A reader with the shipped knowledge."""
    return Reader(knowledge.load())


@pytest.fixture(scope="module")
def matcher(reader: Reader) -> Matcher:
    """What makes keys."""
    return reader.matcher


@pytest.fixture(scope="module")
def speech() -> str:
    """The text of the sample speech."""
    return (ROOT / "corpus" / "2019-municipal-union-exchange.txt").read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def plain(reader: Reader, speech: str) -> Reading:
    """What is read of the sample speech as it is."""
    return reader.read(Document("x", speech, METADATA))


def spans(value: object) -> Iterator[Span]:
    """Every span in a record."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from spans(getattr(value, field.name))


def full_width(text: str) -> str:
    """Every sign of ASCII in its full width."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def broken(text: str, width: int) -> str:
    """The lines of a text broken at a width."""
    return "\n".join(
        line[start : start + width]
        for line in text.split("\n")
        for start in range(0, max(1, len(line)), width)
    )


CLOTHES = {
    "traditional": lambda text: opencc.OpenCC("s2t").convert(text),
    "traditional of Taiwan": lambda text: opencc.OpenCC("s2tw").convert(text),
    "full width": full_width,
    "signs without width": lambda text: text.replace("工", "工\u200b").replace("市", "\ufeff市\u2060"),
    "corner marks": lambda text: text.translate(str.maketrans("“”‘’", "「」『』")),
    "other spaces": lambda text: text.replace("  ", "\u00a0\u2003"),
    "European marks": lambda text: text.translate(str.maketrans("，；（）：“”", ',;():""')),
    "no indents": lambda text: "\n".join(line.strip() for line in text.split("\n")),
    "blank lines": lambda text: text.replace("\n", "\n\n \n"),
    "lines of 30": lambda text: broken(text, 30),
    "lines of 36": lambda text: broken(text, 36),
}


@pytest.mark.parametrize("clothes", CLOTHES)
def test_other_clothes_give_the_same_mentions(
    reader: Reader, matcher: Matcher, speech: str, plain: Reading, clothes: str
) -> None:
    """The sample in other characters, widths, marks or lines has the same mentions and counts within 1 %."""
    text = CLOTHES[clothes](speech)
    assert text != speech
    reading = reader.read(Document("x", text, METADATA))
    assert all(text[m.span.start : m.span.end] == m.text for m in reading.mentions)

    def found(read: Reading) -> list[tuple[str, str]]:
        return [(m.type, matcher.key(m.text).text.replace("\n", "")) for m in read.mentions]

    expected, got = found(plain), found(reading)
    missed = sum(pair not in set(got) for pair in expected) + sum(pair not in set(expected) for pair in got)
    assert missed <= 0.01 * len(expected)
    for table in ("mentions", "claims", "demands"):
        was, now = len(getattr(plain, table)), len(getattr(reading, table))
        assert abs(was - now) <= 0.01 * was, table
    assert [c.verdict for c in reading.resolution.counts] == [c.verdict for c in plain.resolution.counts]
    assert len(reading.structure.sections) == len(plain.structure.sections)


def test_names_are_in_the_texts_own_characters(reader: Reader) -> None:
    """Labels, names and keywords are what the text has, with the metadata's name for a body it leaves out."""
    text = "市總工會成立了勞模工匠宣講團。市總工會舉辦了“春風行動”，我們服務職工。"
    reading = reader.read(
        Document("x", text, {"kind": Datum("speech", "given"), "body": Datum("縣總工會", "given")})
    )
    names = {name for entity in reading.resolution.entities for name in entity.names}
    assert "市總工會" in names
    assert not any("总" in name or "劳" in name for name in names)
    assert reading.resolution.entities[reading.resolution.self_entity].label == "縣總工會"
    assert reading.document.text == text


def test_the_key_is_the_text_where_nothing_needs_settling(
    matcher: Matcher, reader: Reader, speech: str
) -> None:
    """A speech without indents, blank lines and doubled spaces is its own key, handed on as it is."""
    plain = "\n".join(" ".join(line.split()) for line in speech.split("\n") if line.strip())
    key = matcher.key(plain)
    assert key == Key(plain, None, len(plain))
    document = Document("x", plain, METADATA)
    assert matcher.document(document, key) is document


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("２０１９年ＸＸ書記", "2019年XX书记"),
        ("「春風行動」『工匠日』", "“春风行动”‘工匠日’"),
        ('"春风行动"和"五个一"', "“春风行动”和“五个一”"),
        ("县(市)区总工会", "县（市）区总工会"),
        ("完成1,000件, 占5%;", "完成1,000件， 占5%;"),
        ("市总工\u200b会", "市总工会"),
        ("⼯会⻓期", "工会长期"),
        ("工会\u00a0组织", "工会 组织"),
        ("2019\u22122020", "2019-2020"),
        ("　　工会\n\n　　职工  \n", "工会\n职工"),
    ],
)
def test_what_is_settled(matcher: Matcher, text: str, key: str) -> None:
    """Widths, marks, radicals, signs without width and characters are settled; figures keep their marks."""
    assert matcher.key(text).text == key


def test_line_breaks_inside_sentences(matcher: Matcher) -> None:
    """A full line without a stop goes on; headings, indents and short lines begin anew."""
    text = (
        "　　市总工会在全市范围内成立了劳模工匠\n宣讲团，先后走进企业、学校和社区开展\n"
        "宣讲活动二百余场，受到职工群众欢迎。\n一、主要做法\n"
        "　　坚持把学习宣传贯彻习近平总书记的重\n要讲话精神作为首要任务。\n"
    )
    key = matcher.key(text)
    first, heading, last = key.text.split("\n")
    assert first.startswith("市总工会在全市范围内成立了劳模工匠宣讲团，先后走进企业、学校和社区开展宣讲活动")
    assert heading == "一、主要做法"
    assert last == "坚持把学习宣传贯彻习近平总书记的重要讲话精神作为首要任务。"
    at = key.text.index("工匠宣讲团")
    span = key.original(Span(at, at + 5))
    assert text[span.start : span.end] == "工匠\n宣讲团"


def test_a_mention_over_a_line_end_is_written_on_one_line(reader: Reader, speech: str) -> None:
    """An `.ann` file of a text with broken lines reads back to the same mentions."""
    text = broken(speech, 30)
    reading = reader.read(Document("x", text, METADATA))
    assert any("\n" in mention.text for mention in reading.mentions)
    annotation = brat.annotate(reading, frozenset(m.type for m in reading.mentions))
    assert brat.parse(brat.written(annotation).split("\n"), text, "x") == annotation


@options(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(ANY)
def test_any_text_comes_back(reader: Reader, text: str) -> None:
    """Whatever the text, mentions are its own words in order, spans lie in it, and sections tile it."""
    reading = reader.read(Document("x", text, METADATA))
    assert reading.document.text == text
    for mention in reading.mentions:
        assert text[mention.span.start : mention.span.end] == mention.text != ""
    for table in (reading.structure, reading.mentions, reading.resolution, reading.claims, reading.demands):
        assert all(0 <= span.start <= span.end <= len(text) for span in spans(table))
    places = [mention.span for mention in reading.mentions]
    assert all(a.end <= b.start for a, b in pairwise(places))
    assert tiles(reading.structure.sections, len(text))
    assert reading.resolution.utterances[0].span == Span(0, len(text))


@options(deadline=None, max_examples=300)
@given(ANY)
def test_a_key_maps_back(matcher: Matcher, text: str) -> None:
    """Each sign of a key stands for the sign of the text in its place, in order; a key is its own key."""
    key = matcher.key(text)
    places = range(len(text)) if key.places is None else key.places
    assert len(key.text) == len(places)
    assert list(places) == sorted(set(places))
    for offset, place in enumerate(places):
        assert key.original(Span(offset, offset + 1)) == Span(place, place + 1)
    assert matcher.key(key.text).text == key.text or set(text) & set('\n"')
