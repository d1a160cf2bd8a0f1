"""The thesaurus: one written form, a table that comes back as it went, and what ships is whole."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionkg import knowledge
from unionkg.errors import KnowledgeError
from unionkg.knowledge import thesaurus, vocabulary
from unionkg.knowledge.thesaurus import CONCEPT, SCHEME, Concept

ONTOLOGY = Path(__file__).parents[2] / "ontology"
FILES = sorted((ONTOLOGY / "thesaurus").glob("*.ttl"))
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
UKG = thesaurus.VOCABULARY
file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@cache
def shipped() -> tuple[Concept, ...]:
    """Every concept that ships."""
    return tuple(concept for path in FILES for concept in thesaurus.read(path))


@cache
def triples(path: Path) -> tuple[tuple[str, str, str, str], ...]:
    """Subject, predicate, object and language of a file, read without the reader under test."""
    return tuple(
        (t.subject.value, t.predicate.value, t.object.value, getattr(t.object, "language", None) or "")
        for t in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode | ox.Literal)
    )


# --- reading and writing ------------------------------------------------------------------

WORD = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=8)
CELL = WORD.map(str.strip).filter(bool)
ITEM = CELL.filter(lambda text: "|" not in text)
SLUG = st.from_regex(r"[a-z]{1,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
IRIS = st.lists(SLUG.map(CONCEPT.__add__), max_size=3, unique=True)
CONCEPTS = st.lists(
    st.builds(
        Concept,
        iri=SLUG.map(CONCEPT.__add__),
        scheme=st.just("mine"),
        pref_zh=CELL,
        pref_en=st.one_of(st.just(""), CELL),
        type=st.sampled_from(["Group", "Policy"]),
        alt_zh=st.lists(ITEM, max_size=3, unique=True).map(sorted).map(tuple),
        broader=IRIS.map(sorted).map(tuple),
        members=IRIS.map(tuple),
        definition_zh=st.one_of(st.just(""), CELL),
        source=st.one_of(st.just(""), CELL),
        match=st.sampled_from(thesaurus.MATCHES),
        not_before=st.lists(ITEM, max_size=2, unique=True).map(sorted).map(tuple),
        example=st.one_of(st.just(""), CELL),
    ),
    max_size=4,
    unique_by=lambda concept: concept.iri,
).map(lambda found: tuple(sorted(found, key=lambda concept: concept.iri)))


@settings(deadline=None)
@given(concepts=CONCEPTS)
def test_what_is_written_is_read_back(
    concepts: tuple[Concept, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Writing and reading is identity, whatever signs the labels hold."""
    path = tmp_path_factory.mktemp("written") / "mine.ttl"
    path.write_text(thesaurus.write("mine", "我的", "mine", concepts), encoding="utf-8", newline="\n")
    assert thesaurus.read(path) == concepts
    assert thesaurus.scheme(path) == ("mine", "我的", "mine")


@settings(deadline=None)
@given(concepts=CONCEPTS)
def test_a_table_comes_back_as_it_went(concepts: tuple[Concept, ...]) -> None:
    """Export to CSV and import is identity: quotes, commas and lists included."""
    assert thesaurus.from_csv(thesaurus.to_csv(concepts), "mine", "mine.csv") == concepts


def test_order_of_a_table_does_not_matter() -> None:
    """Rows in another order, lists with spaces, give the same file."""
    one = Concept(CONCEPT + "a", "mine", "甲", "a", "Group", alt_zh=("一", "二"))
    other = Concept(CONCEPT + "b", "mine", "乙", "b", "Group")
    head, *lines = thesaurus.to_csv([one, other]).splitlines()
    table = "\n".join([head, *reversed(lines)]).replace("一|二", " 二 | 一 ")
    read = thesaurus.from_csv(table, "mine", "mine.csv")
    assert thesaurus.write("mine", "我", "I", read) == thesaurus.write("mine", "我", "I", [one, other])


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("pref_zh", "", "no "),
        ("type", "", "no "),
        ("match", "sometimes", "match is .*write one of"),
        ("iri", "", "stands once"),
        ("iri", "Big Slug", "stands once"),
        ("iri", "a", "stands once"),
    ],
)
def test_a_wrong_row_is_told_by_its_number(column: str, value: str, what: str) -> None:
    """A mistake in the second row is a mistake in line 3 of the table."""
    rows = [Concept(CONCEPT + slug, "mine", slug, slug, "Group") for slug in "ab"]
    table = list(csv.DictReader(io.StringIO(thesaurus.to_csv(rows))))
    table[1][column] = value
    out = io.StringIO()
    writer = csv.DictWriter(out, thesaurus.COLUMNS)
    writer.writeheader()
    writer.writerows(table)
    with pytest.raises(KnowledgeError, match=rf"mine\.csv:3: .*{what}"):
        thesaurus.from_csv(out.getvalue(), "mine", "mine.csv")


def test_a_missing_column_and_a_short_row_are_told() -> None:
    """The head of the table is line 1; too few cells are told where they are missing."""
    with pytest.raises(KnowledgeError, match=r"t\.csv:1: missing columns: .*pref_en"):
        thesaurus.from_csv("iri,pref_zh\na,甲\n", "mine", "t.csv")
    table = thesaurus.to_csv([Concept(CONCEPT + "a", "mine", "甲", "a", "Group")])
    with pytest.raises(KnowledgeError, match=r"t\.csv:3: wrong number of cells"):
        thesaurus.from_csv(table + "b,乙\n", "mine", "t.csv")


@pytest.mark.parametrize(
    "lines", ["rdf:_2 t:b", "rdf:_1 t:b ;\n    rdf:_1 t:c", "rdf:_1 t:b ;\n    rdf:_3 t:c"]
)
def test_members_are_numbered_without_a_gap(tmp_path: Path, lines: str) -> None:
    """rdf:_1, rdf:_2, … each once; anything else is told with its line."""
    path = tmp_path / "mine.ttl"
    text = thesaurus.write("mine", "我", "I", [Concept(CONCEPT + "a", "mine", "甲", "a", "Group")])
    path.write_text(text.replace("ukg:unverified true", lines), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"mine\.ttl:12: members are numbered"):
        thesaurus.read(path)


def test_a_mistake_in_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    """Broken bytes behind a wrong entry: the entry is told with its line."""
    path = tmp_path / "mine.ttl"
    text = thesaurus.write("mine", "我", "I", [Concept(CONCEPT + "a", "mine", "甲", "a", "Group")])
    path.write_bytes(text.replace("skos:inScheme", "skos:related").encode() + b"\n# \xff\n")
    with pytest.raises(KnowledgeError, match=r"mine\.ttl:\d+: concepts don't use"):
        thesaurus.read(path)


# --- what ships ------------------------------------------------------------------------------


@file
def test_file_is_in_its_one_form(path: Path) -> None:
    """Each file is what the writer makes of what the reader reads."""
    assert path.read_text(encoding="utf-8") == thesaurus.write(*thesaurus.scheme(path), thesaurus.read(path))


@file
def test_file_is_its_scheme(path: Path) -> None:
    """A file bears the name of its scheme, labels in both languages, and stays of a size to be read."""
    name, label_zh, label_en = thesaurus.scheme(path)
    assert name == path.stem
    assert {label_zh, label_en}.isdisjoint({name})
    assert re.search("[\u4e00-\u9fff]", label_zh)
    assert {concept.scheme for concept in thesaurus.read(path)} == {name}
    assert len(thesaurus.read(path)) <= 200


@file
def test_every_concept_is_whole(path: Path) -> None:
    """Labels, class and definitions in both languages; a source, or the word that there is none."""
    types = vocabulary.read(ONTOLOGY / "unionkg.ttl").types
    needed = ("pref_zh", "pref_en", "definition_zh", "definition_en")
    concepts = thesaurus.read(path)
    assert [(c.slug, name) for c in concepts for name in needed if not getattr(c, name)] == []
    assert [c.slug for c in concepts if c.type not in types] == []
    unverified = {s for s, p, o, _ in triples(path) if p == UKG + "unverified" and o == "true"}
    assert [c.slug for c in concepts if bool(c.source) == (c.iri in unverified)] == []


def test_there_are_enough_concepts_each_iri_once() -> None:
    """At least 1,500 concepts; IRIs are slugs, each in one place."""
    counted = Counter(concept.iri for concept in shipped())
    assert len(counted) >= 1500
    assert [iri for iri, number in counted.items() if number > 1] == []
    assert [c.slug for c in shipped() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", c.slug)] == []


def test_a_name_is_of_one_concept_of_its_class() -> None:
    """No two concepts of a class share a form: things are joined by their concept."""
    holders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for concept in shipped():
        for form in concept.forms:
            holders[concept.type, form].add(concept.slug)
    assert {key: sorted(found) for key, found in holders.items() if len(found) > 1} == {}


def test_a_form_of_two_classes_says_when_it_is_which() -> None:
    """The same form in two classes needs different conditions."""
    holders: dict[str, list[Concept]] = defaultdict(list)
    for concept in shipped():
        for form in concept.forms if concept.match != "never" else ():
            holders[form].append(concept)
    alike = {
        form: [concept.slug for concept in found]
        for form, found in holders.items()
        if len({(c.match, c.not_before, c.not_after) for c in found}) < len(found)
    }
    assert alike == {}


def test_ties_lead_to_concepts_of_the_right_kind() -> None:
    """Broader concepts exist and are of the same class; members exist, and nothing is a member of itself."""
    known = {concept.iri: concept for concept in shipped()}
    broken = [(c.slug, i) for c in shipped() for i in (*c.broader, *c.members) if i not in known]
    assert broken == []
    assert [c.slug for c in shipped() for iri in c.broader if known[iri].type != c.type] == []
    assert [c.slug for c in shipped() if c.iri in c.members] == []


def test_what_matches_by_members_has_members() -> None:
    """A form that waits for its members near by needs some that can be seen."""
    known = {concept.iri: concept for concept in shipped()}
    waiting = [concept for concept in shipped() if concept.match == "members"]
    assert [c.slug for c in waiting if not any(known[iri].forms for iri in c.members)] == []


def test_sources_are_no_sightings() -> None:
    """A source tells where a fact stands; that a text uses a word is none."""
    assert [c.slug for c in shipped() if re.match("用例|unverified", c.source)] == []


def test_dates_run_forward() -> None:
    """From and to are EDTF dates, the one not after the other."""
    pattern = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
    dated = [concept for concept in shipped() if concept.start or concept.end]
    assert [c.slug for c in dated for d in (c.start, c.end) if d and not pattern.fullmatch(d)] == []
    assert [
        c.slug for c in dated if c.start and c.end and c.start[: len(c.end)] > c.end[: len(c.start)]
    ] == []


@pytest.mark.parametrize(
    ("label", "members"),
    [
        ("新发展理念", "创新 协调 绿色 开放 共享"),
        ("四个意识", "政治意识 大局意识 核心意识 看齐意识"),
        ("三性", "政治性 先进性 群众性"),
        ("四化", "机关化 行政化 贵族化 娱乐化"),
        ("五位一体", "经济建设 政治建设 文化建设 社会建设 生态文明建设"),
        ("四风", "形式主义 官僚主义 享乐主义 奢靡之风"),
        ("劳动精神", "崇尚劳动 热爱劳动 辛勤劳动 诚实劳动"),
        ("工匠精神", "执着专注 精益求精 一丝不苟 追求卓越"),
    ],
)
def test_standing_formulas_hold_their_members_in_order(label: str, members: str) -> None:
    """The members of a formula, each a concept, stand in the order in which they are said."""
    known = {concept.iri: concept.pref_zh for concept in shipped()}
    found = next(concept for concept in shipped() if concept.pref_zh == label)
    assert [known[iri] for iri in found.members] == members.split()


@pytest.mark.parametrize(("label", "number"), [("十四个坚持", 14), ("十个明确", 10), ("六个必须坚持", 6)])
def test_numbered_doctrines_have_all_members(label: str, number: int) -> None:
    """A doctrine that says how many it holds has as many."""
    assert len(next(concept for concept in shipped() if concept.pref_zh == label).members) == number


@pytest.mark.parametrize(
    ("name", "since", "until"),
    [
        ("习近平总书记", "2012-11-15", ""),
        ("胡锦涛总书记", "2002-11-15", "2012-11-15"),
        ("王东明", "2018-03", ""),
        ("李建国", "2013-03", "2018-03"),
    ],
)
def test_offices_have_their_terms(name: str, since: str, until: str) -> None:
    """Who is meant by an office depends on the date; the terms are there."""
    found = next(concept for concept in shipped() if concept.pref_zh == name)
    assert (found.start, found.end) == (since, until)


def test_a_scheme_that_no_file_describes_is_called_by_its_name(tmp_path: Path) -> None:
    """Labels come from the files; what lacks one is called by its name, and none is left out."""
    path = tmp_path / "mine.ttl"
    path.write_text(
        f'<{SCHEME}mine> a <{SKOS}ConceptScheme> ; <{SKOS}prefLabel> "我的"@zh .\n', encoding="utf-8"
    )
    concept = Concept(CONCEPT + "a", "other", "甲", "", "Person")
    found = knowledge.schemes({"thesaurus/mine.ttl": path, "views.yaml": path}, [concept])
    assert found == {"other": ("other", "other"), "mine": ("我的", "mine")}


# --- SKOS integrity ----------------------------------------------------------------------------


def test_skos_s9_no_concept_is_a_scheme() -> None:
    """SKOS Reference, S9: skos:ConceptScheme is disjoint with skos:Concept."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for path in FILES:
        for subject, predicate, target, _ in triples(path):
            if predicate == RDF + "type":
                kinds[subject].add(target)
    assert [s for s, found in kinds.items() if {SKOS + "Concept", SKOS + "ConceptScheme"} <= found] == []
    assert {iri for iri in kinds if iri.startswith(SCHEME)} == {SCHEME + path.stem for path in FILES}


@file
def test_skos_s13_labels_are_disjoint(path: Path) -> None:
    """SKOS Reference, S13: prefLabel, altLabel and hiddenLabel are pairwise disjoint."""
    held = Counter(
        (subject, text, language)
        for subject, predicate, text, language in set(triples(path))
        if predicate in {SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel"}
    )
    assert [key for key, number in held.items() if number > 1] == []


@file
def test_skos_s14_one_preferred_label_a_language(path: Path) -> None:
    """SKOS Reference, S14: no more than one prefLabel a language."""
    held = Counter((s, language) for s, p, _, language in triples(path) if p == SKOS + "prefLabel")
    assert [key for key, number in held.items() if number > 1] == []


def test_skos_s27_nothing_is_above_itself() -> None:
    """SKOS Reference, S27: related is disjoint with broaderTransitive; nothing is broader than itself."""
    above = {concept.iri: set(concept.broader) for concept in shipped()}
    related = {(s, o) for path in FILES for s, p, o, _ in triples(path) if p == SKOS + "related"}
    for iri, direct in above.items():
        seen: set[str] = set()
        waiting = list(direct)
        while waiting:
            upper = waiting.pop()
            if upper not in seen:
                seen.add(upper)
                waiting.extend(above.get(upper, ()))
        assert iri not in seen
        assert not {(iri, upper) for upper in seen} & related


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ("S37", {"Collection", "OrderedCollection", "member", "memberList"}),
        ("S46", {"exactMatch", "broadMatch", "relatedMatch", "closeMatch", "narrowMatch"}),
    ],
)
def test_skos_s37_and_s46_hold_by_absence(rule: str, names: set[str]) -> None:
    """S37, S46: collections and mapping properties can't clash, for the thesaurus uses none of them."""
    used = {
        value.removeprefix(SKOS)
        for path in FILES
        for _, predicate, target, _ in triples(path)
        for value in (predicate, target)
        if value.startswith(SKOS)
    }
    assert used.isdisjoint(names), rule


def test_the_record_is_what_the_table_shows() -> None:
    """Every field of a concept but its scheme, which is the file, is a column."""
    assert set(thesaurus.COLUMNS) == {f.name for f in dataclasses.fields(Concept)} - {"scheme"}
