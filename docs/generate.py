"""Writes what is generated: pages of docs/, and what `ontology/compiled.json` keeps ready.

The pages tell the commands as `--help` prints them, the questions, the vocabulary.
`python docs/generate.py` writes, `--check` only tells whether something is out of date.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from unionkg import knowledge, project
from unionkg.cli import application
from unionkg.knowledge import compiled, yamlfile
from unionkg.knowledge.questions import Question
from unionkg.knowledge.vocabulary import NAMESPACE

HERE = Path(__file__).parent
COMMANDS = (
    *(command.name for command in application.COMMANDS),
    "thesaurus",
    *(f"thesaurus {command.name}" for command in application.THESAURUS),
)
SCHEMA = rdflib.Namespace("https://schema.org/")
_TOLD = {
    "Under": RDFS.subClassOf,
    "Implies": RDFS.subPropertyOf,
    "From": SCHEMA.domainIncludes,
    "To": SCHEMA.rangeIncludes,
    "Disjoint with": OWL.disjointWith,
    "Is a": RDF.type,
}
VOCABULARY = "Made by `python docs/generate.py` from `ontology/unionkg.ttl`: prefix `ukg:`, namespace"
QUESTIONS = """# Ready-made questions

Made by `python docs/generate.py` from `ontology/queries/*.rq`. Each is asked by
`unionkg query NAME --param name=value` or `graph.ask("NAME", name="value")`, and tested by
`tests/competency/manifest.yaml`.

Of many documents the newest are told: `most` says how many records are taken, and `source` keeps to
documents whose id holds these words. `language` (zh or en) is that of what the vocabulary calls things; the
command line and the page take their own.
"""
HEAD = """# Commands

Made by `python docs/generate.py` from `--help`; `unionkg --lang zh` speaks Chinese.
"""


def helped(command: str) -> str:
    """What `--help` prints for a command, 100 columns wide, in English, without colour."""
    call = [sys.executable, "-c", "from unionkg.cli import main; main()", "--lang", "en"]
    done = subprocess.run(  # noqa: S603 - our own command
        [*call, *command.split(), "--help"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={
            **os.environ,
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "100",
            "TERMINAL_WIDTH": "100",
            "NO_COLOR": "1",
            "TERM": "dumb",
            "PYTHONIOENCODING": "utf-8",
        },
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def reference() -> str:
    """The whole page."""
    parts = [HEAD, f"```\n{helped('')}\n```\n"]
    parts.extend(f"## unionkg {command}\n\n```\n{helped(command)}\n```\n" for command in COMMANDS)
    return "\n".join(parts)


def ready_made() -> str:
    """The page of the ready-made questions."""
    asked = project.ready_made().values()
    parts = [
        QUESTIONS,
        "| name | 问题 | question |\n| --- | --- | --- |",
        *(f"| [{q.name}](#{q.name}) | {q.question_zh} | {q.question_en} |" for q in asked),
        "",
    ]
    return "\n".join([*parts, *map(_question, asked)])


def _question(question: Question) -> str:
    """One question with its parameters and columns."""
    lines = [
        f"## {question.name}\n",
        f"{question.title_zh} · {question.title_en}\n",
        f"{question.question_zh} {question.question_en}\n",
    ]
    if question.parameters:
        lines += ["| parameter | type | default | |", "| --- | --- | --- | --- |"]
        lines += [
            f"| `{p.name}` | {p.type} | {p.default or '(empty)'} | {p.label_zh}; {p.label_en} |"
            for p in question.parameters
        ]
        lines.append("")
    columns = ", ".join(f"{column.zh} ({column.en})" for column in question.columns)
    return "\n".join([*lines, f"Columns: {columns}\n"])


def ontology() -> str:
    """The page of the vocabulary."""
    graph = rdflib.Graph().parse(knowledge.files()["unionkg.ttl"], format="turtle")
    kinds = {
        OWL.Class: "Classes",
        OWL.ObjectProperty: "Properties between things",
        OWL.DatatypeProperty: "Properties with values",
        OWL.AnnotationProperty: "Annotations",
        None: "Individuals",
    }
    terms = sorted(term for term in set(graph.subjects()) if str(term).startswith(NAMESPACE))
    parts = [
        f"# The vocabulary\n\n{VOCABULARY} `{NAMESPACE}`.\n",
    ]
    for kind, title in kinds.items():
        own = [term for term in terms if kind in graph.objects(term, RDF.type)]
        if kind is None:
            own = [term for term in terms if not kinds.keys() & set(graph.objects(term, RDF.type))]
        rows = [_term(graph, term) for term in own]
        parts += [f"## {title}\n", "| term | zh | en | meaning |\n| --- | --- | --- | --- |", *rows, ""]
    return "\n".join(parts)


def _term(graph: rdflib.Graph, term: rdflib.term.Node) -> str:
    """One row: its labels, definitions, and what it stands under, is kept from or stands between."""

    def texts(predicate: rdflib.URIRef) -> list[str]:
        found = {v.language: str(v) for v in graph.objects(term, predicate) if isinstance(v, rdflib.Literal)}
        return [found.get("zh", ""), found.get("en", "")]

    told = texts(SKOS.definition)
    for word, predicate in _TOLD.items():
        if predicate == RDF.type and not str(graph.value(term, RDF.type)).startswith(NAMESPACE):
            continue
        names = sorted(value.n3(graph.namespace_manager) for value in graph.objects(term, predicate))
        if names:
            told.append(f"{word}: {', '.join(f'`{name}`' for name in names)}.")
    name = term.n3(graph.namespace_manager)
    return f"| `{name}` | {' | '.join(texts(RDFS.label))} | {' '.join(told)} |"


PAGES = {
    HERE / "cli.md": reference,
    HERE / "queries.md": ready_made,
    HERE / "ontology.md": ontology,
    HERE.parent / "ontology" / compiled.NAME: knowledge.made_ready,
}


def main() -> None:
    """Write or check."""
    if yamlfile.shipped() != HERE.parent / "ontology":
        sys.exit(f"{yamlfile.shipped()} is read, not this repository's ontology; install it editable")
    for page, made in PAGES.items():
        wanted = made()
        if "--check" not in sys.argv:
            page.write_text(wanted, encoding="utf-8", newline="\n")
        elif not page.is_file() or page.read_text(encoding="utf-8") != wanted:
            sys.exit(f"{page.relative_to(HERE.parent)} is out of date; run: python docs/generate.py")


if __name__ == "__main__":
    main()
