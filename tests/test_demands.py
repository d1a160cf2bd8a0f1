"""The requirement ledger: what asks, how far it reaches, of whom it is asked, how it stands."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionkg import knowledge, pipeline, structure
from unionkg.errors import KnowledgeError
from unionkg.knowledge import demandwords, yamlfile
from unionkg.knowledge.demandwords import CLOSE, OPEN
from unionkg.model import Datum, Demand, Document, Mention, Reading, Span
from unionkg.reader import Reader

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "corpora"
LABELS = ROOT / "tests" / "labels" / "yao.jsonl"
PATTERNS = knowledge.files()["patterns/demands.yaml"]
WORDS = demandwords.load(yamlfile.read(PATTERNS))
SPEECH = {
    "kind": Datum("speech", "given"),
    "body": Datum("市总工会", "given"),
    "body_names": Datum("市总工会", "given"),
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    """A reader with the shipped knowledge."""
    return Reader(knowledge.load())


def read(reader: Reader, text: str, **metadata: str) -> Reading:
    """A speech of the city's union, or what `metadata` says instead."""
    given_ = {name: Datum(value, "given") for name, value in metadata.items()}
    return reader.read(Document("d", text, {**SPEECH, **given_}))


def quotes(reading: Reading) -> list[str]:
    """The contents of the demands."""
    return [reading.document.text[d.content.start : d.content.end] for d in reading.demands]


def labels(reading: Reading, demand: Demand) -> list[str]:
    """The labels of those that are asked."""
    return [reading.resolution.entities[index].label for index in demand.addressees]


def issuer(reading: Reading, demand: Demand) -> str:
    """The label of who asks; empty for the document's own voice."""
    speaker = reading.resolution.utterances[demand.utterance].speaker
    return reading.resolution.entities[speaker].label if speaker >= 0 else ""


# --- the knowledge ---------------------------------------------------------------------


@pytest.mark.parametrize("rule", WORDS.rules, ids=lambda rule: rule.id)
def test_every_word_rule_does_what_its_examples_say(reader: Reader, rule: demandwords.DemandRule) -> None:
    """A rule has two examples and a counter-example, finds itself in the first and not in the other."""
    assert len(rule.examples) >= 2
    assert rule.counter_examples
    found = {
        text: {d.rule for d in read(reader, text).demands}
        for text in (*rule.examples, *rule.counter_examples)
    }
    assert [text for text in rule.examples if rule.id not in found[text]] == []
    assert [text for text in rule.counter_examples if rule.id in found[text]] == []


@pytest.mark.parametrize("context", WORDS.contexts, ids=lambda context: context.id)
def test_every_context_does_what_its_examples_say(context: demandwords.Context) -> None:
    """A context knows where a word asks for nothing, and lets pass where it asks."""
    assert len(context.examples) >= 2
    assert context.counter_examples
    assert all(text.count(OPEN) == text.count(CLOSE) <= 1 for text in context.examples)
    assert [text for text in context.examples if not context.pattern.search(text)] == []
    assert [text for text in context.counter_examples if context.pattern.search(text)] == []


@pytest.mark.parametrize("rule", WORDS.announced, ids=lambda rule: rule.id)
def test_every_announcement_does_what_its_examples_say(rule: demandwords.Announcement) -> None:
    """An announced demand is found with its content."""
    assert len(rule.examples) >= 2
    assert rule.counter_examples
    assert all((match := rule.pattern.search(text)) and match["content"] for text in rule.examples)
    assert [text for text in rule.counter_examples if rule.pattern.search(text)] == []


def test_an_imperative_asks_where_somebody_is_reported(reader: Reader) -> None:
    """X强调，坚持…: a demand without an asking word; a statement that opens with the same verb is none."""
    rule = WORDS.imperative
    for text in rule.examples:
        assert rule.id in {d.rule for d in read(reader, f"总书记强调，{text}").demands}, text
    for text in rule.counter_examples:
        assert rule.id not in {d.rule for d in read(reader, f"总书记强调，{text}").demands}, text


def test_an_announcement_names_its_groups(tmp_path: Path) -> None:
    """A pattern without the group for the content is told with file and line."""
    path = tmp_path / "demands.yaml"
    text = PATTERNS.read_text(encoding="utf-8")
    path.write_text(text.replace("(?P<content>", "(?P<told>"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"demands\.yaml:\d+: .*content"):
        demandwords.load(yamlfile.read(path))


def test_strengths_and_statuses_are_of_the_vocabulary() -> None:
    """Each degree is an individual of the ontology, so that the graph can name it."""
    terms = knowledge.load().vocabulary.labels
    wanted = [f"strength-{degree.id}" for degree in WORDS.strengths]
    wanted += [f"status-{degree.id}" for degree in WORDS.statuses]
    assert [name for name in wanted if name not in terms] == []


# --- what asks -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "strength", "polarity"),
    [
        ("希望大家认真落实。", "hope", "required"),
        ("全市工会要认真落实。", "should", "required"),
        ("全市工会必须认真落实。", "must", "required"),
        ("干部不要钻牛角尖。", "should", "rejected"),
        ("千万不能动摇这个基础。", "must-not", "rejected"),
        ("决不能自搞一套。", "must-not", "rejected"),
    ],
)
def test_strength_and_polarity(reader: Reader, text: str, strength: str, polarity: str) -> None:
    """希望 < 要 < 必须 < 决不能; what is not wanted is rejected."""
    demand = read(reader, text).demands[0]
    assert (demand.strength, demand.polarity) == (strength, polarity)


def test_strengths_run_from_the_weakest_to_the_strongest() -> None:
    """The order of the file is the order of strength."""
    assert [degree.id for degree in WORDS.strengths] == ["hope", "should", "must", "must-not"]


def test_an_achievement_is_no_demand(reader: Reader) -> None:
    """What was done is told in the words of a demand and asks for nothing."""
    assert read(reader, "这一年，我们在行动上真正做到了全市工会一盘棋、一条心。").demands == ()


def test_a_plain_clause_is_a_demand(reader: Reader) -> None:
    """要认真落实 holds no name and is a demand."""
    assert quotes(read(reader, "要认真贯彻落实。")) == ["认真贯彻落实"]


def test_what_is_named_to_be_avoided_is_rejected(reader: Reader) -> None:
    """A demand that turns to what is not wanted becomes two, and turns back with the next imperative."""
    reading = read(reader, "总书记对工会的要求是增强政治性，去除机关化、贵族化，真正发挥作用。")
    assert [(q, d.polarity) for q, d in zip(quotes(reading), reading.demands, strict=True)] == [
        ("增强政治性", "required"),
        ("去除机关化、贵族化", "rejected"),
        ("真正发挥作用", "required"),
    ]


def test_the_items_of_a_list_of_which_one_asks_ask(reader: Reader) -> None:
    """一是制定…，二是…要…: a list of tasks asks with all its items."""
    reading = read(reader, "另外两项，一是制定一个规划，已经在起草过程中。二是设立一个展厅，展厅要早日建成。")
    assert quotes(reading) == ["制定一个规划，已经在起草过程中", "设立一个展厅", "早日建成"]


def test_a_list_that_tells_of_what_was_done_asks_nothing(reader: Reader) -> None:
    """The same verbs in a list without an asking item are no demands."""
    assert read(reader, "一年来，我们做了两件事：一是加强学习，二是建设阵地。").demands == ()


def test_news_tell_of_what_others_do(reader: Reader) -> None:
    """In a text about others a demand needs a voice: a narrator's 要 is none."""
    reading = read(reader, "记者日前看到，冬天里师傅们要早起清雪。", kind="press report")
    assert reading.demands == ()


# --- how far it reaches ----------------------------------------------------------------


def test_a_demand_ends_where_another_subject_begins(reader: Reader) -> None:
    """The content goes on over commas until somebody else is named."""
    reading = read(reader, "市总工会要加强指导，搞好服务，县总工会已经行动。")
    assert quotes(reading) == ["加强指导，搞好服务"]


def test_a_second_asking_word_in_a_clause_belongs_to_the_first(reader: Reader) -> None:
    """必须鼓励干部一定要…: one demand."""
    assert len(read(reader, "必须鼓励工会干部一定要有精气神。").demands) == 1


# --- who asks and of whom ---------------------------------------------------------------


def test_the_issuer_is_the_voice(reader: Reader) -> None:
    """A reported demand has the reported speaker, the speech's own has none."""
    reading = read(reader, "王东明强调，工会要服务职工。我们要认真学习。")
    assert [issuer(reading, demand) for demand in reading.demands] == ["王东明", ""]


def test_who_is_asked_is_named_or_the_body_that_speaks(reader: Reader) -> None:
    """The subject is asked; where nobody is named, those asked before in the paragraph, else the body."""
    reading = read(reader, "要认真学习。各级工会要服务职工。要深入基层。")
    assert [labels(reading, demand) for demand in reading.demands] == [
        ["市总工会"],
        ["各级工会"],
        ["各级工会"],
    ]


@pytest.mark.parametrize("word", WORDS.unnamed)
def test_of_whom_nobody_named_is_asked_the_body_is_not(reader: Reader, word: str) -> None:
    """各企业, 有关部门: they are asked, not the body that speaks nor those asked before."""
    reading = read(reader, f"各级工会要服务职工。{word}要足额发放工资。")
    assert [labels(reading, demand) for demand in reading.demands] == [["各级工会"], []]
    further = read(reader, f"{word}要足额发放工资，严禁克扣。")
    assert [labels(further, demand) for demand in further.demands] == [[], []]


def test_an_object_is_not_asked(reader: Reader) -> None:
    """要组织宣讲团…: who stands behind the asking word does not count as its subject."""
    reading = read(reader, "接下来，要组织劳模工匠宣讲团到基层宣讲。")
    assert labels(reading, reading.demands[0]) == ["市总工会"]


def test_the_head_of_a_list_says_of_whom_its_items_are_asked(reader: Reader) -> None:
    """对工会干部提几点要求：第一要… asks the officials."""
    reading = read(reader, "我对工会干部提几点要求。第一要想干事。第二要会干事。")
    assert [labels(reading, demand) for demand in reading.demands] == [["工会干部"], ["工会干部"]]


def test_the_head_of_a_name_is_asked(reader: Reader) -> None:
    """作为各级工会的领导干部，…: the officials are asked, not the unions."""
    reading = read(reader, "作为各级工会的领导干部，要团结群众。")
    assert labels(reading, reading.demands[0]) == ["领导干部"]


def test_nobody_hopes_of_himself(reader: Reader) -> None:
    """希望 asks those behind it, or it is not said of whom."""
    reading = read(reader, "希望广大职工为企业多作贡献。希望认真落实。")
    assert [labels(reading, demand) for demand in reading.demands] == [["职工"], []]


# --- until when and how far ----------------------------------------------------------------


def test_a_deadline_and_two_joined_dates(reader: Reader) -> None:
    """A date is a deadline by the words around it; joined dates are one; it makes a demand planned."""
    reading = read(reader, "要确保2020年底前完成任务。要争取今年底或明年初完成。")
    text = reading.document.text
    shown = [text[d.deadline.start : d.deadline.end] if d.deadline else "" for d in reading.demands]
    assert shown == ["2020年底前", "今年底或明年初"]
    assert [demand.status for demand in reading.demands] == ["planned", "planned"]


@pytest.mark.parametrize("kind", ["Time", "Goal"])
def test_a_date_within_a_goal_is_a_deadline_too(reader: Reader, kind: str) -> None:
    """Whether the date is marked alone or a goal begins with it, the demand is due by it."""
    text = "各级工会要确保2020年底前完成建会任务。"
    end = text.index("完成") if kind == "Time" else text.index("。")
    mention = Mention(Span(7, end), text[7:end], kind, "", "test")
    document = Document("d", text, {})
    built = structure.read(document, reader.knowledge.markers)
    resolution = reader.resolver.resolve(document, built, (mention,))
    (demand,) = reader.ledger.extract(document, built, (mention,), resolution, ())
    assert demand.deadline is not None
    assert text[demand.deadline.start : demand.deadline.end] == "2020年底前"


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("6月底前各级工会必须建成服务站。", "6月底前"),
        ("10月前，各级工会要开展培训。", "10月前"),
        ("五年前，各级工会要报备。", ""),
        ("2019年底各级工会要总结。", ""),
    ],
)
def test_a_date_before_whom_is_asked_is_a_deadline(reader: Reader, text: str, deadline: str) -> None:
    """Whoever is asked may stand between the date and the asking word; a date that is past is none."""
    (demand,) = read(reader, text).demands
    assert (text[demand.deadline.start : demand.deadline.end] if demand.deadline else "") == deadline


def test_a_date_of_something_else_is_no_deadline(reader: Reader) -> None:
    """明年初召开的会议 dates the meeting, not the demand."""
    assert read(reader, "要体现在明年初召开的全委会的报告中。").demands[0].deadline is None


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("要认真落实。", "open", ""),
        ("接下来，要深入基层宣讲。", "planned", "接下来"),
        ("要继续做好帮扶工作。", "under-way", "继续"),
        ("要建好阵地，目前已经完成。", "done", "已经完成"),
        ("展厅要与正在建设的陈列室同步。", "open", ""),
    ],
)
def test_the_status_and_the_words_that_show_it(reader: Reader, text: str, status: str, words: str) -> None:
    """How far a demand has come rests on words of the text; 正在建设的 tells of another thing."""
    demand = read(reader, text).demands[0]
    shown = demand.status_words
    assert (demand.status, text[shown.start : shown.end] if shown else "") == (status, words)


# --- of any text -------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [*"，。；：！\n“”（）、X一二", "要", "必须", "不能", "希望", "要求是", "提出了“", "一是", "第二",
     "市总工会", "总书记", "强调", "职工", "明年底前", "完成", "加强", "防止", "我们", "对", "的",
     "继续", "\u3000", "𠀀"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=40))
def test_any_text_gives_demands_with_a_quote_inside_it(reader: Reader, pieces: list[str]) -> None:
    """No text crashes the ledger; the quote holds the asking words and what is asked, inside the text."""
    reading = read(reader, "".join(pieces))
    for demand in reading.demands:
        inside = (demand.content, demand.trigger, *filter(None, (demand.deadline,)))
        assert 0 <= demand.evidence.start < demand.evidence.end <= len(reading.document.text)
        assert len(demand.content)
        assert all(demand.evidence.covers(span) for span in inside)
        assert demand.strength in {degree.id for degree in WORDS.strengths}
        assert demand.status in {degree.id for degree in WORDS.statuses}


# --- measured -----------------------------------------------------------------------------------


def test_the_ledger_of_the_sample_is_right_and_its_table_up_to_date() -> None:
    """Of all demands of the sample speech at least 95 % are right in every field; the table is kept."""
    spec = importlib.util.spec_from_file_location("ledger", ROOT / "docs" / "ledger.py")
    assert spec
    assert spec.loader
    ledger = importlib.util.module_from_spec(spec)
    sys.modules["ledger"] = ledger
    spec.loader.exec_module(ledger)
    found = ledger.rows()
    assert sum(row.right for row in found) / len(found) >= 0.95
    assert ledger.PAGE.read_text(encoding="utf-8") == ledger.page(found)


def sentence(text: str, offset: int) -> str:
    """What stands between the stops around `offset`."""
    start = max(text.rfind(stop, 0, offset) for stop in "。！？\n") + 1
    ends = [at for stop in "。！？\n" if (at := text.find(stop, offset)) >= 0]
    return text[start : min(ends, default=len(text))]


def documents(file: str, wanted: set[str]) -> list[Document]:
    """The labelled documents of one file."""
    if not file.endswith(".jsonl"):
        from unionkg.settings import Settings

        found = pipeline.read_documents(ROOT / "corpus", Settings())
        return [document for document in found if isinstance(document, Document)]
    with (SHARED / file).open(encoding="utf-8") as lines:
        records = [record for line in lines if (record := json.loads(line))["id"] in wanted]
    return [
        Document(r["id"], r["text"], {name: Datum(r[name], "given") for name in ("title", "date")})
        for r in records
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/corpora is absent")
def test_real_uses_are_told_apart(reader: Reader) -> None:
    """Of 728 real uses of 要, 应, 须, 希望, 不能 … at least 97 % are read as a reader labelled them."""
    uses = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    by_file: dict[str, dict[str, list[dict]]] = defaultdict(lambda: defaultdict(list))
    for use in uses:
        by_file[use["file"]][use["document"]].append(use)
    right: dict[str, list[bool]] = {"tuned": [], "held": []}
    for file, by_document in sorted(by_file.items()):
        for document in documents(file, set(by_document)):
            triggers = [d.trigger for d in reader.read(document).demands if d.rule != WORDS.imperative.id]
            for use in by_document[document.id]:
                start, end = use["offset"], use["offset"] + use["length"]
                digest = hashlib.sha256(sentence(document.text, start).encode()).hexdigest()
                assert digest == use["sentence"], f"{document.id}: another text"
                asks = any(trigger.start < end and start < trigger.end for trigger in triggers)
                right[use["part"]].append(asks == (use["label"] == "demand"))
    everything = right["tuned"] + right["held"]
    assert len(everything) == len(uses) >= 300
    assert sum(everything) / len(everything) >= 0.97
    assert sum(right["held"]) / len(right["held"]) >= 0.95
