"""Commands that hand a graph on: view, export, dump. Each is a pair: options, and the work."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unionkg.cli import display
from unionkg.cli.asking import GRAPH
from unionkg.cli.language import said
from unionkg.errors import UsageError

if TYPE_CHECKING:
    from unionkg.parts import Part


class Format(StrEnum):
    """What a graph can be exported as."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    NEO4J = "neo4j"
    GEPHI = "gephi"
    SKOS = "skos"
    BRAT = "brat"


# --- view -----------------------------------------------------------------------------


def view_command(  # noqa: PLR0913 - an option for each kind of part
    *,
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
    kind: Annotated[
        str,
        typer.Option(
            "--class",
            help=said("只看这一类，如 Initiative 或 举措", "only this class, as Initiative or its label"),
            show_default=False,
        ),
    ] = "",
    query: Annotated[
        Path | None,
        typer.Option(
            "--query",
            help=said(
                ".rq 文件：SELECT ?source ?relation ?target，或 CONSTRUCT",
                "a .rq file: SELECT ?source ?relation ?target, or CONSTRUCT",
            ),
            show_default=False,
        ),
    ] = None,
    ledger: Annotated[bool, typer.Option("--ledger", help=said("只看要求台账", "the demands alone"))] = False,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--compare",
            metavar="A B",
            help=said("对照两篇文稿（编号）", "two documents side by side (ids)"),
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help=said("写入的文件", "file to write"), show_default=False),
    ] = None,
) -> None:
    """Options of view."""
    from unionkg.parts import Part  # noqa: PLC0415

    if sum(map(bool, (entity, document, kind, query, ledger, compare))) > 1:
        raise UsageError(
            "--entity、--document、--class、--query、--ledger、--compare 只能给一个",
            "give only one of --entity, --document, --class, --query, --ledger, --compare",
        )
    sparql, name = (_sparql(query), query.stem) if query else ("", "")
    part = Part(entity, depth, document, kind, sparql, name, ledger, compare)
    display.line(str(view_work(graph, part, output)))


def _sparql(path: Path) -> str:
    """The text of a query's file; raises UsageError where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path}：读不了：{fault}", f"{path}: can't be read: {fault}") from fault


def view_work(graph: Path, part: Part, output: Path | None) -> Path:
    """Write the page; gives its path."""
    from unionkg import project, views  # noqa: PLC0415

    opened = project.open(graph)
    target = output or graph / "views" / part.file_name
    views.write(target, opened.page(part))
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
            help=said("写入的文件；有几个文件的格式为文件夹", "file to write; a folder for several"),
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

    opened = project.open(graph)
    return opened.brat() if form is Format.BRAT else export.files(opened.store, form.value)


def dump_command(
    output: Annotated[Path, typer.Argument(help=said("已建成的文件夹", "a built folder"))],
) -> None:
    """Options of dump."""
    from unionkg import project  # noqa: PLC0415

    for line in project.open(output).store.dump():
        display.data(line)
