"""The plain way, for comparison: jieba with the thesaurus as its dictionary, patterns, rdflib, Turtle.

python benchmarks/plain.py FILE.jsonl [DOCUMENTS]     prints seconds and triples

What a capable colleague would write in an afternoon: known terms are entities, `A verb B` within a sentence a
relation. No spans, no voices, no quotes, no open names.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import jieba
import rdflib

from unionkg import knowledge

VERBS = {
    "proposes": "提出|强调|要求|指出|部署",
    "carriesOut": "开展|举办|召开|实施|制定",
    "establishes": "设立|成立|建设|组建|建成",
    "promotes": "贯彻|落实|弘扬|学习|推进",
    "serves": "服务|帮扶|慰问|维护|培训",
    "attends": "出席|参加",
    "awards": "授予|荣获|表彰",
}
BASE = rdflib.Namespace("https://example.org/")


def main() -> None:
    """Read, and print how long it took."""
    jieba.setLogLevel(logging.WARNING)
    source = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else None
    with source.open(encoding="utf-8") as lines:
        texts = [row["text"] for row in map(json.loads, islice(lines, count))]
    kinds = {form: concept.type for concept in knowledge.load().concepts for form in concept.forms}
    for form in kinds:
        jieba.add_word(form)
    started = time.process_time()
    graph = rdflib.Graph()
    verbs = [(name, re.compile(words)) for name, words in VERBS.items()]
    for text in texts:
        for sentence in re.split("[。！？；\n]", text):
            read(graph, sentence, kinds, verbs)
    graph.serialize(format="turtle")
    taken = time.process_time() - started
    print(json.dumps({"seconds": taken, "triples": len(graph), "code points": sum(map(len, texts))}))


def read(
    graph: rdflib.Graph, sentence: str, kinds: dict[str, str], verbs: list[tuple[str, re.Pattern[str]]]
) -> None:
    """The known terms of a sentence, and each verb between two of them."""
    at, found = 0, []
    for word in jieba.cut(sentence):
        if word in kinds:
            found.append((at, word))
            thing = BASE[quote(word)]
            graph.add((thing, rdflib.RDF.type, BASE[kinds[word]]))
            graph.add((thing, rdflib.RDFS.label, rdflib.Literal(word, lang="zh")))
        at += len(word)
    for name, pattern in verbs:
        for match in pattern.finditer(sentence):
            heads = [word for start, word in found if start < match.start()]
            tails = [word for start, word in found if start >= match.end()]
            if heads and tails:
                graph.add((BASE[quote(heads[-1])], BASE[name], BASE[quote(tails[0])]))


if __name__ == "__main__":
    main()
