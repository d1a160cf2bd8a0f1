"""What is amiss between the concepts of a thesaurus: clashes, duplicates, shadows, gaps, broken ties, counts.

Each concept by itself was checked when it was read; no text is marked here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from unionkg.knowledge.counts import Counts
from unionkg.knowledge.thesaurus import CONCEPT, Concept
from unionkg.model import Finding

_PAIRS = (("“", "”"), ("‘", "’"), ("《", "》"), ("〈", "〉"), ("「", "」"), ("『", "』"))
_MARKS = str.maketrans("", "", "".join(map("".join, _PAIRS)) + "\"'")
_COUNTED = frozenset({"Requirement", "Policy", "Goal", "Role", "Right", "Instrument"})
"""Classes whose numbered labels announce members; names of spirits, feasts and prizes bear numbers, too."""
_SUBJECT = re.compile(rf"(?:t:|<{re.escape(CONCEPT)})(?P<slug>[^\s>]+)")
Placed = tuple[Concept, Path]


@dataclass(frozen=True, slots=True)
class Measure:
    """What concepts are held against.

    `types` are the classes that there are, `counts` reads the number a label declares,
    `redaction` are the signs that stand for a name left out.
    """

    types: frozenset[str]
    counts: Counts
    redaction: tuple[str, ...]


def findings(concepts: Iterable[Placed], mine: frozenset[Path], measure: Measure) -> Iterator[Finding]:
    """What is amiss in the concepts of the files `mine`, all `concepts` being known."""
    everything = tuple(concepts)
    known = {concept.iri: concept for concept, _ in everything}
    lines = {path: _lines(path) for path in sorted(mine)}
    homes: dict[str, list[Path]] = defaultdict(list)
    for concept, path in everything:
        homes[concept.iri].append(path)

    def place(concept: Concept, path: Path) -> str:
        return f"{path}:{lines.get(path, {}).get(concept.slug, 1)}"

    for concept, path in everything:
        if path not in mine:
            continue
        here = place(concept, path)
        yield from _alone(concept, here, measure.types)
        yield from _written(concept, here, measure)
        yield from _ties(concept, here, known)
        yield from _tally(concept, here, measure.counts)
        for elsewhere in homes[concept.iri]:
            if elsewhere != path:
                yield Finding(
                    "error",
                    here,
                    f"词条 {concept.slug} 已见于 {elsewhere.name}，请改名或合并",
                    f"concept {concept.slug} is in {elsewhere.name}, too; rename or merge it",
                )
    yield from _between(everything, mine, place)


def _lines(path: Path) -> dict[str, int]:
    """The line on which each concept's block begins, by its slug."""
    found: dict[str, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
        match = _SUBJECT.match(line)
        if match:
            found.setdefault(match["slug"], number)
    return found


def _alone(concept: Concept, here: str, types: frozenset[str]) -> Iterator[Finding]:
    """Gaps of one concept: class, English label, definitions; a form that stands twice."""
    if concept.type not in types:
        names = ", ".join(sorted(types))
        yield Finding(
            "error",
            here,
            f"“{concept.pref_zh}”的类 {concept.type} 不存在；可用：{names}",
            f"'{concept.pref_zh}' has the unknown class {concept.type}; use one of: {names}",
        )
    for value, zh, en in (
        (concept.pref_en, "英文名", "English label"),
        (concept.definition_zh, "中文定义", "Chinese definition"),
        (concept.definition_en, "英文定义", "English definition"),
    ):
        if not value:
            yield Finding("warning", here, f"“{concept.pref_zh}”缺少{zh}", f"'{concept.pref_zh}' has no {en}")
    for form in sorted({form for form in concept.forms if concept.forms.count(form) > 1}):
        yield Finding("warning", here, f"“{form}”写了两次", f"'{form}' stands twice")


def _written(concept: Concept, here: str, measure: Measure) -> Iterator[Finding]:
    """Forms with half a pair of marks, wholly in marks (reading adds them), or with a name left out."""
    for form in concept.forms:
        for opening, closing in _PAIRS:
            if form.count(opening) != form.count(closing):
                yield Finding(
                    "warning",
                    here,
                    f"“{form}”只有半对引号或书名号；请补全或去掉",
                    f"'{form}' has half a pair of marks; write both or none",
                )
            elif form[:1] == opening and form.find(closing) == len(form) - 1:
                yield Finding(
                    "warning",
                    here,
                    f"“{form}”整个带引号或书名号；请去掉，读文章时会一并标出",
                    f"'{form}' stands in marks as a whole; write it without, reading adds them",
                )
        left_out = [found for sign in measure.redaction for found in re.finditer(re.escape(sign), form)]
        if any(form[found.start() - 1 : found.start()] not in measure.counts.numbers for found in left_out):
            yield Finding(
                "warning",
                here,
                f"“{form}”含有代替名称的符号；请去掉，匿名的名称由规则识别",
                f"'{form}' holds a sign for a name left out; remove it, rules find such names",
            )


def _tally(concept: Concept, here: str, counts: Counts) -> Iterator[Finding]:
    """A label that declares a number, against the members; `3 A 1 B` may mean three or four."""
    longest_first = sorted(counts.numbers, key=lambda word: (-len(word), word))
    numeral = re.compile("|".join(map(re.escape, longest_first)))
    declared: set[int] = set()
    for pattern in counts.patterns if concept.type in _COUNTED else ():
        for label in (concept.pref_zh, f"“{concept.pref_zh}”"):
            match = pattern.pattern.fullmatch(label) if pattern.unit == "members" else None
            if match and not numeral.match(label, match.end("n")):
                numbers = [counts.number(word) for word in numeral.findall(label)]
                declared |= {counts.number(match["n"]), sum(numbers)}
    found = len(concept.members)
    if declared and found not in declared and (found or min(declared) > 1):
        wanted = " / ".join(map(str, sorted(declared)))
        yield Finding(
            "warning",
            here,
            f"“{concept.pref_zh}”应有 {wanted} 项，现有 {found} 项；请补全组成（rdf:_1 起）",
            f"'{concept.pref_zh}' declares {wanted} members and has {found}; add them (rdf:_1 onwards)",
        )


def _ties(concept: Concept, here: str, known: dict[str, Concept]) -> Iterator[Finding]:
    """Broader concepts and members that do not exist; broader ones of another class or in a circle (S27)."""
    for iri in (*concept.broader, *concept.members):
        if iri not in known:
            name = iri.removeprefix(CONCEPT)
            yield Finding(
                "error",
                here,
                f"“{concept.pref_zh}”所指的词条 {name} 不存在",
                f"'{concept.pref_zh}' points to {name}, which does not exist",
            )
    for iri in concept.broader:
        if iri in known and known[iri].type != concept.type:
            yield Finding(
                "warning",
                here,
                f"“{concept.pref_zh}”（{concept.type}）的上位概念“{known[iri].pref_zh}”是 {known[iri].type}",
                f"'{concept.pref_zh}' ({concept.type}) has a broader concept of another class:"
                f" {known[iri].slug} ({known[iri].type})",
            )
    seen: set[str] = set()
    waiting = list(concept.broader)
    while waiting:
        iri = waiting.pop()
        if iri not in seen:
            seen.add(iri)
            waiting.extend(known[iri].broader if iri in known else ())
    if concept.iri in seen:
        yield Finding(
            "error",
            here,
            f"“{concept.pref_zh}”的上位概念绕回自身",
            f"'{concept.pref_zh}' is broader than itself",
        )


def _between(
    concepts: tuple[Placed, ...], mine: frozenset[Path], place: Callable[[Concept, Path], str]
) -> Iterator[Finding]:
    """Forms that two concepts claim, or that differ by marks only; other names that another concept bears."""
    named = {(concept.type, concept.pref_zh): concept for concept, _ in concepts}
    for concept, path in concepts:
        for form in concept.alt_zh if path in mine else ():
            other = named.get((concept.type, form))
            if other and other.iri != concept.iri:
                yield Finding(
                    "warning",
                    place(concept, path),
                    f"别名“{form}”是另一词条 {other.slug} 的名称；请去掉或合并",
                    f"the other name '{form}' is the name of {other.slug}; remove it or merge them",
                )
    claimed: dict[str, list[Placed]] = defaultdict(list)
    for concept, path in concepts:
        if concept.match == "always" and not concept.not_before and not concept.not_after:
            for bare in sorted({form.translate(_MARKS) for form in concept.forms}):
                claimed[bare].append((concept, path))
    for bare, holders in sorted(claimed.items()):
        first = holders[0]
        for concept, path in holders[1:]:
            if concept.iri != first[0].iri and {path, first[1]} & mine:
                yield _clash(bare, first[0], concept, place(concept, path))


def _clash(bare: str, first: Concept, second: Concept, here: str) -> Finding:
    """Two concepts that want the same words."""
    names = f"{first.slug} ({first.type}), {second.slug} ({second.type})"
    if first.type != second.type:
        return Finding(
            "warning",
            here,
            f"“{bare}”有两类意思：{names}；请用 match、notBefore 或 notAfter 说明何时是哪一个",
            f"'{bare}' clashes: {names}; say by match, notBefore or notAfter when it is which",
        )
    if bare in first.forms and bare in second.forms:
        return Finding(
            "warning",
            here,
            f"“{bare}”重复：{names}；请合并",
            f"'{bare}' is a duplicate: {names}; merge them",
        )
    return Finding(
        "warning",
        here,
        f"“{bare}”被遮住，只差引号：{names}；请并为一个词条的别名",
        f"'{bare}' is shadowed, only marks differ: {names}; make one an alternative label of the other",
    )
