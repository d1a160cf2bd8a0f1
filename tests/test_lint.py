"""Lint: every kind of mistake in knowledge, documents and annotation is told with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from unionkg import knowledge, lint
from unionkg.errors import UsageError
from unionkg.knowledge import thesaurus
from unionkg.knowledge.thesaurus import CONCEPT, Concept

ROOT = Path(__file__).parents[1]


def concept(slug: str, name: str, **more: object) -> Concept:
    """A whole concept of the scheme `mine`."""
    values: dict[str, object] = {
        "definition_zh": "定义。",
        "definition_en": "A definition.",
        "source": "测试",
        **more,
    }
    kind = str(values.pop("type", "Initiative"))
    return Concept(CONCEPT + slug, "mine", name, slug, kind, **values)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder of knowledge."""
    (tmp_path / "ontology" / "thesaurus").mkdir(parents=True)
    return tmp_path / "ontology"


def write(folder: Path, *concepts: Concept) -> Path:
    """Write the scheme `mine` in its canonical form."""
    path = folder / "thesaurus" / "mine.ttl"
    path.write_text(thesaurus.write("mine", "我的", "mine", concepts), encoding="utf-8")
    return path


def told(folder: Path) -> list[str]:
    """The English findings with their places."""
    return [f"{finding.place}: {finding.en}" for finding in lint.lint([folder])]


def test_good_terms_have_no_finding(folder: Path) -> None:
    """A concept with all that it needs is not complained of."""
    write(folder, concept("qi-te-xing-dong", "奇特行动甲"))
    assert told(folder) == []


@pytest.mark.parametrize(
    ("concepts", "what"),
    [
        ([concept("a", "奇特甲"), concept("b", "奇特甲")], "'奇特甲' is a duplicate"),
        ([concept("a", "奇特甲"), concept("b", "奇特甲", type="Role")], "'奇特甲' clashes"),
        ([concept("a", "奇特甲"), concept("b", "“奇特甲”")], "'奇特甲' is shadowed"),
        ([concept("a", "奇特甲", definition_zh="")], "has no Chinese definition"),
        ([concept("a", "奇特甲", definition_en="")], "has no English definition"),
        ([concept("a", "奇特甲", type="Thing")], "has the unknown class Thing"),
        ([concept("a", "奇特甲", broader=(CONCEPT + "no-such",))], "points to no-such"),
        ([concept("a", "奇特甲", members=(CONCEPT + "no-such",))], "points to no-such"),
        (
            [
                concept("a", "奇特甲", broader=(CONCEPT + "b",)),
                concept("b", "奇特乙", broader=(CONCEPT + "a",)),
            ],
            "is broader than itself",
        ),
        ([concept("a", "奇特甲", alt_zh=("奇特甲",))], "'奇特甲' stands twice"),
    ],
)
def test_each_fault_of_terms_is_told(folder: Path, concepts: list[Concept], what: str) -> None:
    """Duplicates, clashes, shadows, gaps and broken ties are told with file and line."""
    path = write(folder, *concepts)
    found = told(folder)
    assert any(what in line for line in found), found
    assert all(line.startswith(f"{path}:") for line in found)


def test_a_clash_that_is_settled_is_none(folder: Path) -> None:
    """Two classes for one form are in order where it is said when each matches."""
    write(folder, concept("a", "奇特甲"), concept("b", "奇特甲", type="Role", match="quoted"))
    assert told(folder) == []


def test_a_clash_with_what_ships_is_told(folder: Path) -> None:
    """A new term is held against the shipped thesaurus as well."""
    shipped = next(
        c
        for c in knowledge.load().concepts
        if c.type == "Initiative" and c.match == "always" and not c.not_before and not c.not_after
    )
    write(folder, concept("mine-own", shipped.pref_zh))
    assert any(shipped.pref_zh in line for line in told(folder))


def test_line_is_that_of_the_concept(folder: Path) -> None:
    """The place is the line on which the concept's block begins."""
    path = write(folder, concept("a", "奇特甲"), concept("b", "奇特乙", definition_zh=""))
    number = path.read_text(encoding="utf-8").split("\n").index("t:b a skos:Concept ;") + 1
    assert told(folder) == [f"{path}:{number}: '奇特乙' has no Chinese definition"]


def test_fix_writes_the_canonical_form(folder: Path) -> None:
    """A file in another order is told; --fix writes it in the one form, with nothing lost."""
    path = write(folder, concept("a", "奇特甲"), concept("b", "奇特乙", source=""))
    canonical = path.read_text(encoding="utf-8")
    before = thesaurus.read(path)
    path.write_text(
        canonical.replace("    ukg:unverified true", "").replace(" ;\n .", " ."), encoding="utf-8"
    )
    path.write_text(
        canonical.replace('    skos:prefLabel "b"@en ;\n', "").replace(
            "t:b a skos:Concept ;", 't:b skos:prefLabel "b"@en ;\n    a skos:Concept ;'
        ),
        encoding="utf-8",
    )
    assert any("canonical form" in line for line in told(folder))
    assert lint.lint([folder], fix=True) == ()
    assert path.read_text(encoding="utf-8") == canonical
    assert thesaurus.read(path) == before


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        ("structure.yaml", "numerals:", "numeral:", "structure.yaml:"),
        ("views.yaml", "colour: ", "color: ", "unknown key 'color'"),
        ("queries/formula.rq", "# question:", "# questoin:", "formula.rq:"),
        ("patterns/mentions.yaml", "kind: title", "kind: titel", "'kind' must be one of"),
        ("unionkg.ttl", "ukg:Place a owl:Class ;", "ukg:Place a owl:Class", "not Turtle"),
        ("thesaurus/goals.ttl", "ukg:ofType", "ukg:ofTyp", "goals.ttl:"),
    ],
)
def test_a_mistake_in_any_file_is_told(tmp_path: Path, name: str, old: str, new: str, what: str) -> None:
    """Every kind of file in ontology/ is checked by the reader that a build uses."""
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    path = tmp_path / "ontology" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = told(path)
    assert any(what in line and str(path) in line for line in found), found


def test_no_file_of_the_ontology_is_passed_over() -> None:
    """Each YAML file that ships has a reader here, so that none goes unchecked."""
    from unionkg.knowledge import vocabulary

    merged = knowledge.files()
    spoken = vocabulary.read(merged["unionkg.ttl"])
    unread = [
        name
        for name, path in merged.items()
        if name.endswith(".yaml") and lint._load(name, path, merged, spoken) is None
    ]
    assert unread == []


def test_documents_and_their_twins_are_told(corpus: Path) -> None:
    """What a build would refuse or report is told before it."""
    (corpus / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    shutil.copy(corpus / "2020" / "丙.txt", corpus / "丁.txt")
    found = told(corpus)
    assert any("old.doc" in line for line in found)
    assert any(line.startswith("丁: nearly the same") for line in found)


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ("T1\tGroup 0 2\t职工\nT2\tGroup 1 3\t工会", "mentions overlap"),
        ("T1\tGruppe 0 2\t职工", "no such type"),
        ("T1\tGroup 0 2\t职工\nR1\tlikes Arg1:T1 Arg2:T1", "no such relation"),
        ("T1\tGroup 0 2\t职工\nR1\tserves Arg1:T1 Arg2:T9", "an end does not exist"),
        ("T1\tGroup 0 2\t工会", "the text has '职工' there"),
    ],
)
def test_annotation_is_checked(tmp_path: Path, lines: str, what: str) -> None:
    """Offsets, types, relations and ends of an annotation are held against text and vocabulary."""
    gold = tmp_path / "corpus" / "gold"
    gold.mkdir(parents=True)
    (gold / "a.txt").write_text("职工会议", encoding="utf-8")
    (gold / "a.ann").write_text(lines + "\n", encoding="utf-8")
    assert any(what in line for line in told(gold / "a.ann"))
    assert any(what in line for line in told(tmp_path / "corpus"))


def test_the_shipped_corpus_and_knowledge_have_no_error() -> None:
    """What the repository ships is free of errors; warnings may stand."""
    found = lint.lint([ROOT / "ontology", ROOT / "corpus"])
    assert [finding for finding in found if finding.level == "error"] == []


def test_a_missing_path_is_told(tmp_path: Path) -> None:
    """A path that does not exist is a usage error."""
    with pytest.raises(UsageError, match="no such file"):
        lint.lint([tmp_path / "none"])


def test_settings_are_checked(corpus: Path) -> None:
    """A mistake in unionkg.toml beside the corpus is told."""
    (corpus.parent / "unionkg.toml").write_text("jobs = 'two'\n", encoding="utf-8")
    assert any("jobs has a value" in line for line in told(corpus))
