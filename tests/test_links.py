"""Ties to the thesaurus: only for what may be shared, and the graph says by which rule."""

from __future__ import annotations

import speech
from unionkg import links
from unionkg.graph.iris import Iris
from unionkg.store import Store

IRIS = Iris()


def test_only_shared_things_are_tied() -> None:
    """A shared thing with a concept denotes it; a placeholder with a kind does not."""
    answer = Store.of(links.describe(speech.reading(), IRIS)).select(
        "SELECT ?e ?c WHERE { ?e ukg:denotes ?c }"
    )
    assert list(answer.texts()) == [
        (IRIS.entities("交流会", [("Initiative", "“春风行动”")])[0], speech.CONCEPT)
    ]


def test_the_graph_names_its_rule() -> None:
    """The ties of a rule stand in a graph that says which rule it was; its note is there to be told."""
    answer = Store.of([*links.describe(speech.reading(), IRIS), *links.about(IRIS)]).select(
        "SELECT ?g ?r WHERE { GRAPH ?g { ?e ukg:denotes ?c . ?g ukg:rule ?r } }"
    )
    assert list(answer.texts()) == [(IRIS.links_graph(links.CONCEPT_NAME), IRIS.rule(links.CONCEPT_NAME))]
    assert [note.id for note in links.NOTES] == [links.CONCEPT_NAME]
