"""Putting things before a user: tables, findings, progress, and data as it is.

Data goes to standard output, all else to standard error. Nothing is computed here.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from unionkg.cli.language import current, said
from unionkg.errors import OutputError
from unionkg.model import Finding

if TYPE_CHECKING:
    from unionkg.corpus import Progress

WIDE = 4_000
"""Columns of a table that goes to a file or a pipe: nothing is cut."""
SHOWN = 20
"""Findings that a build shows; the report holds all."""


def console(stream: TextIO | None = None) -> Console:
    """A console on a stream, standard output if none is named; a pipe gets whole lines."""
    target = stream or sys.stdout
    if target.isatty():
        return Console(file=target, highlight=False)
    return Console(file=target, highlight=False, width=WIDE, no_color=True)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """A table on standard output; numbers stand at the right."""
    filled = [tuple(row) for row in rows]
    shown = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for index, heading in enumerate(headings):
        numbers = bool(filled) and all(isinstance(row[index], int | float) for row in filled)
        shown.add_column(escape(heading), justify="right" if numbers else "left", overflow="fold")
    for row in filled:
        shown.add_row(*(escape(str(cell)) for cell in row))
    console().print(shown)


def line(text: str, stream: TextIO | None = None) -> None:
    """One line as it is, on standard output if no stream is named."""
    target = stream or sys.stdout
    target.write(f"{text}\n")


def note(text: str) -> None:
    """One line on standard error."""
    line(text, sys.stderr)


def findings(found: Sequence[Finding], stream: TextIO | None = None, most: int = 0) -> None:
    """Findings one a line, at most `most` of them where that is not 0."""
    names = {"error": said("错误", "error"), "warning": said("提醒", "warning")}
    for finding in found[: most or len(found)]:
        text = finding.zh if current() == "zh" else finding.en
        line(f"{names[finding.level]}: {finding.place}: {text}", stream)
    if most and len(found) > most:
        rest = len(found) - most
        line(said(f"……另有 {rest} 条，见 report.json", f"… and {rest} more in report.json"), stream)


def data(content: bytes | str, target: Path | None = None) -> None:
    """Data as UTF-8 in a file, or on standard output; raises OutputError."""
    raw = content.encode("utf-8") if isinstance(content, str) else content
    if target is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)
    except OSError as fault:
        raise OutputError(f"写不了 {target}：{fault}", f"can't write {target}: {fault}") from fault


@contextmanager
def progress() -> Iterator[Callable[[Progress], None]]:
    """What a build tells of its progress to: a bar on a terminal, a line now and then in a pipe."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.progress import (  # noqa: PLC0415 - on a terminal only
        BarColumn,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console(sys.stderr), transient=True) as bar:
        task = bar.add_task(said("读取文稿", "reading"), total=None)

        def tell(now: Progress) -> None:
            words = said(f"已读 {now.documents} 篇", f"{now.documents} documents")
            bar.update(task, completed=now.done, total=now.total or None, description=words)

        yield tell


def _lines() -> Callable[[Progress], None]:
    """Tells at most every two seconds."""
    last = [time.monotonic()]

    def tell(now: Progress) -> None:
        if time.monotonic() - last[0] < 2:
            return
        last[0] = time.monotonic()
        share = f"{now.done / now.total:.0%}" if now.total else ""
        note(said(f"已读 {now.documents} 篇 {share}", f"{now.documents} documents {share}"))

    return tell
