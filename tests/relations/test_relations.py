"""Claims: quote, context, modality and trigger, for examples and for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from reading import SPEECH, documents
from unionkg import knowledge, structure
from unionkg.mentions import Finder
from unionkg.model import Claim, Document, Mention, Modality, Resolution, Span
from unionkg.relations import Extractor
from unionkg.resolution import Resolver

KNOWN = knowledge.load()
MARKED = re.compile(r"\[([^\[\]|]+)\|(\w+)\]")


@pytest.fixture(scope="module")
def finder() -> Finder:
    """A finder with the shipped model."""
    return Finder(KNOWN)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    """An extractor with the shipped weights."""
    return Extractor(KNOWN)


def every(raw: str) -> tuple[str, Resolution, tuple[Claim, ...]]:
    """All that is proposed for a marked text (weights take everything), as claims."""
    text, at, mentions = "", 0, []
    for match in MARKED.finditer(raw):
        text += raw[at : match.start()]
        mentions.append(Mention(Span(len(text), len(text) + len(match[1])), match[1], match[2], "", "test"))
        text, at = text + match[1], match.end()
    text += raw[at:]
    document = Document("d", text, SPEECH)
    built = structure.read(document, KNOWN.markers)
    resolution = Resolver(KNOWN).resolve(document, built, tuple(mentions))
    return (
        text,
        resolution,
        Extractor(KNOWN, {"b": 1.0}).extract(document, built, tuple(mentions), resolution),
    )


def modality(raw: str, predicate: str) -> set[Modality]:
    """The modalities of the claims of one predicate."""
    return {claim.modality for claim in every(raw)[2] if claim.predicate == predicate}


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("成立了", Modality.STATED),
        ("要成立", Modality.DEMANDED),
        ("计划成立", Modality.PLANNED),
        ("严禁成立", Modality.REJECTED),
    ],
)
def test_the_modal_word_of_a_clause_decides(verb: str, expected: Modality) -> None:
    """What is demanded, planned or rejected is no fact."""
    assert modality(f"[县工会|Organization]{verb}[劳模学院|Facility]。", "establishes") == {expected}


def test_a_word_that_only_looks_modal_is_none() -> None:
    """重要, 主要: 要 behind such a sign demands nothing."""
    assert modality("[县工会|Organization]主要建设[劳模学院|Facility]。", "establishes") == {Modality.STATED}


@pytest.mark.parametrize("word", sorted(KNOWN.relation_rules.modals["none"]))
def test_a_word_that_holds_a_modal_word_is_none(word: str) -> None:
    """应邀, 响应, 希望工程: nothing is asked for or planned by them."""
    raw = f"[县工会|Organization]{word}成立了[劳模学院|Facility]。"
    assert modality(raw, "establishes") <= {Modality.STATED}
    assert any(word != held and held in word for held in modal_words())


@pytest.mark.parametrize("word", ["没有", "尚未", "至今未能", "还未"])
def test_what_is_denied_is_no_fact(word: str) -> None:
    """没有建成 tells of nothing that was built."""
    assert "劳模学院" not in told_of(f"[县工会|Organization]{word}建成[劳模学院|Facility]。")


@pytest.mark.parametrize(
    "raw",
    [
        "[县工会|Organization]建成[劳模学院|Facility]，没有花一分钱。",
        "没有场地的[县工会|Organization]要建成[劳模学院|Facility]。",
    ],
)
def test_a_denial_reaches_to_the_end_of_its_clause(raw: str) -> None:
    """Another clause is not denied, nor one that something modal behind the denial governs."""
    assert "劳模学院" in told_of(raw)


def told_of(raw: str) -> set[str]:
    """Of what any claim is made."""
    _, resolution, claims = every(raw)
    return {resolution.entities[claim.object].label for claim in claims}


def modal_words() -> set[str]:
    """All words that are modal where they stand alone."""
    modals = KNOWN.relation_rules.modals
    return {held for name in ("demanded", "planned", "rejected", "denied") for held in modals[name]}


def test_what_a_part_is_stays_a_fact_in_a_demand() -> None:
    """Parts, times and who asks are stated even where something is asked for."""
    raw = "要打好[三大攻坚战|Policy]，包括[精准脱贫|Policy]。"
    assert modality(raw, "hasPart") == {Modality.STATED}


def test_the_line_that_introduces_a_list_is_its_context() -> None:
    """A part of a list is quoted where it stands; what announces it is context, and it has its place."""
    text, resolution, claims = every(
        "[X书记|Person]提出[15字要求|Requirement]。\n（一）[讲政治|Requirement]。要旗帜鲜明。\n（二）[会创新|Requirement]。要敢于创新。"
    )
    labels = [entity.label for entity in resolution.entities]
    parts = [
        c for c in claims if c.rule in {"listed-part", "counted-part"} and labels[c.subject] == "15字要求"
    ]
    assert {labels[c.object]: c.position for c in parts} == {"讲政治": 1, "会创新": 2}
    for claim in parts:
        assert labels[claim.object] in text[claim.quote.start : claim.quote.end]
        assert any("15字要求" in text[span.start : span.end] for span in claim.context)


def test_a_relation_stands_between_its_types_only() -> None:
    """No proposal breaks domain or range, and nothing is tied to itself."""
    _, resolution, claims = every(
        "[市委|Organization]在[北京|Place]授予[李明|Person][劳动奖章|Honor]，[李明|Person]是[主力军|Role]。"
    )
    assert claims
    types = [entity.type for entity in resolution.entities]
    for claim in claims:
        assert claim.subject != claim.object
        assert KNOWN.vocabulary.fits(types[claim.subject], claim.predicate, types[claim.object])


def ends_shown(claim: Claim, mentions: tuple[Mention, ...], resolution: Resolution) -> list[bool]:
    """For each end that has a mention: whether one stands in the quote or in a context."""
    places = (claim.quote, *claim.context)
    ends = [e for e in (claim.subject, claim.object) if resolution.entities[e].mentions]
    return [
        any(place.overlaps(mentions[i].span) for place in places for i in resolution.entities[e].mentions)
        for e in ends
    ]


@given(documents())
@settings(deadline=None, max_examples=80)
def test_every_claim_is_evident(finder: Finder, extractor: Extractor, document: Document) -> None:
    """No text crashes it; quote, trigger and contexts are inside; the object or the subject is to be seen."""
    built = structure.read(document, KNOWN.markers)
    mentions = finder.find(document, built)
    resolution = Resolver(KNOWN).resolve(document, built, mentions)
    claims = extractor.extract(document, built, mentions, resolution)
    whole = Span(0, len(document.text))
    for claim in claims:
        quote = document.text[claim.quote.start : claim.quote.end]
        assert quote == quote.strip() != ""
        assert all(whole.covers(span) for span in (claim.quote, claim.trigger, *claim.context))
        assert any(ends_shown(claim, mentions, resolution))
        assert claim.predicate in KNOWN.vocabulary.relations
    triples = [(claim.subject, claim.predicate, claim.object) for claim in claims]
    assert len(triples) == len(set(triples))


@given(documents())
@settings(deadline=None, max_examples=40)
def test_whatever_could_be_claimed_is_evident(finder: Finder, document: Document) -> None:
    """The same for every proposal there is: weights of tomorrow may choose it."""
    built = structure.read(document, KNOWN.markers)
    mentions = finder.find(document, built)
    resolution = Resolver(KNOWN).resolve(document, built, mentions)
    whole = Span(0, len(document.text))
    for claim in Extractor(KNOWN, {"b": 1.0}).extract(document, built, mentions, resolution):
        assert whole.covers(claim.quote)
        assert len(claim.quote) > 0
        assert len(claim.trigger) > 0
        assert any(ends_shown(claim, mentions, resolution))


def test_the_same_text_gives_the_same_claims(finder: Finder, extractor: Extractor) -> None:
    """What was read before leaves no trace."""
    texts = ("市总工会成立了劳模工匠学院，服务困难职工。", "X书记强调，工会要讲政治、会创新。")

    def claims(text: str) -> tuple[Claim, ...]:
        document = Document("d", text, SPEECH)
        built = structure.read(document, KNOWN.markers)
        mentions = finder.find(document, built)
        return extractor.extract(
            document, built, mentions, Resolver(KNOWN).resolve(document, built, mentions)
        )

    first = [claims(text) for text in texts]
    assert [claims(text) for text in reversed(texts)] == first[::-1]
    assert any(first)


def test_nothing_is_claimed_of_a_body_in_the_dateline() -> None:
    """A publisher that only opens the text is no end of a relation; named again, it may be one."""
    opening = "[央视网|Organization]消息（[新闻联播|Organization]）："
    deed = "[市总工会|Organization]成立了[宣讲团|Organization]，服务[职工|Group]。"
    _, resolution, claims = every(opening + deed)
    ends = {resolution.entities[end].label for claim in claims for end in (claim.subject, claim.object)}
    assert ends
    assert not ends & {"央视网", "新闻联播"}
    _, resolution, claims = every(opening + deed + "[央视网|Organization]成立了[工作室|Facility]。")
    assert "央视网" in {resolution.entities[claim.subject].label for claim in claims}


@pytest.mark.parametrize(
    "line",
    [
        "[运城日报|Organization]讯（记者 [王文军|Person]）",
        "[滨州日报|Organization]/[滨州网|Organization]无棣讯(通讯员[王延芬|Person]报道)",
        "本报讯（[王延芬|Person]　[赵磊|Person]）",
        "[新华社|Organization][北京|Place]10月9日电（记者[樊曦|Person]）",
    ],
)
def test_a_dateline_stands_below_a_headline_too(line: str) -> None:
    """Whoever writes or publishes does none of what is told."""
    told = "[市总工会|Organization]成立了[宣讲团|Organization]，服务[职工|Group]。（[顾兴林|Person]）\n"
    _, resolution, claims = every("[市总工会|Organization]服务[职工|Group]\n" + line + told)
    ends = {resolution.entities[end].label for claim in claims for end in (claim.subject, claim.object)}
    assert ends == {"市总工会", "宣讲团", "职工"}
