"""Commands for a person's decisions: list, check, apply. Each is a pair: options, and the work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unionkg.cli import display
from unionkg.cli.building import ONTOLOGY
from unionkg.cli.language import said
from unionkg.errors import KnowledgeError, OutputError, UsageError
from unionkg.model import Finding

if TYPE_CHECKING:
    from unionkg.decisions import Decision

CORPUS = typer.Argument(
    help=said("语料文件夹；decisions/ 在它旁边", "the corpus; decisions/ lies beside it"), show_default=True
)


def list_command(
    corpus: Annotated[Path, CORPUS] = Path("corpus"), ontology: Annotated[Path | None, ONTOLOGY] = None
) -> None:
    """Options of decisions list."""
    rows = [_row(decision) for decision in list_work(corpus, ontology)]
    heads = (said("处", "place"), said("文稿", "document"), said("决定", "decision"), said("原文", "words"))
    display.table((*heads, said("内容", "what"), said("谁", "who"), said("为何", "why")), rows)


def list_work(corpus: Path, ontology: Path | None) -> tuple[Decision, ...]:
    """The decisions on a corpus; raises KnowledgeError at the first mistake."""
    from unionkg import decisions, knowledge, settings  # noqa: PLC0415

    return decisions.read(settings.decisions(corpus), knowledge.load(ontology).vocabulary)


def _row(decision: Decision) -> tuple[str, ...]:
    """One decision for the table."""
    things = (decision.subject, decision.object, decision.thing, decision.into)
    labels = [thing.label if thing else "" for thing in things]
    what = (labels[0], decision.relation, labels[1], labels[2], labels[3], decision.type, decision.to)
    words = decision.anchor.quote
    return (
        decision.place,
        decision.anchor.document,
        f"{decision.action} {decision.kind}",
        words if len(words) <= 40 else f"{words[:40]}…",
        " ".join(filter(None, what)),
        decision.who,
        decision.why,
    )


def check_command(
    corpus: Annotated[Path, CORPUS] = Path("corpus"), ontology: Annotated[Path | None, ONTOLOGY] = None
) -> None:
    """Options of decisions check."""
    found = check_work(corpus, ontology)
    display.findings(found)
    display.note(said(f"{len(found)} 处有问题", f"{len(found)} findings"))
    raise typer.Exit(1 if found else 0)


def check_work(corpus: Path, ontology: Path | None) -> tuple[Finding, ...]:
    """Mistakes, and decisions that are stale or contradict one another."""
    from dataclasses import replace  # noqa: PLC0415

    from unionkg import pipeline, settings  # noqa: PLC0415

    chosen = settings.read(settings.beside(corpus))
    if ontology is not None:
        chosen = replace(chosen, ontology=ontology)
    return tuple(pipeline.check_decisions(corpus, chosen))


def apply_command(
    file: Annotated[
        Path, typer.Argument(help=said("网页存下的 decisions.jsonl", "decisions.jsonl of the page"))
    ],
    corpus: Annotated[Path, CORPUS] = Path("corpus"),
    ontology: Annotated[Path | None, ONTOLOGY] = None,
) -> None:
    """Options of decisions apply."""
    target, number = apply_work(file, corpus, ontology)
    display.note(said(f"{target}：加入 {number} 条", f"{target}: {number} added"))
    found = check_work(corpus, ontology)
    display.findings(found)
    display.note(said("下次 unionkg build 时生效", "the next unionkg build replays them"))
    raise typer.Exit(1 if found else 0)


def apply_work(file: Path, corpus: Path, ontology: Path | None) -> tuple[Path, int]:
    """Add those lines of a file that are not there yet to `decisions/`; gives the file there and how many.

    Raises KnowledgeError where a line is no decision: then nothing is added.
    """
    from unionkg import decisions, knowledge, settings  # noqa: PLC0415

    if file.suffix != ".jsonl" or not file.is_file():
        raise UsageError(f"{file}：请给出 .jsonl 文件", f"{file}: name a .jsonl file")
    vocabulary = knowledge.load(ontology).vocabulary
    folder = settings.decisions(corpus)
    known = {decision.effect() for decision in decisions.read(folder, vocabulary)}
    fresh: list[str] = []
    lines = file.read_text(encoding="utf-8-sig").split("\n")
    for item in decisions.parse(file, vocabulary):
        if isinstance(item, Finding):
            raise KnowledgeError(f"{item.place}: {item.zh}", f"{item.place}: {item.en}")
        if item.effect() not in known:
            known.add(item.effect())
            fresh.append(lines[int(item.place.rpartition(":")[2]) - 1].strip() + "\n")
    target = folder / file.name
    try:
        folder.mkdir(exist_ok=True)
        before = target.read_text(encoding="utf-8") if target.exists() else ""
        gap = "\n" if before and not before.endswith("\n") else ""
        if fresh:
            target.write_text(before + gap + "".join(fresh), encoding="utf-8", newline="")
    except OSError as fault:
        raise OutputError(f"写不了 {target}：{fault}", f"can't write {target}: {fault}") from fault
    return target, len(fresh)
