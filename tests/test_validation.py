"""Shapes: the hand-made speech conforms, and each shape has a graph that breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest

import speech
from unionkg.errors import KnowledgeError
from unionkg.model import Finding
from unionkg.store import Store
from unionkg.validation import report, validate

SHAPES = speech.ONTOLOGY / "shapes.ttl"
UKG = "https://w3id.org/unionkg/ontology#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
ID = "https://w3id.org/unionkg/id/"
PERSON = f"<{ID}交流会/Person/林书记>"
ROLE = f"<{ID}交流会/Role/联系职工的桥梁>"
INTEGER = "^^<http://www.w3.org/2001/XMLSchema#integer>"


def findings(lines: list[str]) -> tuple[Finding, ...]:
    """What the shapes say of these lines."""
    return validate(Store.of(lines), SHAPES)


def errors(lines: list[str]) -> str:
    """The English texts of all violations."""
    return "\n".join(f"{f.place} {f.en}" for f in findings(lines) if f.level == "error")


def without(part: str, first: bool = False) -> list[str]:
    """The graph without the lines (or the first line) that hold `part`."""
    lines = speech.graph_lines()
    hits = [line for line in lines if part in line]
    assert hits
    dropped = set(hits[:1] if first else hits)
    return [line for line in lines if line not in dropped]


def test_the_speech_conforms_but_for_its_count() -> None:
    """No violation; the announcement that lists two of three is a warning, with place and both languages."""
    assert findings(speech.graph_lines()) == (
        Finding(
            "warning",
            f"交流会 [{speech.span('三点意见').start}, {speech.span('三点意见').end})",
            "“三点意见”声明 3，找到 2；请对照原文",
            "'三点意见' declares 3, 2 were found; compare with the text",
        ),
    )


def test_a_claim_without_a_quote() -> None:
    """No claim without a quote."""
    lines = speech.graph_lines()
    claim = next(
        line.split()[0] for line in lines if "/claim/" in line.split()[0] and f"<{UKG}quote>" in line
    )
    assert "exactly one quote" in errors([x for x in lines if not x.startswith(f"{claim} <{UKG}quote>")])


def test_a_claim_with_two_quotes() -> None:
    """One claim is stated once."""
    lines = speech.graph_lines()
    quotes = [line for line in lines if "/claim/" in line.split()[0] and f"<{UKG}quote>" in line]
    one, other = quotes[0].split(), next(q.split() for q in quotes if q.split()[2] != quotes[0].split()[2])
    assert "exactly one quote" in errors([*lines, f"{one[0]} {one[1]} {other[2]} <{ID}g> .\n"])


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (f"<{UKG}modality>", "exactly one modality"),
        (f"<{RDF}object>", "object must be exactly one entity"),
        (f"<{RDF}subject>", "subject must be exactly one entity"),
        (f"<{RDF}predicate>", "exactly one relation"),
        (f"<{UKG}utterance>", "in exactly one utterance"),
        (f"<{NIF}anchorOf>", "bear the words"),
        (f"<{NIF}referenceContext>", "exactly one document"),
        (f"<{UKG}length>", "state its length"),
        (f"<{UKG}strength>", "strength must be one"),
        (f"<{UKG}status>", "status must be one"),
        (f"<{UKG}polarity>", "required or rejected"),
        (f"<{UKG}content>", "must have a content"),
        (f"<{UKG}verdict>", "must have a verdict"),
        (f"<{UKG}value>", "one decimal value"),
        (f"<{UKG}holder>", "exactly one holder"),
    ],
)
def test_what_is_missing_is_told(part: str, text: str) -> None:
    """A record that lacks what its shape asks for is a violation."""
    assert text in errors(without(part))


def test_a_claim_without_its_rule() -> None:
    """A claim names the rule that made it."""
    lines = speech.graph_lines()
    assert "name the rule" in errors(
        [x for x in lines if not ("/claim/" in x.split()[0] and f"<{UKG}rule>" in x)]
    )


def test_a_demand_without_evidence() -> None:
    """A demand rests on a quote."""
    lines = speech.graph_lines()
    kept = [x for x in lines if not ("/demand/" in x.split()[0] and f"<{UKG}quote>" in x)]
    assert "as evidence" in errors(kept)


def test_a_quote_beyond_its_document() -> None:
    """A quote ends within the length that its document states."""
    lines = [x.replace(f'length> "{len(speech.TEXT)}"', 'length> "20"') for x in speech.graph_lines()]
    found = errors(lines)
    assert "the quote ends beyond" in found
    assert "the utterance ends beyond" in found


def test_a_quote_of_another_length() -> None:
    """A quote has as many code points as its begin and end say."""
    lines = [x.replace('"市总工会设立了职工之家"', '"市总工会设立了"') for x in speech.graph_lines()]
    assert "not as long as" in errors(lines)


def test_a_quote_that_ends_before_it_begins() -> None:
    """Begin comes before end."""
    lines = [x.replace('endIndex> "7"', 'endIndex> "x"') for x in speech.graph_lines()]
    place = next(x.split()[0] for x in lines if 'anchorOf> "市总工会设立了职工之家"' in x)
    flipped = [x for x in lines if not (x.startswith(place) and "beginIndex" in x)]
    flipped.append(f'{place} <{NIF}beginIndex> "999"{INTEGER} <{ID}g> .\n')
    assert "before it ends" in errors(flipped)


def test_an_utterance_of_another_document() -> None:
    """A claim's quote and its utterance are of one document."""
    lines = speech.graph_lines("甲", "乙")
    claim = next(x for x in lines if f"{ID}甲/claim/" in x.split()[0] and f"<{UKG}utterance>" in x)
    moved = [claim.replace(f"{ID}甲/utterance", f"{ID}乙/utterance") if x == claim else x for x in lines]
    assert "not of the same document" in errors(moved)


def test_a_relation_between_the_wrong_classes() -> None:
    """Subject and object are of classes in the relation's domain and range."""
    lines = [
        x.replace(f"<{UKG}establishes>", f"<{UKG}hasRole>") if "/claim/" in x.split()[0] else x
        for x in speech.graph_lines()
    ]
    assert "not in the range" in errors(lines)
    swapped = [
        x.replace(f"<{UKG}proposes>", f"<{UKG}locatedIn>") if "/claim/" in x.split()[0] else x
        for x in speech.graph_lines()
    ]
    assert "not in the domain" in errors(swapped)


def test_a_wish_written_as_a_fact() -> None:
    """What is demanded is no direct triple."""
    claims = [x.split() for x in speech.graph_lines() if "/claim/" in x.split()[0]]
    wished = next(words[0] for words in claims if words[2] == f"<{UKG}Demanded>")
    ends = {words[1].rpartition("#")[2][:-1]: words[2] for words in claims if words[0] == wished}
    fact = f"{ends['subject']} {ends['predicate']} {ends['object']} <{ID}g> .\n"
    assert "direct triple" in errors([*speech.graph_lines(), fact])


def test_an_entity_without_a_chinese_label() -> None:
    """Every entity has exactly one label, in Chinese."""
    assert "label in Chinese" in errors(without(f"{PERSON} <{RDFS}label>"))
    english = [x.replace('"林书记"@zh', '"Secretary Lin"@en') for x in speech.graph_lines()]
    assert "label in Chinese" in errors(english)


def test_a_placeholder_in_two_documents() -> None:
    """What has a meaning in one document only is mentioned in one document only."""
    other = f"<{ID}document/乙#char=0,3> <http://www.w3.org/2005/11/its/rdf#taIdentRef> {PERSON} <{ID}g> .\n"
    assert "stands in two documents" in errors([*speech.graph_lines(), other])


def test_a_placeholder_tied_to_a_concept() -> None:
    """A placeholder denotes no concept."""
    tie = f"{PERSON} <{UKG}denotes> <{speech.CONCEPT}> <{ID}g> .\n"
    assert "tied to a concept" in errors([*speech.graph_lines(), tie])


def test_an_utterance_reported_twice() -> None:
    """An utterance is reported in one other at most."""
    lines = speech.graph_lines("甲", "乙")
    told = next(x.split() for x in lines if f"<{UKG}reportedIn>" in x and f"{ID}甲" in x.split()[0])
    again = f"{told[0]} {told[1]} {told[2].replace('甲', '乙')} <{ID}g> .\n"
    assert "one utterance at most" in errors([*lines, again])


@pytest.mark.parametrize(("kind", "name"), [("quantity", "a quantity"), ("office", "an office")])
def test_a_value_without_a_quote(kind: str, name: str) -> None:
    """Figures and offices rest on quotes."""
    kept = [x for x in speech.graph_lines() if not (f"/{kind}/" in x.split()[0] and f"<{UKG}quote>" in x)]
    assert f"{name} must have exactly one quote" in errors(kept)


TERM, OFFICE = (
    f"<{ID}office/a/主席/2013>",
    f"<{ID}交流会/office/{speech.span('书记').start}-{speech.span('书记').end}>",
)
EDTF = "^^<http://id.loc.gov/datatypes/edtf/EDTF>"
DATE = "^^<http://www.w3.org/2001/XMLSchema#date>"


def with_term(**changes: str) -> list[str]:
    """The speech of December 2019 with a term of office from 2013 on, to which its office is tied."""
    holder = "<a:holder>"
    told = {
        "type": f"{TERM} <{RDF}type> <{UKG}Office>",
        "holder": f"{TERM} <{UKG}holder> {holder}",
        "concept": f"{holder} <{RDF}type> <http://www.w3.org/2004/02/skos/core#Concept>",
        "from": f'{TERM} <{UKG}from> "2013"{EDTF}',
        "to": f'{TERM} <{UKG}to> "2020-03"{EDTF}',
        "earliest": f'{TERM} <{UKG}earliest> "2013-01-01"{DATE}',
        "latest": f'{TERM} <{UKG}latest> "2020-03-31"{DATE}',
        "tie": f"{OFFICE} <{UKG}tenure> {TERM}",
        **changes,
    }
    return [*speech.graph_lines(), *(f"{line} <{ID}g> .\n" for line in told.values() if line)]


def test_a_term_of_office_conforms() -> None:
    """Closed or open, with nothing amiss."""
    assert errors(with_term()) == ""
    assert errors(with_term(to="", latest="")) == ""


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"holder": ""}, "exactly one holder"),
        ({"more": f"{TERM} <{UKG}holder> {PERSON}"}, "exactly one holder"),
        ({"concept": ""}, "exactly one holder"),
        ({"from": "", "to": ""}, "a known term has none, but its first day"),
        ({"more": f"{TERM} <{UKG}quote> <{ID}document/交流会#char=0,1>"}, "a known term has none"),
        (
            {"more": f"{OFFICE} <{UKG}officeOf> {PERSON}", "also": f"{OFFICE} <{UKG}officeOf> {ROLE}"},
            "one body at most",
        ),
        ({"from": f'{TERM} <{UKG}from> "2013-3"{EDTF}'}, "from must be one date"),
        ({"from": f'{TERM} <{UKG}from> "2013"'}, "from must be one date"),
        ({"more": f'{TERM} <{UKG}from> "2014"{EDTF}'}, "from must be one date"),
        ({"to": f'{TERM} <{UKG}to> "then"{EDTF}'}, "to must be one date"),
        ({"to": f'{TERM} <{UKG}to> "2012-12"{EDTF}'}, "to, 2012-12, is before from"),
        ({"more": f"{OFFICE} <{UKG}tenure> {PERSON}"}, "tied to one term at most"),
        ({"tie": f"{OFFICE} <{UKG}tenure> {PERSON}"}, "tied to one term at most"),
        ({"latest": f'{TERM} <{UKG}latest> "2019-12-30"{DATE}'}, "2019-12-31, is not in the term"),
        ({"earliest": f'{TERM} <{UKG}earliest> "2019-12-02"{DATE}'}, "is not in the term"),
    ],
)
def test_what_is_amiss_with_an_office_or_its_term_is_told(changes: dict[str, str], text: str) -> None:
    """One holder; days that are dates, in their order; a tie to one term that the text's date lies in."""
    assert text in errors(with_term(**changes))


def test_an_office_with_two_quotes() -> None:
    """An office of a text stands at one place."""
    lines = speech.graph_lines()
    quote = next(x for x in lines if x.startswith(OFFICE) and f"<{UKG}quote>" in x)
    other = next(x.split()[2] for x in lines if f"<{UKG}quote>" in x and x.split()[2] != quote.split()[2])
    assert "one quote at most" in errors([*lines, quote.replace(quote.split()[2], other)])


def test_a_count_without_a_quote() -> None:
    """A count rests on a quote."""
    kept = [x for x in speech.graph_lines() if not ("/count/" in x.split()[0] and f"<{UKG}quote>" in x)]
    assert "a count must have exactly one quote" in errors(kept)


def test_shapes_that_can_not_be_read(tmp_path: Path) -> None:
    """A mistake in the shapes is told with file and line."""
    path = tmp_path / "shapes.ttl"
    with pytest.raises(KnowledgeError, match="can't be read"):
        validate(Store.of([]), path)
    path.write_text("@prefix sh: <http://www.w3.org/ns/shacl#> .\n<a:a> sh:path .\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"shapes.ttl:\d: not Turtle"):
        validate(Store.of([]), path)


def test_the_report_itself_is_shacl() -> None:
    """The report has a result for each finding, with focus, severity, constraint and both languages."""
    import rdflib
    from rdflib.namespace import SH

    content = report(Store.of(speech.graph_lines()), SHAPES)
    assert content == report(Store.of(speech.graph_lines()), SHAPES)
    told = rdflib.Graph().parse(data=content, format="turtle")
    (head,) = told.subjects(rdflib.RDF.type, SH.ValidationReport)
    (result,) = told.objects(head, SH.result)
    assert str(told.value(head, SH.conforms)) == "false"
    assert told.value(result, SH.resultSeverity) == SH.Warning
    assert told.value(result, SH.sourceConstraintComponent) == SH.SPARQLConstraintComponent
    assert str(told.value(result, SH.focusNode)).startswith(f"{ID}交流会/count/")
    languages = {m.language for m in told.objects(result, SH.resultMessage) if isinstance(m, rdflib.Literal)}
    assert languages == {"zh", "en"}


def test_a_core_result_names_its_path() -> None:
    """A constraint of SHACL Core is told with its path and its component."""
    content = report(Store.of(without(f"> <{UKG}modality> <")), SHAPES).decode("utf-8")
    assert "sh:resultPath ukg:modality" in content
    assert "sh:MinCountConstraintComponent" in content
