"""Hostile input through the real command: what is refused is told, the rest built, nothing else touched.

`docs/limits.md` names these tests; keep their names.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import docx
import pyoxigraph
import pytest

ROOT = Path(__file__).parents[2]
SPEECH = "市总工会成立了劳模工匠宣讲团。\n各级工会要服务职工，弘扬劳模精神。\n"
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
WATCH = """
import os, sys
_log = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def _hook(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "os.system"):
        os.write(_log, f"{event} {arguments!r}\\n".encode("utf-8", "replace"))
sys.addaudithook(_hook)
"""


@dataclass
class Place:
    """A folder in which everything that a command may touch lies, and the environment that says so."""

    root: Path
    environment: dict[str, str]

    @property
    def corpus(self) -> Path:
        """The documents."""
        return self.root / "corpus"

    @property
    def output(self) -> Path:
        """What a build writes."""
        return self.root / "output"

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run the command; it ends by itself and never shows a traceback."""
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "from unionkg.cli import main; main()",
                "--lang",
                "en",
                *map(str, arguments),
            ],
            check=False,
            capture_output=True,
            encoding="utf-8",
            env=self.environment,
            cwd=self.root / "here",
            timeout=600,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def files(self) -> dict[str, bytes]:
        """Every regular file outside the output, with its content."""
        return {
            os.fsdecode(os.fsencode(path.relative_to(self.root))): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file() and not path.is_relative_to(self.output) and path.name != "watched"
        }

    def watched(self) -> str:
        """What the command did beyond files."""
        return (self.root / "watched").read_text(encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place with one good document."""
    for name in ("corpus", "here", "home", "temporary", "watch"):
        (tmp_path / name).mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    (tmp_path / "corpus" / "good.txt").write_text(SPEECH, encoding="utf-8")
    environment = {
        **{name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ},
        "HOME": str(tmp_path / "home"),
        "TMPDIR": str(tmp_path / "temporary"),
        "WATCHED": str(tmp_path / "watched"),
        "PYTHONPATH": os.pathsep.join((str(tmp_path / "watch"), str(ROOT / "src"))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    return Place(tmp_path, environment)


NAMES = [
    "<img src=x onerror=alert(1)>.txt",
    "a\nb\tc.txt",
    "\u202etxt.exe\u200b.txt",
    "a b\"c'd`e{f}|g^h.txt",
    "a%2e%2e%2fb%00.txt",
    "b..txt",
    "c\\..\\..\\d.txt",
    "CON.txt",
    "-o.txt",
    "é vs e\u0301.txt",
    "😀🈲\ufffe.txt",
    "> <x> <y> .txt",
    "长" * 80 + ".txt",
]


def good_graph(output: Path) -> list[pyoxigraph.Quad]:
    """The quads of a built graph, read by a strict parser; each IRI is one by RFC 3987."""
    data = (output / "graph.nq").read_bytes()
    return list(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_QUADS, lenient=False))


@posix
def test_hostile_names_through_the_whole_chain(place: Place) -> None:
    """File names and ids of any kind give a graph that parses, files inside OUTPUT, and no others."""
    for name in NAMES:
        (place.corpus / name).write_text(SPEECH + name.replace("\n", " "), encoding="utf-8")
    (place.corpus / os.fsdecode(b"\xc3\x28\xff.txt")).write_text(SPEECH, encoding="utf-8")
    ids = [
        "../../evil",
        "/etc/evil",
        "a/../../evil",
        "x\0y",
        "<s> <p> <o> .",
        'a"b',
        "\u202e",
        "id" * 400,
        ".",
        "",
    ]
    lines = [json.dumps({"id": name, "title": name, "text": SPEECH}) for name in ids]
    (place.corpus / "records.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = place.files()
    done = place.run("build", place.corpus, "-o", place.output, "--jobs", "1")
    assert done.returncode in {0, 1}, done.stderr
    assert place.files() == before
    assert place.watched() == ""
    report = json.loads((place.output / "report.json").read_text(encoding="utf-8"))
    assert report["counts"]["totals"]["documents"] == len(NAMES) + 2 + len(ids)
    assert len(good_graph(place.output)) > 1000
    stages = list((place.output / "stages").rglob("text.txt"))
    assert len(stages) == len(NAMES) + 2 + len(ids)
    assert all(path.resolve().is_relative_to(place.output) for path in stages)
    assert place.run("validate", place.output).returncode == 0
    assert "<img src=x" not in (place.output / "views" / "index.html").read_text(encoding="utf-8")


def word_file(part: bytes) -> bytes:
    """A Word file whose main part is this."""
    whole, made = io.BytesIO(), io.BytesIO()
    docx.Document().save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, part if name == "word/document.xml" else old.read(name))
    return made.getvalue()


BOMB = '<!DOCTYPE x [<!ENTITY a "工会"><!ENTITY b "&a;&a;&a;&a;">]><w:document>&b;</w:document>'
YAML_BOMB = "a: &a [工会, 工会]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\ntitle: *c\n"


def hostile(corpus: Path) -> set[str]:
    """Put files into a folder that must be refused; gives their names."""
    with zipfile.ZipFile(corpus / "tricks.zip", "w") as made:
        made.writestr("../../evil.txt", SPEECH)
        made.writestr("/evil.txt", SPEECH)
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "program.txt").write_bytes(b"\x7fELF" + bytes(range(256)) * 40)
    (corpus / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    (corpus / "entities.docx").write_bytes(word_file(BOMB.encode()))
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj <</Type /Catalog>>")
    (corpus / "front.md").write_text(f"---\n{YAML_BOMB}---\n{SPEECH}", encoding="utf-8")
    (corpus / "tags.md").write_text(
        f"---\ntitle: !!python/object/apply:os.system ['touch evil']\n---\n{SPEECH}", encoding="utf-8"
    )
    (corpus / "bad.jsonl").write_text("[" * 5000 + "\n", encoding="utf-8")
    if os.name != "nt":
        os.mkfifo(corpus / "pipe.txt")
    return {path.name for path in corpus.iterdir()} - {"good.txt"}


def test_what_is_refused_is_told_and_the_rest_is_built(place: Place) -> None:
    """Exit code 1; the report and the terminal name each refused file; the good document is in the graph."""
    names = hostile(place.corpus)
    before = place.files()
    done = place.run("build", place.corpus, "-o", place.output)
    assert done.returncode == 1
    assert place.files() == before
    assert place.watched() == ""
    report = json.loads((place.output / "report.json").read_text(encoding="utf-8"))
    told = [finding["place"] for finding in report["findings"] if finding["level"] == "error"]
    for name in names:
        assert any(name in line for line in told), name
        assert name in done.stderr + done.stdout, name
    assert report["counts"]["totals"]["documents"] == 1
    assert any("good" in str(quad.graph_name) for quad in good_graph(place.output))


def test_a_corpus_of_refused_files_alone(place: Place) -> None:
    """Where nothing can be read the exit code is 1, one reason is told and no graph is left."""
    hostile(place.corpus)
    (place.corpus / "good.txt").unlink()
    done = place.run("build", place.corpus, "-o", place.output)
    assert done.returncode == 1
    assert not (place.output / "graph.nq").exists()


def test_lint_and_convert_refuse_the_same(place: Place) -> None:
    """`lint` and `convert` name the same files and end with 1."""
    names = hostile(place.corpus)
    linted = place.run("lint", place.corpus)
    converted = place.run("convert", place.corpus, "-o", place.output)
    assert linted.returncode == converted.returncode == 1
    for name in names:
        assert name in linted.stdout + linted.stderr
        assert name in converted.stdout + converted.stderr


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        (
            "structure.yaml",
            ("numerals:", f"{YAML_BOMB}numerals:"),
            "anchors, aliases and tags are not allowed",
        ),
        ("structure.yaml", ("numerals: ", "numerals: !!python/name:os.system "), "not allowed"),
        ("structure.yaml", ("{n}是", "(?:工+)+{n}是"), "'pattern' takes forever"),
        (
            "structure.yaml",
            ("numerals: ", "numerals: " + "[" * 100 + "]" * 100 + "\nx: "),
            "nested more than",
        ),
        ("metadata.yaml", ("^[—－―–─-]*在", "(?:—|——)+在"), "'pattern' takes forever"),
        ("variants.yaml", ("萬万", "萬"), "must be two characters"),
    ],
)
def test_a_hostile_ontology_is_refused(place: Place, name: str, change: tuple[str, str], told: str) -> None:
    """Alias bombs, tags, nesting, patterns that take forever: exit code 2, with file and line."""
    overlay = place.root / "mine"
    overlay.mkdir()
    text = (ROOT / "ontology" / name).read_text(encoding="utf-8")
    assert change[0] in text
    (overlay / name).write_text(text.replace(change[0], change[1], 1), encoding="utf-8")
    before = place.files()
    done = place.run("build", place.corpus, "-o", place.output, "--ontology", overlay)
    assert done.returncode == 2
    assert told in done.stderr.replace("\n", " ")
    assert f"{name}:" in done.stderr
    assert place.files() == before
    assert place.watched() == ""


def test_a_hostile_table_of_concepts_fetches_nothing(place: Place) -> None:
    """Turtle that names other files and addresses is data; a mistake in it is told with its line."""
    overlay = place.root / "mine" / "thesaurus"
    overlay.mkdir(parents=True)
    text = (ROOT / "ontology" / "thesaurus" / "goals.ttl").read_text(encoding="utf-8")
    (overlay / "goals.ttl").write_text(
        text + "<http://example.org/x> <file:///etc/passwd> ( .\n", encoding="utf-8"
    )
    done = place.run("build", place.corpus, "-o", place.output, "--ontology", overlay.parent)
    assert done.returncode == 2
    assert "goals.ttl:" in done.stderr.replace("\n", "")
    assert place.watched() == ""


def test_an_output_that_is_no_output_is_kept(place: Place) -> None:
    """A folder that holds somebody's files is refused with exit code 2, and nothing in it changes."""
    (place.root / "home" / "letter.txt").write_text("mine", encoding="utf-8")
    before = place.files()
    done = place.run("build", place.corpus, "-o", place.root / "home")
    assert done.returncode == 2
    assert place.files() == before


@posix
def test_links_in_an_output_lead_nowhere(place: Place) -> None:
    """A built OUTPUT whose parts were replaced by links is built anew; what they pointed to stays."""
    assert place.run("build", place.corpus, "-o", place.output).returncode == 0
    for name in ("stages", "store", "views"):
        shutil.rmtree(place.output / name)
        (place.root / "home" / name).mkdir()
        (place.root / "home" / name / "letter.txt").write_text("mine", encoding="utf-8")
        (place.output / name).symlink_to(place.root / "home" / name, target_is_directory=True)
    for name in ("graph.nq", "graph.trig", "report.json"):
        (place.output / name).unlink()
        (place.root / "home" / name).write_text("mine", encoding="utf-8")
        (place.output / name).symlink_to(place.root / "home" / name)
    before = place.files()
    place.run("build", place.corpus, "-o", place.output)
    assert place.files() == before
