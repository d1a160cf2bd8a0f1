"""The manners of the page: both sizes, two languages, light and dark, paper, keyboard, hostile data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from invented import page as invented_page
from unionkg.exhibit import AnswerCard, AnswerCell, AnswerRow, Exhibit
from unionkg.knowledge.vocabulary import Labels
from unionkg.views import Page

pytestmark = pytest.mark.browser

VIEWS = ("answers", "network", "reader", "ledger", "words", "time", "basket")
SIZES = ("wide", "narrow")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_wider_than_the_window(opened: Any, view: str, size: str) -> None:
    """No view scrolls sideways, with and without detail, in either language."""
    for more in ("", "&lang=en"):
        tab = opened(f"#view={view}&word=工匠日{more}", size)
        for node in ("''", "page.data.nodes[7].key"):
            tab.evaluate(f"page.state.set({{ node: {node} }})")
            wide = tab.evaluate(
                "[document.documentElement.scrollWidth, document.getElementById('main').scrollWidth]"
            )
            room = tab.evaluate("[innerWidth, document.getElementById('main').clientWidth]")
            assert wide[0] <= room[0]
            assert wide[1] <= room[1]


@pytest.mark.parametrize("view", VIEWS)
def test_english_has_no_chinese_words_of_the_page(opened: Any, view: str) -> None:
    """With English chosen, what the page itself says is English; labels and quotes stay as they are."""
    tab = opened(f"#view={view}&lang=en")
    shown = tab.locator("#tabs").inner_text() + tab.locator("main").inner_text()
    messages = tab.evaluate("Object.values(JSON.parse(document.getElementById('messages').textContent))")
    for chinese, english in messages:
        if len(chinese) > 4 and "{" not in chinese and chinese != english:
            assert chinese not in shown
    assert tab.locator("html").get_attribute("lang") == "en"


def test_language_light_and_dark(opened: Any) -> None:
    """Each at a click; the choice of light or dark lasts."""
    tab = opened()
    tab.click("#language")
    assert tab.locator("#tabs button").first.inner_text() == "Answers"
    assert tab.title() == "Two speeches of city Y's unions"
    light = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.click("#theme")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") != light
    tab.reload()
    assert tab.locator("html").get_attribute("data-theme") == "dark"


def test_dark_follows_the_system(opened: Any) -> None:
    """Who has a dark desktop gets a dark page."""
    assert opened(color_scheme="dark").locator("html").get_attribute("data-theme") == "dark"


def test_paper_shows_the_view_alone(opened: Any) -> None:
    """In print, tabs, search and filters are left out."""
    tab = opened("#view=ledger")
    tab.emulate_media(media="print")
    for hidden in ("#tabs", "#search", "#facets", ".row-tools"):
        assert tab.locator(hidden).first.is_hidden()
    assert tab.locator(".ledger-table").is_visible()


def test_filters_are_a_drawer_on_a_phone(opened: Any) -> None:
    """They open and close, and what is chosen is told on the button."""
    tab = opened("#view=network", "narrow")
    assert tab.locator(".facets-head").is_hidden()
    tab.click(".open-facets")
    tab.locator("details[data-facet=modality] input").first.check()
    tab.click(".close-facets")
    tab.wait_for_function("() => getComputedStyle(document.getElementById('facets')).visibility === 'hidden'")
    assert tab.locator(".network .open-facets").inner_text() == "筛选 1"


def test_detail_is_a_sheet_on_a_phone(opened: Any) -> None:
    """The sheet leaves the picture in sight, and closes."""
    tab = opened("#view=network", "narrow")
    tab.evaluate("page.state.set({ node: page.data.nodes.find((n) => n.label === '工匠日').key })")
    sheet = tab.locator("#detail").bounding_box()
    canvas = tab.locator(".canvas").bounding_box()
    assert canvas["height"] > 120
    assert canvas["y"] + canvas["height"] <= sheet["y"] + 1
    tab.locator("#detail").get_by_role("button", name="关闭").click()
    assert tab.locator("#detail").is_hidden()


def test_keyboard_reaches_everything(opened: Any) -> None:
    """The first Tab offers to skip to the content; each tab opens by Enter; Escape closes the detail."""
    tab = opened()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    for view in VIEWS:
        tab.locator(f"#tabs [data-view={view}]").press("Enter")
        assert tab.locator(f"#view-{view}").is_visible()
        assert tab.locator(f"#tabs [data-view={view}]").get_attribute("aria-current") == "page"
    tab.evaluate("page.state.set({ node: page.data.nodes[0].key })")
    tab.locator("#main").focus()
    tab.keyboard.press("Escape")
    assert tab.locator("#detail").is_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_no_serious_fault(opened: Any, axe: str, size: str, scheme: str) -> None:
    """axe-core has nothing serious to say of any view."""
    for view in VIEWS:
        tab = opened(f"#view={view}&word=工匠日&node=Initiative/工匠日", size, color_scheme=scheme)
        tab.evaluate(axe)
        told = tab.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        serious = [v for v in told["violations"] if v["impact"] in {"serious", "critical"}]
        assert [(view, v["id"], v["nodes"][0]["html"]) for v in serious] == []


HOSTILE = (
    '<img src=x onerror="window.hacked=1">',
    "</script><script>window.hacked=1</script>",
    "javascript:window.hacked=1",
    "a\u2028b\u2029c",
    "\u202egnorts\u202c\u2066x",
    '" onclick="window.hacked=1" href="javascript:window.hacked=1',
    "{{ 7 * 7 }} ${window.hacked=1} \\u003c \\",
)


LISTENING = (
    "[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames()).filter((n) => /^on/.test(n))"
)


def hostile_page() -> Page:
    """The invented page with something hostile in each field that is text."""
    page = invented_page()
    bad = " ".join(HOSTILE)
    first = page.texts[0].document
    text = bad + "\n" + page.texts[0].text
    exhibit = Exhibit(
        nodes=tuple(
            replace(n, label=HOSTILE[i % 7] + n.label, names=HOSTILE, definition_zh=bad, definition_en=bad)
            for i, n in enumerate(page.exhibit.nodes)
        ),
        facts=tuple(replace(f, quote=bad, section=bad, speaker=bad, rule=bad) for f in page.exhibit.facts),
        demands=tuple(
            replace(
                d, issuer=bad, content=bad, addressee_labels=tuple(bad for _ in d.addressees), strength=bad,
                deadline=bad, status=bad, quote=bad, section=bad, rule=bad,
            )
            for d in page.exhibit.demands
        ),
        counts=tuple(replace(c, label=bad, unit=bad, parts=HOSTILE, rule=bad) for c in page.exhibit.counts),
        documents=tuple(
            replace(
                d, title=bad, kind=bad, keywords=HOSTILE,
                metadata=tuple(replace(m, value=bad, origin=bad) for m in d.metadata),
            )
            for d in page.exhibit.documents
        ),
    )  # fmt: skip
    texts = (replace(page.texts[0], text=text, document=first), page.texts[1])
    row = AnswerRow((AnswerCell(bad, ""), AnswerCell(bad, page.exhibit.nodes[0].iri)), first, 0, 9)
    cards = (AnswerCard('"><script>', bad, bad, ((bad, bad), (bad, bad)), (row,) * 6),)
    labels = {name: Labels(bad, bad, bad, bad) for name in page.labels}
    return replace(page, title_zh=bad, title_en=bad, exhibit=exhibit, texts=texts, cards=cards, labels=labels)


@pytest.mark.parametrize("size", SIZES)
def test_hostile_text_runs_nothing(opened: Any, size: str) -> None:
    """Markup, scripts, addresses and controls in any field are text in every view and in the search."""
    tab = opened(size=size, record=hostile_page())
    for view in VIEWS:
        tab.evaluate(f"page.state.set({{ view: '{view}', node: page.data.nodes[3].key, word: '<img' }})")
        tab.wait_for_timeout(100)
        assert (
            tab.evaluate(
                "document.querySelectorAll('main img, main script, main a, aside a, aside img').length"
            )
            == 0
        )
        assert tab.evaluate(LISTENING) == []
    tab.locator("#search-input").fill("<img")
    assert tab.locator("#found [role=option]").count() > 0
    tab.evaluate("page.state.set({ view: 'network', around: page.data.nodes[3].key })")
    tab.evaluate("page.svg(page.drawing.scene, page.drawing.size)")
    assert tab.evaluate("window.hacked") is None


def test_hostile_svg_is_well_formed(opened: Any) -> None:
    """The drawing that goes out is an XML document without scripts."""
    tab = opened("#view=network", record=hostile_page())
    found = tab.evaluate("""() => {
      const text = page.svg(page.drawing.scene, page.drawing.size);
      const drawn = new DOMParser().parseFromString(text, 'image/svg+xml');
      return ['parsererror', 'script, a, image'].map((kind) => drawn.querySelectorAll(kind).length);
    }""")
    assert found == [0, 0]


def test_hostile_address_is_harmless(opened: Any) -> None:
    """An address that someone sends can choose what is seen, nothing more."""
    tab = opened(
        "#view=__proto__&node=constructor&document=<img>&at=9-1&word=(&class=%E0%A4&depth=99&around=Initiative/工匠日&hub=x&to=y&off=z&sort=-x"
    )
    assert tab.locator("#view-answers").is_visible()
    for view in VIEWS:
        tab.click(f"#tabs [data-view={view}]")


def test_an_empty_graph_has_no_empty_panel(opened: Any) -> None:
    """With nothing in it, each view says what would be there."""
    record = replace(invented_page(), exhibit=Exhibit((), (), (), (), ()), texts=(), cards=())
    tab = opened(record=record)
    for view in ("network", "reader", "ledger", "words", "basket"):
        tab.click(f"#tabs [data-view={view}]")
        assert len(tab.locator(f"#view-{view}").inner_text()) > 12
