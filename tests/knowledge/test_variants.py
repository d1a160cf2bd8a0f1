"""The table of written variants: where it comes from, and that the knowledge is written in its terms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import opencc
import pytest

from unionkg import knowledge
from unionkg.errors import KnowledgeError
from unionkg.knowledge import Knowledge, lexicon, variants, yamlfile

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def known() -> Knowledge:
    """The shipped knowledge."""
    return knowledge.load()


def pairs() -> dict[str, str]:
    """The shipped pairs of characters."""
    node = yamlfile.read(ROOT / "ontology" / "variants.yaml")
    return {pair[0]: pair[1] for pair in node.text("characters").split()}


def test_characters_are_those_of_opencc() -> None:
    """The pairs are those of OpenCC's table in the basic plane, but for those that the file names."""
    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    rows = (line.split() for line in table.read_text(encoding="utf-8").splitlines())
    theirs = {row[0]: row[1] for row in rows if row[0] != row[1] and max(map(ord, row[0] + row[1])) < 0x10000}
    ours = pairs()
    assert set(theirs.items()) - set(ours.items()) == {("薴", "苧")}
    assert set(ours) - set(theirs) == {"衞"}


def test_a_sign_is_settled_once(known: Knowledge) -> None:
    """What a sign stands for stands for itself."""
    for sign in known.variants.signs.values():
        assert ord(sign) not in known.variants.signs


def test_patterns_are_written_in_settled_signs(known: Knowledge) -> None:
    """A word of a list, an anchor or a head noun that no key can hold has its settled form beside it."""
    form = known.variants.form
    lists = [*known.words.values(), *(rule.anchors for rule in known.mention_rules)]
    lists += [rule.heads for rule in known.mention_rules]
    for words in lists:
        assert {word for word in words if form(word) not in words} == set()


def test_forms_of_the_thesaurus_are_settled(known: Knowledge) -> None:
    """A concept that a user wrote in traditional characters is found all the same."""
    concept = next(c for c in known.concepts if any("劳" in form for form in c.forms))
    written = opencc.OpenCC("s2t").convert
    other = replace(concept, pref_zh=written(concept.pref_zh), alt_zh=tuple(map(written, concept.alt_zh)))
    assert other != concept
    assert (
        lexicon.entries([other], known.variants).keys() == lexicon.entries([concept], known.variants).keys()
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("characters: 萬", "must be two characters"),
        ("omitted: [200B]", "must be written U+200B"),
        ("spaces: [U+2000-U+2003]", "must be written U+200B"),
        ("marks: []", "unknown key 'marks'"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, line: str, told: str) -> None:
    """A wrong pair, code or key is told with file, line and remedy."""
    path = tmp_path / "variants.yaml"
    whole = {
        "alike": "alike: []",
        "omitted": "omitted: []",
        "spaces": "spaces: []",
        "radicals": "radicals: ''",
        "characters": "characters: ''",
        "broken_lines": "broken_lines: {width: 1, at_most: 2, slack: 0, share_percent: 50}",
    }
    whole[line.partition(":")[0]] = line
    path.write_text("\n".join(whole.values()), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=told.replace("+", r"\+")):
        variants.load(yamlfile.read(path))
