"""Commands for the thesaurus: export to CSV and import from it, for people who don't edit Turtle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from unionkg.cli import display
from unionkg.cli.language import said
from unionkg.errors import UnknownName, UsageError

FOLDER = typer.Option(
    "--ontology",
    help=said("知识文件夹（默认随软件自带的）", "folder of knowledge (the shipped one)"),
    show_default=False,
)
SCHEME = typer.Argument(help=said("词表名称，如 formulas", "name of the scheme, such as formulas"))


def export_command(
    scheme: Annotated[str, SCHEME],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help=said("写入的文件", "file to write"), show_default=False),
    ] = None,
    ontology: Annotated[Path | None, FOLDER] = None,
) -> None:
    """Options of export."""
    """Options of thesaurus export."""
    display.data(export_work(scheme, ontology), output)


def export_work(scheme: str, ontology: Path | None) -> str:
    """The scheme as CSV; raises UnknownName with those that there are."""
    from unionkg import knowledge  # noqa: PLC0415
    from unionkg.knowledge import thesaurus  # noqa: PLC0415

    paths = knowledge.files(ontology)
    known = [
        name.removeprefix("thesaurus/").removesuffix(".ttl")
        for name in paths
        if name.startswith("thesaurus/")
    ]
    if scheme not in known:
        names = ", ".join(known)
        raise UnknownName(f"没有词表 {scheme}；现有：{names}", f"no scheme '{scheme}'; there are: {names}")
    return thesaurus.to_csv(thesaurus.read(paths[f"thesaurus/{scheme}.ttl"]))


def import_command(
    scheme: Annotated[str, SCHEME],
    table: Annotated[Path, typer.Argument(help=said("CSV 文件（UTF-8）", "CSV file (UTF-8)"))],
    ontology: Annotated[
        Path, typer.Option("--ontology", help=said("写入的知识文件夹", "folder of knowledge to write to"))
    ] = Path("ontology"),
) -> None:
    """Options of thesaurus import."""
    target, number = import_work(scheme, table, ontology)
    display.note(said(f"{target}：写入 {number} 个词条", f"{target}: {number} concepts written"))


def import_work(scheme: str, table: Path, ontology: Path) -> tuple[Path, int]:
    """Write `thesaurus/SCHEME.ttl`; gives its path and the number of concepts. Raises KnowledgeError."""
    from unionkg import knowledge  # noqa: PLC0415
    from unionkg.knowledge import thesaurus  # noqa: PLC0415

    if not scheme.replace("-", "").isalnum() or not scheme.isascii():
        raise UsageError(
            f"词表名只用小写字母、数字和连字符：{scheme}",
            f"a scheme is named by letters, digits, hyphens: {scheme}",
        )
    try:
        text = table.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(
            f"{table}：读不了：{fault}；请另存为 UTF-8 的 CSV",
            f"{table}: can't be read: {fault}; save it as UTF-8 CSV",
        ) from fault
    concepts = thesaurus.from_csv(text, scheme, str(table))
    target = ontology / "thesaurus" / f"{scheme}.ttl"
    before = knowledge.files().get(f"thesaurus/{scheme}.ttl")
    source = target if target.exists() else before
    labels = thesaurus.scheme(source)[1:] if source else (scheme, scheme)
    display.data(thesaurus.write(scheme, *labels, concepts), target)
    return target, len(concepts)
