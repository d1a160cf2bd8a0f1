"""What is amiss between the concepts of a thesaurus: clashes, duplicates, shadows, gaps, broken ties.

Each concept by itself was checked when it was read; no text is marked here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from unionkg.knowledge.thesaurus import CONCEPT, Concept
from unionkg.model import Finding

_MARKS = str.maketrans("", "", "“”‘’\"'《》〈〉「」『』")
_SUBJECT = re.compile(rf"(?:t:|<{re.escape(CONCEPT)})(?P<slug>[^\s>]+)")
Placed = tuple[Concept, Path]


def findings(concepts: Iterable[Placed], mine: frozenset[Path], types: frozenset[str]) -> Iterator[Finding]:
    """What is amiss in the concepts of the files `mine`, all `concepts` being known."""
    everything = tuple(concepts)
    known = {concept.iri for concept, _ in everything}
    lines = {path: _lines(path) for path in sorted(mine)}
    above = {concept.iri: concept.broader for concept, _ in everything}
    homes: dict[str, list[Path]] = defaultdict(list)
    for concept, path in everything:
        homes[concept.iri].append(path)

    def place(concept: Concept, path: Path) -> str:
        return f"{path}:{lines.get(path, {}).get(concept.slug, 1)}"

    for concept, path in everything:
        if path not in mine:
            continue
        here = place(concept, path)
        yield from _alone(concept, here, types)
        yield from _ties(concept, here, known, above)
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


def _ties(
    concept: Concept, here: str, known: set[str], above: dict[str, tuple[str, ...]]
) -> Iterator[Finding]:
    """Broader concepts and members that do not exist, and a concept above itself (SKOS, S27)."""
    for iri in (*concept.broader, *concept.members):
        if iri not in known:
            name = iri.removeprefix(CONCEPT)
            yield Finding(
                "error",
                here,
                f"“{concept.pref_zh}”所指的词条 {name} 不存在",
                f"'{concept.pref_zh}' points to {name}, which does not exist",
            )
    seen: set[str] = set()
    waiting = list(concept.broader)
    while waiting:
        iri = waiting.pop()
        if iri not in seen:
            seen.add(iri)
            waiting.extend(above.get(iri, ()))
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
    """Forms that two concepts claim, or that differ by marks at the edge only."""
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
