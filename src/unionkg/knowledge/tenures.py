"""Terms of office: who held which office from when to when, as `tenures.yaml` has it, checked.

Which of them a text means is told in `links`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from unionkg.dates import days
from unionkg.knowledge.thesaurus import CONCEPT, Concept
from unionkg.knowledge.yamlfile import YamlNode, shipped

_LAST = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Tenure:
    """One term of office.

    `office` is the concept of the title where it stands alone and `alone` are its forms; `called` is the
    concept of the holder with the title. `words` are what is written beside a name; `named`: the body must
    stand there, too. An IRI or a text that is not there is empty.
    """

    holder: str
    holder_zh: str
    holder_en: str
    called: str
    office: str
    alone: frozenset[str]
    body: str
    named: bool
    title_zh: str
    title_en: str
    words: frozenset[str]
    start: str
    end: str
    source: str

    @property
    def may(self) -> tuple[str, str]:
        """The first and the last day that it may cover."""
        return self._bounds(0, 1)

    @property
    def must(self) -> tuple[str, str]:
        """The first and the last day that it surely covers; they cross where it was that short."""
        return self._bounds(1, 0)

    def _bounds(self, first: int, last: int) -> tuple[str, str]:
        begin, end = days(self.start), days(self.end)
        return (begin[first] if begin else _LAST), (end[last] if end else _LAST)


def on(tenures: Iterable[Tenure], date: str) -> Tenure | None:
    """The one term that covers all of a date (EDTF), where no other may cover a day of it."""
    found = days(date)
    if found is None:
        return None
    first, last = found
    able = [one for one in tenures if one.may[0] <= last and first <= one.may[1]]
    if len(able) != 1:
        return None
    begin, end = able[0].must
    return able[0] if begin <= first and last <= end else None


def load(node: YamlNode, concepts: Iterable[Concept]) -> tuple[Tenure, ...]:
    """All terms, in the file's order; raises KnowledgeError with file and line."""
    known = {concept.iri: concept for concept in concepts}
    node.only("offices")
    return tuple(tenure for office in node.items("offices") for tenure in _of_office(office, known))


def _of_office(node: YamlNode, known: Mapping[str, Concept]) -> Iterator[Tenure]:
    node.only("title", "words", "concept", "body", "named", "terms")
    title = node.child("title")
    if title is None:
        raise node.error("缺少“title”", "'title' is missing")
    title.only("zh", "en")
    office, body = _concept(node, "concept", known), _concept(node, "body", known)
    for item in node.items("terms"):
        item.only("holder", "called", "from", "to", "source")
        holder = _concept(item, "holder", known)
        if holder is None:
            continue
        called = _concept(item, "called", known)
        start, end = _dates(item)
        yield Tenure(
            holder=holder.iri,
            holder_zh=holder.pref_zh,
            holder_en=holder.pref_en,
            called=called.iri if called else "",
            office=office.iri if office else "",
            alone=frozenset(office.forms if office else ()),
            body=body.iri if body else "",
            named=node.flag("named"),
            title_zh=title.text("zh"),
            title_en=title.text("en"),
            words=frozenset((title.text("zh"), *node.texts("words"))),
            start=start,
            end=end,
            source=item.text("source", ""),
        )


def _concept(node: YamlNode, key: str, known: Mapping[str, Concept]) -> Concept | None:
    """The concept that is named; None where the key is absent, or a thesaurus laid over ours has it not."""
    slug = node.text(key, None if key == "holder" else "")
    if slug and CONCEPT + slug not in known and not node.path.is_relative_to(shipped()):
        raise node.error(f"词表没有“{slug}”；请核对", f"the thesaurus has no '{slug}'; check it", key)
    return known.get(CONCEPT + slug)


def _dates(node: YamlNode) -> tuple[str, str]:
    """The first and the last day as EDTF, the last one empty where the term goes on."""
    start, end = node.text("from"), node.text("to", "")
    for key, date in (("from", start), ("to", end)):
        if "/" in date or (date and days(date) is None) or (key == "from" and not date):
            raise node.error(
                f"“{date}”不是日期；请写作 2013、2013-03 或 2013-03-14",
                f"'{date}' is no date; write 2013, 2013-03 or 2013-03-14",
                key,
            )
    if end and (days(start) or ("",))[0] > (days(end) or ("", ""))[-1]:
        raise node.error("“to”早于“from”", "'to' is before 'from'", "to")
    return start, end
