"""The Python interface: `build` makes a graph of a corpus, `open` and `connect` give one to ask.

What the commands do, these do; no option, no table and no message enters here.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from unionkg import evidence, knowledge, settings
from unionkg.errors import UnknownName
from unionkg.exhibit import Fact, Node
from unionkg.graph.iris import BASE, Iris
from unionkg.knowledge import questions
from unionkg.knowledge.questions import Question
from unionkg.output import Output
from unionkg.store import Answer, Askable, Store

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from unionkg.corpus import Progress
    from unionkg.parts import Part
    from unionkg.publishing import Publication
    from unionkg.report import Report
    from unionkg.store.addresses import Addresses
    from unionkg.views import Page

FRAMED = 20
"""Up to how many documents a graph shows itself in a notebook as its page, beyond that as a table."""

_SHOWN = {"documents": "ukg:SourceDocument", "claims": "ukg:Claim", "demands": "ukg:Demand"}
_HOW_MANY = "SELECT (COUNT(DISTINCT ?thing) AS ?number) WHERE {{ ?thing a {type} }}"


_DOCUMENTS = "SELECT ?id WHERE { ?document a ukg:SourceDocument ; dcterms:identifier ?id }"
_SURE = """SELECT ?rule ?precision ?cases WHERE {
  ?r dcterms:identifier ?rule ; ukg:precision ?precision ; ukg:support ?cases .
}"""


def build(  # noqa: PLR0913 - an argument for each option
    corpus: str | Path = "corpus",
    output: str | Path | None = None,
    *,
    ontology: str | Path | None = None,
    jobs: int | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    force: bool = False,
    bare: bool = False,
    cluster: str = "",
) -> Report:
    """Build a graph from `corpus`, a folder or one file, in the folder `output`.

    Only what changed since the last build is read again, unless `force` says so; `bare` leaves out dumps
    and page. `cluster` is the address of a Dask scheduler whose workers read the documents.
    What is not given stands in `unionkg.toml` beside the corpus or is a default: `output`
    in the current folder, the shipped knowledge alone, one process for each core.
    Raises UnionkgError.

    >>> report = unionkg.build("corpus", "output")
    >>> report.counts["totals"]["claims"]
    """
    from unionkg import pipeline  # noqa: PLC0415 - extraction loads for a second; asking needs none of it

    found = settings.read(settings.beside(Path(corpus)))
    if ontology is not None:
        found = replace(found, ontology=Path(ontology))
    if jobs is not None:
        found = replace(found, jobs=jobs)
    if cluster:
        found = replace(found, cluster=cluster)
    return pipeline.build(Path(corpus), Path(output or found.output), found, progress, force=force, bare=bare)


def open(output: str | Path = "output") -> Graph:  # noqa: A001 - read as unionkg.open
    """Open a built folder; raises UsageError where there is none.

    >>> graph = unionkg.open("output")
    >>> graph.ask("formula", formula="15字要求").rows
    """
    return Graph(Output(Path(output)).check())


def connect(url: str, ontology: str | Path | None = None) -> Endpoint:
    """The graph at a SPARQL endpoint, to which `publish` brought it; raises UsageError and StoreError.

    The account stands in the environment (docs/stores.md). `ontology` is laid over the shipped questions.

    >>> unionkg.connect("http://localhost:7878").ask("formula", formula="15字要求").rows
    """
    from unionkg.store import addresses, remote  # noqa: PLC0415 - an HTTP client, for endpoints only
    from unionkg.store.client import Account  # noqa: PLC0415 - the same

    found = remote.Remote(addresses.of(url), Account.of_environment()).check()
    return Endpoint(found, Path(ontology) if ontology else None)


class Endpoint:
    """A graph that can be asked, wherever it stands."""

    def __init__(self, store: Askable, ontology: Path | None) -> None:
        """Use `unionkg.open` or `unionkg.connect`."""
        self.store: Askable = store
        self.ontology = ontology

    def query(self, sparql: str) -> Answer:
        """The rows of a SPARQL 1.1 query; the default graph is the union of all. Raises QueryError."""
        return self.store.select(sparql)

    def questions(self) -> dict[str, Question]:
        """The ready-made questions by name."""
        return ready_made(self.ontology)

    def question(self, name: str) -> Question:
        """The ready-made question of that name; raises UnknownName."""
        paths = knowledge.files(self.ontology)
        path = paths.get(f"queries/{name}.rq")
        if path is None:
            known = ", ".join(Path(key).stem for key in paths if key.startswith("queries/"))
            raise UnknownName(
                f"没有名为 {name} 的问题；现有：{known}", f"no question '{name}'; there are: {known}"
            )
        return questions.read(path)

    def ask(self, name: str, /, **values: str) -> Answer:
        """The answer to the ready-made question `name`, with `values` for its parameters.

        Raises UnknownName for the question and UsageError for a parameter that it has not.
        """
        return self.store.select(questions.bind(self.question(name), values))

    def entity(self, name: str) -> tuple[Node, ...]:
        """All nodes that bear a name, those of most documents first; raises UnknownName with near ones."""
        return evidence.entity(self.store, name)

    def why(self, name: str, other: str | None = None) -> tuple[tuple[Fact, ...], ...]:
        """The claims on `name`, or the shortest chains of claims from it to `other`. Raises UnknownName."""
        return evidence.why(self.store, name, other)

    def sentence(self, fact: Fact) -> tuple[str, str, str]:
        """What a fact rests on: the words before its quote, the quote, the words behind it.

        An endpoint knows the quote only.
        """
        return "", fact.quote, ""

    def sureness(self) -> dict[str, tuple[float, int]]:
        """The measured precision of each rule, 0 to 1, and how many cases it rests on."""
        return {rule: (float(share), int(cases)) for rule, share, cases in self.store.texts(_SURE)[1]}


class Graph(Endpoint):
    """A built graph that is open for reading."""

    store: Store

    def __init__(self, place: Output) -> None:
        """Open its store; use `unionkg.open`."""
        ontology, self.base = _origin(place.report)
        super().__init__(Store.open(place.store), ontology)
        self.place = place

    def sentence(self, fact: Fact) -> tuple[str, str, str]:
        """The sentences that a fact rests on: the words before its quote, the quote, the words behind it.

        Raises OutputError where the stage files are damaged.
        """
        from unionkg import stages  # noqa: PLC0415 - records of every stage, and only this needs them

        around = stages.sentence(stages.folder(self.place.stages, fact.document), fact.start, fact.end)
        text, start, end = around
        return text[start : fact.start], text[fact.start : fact.end], text[fact.end : end]

    def publish(self, addresses: Addresses) -> Publication:
        """Bring the endpoint at these addresses to what this graph is; only what differs is sent.

        Raises StoreError.
        """
        from unionkg import publishing  # noqa: PLC0415 - an HTTP client, for endpoints only
        from unionkg.store.client import Account  # noqa: PLC0415 - the same
        from unionkg.store.remote import Remote  # noqa: PLC0415 - the same

        remote = Remote(addresses, Account.of_environment())
        try:
            return publishing.publish(self.store, remote, self.base)
        finally:
            remote.close()

    def page(self, part: Part | None = None) -> Page:
        """The record of the page of the graph or of a part of it; `views.write` makes a file of it."""
        from unionkg import pages  # noqa: PLC0415 - drawing loads for half a second

        source = pages.Source(self.store, self.place.stages, Iris(self.base), self.ontology)
        return pages.page(source, part or pages.WHOLE)

    def _repr_html_(self) -> str:
        """How a notebook shows the graph: its page in a frame, or of a large one how much there is."""
        from unionkg import views  # noqa: PLC0415 - the same

        asked = {name: self.store.select(_HOW_MANY.format(type=type_)) for name, type_ in _SHOWN.items()}
        counts = {name: int(next(answer.texts())[0]) for name, answer in asked.items()}
        if counts["documents"] <= FRAMED:
            return views.framed(self.page())
        rows = "".join(f"<tr><th>{name}</th><td>{number:,}</td></tr>" for name, number in counts.items())
        return f"<table><caption>unionkg: {html.escape(str(self.place.path))}</caption>{rows}</table>"

    def brat(self) -> dict[str, bytes]:
        """The `.txt` and `.ann` file of each document by name, as the guideline's annotation has them."""
        from unionkg import brat, stages  # noqa: PLC0415 - only this needs them
        from unionkg.knowledge import vocabulary  # noqa: PLC0415 - the same

        types = vocabulary.read(knowledge.files(self.ontology)["unionkg.ttl"]).entity_types
        found = {}
        for (name,) in self.store.texts(_DOCUMENTS)[1]:
            reading = stages.read(stages.folder(self.place.stages, name))
            path = stages.folder(Path(), name).as_posix()
            found[f"{path}.txt"] = reading.document.text.encode("utf-8")
            found[f"{path}.ann"] = brat.written(brat.annotate(reading, types)).encode("utf-8")
        return found

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The network of entities and claims, with labels, classes, quotes and modality as attributes."""
        from unionkg import analysis, queries  # noqa: PLC0415 - the same

        return analysis.to_networkx(queries.network(self.store))

    def to_rdflib(self) -> rdflib.Dataset:
        """All quads as an rdflib dataset, its default graph being the union of all."""
        import rdflib  # noqa: PLC0415 - the same

        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data="".join(self.store.dump()), format="nquads")
        return dataset


def ready_made(ontology: Path | None = None) -> dict[str, Question]:
    """The ready-made questions by name, those of `ontology` laid over the shipped ones."""
    return questions.read_all(knowledge.files(ontology))


def _origin(report: Path) -> tuple[Path | None, str]:
    """The knowledge laid over ours and the base of the IRIs that a build was made with."""
    try:
        told = json.loads(report.read_text(encoding="utf-8"))
        ontology = Path(told["ontology"]) if told["ontology"] else None
        return (ontology if ontology and ontology.is_dir() else None), str(told["base"])
    except (OSError, ValueError, KeyError, TypeError):
        return None, BASE
