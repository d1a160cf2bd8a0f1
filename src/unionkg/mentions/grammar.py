"""Names by grammar: head nouns with their modifiers, titles, quotations, patterns; who knows the other kinds.

Every word that decides stands in `ontology/patterns/`; here are only the mechanisms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from unionkg.knowledge.markers import Markers
from unionkg.knowledge.patterns import ANCHORED, HEADED, SERIAL, MentionRule, WordLists
from unionkg.mentions import people
from unionkg.mentions.bodies import KINDS as BODIES
from unionkg.mentions.bodies import Bodies
from unionkg.mentions.candidate import Candidate
from unionkg.mentions.directives import Directives
from unionkg.mentions.leftward import Leftward
from unionkg.mentions.persons import Persons
from unionkg.mentions.places import Places
from unionkg.mentions.scan import CLOSING, OPENING
from unionkg.mentions.text import BRACKET, Text, candidate, group, matches
from unionkg.mentions.words import Words
from unionkg.model import Span

QUOTED_AT_MOST = 30
NAMING = 4
"""Code points from which a head noun of a `tail` rule is itself a name."""
_HAN = "\u4e00-\u9fff"
_TITLE = re.compile(r"《[^《》\n]{1,60}(?:《[^《》\n]{1,40}》[^《》\n]{0,40})?》")
_ITEM = re.compile(r"(?:“[^“”\n]{1,30}”|[^、；;，,：:。“”（）()①-⑳\s])+")


Mechanism = Callable[["Grammar", MentionRule, Text], Iterator[Candidate]]


class Grammar:
    """The mechanisms, one for each kind of rule."""

    def __init__(self, rules: tuple[MentionRule, ...], lists: WordLists, markers: Markers) -> None:
        """Keep the rules and the word lists that decide where a name begins."""
        self._rules = [(rule, _waits(rule), MECHANISMS[rule.kind]) for rule in rules]
        self._markers = markers
        self._not_first = frozenset(lists["not_first"])
        self._nominal = frozenset(lists["nominal"])
        self._governing = frozenset(lists["governing"]) - self._nominal
        self._verb_first = frozenset(lists["verb_first"])
        self._modifier_tags = frozenset(lists["modifier_tags"])
        self._redacted = frozenset(lists["redacted"])
        self._persons = Persons(lists)
        self._places = Places(lists)
        self._leftward = Leftward(lists)
        self.directives = Directives(lists, markers)
        self.people = people.People(lists, self._not_first | self._governing)
        self.bodies = Bodies(rules, lists)

    def find(self, text: Text) -> Iterator[Candidate]:
        """All candidates of all rules."""
        bodies: set[tuple[str, Span]] = set()
        seen = text.hits.heads.keys() | text.hits.anchors.keys()
        for rule, waits, mechanism in self._rules:
            if not waits or rule.id in seen:
                found = mechanism(self, rule, text)
                yield from _new(found, bodies) if rule.kind in BODIES else found

    # --- patterns ------------------------------------------------------------------

    def regex(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A pattern, looked for in the sentences that hold one of its anchors."""
        return (candidate(rule, span) for span in matches(rule, text))

    def placeholder(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A pattern over the whole text: redaction marks stand anywhere."""
        if rule.pattern is not None:
            for match in rule.pattern.finditer(text.text):
                yield candidate(rule, group(match))

    def title(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """What stands in title marks."""
        for match in _TITLE.finditer(text.text):
            yield candidate(rule, Span(*match.span()))

    # --- head nouns ----------------------------------------------------------------

    def head(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A head noun with its modifiers, to the true left edge."""
        for head in text.hits.heads.get(rule.id, ()):
            if not _ends_word(text.words, head) or text.text.startswith(rule.not_before, head.end):
                continue
            yield from self.with_modifiers(rule, text, head, rule.bare)

    def with_modifiers(
        self, rule: MentionRule, text: Text, core: Span, bare: bool = True
    ) -> Iterator[Candidate]:
        """A noun with its modifiers; `bare` tells whether it may stand alone."""
        for start in self._starts(rule, text, core):
            if bare or start < core.start:
                yield candidate(rule, _enclosed(text.text, Span(start, core.end)))

    def _starts(self, rule: MentionRule, text: Text, core: Span) -> Iterator[int]:
        """The left edge; for people also without the first word where that may be a verb or a place."""
        start = self.left_edge(text, core, rule)
        if rule.within:
            yield from self.people.starts(text, start, core)
        else:
            yield start

    def left_edge(self, text: Text, head: Span, rule: MentionRule) -> int:
        """Walk left over modifiers from a head noun; then drop what never begins a name."""
        words, raw = text.words, text.text
        position = head.start
        steps: list[int] = []
        quoted = False
        while position > 0 and head.start - position < rule.reach + (QUOTED_AT_MOST if quoted else 0):
            before = raw[position - 1]
            if before in CLOSING and not quoted:
                opening = raw.rfind(
                    OPENING[CLOSING.index(before)], max(0, position - QUOTED_AT_MOST), position
                )
                if opening < 0 or (rule.within and people.speaks(raw[opening:position])):
                    break
                quoted, position = True, opening
                steps.append(position)
                continue
            bracket = BRACKET.search(raw, max(0, position - 8), position)
            if bracket:
                position = bracket.start()
                continue
            if rule.within and position < head.start and self.people.joins(before):
                if not self.people.alike(words, position, head, rule):
                    break
                position = words.starts[words.at(position - 2)]
                steps.append(position)
                continue
            index = words.at(position - 1)
            if not self._modifies(words, index, rule):
                break
            position = words.starts[index]
            steps.append(position)
        return self._trim(text, steps, head, rule)

    def _modifies(self, words: Words, index: int, rule: MentionRule) -> bool:
        """Whether a word may stand inside a name."""
        form, tag = words.forms[index], words.tags[index]
        if form in rule.within:
            return True
        if rule.within and self.people.ends(form, tag):
            return False
        if form in self._governing or form in self._not_first:
            return False
        if form in self._redacted or (form.isascii() and form.isalnum()):
            return True
        if form in self._nominal and index and not rule.within:
            return True
        return self._inside(form, tag)

    def nominal(self, words: Words, index: int) -> bool:
        """Whether a word may stand inside a noun phrase."""
        form, tag = words.forms[index], words.tags[index]
        return not self.people.ends(form, tag) and self._inside(form, tag)

    def _inside(self, form: str, tag: str) -> bool:
        """Whether a word of this part of speech may stand inside a name."""
        return tag in self._modifier_tags and form[0] not in self._markers.boundary

    def _trim(self, text: Text, steps: list[int], head: Span, rule: MentionRule) -> int:
        """The leftmost step that may begin a name."""
        words = text.words
        for position in reversed(steps):
            if text.text[position] in OPENING:
                return position
            form = words.forms[words.at(position)]
            follows_head = position + len(form) >= head.start and not rule.within
            bad = form in self._nominal and not follows_head and rule.type not in self._verb_first
            if not bad or form in rule.within:
                return self.people.past_verb(words, position, head) if rule.within else position
        return head.start

    def tail(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """The last words of a name, a head noun or a pattern, from every left edge that it may have."""
        heads = [head for head in text.hits.heads.get(rule.id, ()) if _ends_word(text.words, head)]
        heads.extend(matches(rule, text))
        for head in heads:
            for start in self._leftward.starts(text.text, text.words, head, rule.reach):
                span = Span(start, head.end)
                if (start < head.start or rule.bare or len(head) >= NAMING) and not _half_marked(
                    text.text, span
                ):
                    yield candidate(rule, span)

    def listing(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """The items of a list that a pattern announces, each as long as the rule's reach at most."""
        for listed in matches(rule, text):
            for item in _ITEM.finditer(text.text, listed.start, listed.end):
                if 2 <= item.end() - item.start() <= rule.reach:
                    yield candidate(rule, Span(*item.span()))

    # --- people and places -----------------------------------------------

    def roster(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Names of people."""
        for span, clear in self._persons.find(text.text, text.words):
            yield candidate(rule, span)._replace(clear=clear)

    def place_word(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Words that are known as places."""
        return (candidate(rule, span) for span in self._places.words(text.text, text.words))

    def place_run(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Places that follow one another without a sign."""
        known = (c.span for c in text.hits.candidates if c.type == rule.type)
        return (candidate(rule, span) for span in self._places.runs(text.text, text.words, known))

    def place_list(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """What stands in a list beside a known place."""
        known = (c.span for c in text.hits.candidates if c.type == rule.type)
        return (candidate(rule, span) for span in self._places.listed(text.text, text.words, known))

    def place_kind(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Kinds of place with what names them."""
        heads = text.hits.heads.get(rule.id, ())
        return (candidate(rule, s) for s in self._places.kinds(text.text, text.words, heads, rule.reach))

    def place_short(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Places named with their kind elsewhere in the text."""
        heads = text.hits.heads.get(rule.id, ())
        return (candidate(rule, span) for span in self._places.short(text.text, text.words, heads))


MECHANISMS: dict[str, Mechanism] = {
    "regex": Grammar.regex,
    "directive": lambda grammar, rule, text: grammar.directives.directive(rule, text),
    "placeholder": Grammar.placeholder,
    "title": Grammar.title,
    "head": Grammar.head,
    "tail": Grammar.tail,
    "listing": Grammar.listing,
    "quoted": Grammar.placeholder,
    "roster": Grammar.roster,
    "place-word": Grammar.place_word,
    "place-run": Grammar.place_run,
    "place-list": Grammar.place_list,
    "place-kind": Grammar.place_kind,
    "place-short": Grammar.place_short,
    "run": lambda grammar, rule, text: grammar.directives.run(rule, text),
    "formula": lambda grammar, rule, text: grammar.directives.formula(rule, text),
    "listed": lambda grammar, rule, text: grammar.directives.listed(rule, text),
    "behind": lambda grammar, rule, text: grammar.directives.behind(rule, text),
    "heading": lambda grammar, rule, text: grammar.directives.heading(rule, text),
    "suffix": people.suffix,
    "counted": people.counted,
    "plural": people.plural,
    "body": lambda grammar, rule, text: grammar.bodies.body(rule, text),
    "alone": lambda grammar, rule, text: grammar.bodies.alone(rule, text),
}


def _waits(rule: MentionRule) -> bool:
    """Whether a rule finds nothing in a text that holds neither a head noun nor an anchor of it."""
    return rule.kind in HEADED or rule.kind in ANCHORED or (rule.kind in SERIAL and bool(rule.anchors))


def _new(found: Iterator[Candidate], known: set[tuple[str, Span]]) -> Iterator[Candidate]:
    """The candidates that no rule before has proposed with their type."""
    for one in found:
        if (one.type, one.span) not in known:
            known.add((one.type, one.span))
            yield one


def _enclosed(raw: str, span: Span) -> Span:
    """A span with the quotation marks around it, where there are both."""
    if span.start and raw[span.start - 1] in OPENING:
        closing = CLOSING[OPENING.index(raw[span.start - 1])]
        if raw.startswith(closing, span.end):
            return Span(span.start - 1, span.end + 1)
    return span


def _ends_word(words: Words, span: Span) -> bool:
    """Whether no word runs over the right edge of `span`."""
    return words.end(words.at(span.end - 1)) == span.end


def _half_marked(raw: str, span: Span) -> bool:
    """Whether a span stands behind an opening mark or before a closing one without the other."""
    before, after = raw[span.start - 1 : span.start] or " ", raw[span.end : span.end + 1] or " "
    return OPENING.find(before) != CLOSING.find(after)
