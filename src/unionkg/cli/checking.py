"""Commands that check: validate, lint, evaluate. Each is a pair: options, and the work."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unionkg.cli import display
from unionkg.cli.building import ONTOLOGY
from unionkg.cli.language import said
from unionkg.errors import UsageError
from unionkg.model import Finding

if TYPE_CHECKING:
    from unionkg.brat import Annotation
    from unionkg.evaluation import Score, Tally


class Format(StrEnum):
    """How findings of validation are written."""

    TEXT = "text"
    TURTLE = "turtle"


# --- validate ---------------------------------------------------------------------------


def validate_command(
    output: Annotated[Path, typer.Argument(help=said("已建成的文件夹", "a built folder"))] = Path("output"),
    form: Annotated[
        Format,
        typer.Option("--format", help=said("给人看的文字，或 SHACL 报告", "text, or the SHACL report")),
    ] = Format.TEXT,
) -> None:
    """Options of validate."""
    if form is Format.TURTLE:
        content = report_work(output)
        display.data(content)
        raise typer.Exit(1 if b"sh:Violation" in content else 0)
    found = validate_work(output)
    display.findings(found)
    violations = sum(finding.level == "error" for finding in found)
    warnings = len(found) - violations
    display.note(
        said(
            f"SHACL：{violations} 处违反，{warnings} 处提醒",
            f"SHACL: {violations} violations, {warnings} warnings",
        )
    )
    raise typer.Exit(1 if violations else 0)


def validate_work(output: Path) -> tuple[Finding, ...]:
    """What the shapes have to say."""
    from unionkg import knowledge, project, validation  # noqa: PLC0415

    opened = project.open(output)
    return validation.validate(opened.store, knowledge.files(opened.ontology)["shapes.ttl"])


def report_work(output: Path) -> bytes:
    """The SHACL report in Turtle."""
    from unionkg import knowledge, project, validation  # noqa: PLC0415

    opened = project.open(output)
    return validation.report(opened.store, knowledge.files(opened.ontology)["shapes.ttl"])


# --- lint -------------------------------------------------------------------------------


def lint_command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help=said("文件或文件夹（默认 ontology 和 corpus）", "files or folders (ontology and corpus)"),
            show_default=False,
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help=said("把词表文件改成规范写法", "rewrite thesaurus files in canonical form")
        ),
    ] = False,
) -> None:
    """Options of lint."""
    found = lint_work(paths or [], fix=fix)
    display.findings(found)
    errors = sum(finding.level == "error" for finding in found)
    rest = len(found) - errors
    display.note(said(f"{errors} 处错误，{rest} 处提醒", f"{errors} errors, {rest} warnings"))
    raise typer.Exit(1 if found else 0)


def lint_work(paths: list[Path], *, fix: bool) -> tuple[Finding, ...]:
    """All findings; without paths those of `ontology` and `corpus` here, or of what ships."""
    from unionkg import lint  # noqa: PLC0415
    from unionkg.knowledge.yamlfile import shipped  # noqa: PLC0415

    here = [path for path in (Path("ontology"), Path("corpus")) if path.is_dir()]
    return lint.lint(paths or here or [shipped()], fix=fix)


# --- evaluate ---------------------------------------------------------------------------


def evaluate_command(  # noqa: PLR0913, PLR0917 - an argument for each option
    gold: Annotated[Path, typer.Argument(help=said("含 .txt 和 .ann 的文件夹", "a folder of .txt and .ann"))],
    errors: Annotated[
        int,
        typer.Option(
            "--errors", min=0, help=said("列出最常见的若干错误", "show that many of the commonest errors")
        ),
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help=said("写成 JSON", "as JSON"))] = False,
    per_type: Annotated[
        bool, typer.Option("--per-type", help=said("逐类列出", "each type and relation by itself"))
    ] = False,
    leave: Annotated[
        bool,
        typer.Option(
            "--leave-one-out",
            help=said(
                "逐篇留出，用其余的重新训练后再读",
                "train again without each text in turn",
            ),
        ),
    ] = False,
    taught: Annotated[
        list[Path] | None,
        typer.Option(
            "--taught",
            help=said("训练时另加的标注文件夹，可重复", "a further annotated folder to train on; may recur"),
            show_default=False,
        ),
    ] = None,
    ontology: Annotated[Path | None, ONTOLOGY] = None,
) -> None:
    """Options of evaluate."""
    if taught and not leave:
        raise UsageError("--taught 只用于 --leave-one-out", "--taught is for --leave-one-out only")
    tally = left_out_work(gold, taught or [], ontology) if leave else evaluate_work(gold, ontology)
    scores = tally.scores()
    if as_json:
        display.data(json.dumps(_plain(scores), ensure_ascii=False, indent=1) + "\n")
        return
    display.line(said(f"{tally.documents} 篇", f"{tally.documents} documents"))
    display.table(
        ("", "P", "R", "F1", said("对", "hit"), said("标准", "gold"), said("读出", "predicted")),
        [_row(name, score) for name, score in _shown(scores, per_type=per_type)],
    )
    if errors:
        display.line("")
        names = {"missed": said("漏", "missed"), "spurious": said("多", "spurious")}
        rows = [(count, names[miss.sort], miss.kind, miss.what) for count, miss in tally.commonest(errors)]
        display.table(
            (said("次", "times"), said("错误", "error"), said("类", "kind"), said("内容", "what")), rows
        )


def evaluate_work(gold: Path, ontology: Path | None) -> Tally:
    """Read each text of the folder and compare it with its annotation."""
    from unionkg import brat, evaluation, knowledge, pipeline  # noqa: PLC0415
    from unionkg.errors import RefusedDocument  # noqa: PLC0415
    from unionkg.reader import Reader  # noqa: PLC0415
    from unionkg.settings import Settings  # noqa: PLC0415

    settings = Settings(ontology=ontology)
    known = knowledge.load(ontology)
    reader = Reader(known)

    def predict(path: Path) -> Annotation:
        for item in pipeline.read_documents(path, settings):
            if not isinstance(item, Finding):
                return brat.annotate(reader.read(item), known.vocabulary.entity_types)
            if item.level == "error":
                raise RefusedDocument(f"{item.place}：{item.zh}", f"{item.place}: {item.en}")
        raise RefusedDocument(f"{path}：没有文字", f"{path}: holds no text")

    return evaluation.run(gold, predict)


def left_out_work(gold: Path, taught: list[Path], ontology: Path | None) -> Tally:
    """Read each text of the folder by models that were trained without it."""
    from unionkg import brat, evaluation, knowledge, learning, lessons  # noqa: PLC0415
    from unionkg.settings import Settings  # noqa: PLC0415

    types = knowledge.load(ontology).vocabulary.entity_types
    left, beside = list(lessons.annotated([gold])), list(lessons.annotated(taught))
    if len(left) + len(beside) < 2:
        raise UsageError("留一法至少要两篇标注", "leaving one out takes two annotated texts at least")
    tally = evaluation.Tally()
    for lesson, reading in learning.leave_one_out(left, beside, ontology, Settings().processes):
        tally.add(lesson.document.id, lesson.annotation, brat.annotate(reading, types))
    return tally


def _plain(scores: dict[str, dict[str, Score]]) -> dict[str, dict[str, list[float]]]:
    """Scores as lists: precision, recall, F1, hit, gold, predicted."""
    return {
        measure: {
            name: [*(round(x, 4) for x in (s.precision, s.recall, s.f1)), s.hit, s.gold, s.predicted]
            for name, s in rows.items()
        }
        for measure, rows in scores.items()
    }


def _shown(scores: dict[str, dict[str, Score]], *, per_type: bool) -> list[tuple[str, Score]]:
    """The rows of the table: each measure, and below the strict ones their types where asked for."""
    rows = []
    for measure, table in scores.items():
        rows.append((measure, table["all"]))
        if per_type and measure in {"mentions", "triples"}:
            rows.extend((f"  {name}", score) for name, score in table.items() if name != "all")
    return rows


def _row(name: str, score: Score) -> tuple[object, ...]:
    shown = (f"{value:.3f}" for value in (score.precision, score.recall, score.f1))
    return (name, *shown, score.hit, score.gold, score.predicted)
