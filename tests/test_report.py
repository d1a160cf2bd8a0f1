"""The report: counts that add up, notices of what is amiss, and where to look next."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

from speech import CLAIMS, DEMANDS, TEXT, reading
from unionkg import report
from unionkg.model import Finding
from unionkg.report import Report


def test_counts_are_those_of_the_records() -> None:
    """Totals and tables are the numbers of records of a reading."""
    found = report.tables(report.count(reading()))
    assert found["totals"]["characters"] == len(TEXT)
    assert found["totals"]["claims"] == len(CLAIMS) == sum(found["relations"].values())
    assert found["totals"]["demands"] == len(DEMANDS) == sum(found["strengths"].values())
    assert found["relations"]["hasPart"] == 3
    assert found["verdicts"] == {"reconciled": 1, "short": 1}


def test_counts_of_documents_add_up() -> None:
    """Two documents have twice the counts of one, whatever the order."""
    one = report.count(reading())
    both = Counter(one)
    both.update(report.count(reading("另一篇")))
    assert both == {key: 2 * number for key, number in one.items()}


def test_tables_are_sorted() -> None:
    """The largest number comes first, equal ones by name."""
    table = report.tables(report.count(reading()))["classes"]
    assert list(table.items()) == sorted(table.items(), key=lambda item: (-item[1], item[0]))


def test_a_count_that_does_not_add_up_is_told() -> None:
    """A declared number with too few members gives one warning with its place."""
    found = [finding for finding in report.notices(reading()) if "三点意见" in finding.zh]
    assert [finding.place for finding in found] == [f"交流会:{TEXT.index('三点意见')}"]
    assert found[0].level == "warning"


def test_a_document_without_result_is_told() -> None:
    """Where neither claim nor demand was read, the reader is told so."""
    nothing = replace(reading(), claims=(), demands=())
    assert any("unionkg extract" in finding.en for finding in report.notices(nothing))


def test_refused_are_the_errors() -> None:
    """Only findings of level error count as refused, and the report can be read as JSON."""
    findings = (Finding("error", "a.doc", "不读", "not read"), Finding("warning", "b", "猜", "guess"))
    whole = Report("corpus", "output", "", "https://example.org/", {}, findings, (), {"total": 1.0})
    assert whole.refused == 1
    assert json.loads("".join(whole.written()))["findings"][0]["place"] == "a.doc"


def test_where_to_look_next_fits_what_was_found() -> None:
    """The page is always named, an unusual folder, too; counts and refused files if there are any."""
    counts = report.count(reading())

    def told(output: str, *findings: Finding) -> list[str]:
        page = Path(output, "p.html")
        return [en for _, en in report.look_next(counts, findings, page, Path(output), Path("corpus"))]

    assert "p.html" in told("output")[0]
    assert any(line.endswith("query counts") for line in told("output"))
    assert any("query counts -g there/out" in line for line in told("there/out"))
    assert not any("lint" in line for line in told("output"))
    assert any("lint corpus" in line for line in told("output", Finding("error", "x", "", "")))
