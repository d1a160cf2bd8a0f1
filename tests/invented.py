"""A page made by hand for the tests: two invented speeches with what a reader would mark in them.

In `invented-*.txt`, `[K:words]` marks a mention of kind K; behind `|` stand the facts of the sentence,
by the numbers of its mentions, behind `!` a demand, its deadline behind `@`; an `x` ends a rejected one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from unionkg.exhibit import (
    AnswerCard,
    AnswerCell,
    AnswerRow,
    CountRow,
    DemandRow,
    DocumentRow,
    Exhibit,
    Fact,
    MetadataRow,
    Node,
    SourceText,
)
from unionkg.knowledge import views as styles
from unionkg.knowledge.vocabulary import Labels
from unionkg.views import Page, Precision

ROOT = Path(__file__).parents[1]
BASE = "https://w3id.org/unionkg/id/"

KINDS = {
    "R": "Requirement",
    "L": "Role",
    "I": "Initiative",
    "Y": "Policy",
    "D": "Doctrine",
    "O": "Organization",
    "P": "Person",
    "G": "Group",
    "F": "Facility",
    "E": "Event",
    "W": "Document",
    "H": "Honor",
    "Z": "Goal",
    "A": "Place",
    "T": "Time",
}


def speech(name: str) -> str:
    """The marked text of one of the speeches."""
    return Path(__file__).with_name(f"invented-{name}.txt").read_text(encoding="utf-8")


@dataclass
class Builder:
    """Collects nodes, facts and demands over the documents."""

    nodes: dict[str, tuple[str, str, set[str]]] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    demands: list[DemandRow] = field(default_factory=list)

    def iri(self, kind: str, words: str, document: str) -> str:
        """The node of these words, noted as spoken of in the document."""
        label = words.strip("“”")
        iri = f"{BASE}concept/{kind}/{label}"
        self.nodes.setdefault(iri, (label, kind, set()))[2].add(document)
        return iri

    def read(self, document: str, source: str, speaker: str) -> SourceText:
        """A text with its mentions, and its facts and demands along with it."""
        text, mentions, sentences, headings = "", [], [], []
        for raw in source.strip().splitlines():
            body, _, notes = raw.partition(" | ") if " | " in raw else (raw.split(" ! ")[0], "", "")
            demand = raw.partition(" ! ")[2]
            heading = body.startswith("# ")
            start, found = len(text), []
            for piece in re.split(r"(\[[A-Z]:[^\]]+\])", body.removeprefix("# ")):
                marked = re.fullmatch(r"\[([A-Z]):([^\]]+)\]", piece)
                words = marked[2] if marked else piece
                if marked:
                    iri = self.iri(KINDS[marked[1]], words, document)
                    found.append((len(text), len(text) + len(words), iri, KINDS[marked[1]], "lexicon"))
                text += words
            end = len(text)
            if heading:
                marker = re.match(r"[一二]、|（[一二]）", text[start:end])
                level = 1 if marker[0].endswith("、") else 2
                headings.append((start, level, start + len(marker[0]), end))
            sentences.append((start, end))
            mentions += found
            place = (document, text[start:end], start, end, " › ".join(self.path(headings, text)))
            self.claims(notes.partition(" ! ")[0], found, place, speaker)
            self.demand(demand, found, place, speaker)
            text += "\n"
        ends = [h[0] for h in headings[1:]] + [len(text)]
        sections = [(0, headings[0][0], 0, 0, 0)]
        sections += [(s, e, level, a, b) for (s, level, a, b), e in zip(headings, ends, strict=True)]
        return SourceText(document, text, tuple(sections), tuple(sentences), tuple(mentions))

    @staticmethod
    def path(headings: list[tuple[int, int, int, int]], text: str) -> list[str]:
        """The headings that stand over what comes next."""
        found: list[str] = []
        for _, level, start, end in headings:
            found = [*found[: level - 1], text[start:end]]
        return found

    def claims(self, notes: str, found: list, place: tuple, speaker: str) -> None:
        """The facts of one sentence."""
        document, quote, start, end, section = place
        modality = "Stated"
        if re.search("决不|不得|要不得", quote):
            modality = "Rejected"
        elif re.search("要|必须|希望", quote):
            modality = "Demanded"
        elif "计划" in quote:
            modality = "Planned"
        voice = next((m[2].rsplit("/", 1)[1] for m in found if m[3] == "Person"), speaker)
        for note in filter(None, (n.strip() for n in notes.split(";"))):
            head, relation, tails = note.split(" ", 2)
            for position, tail in enumerate(tails.split(","), 1):
                place_of_part = position if relation == "hasPart" else 0
                self.facts.append(
                    Fact(
                        found[int(head)][2],
                        relation,
                        found[int(tail)][2],
                        modality,
                        place_of_part,
                        document,
                        quote,
                        start,
                        end,
                        section,
                        voice,
                        f"{relation}-1",
                    )
                )

    def demand(self, note: str, found: list, place: tuple, speaker: str) -> None:
        """The demand of one sentence, if it has one."""
        if not note:
            return
        document, quote, start, end, section = place
        content, _, deadline = note.partition(" @ ")
        rejected = content.endswith(" x")
        content = content.removesuffix(" x")
        addressees = [m for m in found if m[3] in {"Organization", "Group"}][:1]
        strength = "must" if "必须" in quote or "不得" in quote else "hope" if "希望" in quote else "should"
        voice = next((m[2].rsplit("/", 1)[1] for m in found if m[3] == "Person"), speaker)
        self.demands.append(
            DemandRow(
                voice,
                content,
                tuple(m[2] for m in found if m[3] == "Requirement"),
                tuple(m[2] for m in addressees),
                tuple(quote[m[0] - start : m[1] - start] for m in addressees),
                strength,
                "rejected" if rejected else "required",
                deadline,
                "planned" if deadline else "open",
                document,
                quote,
                start,
                end,
                section,
                "demand-1",
            )
        )


def metadata(**values: str) -> tuple[MetadataRow, ...]:
    """Given values, by name."""
    return tuple(MetadataRow(name, value, "given") for name, value in sorted(values.items()))


def page() -> Page:
    """The invented page."""
    builder = Builder()
    texts = (
        builder.read("y-2018/annual", speech("annual"), "Y市总工会"),
        builder.read("y-2020/reform", speech("reform"), "Y市总工会"),
    )
    first, second = texts
    documents = (
        DocumentRow(
            first.document,
            "在年度工作会议上的讲话",
            "2018-12-20",
            "speech",
            len(first.text),
            metadata(
                speaker="Y市总工会主席", body="Y市总工会", level="city", date="2018-12-20", kind="speech"
            ),
            ("工会", "职工", "工匠"),
        ),
        DocumentRow(
            second.document,
            "在深化改革推进会上的报告",
            "2020-11",
            "report",
            len(second.text),
            metadata(
                body="Y市总工会", level="city", date="2020-11", kind="report", source="https://example.org/a"
            ),
            ("改革", "技能"),
        ),
    )
    exhibit = Exhibit(nodes(builder), tuple(builder.facts), tuple(builder.demands), counts(texts), documents)
    return Page(
        title_zh="Y市总工会的两篇讲话",
        title_en="Two speeches of city Y's unions",
        exhibit=exhibit,
        texts=texts,
        cards=cards(builder),
        labels=labels(),
        style=styles.read(ROOT / "ontology" / "views.yaml"),
        precision={"proposes": Precision(0.91, 54), "hasPart": Precision(0.62, 31)},
    )


def nodes(builder: Builder) -> tuple[Node, ...]:
    """The things, weighted by how much is said of them."""
    degree: dict[str, int] = defaultdict(int)
    for fact in builder.facts:
        degree[fact.source] += 1
        degree[fact.target] += 1
    total = sum(degree.values())
    names = {"十二字要求": ("12字要求",), "各级工会": ("全市各级工会",)}
    return tuple(
        Node(iri, label, kind, names.get(label, ()), "", "", tuple(sorted(documents)), degree[iri] / total)
        for iri, (label, kind, documents) in sorted(builder.nodes.items())
    )


def counts(texts: tuple[SourceText, ...]) -> tuple[CountRow, ...]:
    """Three counted labels, of which one does not add up."""
    found = []
    for text, words, declared, parts, verdict, kind in (
        (texts[0], "十二字要求", 12, ("讲政治", "会创新", "重维权", "立新功"), "reconciled", "Requirement"),
        (texts[0], "四点意见", 4, ("融大局", "抓基层", "想干事"), "short", ""),
        (texts[1], "三性", 3, ("政治性", "先进性", "群众性"), "reconciled", "Requirement"),
    ):
        start = text.text.index(words)
        node = f"{BASE}concept/{kind}/{words}" if kind else ""
        got = 12 if declared == 12 else len(parts)
        found.append(
            CountRow(
                node,
                words,
                declared,
                got,
                "字" if declared == 12 else "项",
                verdict,
                parts,
                text.document,
                start,
                start + len(words),
                "count-1",
            )
        )
    return tuple(found)


def cards(builder: Builder) -> tuple[AnswerCard, ...]:
    """Two answers, and a question without one."""
    label = {iri: found[0] for iri, found in builder.nodes.items()}

    def rows(relation: str, kind: str) -> tuple[AnswerRow, ...]:
        return tuple(
            AnswerRow(
                (
                    AnswerCell(label[f.source], f.source),
                    AnswerCell(label[f.target], f.target),
                    AnswerCell(f.quote, ""),
                ),
                f.document,
                f.start,
                f.end,
            )
            for f in builder.facts
            if f.relation == relation and kind in f.target
        )

    quote = ("引文", "quote")
    return (
        AnswerCard(
            "asked",
            "谁对工会提出了什么要求？",
            "Who asks what of the unions?",
            (("谁提出", "issuer"), ("要求", "requirement"), quote),
            rows("proposes", "/Requirement/"),
        ),
        AnswerCard(
            "established",
            "设立了什么？",
            "What was set up?",
            (("谁", "who"), ("设立", "set up"), quote),
            rows("establishes", "/"),
        ),
        AnswerCard("rejected", "谁反对什么？", "Who is against what?", (("谁", "who"),), ()),
    )


def labels() -> dict[str, Labels]:
    """The terms that the page shows."""
    zh_en = {
        "proposes": ("提出", "proposes"),
        "addressedTo": ("面向", "addressed to"),
        "hasPart": ("包含", "has part"),
        "hasRole": ("角色", "has role"),
        "carriesOut": ("开展", "carries out"),
        "establishes": ("设立", "establishes"),
        "promotes": ("贯彻弘扬", "promotes"),
        "serves": ("服务惠及", "serves"),
        "supports": ("支持", "supports"),
        "evaluates": ("评价", "evaluates"),
        "attends": ("出席", "attends"),
        "awards": ("授予", "awards"),
        "reports": ("报道", "reports"),
        "aimsAt": ("目标", "aims at"),
        "locatedIn": ("位于", "located in"),
        "hasTime": ("时间", "has time"),
        "strength-must": ("必须", "must"),
        "strength-should": ("应当", "should"),
        "strength-hope": ("希望", "hope"),
        "status-open": ("待办", "open"),
        "status-planned": ("有期限", "dated"),
        "level-national": ("全国", "national"),
        "level-city": ("市级", "city"),
        "level-county": ("县级", "county"),
    }
    return {name: Labels(zh, en, f"{zh}。", f"{en}.") for name, (zh, en) in zh_en.items()}
