"""One thing, one entity: names that mean the same are joined, each with its rule; others stay apart."""

from __future__ import annotations

import pytest

from unionkg import knowledge, structure
from unionkg.model import Datum, Document, Entity, Mention, Resolution, Span
from unionkg.resolution import Resolver
from unionkg.resolution.identity import bare

KNOWN = knowledge.load()


def resolved(*names: tuple[str, str], concept: str = "", **metadata: str) -> Resolution:
    """A text that names these things one after the other, resolved."""
    text, mentions = "", []
    for name, kind in names:
        mentions.append(Mention(Span(len(text), len(text) + len(name)), name, kind, concept, "test"))
        text += f"{name}。"
    document = Document("d", text, {key: Datum(value, "given") for key, value in metadata.items()})
    return Resolver(KNOWN).resolve(document, structure.read(document, KNOWN.markers), tuple(mentions))


def named(resolution: Resolution) -> list[Entity]:
    """The entities that are named in the text."""
    return [entity for entity in resolution.entities if entity.mentions]


def test_marks_make_no_other_name() -> None:
    """A name in quotation marks and without them is one thing; no rule is needed for it."""
    (entity,) = named(resolved(("“春风行动”", "Initiative"), ("春风行动", "Initiative")))
    assert (entity.names, entity.mentions, entity.joined) == (("春风行动",), (0, 1), ())
    assert bare("《“春风”　行动》") == "春风行动"


def test_the_same_name_of_another_type_is_another_thing() -> None:
    """A name is one thing within its type only."""
    assert len(named(resolved(("讲话", "Document"), ("讲话", "Event")))) == 2


def test_a_short_name_is_the_longer_one() -> None:
    """A name that ends one longer name of its type is joined to it; the longer one is the label."""
    (entity,) = named(resolved(("X市劳模工匠学院", "Facility"), ("劳模工匠学院", "Facility")))
    assert (entity.label, entity.joined) == ("X市劳模工匠学院", ("short-name",))


def test_a_short_name_of_two_is_neither() -> None:
    """What ends two longer names stays by itself."""
    names = (("甲县劳模学院", "Facility"), ("乙县劳模学院", "Facility"), ("劳模学院", "Facility"))
    assert len(named(resolved(*names))) == 3


@pytest.mark.parametrize(
    ("kind", "name", "word"),
    [
        ("Event", "全市劳模表彰大会", "会议"),
        ("Event", "舒城县工会第九次代表大会", "大会"),
        ("Event", "劳模工匠学院揭牌仪式", "仪式"),
        ("Document", "《关于加强工会工作的意见》", "《意见》"),
        ("Initiative", "电工技能竞赛", "大赛"),
        ("Organization", "红石县总工会", "县总"),
    ],
)
def test_a_word_calls_again_what_was_named(kind: str, name: str, word: str) -> None:
    """会议 after a named meeting is that meeting, the first where there are several; before it, it is not."""
    other = f"乙{bare(name)}"
    again = named(resolved((name, kind), (other, kind), (word, kind)))
    assert [(entity.label, entity.joined) for entity in again] == [
        (bare(name), ("generic-name",)),
        (other, ()),
    ]
    assert len(named(resolved((word, kind), (name, kind)))) == 2


@pytest.mark.parametrize(
    ("name", "kind", "word"), [("五一国际劳动节", "Event", "会议"), ("全总", "Organization", "集团")]
)
def test_a_word_calls_nothing_of_another_sort(name: str, kind: str, word: str) -> None:
    """会议 is no 劳动节."""
    assert len(named(resolved((name, kind), (word, kind)))) == 2


def test_a_title_is_the_one_person_who_bears_it() -> None:
    """A title alone is the one whose name has it; where two have it, nobody."""
    (entity,) = named(resolved(("王东明主席", "Person"), ("主席", "Person")))
    assert entity.joined == ("name-and-title",)
    assert len(named(resolved(("王主席", "Person"), ("李主席", "Person"), ("主席", "Person")))) == 3


def test_one_concept_is_one_thing_where_its_type_says_so() -> None:
    """Two names of one concept are joined for bodies, not for requirements."""
    iri = "https://w3id.org/unionkg/id/concept/x"
    (entity,) = named(resolved(("全国总工会", "Organization"), ("全总", "Organization"), concept=iri))
    assert (entity.joined, entity.concept) == (("same-concept",), iri)
    assert len(named(resolved(("讲政治", "Requirement"), ("有担当", "Requirement"), concept=iri))) == 2


def test_placeholders_and_deictic_names_stay_in_the_document() -> None:
    """`X市` and 市委 mean something else in each text."""
    iri = "https://w3id.org/unionkg/id/concept/x"
    kept = named(resolved(("X市", "Place"), ("市委", "Organization"), concept=iri))
    assert {entity.scope for entity in kept} == {"document"}
    (shared,) = named(resolved(("全国总工会", "Organization"), concept=iri))
    assert shared.scope == "shared"


@pytest.mark.parametrize("name", ["市教育局", "镇党委", "全市各级工会", "我省", "街道办事处", "州委"])
def test_a_level_without_a_place_is_deictic(name: str) -> None:
    """市教育局 is that of the city whose text it is."""
    assert KNOWN.voices.is_deictic(name, "Organization")


@pytest.mark.parametrize(
    "name",
    [
        "县级总工会",
        "县（市）区总工会",
        "乡镇工会",
        "市场监管总局",
        "区域工会联合会",
        "镇江市总工会",
        "州级工会",
    ],
)
def test_a_kind_of_body_and_a_name_are_not_deictic(name: str) -> None:
    """县级总工会 means the same in each text."""
    assert not KNOWN.voices.is_deictic(name, "Organization")


@pytest.mark.parametrize("place", ["镇江市", "市中区", "全州县", "乡宁县"])
@pytest.mark.parametrize("kind", ["Place", "Organization"])
def test_a_place_that_begins_like_a_level_is_not_deictic(place: str, kind: str) -> None:
    """镇江 is no 镇."""
    assert not KNOWN.voices.is_deictic(place, kind)


@pytest.mark.parametrize(("name", "kind"), [("全市一盘棋", "Requirement"), ("县域经济", "Policy")])
def test_a_formula_is_not_deictic(name: str, kind: str) -> None:
    """What is asked of a whole city is asked in every one."""
    assert not KNOWN.voices.is_deictic(name, kind)


def test_a_named_body_is_not_every_body_that_is_called_so_for_short() -> None:
    """白河县总工会 and, for short, 县总工会: the concept of the short name is a kind, which others share."""
    text = "白河县总工会、县总工会"
    document = Document("d", text, {})
    mentions = (
        Mention(Span(0, 6), "白河县总工会", "Organization", "", "test"),
        Mention(Span(7, 11), "县总工会", "Organization", "https://w3id.org/unionkg/id/concept/x", "test"),
    )
    (one,) = named(Resolver(KNOWN).resolve(document, structure.read(document, KNOWN.markers), mentions))
    assert (one.label, one.scope) == ("白河县总工会", "document")


def test_the_body_that_speaks() -> None:
    """It is the entity with one of its names, else one without mentions; news has none."""
    told = resolved(("市总工会", "Organization"), kind="speech", body="市总工会")
    assert told.self_entity == 0
    silent = resolved(("职工", "Group"), kind="speech", body="市总工会")
    assert silent.entities[silent.self_entity] == Entity(
        "市总工会", "Organization", (), (), "", "document", ()
    )
    unnamed = resolved(("职工", "Group"), kind="speech")
    assert unnamed.entities[unnamed.self_entity].label == KNOWN.voices.unnamed_body
    assert resolved(("职工", "Group"), kind="press report").self_entity == -1


def test_many_things_are_not_called_again() -> None:
    """公司 is not 各区域公司."""
    assert len(named(resolved(("各区域公司", "Organization"), ("公司", "Organization")))) == 2
    assert len(named(resolved(("全市各县总工会", "Organization"), ("县总", "Organization")))) == 2


def test_a_company_is_called_again_where_it_is_the_only_one() -> None:
    """公司 behind two of them is neither."""
    one = (("宏远机械集团有限公司", "Organization"),)
    assert len(named(resolved(*one, ("集团", "Organization")))) == 1
    assert len(named(resolved(*one, ("市公交集团", "Organization"), ("集团", "Organization")))) == 3


@pytest.mark.parametrize("name", ["春季招聘会", "职工运动会", "中秋联欢会"])
def test_what_is_no_meeting_is_not_called_one(name: str) -> None:
    """会议 behind a fair is another thing."""
    assert len(named(resolved((name, "Event"), ("会议", "Event")))) == 2
