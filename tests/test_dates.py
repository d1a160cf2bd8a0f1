"""Dates: EDTF to the days that it may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionkg.dates import days


@pytest.mark.parametrize(
    ("edtf", "found"),
    [
        ("2019", ("2019-01-01", "2019-12-31")),
        ("2019-12", ("2019-12-01", "2019-12-31")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2019-10-29", ("2019-10-29", "2019-10-29")),
        ("2019~", ("2019-01-01", "2019-12-31")),
        ("2018-10/2019-03", ("2018-10-01", "2019-03-31")),
        ("2019-02-29", None),
        ("2019-13", None),
        ("2019/2018", None),
        ("12月", None),
        ("", None),
    ],
)
def test_first_and_last_day(edtf: str, found: tuple[str, str] | None) -> None:
    """A date means its first to its last day; what is no date means nothing."""
    assert days(edtf) == found


@given(st.text())
def test_no_text_crashes_it(text: str) -> None:
    """Any text is a date or none, and the first day is never after the last."""
    found = days(text)
    assert found is None or found[0] <= found[1]
