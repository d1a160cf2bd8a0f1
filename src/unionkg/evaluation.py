"""Scoring brat annotations against gold by the guideline: mentions, entities, triples.

Two annotations go in, counts come out; nothing is extracted and nothing is printed here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from unionkg import brat
from unionkg.brat import Annotation
from unionkg.errors import UsageError
from unionkg.model import SELF, Span

_EDGE = " \t\r\n\u3000\"'“”‘’《》〈〉「」『』【】"
_BARE = str.maketrans("", "", _EDGE)
MEASURES = ("mentions", "mentions~", "entities", "triples", "triples~")
"""What is counted; `~` also takes overlapping mentions, or names that hold one another."""

Item = TypeVar("Item")
Triple = tuple[int | str, str, int | str]


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A mention as it is compared: its type, its span and name without marks at the edges."""

    span: Span
    type: str
    text: str

    @property
    def name(self) -> str:
        """Its words without quotation and title marks."""
        return bare(self.text)


@dataclass(frozen=True, slots=True)
class Side:
    """One annotation made ready: mentions, names by cluster, and triples over clusters."""

    self_names: frozenset[str]
    mentions: tuple[Named, ...]
    names: dict[int, frozenset[str]]
    triples: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Right, expected and predicted, and what follows from the three."""

    hit: int = 0
    gold: int = 0
    predicted: int = 0

    @property
    def precision(self) -> float:
        """The share of what was predicted that is right."""
        return self.hit / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of what was expected that was found."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True, order=True)
class Miss:
    """One error: `missed` or `spurious`, the type or `triple`, and what it is."""

    document: str
    sort: str
    kind: str
    what: str


@dataclass(slots=True)
class Tally:
    """Counts that grow with each document; `scores` and `misses` read them."""

    counts: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    misses: list[Miss] = field(default_factory=list)
    documents: int = 0

    def add(self, document: str, gold: Annotation, predicted: Annotation) -> None:
        """Compare one document."""
        self.documents += 1
        _Comparison(self, document, side(gold), side(predicted)).run()

    def scores(self) -> dict[str, dict[str, Score]]:
        """For each measure the score over `all` and by type or relation, sorted."""
        found = {}
        for measure in MEASURES:
            counts = self.counts.get(measure, Counter())
            kinds = sorted({kind for _, kind in counts})
            rows = {k: Score(counts["hit", k], counts["gold", k], counts["predicted", k]) for k in kinds}
            total = Score(*(sum(getattr(r, n) for r in rows.values()) for n in ("hit", "gold", "predicted")))
            found[measure] = {"all": total, **rows}
        return found

    def commonest(self, number: int) -> list[tuple[int, Miss]]:
        """The commonest errors over all documents, as often as they occur, equal ones sorted."""
        alike = Counter(Miss("", miss.sort, miss.kind, miss.what) for miss in self.misses)
        ordered = sorted(alike.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(count, miss) for miss, count in ordered[:number]]


def run(gold: Path, predict: Callable[[Path], Annotation]) -> Tally:
    """Compare every `NAME.ann` of a folder with what `predict` makes of `NAME.txt`.

    Raises UsageError where the folder holds no annotation or a text is missing.
    """
    tally = Tally()
    for path in sorted(gold.glob("*.ann")):
        source = path.with_suffix(".txt")
        if not source.exists():
            raise UsageError(f"{path}：缺少原文 {source.name}", f"{path}: its text {source.name} is missing")
        tally.add(path.stem, brat.read(path, source.read_bytes().decode("utf-8")), predict(source))
    if not tally.documents:
        raise UsageError(
            f"{gold} 里没有 .ann 标注；请给出含 NAME.txt 和 NAME.ann 的文件夹",
            f"{gold} holds no .ann file; name a folder with NAME.txt and NAME.ann",
        )
    return tally


def bare(name: str) -> str:
    """A name without quotation marks, title marks and blanks."""
    return name.translate(_BARE)


def side(annotation: Annotation) -> Side:
    """Make an annotation ready: trim its mentions, tie the names of one entity."""
    parent = {mention.id: mention.id for mention in annotation.mentions}

    def root(identifier: str) -> str:
        while parent[identifier] != identifier:
            identifier = parent[identifier]
        return identifier

    first: dict[tuple[str, str], str] = {}
    for mention in annotation.mentions:
        key = (mention.type, bare(mention.text))
        parent[root(mention.id)] = root(first.setdefault(key, mention.id))
    for group in annotation.equivalences:
        for identifier in group[1:]:
            if identifier in parent and group[0] in parent:
                parent[root(identifier)] = root(group[0])
    numbers: dict[str, int] = {}
    cluster: dict[str, int | str] = {SELF: SELF}
    names: dict[int, set[str]] = defaultdict(set)
    for mention in annotation.mentions:
        number = numbers.setdefault(root(mention.id), len(numbers))
        cluster[mention.id] = number
        names[number].add(bare(mention.text))
    ties = ((cluster.get(t.head), t.name, cluster.get(t.tail)) for t in annotation.ties)
    triples = {(head, name, tail) for head, name, tail in ties if head is not None and tail is not None}
    return Side(
        self_names=frozenset(map(bare, annotation.self_names)),
        mentions=_flat(Named(trimmed(m.text, m.span), m.type, m.text) for m in annotation.mentions),
        names={number: frozenset(found) for number, found in names.items()},
        triples=tuple(sorted(triples, key=str)),
    )


def trimmed(text: str, span: Span) -> Span:
    """The span without marks and blanks at its edges."""
    left = len(text) - len(text.lstrip(_EDGE))
    right = len(text) - len(text.rstrip(_EDGE))
    return Span(span.start + left, span.end - right) if left < len(text) else Span(span.end, span.end)


def _flat(mentions: Iterable[Named]) -> tuple[Named, ...]:
    """The longest mentions, none overlapping another, in order."""
    kept: list[Named] = []
    for mention in sorted(set(mentions), key=lambda m: (-len(m.span), m)):
        if not any(mention.span.overlaps(other.span) for other in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.span.start))


def _paired(
    gold: Sequence[Item], predicted: Sequence[Item], same: Callable[[Item, Item], bool]
) -> list[tuple[Item, Item]]:
    """One-to-one pairs, each gold item taking the first that is left and fits."""
    left, pairs = list(predicted), []
    for expected in gold:
        found = next((number for number, item in enumerate(left) if same(expected, item)), -1)
        if found >= 0:
            pairs.append((expected, left.pop(found)))
    return pairs


class _Comparison:
    """One document's gold beside its prediction."""

    def __init__(self, tally: Tally, document: str, gold: Side, predicted: Side) -> None:
        self.tally = tally
        self.document = document
        self.gold = gold
        self.predicted = predicted

    def run(self) -> None:
        """Count everything."""
        self._mentions()
        self._entities()
        self._triples("triples", inside=False)
        self._triples("triples~", inside=True)

    def _mentions(self) -> None:
        gold, predicted = self.gold.mentions, self.predicted.mentions
        strict = _paired(gold, predicted, lambda g, p: (g.type, g.span) == (p.type, p.span))
        loose = _paired(gold, predicted, lambda g, p: g.type == p.type and g.span.overlaps(p.span))
        for measure, pairs in (("mentions", strict), ("mentions~", loose)):
            sides = ([g for g, _ in pairs], gold, predicted)
            self._count(measure, *([m.type for m in found] for found in sides))
        right, found = {g for g, _ in strict}, {p for _, p in strict}
        self._miss("missed", ((g.type, g.text) for g in gold if g not in right))
        self._miss("spurious", ((p.type, p.text) for p in predicted if p not in found))

    def _entities(self) -> None:
        gold, predicted = ({(m.type, m.name) for m in s.mentions} for s in (self.gold, self.predicted))
        sides = (gold & predicted, gold, predicted)
        self._count("entities", *([kind for kind, _ in found] for found in sides))

    def _triples(self, measure: str, *, inside: bool) -> None:
        """A prediction that restates a triple already found is neither right nor wrong."""
        gold, predicted = self.gold.triples, self.predicted.triples

        def same(expected: Triple, found: Triple) -> bool:
            return self._alike(expected, found, inside=inside)

        pairs = _paired(gold, predicted, same)
        right, taken = {g for g, _ in pairs}, {p for _, p in pairs}
        again = {p for p in predicted if p not in taken and any(same(g, p) for g in right)}
        counted = [p for p in predicted if p not in again]
        self._count(measure, *([t[1] for t in found] for found in ([g for g, _ in pairs], gold, counted)))
        if not inside:
            wrong = (p for p in counted if p not in taken)
            self._miss("missed", (("triple", self._shown(self.gold, t)) for t in gold if t not in right))
            self._miss("spurious", (("triple", self._shown(self.predicted, t)) for t in wrong))

    def _alike(self, expected: Triple, found: Triple, *, inside: bool) -> bool:
        """Whether relation and both ends fit; an end that lumps many names does not fit by one of them."""
        if expected[1] != found[1]:
            return False
        for end in (0, 2):
            wanted, had = self._names(self.gold, expected[end]), self._names(self.predicted, found[end])
            hit = {n for n in had if any(w in n or n in w for w in wanted)} if inside else had & wanted
            if not hit or 2 * len(hit) < len(had):
                return False
        return True

    def _names(self, side: Side, end: int | str) -> frozenset[str]:
        """The names of one end; SELF goes by those of the gold file's header."""
        if isinstance(end, str):
            return self.gold.self_names | {SELF}
        own = side.names[end]
        return own | {SELF} if own & self.gold.self_names else own

    def _shown(self, side: Side, triple: Triple) -> str:
        head, tail = (min(self._names(side, triple[end])) for end in (0, 2))
        return f"{head} {triple[1]} {tail}"

    def _count(self, measure: str, hit: Iterable[str], gold: Iterable[str], predicted: Iterable[str]) -> None:
        counts = self.tally.counts[measure]
        for column, kinds in (("hit", hit), ("gold", gold), ("predicted", predicted)):
            counts.update((column, kind) for kind in kinds)

    def _miss(self, sort: str, found: Iterable[tuple[str, str]]) -> None:
        self.tally.misses.extend(Miss(self.document, sort, kind, what) for kind, what in found)
