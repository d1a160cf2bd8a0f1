"""The page of the sample's graph, as a build writes it: it opens, shows the speech, and asks for nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import unionkg

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_the_sample_page_opens_offline(opened: Callable[..., Any], built: Path, size: str) -> None:
    """Opened from its file it is ready, names the speech, and makes no request (`opened` checks that)."""
    tab = opened(record=unionkg.open(built).page(), size=size)
    assert "当头雁" in tab.title()
    assert "15字要求" in tab.content()
    tab.goto(tab.url.split("#")[0] + "#view=reader")
    tab.wait_for_selector("html[data-ready]")
    assert "讲政治" in tab.inner_text("body")
