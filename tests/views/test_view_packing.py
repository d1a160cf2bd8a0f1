"""The data of a page: small, complete, and true to its texts."""

from __future__ import annotations

from dataclasses import replace

from invented import page as invented_page
from unionkg.exhibit import Exhibit, SourceText
from unionkg.views import pinyin
from unionkg.views.packing import pack


def test_a_quote_is_stored_only_where_the_text_does_not_give_it() -> None:
    """With the texts no quote is stored twice; without them each is."""
    page = invented_page()
    assert pack(page)["facts"]["quote"] == {}
    assert len(pack(replace(page, texts=()))["facts"]["quote"]) == len(page.exhibit.facts)


def test_columns_give_back_what_went_in() -> None:
    """A packed column unpacks to the values of the facts, in order."""
    page = invented_page()
    column = pack(page)["facts"]["relation"]
    assert [column["words"][code] for code in column["codes"]] == [
        fact.relation for fact in page.exhibit.facts
    ]


def test_mentions_add_up_to_their_offsets() -> None:
    """The gaps of the packed mentions add up to the starts of the text's mentions."""
    page = invented_page()
    packed = pack(page)
    flat, at, starts = packed["documents"][0]["mentions"], 0, []
    for i in range(0, len(flat), 5):
        at += flat[i]
        starts.append((at, at + flat[i + 1]))
    assert starts == [mention[:2] for mention in page.texts[0].mentions]


def test_hubs_start_as_filters_by_rule_and_by_name() -> None:
    """What is tied to much is a hub by its degree; a listed name is one with fewer ties."""
    page = invented_page()
    rule = replace(page.style.hubs, least=15, percent=1, listed_least=5, labels=("工会干部",))
    hubs = pack(replace(page, style=replace(page.style, hubs=rule)))["nodes"]["hubs"]
    labels = [page.exhibit.nodes[i].label for i in hubs]
    assert labels == ["Y市总工会", "工会干部"]


def test_level_of_an_issuer_comes_from_its_name_then_from_its_document() -> None:
    """总书记 stands at the national level whatever the speech; an unknown name at its document's."""
    page = invented_page()
    demands = (
        replace(page.exhibit.demands[0], issuer="总书记"),
        replace(page.exhibit.demands[0], issuer="本次大会"),
    )
    packed = pack(replace(page, exhibit=replace(page.exhibit, demands=demands)))["demands"]["level"]
    assert [packed["words"][code] for code in packed["codes"]] == ["national", "city"]


def test_an_empty_graph_is_packed() -> None:
    """No document, no node, no fact: still a page."""
    page = replace(invented_page(), exhibit=Exhibit((), (), (), (), ()), texts=(), cards=())
    assert pack(page)["documents"] == []


def test_a_text_without_its_document_is_left_out() -> None:
    """A text whose document is not shown leaves no trace."""
    page = invented_page()
    stray = SourceText("elsewhere", "字", (), (), ())
    assert pack(replace(page, texts=(*page.texts, stray))) == pack(page)


def test_characters_have_all_their_readings() -> None:
    """重 is found by zhong and by chong; what is no ideograph has no reading."""
    found = pinyin.readings(["重维权", "X1，"])
    assert set(found["重"].split()) >= {"zhong", "chong"}
    assert set(found) == {"重", "维", "权"}


def test_a_card_leaves_out_what_its_rows_lead_to() -> None:
    """A column of quotes or document ids is told by the way into the text; the number of rows stays."""
    page = invented_page()
    card = pack(page)["cards"][0]
    assert [column[1] for column in card["columns"]] == ["issuer", "requirement"]
    assert card["total"] == len(card["rows"]) == len(page.cards[0].rows)
    many = replace(page, cards=(replace(page.cards[0], rows=page.cards[0].rows * 100),))
    assert pack(many)["cards"][0]["total"] > len(pack(many)["cards"][0]["rows"])


def test_keys_are_what_tells_the_things_apart() -> None:
    """The base that all IRIs share is not repeated, and keys stay different."""
    keys = pack(invented_page())["nodes"]["key"]
    assert len(set(keys)) == len(keys)
    assert "Initiative/工匠日" in keys
