"""The page as text: closed to the network, inert data, the same bytes each time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import page as invented_page
from unionkg import views
from unionkg.errors import OutputError
from unionkg.views.render import inert

ASSETS = Path(views.__file__).parent / "assets"
OUR_SCRIPTS = sorted((ASSETS / "script").glob("*.js"))


def our_code() -> str:
    """The scripts and the template."""
    return "".join(path.read_text(encoding="utf-8") for path in (*OUR_SCRIPTS, ASSETS / "template.html"))


@pytest.fixture(scope="module")
def html() -> str:
    """The invented page, drawn once."""
    return views.render(invented_page())


def test_equal_pages_give_equal_bytes(html: str) -> None:
    """Rendering has no clock, no chance and no hash order."""
    assert views.render(invented_page()) == html


def test_no_address_is_loaded(html: str) -> None:
    """No element of the page names a resource outside it; pyvis' own template is not used."""
    without_data = re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.DOTALL)
    without_code = re.sub(r"<script>.*?</script>", "", without_data, flags=re.DOTALL)
    assert "http" not in without_code.replace("http-equiv", "")
    assert "cdnjs" not in html
    assert "bootstrap" not in without_code
    assert not re.search(r"<(link|img|iframe|object|embed)\b", without_code)


def test_policy_allows_only_what_is_inside(html: str) -> None:
    """Each script and the style are allowed by hash, and nothing else is."""
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'")
    codes = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    codes += re.findall(r"<style>(.*?)</style>", html, flags=re.DOTALL)
    assert len(codes) == 3
    for code in codes:
        digest = base64.b64encode(hashlib.sha256(code.encode("utf-8")).digest()).decode("ascii")
        assert f"'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


@given(st.text())
def test_no_text_ends_its_block(text: str) -> None:
    """Any text comes back from the block as it went in, and no character of it can end the block."""
    written = str(inert({"a": text}))
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", written)
    assert json.loads(written) == {"a": text}


def test_hostile_titles_are_text(html: str) -> None:
    """A title that is markup stays text in the head of the page."""
    title = "</title><script>alert(1)</script>"
    drawn = views.render(replace(invented_page(), title_zh=title))
    assert drawn.count("<script>") == html.count("<script>")


def test_scripts_have_one_door_to_the_page() -> None:
    """Our scripts set text only: none parses HTML, builds code or asks the network for anything."""
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|fetch\(|XMLHttpRequest"
        r"|WebSocket|sendBeacon|importScripts|\bimport\("
    )
    for path in OUR_SCRIPTS:
        assert not forbidden.search(path.read_text(encoding="utf-8")), path.name


def test_each_script_is_short_and_says_what_it_is_for() -> None:
    """A panel a file, each under 400 lines, each opening with a comment."""
    for path in OUR_SCRIPTS:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) < 400, path.name
        assert lines[0].startswith("// "), path.name


def test_each_message_is_there_in_both_languages() -> None:
    """What the scripts say by a fixed key stands in the messages, in Chinese and in English."""
    messages = json.loads((ASSETS / "messages.json").read_text(encoding="utf-8"))
    code = our_code()
    used = set(re.findall(r'(?:page\.t\(|data-t=|data-t-label=)"([^"]+)"', code))
    assert used
    assert not used - set(messages)
    assert all(len(pair) == 2 and all(pair) for pair in messages.values())


def test_no_message_is_left_over() -> None:
    """Each message is named somewhere in the scripts, by its key or by the head of one made up."""
    messages = json.loads((ASSETS / "messages.json").read_text(encoding="utf-8"))
    code = our_code()
    heads = tuple(re.findall(r"""[`"]([a-z]+-)(?:\$\{|")""", code))
    quoted = {key: (f'"{key}"', f'"{key.removesuffix("-title")}"') for key in messages}
    named = {key for key, forms in quoted.items() if any(form in code for form in forms)}
    assert not [key for key in messages if key not in named and not key.startswith(heads)]


def test_page_is_written_whole(tmp_path: Path) -> None:
    """What is written is what is rendered, with line feeds, in a folder made for it."""
    target = tmp_path / "views" / "index.html"
    views.write(target, invented_page())
    assert target.read_bytes().decode("utf-8") == views.render(invented_page())


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A path that cannot be made is one message, not a traceback of the system."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError):
        views.write(tmp_path / "file" / "index.html", invented_page())


def test_sample_is_small(html: str) -> None:
    """The page of a few speeches stays under 2.5 MB."""
    assert len(html.encode("utf-8")) < 2_500_000
