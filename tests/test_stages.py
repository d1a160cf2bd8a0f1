"""Stage files: what a stage left can be read by a person and read back unchanged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech import TEXT, reading
from unionkg import stages
from unionkg.errors import OutputError
from unionkg.model import Document, Reading


def test_writing_and_reading_back_is_identity(tmp_path: Path) -> None:
    """What was written of a reading is the reading, keywords and metadata included."""
    whole = reading()
    assert stages.read(stages.write(tmp_path, whole)) == whole


def test_each_stage_leaves_its_file(tmp_path: Path) -> None:
    """The folder holds exactly the files that the documentation lists."""
    place = stages.write(tmp_path, reading())
    assert sorted(path.name for path in place.iterdir()) == sorted(stages.FILES)


def test_text_is_kept_byte_for_byte(tmp_path: Path) -> None:
    """Line ends and strange characters of the text are neither changed nor translated."""
    text = "一\r\n二\r三\u2028四\x00五𠀀\n"
    whole = replace(reading(), document=Document("异", text, {}))
    place = stages.write(tmp_path, empty(whole))
    assert (place / "text.txt").read_bytes().decode("utf-8") == text
    assert stages.read(place).document.text == text


def empty(whole: Reading) -> Reading:
    """The reading without records, whose spans belong to another text."""
    nothing = replace(whole.resolution, entities=(), entity_of=(), utterances=(), counts=())
    bare = replace(whole.structure, sections=(), sentences=(), enumerations=())
    return replace(whole, structure=bare, mentions=(), resolution=nothing, claims=(), demands=())


def test_lines_show_the_words_they_rest_on(tmp_path: Path) -> None:
    """A person sees in each line of relations the quote and the labels, not only numbers."""
    place = stages.write(tmp_path, reading())
    for line in (place / "relations.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        start, end = record["quote"]
        assert record["words"] == TEXT[start:end]
        assert record["predicate"] in record["triple"]


def test_a_damaged_file_is_told_with_its_folder(tmp_path: Path) -> None:
    """A stage file that is no JSON gives an OutputError that names the folder and the remedy."""
    place = stages.write(tmp_path, reading())
    (place / "mentions.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(OutputError, match="unionkg build"):
        stages.read(place)


@pytest.mark.parametrize("name", ["", "..", "a/../b", "a//b", "/a", "a\\b", "."])
def test_no_id_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """An id with a part that climbs, is empty or holds a backslash is refused."""
    with pytest.raises(OutputError):
        stages.folder(tmp_path, name)


@given(
    st.text(st.characters(exclude_characters="/\\\0", exclude_categories=["Cs"]), min_size=1, max_size=300)
)
def test_every_segment_fits_a_file_system(name: str) -> None:
    """However long a name is, its folder's name has at most 255 bytes and stays below the root."""
    if name in {".", ".."}:
        return
    place = stages.folder(Path("root"), name)
    assert place.parent == Path("root")
    assert len(place.name.encode("utf-8")) <= 255


def test_long_names_stay_apart() -> None:
    """Two long names that differ only at the end get two folders."""
    one, two = (stages.folder(Path("r"), "工" * 200 + end) for end in "甲乙")
    assert one != two


def test_every_field_is_documented() -> None:
    """docs/stages.md names every file and every field of every record in it."""
    text = (Path(__file__).parents[1] / "docs" / "stages.md").read_text(encoding="utf-8")
    fields = {name for table in stages._FIELDS.values() for name in table}
    missing = [name for name in (*stages.FILES, *sorted(fields)) if f"`{name}`" not in text]
    assert missing == []
