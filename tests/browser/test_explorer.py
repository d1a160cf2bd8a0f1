"""Finding and looking: answers, search, network, facets, detail, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

COPIED = "navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }"
PLACE = """(label) => {
  const node = page.data.nodes.find((n) => n.label === label);
  const at = page.drawing.network.canvasToDOM(page.drawing.network.getPosition(node.index));
  const box = document.querySelector('.canvas').getBoundingClientRect();
  return [box.left + at.x, box.top + at.y];
}"""
DRAWN = "page.drawing.scene.nodes.map((shape) => shape.node ? shape.node.label : shape.label)"


def click_thing(tab: Any, label: str, twice: bool = False) -> None:
    """Click a thing on the canvas, as a person would."""
    x, y = tab.evaluate(PLACE, label)
    (tab.mouse.dblclick if twice else tab.mouse.click)(x, y)


def heading(tab: Any) -> str:
    """The thing that the detail shows."""
    return tab.locator("#detail h2").inner_text()


def search(tab: Any, letters: str) -> list[str]:
    """What the search box offers."""
    tab.keyboard.press("/")
    tab.keyboard.type(letters)
    return tab.locator("#found [role=option] > bdi").all_inner_texts()


def test_opens_on_answers(opened: Any) -> None:
    """The first thing seen is the ready-made questions with their first rows and what does not add up."""
    tab = opened()
    assert tab.locator(".card h3").all_inner_texts() == [
        "谁对工会提出了什么要求？",
        "设立了什么？",
        "谁反对什么？",
        "哪些数对不上？",
    ]
    assert tab.locator("#card-asked tbody tr").count() == 4
    assert tab.locator("#card-asked thead th").all_inner_texts() == ["谁提出", "要求", "出处"]
    assert "3/4 ✗" in tab.locator("#card-audit li").first.inner_text()
    assert "没有答案" in tab.locator("#card-rejected").inner_text()


def test_citation_in_three_clicks(opened: Any) -> None:
    """Who asked for 重维权, and its citation, in at most three clicks from the opening page."""
    tab = opened()
    tab.evaluate(COPIED)
    tab.click("#card-asked .more")
    row = tab.locator("#card-asked tbody tr", has_text="重维权").first
    assert "Z书记" in row.inner_text()
    row.get_by_role("button", name="复制引文").click()
    copied = tab.evaluate("window.copied")
    assert "重维权" in copied.split("\n")[0]
    assert "Y市总工会主席. 在年度工作会议上的讲话[Z]. Y市总工会, 2018-12-20:" in copied


@pytest.mark.parametrize(
    ("letters", "label"),
    [
        ("gjr", "工匠日"),
        ("gongjiangri", "工匠日"),
        ("gongjr", "工匠日"),
        ("zwq", "重维权"),
        ("zhongweiquan", "重维权"),
        ("暖冬", "暖冬行动"),
        ("12字", "十二字要求"),
    ],
)
def test_search_by_characters_pinyin_initials_and_other_names(opened: Any, letters: str, label: str) -> None:
    """Each of the ways in which an office worker types finds the thing first; Enter opens it."""
    tab = opened()
    assert search(tab, letters)[0] == label
    tab.keyboard.press("Enter")
    assert heading(tab) == label
    assert "view=network" in tab.url


def test_search_is_told_by_kind_and_closed_by_escape(opened: Any) -> None:
    """Kinds carry counts, arrows move the choice, Escape closes, nothing found is said."""
    tab = opened()
    search(tab, "改革")
    kinds = tab.locator("#found .kind").all_inner_texts()
    assert [kind.split("\n")[0] for kind in kinds] == ["词条", "文稿", "原文"]
    before = tab.locator("#search-input").get_attribute("aria-activedescendant")
    tab.keyboard.press("ArrowDown")
    assert tab.locator("#search-input").get_attribute("aria-activedescendant") != before
    tab.keyboard.press("Escape")
    assert tab.locator("#found").is_hidden()
    tab.locator("#search-input").fill("无此词")
    assert "没有找到" in tab.locator("#found").inner_text()


def test_labels_do_not_cover_each_other(opened: Any) -> None:
    """At the first zoom no two labels overlap, and there are many."""
    for size in ("wide", "narrow"):
        tab = opened("#view=network", size)
        tab.wait_for_function("() => page.drawing.labels.length > 0")
        boxes = tab.evaluate("page.drawing.labels")
        assert len(boxes) > (40 if size == "wide" else 20)
        for i, (left, right, top, bottom) in enumerate(boxes):
            for other in boxes[i + 1 :]:
                assert right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top


def test_click_selects_and_double_click_opens(opened: Any) -> None:
    """A click shows what is said of a thing, a second one in time its neighbourhood; empty space lets go."""
    tab = opened("#view=network")
    click_thing(tab, "工会干部")
    tab.wait_for_selector("#detail:not([hidden])")
    assert heading(tab) == "工会干部"
    tab.wait_for_timeout(400)
    click_thing(tab, "工会干部", twice=True)
    tab.wait_for_selector(".depths")
    assert set(tab.evaluate(DRAWN)) >= {"工会干部", "讲政治", "慢作为"}
    assert "劳模工匠学院" not in tab.evaluate(DRAWN)


def test_depth_goes_from_one_to_three(opened: Any) -> None:
    """Each step brings in more."""
    tab = opened("#view=network")
    search(tab, "讲政治")
    tab.keyboard.press("Enter")
    sizes = []
    for depth in "123":
        tab.locator(".depths button", has_text=depth).click()
        sizes.append(len(tab.evaluate(DRAWN)))
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[2]


def test_path_between_two_things(opened: Any) -> None:
    """From one thing to another, by the shortest ways; back goes back."""
    tab = opened("#view=network")
    search(tab, "快递员")
    tab.keyboard.press("Enter")
    tab.evaluate("page.state.set({ node: page.data.nodes.find((n) => n.label === '工匠日').key })")
    tab.locator("#detail").get_by_role("button", name="从“快递员”到它").click()
    drawn = tab.evaluate(DRAWN)
    assert {"快递员", "户外劳动者驿站", "Y市总工会", "工匠日"} <= set(drawn)
    tab.get_by_role("button", name="后退").click()
    tab.wait_for_function("() => !page.state.get().to")
    assert "快递员" in tab.evaluate(DRAWN)


def test_legend_is_a_switch(opened: Any) -> None:
    """A class that is switched off is no longer drawn, and comes back."""
    tab = opened("#view=network")
    before = tab.evaluate(DRAWN)
    tab.click(".legend [data-class=Requirement]")
    assert "重维权" not in tab.evaluate(DRAWN)
    assert tab.locator(".legend [data-class=Requirement]").get_attribute("aria-pressed") == "false"
    tab.click(".legend [data-class=Requirement]")
    assert sorted(tab.evaluate(DRAWN)) == sorted(before)


def test_groups_fold_and_open(opened: Any) -> None:
    """What is closely tied can be folded into groups; a click on one opens it."""
    tab = opened("#view=network")
    whole = len(tab.evaluate(DRAWN))
    tab.get_by_role("button", name="分群").click()
    folded = len(tab.evaluate(DRAWN))
    assert folded < whole
    x, y = tab.evaluate("""() => {
      const shape = page.drawing.scene.nodes.find((s) => s.group !== undefined);
      const at = page.drawing.network.canvasToDOM(page.drawing.network.getPosition(shape.id));
      const box = document.querySelector('.canvas').getBoundingClientRect();
      return [box.left + at.x, box.top + at.y];
    }""")
    tab.mouse.click(x, y)
    tab.wait_for_function(f"() => page.drawing.scene.nodes.length > {folded}")


def test_hubs_start_as_filters(opened: Any) -> None:
    """A thing tied to much is not drawn but offered as a filter, and can be drawn."""
    from dataclasses import replace

    from invented import page as invented_page

    page = invented_page()
    hubs = replace(page.style.hubs, least=15, percent=1)
    tab = opened("#view=network", record=replace(page, style=replace(page.style, hubs=hubs)))
    assert "Y市总工会" not in tab.evaluate(DRAWN)
    tab.locator(".chip.hub", has_text="Y市总工会").click()
    assert "劳模工匠学院" in tab.evaluate(DRAWN)
    assert "讲政治" not in tab.evaluate(DRAWN)
    tab.locator(".chip.hub", has_text="Y市总工会").click()
    tab.get_by_role("button", name="也画出来").click()
    assert "Y市总工会" in tab.evaluate(DRAWN)


def test_hover_fades_the_rest(opened: Any) -> None:
    """Under the pointer only a thing and its neighbours keep their labels."""
    tab = opened("#view=network")
    tab.wait_for_function("() => page.drawing.labels.length > 0")
    before = tab.evaluate("page.drawing.labels.length")
    x, y = tab.evaluate(PLACE, "工匠日")
    tab.mouse.move(x - 3, y)
    tab.mouse.move(x, y)
    tab.wait_for_function(f"() => page.drawing.labels.length < {before}")


def test_pictures_can_be_taken_along(opened: Any) -> None:
    """PNG and SVG are files with the picture in them."""
    tab = opened("#view=network")
    for name, begin in (("PNG", b"\x89PNG"), ("SVG", b"<?xml")):
        with tab.expect_download() as waiting:
            tab.get_by_role("button", name=name).click()
        content = Path(waiting.value.path()).read_bytes()
        assert content.startswith(begin)
        assert len(content) > 5000


def test_list_gives_the_same_for_the_keyboard(opened: Any) -> None:
    """All that is drawn can be reached as a list of buttons."""
    tab = opened("#view=network")
    tab.get_by_role("button", name="列表").click()
    assert tab.locator(".things li").count() == len(tab.evaluate(DRAWN))
    tab.locator(".things button").first.press("Enter")
    assert tab.locator("#detail").is_visible()


def test_facets_count_combine_and_clear(opened: Any) -> None:
    """Counts follow every choice; two facets are both meant; each has its way back."""
    tab = opened("#view=network")

    def value(facet: str, name: str) -> Any:
        return tab.locator(f"details[data-facet={facet}] li", has_text=name).first

    assert value("relation", "提出").locator(".count").inner_text() == "12"
    value("modality", "陈述").locator("input").check()
    after = int(value("relation", "提出").locator(".count").inner_text())
    assert after < 12
    value("relation", "提出").locator("input").check()
    shown = tab.locator(".facets-head .count").inner_text()
    assert shown.startswith(f"{after} /")
    assert tab.locator(".chips .chip:not(.open-facets)").count() == 2
    tab.get_by_role("button", name="清除“关系”").click()
    assert not value("relation", "提出").locator("input").is_checked()
    assert value("modality", "陈述").locator("input").is_checked()
    tab.get_by_role("button", name="清除全部筛选").click()
    total = tab.evaluate("page.data.facts.length")
    assert tab.locator(".facets-head .count").inner_text() == f"{total} / {total} 条"


def test_empty_filters_say_so(opened: Any) -> None:
    """Where nothing is left to draw, the page says what to do."""
    tab = opened("#view=network&relation=locatedIn&class=Honor")
    assert "去掉一个筛选" in tab.locator(".stage .note").inner_text()


def test_detail_has_both_directions_and_modality(opened: Any) -> None:
    """Facts stand by relation in both directions; what is asked is marked, what is measured is told."""
    tab = opened("#view=network")
    search(tab, "十二字要求")
    tab.keyboard.press("Enter")
    headings = tab.locator("#detail .relation h3").all_inner_texts()
    assert any(h.startswith("包含 →") for h in headings)
    assert any(h.startswith("← 提出") for h in headings)
    assert tab.locator("#detail .position").all_inner_texts() == ["1", "2", "3", "4"]
    assert "准确率 62%（31 例）" in tab.locator("#detail").inner_text()
    assert "12/12 ✓" in tab.locator("#detail").inner_text()
    search(tab, "慢作为")
    tab.keyboard.press("Enter")
    assert tab.locator("#detail .modality.Rejected").count() == 1
    search(tab, "会聚良才")
    tab.keyboard.press("Enter")
    assert "转述 李主任" in tab.locator("#detail").inner_text()


def test_only_stated_lines_are_solid(opened: Any) -> None:
    """What is planned or demanded is dashed."""
    tab = opened("#view=network")
    dashed = tab.evaluate("""page.drawing.scene.edges.map((edge) => [
      edge.facts.some((f) => f.modality === "Stated"),
      Boolean(page.drawing.network.body.edges[edge.id].options.dashes)])""")
    assert all(stated != dash for stated, dash in dashed)
    assert {True, False} <= {dash for _, dash in dashed}


def test_state_is_in_the_address(opened: Any) -> None:
    """A view can be sent on: the same address shows the same; back goes to what was seen before."""
    tab = opened("#view=network")
    tab.locator("details[data-facet=modality] li", has_text="要求").locator("input").check()
    search(tab, "重维权")
    tab.keyboard.press("Enter")
    tab.click("#language")
    address = tab.url.split("#", 1)[1]
    state = tab.evaluate("JSON.stringify(page.state.get())")
    again = opened(f"#{address}")
    assert json.loads(again.evaluate("JSON.stringify(page.state.get())")) == json.loads(state)
    assert heading(again) == "重维权"
    assert again.locator("#tabs [aria-current]").inner_text() == "Network"
    tab.go_back()
    tab.wait_for_function("() => document.documentElement.lang === 'zh-CN'")


def test_opening_of_a_part(opened: Any) -> None:
    """A page that is made to open on something opens on it."""
    from dataclasses import replace

    from invented import page as invented_page

    tab = opened(record=replace(invented_page(), opening="view=ledger&strength=must"))
    assert tab.locator("#tabs [aria-current]").inner_text() == "台账"
    assert tab.locator(".ledger-table tbody tr").count() == 4
