"""Pages of parts, and the walk from the opening page to a citation, in a real browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import unionkg
from invented import page as invented_page
from unionkg.comparison import compare
from unionkg.exhibit import AnswerCard, AnswerCell, AnswerRow
from unionkg.parts import Part
from unionkg.views import framed

pytestmark = pytest.mark.browser

COPIED = "navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }"
SIZES = ("wide", "narrow")


def compared() -> Any:
    """The invented page as a comparison of its two speeches."""
    page = invented_page()
    left, right = (row.id for row in page.exhibit.documents)
    found = compare(page.exhibit, page.texts, left, right)
    return replace(page, opening="view=compare", comparison=found)


@pytest.mark.parametrize("size", SIZES)
def test_the_sample_tells_who_asked_for_it_in_three_clicks(opened: Any, built: Path, size: str) -> None:
    """From the opening page of the real sample to who asked the unions for 重维权, and its citation."""
    tab = opened(record=unionkg.open(built).page(), size=size)
    tab.evaluate(COPIED)
    clicks = 0
    card = tab.locator(".card", has_text="工会").first
    row = card.locator("tbody tr", has_text="重维权").first
    if not row.count():
        card.locator(".more").click()
        clicks += 1
    row = tab.locator(".card tbody tr", has_text="重维权").first
    assert "书记" in row.inner_text()
    row.get_by_role("button", name="复制引文").click()
    clicks += 1
    assert clicks <= 3
    quote, reference = tab.evaluate("window.copied").split("\n")
    assert "重维权" in quote
    assert "2019-12" in reference


@pytest.mark.parametrize("size", SIZES)
def test_two_speeches_stand_side_by_side(opened: Any, size: str) -> None:
    """It opens on the comparison; a quote leads into the text of its own speech; nothing is too wide."""
    tab = opened(record=compared(), size=size)
    assert tab.locator("#view-compare").is_visible()
    heads = tab.locator(".compare-block h4").all_inner_texts()
    assert [head.split("\n")[0] for head in heads[:3]] == ["只见于甲", "两篇都有", "只见于乙"]
    both = tab.locator(".side.both li", has_text="重维权").first
    assert both.locator(".quote").count() == 2
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    both.locator("button.quote").nth(1).click()
    assert tab.locator("#view-reader").is_visible()
    assert tab.evaluate("page.state.get().document") == tab.evaluate("page.data.documents[1].id")


def test_the_comparison_speaks_english_and_goes_out_as_a_table(opened: Any) -> None:
    """Its words change with the language; all rows can be taken along."""
    tab = opened("#view=compare&lang=en", record=compared())
    assert tab.locator(".compare-block h4").first.inner_text().startswith("Only in A")
    with tab.expect_download() as download:
        tab.locator("#view-compare").get_by_role("button", name="CSV").click()
    rows = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == len(compared().comparison.rows) + 1


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_no_serious_fault_in_a_comparison(opened: Any, axe: str, size: str) -> None:
    """axe-core has nothing serious to say of it."""
    tab = opened(record=compared(), size=size)
    tab.evaluate(axe)
    told = tab.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert [v["id"] for v in told["violations"] if v["impact"] in {"serious", "critical"}] == []


def test_without_a_comparison_there_is_no_such_tab(opened: Any) -> None:
    """A page of one graph does not offer it, and its address leads to the answers."""
    tab = opened("#view=compare")
    assert tab.locator("#tabs [data-view=compare]").count() == 0
    assert tab.locator("#view-answers").is_visible()


def test_a_thing_opens_in_the_middle(opened: Any, built: Path) -> None:
    """The page of a thing shows its neighbourhood and what is said of it."""
    tab = opened(record=unionkg.open(built).page(Part(entity="市总工会", depth=2)))
    assert tab.locator("#view-network").is_visible()
    assert tab.locator("#detail h2").inner_text() == "市总工会"
    drawn = tab.evaluate("page.drawing.scene.nodes.map((s) => s.node ? s.node.label : s.label)")
    assert "市总工会" in drawn


def test_a_tie_that_a_query_made_has_no_quote(opened: Any) -> None:
    """It is drawn and told as what it is."""
    page = invented_page()
    bare = replace(
        page.exhibit.facts[0], document="", quote="", start=0, end=0, section="", speaker="", rule=""
    )
    tab = opened("#view=network", record=replace(page, exhibit=replace(page.exhibit, facts=(bare,))))
    tab.evaluate("page.state.set({ node: page.data.facts[0].source.key })")
    assert "没有引文" in tab.locator("#detail").inner_text()


def test_further_questions_are_answered_below(opened: Any) -> None:
    """A question that does not stand on the opening page is listed, and answered when it is chosen."""
    page = invented_page()
    row = AnswerRow((AnswerCell("十二字要求", ""),), page.texts[0].document, 0, 9)
    more = AnswerCard("zzz", "还有什么？", "What else?", (("什么", "what"),), (row,) * 7)
    tab = opened(record=replace(page, cards=(more, *page.cards)))
    assert tab.locator("#card-zzz").count() == 0
    tab.locator(".questions button", has_text="还有什么").click()
    assert tab.locator("#card-zzz tbody tr").count() == 7
    tab.locator("#card-zzz .more").click()
    assert tab.locator("#card-zzz").count() == 0


@pytest.mark.parametrize(("lang", "told", "other"), [("zh", "必须", "must"), ("en", "must", "必须")])
def test_answers_speak_the_language_of_the_page(opened: Any, lang: str, told: str, other: str) -> None:
    """What the vocabulary calls a thing stands in the language that the reader chose."""
    page = invented_page()

    def row(label: str) -> AnswerRow:
        cells = (AnswerCell("十二字要求", ""), AnswerCell(label, ""))
        return AnswerRow(cells, page.texts[0].document, 0, 9)

    columns = (("什么", "what"), ("力度", "strength"))
    card = AnswerCard("demands", "要求什么？", "What is asked?", columns, (row("必须"),), (row("must"),))
    tab = opened(f"#view=answers&lang={lang}", record=replace(page, cards=(card,)))
    cells = tab.locator("#card-demands tbody").inner_text()
    assert told in cells
    assert other not in cells


def test_the_page_works_in_the_frame_of_a_notebook(chromium: Any, tmp_path: Path) -> None:
    """In a frame without an address of its own it opens, and a click changes what is seen."""
    path = tmp_path / "cell.html"
    path.write_text(f"<!doctype html><title>cell</title>{framed(invented_page())}", encoding="utf-8")
    tab = chromium.new_page(viewport={"width": 1000, "height": 700})
    faults: list[str] = []
    tab.on("pageerror", lambda fault: faults.append(str(fault)))
    tab.on("request", lambda r: None if r.url.startswith(("file:", "about:")) else faults.append(r.url))
    tab.goto(path.as_uri())
    frame = tab.frame_locator("iframe")
    frame.locator("#tabs [data-view=ledger]").click()
    assert frame.locator(".ledger-table").is_visible()
    tab.close()
    assert faults == []
