"""The command that serves a built graph. A pair: options, and the work."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from unionkg.cli import display
from unionkg.cli.language import said


def serve_command(
    output: Annotated[Path, typer.Argument(help=said("已建成的文件夹", "a built folder"))] = Path("output"),
    port: Annotated[
        int, typer.Option("--port", min=0, max=65_535, help=said("端口（0：任选）", "port (0: any free one)"))
    ] = 7878,
    seconds: Annotated[
        float,
        typer.Option("--seconds", min=0.1, help=said("一次查询最多几秒", "seconds that a query may take")),
    ] = 30.0,
) -> None:
    """Options of serve."""
    serve_work(output, port, seconds)


def serve_work(output: Path, port: int, seconds: float) -> None:
    """Serve until Ctrl-C, or until the process is asked to end."""
    from unionkg import serve  # noqa: PLC0415
    from unionkg.output import Output  # noqa: PLC0415

    for asked in (signal.SIGINT, signal.SIGTERM):  # a shell in the background has had SIGINT ignored
        signal.signal(asked, _asked_to_end)
    try:
        with serve.opened(Output(output).check(), port, seconds) as endpoint:
            display.line(said(f"查询页面：{endpoint.address}", f"queries: {endpoint.address}"))
            display.line(said(f"网络图：{endpoint.address}views/", f"network: {endpoint.address}views/"))
            display.line(f"SPARQL: {endpoint.sparql}")
            sys.stdout.flush()
            display.note(said("按 Ctrl-C 结束", "Ctrl-C ends it"))
            threading.Event().wait()
    except KeyboardInterrupt:
        display.note(said("已结束", "ended"))


def _asked_to_end(*_: object) -> NoReturn:
    raise KeyboardInterrupt
