"""Reading and taking along: text, ledger, words, time, citations, corrections, in a real browser."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from invented import page as invented_page

pytestmark = pytest.mark.browser


def saved(tab: Any, button: Any) -> str:
    """The text of the file that a button gives."""
    with tab.expect_download() as waiting:
        button.click()
    return Path(waiting.value.path()).read_text(encoding="utf-8-sig")


def test_a_quote_opens_the_text_there(opened: Any) -> None:
    """From a row of an answer to the very words in the text."""
    for size in ("wide", "narrow"):
        tab = opened(size=size)
        tab.locator("#card-established tbody tr", has_text="工匠日").get_by_role(
            "button", name="原文"
        ).click()
        words = "".join(tab.locator(".text .hit").all_text_contents())
        assert words == "Y市总工会设立了工匠日，这在全省是头一个。"
        assert tab.locator(".text .hit").first.is_visible()
        box = tab.locator(".text .hit").first.bounding_box()
        assert 0 < box["y"] < 800


def test_the_text_is_not_altered(opened: Any) -> None:
    """What stands in the reader is the document, line for line."""
    tab = opened("#view=reader")
    lines = tab.evaluate("""[...document.querySelectorAll('.paragraph > .text')].map((line) => {
      const copy = line.cloneNode(true);
      copy.querySelectorAll('.audit').forEach((badge) => badge.remove());
      return copy.textContent;
    })""")
    assert lines == [line for line in invented_page().texts[0].text.split("\n") if line.strip()]


def test_mentions_and_network_select_each_other(opened: Any) -> None:
    """A click on a mention selects the thing everywhere; the network then shows it."""
    tab = opened("#view=reader")
    tab.locator(".mention", has_text="工匠日").first.click()
    assert tab.locator("#detail h2").inner_text() == "工匠日"
    assert tab.locator(".mention.chosen").count() == tab.locator(".mention", has_text="工匠日").count()
    tab.click("#tabs [data-view=network]")
    assert tab.evaluate("page.drawing.network.getSelectedNodes().length") == 1
    tab.locator("#detail").get_by_role("button", name="看语境").click()
    assert tab.locator(".kwic tr").count() == 3


def test_mentions_by_keyboard(opened: Any) -> None:
    """One mention is in the order of tabs; arrows go on from there, Enter selects."""
    tab = opened("#view=reader")
    tab.locator(".mention[tabindex='0']").focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    assert tab.locator("#detail h2").inner_text() == "年度工作会议"


def test_outline_margin_audit_and_limits(opened: Any) -> None:
    """The outline leads on, demands stand in the margin, counts are audited, what gave nothing is shaded."""
    tab = opened("#view=reader")
    assert tab.locator(".outline li").all_inner_texts()[0].startswith("把准方向")
    assert tab.locator(".margin li").count() == 7
    assert "县（市）区总工会" in tab.locator(".margin").all_inner_texts().__str__()
    assert tab.locator(".text .audit.bad").all_inner_texts() == ["3/4 ✗"]
    assert tab.locator(".text .unread").count() > 0
    assert "未读出内容的句子" in tab.locator(".limits").inner_text()
    tab.locator(".outline button", has_text="服务职工").click()
    assert "服务职工" in "".join(tab.locator(".hit").all_text_contents())


def test_classes_differ_without_colour(opened: Any) -> None:
    """Mentions of two classes of one colour are underlined in two ways."""
    tab = opened("#view=reader")
    styles = tab.evaluate(
        """(kinds) => kinds.map((kind) => {
      const style = getComputedStyle(document.querySelector(`.mention[data-class=${kind}]`));
      return [style.textDecorationColor, style.textDecorationStyle];
    })""",
        ["Policy", "Organization"],
    )
    assert styles[0][0] == styles[1][0]
    assert styles[0][1] != styles[1][1]


def test_offsets_count_code_points(opened: Any) -> None:
    """Characters outside the first plane do not shift a quote."""
    page = invented_page()
    text, fact = page.texts[0], page.exhibit.facts[6]
    shift = "𠀀😀\n"
    moved = replace(
        text,
        text=shift + text.text,
        sections=tuple((s + 3, e + 3, level, a + 3, b + 3) for s, e, level, a, b in text.sections),
        sentences=tuple((s + 3, e + 3) for s, e in text.sentences),
        mentions=tuple((s + 3, e + 3, iri, kind, rule) for s, e, iri, kind, rule in text.mentions),
    )
    facts = tuple(
        replace(f, start=f.start + 3, end=f.end + 3)
        for f in page.exhibit.facts
        if f.document == text.document
    )
    record = replace(page, exhibit=replace(page.exhibit, facts=facts), texts=(moved, page.texts[1]))
    tab = opened(f"#view=reader&document=y-2018/annual&at={fact.start + 3}-{fact.end + 3}", record=record)
    assert "".join(tab.locator(".hit").all_text_contents()) == fact.quote
    assert tab.evaluate(
        "page.data.facts.every((f) => f.stored === undefined && page.data.quote(f).length > 0)"
    )


def test_ledger_sorts_filters_and_goes_out(opened: Any) -> None:
    """Who asks what of whom: by column, by words, by cell of the matrix, and as CSV."""
    tab = opened("#view=ledger")
    rows = tab.locator(".ledger-table tbody tr")
    assert rows.count() == 14
    tab.get_by_role("button", name="期限").click()
    assert tab.locator("th[aria-sort=ascending]").inner_text().startswith("期限")
    assert "2019年底" in rows.first.inner_text()
    tab.locator("#ledger-find").fill("重维权")
    tab.wait_for_function("() => document.querySelectorAll('.ledger-table tbody tr').length === 1")
    assert "李主任" in rows.first.inner_text()
    assert tab.evaluate("document.activeElement.id") == "ledger-find"
    table = list(csv.reader(saved(tab, tab.get_by_role("button", name="CSV")).splitlines()))
    assert table[0][:4] == ["谁提出", "对谁", "要做什么", "力度"]
    assert table[1][:5] == [
        "李主任", "各级工会", "重维权，2021年6月前实现新就业形态劳动者入会全覆盖", "必须", "2021年6月",
    ]  # fmt: skip
    tab.get_by_role("button", name="清除全部筛选").click()
    cell = tab.locator(".matrix td button").first
    count = int(cell.inner_text())
    cell.click()
    assert rows.count() == count


def test_ledger_follows_the_facets(opened: Any) -> None:
    """The filters on the left hold for demands, too."""
    tab = opened("#view=ledger")
    tab.locator("details[data-facet=in] summary").click()
    tab.locator("details[data-facet=in] li", has_text="推进会").locator("input").check()
    assert tab.locator(".ledger-table tbody tr").count() == 7


def test_what_is_rejected_is_marked(opened: Any) -> None:
    """A demand not to do something is told apart in the ledger."""
    tab = opened("#view=ledger")
    assert "不要" in tab.locator("tr.rejected").inner_text()


def test_concordance_counts_and_merges(opened: Any) -> None:
    """Each occurrence in its context, counts per 10,000 characters, other names in or apart."""
    tab = opened("#view=words")
    tab.locator("#word").fill("各级工会")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".kwic tr")
    assert tab.locator(".kwic tr").count() == 4
    share = tab.locator(".shares").first.locator("tbody tr").first.inner_text().split()
    assert int(share[-2]) == 2
    assert float(share[-1]) > 10
    assert tab.locator(".shares").count() == 3
    tab.locator(".kwic .word button").first.click()
    assert "".join(tab.locator(".hit").all_text_contents()) == "各级工会"


def test_silence_tells_what_does_not_occur(opened: Any) -> None:
    """Watched terms that are absent are listed, and a reader can add terms."""
    tab = opened("#view=words")
    assert "欠薪" in tab.locator(".terms.absent").inner_text()
    tab.locator("#term").fill("工匠日、无此词")
    tab.keyboard.press("Enter")
    assert "无此词" in tab.locator(".terms.absent").inner_text()
    assert "工匠日" in tab.locator(".terms:not(.absent)").inner_text()


def test_basket_goes_out_in_three_forms(opened: Any) -> None:
    """A kept quote carries document, section and offsets, as GB/T 7714, CSL-JSON and CSV, over a reload."""
    tab = opened("#view=ledger")
    tab.get_by_role("button", name="收入引文").nth(1).click()
    tab.reload()
    tab.click("#tabs [data-view=basket]")
    assert tab.locator("#tabs [data-view=basket] .count").inner_text() == "1"
    plain = saved(tab, tab.get_by_role("button", name="GB/T 7714"))
    assert plain.startswith(
        "[1] Y市总工会主席. 在年度工作会议上的讲话[Z]. Y市总工会, 2018-12-20: “突出重点，抓好落实”部分，第"
    )
    (entry,) = json.loads(saved(tab, tab.get_by_role("button", name="CSL-JSON")))
    demand = invented_page().exhibit.demands[1]
    assert entry["type"] == "speech"
    assert entry["issued"] == {"date-parts": [[2018, 12, 20]]}
    assert entry["note"] == demand.quote
    assert entry["locator"] == f"{demand.start + 1}-{demand.end}"
    rows = list(csv.reader(saved(tab, tab.get_by_role("button", name="CSV")).splitlines()))
    assert rows[1][0] == demand.quote
    tab.get_by_role("button", name="移除").click()
    assert "还没有收入引文" in tab.locator("#view-basket").inner_text()


def test_corrections_go_out_as_lines(opened: Any) -> None:
    """不对 collects what was misread, anchored by quote, context and occurrence."""
    tab = opened("#view=network")
    tab.evaluate("page.state.set({ node: page.data.nodes.find((n) => n.label === '工匠日').key })")
    tab.locator("#detail .wrong").first.click()
    tab.click("#tabs [data-view=basket]")
    tab.get_by_label("谁更正的").fill("张三")
    tab.get_by_label("为什么不对（可不填）").fill("不是它")
    tab.get_by_label("谁更正的").focus()
    (line,) = saved(tab, tab.get_by_role("button", name="decisions.jsonl")).splitlines()
    told = json.loads(line)
    text = invented_page().texts[0].text
    assert told["action"] == "reject"
    assert told["kind"] == "claim"
    assert told["who"] == "张三"
    assert told["why"] == "不是它"
    assert told["occurrence"] == 1
    assert told["before"] + told["quote"] + told["after"] in text
    assert {told["subject"]["label"], told["object"]["label"]} & {"工匠日"}
    tab.get_by_role("button", name="撤回").click()
    assert "还没有更正" in tab.locator("#view-basket").inner_text()


def test_time_is_there_with_two_dates(opened: Any, one_document: Any) -> None:
    """First and last use along the dates; with one date there is no such panel."""
    tab = opened("#view=time")
    assert tab.locator(".chart .use").count() > 5
    tab.locator(".uses-block summary").click()
    row = tab.locator(".uses tbody tr", has_text="重维权")
    assert row.locator("td").all_inner_texts()[:2] == ["2018-12-20", "2020-11"]
    row.get_by_role("button", name="2020-11").click()
    assert "重维权" in "".join(tab.locator(".hit").all_text_contents())
    alone = opened("#view=time", record=one_document)
    assert alone.locator("#tabs [data-view=time]").count() == 0
    assert alone.locator("#view-answers").is_visible()
