"""The commands: names, shapes and exit codes that other tools rely on."""

from __future__ import annotations

import csv
import filecmp
import html
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from unionkg import cli
from unionkg.cli import language

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "corpus" / "gold"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in an empty folder; gives exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("UNIONKG_DEBUG", "1")

    def called(*words: str | Path) -> tuple[int, str, str]:
        code = cli.run(language.choose([str(word) for word in words]))
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return called


# --- help -------------------------------------------------------------------------------


def test_help_lists_every_command(run: Run) -> None:
    """`unionkg --help` names every command of the contract."""
    code, out, _ = run("--help")
    assert code == 0
    for name in (
        "build",
        "extract",
        "query",
        "why",
        "view",
        "export",
        "dump",
        "validate",
        "lint",
        "evaluate",
        "stats",
    ):
        assert f" {name} " in out
    assert "convert" in out
    assert "thesaurus" in out


@pytest.mark.parametrize(
    "command",
    [
        "build",
        "extract",
        "convert",
        "query",
        "why",
        "stats",
        "view",
        "export",
        "dump",
        "validate",
        "lint",
        "evaluate",
    ],
)
def test_every_command_has_an_example(run: Run, command: str) -> None:
    """The help of each command ends its description with an example."""
    code, out, _ = run(command, "--help")
    assert code == 0
    assert "Example:" in out
    assert f"unionkg {command}" in out


def test_version(run: Run) -> None:
    """`--version` prints name and version."""
    from unionkg import __version__

    assert run("--version")[:2] == (0, f"unionkg {__version__}\n")


# --- build ------------------------------------------------------------------------------


def test_build_reports_on_standard_output(run: Run, corpus: Path, tmp_path: Path) -> None:
    """The report names counts, relations, where to look next and seconds; findings go to standard error."""
    code, out, err = run("build", corpus, "-o", tmp_path / "output", "--jobs", "1")
    assert code == 0
    for word in ("documents", "claims by relation", "seconds", "next:", "index.html"):
        assert word in out
    assert "error" not in err


def test_build_takes_one_file(run: Run, corpus: Path, tmp_path: Path) -> None:
    """CORPUS may be a file; its id is its stem."""
    assert run("build", corpus / "乙.txt", "-o", tmp_path / "output")[0] == 0
    assert (tmp_path / "output" / "stages" / "乙").is_dir()


def test_a_refused_document_gives_exit_code_1(run: Run, corpus: Path, tmp_path: Path) -> None:
    """The others are built; what was refused is told on standard error."""
    (corpus / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    code, _, err = run("build", corpus, "-o", tmp_path / "output")
    assert code == 1
    assert "old.doc" in err


# --- mistakes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("build", "nowhere"), "no such file or folder"),
        (("query", "-g", "nowhere", "counts"), "unionkg build"),
        (("why", "甲", "-g", "nowhere"), "unionkg build"),
        (("stats", "nowhere"), "unionkg build"),
        (("dump", "nowhere"), "unionkg build"),
        (("validate", "nowhere"), "unionkg build"),
        (("view", "-g", "nowhere"), "unionkg build"),
        (("export", "-g", "nowhere", "--format", "turtle"), "unionkg build"),
        (("evaluate", "nowhere"), "no .ann file"),
        (("lint", "nowhere"), "no such file or folder"),
        (("extract",), "name files"),
        (("extract", "--text", "甲", "nowhere"), "name files"),
        (("extract", "nowhere"), "no such file or folder"),
        (("bild",), "Did you mean 'build'"),
        (("build", "--jobs", "0"), "--jobs"),
        (("build", "--nothing"), "--nothing"),
        (("--lang", "fr", "query"), "zh or en"),
        (("query", "counts", "-e", "ASK {}"), "not both"),
        (("thesaurus", "export", "nothing"), "there are:"),
        (("thesaurus", "import", "goals", "nowhere.csv"), "can't be read"),
        (("build", "corpus", "--ontology", "nowhere"), "there is no such folder"),
    ],
)
def test_each_mistake_gets_one_message_and_exit_code_2(
    run: Run, corpus: Path, words: tuple[str, ...], told: str
) -> None:
    """A wrong argument, path or name gives one clear message on standard error and no traceback."""
    code, out, err = run(*words)
    assert code == 2
    assert out == ""
    assert err.startswith("error: ")
    assert told in err
    assert "Traceback" not in err


def test_messages_follow_the_language(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--lang` wherever it stands, then the settings here, then the locale."""
    assert "没有这个文件或文件夹" in run("build", "nowhere", "--lang", "zh")[2]
    assert "没有这个文件或文件夹" in run("--lang=zh", "build", "nowhere")[2]
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert run("build", "nowhere")[2].startswith("错误: ")
    assert run("build", "nowhere", "--lang", "en")[2].startswith("error: ")
    Path("unionkg.toml").write_text('lang = "en"\n', encoding="utf-8")
    assert run("build", "nowhere")[2].startswith("error: ")


def test_an_internal_failure_is_told_without_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw gives exit code 3 and one message that says how to report it."""
    from unionkg import project

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("nothing there")

    monkeypatch.delenv("UNIONKG_DEBUG")
    monkeypatch.setattr(project, "build", broken)
    code, _, err = run("build", "corpus")
    assert code == 3
    assert "internal error: ZeroDivisionError: nothing there" in err
    assert "Traceback" not in err


def test_an_interrupt_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C gives one line and the exit code of a signal."""
    from unionkg import project

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(project, "build", interrupted)
    code, _, err = run("build", "corpus")
    assert code == 130
    assert "interrupted" in err


# --- query ------------------------------------------------------------------------------


def test_query_alone_lists_the_questions(run: Run) -> None:
    """Without an argument the questions are listed, graph or no graph; there are at least eight."""
    code, out, _ = run("query")
    assert code == 0
    assert "formula=15字要求" in out
    assert out.count("\n") >= 9


def test_a_ready_made_question(run: Run, built: Path) -> None:
    """The answer is a table with headings in the user's language, the quote among them."""
    code, out, _ = run("query", "formula", "-g", built, "--lang", "zh")
    assert code == 0
    assert "引文" in out.split("\n")[0]
    assert "讲政治" in out
    assert "https://" not in out


def test_parameters(run: Run, built: Path) -> None:
    """--param binds a value; a wrong one is a mistake."""
    assert run("query", "initiative", "-g", built, "--param", "initiative=春风行动")[0] == 0
    assert run("query", "initiative", "-g", built, "--param", "name=春风行动")[0] == 2
    assert run("query", "initiative", "-g", built, "--param", "春风行动")[0] == 2
    assert run("query", "-e", "ASK {}", "-g", built, "--param", "a=b")[0] == 2


def test_formats(run: Run, built: Path) -> None:
    """Json is SPARQL 1.1 Results JSON, csv and tsv are tables, a CONSTRUCT is Turtle."""
    select = "SELECT ?id WHERE { ?d a ukg:SourceDocument ; dcterms:identifier ?id }"
    name = "2019-municipal-union-exchange"
    found = json.loads(run("query", "-e", select, "-g", built, "--format", "json")[1])
    assert found["results"]["bindings"] == [{"id": {"type": "literal", "value": name}}]
    rows = list(csv.reader(io.StringIO(run("query", "-e", select, "-g", built, "--format", "csv")[1])))
    assert rows == [["id"], [name]]
    assert run("query", "-e", select, "-g", built, "--format", "tsv")[1].split() == ["?id", f'"{name}"']
    construct = "CONSTRUCT { ?d a ukg:SourceDocument } WHERE { ?d a ukg:SourceDocument }"
    assert "a ukg:SourceDocument" in run("query", "-e", construct, "-g", built)[1]
    assert run("query", "-e", construct, "-g", built, "--format", "csv")[0] == 2


def test_a_query_from_a_file_into_a_file(run: Run, built: Path, tmp_path: Path) -> None:
    """FILE.rq is read, -o written; standard output stays empty."""
    (tmp_path / "all.rq").write_text(
        "# who\nSELECT (COUNT(*) AS ?n) WHERE { ?d a ukg:Claim }", encoding="utf-8"
    )
    code, out, _ = run("query", tmp_path / "all.rq", "-g", built, "--format", "csv", "-o", tmp_path / "n.csv")
    assert (code, out) == (0, "")
    assert int((tmp_path / "n.csv").read_text(encoding="utf-8").split()[1]) > 100


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT",
        "SELECT * WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1/>",
        "SELECT * WHERE " + "{" * 200 + "}" * 200,
        "SELECT * WHERE { ?s ?p '" + "x" * 70000 + "' }",
    ],
)
def test_bad_sparql_gives_exit_code_2(run: Run, built: Path, sparql: str) -> None:
    """Malformed, refused, too deep and too long queries each get one message."""
    code, out, err = run("query", "-e", sparql, "-g", built)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")


# --- the others --------------------------------------------------------------------------


def test_why_tells_sentence_place_and_rule(run: Run, built: Path) -> None:
    """All that is said of A comes with quote, document, offsets and rule; unknown names get a hint."""
    code, out, _ = run("why", "15字要求", "-g", built)
    assert code == 0
    for word in ("讲政治", "2019-municipal-union-exchange", "rule: ", "–"):
        assert word in out
    chains = json.loads(run("why", "15字要求", "讲政治", "-g", built, "--format", "json")[1])
    assert chains[0][0]["quote"]
    code, _, err = run("why", "春风行", "-g", built)
    assert code == 2
    assert "Did you mean" in err


def test_stats_are_the_counts_of_the_report(run: Run, built: Path) -> None:
    """`stats` shows what the report counted."""
    counts = json.loads((built / "report.json").read_text(encoding="utf-8"))["counts"]
    assert json.loads(run("stats", built, "--format", "json")[1]) == counts
    assert "documents" in run("stats", built)[1]


def test_dump_is_graph_nq(run: Run, built: Path) -> None:
    """`dump` gives the canonical N-Quads, byte for byte."""
    same = run("dump", built)[1] == (built / "graph.nq").read_text(encoding="utf-8")
    assert same


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "jsonld", "graphml", "gexf"])
def test_export_in_every_format(run: Run, built: Path, tmp_path: Path, form: str) -> None:
    """Each format is written to standard output, or to a file."""
    code, out, _ = run("export", "-g", built, "--format", form)
    assert code == 0
    found = "15字要求" in html.unescape(out)
    assert found
    assert run("export", "-g", built, "--format", form, "-o", tmp_path / "x" / form)[:2] == (0, "")
    same = (tmp_path / "x" / form).read_text(encoding="utf-8") == out
    assert same


def test_export_csv_wants_a_folder(run: Run, built: Path, tmp_path: Path) -> None:
    """Csv is two files; without -o it is a mistake."""
    assert run("export", "-g", built, "--format", "csv")[0] == 2
    assert run("export", "-g", built, "--format", "csv", "-o", tmp_path / "csv")[0] == 0
    assert sorted(path.name for path in (tmp_path / "csv").iterdir()) == ["edges.csv", "nodes.csv"]


def test_view_writes_a_page(run: Run, built: Path, tmp_path: Path) -> None:
    """A part of the graph becomes a page of its own; its path is told."""
    target = tmp_path / "part.html"
    code, out, _ = run("view", "-g", built, "--entity", "春风行动", "--depth", "2", "-o", target)
    assert (code, out.strip()) == (0, str(target))
    found = "春风行动" in target.read_text(encoding="utf-8")
    assert found
    assert run("view", "-g", built, "--entity", "没有这个")[0] == 2
    assert run("view", "-g", built, "--document", "none")[0] == 2


def test_view_of_a_part(run: Run, built: Path, tmp_path: Path) -> None:
    """A class, a query, the ledger each give a page; two parts at once, or what is not there, are told."""
    query = tmp_path / "parts.rq"
    query.write_text(
        "SELECT ?source ?relation ?target WHERE"
        " { ?c rdf:subject ?source ; rdf:predicate ?relation ; rdf:object ?target }",
        encoding="utf-8",
    )
    for number, words in enumerate((("--class", "举措"), ("--query", query), ("--ledger",))):
        target = tmp_path / f"{number}.html"
        assert run("view", "-g", built, *words, "-o", target)[0] == 0
        assert target.stat().st_size > 500_000
    for words in (("--class", "x"), ("--query", tmp_path / "no.rq"), ("--compare", "a", "b")):
        assert run("view", "-g", built, *words)[0] == 2
    assert run("view", "-g", built, "--ledger", "--class", "举措")[0] == 2


def test_validate_and_its_exit_code(run: Run, built: Path) -> None:
    """The sample's graph has no violation; a count that does not add up is a warning."""
    code, out, err = run("validate", built)
    assert code == 0
    assert "0 violations" in err
    assert "error" not in out


def test_lint_exits_1_on_a_finding(run: Run, corpus: Path) -> None:
    """Nothing to say is 0; a finding is 1 and goes to standard output."""
    assert run("lint", corpus)[0] == 0
    (corpus / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    code, out, _ = run("lint", corpus)
    assert code == 1
    assert "old.doc" in out


def test_extract_shows_mentions_and_rules(run: Run) -> None:
    """For one sentence the table shows what was found and by which rule."""
    code, out, _ = run("extract", "--text", "市总工会成立了劳模工匠学院。")
    assert code == 0
    for word in ("劳模工匠学院", "Facility", "establishes", "rule"):
        assert word in out


def test_extract_as_jsonl(run: Run) -> None:
    """Each line is a record with its kind."""
    out = run("extract", "--text", "市总工会成立了劳模工匠学院。", "--format", "jsonl")[1]
    kinds = {json.loads(line)["kind"] for line in out.splitlines()}
    assert {"mention", "relation"} <= kinds


def test_extract_writes_brat_files(run: Run, tmp_path: Path) -> None:
    """Brat writes NAME.txt, byte for byte, and NAME.ann, which reads back."""
    from unionkg import brat

    source = GOLD / "municipal-2019.txt"
    assert run("extract", source, "--format", "brat", "-o", tmp_path / "out")[0] == 0
    text = (tmp_path / "out" / "municipal-2019.txt").read_bytes()
    assert text == source.read_bytes()
    found = brat.read(tmp_path / "out" / "municipal-2019.ann", text.decode("utf-8"))
    assert found.mentions
    assert found.ties
    assert (tmp_path / "out" / "municipal-2019.ann").read_text(encoding="utf-8").startswith("#0\tSELF\t")


def test_a_table_is_not_written_to_files(run: Run, corpus: Path, tmp_path: Path) -> None:
    """-o with the table is a mistake that names the other formats."""
    code, _, err = run("extract", corpus, "-o", tmp_path / "out")
    assert code == 2
    assert "--format jsonl or brat" in err


def test_evaluate_scores_the_own_gold(run: Run) -> None:
    """The table has every measure; json has the same numbers; types and errors are shown on demand."""
    found = json.loads(run("evaluate", GOLD, "--json")[1])
    assert set(found) == {"mentions", "mentions~", "entities", "triples", "triples~"}
    assert found["mentions"]["all"][2] >= 0.6
    code, out, _ = run("evaluate", GOLD, "--errors", "3", "--per-type")
    assert code == 0
    assert f"{found['mentions']['all'][2]:.3f}" in out
    assert "Initiative" in out
    assert "missed" in out


def test_convert_writes_text_and_metadata(run: Run, corpus: Path, tmp_path: Path) -> None:
    """What would be read is written, and its paths are told."""
    code, out, _ = run("convert", corpus, "-o", tmp_path / "text")
    assert code == 0
    assert (tmp_path / "text" / "2020" / "丙.txt").read_bytes() == (corpus / "2020" / "丙.txt").read_bytes()
    assert len(out.splitlines()) == 3


def test_thesaurus_makes_the_round_trip(run: Run, tmp_path: Path) -> None:
    """A scheme goes to CSV and comes back in the same bytes; a wrong row is told by its number."""
    table = tmp_path / "goals.csv"
    assert run("thesaurus", "export", "goals", "-o", table)[:2] == (0, "")
    assert run("thesaurus", "import", "goals", table, "--ontology", tmp_path / "mine")[0] == 0
    same = filecmp.cmp(
        tmp_path / "mine/thesaurus/goals.ttl", ROOT / "ontology/thesaurus/goals.ttl", shallow=False
    )
    assert same
    assert table.read_bytes().startswith(b"\xef\xbb\xbf"), "a spreadsheet sees no UTF-8"
    lines = table.read_text(encoding="utf-8").split("\n")
    table.write_text("\n".join([*lines[:2], "x", *lines[2:]]), encoding="utf-8")
    code, _, err = run("thesaurus", "import", "goals", table, "--ontology", tmp_path / "mine")
    assert code == 2
    assert "goals.csv:3" in err


def test_a_scheme_is_made_only_where_that_is_asked_for(run: Run, tmp_path: Path) -> None:
    """A slip of the pen makes no second thesaurus."""
    table, mine = tmp_path / "goals.csv", tmp_path / "mine"
    run("thesaurus", "export", "goals", "-o", table)
    code, _, err = run("thesaurus", "import", "gaols", table, "--ontology", mine)
    assert (code, mine.exists()) == (2, False)
    assert "--new" in err
    assert run("thesaurus", "import", "gaols", table, "--ontology", mine, "--new")[0] == 0
    assert (mine / "thesaurus" / "gaols.ttl").is_file()
