"""One thing, one entity: the names of a document that mean the same are joined, each with its rule."""

from __future__ import annotations

from unionkg.knowledge import Knowledge
from unionkg.knowledge.voices import Voices
from unionkg.model import Document, Entity, Mention

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
    names = [bare(mention.text) for mention in mentions]
    clusters = _Clusters(len(mentions))
    _join_same(mentions, names, clusters, knowledge.voices.joined_by_concept)
    _join_short(mentions, names, clusters, knowledge.voices)
    _join_generic(mentions, names, clusters, knowledge.voices)
    _join_people(mentions, names, clusters)
    members: dict[int, list[int]] = {}
    for index in range(len(mentions)):
        members.setdefault(clusters.find(index), []).append(index)
    things, entity_of = [], [0] * len(mentions)
    for entity, (root, indices) in enumerate(members.items()):
        joined = tuple(sorted(clusters.rules.get(root, ())))
        called = dict.fromkeys(names[i] or mentions[i].text for i in indices)
        things.append(_entity(mentions, indices, tuple(called), joined, knowledge))
        for index in indices:
            entity_of[index] = entity
    self_entity = _speaking_body(document, things, knowledge.voices.unnamed_body) if own else -1
    return tuple(things), tuple(entity_of), self_entity


def _join_same(
    mentions: tuple[Mention, ...], names: list[str], clusters: _Clusters, by_meaning: frozenset[str]
) -> None:
    """The same name and type, or the same concept of the thesaurus, is the same thing."""
    by_name: dict[tuple[str, str], int] = {}
    by_concept: dict[str, int] = {}
    for index, mention in enumerate(mentions):
        clusters.join(by_name.setdefault((mention.type, names[index]), index), index, "")
        if mention.concept and mention.type in by_meaning:
            first = by_concept.setdefault(mention.concept, index)
            clusters.join(first, index, "" if names[first] == names[index] else "same-concept")


def _join_short(mentions: tuple[Mention, ...], names: list[str], clusters: _Clusters, voices: Voices) -> None:
    """A name that ends exactly one longer name of its type is short for it."""
    longer: dict[tuple[str, str], list[int]] = {}
    seen: set[tuple[str, str]] = set()
    for index, mention in enumerate(mentions):
        name = names[index]
        if mention.type not in voices.short_name_types:
            continue
        if name not in voices.never_short and len(name) >= 2:
            fits = longer.get((mention.type, name), [])
            one = len({clusters.find(i) for i in fits}) == 1 and len(name) >= 3
            if one and name not in voices.generic_name.get(mention.type, ()):
                clusters.join(fits[-1], index, "short-name")
        if (mention.type, name) not in seen:
            seen.add((mention.type, name))
            for start in range(1, len(name) - 1):
                longer.setdefault((mention.type, name[start:]), []).append(index)


def _join_generic(
    mentions: tuple[Mention, ...], names: list[str], clusters: _Clusters, voices: Voices
) -> None:
    """A word by which a text calls again what it has named is the first thing named so before it.

    Some words call only what is the only one of its kind.
    """
    before: dict[tuple[str, str], list[int]] = {}
    called: set[tuple[str, str]] = set()
    for index, (mention, name) in enumerate(zip(mentions, names, strict=True)):
        words = voices.generic_name.get(mention.type, {})
        if name not in words:
            several = any(word in name for word in voices.distributive)
            for word, ends in words.items():
                if name.endswith(ends) and not several:
                    before.setdefault((mention.type, word), []).append(index)
        elif (mention.type, name) not in called:
            called.add((mention.type, name))
            found = before.get((mention.type, name), [])
            if found and (name not in voices.alone or len({clusters.find(i) for i in found}) == 1):
                clusters.join(found[0], index, "generic-name")


def _join_people(mentions: tuple[Mention, ...], names: list[str], clusters: _Clusters) -> None:
    """A title alone is the one person of the text whose name bears it; a name with a title is the name."""
    people: dict[str, int] = {}
    for index, mention in enumerate(mentions):
        if mention.type == "Person":
            people.setdefault(names[index], index)
    ordered = sorted(people, key=lambda name: (len(name), name))
    fuller: dict[str, list[str]] = {}
    for full in ordered:
        for part in {full[:end] for end in range(len(full))} | {
            full[start:] for start in range(1, len(full) + 1)
        }:
            fuller.setdefault(part, []).append(full)
    for short in ordered:
        fits = fuller.get(short, [])
        if len({clusters.find(people[full]) for full in fits}) == 1:
            clusters.join(people[fits[0]], people[short], "name-and-title")


def _entity(
    mentions: tuple[Mention, ...],
    indices: list[int],
    names: tuple[str, ...],
    joined: tuple[str, ...],
    knowledge: Knowledge,
) -> Entity:
    """Make an entity of the mentions that mean it; the longest undisputed name is its label.

    It is shared where a name that means the same in every text (not 市委, 县总工会) is one of its concept.
    """
    bearing = [mentions[i] for i in indices if mentions[i].concept]
    concept = bearing[0].concept if bearing else ""
    kind, means_else = mentions[indices[0]].type, knowledge.voices.is_deictic
    shared = any(one.concept == concept and not means_else(bare(one.text), kind) for one in bearing)
    label = max(names, key=lambda name: (len(name), name)) if joined else names[0]
    redacted = any(mark in label for mark in knowledge.markers.redaction)
    within = redacted or means_else(label, kind) or not shared
    return Entity(
        label=label,
        type=kind,
        names=tuple(sorted(names)),
        mentions=tuple(indices),
        concept=concept,
        scope=WITHIN if within else SHARED,
        joined=joined,
    )


def _speaking_body(document: Document, things: list[Entity], unnamed: str) -> int:
    """The entity of the body spoken for; one without mentions where the text does not name it."""
    wanted = [name for name in (document.value("body"), *document.value("body_names").split("|")) if name]
    for name in wanted:
        for index, thing in enumerate(things):
            if thing.type == "Organization" and name in thing.names:
                return index
    things.append(Entity(wanted[0] if wanted else unnamed, "Organization", (), (), "", WITHIN, ()))
    return len(things) - 1
