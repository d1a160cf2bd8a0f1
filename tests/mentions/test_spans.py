"""Spans weighed beside each other: rivals, lists, words that stand again; exactly, by a table of weights."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading import documents
from unionkg import knowledge, structure
from unionkg.mentions import Finder, reranking
from unionkg.mentions.atoms import Atoms
from unionkg.mentions.candidate import Candidate
from unionkg.mentions.crfmodel import ONE
from unionkg.mentions.features import EDGE
from unionkg.mentions.marginals import MOST, Alternative
from unionkg.mentions.reranking import CERTAIN, THRESHOLD, Company, Reranker, chosen, strings
from unionkg.model import Document, Span
from unionkg.weights import THOUSAND, read

KNOWN = knowledge.load()
FINDER = Finder(KNOWN)
TABLE = read(reranking.shipped())


def company_of(text: str) -> Company:
    """The alternatives of a text by the shipped tagger."""
    found = FINDER.propose(text, structure.read(Document("d", text, {}), KNOWN.markers))
    assert found.company is not None
    return found.company


def told(company: Company, text: str, words: str, kind: str) -> dict[str, int | str]:
    """What is looked at of the first alternative with these words and type."""
    at = text.index(words)
    return dict(company.told(company.places.index((kind, at, at + len(words)))))


spans = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 12), st.integers(1, 5)).map(
        lambda t: (t[0], t[1], t[1] + t[2])
    ),
    max_size=9,
)


@given(spans)
def test_what_is_chosen_weighs_most_without_overlap(spans: list[tuple[int, int, int]]) -> None:
    """No other part without overlap weighs more; tried one by one."""
    taken = chosen(spans, [(weight, index) for index, (weight, _, _) in enumerate(spans)])
    picked = [spans[index] for _, index in taken]
    assert all(a[2] <= b[1] for a, b in pairwise(picked))
    best = max(
        (
            sum(weight for weight, _, _ in part)
            for size in range(len(spans) + 1)
            for part in combinations(spans, size)
            if all(a[2] <= b[1] or b[2] <= a[1] for a, b in combinations(part, 2))
        ),
        default=0,
    )
    assert sum(weight for weight, _, _ in picked) == best


@given(documents())
@settings(deadline=None, max_examples=30)
def test_the_odds_are_what_the_features_come_to(document: Document) -> None:
    """Each chosen span has the odds of its features, written out and looked up one by one."""
    company = company_of(document.text)
    found = Reranker(TABLE).rerank(company)
    table = {name: round(weight * THOUSAND) for name, weight in TABLE.items()}
    for odds, index in found:
        weight = sum(table.get(name, 0) for name in strings(company, index))
        assert odds == (CERTAIN if company.certain[index] else weight)
        assert odds > THRESHOLD * THOUSAND
    every = [name for index in range(len(company.alternatives)) for name in strings(company, index)]
    assert not any("\n" in name for name in every)
    spans = [company.spans[index] for _, index in found]
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_without_weights_the_likeliest_labels_decide() -> None:
    """What loses nothing is chosen."""
    company = company_of("市总工会开展了劳动竞赛，慰问了困难职工。")
    found = [company.alternatives[index] for _, index in Reranker({}).rerank(company)]
    assert found
    assert all(a.loss == 0 for a in found)
    assert len(found) == sum(a.loss == 0 for a in company.alternatives)


def test_what_nothing_rivals_is_chosen_without_weighing() -> None:
    """It loses nothing, no alternative overlaps it, and to leave it out loses more than the most."""
    company = company_of("习近平总书记指出，职工、农民工要弘扬劳模精神。全市各级工会围绕“两个维护”开展工作。")
    certain = [a for a, sure in zip(company.alternatives, company.certain, strict=True) if sure]
    assert certain
    for own in certain:
        assert own.loss == 0
        assert all(a == own or a.last < own.first or a.first > own.last for a in company.alternatives)
    found = Reranker({"bias=0": -9.0}).rerank(company)
    assert [company.alternatives[index] for _, index in found] == certain


def test_members_of_a_list_see_each_other() -> None:
    """What stands one sign away is told with its type, and how long the series is to either side."""
    text = "要大力弘扬劳模精神、劳动精神、工匠精神。"
    company = company_of(text)
    middle = told(company, text, "劳动精神", "Doctrine")
    assert middle["series"] == "11"
    assert str(middle["left"]).startswith("、Doctrine")
    assert str(middle["right-alike"]).startswith("、")
    assert told(company, text, "劳模精神", "Doctrine")["series"] == "02"


@pytest.mark.parametrize(
    ("text", "words", "quoted"),
    [("开展“春风行动”。", "春风行动", {"1100", "0011"}), ("开展春风行动。", "春风行动", {"0000"})],
)
def test_quotation_marks_are_seen(text: str, words: str, quoted: set[str]) -> None:
    """Whether they stand just outside or just inside."""
    company = company_of(text)
    at = text.index(words)
    found = {
        dict(company.told(index))["quoted"]
        for index, place in enumerate(company.places)
        if place == ("Initiative", at, at + len(words))
    }
    assert found
    assert found <= quoted


def test_the_shipped_weights_are_there() -> None:
    """They weigh how far a span is ahead and where it stands, by themselves and for most types."""
    assert len(TABLE) > 1000
    names = {name.partition("=")[0] for name in TABLE}
    assert names >= {"ahead", "loss", "before", "after", "series", "again", "rule"}
    types = {name.rpartition("|")[2] for name in TABLE if name.startswith(("ahead=", "bias=", "length="))}
    assert len(types & KNOWN.vocabulary.entity_types) > 10


def test_how_sure_a_mention_is_goes_with_it() -> None:
    """Its odds are those by which it was chosen; what only stands again was not weighed."""
    text = "市总工会开展“暖心驿站”行动。\n" * 3
    document = Document("d", text, {})
    found = FINDER.propose(text, structure.read(document, KNOWN.markers))
    assert found.company is not None
    chosen = Reranker(TABLE).rerank(found.company)
    told = {(found.company.spans[index], odds) for odds, index in chosen}
    mentions = FINDER.choose(document, found, Reranker(TABLE))
    assert {(m.span, m.odds) for m in mentions if m.rule != "repeated" and m.odds is not None} == told
    assert all(m.odds is None for m in FINDER.choose(document, found, Reranker({})))


# --- one company, laid out by hand ------------------------------------------------------------

#      0    1    2    3   4    5    6   7    8
FORMS = ["开展", "劳动", "竞赛", "、", "技能", "比武", "，", "劳动", "竞赛"]
TAGS = ["v", "n", "n", "x", "n", "n", "x", "n", "n"]
TEXT = "".join(FORMS)
STARTS = (0, 2, 4, 6, 7, 9, 11, 12, 14, 16)


def by_hand(outside: int = 5 * ONE) -> Company:
    """A series, a rival within its first, one of another type in its place, and its words again."""
    atoms = Atoms(STARTS, FORMS, TAGS, [1, 2], [("cb=InitiativeR1", "item=yi"), ("ce=InitiativeR1",)])
    alternatives = [
        Alternative("Initiative", 1, 2, 0),
        Alternative("Event", 1, 2, ONE),
        Alternative("Initiative", 2, 2, 2 * ONE),
        Alternative("Initiative", 4, 5, 0),
        Alternative("Initiative", 7, 8, ONE // 2),
    ]
    lost = [0, outside, outside, 0, outside, outside, 0, 0, 0]
    seen = [
        Candidate(Span(2, 6), "Initiative", "weak", 1),
        Candidate(Span(2, 6), "Initiative", "strong", 9, "iri"),
    ]
    return Company(TEXT, atoms, (alternatives, lost), seen)


def test_all_that_is_looked_at() -> None:
    """Of the first alternative, feature by feature."""
    told = list(by_hand().told(0))
    assert dict(told) == {
        "bias": 0,
        "loss": 0,
        "ahead": 2,
        "same": "Event0",
        "within": "Initiative601",
        "holds": 0,
        "length": 4,
        "atoms": 2,
        "first": "劳",
        "last": "赛",
        "head": "竞赛",
        "before": "开展",
        "after": "、",
        "before-tag": "v",
        "after-tag": "x",
        "free": "01",
        "free-length": "014",
        "verb": "开展",
        "clause": "开展",
        "rule": "strong",
        "seen": 2,
        "begins": "item=yi",
        "ends": "ce=InitiativeR1",
        "again": "21",
        "share": 2,
        "otherwise": 0,
        "right": "、Initiative0",
        "right-alike": "、0100",
        "series": "02",
        "next": "Initiative1",
        "between": "|Initiative",
        "quoted": "0000",
    }
    assert [value for name, value in told if name == "rule"] == ["weak", "strong"]
    assert [value for name, value in told if name == "begins"] == ["cb=InitiativeR1", "item=yi"]


def test_what_is_before_is_looked_at_too() -> None:
    """Of the last alternative: what it loses, its verb beyond a stop is none, and the mention before it."""
    told = dict(by_hand().told(4))
    assert (told["loss"], told["ahead"]) == (2, -1)
    assert "verb" not in told
    assert told["clause"] == ""
    assert (told["previous"], told["left"], told["series"]) == ("Initiative1", "，Initiative0", "20")
    assert (told["again"], told["between"]) == ("21", "Initiative|")


@pytest.mark.parametrize(("outside", "certain"), [(MOST, False), (MOST + 1, True)])
def test_certain_is_what_nothing_rivals(outside: int, certain: bool) -> None:
    """Not what another overlaps, nor what loses anything, nor what may well be left out."""
    assert by_hand(outside).certain == [False, False, False, certain, False]


def test_a_span_over_a_line_break_is_none() -> None:
    """It is no alternative, and a line break beside a span is an edge."""
    atoms = Atoms((0, 2, 3, 5), ["劳动", "\n", "竞赛"], ["n", "x", "n"], [], [])
    found = [Alternative("Initiative", 0, 2, 0), Alternative("Initiative", 2, 2, 0)]
    company = Company("劳动\n竞赛", atoms, (found, [0, 0, 0]), [])
    assert company.alternatives == found[1:]
    assert dict(company.told(0))["before"] == EDGE
