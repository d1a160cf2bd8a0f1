"""Commands for the thesaurus: export to CSV and import from it, for people who don't edit Turtle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from unionkg.cli import display
from unionkg.cli.language import said
from unionkg.errors import UnknownName, UsageError

BOM = "\ufeff"
"""By this a spreadsheet knows that a file is UTF-8."""
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
    """Options of thesaurus export."""
    table = export_work(scheme, ontology)
    display.data(BOM + table if output else table, output)


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
    new: Annotated[
        bool, typer.Option("--new", help=said("新建一个词表", "make a scheme that is not there yet"))
    ] = False,
) -> None:
    """Options of thesaurus import."""
    target, number = import_work(scheme, table, ontology, new=new)
    display.note(said(f"{target}：写入 {number} 个词条", f"{target}: {number} concepts written"))


def import_work(scheme: str, table: Path, ontology: Path, *, new: bool = False) -> tuple[Path, int]:
    """Write `thesaurus/SCHEME.ttl`; gives its path and the number of concepts.

    Raises UsageError for a scheme that is not there, but for a `new` one, and KnowledgeError for wrong rows.
    """
    from unionkg import knowledge  # noqa: PLC0415
    from unionkg.knowledge import thesaurus  # noqa: PLC0415

    if not scheme.replace("-", "").isalnum() or not scheme.isascii():
        raise UsageError(
            f"词表名只用小写字母、数字和连字符：{scheme}",
            f"a scheme is named by letters, digits, hyphens: {scheme}",
        )
    target = ontology / "thesaurus" / f"{scheme}.ttl"
    before = knowledge.files().get(f"thesaurus/{scheme}.ttl")
    source = target if target.exists() else before
    if source is None and not new:
        raise UsageError(
            f"没有词表 {scheme}（{target} 也不存在）；要新建请加 --new",
            f"there is no scheme '{scheme}', and no {target}; to make one, add --new",
        )
    concepts = thesaurus.from_csv(_table(table), scheme, str(table))
    labels = thesaurus.scheme(source)[1:] if source else (scheme, scheme)
    display.data(thesaurus.write(scheme, *labels, concepts), target)
    return target, len(concepts)


def _table(path: Path) -> str:
    """The text of a CSV file; raises UsageError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UsageError(
            f"{path}：不是 UTF-8 编码；请在表格软件里另存为“CSV UTF-8”",
            f"{path}: is not UTF-8; save it as 'CSV UTF-8' in the spreadsheet",
        ) from fault
    except OSError as fault:
        raise UsageError(
            f"{path}：读不了：{fault.strerror}", f"{path}: can't be read: {fault.strerror}"
        ) from fault
