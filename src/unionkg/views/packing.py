"""The data of a page as small columns, ready for JSON. Nothing is drawn and nothing escaped here.

Nodes, documents and facts are told by their index; texts that recur stand once in a list.
"""

from __future__ import annotations

import os.path
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from unionkg.exhibit import AnswerCard, AnswerRow, DemandRow, Fact, SourceText
from unionkg.knowledge.views import HubRule
from unionkg.views import layout, pinyin
from unionkg.views.page import Page

Packed = dict[str, Any]

_ROWS = 500  # of an answer; the command line gives all of them


def pack(page: Page) -> Packed:
    """All data of the page; equal pages give equal data in equal order."""
    exhibit = page.exhibit
    node_of = {node.iri: i for i, node in enumerate(exhibit.nodes)}
    document_of = {row.id: i for i, row in enumerate(exhibit.documents)}
    facts = [f for f in exhibit.facts if f.source in node_of and f.target in node_of]
    texts = {text.document: text for text in page.texts}
    return {
        "title": [page.title_zh, page.title_en],
        "opening": _opening(page),
        "classes": _classes(page),
        "labels": _labels(page, facts),
        "levels": [row.id for row in page.style.levels],
        "watched": list(page.style.watched),
        "precision": {name: [p.share, p.judged] for name, p in sorted(page.precision.items())},
        "documents": _documents(page, texts, node_of),
        "nodes": _nodes(page, facts, node_of, document_of),
        "facts": _facts(facts, node_of, document_of, texts),
        "demands": _demands(page, node_of, document_of, texts),
        "counts": _counts(page, node_of, document_of),
        "cards": [_card(card, node_of, document_of, texts) for card in _ordered(page)],
        "first": sum(card.name in page.style.cards for card in page.cards),
        "comparison": _comparison(page, node_of),
        "pinyin": pinyin.readings(_searched(page)),
    }


def _ordered(page: Page) -> list[AnswerCard]:
    """The cards that the page opens on, in the order of the style, then the others."""
    order = {name: place for place, name in enumerate(page.style.cards)}
    return sorted(page.cards, key=lambda card: (order.get(card.name, len(order)), card.name))


def _shared(page: Page) -> int:
    """How many characters the IRIs of all nodes share, up to a slash; the page leaves them out."""
    shared = os.path.commonprefix([node.iri for node in page.exhibit.nodes])  # noqa: RUF071 - cut at a slash
    return shared.rfind("/") + 1


def _opening(page: Page) -> str:
    """The opening state with nodes named as the page names them."""
    base, iris = _shared(page), {node.iri for node in page.exhibit.nodes}
    pairs = parse_qsl(page.opening)
    return urlencode([(name, value[base:] if value in iris else value) for name, value in pairs])


def _comparison(page: Page, node_of: dict[str, int]) -> Packed | None:
    """The two documents and a row for each thing or demand: class, label, node, words here, words there."""
    found = page.comparison
    if found is None:
        return None
    rows = [
        [
            row.type,
            row.label,
            node_of.get(row.node, -1),
            *(list(side or ()) for side in (row.left, row.right)),
        ]
        for row in found.rows
    ]
    return {"documents": [found.left, found.right], "rows": rows}


def _searched(page: Page) -> Iterable[str]:
    """The texts that the search box finds by pinyin."""
    for node in page.exhibit.nodes:
        yield node.label
        yield from node.names
    for row in page.exhibit.documents:
        yield row.title
    for card in page.cards:
        yield card.question_zh


def _classes(page: Page) -> list[list[str]]:
    found = []
    for style in page.style.classes:
        labels = page.labels.get(style.id)
        definition = [labels.definition_zh, labels.definition_en] if labels else ["", ""]
        found.append([style.id, style.label_zh, style.label_en, style.colour, style.shape, *definition])
    return found


def _labels(page: Page, facts: Iterable[Fact]) -> dict[str, list[str]]:
    """The labels that the page shows: relations in use, strengths, statuses, levels, modalities."""
    used = {fact.relation for fact in facts} | {node.type for node in page.exhibit.nodes}
    heads = ("strength-", "status-", "level-", "verdict-")
    return {
        name: [labels.label_zh, labels.label_en, labels.definition_zh, labels.definition_en]
        for name, labels in sorted(page.labels.items())
        if name in used or name.startswith(heads)
    }


def _column(values: Sequence[str]) -> Packed:
    """Texts that recur: the list of different ones and the number of each."""
    words = sorted(set(values))
    number = {word: i for i, word in enumerate(words)}
    return {"words": words, "codes": [number[value] for value in values]}


def _documents(page: Page, texts: dict[str, SourceText], node_of: dict[str, int]) -> list[Packed]:
    class_of = {style.id: i for i, style in enumerate(page.style.classes)}
    rules = sorted({mention[4] for text in page.texts for mention in text.mentions})
    rule_of = {rule: i for i, rule in enumerate(rules)}
    found = []
    for row in page.exhibit.documents:
        packed: Packed = {
            "id": row.id,
            "title": row.title,
            "date": row.date,
            "kind": row.kind,
            "length": row.length,
            "metadata": [[m.name, m.value, m.origin] for m in row.metadata],
            "keywords": list(row.keywords),
        }
        text = texts.get(row.id)
        if text is not None:
            packed["text"] = text.text
            packed["sections"] = [list(section) for section in text.sections]
            packed["sentences"] = _gaps(text.sentences)
            packed["mentions"] = [
                number
                for (start, end, iri, kind, rule), gap in zip(
                    text.mentions, _starts(m[0] for m in text.mentions), strict=True
                )
                for number in (gap, end - start, node_of.get(iri, -1), class_of.get(kind, -1), rule_of[rule])
            ]
        found.append(packed)
    if found:
        found[0]["rules"] = rules
    return found


def _starts(starts: Iterable[int]) -> list[int]:
    """Each start as its distance from the one before."""
    gaps, before = [], 0
    for start in starts:
        gaps.append(start - before)
        before = start
    return gaps


def _gaps(spans: Sequence[tuple[int, int]]) -> list[int]:
    """Spans as distance from the start before and length, in one flat list."""
    return [
        number
        for (start, end), gap in zip(spans, _starts(s for s, _ in spans), strict=True)
        for number in (gap, end - start)
    ]


def _nodes(page: Page, facts: list[Fact], node_of: dict[str, int], document_of: dict[str, int]) -> Packed:
    nodes = page.exhibit.nodes
    pairs = [(node_of[f.source], node_of[f.target]) for f in facts]
    hubs = _hubs(page.style.hubs, [node.label for node in nodes], pairs)
    found = layout.lay_out([node.weight for node in nodes], pairs, frozenset(hubs))
    base = _shared(page)
    largest = max((node.weight for node in nodes), default=0.0) or 1.0
    return {
        "key": [node.iri[base:] for node in nodes],
        "label": [node.label for node in nodes],
        "type": _column([node.type for node in nodes]),
        "names": {i: list(node.names) for i, node in enumerate(nodes) if node.names},
        "definitions": {
            i: [node.definition_zh, node.definition_en]
            for i, node in enumerate(nodes)
            if node.definition_zh or node.definition_en
        },
        "documents": [[document_of[d] for d in node.documents if d in document_of] for node in nodes],
        "weight": [round(1000 * node.weight / largest) for node in nodes],
        "place": [list(found.positions.get(i, ())) for i in range(len(nodes))],
        "community": [found.communities.get(i, -1) for i in range(len(nodes))],
        "core": sorted(found.core),
        "hubs": hubs,
    }


def _hubs(rule: HubRule, labels: list[str], pairs: Iterable[tuple[int, int]]) -> list[int]:
    """The nodes that start as filters, the most connected first."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for a, b in pairs:
        if a != b:
            neighbours[a].add(b)
            neighbours[b].add(a)
    many = max(rule.least, len(neighbours) * rule.percent / 100)
    listed = set(rule.labels)
    found = [
        node
        for node, others in neighbours.items()
        if len(others) >= many or (labels[node] in listed and len(others) >= rule.listed_least)
    ]
    return sorted(found, key=lambda node: (-len(neighbours[node]), node))


def _quotes(items: Sequence[Fact | DemandRow], texts: dict[str, SourceText]) -> dict[int, str]:
    """The quotes that can't be cut from a text that the page carries."""
    return {
        i: item.quote
        for i, item in enumerate(items)
        if item.document not in texts or texts[item.document].text[item.start : item.end] != item.quote
    }


def _facts(
    facts: list[Fact], node_of: dict[str, int], document_of: dict[str, int], texts: dict[str, SourceText]
) -> Packed:
    return {
        "source": [node_of[f.source] for f in facts],
        "relation": _column([f.relation for f in facts]),
        "target": [node_of[f.target] for f in facts],
        "modality": _column([f.modality for f in facts]),
        "position": {i: f.position for i, f in enumerate(facts) if f.position},
        "document": [document_of.get(f.document, -1) for f in facts],
        "start": [f.start for f in facts],
        "length": [f.end - f.start for f in facts],
        "section": _column([f.section for f in facts]),
        "speaker": _column([f.speaker for f in facts]),
        "rule": _column([f.rule for f in facts]),
        "quote": _quotes(facts, texts),
    }


def _addressees(row: DemandRow) -> Iterable[tuple[str, str]]:
    """IRI and label of each addressee."""
    return zip(row.addressees, row.addressee_labels, strict=True)


def _demands(
    page: Page, node_of: dict[str, int], document_of: dict[str, int], texts: dict[str, SourceText]
) -> Packed:
    rows = page.exhibit.demands
    own = {row.id: m.value for row in page.exhibit.documents for m in row.metadata if m.name == "level"}
    return {
        "issuer": _column([r.issuer for r in rows]),
        "level": _column([page.style.level(r.issuer) or own.get(r.document, "") for r in rows]),
        "content": [r.content for r in rows],
        "marked": [[node_of[m] for m in r.marked if m in node_of] for r in rows],
        "addressees": [[[node_of.get(iri, -1), label] for iri, label in _addressees(row)] for row in rows],
        "strength": _column([r.strength for r in rows]),
        "polarity": _column([r.polarity for r in rows]),
        "deadline": _column([r.deadline for r in rows]),
        "status": _column([r.status for r in rows]),
        "document": [document_of.get(r.document, -1) for r in rows],
        "start": [r.start for r in rows],
        "length": [r.end - r.start for r in rows],
        "section": _column([r.section for r in rows]),
        "rule": _column([r.rule for r in rows]),
        "quote": _quotes(rows, texts),
    }


def _counts(page: Page, node_of: dict[str, int], document_of: dict[str, int]) -> list[list[Any]]:
    return [
        [
            node_of.get(row.node, -1),
            row.label,
            row.declared,
            row.found,
            row.unit,
            row.verdict,
            list(row.parts),
            document_of.get(row.document, -1),
            row.start,
            row.end,
            row.rule,
        ]
        for row in page.exhibit.counts
    ]


def _card(
    card: AnswerCard, node_of: dict[str, int], document_of: dict[str, int], texts: dict[str, SourceText]
) -> Packed:
    """A question with its first rows; a column that tells nothing of its own is left out."""
    told = [i for i in range(len(card.columns)) if not all(_repeats(row, i, texts) for row in card.rows)]

    def packed(rows: tuple[AnswerRow, ...]) -> list[Any]:
        return [
            [
                [[row.cells[i].text, node_of.get(row.cells[i].node, -1)] for i in told],
                document_of.get(row.document, -1),
                row.start,
                row.end,
            ]
            for row in rows[:_ROWS]
        ]

    return {
        "name": card.name,
        "question": [card.question_zh, card.question_en],
        "columns": [list(card.columns[i]) for i in told],
        "total": len(card.rows),
        "rows": packed(card.rows),
        "english": packed(card.english),
    }


def _repeats(row: AnswerRow, column: int, texts: dict[str, SourceText]) -> bool:
    """Whether a cell is empty, or only repeats the document or the quote that its row leads to."""
    text = row.cells[column].text
    if not text:
        return True
    if row.document not in texts or row.end <= row.start:
        return False
    return text in {row.document, texts[row.document].text[row.start : row.end]}
