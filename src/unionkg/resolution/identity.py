"""One thing, one entity: the names of a document that mean the same are joined, each with its rule."""

from __future__ import annotations

from unionkg.knowledge import Knowledge
from unionkg.model import SELF, Document, Entity, Mention

_MARKS = str.maketrans("", "", " \t\r\n\u3000\"'“”‘’《》〈〉「」『』【】")
SHARED, WITHIN = "shared", "document"


def bare(name: str) -> str:
    """A name without quotation marks, title marks and spaces."""
    return name.translate(_MARKS)


class _Clusters:
    """Union-find over mentions that remembers which rules joined them."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))
        self.rules: dict[int, set[str]] = {}

    def find(self, index: int) -> int:
        while self.parent[index] != index:
            index = self.parent[index]
        return index

    def join(self, one: int, other: int, rule: str) -> None:
        a, b = sorted((self.find(one), self.find(other)))
        self.parent[b] = a
        rules = self.rules.pop(b, set()) | self.rules.get(a, set())
        if rule:
            rules.add(rule)
        if rules:
            self.rules[a] = rules


def entities(
    document: Document, mentions: tuple[Mention, ...], knowledge: Knowledge, *, own: bool
) -> tuple[tuple[Entity, ...], tuple[int, ...], int]:
    """The things of a document, the entity of each mention, and the index of the body that speaks or -1."""
    clusters = _Clusters(len(mentions))
    _join_same(mentions, clusters, knowledge.voices.joined_by_concept)
    _join_short(mentions, clusters, knowledge)
    _join_people(mentions, clusters)
    roots = sorted({clusters.find(i) for i in range(len(mentions))})
    number = {root: i for i, root in enumerate(roots)}
    entity_of = tuple(number[clusters.find(i)] for i in range(len(mentions)))
    members: list[list[int]] = [[] for _ in roots]
    for index, entity in enumerate(entity_of):
        members[entity].append(index)
    things = [
        _entity(mentions, indices, tuple(sorted(clusters.rules.get(root, ()))), knowledge)
        for root, indices in zip(roots, members, strict=True)
    ]
    self_entity = _speaking_body(document, things) if own else -1
    return tuple(things), entity_of, self_entity


def _join_same(mentions: tuple[Mention, ...], clusters: _Clusters, by_meaning: frozenset[str]) -> None:
    """The same name and type, or the same concept of the thesaurus, is the same thing."""
    by_name: dict[tuple[str, str], int] = {}
    by_concept: dict[str, int] = {}
    for index, mention in enumerate(mentions):
        first = by_name.setdefault((mention.type, bare(mention.text)), index)
        clusters.join(first, index, "")
        if mention.concept and mention.type in by_meaning:
            first = by_concept.setdefault(mention.concept, index)
            same = bare(mentions[first].text) == bare(mention.text)
            clusters.join(first, index, "" if same else "same-concept")


def _join_short(mentions: tuple[Mention, ...], clusters: _Clusters, knowledge: Knowledge) -> None:
    """A name that ends exactly one longer name of its type is short for it."""
    voices = knowledge.voices
    longer: dict[str, list[tuple[str, int]]] = {}
    for index, mention in enumerate(mentions):
        name = bare(mention.text)
        if mention.type not in voices.short_name_types:
            continue
        seen = longer.setdefault(mention.type, [])
        generic = name in voices.generic_event
        if name not in voices.never_short and len(name) >= 2:
            fits = [i for full, i in seen if full.endswith(name) and full != name]
            roots = list(dict.fromkeys(clusters.find(i) for i in fits))
            if fits and (generic or (len(roots) == 1 and len(name) >= 3)):
                clusters.join(fits[-1], index, "short-name")
        if all(full != name for full, _ in seen):
            seen.append((name, index))


def _join_people(mentions: tuple[Mention, ...], clusters: _Clusters) -> None:
    """A title alone is the one person of the text whose name bears it; a name with a title is the name."""
    people: dict[str, int] = {}
    for index, mention in enumerate(mentions):
        if mention.type == "Person":
            people.setdefault(bare(mention.text), index)
    names = sorted(people, key=lambda name: (len(name), name))
    for short in names:
        fits = [full for full in names if full != short and (full.startswith(short) or full.endswith(short))]
        roots = {clusters.find(people[full]) for full in fits}
        if len(roots) == 1:
            clusters.join(people[fits[0]], people[short], "name-and-title")


def _entity(
    mentions: tuple[Mention, ...], indices: list[int], joined: tuple[str, ...], knowledge: Knowledge
) -> Entity:
    """Make an entity of the mentions that mean it; the longest undisputed name is its label."""
    names = list(dict.fromkeys(bare(mentions[i].text) or mentions[i].text for i in indices))
    concepts = [mentions[i].concept for i in indices if mentions[i].concept]
    first = mentions[indices[0]]
    label = max(names, key=lambda name: (len(name), name)) if joined else names[0]
    redacted = any(mark in label for mark in knowledge.markers.redaction)
    within = redacted or label in knowledge.voices.deictic or not concepts
    return Entity(
        label=label,
        type=first.type,
        names=tuple(sorted(names)),
        mentions=tuple(indices),
        concept=concepts[0] if concepts else "",
        scope=WITHIN if within else SHARED,
        joined=joined,
    )


def _speaking_body(document: Document, things: list[Entity]) -> int:
    """The entity of the body spoken for; one without mentions where the text does not name it."""
    wanted = [name for name in (document.value("body"), *document.value("body_names").split("|")) if name]
    for name in wanted:
        for index, thing in enumerate(things):
            if thing.type == "Organization" and name in thing.names:
                return index
    things.append(Entity(wanted[0] if wanted else SELF, "Organization", (), (), "", WITHIN, ()))
    return len(things) - 1
