"""The proposals that the tests of choosing and settling share."""

from __future__ import annotations

from pathlib import Path

import pytest

from unionkg import knowledge, structure
from unionkg.mentions import Finder
from unionkg.model import Document
from unionkg.relations import Extractor
from unionkg.relations.discourse import Discourse
from unionkg.relations.proposal import Proposal
from unionkg.resolution import Resolver

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def read() -> tuple[Discourse, list[Proposal]]:
    """The proposals of the first sections of the sample."""
    known = knowledge.load()
    text = (ROOT / "corpus" / "2019-municipal-union-exchange.txt").read_text(encoding="utf-8")[:1500]
    document = Document("d", text, {})
    built = structure.read(document, known.markers)
    mentions = Finder(known).find(document, built)
    resolution = Resolver(known).resolve(document, built, mentions)
    return Extractor(known, {}).propose(document, built, mentions, resolution)
