"""The output folder: nothing of a user's is overwritten, and what is written is whole."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
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


def stand(folder: Path, *names: str) -> None:
    """Files in a folder, each with its name as its words."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")


def files(folder: Path) -> list[str]:
    """The files below a folder that a user sees."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.fixture
def place(tmp_path: Path, corpus: Path) -> Output:
    """An output that stands: two documents and a store."""
    output = Output(tmp_path / "output")
    output.prepare(corpus)
    stand(output.path, "stages/a/old", "stages/b/old", "stages/b/c/old", "store/old")
    return output


def test_what_is_new_takes_the_place_of_what_stood(place: Output) -> None:
    """Stage files that are new are put in place, those of what is gone go, also where another's lie below."""
    place.begin(whole=False)
    stand(place.working, "stages/d/new", "store/new")
    assert files(place.stages) == ["a/old", "b/c/old", "b/old"]
    place.commit([place.stages / "b"])
    assert files(place.stages) == ["a/old", "b/c/old", "d/new"]
    assert files(place.store) == ["new"]
    assert not place.working.exists()
    assert not place.ready.exists()


def test_a_whole_build_leaves_nothing_old(place: Output) -> None:
    """Where all was made anew no old stage file stays; an abandoned build changes nothing."""
    place.begin(whole=False)
    place.abandon()
    assert files(place.store) == ["old"]
    place.begin(whole=True)
    stand(place.working, "stages/d/new", "store/new")
    place.commit([])
    assert files(place.stages) == ["d/new"]


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("moment", range(12))
def test_what_is_broken_off_on_the_way_is_finished(
    place: Output, monkeypatch: pytest.MonkeyPatch, whole: bool, moment: int
) -> None:
    """Broken off at any step, the state is the old one or, by whoever comes next, the new one."""
    place.begin(whole=whole)
    stand(place.working, "stages/a/new", "stages/d/new", "store/new")
    with monkeypatch.context() as broken:
        left = [moment]

        def step(real: Callable[..., object]) -> Callable[..., object]:
            def counted(*arguments: object, **named: object) -> object:
                left[0] -= 1
                if left[0] < 0:
                    raise KeyboardInterrupt
                return real(*arguments, **named)

            return counted

        for name in ("rename", "replace", "unlink", "rmdir", "write_text"):
            broken.setattr(Path, name, step(getattr(Path, name)))
        broken.setattr("shutil.rmtree", step(shutil.rmtree))
        with contextlib.suppress(KeyboardInterrupt):
            place.commit([place.stages / "b"])
    if place.ready.exists() or not place.working.exists():
        place.check()
        new = ["a/new", "d/new"] if whole else ["a/new", "a/old", "b/c/old", "d/new"]
        assert files(place.stages) == new
        assert files(place.store) == ["new"]
        assert not place.ready.exists()
    else:
        assert files(place.stages) == ["a/old", "b/c/old", "b/old"]
        assert files(place.store) == ["old"]


def test_dumps_and_page_are_known_by_the_state(place: Output) -> None:
    """They are drawn anew unless they show the same state and all are there; half drawn they show none."""
    assert not place.shows("1")
    stand(place.path, "graph.nq", "graph.trig", "views/index.html")
    with place.showing("1", 7):
        assert not place.shows("1")
    assert place.shows("1") == 7
    with pytest.raises(LookupError), place.showing("2", 8):
        raise LookupError
    assert not place.shows("1")
    assert not place.shows("2")
    with place.showing("1", 7):
        pass
    assert not place.shows("2")
    place.quads.unlink()
    assert not place.shows("1")


def test_what_can_not_be_written_is_told(tmp_path: Path, corpus: Path) -> None:
    """A file where the folder should be gives an OutputError with the remedy."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="check space and permissions"):
        Output(tmp_path / "file" / "output").prepare(corpus)


def test_an_unbuilt_folder_is_told(tmp_path: Path) -> None:
    """Opening what was never built says how to build it."""
    with pytest.raises(UsageError, match="unionkg build"):
        Output(tmp_path).check()
