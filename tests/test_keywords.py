"""Keywords: jieba's TF-IDF over rjieba's words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from unionkg.keywords import COUNT, Keywords, Rarity, rarity

TEXT = "职工书屋建设是工会的重点。职工书屋服务职工，我们就是要建好职工书屋。"


@pytest.fixture(scope="module")
def keywords() -> Keywords:
    """Keywords with one term of a thesaurus."""
    return Keywords(["职工书屋"])


def test_terms_of_the_thesaurus_are_words(keywords: Keywords) -> None:
    """A term that was added is one word, and the weightiest here."""
    assert keywords.find(TEXT)[0][0] == "职工书屋"


def test_words_without_content_are_left_out(keywords: Keywords) -> None:
    """Pronouns, adverbs and marks are no keywords."""
    found = {word for word, _ in keywords.find(TEXT)}
    assert not found & {"我们", "就是", "，", "的"}


def test_order_is_fixed(keywords: Keywords) -> None:
    """The weightiest come first, equal ones by code point, and there are never more than COUNT."""
    found = keywords.find("".join(f"工会{a}{b}职工。" for a in "服务维权建家" for b in "帮扶互助保障"))
    assert found == tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))
    assert len(found) <= COUNT


def test_nothing_comes_of_nothing(keywords: Keywords) -> None:
    """An empty text and one of marks only have no keywords."""
    assert keywords.find("") == keywords.find("！！！\n") == ()


def test_weights_are_those_of_the_formula(keywords: Keywords) -> None:
    """A weight is the word's share of all words times the rarity that jieba's table gives it."""
    found = dict(keywords.find("教育科技教育"))
    assert found == {
        "教育": pytest.approx(2 / 3 * rarity().of("教育"), abs=1e-6),
        "科技": pytest.approx(1 / 3 * rarity().of("科技"), abs=1e-6),
    }


def test_a_table_is_looked_up() -> None:
    """A word has the value of its last line, any other that in the middle; none is taken for a longer one."""
    table = Rarity("工会 3.5\n工会会员 7.0\n职工 9.0\n工会 5.0".encode())
    assert [table.of(word) for word in ("工会", "工会会员", "职工", "工", "", "\ud800")] == [5, 7, 9, 7, 7, 7]
    assert Rarity(b"").of("工会") == 0


def test_words_and_weights_are_jiebas_own() -> None:
    """The table and the words that never count are those of `jieba.analyse`; jieba itself is not imported."""
    script = (
        "import sys, warnings; warnings.simplefilter('ignore')\n"
        "from unionkg.keywords import EMPTY, Keywords, rarity\nfound = Keywords([])\n"
        "assert 'jieba' not in sys.modules\n"
        "from jieba.analyse import default_tfidf as theirs\n"
        "assert EMPTY == theirs.stop_words\n"
        "assert all(rarity().of(word) == value for word, value in theirs.idf_freq.items())\n"
        "assert rarity().of('') == theirs.median_idf\n"
    )
    path = os.pathsep.join(
        filter(None, (str(Path(__file__).parents[1] / "src"), os.environ.get("PYTHONPATH", "")))
    )
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, "PYTHONPATH": path})
