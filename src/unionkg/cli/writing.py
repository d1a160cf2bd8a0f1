"""Commands that hand a graph on: view, export, dump. Each is a pair: options, and the work."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from unionkg.cli import display
from unionkg.cli.asking import GRAPH
from unionkg.cli.language import said
from unionkg.errors import UsageError


class Format(StrEnum):
    """What a graph can be exported as."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"


# --- view -----------------------------------------------------------------------------


def view_command(
    graph: Annotated[Path, GRAPH] = Path("output"),
    entity: Annotated[
        str,
        typer.Option(
            "--entity", help=said("只看这个名称的周围", "only around this name"), show_default=False
        ),
    ] = "",
    depth: Annotated[
        int, typer.Option("--depth", min=1, max=6, help=said("几步以内", "within how many steps"))
    ] = 1,
    document: Annotated[
        str, typer.Option("--document", help=said("只看这一篇", "only this document"), show_default=False)
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help=said("写入的文件", "file to write"), show_default=False),
    ] = None,
) -> None:
    """Options of view."""
    if entity and document:
        raise UsageError("--entity 和 --document 只能给一个", "give --entity or --document, not both")
    display.line(str(view_work(graph, entity, depth, document, output)))


def view_work(graph: Path, entity: str, depth: int, document: str, output: Path | None) -> Path:
    """Write the page; gives its path."""
    from unionkg import project, views  # noqa: PLC0415
    from unionkg.pages import Part  # noqa: PLC0415

    opened = project.open(graph)
    name = re.sub(r"[^\w\-]+", "_", entity or document)[:60] or "index"
    target = output or graph / "views" / f"{name}.html"
    views.write(target, opened.page(Part(entity, depth, document)))
    return target


# --- export and dump ---------------------------------------------------------------------


def export_command(
    form: Annotated[Format, typer.Option("--format", help=said("格式", "format"))],
    graph: Annotated[Path, GRAPH] = Path("output"),
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help=said("写入的文件；csv 为文件夹", "file to write; a folder for csv"),
            show_default=False,
        ),
    ] = None,
) -> None:
    """Options of export."""
    files = export_work(graph, form)
    if len(files) > 1:
        if output is None:
            raise UsageError(
                f"{form} 有 {len(files)} 个文件；请用 -o 指定文件夹",
                f"{form} makes {len(files)} files; name a folder by -o",
            )
        for name, content in files.items():
            display.data(content, output / name)
        return
    display.data(next(iter(files.values())), output)


def export_work(graph: Path, form: Format) -> dict[str, bytes]:
    """The files of a format by name."""
    from unionkg import export, project  # noqa: PLC0415

    return export.files(project.open(graph).store, form.value)


def dump_command(
    output: Annotated[Path, typer.Argument(help=said("已建成的文件夹", "a built folder"))],
) -> None:
    """Options of dump."""
    from unionkg import project  # noqa: PLC0415

    for line in project.open(output).store.dump():
        display.data(line)
