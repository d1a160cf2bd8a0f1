"""Reading one document: the stages, one after the other, and a person's decisions between them."""

from __future__ import annotations

from collections.abc import Sequence

from unionkg import decisions, demands, matching, mentions, relations, resolution, structure, values
from unionkg.decisions import Decision
from unionkg.keywords import Keywords
from unionkg.knowledge import Knowledge
from unionkg.model import Document, Finding, Reading


class Reader:
    """Reads one document after another; built once from the knowledge."""

    def __init__(self, known: Knowledge) -> None:
        """Build every stage."""
        self.knowledge = known
        self.lexicon = decisions.Lexicon(known.concepts)
        self.matcher = matching.Matcher(known)
        self.finder = mentions.Finder(known)
        self.resolver = resolution.Resolver(known)
        self.extractor = relations.Extractor(known)
        self.ledger = demands.Ledger(known)
        self.valuer = values.Valuer(known)

    def read(self, document: Document, keywords: Keywords | None = None) -> Reading:
        """Structure, mentions, what they mean, what is claimed of them, what is asked for."""
        return self.replay(document, (), keywords)[0]

    def replay(
        self, document: Document, decided: Sequence[Decision], keywords: Keywords | None = None
    ) -> tuple[Reading, tuple[Finding, ...]]:
        """The same with a person's decisions on the document replayed, and what became of these.

        The stages see the document's matching key; what they find is told in the text's own words.
        """
        key = self.matcher.key(document.text)
        seen = self.matcher.document(document, key)
        lexicon = self.lexicon
        placed, stale = decisions.place(decided, document.text, key.seen)
        built = structure.read(seen, self.knowledge.markers)
        found = self.finder.find(seen, built)
        found, in_mentions = decisions.mentions(placed, found, seen.text, lexicon)
        meant = self.resolver.resolve(seen, built, found)
        meant, in_things = decisions.resolution(placed, meant, found, lexicon)
        claims = self.extractor.extract(seen, built, found, meant)
        claims, in_claims = decisions.claims(placed, claims, meant, found, lexicon)
        asked = self.ledger.extract(seen, built, found, meant, claims)
        asked, in_demands = decisions.demands(placed, asked)
        words = keywords.find(seen.text) if keywords else ()
        worth = self.valuer.read(seen, built, found, meant)
        made = Reading(seen, built, found, meant, claims, asked, words, worth)
        findings = (*stale, *in_mentions, *in_things, *in_claims, *in_demands)
        return self.matcher.reading(made, document, key), findings
