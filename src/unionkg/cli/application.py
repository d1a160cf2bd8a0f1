"""The commands under one name. Each stands in a room of its own kind: building, asking, writing, checking."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated

import typer

from unionkg import __version__
from unionkg.cli import asking, building, checking, correcting, language, serving, terminology, writing
from unionkg.cli.language import said

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=said(
        "把工会讲话、工作报告等中文文稿变成知识图谱：每条关系都附原文引文。全部在本机运行，不联网。",
        "Turn Chinese speeches and work reports into a knowledge graph with a quote behind every edge."
        " All of it runs on this machine, without a network.",
    ),
    epilog=said(
        "先运行 unionkg build 文件夹，再打开 output/views/index.html，或用 unionkg query 提问。",
        "Begin with: unionkg build FOLDER. Then open output/views/index.html, or ask with unionkg query.",
    ),
)


def _version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        typer.echo(f"unionkg {__version__}")
        raise typer.Exit


@app.callback()
def root(
    lang: Annotated[
        str, typer.Option("--lang", help=said("消息语言：zh 或 en", "language of messages: zh or en"))
    ] = "",
    _: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help=said("显示版本", "show the version")
        ),
    ] = False,
) -> None:
    """Options of every command; `--lang` was taken out before, unless its value is wrong."""
    if lang and lang not in language.LANGUAGES:
        raise typer.BadParameter(said("--lang 只能是 zh 或 en", "--lang must be zh or en"))


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, the panel of the help that it stands in, its options, what it does, examples."""

    name: str
    panel: str
    run: Callable[..., None]
    zh: str
    en: str
    examples: tuple[str, ...]


MAKING = said("建图", "build")
ASKING = said("提问", "ask")
GIVING = said("导出", "hand on")
CHECKING = said("检查", "check")
COMMANDS = (
    Command(
        "build",
        MAKING,
        building.build_command,
        "从一个文件夹（或一个文件）的文稿建成图谱、网页和报告。",
        "Build graph, page and report from a folder of documents or from one file.",
        ("unionkg build corpus -o output",),
    ),
    Command(
        "extract",
        MAKING,
        building.extract_command,
        "只读出提及、关系和要求，不建图谱；每一条都写明是哪条规则认出的。",
        "Show mentions, relations and demands without a graph, each with the rule that found it.",
        ('unionkg extract --text "市总工会成立宣讲团。"', "unionkg extract corpus --format brat -o brat"),
    ),
    Command(
        "convert",
        MAKING,
        building.convert_command,
        "写出将被读取的纯文本及元数据，便于核对和更正。",
        "Write the plain text that would be read, with its metadata, so that it can be corrected.",
        ("unionkg convert speech.docx -o text",),
    ),
    Command(
        "query",
        ASKING,
        asking.query_command,
        "用现成问题或自己的 SPARQL 1.1 提问；不带参数则列出现成问题。",
        "Ask a ready-made question or your own SPARQL 1.1; alone it lists the questions.",
        ("unionkg query", "unionkg query formula --param formula=15字要求"),
    ),
    Command(
        "why",
        ASKING,
        asking.why_command,
        "A 与 B 为何相连：原文、章节、偏移和规则；只给 A 则列出关于它的一切。",
        "The sentences that tie A to B, with section, offsets and rule; or all that is said of A.",
        ("unionkg why 市委 春风行动",),
    ),
    Command(
        "stats",
        ASKING,
        asking.stats_command,
        "图谱里有多少文稿、实体、关系、要求。",
        "Counts of a built graph.",
        ("unionkg stats output",),
    ),
    Command(
        "view",
        GIVING,
        writing.view_command,
        "写出整个图谱或其一部分的网页，可离线打开。",
        "Write a page of the whole graph or of a part of it; it opens offline.",
        ("unionkg view --entity 春风行动 --depth 2", "unionkg view --compare 2018/报告 2019/报告"),
    ),
    Command(
        "export",
        GIVING,
        writing.export_command,
        "把图谱导出给其他工具。",
        "Write the graph for other tools.",
        ("unionkg export --format graphml -o graph.graphml",),
    ),
    Command(
        "serve",
        GIVING,
        serving.serve_command,
        "在本机开一个只读的 SPARQL 服务，附查询页面和网络图；Ctrl-C 结束。",
        "Serve the graph on this machine, read only: SPARQL, a query page, the network. Ctrl-C ends it.",
        ("unionkg serve output --port 7878",),
    ),
    Command(
        "dump",
        GIVING,
        writing.dump_command,
        "在标准输出写出规范 N-Quads（已排序）。",
        "The canonical N-Quads (sorted) on standard output.",
        ("unionkg dump output > graph.nq",),
    ),
    Command(
        "validate",
        CHECKING,
        checking.validate_command,
        "用 SHACL 检查图谱；有违反则退出码为 1。",
        "Hold the SHACL shapes against a graph; exit code 1 on a violation.",
        ("unionkg validate output",),
    ),
    Command(
        "lint",
        CHECKING,
        checking.lint_command,
        "列出知识文件、文稿和标注里的全部问题；有问题则退出码为 1。",
        "All findings in knowledge, documents and annotation; exit code 1 if there are any.",
        ("unionkg lint", "unionkg lint ontology --fix"),
    ),
    Command(
        "evaluate",
        CHECKING,
        checking.evaluate_command,
        "与标注对照打分：提及、实体、三元组的准确率、召回率和 F1。",
        "Precision, recall and F1 of mentions, entities and triples against annotation.",
        ("unionkg evaluate corpus/gold --errors 20",),
    ),
)
THESAURUS = (
    Command(
        "export",
        "",
        terminology.export_command,
        "把一个词表写成 CSV，供表格软件编辑。",
        "Write a scheme as CSV, to be edited as a table.",
        ("unionkg thesaurus export formulas -o formulas.csv",),
    ),
    Command(
        "import",
        "",
        terminology.import_command,
        "从 CSV 读回词表，写成规范的 Turtle。",
        "Read a scheme from CSV and write it as Turtle.",
        ("unionkg thesaurus import formulas formulas.csv --ontology ontology",),
    ),
)


DECISIONS = (
    Command(
        "list",
        "",
        correcting.list_command,
        "列出全部更正。",
        "All decisions on a corpus.",
        ("unionkg decisions list corpus",),
    ),
    Command(
        "check",
        "",
        correcting.check_command,
        "检查更正：写错的、原文已变而失效的、互相抵触的；有则退出码为 1。",
        "Check decisions: mistakes, those that the text has left behind, contradictions; exit code 1 if any.",
        ("unionkg decisions check corpus",),
    ),
    Command(
        "apply",
        "",
        correcting.apply_command,
        "把网页存下的 decisions.jsonl 加进 decisions/。",
        "Add the decisions.jsonl that the page has saved to decisions/.",
        ("unionkg decisions apply decisions.jsonl",),
    ),
)


def _register(target: typer.Typer, commands: Iterable[Command]) -> None:
    """Give each command its name, its panel and its help, with examples at the end."""
    for command in commands:
        examples = "\n\n".join(f"  {line}" for line in command.examples)
        text = f"{said(command.zh, command.en)}\n\n{said('例：', 'Example:')}\n\n{examples}"
        target.command(command.name, help=text, rich_help_panel=command.panel or None)(command.run)


_register(app, COMMANDS)
thesaurus = typer.Typer(
    no_args_is_help=True,
    help=said("把词表导成 CSV，或从 CSV 读回。", "Write a scheme of the thesaurus as CSV, or read it back."),
)
_register(thesaurus, THESAURUS)
app.add_typer(thesaurus, name="thesaurus", rich_help_panel=CHECKING)
decisions = typer.Typer(
    no_args_is_help=True,
    help=said(
        "人工更正：放在语料旁的 decisions/，每次建图都重放。",
        "A person's corrections: they lie in decisions/ beside the corpus, and every build replays them.",
    ),
)
_register(decisions, DECISIONS)
app.add_typer(decisions, name="decisions", rich_help_panel=MAKING)
