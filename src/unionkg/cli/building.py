"""Commands that read documents: build, extract, convert. Each is a pair: options, and the work."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unionkg.cli import display
from unionkg.cli.language import said
from unionkg.errors import UsageError
from unionkg.model import Document, Finding

if TYPE_CHECKING:
    from unionkg.model import Reading
    from unionkg.report import Report
    from unionkg.store.addresses import Addresses

ONTOLOGY = typer.Option(
    "--ontology",
    help=said("叠在自带知识之上的文件夹", "a folder of knowledge laid over the shipped one"),
    show_default=False,
)


class Format(StrEnum):
    """How extract writes what it found."""

    TABLE = "table"
    JSONL = "jsonl"
    BRAT = "brat"


# --- build ----------------------------------------------------------------------------


def build_command(  # noqa: PLR0913, PLR0917 - an argument for each option
    corpus: Annotated[Path, typer.Argument(help=said("文件夹或单个文件", "a folder or one file"))] = Path(
        "corpus"
    ),
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help=said("写入的文件夹（默认 output）", "folder to write (output)")),
    ] = None,
    ontology: Annotated[Path | None, ONTOLOGY] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=1, help=said("进程数（默认与核数相同）", "processes (one for each core)")),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help=said("全部重读，不只读有变化的", "read all again, not only what changed")
        ),
    ] = False,
    bare: Annotated[
        bool,
        typer.Option(
            "--store-only", help=said("只建图库，不写转储和网页", "only the store: neither dumps nor page")
        ),
    ] = False,
    cluster: Annotated[
        str,
        typer.Option(
            "--cluster",
            help=said("由这个 Dask 集群读取文稿", "let the Dask cluster with this scheduler read"),
            show_default=False,
        ),
    ] = "",
    endpoint: Annotated[
        str,
        typer.Option(
            "--store",
            help=said("再把图谱送到这个 SPARQL 端点", "bring the graph to this SPARQL endpoint, too"),
            show_default=False,
        ),
    ] = "",
) -> None:
    """Options of build."""
    target = endpoint_work(corpus, endpoint)
    from unionkg import project  # noqa: PLC0415 - the start is kept short

    with display.progress() as tell:
        report = project.build(
            corpus,
            output,
            ontology=ontology,
            jobs=jobs,
            progress=tell,
            force=force,
            bare=bare,
            cluster=cluster,
        )
    show_report(report)
    if target:
        publish(Path(report.output), target)
    raise typer.Exit(1 if report.refused else 0)


def endpoint_work(corpus: Path, url: str) -> Addresses | None:
    """The endpoint that is named, or that of the settings; what is wrong with it is told before the build."""
    from unionkg import settings  # noqa: PLC0415
    from unionkg.store import addresses  # noqa: PLC0415

    return addresses.of(url) if url else settings.read(settings.beside(corpus)).store


def publish(output: Path, target: Addresses) -> None:
    """Bring an endpoint to the built graph, and tell what was sent."""
    from unionkg import project  # noqa: PLC0415

    made = project.open(output).publish(target)
    display.line(
        said(
            f"端点 {target.graphs}："
            f"送出 {made.sent} 个图（{made.size:,} 字节），{made.kept} 个未变，移除 {made.dropped} 个",
            f"endpoint {target.graphs}: "
            f"{made.sent} graphs sent ({made.size:,} bytes), {made.kept} unchanged, {made.dropped} removed",
        )
    )


def show_report(report: Report) -> None:
    """The report on the terminal: counts, what is amiss, where to look next, seconds."""
    names = {
        "totals": said("合计", "in all"),
        "classes": said("实体（按类）", "entities by class"),
        "relations": said("关系", "claims by relation"),
        "modalities": said("情态", "claims by modality"),
        "strengths": said("要求（按力度）", "demands by strength"),
        "verdicts": said("数目核对", "declared counts"),
    }
    for group, title in names.items():
        rows = list(report.counts.get(group, {}).items())
        if rows:
            display.line("")
            display.table((title, said("数", "number")), rows)
    if report.findings:
        display.note("")
        display.findings(report.findings, sys.stderr, display.SHOWN)
    gone = len(report.removed)
    display.line(
        said(
            f"\n读取 {len(report.read)} 篇，沿用 {report.kept} 篇，移除 {gone} 篇",
            f"\n{len(report.read)} documents read, {report.kept} kept, {gone} removed",
        )
    )
    seconds = "  ".join(f"{name} {value:.2f}" for name, value in report.seconds.items())
    display.line(said(f"用时（秒）：{seconds}", f"seconds: {seconds}"))
    display.line(said("\n接下来：", "\nnext:"))
    for zh, en in report.next:
        display.line(f"  {said(zh, en)}")


# --- extract --------------------------------------------------------------------------


def extract_command(
    paths: Annotated[
        list[Path] | None, typer.Argument(help=said("文件或文件夹", "files or folders"), show_default=False)
    ] = None,
    text: Annotated[
        str,
        typer.Option("--text", help=said("直接给出一段文字", "a text instead of files"), show_default=False),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help=said("写入的文件夹", "folder to write"), show_default=False),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help=said("输出格式", "how to write it"))
    ] = Format.TABLE,
    ontology: Annotated[Path | None, ONTOLOGY] = None,
) -> None:
    """Options of extract."""
    if bool(text) == bool(paths):
        raise UsageError("请给出文件，或用 --text 给出文字", "name files, or give a text by --text")
    if form is Format.TABLE and output:
        raise UsageError(
            "表格只在屏幕上显示；写文件请用 --format jsonl 或 brat",
            "a table is for the screen; to write files use --format jsonl or brat",
        )
    refused = False
    for item in extract_work(paths or [], text, ontology):
        if isinstance(item, Finding):
            display.findings([item], sys.stderr)
            refused |= item.level == "error"
        else:
            show_reading(item, form, output)
    raise typer.Exit(1 if refused else 0)


def extract_work(paths: list[Path], text: str, ontology: Path | None) -> Iterator[Reading | Finding]:
    """What is read of the files, or of the text."""
    from unionkg import knowledge, pipeline, settings  # noqa: PLC0415
    from unionkg.reader import Reader  # noqa: PLC0415

    chosen = settings.Settings(ontology=ontology)
    if text:
        reader = Reader(knowledge.load(chosen.ontology))
        yield reader.read(Document("text", text, {}))
        return
    yield from pipeline.extract(paths, chosen)


def show_reading(reading: Reading, form: Format, output: Path | None) -> None:
    """One document's mentions, relations and demands in the format asked for."""
    from unionkg import stages  # noqa: PLC0415

    target = None
    if output:
        target = stages.folder(output, reading.document.id)
    if form is Format.TABLE:
        _tables(reading)
    elif form is Format.JSONL:
        records = (
            *stages.lines(reading, reading.mentions, "mention"),
            *stages.lines(reading, reading.claims, "relation"),
            *stages.lines(reading, reading.demands, "demand"),
        )
        display.data("".join(records), target.with_name(f"{target.name}.jsonl") if target else None)
    else:
        annotation = _brat(reading)
        display.data(annotation, target.with_name(f"{target.name}.ann") if target else None)
        if target:
            display.data(reading.document.text, target.with_name(f"{target.name}.txt"))


def _brat(reading: Reading) -> str:
    """The `.ann` file of a reading; only the guideline's types and relations are in it."""
    from unionkg import brat, knowledge  # noqa: PLC0415
    from unionkg.knowledge import vocabulary  # noqa: PLC0415

    types = vocabulary.read(knowledge.files()["unionkg.ttl"]).entity_types
    return brat.written(brat.annotate(reading, types))


def _tables(reading: Reading) -> None:
    """Mentions, relations and demands with their rules, as tables."""
    from unionkg import stages  # noqa: PLC0415

    text, entities = reading.document.text, reading.resolution.entities
    names = (said("文字", "text"), said("类", "class"), said("规则", "rule"))
    display.table(
        (said("起", "start"), said("止", "end"), *names),
        [(m.span.start, m.span.end, m.text, m.type, m.rule) for m in reading.mentions],
    )
    if reading.claims:
        display.line("")
        heads = (said("主语", "subject"), said("关系", "relation"), said("宾语", "object"))
        more = (said("情态", "modality"), said("引文", "quote"), said("规则", "rule"))
        rows = [
            (*stages.triple(reading, c), c.modality.value, text[c.quote.start : c.quote.end], c.rule)
            for c in reading.claims
        ]
        display.table((*heads, *more), rows)
    if reading.demands:
        display.line("")
        heads = (said("要求", "demand"), said("对象", "addressees"), said("力度", "strength"))
        asked = [
            (
                text[d.content.start : d.content.end],
                "、".join(entities[index].label for index in d.addressees),
                d.strength,
                d.status,
                d.rule,
            )
            for d in reading.demands
        ]
        display.table((*heads, said("状态", "status"), said("规则", "rule")), asked)


# --- convert --------------------------------------------------------------------------


def convert_command(
    path: Annotated[Path, typer.Argument(help=said("文件或文件夹", "a file or folder"))],
    output: Annotated[Path, typer.Option("-o", "--output", help=said("写入的文件夹", "folder to write"))],
) -> None:
    """Options of convert."""
    refused = False
    for item in convert_work(path, output):
        if isinstance(item, Finding):
            display.findings([item], sys.stderr)
            refused |= item.level == "error"
        else:
            display.line(str(item))
    raise typer.Exit(1 if refused else 0)


def convert_work(path: Path, output: Path) -> Iterator[Path | Finding]:
    """The texts written, and findings."""
    from unionkg import corpus, documents, settings  # noqa: PLC0415

    chosen = settings.read(settings.beside(path))
    yield from documents.convert(path, output, corpus.reading_settings(chosen))
