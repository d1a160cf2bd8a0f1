"""A small hand-made reading, all spans cut from its own text. No test and no rule stands here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from unionkg import links
from unionkg.graph import description, reference
from unionkg.graph.iris import Iris
from unionkg.model import (
    Aim,
    Capacity,
    Claim,
    Count,
    Dating,
    Datum,
    Demand,
    Document,
    Entity,
    Mention,
    Modality,
    Quantity,
    Reading,
    Resolution,
    Section,
    Sentence,
    Span,
    Structure,
    TimeRole,
    Utterance,
    Values,
    Verdict,
)

TEXT = (
    "一、提出要求\n"
    "林书记说：“要讲团结、勤走访、办实事”，这就是9字要求。市总工会设立了职工之家。\n"
    "“春风行动”始于2001年，弘扬劳模精神。工会是联系职工的桥梁。\n"
    "二、明年工作\n"
    "各区总工会年底前必须建成服务站，坚决去除形式主义。我讲三点意见：一是学习，二是落实。\n"
    "今年新建服务点100家。\n"
)
ONTOLOGY = Path(__file__).parent.parent / "ontology"
CONCEPT = "https://w3id.org/unionkg/id/concept/chunfeng"


def span(words: str, after: int = 0) -> Span:
    """The first place of `words` at or behind the code point `after`."""
    start = TEXT.index(words, after)
    return Span(start, start + len(words))


def between(first: str, last: str) -> Span:
    """From the first place of `first` to the end of `last` behind it."""
    return Span(TEXT.index(first), span(last, TEXT.index(first)).end)


NAMES = (
    ("林书记", "Person", "document", ""),
    ("9字要求", "Requirement", "document", ""),
    ("讲团结", "Requirement", "shared", ""),
    ("勤走访", "Requirement", "shared", ""),
    ("办实事", "Requirement", "shared", ""),
    ("市总工会", "Organization", "document", "https://w3id.org/unionkg/id/concept/shizong"),
    ("职工之家", "Facility", "shared", ""),
    ("“春风行动”", "Initiative", "shared", CONCEPT),
    ("2001年", "Time", "document", ""),
    ("劳模精神", "Doctrine", "shared", ""),
    ("工会", "Organization", "shared", ""),
    ("联系职工的桥梁", "Role", "shared", ""),
    ("各区总工会", "Organization", "document", ""),
    ("服务站", "Facility", "shared", ""),
    ("形式主义", "Requirement", "shared", ""),
)
INDEX = {label: number for number, (label, *_) in enumerate(NAMES)}


def _mentions() -> tuple[Mention, ...]:
    found = []
    for label, kind, _, concept in NAMES:
        place = span("工会是").start if label == "工会" else 0
        found.append(Mention(span(label, place), label, kind, concept, "mention.lexicon"))
    return tuple(found)


def _entities() -> tuple[Entity, ...]:
    more = {"市总工会": ("市总工会", "市总")}
    return tuple(
        Entity(label, kind, more.get(label, (label,)), (number,), concept, scope, ())
        for number, (label, kind, scope, concept) in enumerate(NAMES)
    )


def claim(subject: str, predicate: str, target: str, quote: Span, **changes: Any) -> Claim:
    """A stated claim in the document's own voice between two labels, with `changes`."""
    plain = Claim(
        subject=INDEX[subject],
        predicate=predicate,
        object=INDEX[target],
        utterance=0,
        modality=Modality.STATED,
        trigger=Span(quote.start, quote.start + 1),
        quote=quote,
        context=(),
        position=0,
        rule=f"relation.{predicate}",
    )
    return replace(plain, **changes)


LIST = between("要讲团结", "9字要求")
SECOND = between("各区总工会", "服务站")
CLAIMS = (
    claim("林书记", "proposes", "9字要求", between("林书记", "9字要求")),
    claim("9字要求", "hasPart", "讲团结", LIST, position=1, context=(span("林书记说"),)),
    claim("9字要求", "hasPart", "勤走访", LIST, position=2, context=(span("林书记说"),)),
    claim("9字要求", "hasPart", "办实事", LIST, position=3, context=(span("林书记说"),)),
    claim("市总工会", "establishes", "职工之家", between("市总工会", "职工之家")),
    claim("“春风行动”", "hasTime", "2001年", between("“春风行动”", "2001年")),
    claim("“春风行动”", "promotes", "劳模精神", between("“春风行动”", "劳模精神")),
    claim("工会", "hasRole", "联系职工的桥梁", between("工会是", "桥梁")),
    claim("各区总工会", "establishes", "服务站", SECOND, modality=Modality.DEMANDED),
    claim(
        "林书记", "proposes", "讲团结", between("林书记", "办实事"), modality=Modality.DEMANDED, utterance=1
    ),
    claim(
        "各区总工会", "promotes", "形式主义", between("各区总工会", "形式主义"), modality=Modality.REJECTED
    ),
)
DEMANDS = (
    Demand(
        0,
        span("建成服务站"),
        (INDEX["服务站"],),
        (INDEX["各区总工会"],),
        "must",
        "required",
        span("年底前"),
        "open",
        span("必须"),
        SECOND,
        "demand.must",
    ),
    Demand(
        1,
        span("讲团结、勤走访、办实事"),
        (INDEX["讲团结"],),
        (),
        "should",
        "required",
        None,
        "open",
        Span(LIST.start, LIST.start + 1),
        between("要讲团结", "办实事"),
        "demand.should",
    ),
    Demand(
        0,
        span("去除形式主义"),
        (INDEX["形式主义"],),
        (INDEX["各区总工会"],),
        "must",
        "rejected",
        None,
        "open",
        span("坚决"),
        between("各区总工会", "形式主义"),
        "demand.reject",
    ),
)
COUNTS = (
    Count(
        span("9字要求"),
        INDEX["9字要求"],
        9,
        9,
        "characters",
        (span("讲团结"), span("勤走访"), span("办实事")),
        Verdict.RECONCILED,
        "count.label",
    ),
    Count(
        span("三点意见"), -1, 3, 2, "members", (span("学习"), span("落实")), Verdict.SHORT, "count.announced"
    ),
)
UTTERANCES = (
    Utterance(Span(0, len(TEXT)), -1, -1, Span(0, 0), ""),
    Utterance(span("要讲团结、勤走访、办实事"), INDEX["林书记"], 0, span("林书记说"), "voice.says"),
)
VALUES = Values(
    (Dating(INDEX["2001年"], "2001", TimeRole.DATE),),
    (Quantity(span("100家"), "100.0", "家", span("服务点"), INDEX["2001年"], Aim.ACHIEVED, 0),),
    (Capacity(INDEX["林书记"], span("书记"), -1),),
)
_BREAK = TEXT.index("二、")
STRUCTURE = Structure(
    (
        Section(Span(0, _BREAK), 1, span("提出要求"), -1),
        Section(Span(_BREAK, len(TEXT)), 1, span("明年工作"), -1),
    ),
    (Sentence(Span(0, len(TEXT)), 0, 0),),
    (),
)
METADATA = {
    "body": Datum("市总工会", "given"),
    "body_names": Datum("市总工会|市总", "given"),
    "date": Datum("2019-12", "inferred"),
    "kind": Datum("speech", "given"),
    "level": Datum("city", "given"),
    "speaker": Datum("市总工会主席", "inferred"),
    "title": Datum("在交流会上的讲话", "given"),
}


def reading(document: str = "交流会") -> Reading:
    """The reading, under the id of a document."""
    mentions = _mentions()
    resolution = Resolution(_entities(), tuple(range(len(mentions))), UTTERANCES, COUNTS, INDEX["市总工会"])
    source = Document(document, TEXT, METADATA)
    return Reading(
        source, STRUCTURE, mentions, resolution, CLAIMS, DEMANDS, keywords=(("工会", 1.0),), values=VALUES
    )


def graph_lines(*documents: str) -> list[str]:
    """The N-Quads of the reading under each id, with ties, ontology and run."""
    iris = Iris()
    lines = [*reference.ontology(ONTOLOGY / "unionkg.ttl", iris), *reference.run("0", "hash", iris)]
    for document in documents or ("交流会",):
        lines += description.describe(reading(document), iris, iris.run("0", "hash"))
        lines += links.describe(reading(document), iris)
    return lines
