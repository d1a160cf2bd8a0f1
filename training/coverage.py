"""What is never proposed cannot be chosen: the share of gold mentions and triples that the rules propose.

Usage: python training/coverage.py [NAME…] --corpora ../shared/corpora --gold ../shared/gold/dev [--missed 40]

Without names a table of all types and relations. With the names of types or relations also what each rule
proposes rightly and wrongly, and what is missed, with its surroundings. Of documents held back
(`held-back.txt`) only totals are told: whoever writes rules is to be measured by texts he has not read.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from train import HERE, gather, options_of

from unionkg import knowledge, learning, structure
from unionkg.evaluation import side, trimmed
from unionkg.knowledge import Knowledge
from unionkg.lessons import Lesson
from unionkg.mentions import Finder
from unionkg.model import SELF, Span
from unionkg.relations import Extractor
from unionkg.resolution import Resolver

LEXICON = "thesaurus"
SEED = 1
AROUND = 14
"""Code points shown on either side of what was missed."""


@dataclass(frozen=True, slots=True)
class Case:
    """Something that gold has or that a rule proposes: `rules` are empty where none proposes it."""

    name: str
    rules: tuple[str, ...]
    right: bool
    shown: str


def held_back() -> frozenset[str]:
    """The documents, as `group/name`, that nobody reads who writes rules."""
    lines = (HERE / "held-back.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


class Coverage:
    """What the rules of one state of the knowledge propose."""

    def __init__(self, known: Knowledge) -> None:
        """Compile the rules, without any model."""
        self._known, self._types = known, known.vocabulary.entity_types
        self._finder = Finder(known, Path("/nowhere"))
        self._resolver, self._extractor = Resolver(known), Extractor(known, {})

    def mentions(self, lesson: Lesson) -> Iterator[Case]:
        """Mentions of gold, and candidates that gold does not have; marks at the edges do not count."""
        text = lesson.document.text
        built = structure.read(lesson.plain, self._known.markers)
        proposed: dict[tuple[str, Span], set[str]] = defaultdict(set)
        for one in self._finder.propose(text, built).candidates:
            span = trimmed(text[one.span.start : one.span.end], one.span)
            proposed[one.type, span].add(LEXICON if one.concept else one.rule)
        gold = {(m.type, m.span) for m in side(lesson.annotation).mentions}
        for kind, span in sorted(gold | {key for key in proposed if key[0] in self._types}):
            rules = tuple(sorted(proposed.get((kind, span), ())))
            yield Case(kind, rules, (kind, span) in gold, around(text, span.start, span.end))

    def triples(self, lesson: Lesson) -> Iterator[Case]:
        """Triples of gold, and proposals that gold does not have, the mentions being those of gold."""
        document = lesson.plain
        mentions = learning.gold_mentions(lesson, self._known)
        built = structure.read(document, self._known.markers)
        meant = self._resolver.resolve(document, built, mentions)
        gold, told = learning.Gold(lesson.annotation, meant), side(lesson.annotation)
        proposed: dict[tuple[int, str, int], set[str]] = defaultdict(set)
        for one in self._extractor.propose(document, built, mentions, meant)[1]:
            proposed[one.triple].add(one.rule)
        for triple, rules in sorted(proposed.items()):
            if not gold.says(*triple):
                yield Case(triple[1], tuple(sorted(rules)), right=False, shown="")
        for head, relation, tail in told.triples:
            rules = gold.proposers((head, relation, tail), told.names, proposed)
            ends = [SELF if end == SELF else min(told.names[int(end)]) for end in (head, tail)]
            yield Case(relation, rules, right=True, shown=f"{ends[0]} {relation} {ends[1]}")


def around(text: str, start: int, end: int) -> str:
    """A stretch of text with what stands beside it, on one line."""
    shown = f"…{text[max(0, start - AROUND) : start]}‹{text[start:end]}›{text[end : end + AROUND]}…"
    return shown.replace("\n", "⏎")


def table(cases: dict[tuple[str, str], list[Case]]) -> str:
    """For each name and group: how many gold has, the share proposed, proposals, the share right."""
    lines = [
        "| | documents | in gold | proposed | proposals | right |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for (name, group), found in sorted(cases.items()):
        gold, proposals = sum(c.right for c in found), sum(bool(c.rules) for c in found)
        hit = sum(c.right and bool(c.rules) for c in found)
        shares = f"{hit / max(1, gold):.2f} | {proposals} | {hit / max(1, proposals):.2f}"
        lines.append(f"| {name} | {group} | {gold} | {shares} |")
    return "\n".join(lines)


def tell(name: str, found: list[Case], most: int) -> None:
    """By rule what is right and wrong, and a sample of what no rule proposes."""
    counted = Counter((rule, case.right) for case in found for rule in case.rules)
    for rule in sorted({rule for rule, _ in counted}):
        print(f"  {name} by {rule}: right {counted[rule, True]}, wrong {counted[rule, False]}")
    missed = [case.shown for case in found if case.right and not case.rules]
    print(f"  {name}, proposed by none: {len(missed)}")
    chosen = random.Random(SEED).sample(missed, min(most, len(missed)))  # noqa: S311 - no secret
    print("\n".join(f"    {shown}" for shown in sorted(chosen)))


def main() -> None:
    """Count, then tell."""
    ask = options_of(__doc__)
    ask.add_argument("names", nargs="*", help="types or relations to tell more of")
    ask.add_argument("--missed", type=int, default=40, help="how many missed ones to show")
    options = ask.parse_args()
    coverage, held = Coverage(knowledge.load()), held_back()
    cases: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for group, lessons in gather(options.corpora, options.gold).items():
        for lesson in lessons:
            which = "held back" if f"{group}/{lesson.document.id}" in held else "open"
            for case in (*coverage.mentions(lesson), *coverage.triples(lesson)):
                cases[case.name, which].append(case)
    print(table({key: found for key, found in cases.items() if not options.names or key[0] in options.names}))
    for name in options.names:
        tell(name, cases[name, "open"], options.missed)


if __name__ == "__main__":
    main()
