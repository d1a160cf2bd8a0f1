"""Clauses, subjects and voices; and what holds for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from reading import SPEECH, documents
from unionkg import knowledge, structure
from unionkg.mentions import Finder
from unionkg.model import Datum, Document, Mention, Origin, Resolution, Span, Utterance, Verdict
from unionkg.resolution import Resolver
from unionkg.resolution.clauses import _Voices

KNOWN = knowledge.load()
NEWS = {"kind": Datum("press report", "given")}


@pytest.fixture(scope="module")
def finder() -> Finder:
    """A finder with the shipped model."""
    return Finder(KNOWN)


def resolved(text: str, *names: tuple[str, str], own: bool = True) -> Resolution:
    """A text with its mentions, resolved; in its own voice or told."""
    mentions, at = [], 0
    for name, kind in names:
        at = text.index(name, at)
        mentions.append(Mention(Span(at, at + len(name)), name, kind, "", "test"))
        at += len(name)
    document = Document("d", text, SPEECH if own else NEWS)
    return Resolver(KNOWN).resolve(document, structure.read(document, KNOWN.markers), tuple(mentions))


def subjects(resolution: Resolution) -> list[tuple[list[str], Origin]]:
    """The labels of the subject of each clause and how it was found."""
    labels = [entity.label for entity in resolution.entities]
    return [([labels[e] for e in clause.subject], clause.origin) for clause in resolution.clauses]


def test_a_named_subject_is_carried_to_the_clauses_that_leave_it_out() -> None:
    """One sentence, three clauses, one subject."""
    found = subjects(resolved("县工会成立了学院，服务职工，取得实效。", ("县工会", "Organization")))
    assert found == [
        (["县工会"], Origin.EXPLICIT),
        (["县工会"], Origin.CARRIED),
        (["县工会"], Origin.CARRIED),
    ]


def test_a_new_paragraph_carries_nothing() -> None:
    """Where nobody is named the body that speaks is meant, in its own text."""
    found = subjects(resolved("县工会成立了学院。\n服务职工。", ("县工会", "Organization")))
    assert found[1] == (["市总工会"], Origin.SELF)


def test_the_first_person_is_the_body_that_speaks() -> None:
    """我们 ends what was carried."""
    found = subjects(resolved("县工会成立了学院，我们服务职工。", ("县工会", "Organization")))
    assert found[1] == (["市总工会"], Origin.FIRST_PERSON)


def test_coordinated_names_are_one_subject() -> None:
    """Names joined by a comma of lists or 和 stand together."""
    names = (("县工会", "Organization"), ("区工会", "Organization"))
    assert subjects(resolved("县工会和区工会成立了学院。", *names))[0] == (
        ["县工会", "区工会"],
        Origin.EXPLICIT,
    )


@pytest.mark.parametrize("word", sorted(KNOWN.clause_words.together))
def test_those_who_act_together_are_one_subject(word: str) -> None:
    """联合, 会同: whoever stands behind such a word acts, too."""
    names = (("县工会", "Organization"), ("县人社局", "Organization"))
    found = subjects(resolved(f"县工会{word}县人社局举办招聘会。", *names))
    assert found[0] == (["县工会", "县人社局"], Origin.EXPLICIT)


def test_a_name_behind_a_preposition_is_no_subject() -> None:
    """对…: whom it is about is not who does it."""
    found = subjects(resolved("对县工会给予支持。", ("县工会", "Organization")))
    assert found == [(["市总工会"], Origin.SELF)]


@pytest.mark.parametrize(
    ("text", "names", "who"),
    [
        ("市人大常委会副主任、市总工会主席李明讲话。", ["市人大常委会", "市总工会", "李明"], ["李明"]),
        ("市总工会副主席李明、市委副书记王芳讲话。", ["市总工会", "李明", "市委", "王芳"], ["李明", "王芳"]),
        ("职工李明获奖。", ["职工", "李明"], ["李明"]),
        ("市总工会、市教育局讲话。", ["市总工会", "市教育局"], ["市总工会", "市教育局"]),
        ("市总工会表彰李明。", ["市总工会", "李明"], ["市总工会"]),
    ],
)
def test_who_holds_a_post_in_a_body_is_the_subject(text: str, names: list[str], who: list[str]) -> None:
    """Of a body, its posts and a name, the name opens the clause; a verb between them is no post."""
    people = {"李明", "王芳"}
    kinds = {"职工": "Group"} | dict.fromkeys(people, "Person")
    resolution = resolved(text, *((name, kinds.get(name, "Organization")) for name in names))
    assert subjects(resolution)[0] == (who, Origin.EXPLICIT)


def test_a_date_may_stand_before_the_subject() -> None:
    """A time at the start is passed over."""
    names = (("2019年", "Time"), ("县工会", "Organization"))
    assert subjects(resolved("2019年，县工会成立了学院。", *names))[-1] == (["县工会"], Origin.EXPLICIT)


def test_reported_speech_is_a_voice_of_its_own() -> None:
    """What is said behind a verb of speech is its speaker's, and is reported by the text's own voice."""
    resolution = resolved("X书记强调，工会要服务职工。大家要落实。", ("X书记", "Person"))
    outer, reported = resolution.utterances[:2]
    assert (outer.speaker, outer.parent) == (-1, -1)
    assert resolution.entities[reported.speaker].label == "X书记"
    assert reported.parent == 0
    assert [clause.utterance for clause in resolution.clauses] == [0, 1, 0]


def test_a_voice_is_tied_to_the_event_at_which_it_speaks() -> None:
    """An event between words of place before the verb of speech; one that is only spoken of is none."""
    text = "王东明在全总全委会上强调，工会要办好职工运动会。李某指出，各级工会要办好表彰大会。"
    names = (("王东明", "Person"), ("全总全委会", "Event"), ("工会", "Organization"), ("职工运动会", "Event"))
    more = (("李某", "Person"), ("各级工会", "Organization"), ("表彰大会", "Event"))
    found = resolved(text, *names, *more, own=False)
    labels = [found.entities[voice.event].label if voice.event >= 0 else "" for voice in found.utterances]
    assert labels == ["", "全总全委会", ""]


def test_a_speech_is_tied_to_its_occasion() -> None:
    """The event of the occasion line is where the text's own voice speaks."""
    text = "在全市工会工作会议上的讲话\n同志们：今天召开劳模大会。"
    found = resolved(text, ("全市工会工作会议", "Event"), ("劳模大会", "Event"))
    assert found.entities[found.utterances[0].event].label == "全市工会工作会议"


def test_the_innermost_voice_that_is_still_open_holds_a_clause() -> None:
    """Voices within voices, and voices that end, followed from left to right."""
    spans = (Span(0, 100), Span(10, 50), Span(20, 30), Span(60, 70))
    voices = _Voices(tuple(Utterance(span, -1, -1, Span(0, 0), "test") for span in spans))
    assert [voices.at(offset) for offset in (5, 15, 25, 30, 31, 50, 55, 65, 71, 100)] == [
        0, 1, 2, 2, 1, 1, 0, 3, 0, 0,
    ]  # fmt: skip


@given(documents())
@settings(deadline=None, max_examples=80)
def test_what_holds_for_any_text(finder: Finder, document: Document) -> None:
    """Clauses tile their sentences; every mention has its entity; every index points at something."""
    built = structure.read(document, KNOWN.markers)
    mentions = finder.find(document, built)
    found = Resolver(KNOWN).resolve(document, built, mentions)
    for index, sentence in enumerate(built.sentences):
        spans = [clause.span for clause in found.clauses if clause.sentence == index]
        assert (spans[0].start, spans[-1].end) == (sentence.span.start, sentence.span.end)
        assert all(a.end == b.start for a, b in pairwise(spans))
    assert len(found.entity_of) == len(mentions)
    for entity, thing in enumerate(found.entities):
        assert all(found.entity_of[index] == entity for index in thing.mentions)
    whole = Span(0, len(document.text))
    assert found.utterances[0].span == whole
    for utterance in found.utterances:
        assert whole.covers(utterance.span)
        assert -1 <= utterance.speaker < len(found.entities)
    for clause in found.clauses:
        assert 0 <= clause.utterance < len(found.utterances)
        assert all(0 <= entity < len(found.entities) for entity in clause.subject)
    for count in found.counts:
        assert all(whole.covers(part) for part in (count.span, *count.parts))
        assert (count.found == count.declared) == (count.verdict is Verdict.RECONCILED) or not count.parts


def test_members_that_the_thesaurus_knows_are_not_taken_from_what_stands_near() -> None:
    """A label with known members lists those or none: what follows it in the sentence is another matter."""
    names = (("“四个意识”", "Requirement"), ("自信自强", "Requirement"), ("守正创新", "Requirement"))
    [concept] = [c for c in KNOWN.concepts if c.pref_zh == "四个意识"]

    def verdict(text: str, *names: tuple[str, str]) -> Verdict:
        mentions, at = [], 0
        for name, kind in names:
            at = text.index(name, at)
            iri = concept.iri if name.strip("“”") == concept.pref_zh else ""
            mentions.append(Mention(Span(at, at + len(name)), name, kind, iri, "test"))
        document = Document("d", text, {})
        built = structure.read(document, KNOWN.markers)
        [count] = Resolver(KNOWN).resolve(document, built, tuple(mentions)).counts
        return count.verdict

    assert verdict("增强“四个意识”，自信自强、守正创新。", *names) is Verdict.NOT_LISTED
    four = ("政治意识", "大局意识", "核心意识", "看齐意识")
    assert (
        verdict(
            "增强“四个意识”：政治意识、大局意识、核心意识、看齐意识。",
            names[0],
            *((n, "Requirement") for n in four),
        )
        is Verdict.RECONCILED
    )


@pytest.mark.parametrize(
    ("text", "names", "who"),
    [
        ("副市长李明出席会议。", ["李明"], ["李明"]),
        ("市委常委、常务副市长李明出席会议。", ["李明"], ["李明"]),
        ("市领导李明、王芳出席会议。", ["李明", "王芳"], ["李明", "王芳"]),
        ("本报北京7月14日电（记者王芳）李明出席会议。", ["李明"], ["李明"]),
        ("看望副市长李明。", ["李明"], []),
    ],
)
def test_a_title_or_a_dateline_may_stand_before_the_subject(
    text: str, names: list[str], who: list[str]
) -> None:
    """A post without a body is no part of the name that follows, and no bar before it."""
    found = resolved(text, *((name, "Person") for name in names), own=False)
    assert subjects(found)[-1][0] == who


def test_who_received_an_honour_is_the_subject() -> None:
    """全国五一劳动奖章获得者李明: the honour tells who he is."""
    found = resolved("全国五一劳动奖章获得者李明发言。", ("全国五一劳动奖章", "Honor"), ("李明", "Person"))
    assert subjects(found)[0][0] == ["李明"]


def test_an_attribute_parts_no_list() -> None:
    """各级工会和广大职工 act together; so do all of a city that are named."""
    names = (("各级工会", "Organization"), ("职工", "Group"))
    assert subjects(resolved("各级工会和广大职工响应号召。", *names))[0][0] == ["各级工会", "职工"]
    assert subjects(resolved("全市广大职工响应号召。", ("职工", "Group")))[0][0] == ["职工"]
    assert subjects(resolved("希望我国广大职工响应号召。", ("职工", "Group")))[0][0] == ["职工"]


@pytest.mark.parametrize("word", sorted(KNOWN.clause_words.pivot))
def test_whoever_is_led_acts_for_one_clause(word: str) -> None:
    """市总工会团结职工听党话，建设驿站: the union builds."""
    names = (("市总工会", "Organization"), ("职工", "Group"))
    text = f"市总工会开展宣讲，{word}职工听党话、跟党走，建设驿站。"
    assert [who for who, _ in subjects(resolved(text, *names))] == [["市总工会"], ["职工"], ["市总工会"]]


def test_somebody_whom_no_mention_tells_is_nobody_named() -> None:
    """各部门要支持工会，创造条件: neither the union that was named before nor the body that speaks."""
    found = subjects(resolved("市总工会开展宣讲。各部门要给予支持，创造条件。", ("市总工会", "Organization")))
    assert found[1:] == [([], Origin.UNNAMED), ([], Origin.UNNAMED)]


@pytest.mark.parametrize("text", ["工会大会召开以来，职工奋发有为。", "工会大会上，职工奋发有为。"])
def test_an_event_that_tells_when_is_no_subject(text: str) -> None:
    """大会召开以来 is a time, 大会上 a place."""
    found = subjects(resolved(text, ("工会大会", "Event"), ("职工", "Group"), own=False))
    assert found == [([], Origin.NONE), (["职工"], Origin.EXPLICIT)]


def test_a_group_that_tells_whose_is_no_subject() -> None:
    """农民工工资清欠 is no deed of theirs."""
    names = (("市总工会", "Organization"), ("农民工", "Group"))
    found = subjects(resolved("市总工会想办法，农民工工资清欠取得成绩，赢得好评。", *names))
    assert [who for who, _ in found] == [["市总工会"]] * 3


def test_who_is_told_to_do_something_is_the_subject_of_the_words() -> None:
    """李明希望各级工会坚守主业，狠抓落实: the unions are to hold on, in his words."""
    names = (("李明", "Person"), ("各级工会", "Organization"))
    found = resolved("李明希望各级工会坚守主业，狠抓落实。", *names, own=False)
    assert [who for who, _ in subjects(found)] == [["各级工会"], ["各级工会"]]
    assert {clause.utterance for clause in found.clauses} == {1}


def test_a_pronoun_that_speaks_is_whoever_spoke_to_the_meeting() -> None:
    """李明出席会议并讲话，王芳主持。他强调: the words are 李明's."""
    names = (("李明", "Person"), ("王芳", "Person"))
    found = resolved("李明出席会议并讲话，王芳宣布开幕。他强调，要抓落实。", *names, own=False)
    assert [utterance.speaker for utterance in found.utterances] == [-1, found.entity_of[0]]


def test_a_pronoun_is_whoever_acted_last() -> None:
    """王芳表示祝贺。同时她提出希望: she hopes; 他们 and 其他 are no such word."""
    names = (("王芳", "Person"), ("工会", "Organization"))
    found = subjects(
        resolved("王芳参加了会议，工会很重视。同时她走访了企业，看望了大家。", *names, own=False)
    )
    assert found[2:] == [(["王芳"], Origin.CARRIED)] * 2
    found = subjects(resolved("王芳来了，工会很重视。其他单位也来了。", *names, own=False))
    assert found[-1][0] != ["王芳"]


@pytest.mark.parametrize(
    "text",
    [
        "市总工会下发通知，对职工条件作了详细的安排和具体的部署，并要求各级工会认真摸底。",
        "市总工会召开会议。王芳领奖。要求各级工会认真摸底。",
        "《意见》结合市总工会部署，指出了要求：抓好落实。",
    ],
)
def test_a_verb_of_speech_that_opens_its_clause_belongs_to_whoever_acted(text: str) -> None:
    """However far away the subject stands, and whatever is named in between."""
    kinds = {"市总工会": "Organization", "王芳": "Person", "各级工会": "Organization", "《意见》": "Document"}
    names = sorted((name for name in kinds if name in text), key=text.index)
    found = resolved(text, *((name, kinds[name]) for name in names), own=False)
    labels = [entity.label for entity in found.entities]
    before = [name for name in names if name != "各级工会"]
    actor = "王芳" if "王芳" in text else before[0].strip("《》")
    assert [labels[utterance.speaker] for utterance in found.utterances[1:]] == [actor]


def test_good_wishes_are_no_words() -> None:
    """李明表示祝贺，并提出三点希望: his words begin behind what he hopes."""
    text = "李明代表公司表示祝贺，并提出三点希望，一要讲团结，二要办实事。"
    found = resolved(text, ("李明", "Person"), ("公司", "Organization"), own=False)
    assert [text[utterance.span.start :][:5] for utterance in found.utterances[1:]] == ["三点希望，"]


def test_what_a_meeting_says_within_a_persons_words_makes_it_no_speaker_of_the_rest() -> None:
    """李明强调，全会提出要…。希望各级工会…: 李明 hopes."""
    names = (("李明", "Person"), ("全会", "Event"), ("各级工会", "Organization"))
    found = resolved("李明强调，要学好精神。全会提出，要深化改革。希望各级工会抓落实。", *names, own=False)
    last = found.utterances[found.clauses[-1].utterance]
    assert found.entities[last.speaker].label == "李明"


@pytest.mark.parametrize(
    "marker", ["（一）", "1.", "一、", "一是", "第二条 ", "①", "——", "二要求实，三是", "每一位", "（3）"]
)
def test_a_subject_may_stand_behind_the_marker_of_an_item(marker: str) -> None:
    """（一）各级工会要落实责任，加强领导: they are to."""
    found = subjects(
        resolved(f"通知如下：\n{marker}各级工会要落实责任，加强领导。", ("各级工会", "Organization"))
    )
    assert [who for who, _ in found[-2:]] == [["各级工会"], ["各级工会"]]


def test_items_have_the_subject_of_the_line_that_introduces_them() -> None:
    """What a union does item by item it does; a text of its own says by a colon that items follow."""
    union = ("县总工会", "Organization")
    for own, stop, who in (
        (False, "。", ["县总工会"]),
        (True, "：", ["县总工会"]),
        (True, "。", ["市总工会"]),
    ):
        found = resolved(f"县总工会开展活动{stop}\n一是建设驿站。\n二是慰问职工。", union, own=own)
        assert [label for label, _ in subjects(found)[1:]] == [who, who]


def test_words_go_on_in_the_items_that_a_colon_announces() -> None:
    """李明提出三点要求：⏎一要…⏎二要…: all of it is his; what follows without a marker is not."""
    found = resolved("李明提出三点要求：\n一要学习。\n二要落实。\n会议闭幕。", ("李明", "Person"), own=False)
    assert [clause.utterance for clause in found.clauses] == [1, 1, 1, 0]


def test_words_may_begin_on_the_next_line() -> None:
    """A verb of speech that ends a line opens the next one, and no more of a text with full stops."""
    found = resolved("李明强调，\n要抓落实。\n会议闭幕。", ("李明", "Person"), own=False)
    assert [clause.utterance for clause in found.clauses] == [0, 1, 0]


def test_what_people_do_next_is_nobodys_words() -> None:
    """In news a sentence in which somebody presides or takes part ends what another said."""
    names = (("李明", "Person"), ("王芳", "Person"))
    found = resolved("李明强调，要抓落实。要讲实效。市长王芳主持会议。", *names, own=False)
    assert [clause.utterance for clause in found.clauses] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("县总工会建成驿站12家。今年又新增5家。", False),
        ("关于做好送温暖工作的通知\n各乡镇总工会：\n建成驿站12家。今年又新增5家。", True),
        ("建成驿站12家。今年又新增5家，我们要再接再厉。", True),
        ("要大力弘扬劳模精神。", True),
    ],
)
def test_a_text_without_a_first_person_speaks_for_itself_as_a_document_only(text: str, own: bool) -> None:
    """News of what a body did tell of it; a notice says it."""
    document = Document("d", text, {})
    built = structure.read(document, KNOWN.markers)
    assert (Resolver(KNOWN).resolve(document, built, ()).self_entity >= 0) is own


@pytest.mark.parametrize("name", ["省总", "市总工会", "全总"])
def test_a_body_may_say_so_whatever_its_name_ends_in(name: str) -> None:
    """总要求 is a noun behind 的, and no noun behind 省."""
    found = resolved(f"{name}要求，要抓落实。", (name, "Organization"), own=False)
    assert [clause.utterance for clause in found.clauses] == [0, 1]
    noun = resolved("市委的总要求，要抓落实。", ("市委", "Organization"), own=False)
    assert {clause.utterance for clause in noun.clauses} == {0}


def test_a_place_right_before_a_body_is_no_bar() -> None:
    """惜福镇 街道总工会: the place is marked apart."""
    names = (("惜福镇", "Place"), ("街道总工会", "Organization"))
    assert subjects(resolved("惜福镇街道总工会建成驿站。", *names))[0][0] == ["街道总工会"]


def who(text: str, *names: tuple[str, str], own: bool = False) -> list[list[str]]:
    """The subjects of the clauses of a text."""
    return [labels for labels, _ in subjects(resolved(text, *names, own=own))]


UNION, WORKERS, LI = ("市总工会", "Organization"), ("职工", "Group"), ("李明", "Person")


def test_a_bracket_or_a_word_within_a_name_is_no_dateline() -> None:
    """中国水电（集团）公司工会 is a name, 家电（…） a thing."""
    name = "中国水电（集团）公司工会"
    assert who(f"{name}召开会议，看望职工。", (name, "Organization"), WORKERS) == [[name], [name]]
    assert who("市总工会举办竞赛，奖励职工（职工技能大赛）", UNION, WORKERS)[0] == ["市总工会"]


def test_a_dateline_holds_its_commas() -> None:
    """本报讯（记者王强，通讯员李明）: the subject stands behind it."""
    text = "本报讯（记者王强，通讯员赵磊）市总工会召开会议，看望职工。"
    people = (("王强", "Person"), ("赵磊", "Person"))
    assert who(text, *people, UNION, WORKERS) == [["市总工会"], ["市总工会"]]


def test_an_event_in_the_midst_of_a_clause_opens_nothing() -> None:
    """做好春节期间职工慰问: 职工 is no subject; 会议时间 tells no time."""
    text = "市总工会召开会议，切实做好春节期间职工慰问，落实措施。"
    assert who(text, UNION, ("春节", "Event"), WORKERS) == [["市总工会"]] * 3


def test_a_pivot_before_somebody_unnamed_passes_too() -> None:
    """组织有关部门开展检查，维护权益: the union goes on; so behind a date."""
    assert who("市总工会召开会议，组织有关部门开展检查，维护权益。", UNION) == [
        ["市总工会"],
        [],
        ["市总工会"],
    ]
    text = "市总工会开展慰问，组织2024年职工参加疗养，建设驿站。"
    names = (UNION, ("2024年", "Time"), WORKERS)
    assert who(text, *names) == [["市总工会"], ["职工"], ["市总工会"]]


def test_a_quotation_within_a_clause_does_not_take_it_over() -> None:
    """李明提出“工会要…”的要求，并看望职工: he does both."""
    text = "李明提出“工会要当好职工的娘家人和贴心人”的要求，并看望职工。"
    assert who(text, LI, ("工会", "Organization"), WORKERS, WORKERS) == [["李明"], ["李明"]]


def test_of_whom_nobody_tells_in_reported_words_is_nobody() -> None:
    """李明要求各部门要抓好落实，维护权益: not he."""
    assert who("李明要求各部门要抓好落实，维护权益。", LI) == [[], []]


@pytest.mark.parametrize("text", ["企业文化建设取得成效。", "企业家座谈发言。", "培训结束后建设驿站。"])
def test_what_begins_like_somebody_unnamed_is_not(text: str) -> None:
    """企业文化 is no 企业."""
    assert Origin.UNNAMED not in {origin for _, origin in subjects(resolved(text, own=False))}


def test_a_person_within_the_words_does_not_end_them() -> None:
    """王进喜是榜样，职工要参加竞赛: still 李明's words."""
    text = "李明指出，要弘扬精神。王进喜是榜样，职工要参加竞赛。随后要抓落实。"
    found = resolved(text, LI, ("王进喜", "Person"), WORKERS, own=False)
    assert [clause.utterance for clause in found.clauses] == [0, 1, 1, 1, 1]


def test_many_lines_that_open_words_are_read_in_time_that_grows_with_them() -> None:
    """A table of such lines is no trap: the words of each reach a few lines at most."""
    text = "记者报道\n" + "李明指出\n" * 3000
    names = [LI] * 3000
    assert len(resolved(text, *names, own=False).utterances) > 1
