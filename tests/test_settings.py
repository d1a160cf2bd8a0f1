"""Settings: read from `unionkg.toml` beside the corpus, each mistake told with its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from unionkg import settings
from unionkg.errors import UsageError
from unionkg.settings import Settings


def write(folder: Path, text: str) -> Path:
    """A settings file."""
    path = folder / settings.NAME
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    """No file is no mistake."""
    assert settings.read(tmp_path / settings.NAME) == Settings()


def test_beside_the_corpus_is_the_folder_that_holds_it(tmp_path: Path) -> None:
    """The settings of `x/corpus` stand in `x`, those of a file beside it."""
    assert settings.beside(tmp_path / "corpus") == tmp_path / settings.NAME
    assert settings.beside(tmp_path / "corpus" / "a.txt") == tmp_path / "corpus" / settings.NAME


def test_values_are_taken_and_paths_count_from_the_file(tmp_path: Path) -> None:
    """Every setting can be set; a relative path is relative to the file."""
    text = 'output = "built"\nontology = "mine"\njobs = 3\nlang = "zh"\nbase = "https://example.org/"\n'
    found = settings.read(
        write(tmp_path, text + 'duplicates = "skip"\n[limits]\nfile_bytes = 10\nseconds = 2\n')
    )
    assert found.output == tmp_path / "built"
    assert found.ontology == tmp_path / "mine"
    assert (found.jobs, found.lang, found.base, found.duplicates) == (3, "zh", "https://example.org/", "skip")
    assert (found.limits.file_bytes, found.limits.seconds) == (10, 2)
    assert found.processes == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("output = built", "not TOML"),
        ("outputs = 'x'", "unknown outputs; use one of: output"),
        ("jobs = '2'", "jobs has a value of another type"),
        ("jobs = true", "jobs has a value of another type"),
        ("jobs = -1", "jobs must be 0 or more"),
        ("lang = 'fr'", "lang must be one of: zh, en"),
        ("duplicates = 'drop'", "duplicates must be one of"),
        ("base = 'example'", "base must begin with"),
        ("[limits]\nbytes = 1", "unknown limits.bytes"),
        ("[limits]\nratio = 0", "limits.ratio must be positive"),
    ],
)
def test_each_mistake_is_told(tmp_path: Path, text: str, told: str) -> None:
    """A mistake names the file, the key and what to write instead."""
    path = write(tmp_path, text)
    with pytest.raises(UsageError, match=told) as fault:
        settings.read(path)
    assert str(path) in fault.value.zh
