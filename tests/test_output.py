"""The output folder: nothing of a user's is overwritten, and what is written is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from unionkg.errors import OutputError, UsageError
from unionkg.output import Output


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus with one file."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("a", encoding="utf-8")
    return folder


def test_a_folder_with_other_files_is_kept(tmp_path: Path, corpus: Path) -> None:
    """A folder that holds things of the user's is refused, and nothing in it changes."""
    place = tmp_path / "documents"
    (place / "stages").mkdir(parents=True)
    (place / "stages" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="holds other files"):
        Output(place).prepare(corpus)
    assert (place / "stages" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_of_ours_is_taken_again(tmp_path: Path, corpus: Path) -> None:
    """What an earlier build wrote may be built again."""
    Output(tmp_path / "output").prepare(corpus)
    (tmp_path / "output" / "report.json").write_text("{}", encoding="utf-8")
    Output(tmp_path / "output").prepare(corpus)


@pytest.mark.parametrize("where", [".", "corpus", "corpus/output"])
def test_output_and_corpus_do_not_hold_one_another(tmp_path: Path, corpus: Path, where: str) -> None:
    """An output in the corpus would be read as documents; a corpus in the output would be lost."""
    with pytest.raises(UsageError, match="in one another"):
        Output(tmp_path / where).prepare(corpus)


def test_stages_are_put_in_place_when_whole(tmp_path: Path, corpus: Path) -> None:
    """Old stage files stay until the new ones are there, and then are gone."""
    place = Output(tmp_path / "output")
    place.prepare(corpus)
    first = place.fresh_stages()
    (first / "a").mkdir()
    place.keep_stages(first)
    second = place.fresh_stages()
    assert (place.stages / "a").is_dir()
    place.keep_stages(second)
    assert list(place.stages.iterdir()) == []


def test_what_can_not_be_written_is_told(tmp_path: Path, corpus: Path) -> None:
    """A file where the folder should be gives an OutputError with the remedy."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="check space and permissions"):
        Output(tmp_path / "file" / "output").prepare(corpus)


def test_an_unbuilt_folder_is_told(tmp_path: Path) -> None:
    """Opening what was never built says how to build it."""
    with pytest.raises(UsageError, match="unionkg build"):
        Output(tmp_path).check()
