"""Names of people are weighed by what stands in them and around them."""

from __future__ import annotations

import pytest

from unionkg import knowledge
from unionkg.mentions.persons import Forms, Persons
from unionkg.mentions.words import cut

PERSONS = Persons(knowledge.load().words)


def names(text: str) -> list[str]:
    """What is taken for a person in `text`."""
    return [text[span.start : span.end] for span, _ in PERSONS.find(text, cut(text))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市总工会主席郑明远出席并讲话。", "郑明远"),
        ("女工皮远征说，活儿更轻了。", "皮远征"),
        ("代表扎西次仁说：“票投下去了。”", "扎西次仁"),
        ("（记者 祁小雨　通讯员 关兴）", "关兴"),
        ("校党委书记　乔　岳\n", "乔　岳"),
        ("省总工会主席崔立民来调研。", "崔立民"),
        ("国际工联总书记夏兰·巴洛赞赏这一做法。", "夏兰·巴洛"),
        ("机械学院的温教授讲了一句话。", "温教授"),
        ("卸鱼工老潘已经忙完了。", "老潘"),
        ("甘宝生同志荣获奖章。", "甘宝生同志"),
    ],
)
def test_a_name_is_found(text: str, name: str) -> None:
    """Offices, trades, bylines, addresses and verbs betray a name."""
    assert name in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "工会是桥梁和纽带。",
        "全社会都要尊重劳动。",
        "要坚持高质量发展。",
        "师傅们和大家一起干。",
        "小区里的老人",
    ],
)
def test_words_are_no_names(text: str) -> None:
    """Words that begin with a surname are left alone."""
    assert names(text) == []


def test_a_name_seen_clearly_is_a_name_everywhere() -> None:
    """The second time nothing around it need tell."""
    text = "劳模代表阚新宇发言。大家都觉得阚新宇那一席话实在。"
    assert names(text).count("阚新宇") == 2


def clear(text: str, name: str) -> set[int | None]:
    """How clear a name is, wherever it stands in `text`."""
    return {found for span, found in PERSONS.find(text, cut(text)) if text[span.start : span.end] == name}


def test_an_office_makes_a_name_clearer() -> None:
    """What stands around a name tells how clear it is; without clues nothing is told."""
    (behind,), (alone,) = clear("市总工会主席郑明远出席。", "郑明远"), clear("后来郑明远走了。", "郑明远")
    assert behind is not None
    assert alone is not None
    assert behind > alone
    assert clear("国际工联总书记夏兰·巴洛赞赏。", "夏兰·巴洛") == {None}


def test_a_name_is_as_clear_everywhere_as_where_it_is_clearest() -> None:
    """The second time, and with its address, too."""
    (once,) = clear("市总工会主席郑明远出席。", "郑明远")
    assert clear("市总工会主席郑明远出席。大家都觉得郑明远那一席话实在。", "郑明远") == {once}
    addressed = "市总工会主席郑明远同志出席。"
    assert clear(addressed, "郑明远同志") == clear(addressed, "郑明远")


def test_forms_answer_with_the_longest() -> None:
    """The longest word that ends or begins at an offset counts."""
    forms = Forms(["主席", "副主席"])
    assert forms.before("工会副主席", 5) == 3
    assert forms.behind("主席王", 0) == 2
    assert forms.before("工会", 2) == 0
