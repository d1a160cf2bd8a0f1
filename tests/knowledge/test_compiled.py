"""What is kept ready: the same as what its files say, and of no weight once they say something else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from unionkg import knowledge
from unionkg.errors import KnowledgeError
from unionkg.knowledge import compiled, guards, patterns, thesaurus
from unionkg.knowledge.yamlfile import shipped

THESAURUS = sorted((shipped() / "thesaurus").glob("*.ttl"))


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file that stands for the one that ships."""
    monkeypatch.setattr(compiled, "shipped", lambda: tmp_path)
    compiled.kept.cache_clear()
    yield tmp_path / compiled.NAME
    compiled.kept.cache_clear()


def test_what_ships_is_up_to_date() -> None:
    """The file is what its command would write now."""
    assert (shipped() / compiled.NAME).read_text(encoding="utf-8") == knowledge.made_ready()


def test_what_is_kept_is_what_the_files_say() -> None:
    """Every concept of every file, in order; every guard of every pattern."""
    read = tuple(concept for path in THESAURUS for concept in thesaurus.read(path))
    assert compiled.concepts(THESAURUS, lambda: pytest.fail("the files need not be read")) == read
    words = patterns.word_lists(shipped() / "patterns" / "words.yaml")
    for pattern in patterns.all_written_out(shipped() / "patterns" / "mentions.yaml", words):
        assert compiled.kept().guards[compiled.of_pattern(pattern)] == guards.guard_of(pattern)


def test_a_guard_that_is_kept_is_taken(elsewhere: Path) -> None:
    """It is not worked out again."""
    elsewhere.write_text(compiled.written([], [], {"甲乙?丙": "(?=[甲])(?=甲)"}), encoding="utf-8")
    assert guards.guarded("甲乙?丙") == "(?=[甲])(?=甲)(?:甲乙?丙)"
    assert guards.guarded("乙丙") == "(?=[乙])(?:乙丙)"


def test_what_was_edited_is_read_from_its_file(tmp_path: Path) -> None:
    """One other word in one file, and what is kept is of no weight."""
    own = tmp_path / "thesaurus" / THESAURUS[0].name
    own.parent.mkdir()
    first = thesaurus.read(THESAURUS[0])[0]
    text = THESAURUS[0].read_text(encoding="utf-8")
    own.write_text(text.replace(f'"{first.pref_en}"@en', '"edited"@en', 1), encoding="utf-8")
    changed = knowledge.load(tmp_path).concepts
    assert {c.pref_en for c in changed} - {c.pref_en for c in knowledge.load().concepts} == {"edited"}


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Whoever reads it tells which it is."""
    (tmp_path / "thesaurus" / "own.ttl").mkdir(parents=True)
    absent = tmp_path / "absent.ttl"
    with pytest.raises(KnowledgeError, match=r"absent\.ttl"):
        compiled.concepts([absent], lambda: thesaurus.read(absent))


SHIPPED = (shipped() / compiled.NAME).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "told",
    [
        None,
        "",
        "{",
        "[" * 100_000,
        "\ud800",
        SHIPPED[: len(SHIPPED) // 2],
        SHIPPED.replace("(?=[", "(?=[Q", 1),
        SHIPPED.replace('"always"', '"never"', 1),
        SHIPPED.replace('"sha256"', '"sha"', 1),
    ],
    ids=["absent", "empty", "broken", "deep", "no text", "half", "other guard", "other concept", "no hash"],
)
def test_without_the_file_everything_is_read(elsewhere: Path, told: str | None) -> None:
    """A file that is absent or not as it was written is as none."""
    if told is not None:
        elsewhere.write_bytes(told.encode("utf-8", "surrogatepass"))
    assert compiled.kept().guards == {}
    found = thesaurus.read(THESAURUS[0])
    assert compiled.concepts(THESAURUS[:1], lambda: found) == found
    assert guards.guarded("甲乙?丙") == "(?=[甲])(?:甲乙?丙)"
