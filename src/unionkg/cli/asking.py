"""Commands that ask a built graph: query, why, stats. Each is a pair: options, and the work."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unionkg.cli import display
from unionkg.cli.language import current, said
from unionkg.errors import UnknownName, UsageError

if TYPE_CHECKING:
    from unionkg.exhibit import Fact
    from unionkg.knowledge.questions import Question
    from unionkg.project import Endpoint
    from unionkg.store import Answer

GRAPH = typer.Option("-g", "--graph", help=said("已建成的文件夹", "a built folder"))
ASKED = typer.Option(
    "-g",
    "--graph",
    "--store",
    help=said("已建成的文件夹，或 SPARQL 端点的地址", "a built folder, or the address of a SPARQL endpoint"),
)


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    EXCEL = "excel"
    TSV = "tsv"
    TURTLE = "turtle"


class Shown(StrEnum):
    """How evidence and counts are written."""

    TABLE = "table"
    JSON = "json"


# --- query ----------------------------------------------------------------------------


def query_command(
    name: Annotated[
        str,
        typer.Argument(
            help=said("现成问题的名称，或 .rq 文件", "a ready-made question, or a .rq file"),
            show_default=False,
        ),
    ] = "",
    sparql: Annotated[
        str, typer.Option("-e", "--sparql", help=said("自己的 SPARQL", "your own SPARQL"), show_default=False)
    ] = "",
    graph: Annotated[str, ASKED] = "output",
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            help=said("参数 名称=值，可重复", "a parameter name=value; may recur"),
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format", help=said("输出格式（默认 table）", "how to write it (table)"), show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help=said("写入的文件", "file to write"), show_default=False),
    ] = None,
) -> None:
    """Options of query."""
    if name and sparql:
        raise UsageError("问题名称和 -e 只能给一个", "give a question or -e, not both")
    if not name and not sparql:
        list_questions(Path(graph))
        return
    content = query_work(opened_work(graph), name, sparql, _values(param or []), form)
    if isinstance(content, bytes):
        display.data(content, output)
    elif output:
        display.data("".join("\t".join(row) + "\n" for row in (content[0], *content[1])), output)
    else:
        display.table(*content)
        if not content[1]:
            display.note(said("没有结果", "no rows"))


Rows = tuple[tuple[str, ...], list[tuple[str, ...]]]


def query_work(
    opened: Endpoint, name: str, sparql: str, values: dict[str, str], form: Format | None
) -> bytes | Rows:
    """The answer as bytes of a format, or as headings and rows for a table."""
    from unionkg import tables  # noqa: PLC0415
    from unionkg.sparql import kind  # noqa: PLC0415

    shown = form in {None, Format.TABLE, Format.EXCEL}  # with headings in the user's language
    question, asked = _asked(opened, name, sparql, values, current() if shown else "zh")
    triples = question is None and kind(asked) in {"CONSTRUCT", "DESCRIBE"}
    if form is None:
        form = Format.TURTLE if triples else Format.TABLE
    if form is Format.TABLE:
        return _rows(opened.query(asked), question)
    if form in {Format.CSV, Format.EXCEL} and not triples:
        rows = _rows(opened.query(asked), question if form is Format.EXCEL else None)
        return tables.sheet(*rows, mark=form is Format.EXCEL)
    return opened.store.serialise(asked, form.value)


def _asked(
    graph: Endpoint, name: str, sparql: str, values: dict[str, str], language: str
) -> tuple[Question | None, str]:
    """The ready-made question, if it is one, and the SPARQL; labels in `language` if none is chosen."""
    from unionkg.knowledge import questions  # noqa: PLC0415

    if name and not name.endswith(".rq"):
        question = graph.question(name)
        return question, questions.bind(question, questions.in_language(question, values, language))
    if values:
        raise UsageError("--param 只用于现成问题", "--param is for ready-made questions only")
    return None, sparql or _file(Path(name))


def _file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path}：读不了：{fault}", f"{path}: can't be read: {fault}") from fault


def _rows(answer: Answer, question: Question | None) -> Rows:
    """Headings and rows; a ready-made question has headings in the user's language."""
    headings = answer.columns
    if question:
        headings = tuple(said(column.zh, column.en) for column in question.columns)
    return headings, list(answer.texts())


def _values(params: list[str]) -> dict[str, str]:
    """Parameters from `name=value`."""
    found = {}
    for word in params:
        name, sign, value = word.partition("=")
        if not sign or not name:
            raise UsageError(f"--param 应写成 名称=值，现为“{word}”", f"--param is name=value, not '{word}'")
        found[name] = value
    return found


def list_questions(graph: Path) -> None:
    """The ready-made questions with their parameters; a graph is not needed for that."""
    rows = [
        (
            question.name,
            said(question.question_zh, question.question_en),
            " ".join(f"{p.name}={p.default}" for p in question.parameters),
        )
        for question in questions_work(graph)
    ]
    display.table(
        (said("名称", "name"), said("问题", "question"), said("参数（默认值）", "parameters")), rows
    )


def questions_work(graph: Path) -> list[Question]:
    """The questions of a built graph's knowledge, or the shipped ones where there is none."""
    from unionkg import project  # noqa: PLC0415
    from unionkg.output import Output  # noqa: PLC0415

    if Output(graph).store.is_dir():
        return list(project.open(graph).questions().values())
    return list(project.ready_made().values())


# --- why --------------------------------------------------------------------------------


def why_command(
    name: Annotated[str, typer.Argument(help=said("名称", "a name"))],
    other: Annotated[str, typer.Argument(help=said("另一个名称", "another name"), show_default=False)] = "",
    graph: Annotated[str, ASKED] = "output",
    form: Annotated[Shown, typer.Option("--format", help=said("输出格式", "how to write it"))] = Shown.TABLE,
) -> None:
    """Options of why."""
    opened = opened_work(graph)
    chains = opened.why(name, other or None)
    if form is Shown.JSON:
        sure = opened.sureness()
        content = [[told_work(opened, fact, sure) for fact in chain] for chain in chains]
        display.data(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        return
    if not chains:
        raise UnknownName(
            f"“{name}”与“{other}”之间没有关系" if other else f"没有关于“{name}”的关系",
            f"nothing ties '{name}' to '{other}'" if other else f"nothing is claimed of '{name}'",
        )
    labels = labels_work(opened, [fact for chain in chains for fact in chain])
    sure = opened.sureness()
    for chain in chains:
        for fact in chain:
            _show_fact(fact, opened.sentence(fact), labels, sure.get(fact.rule))
        if len(chain) > 1:
            display.line("")


def opened_work(graph: str) -> Endpoint:
    """The built graph in a folder, or the one at an address."""
    from unionkg import project  # noqa: PLC0415

    return project.connect(graph) if graph.startswith(("http://", "https://")) else project.open(graph)


def told_work(opened: Endpoint, fact: Fact, sure: dict[str, tuple[float, int]]) -> dict[str, object]:
    """One fact with its sentences, and how sure its rule is (null: not measured)."""
    precision, cases = sure.get(fact.rule, (None, None))
    return {
        **asdict(fact),
        "sentence": "".join(opened.sentence(fact)).strip(),
        "precision": precision,
        "cases": cases,
    }


def labels_work(opened: Endpoint, facts: list[Fact]) -> dict[str, str]:
    """What relations, modalities and the ends of the facts are called in the user's language."""
    from unionkg import evidence, knowledge  # noqa: PLC0415
    from unionkg.knowledge import vocabulary  # noqa: PLC0415

    spoken = vocabulary.read(knowledge.files(opened.ontology)["unionkg.ttl"])
    zh = current() == "zh"
    found = {name: labels.label_zh if zh else labels.label_en for name, labels in spoken.labels.items()}
    ends = {end for fact in facts for end in (fact.source, fact.target)}
    found.update(evidence.labels(opened.store, ends))
    return found


def _show_fact(
    fact: Fact, words: tuple[str, str, str], labels: dict[str, str], sure: tuple[float, int] | None
) -> None:
    """One fact: what is claimed, the sentence with its words marked, where they stand, and how sure it is."""
    source, relation, target = (labels.get(name, name) for name in (fact.source, fact.relation, fact.target))
    modality = labels.get(fact.modality, fact.modality)
    display.line(f"{source} —{relation}→ {target}  [{modality}]")
    before, quote, behind = words
    display.line(f"  {before.lstrip()}【{quote}】{behind.rstrip()}")
    place = " › ".join(part for part in (fact.document, fact.section) if part)
    voice = said(f"；说话人 {fact.speaker}", f"; voice: {fact.speaker}") if fact.speaker else ""
    rule = f"{said('；规则 ', '; rule: ')}{fact.rule}"
    if sure:
        share, cases = sure
        rule += said(f"（精确率 {share:.0%}，{cases} 例）", f" (precision {share:.0%} of {cases} cases)")
    display.line(f"  {place}  {fact.start}–{fact.end}{voice}{rule}")


# --- stats ------------------------------------------------------------------------------


def stats_command(
    output: Annotated[Path, typer.Argument(help=said("已建成的文件夹", "a built folder"))] = Path("output"),
    form: Annotated[Shown, typer.Option("--format", help=said("输出格式", "how to write it"))] = Shown.TABLE,
) -> None:
    """Options of stats."""
    counts = stats_work(output)
    if form is Shown.JSON:
        display.data(json.dumps(counts, ensure_ascii=False, indent=1) + "\n")
        return
    rows = [(group, name, number) for group, table in counts.items() for name, number in table.items()]
    display.table((said("组", "group"), said("名称", "name"), said("数", "number")), rows)


def stats_work(output: Path) -> dict[str, dict[str, int]]:
    """The tables of counts, by group."""
    from unionkg.output import Output  # noqa: PLC0415

    place = Output(output).check()
    try:
        counts: dict[str, dict[str, int]] = json.loads(place.report.read_text(encoding="utf-8"))["counts"]
    except (OSError, ValueError, KeyError) as fault:
        raise UsageError(
            f"{place.report} 读不了；请重新运行 unionkg build", f"{place.report} can't be read; build again"
        ) from fault
    return counts
