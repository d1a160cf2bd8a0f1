"""Names by grammar: head nouns with their modifiers, titles, quotations, patterns, rosters, runs.

Every word that decides stands in `ontology/patterns/`; here are only the mechanisms.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from unionkg.knowledge.markers import Markers
from unionkg.knowledge.patterns import MentionRule, WordLists
from unionkg.mentions import people, phrases
from unionkg.mentions.bodies import KINDS as BODIES
from unionkg.mentions.bodies import Bodies
from unionkg.mentions.candidate import Candidate
from unionkg.mentions.leftward import Leftward
from unionkg.mentions.persons import Persons
from unionkg.mentions.places import Places
from unionkg.mentions.scan import CLOSING, OPENING, Hits
from unionkg.mentions.words import Words, cut
from unionkg.model import Span, Structure

QUOTED_AT_MOST = 30
NAMING = 4
"""Code points from which a head noun of a `tail` rule is itself a name."""
_HAN = "\u4e00-\u9fff"
_TITLE = re.compile(r"《[^《》\n]{1,60}(?:《[^《》\n]{1,40}》[^《》\n]{0,40})?》")
_BRACKET = re.compile(r"[（(][^（）()\n]{1,6}[）)]$")
_ITEM = re.compile(r"(?:“[^“”\n]{1,30}”|[^、；;，,：:。“”（）()①-⑳\s])+")
_WORDS = re.compile(rf"[{_HAN}]+")


@dataclass(frozen=True, slots=True)
class Text:
    """One text with all that the mechanisms look at."""

    text: str
    words: Words
    structure: Structure
    hits: Hits
    starts: tuple[int, ...]
    series: dict[tuple[str, int], list[tuple[Span, ...]]] = field(default_factory=dict)
    """Series by pattern and reach, as several rules look at the same ones."""


def text_of(text: str, structure: Structure, hits: Hits) -> Text:
    """A text with its words and the starts of its sentences."""
    return Text(text, cut(text), structure, hits, tuple(s.span.start for s in structure.sentences))


Mechanism = Callable[["Grammar", MentionRule, Text], Iterator[Candidate]]


class Grammar:
    """The mechanisms, one for each kind of rule."""

    def __init__(self, rules: tuple[MentionRule, ...], lists: WordLists, markers: Markers) -> None:
        """Keep the rules and the word lists that decide where a name begins."""
        self._rules = rules
        self._markers = markers
        self._not_first = frozenset(lists["not_first"])
        self._nominal = frozenset(lists["nominal"])
        self._governing = frozenset(lists["governing"]) - self._nominal
        self._verb_first = frozenset(lists["verb_first"])
        self._modifier_tags = frozenset(lists["modifier_tags"])
        self._redacted = frozenset(lists["redacted"])
        self._persons = Persons(lists)
        self._places = Places(lists)
        self._directive = frozenset(lists["directive"])
        self._leftward = Leftward(lists)
        self._glued = frozenset(lists["glued"])
        self._tells = frozenset(lists["tells"])
        self._tells_first = frozenset(lists["tells_first"])
        self._tells_last = frozenset(lists["tells_last"])
        self.people = people.People(lists, self._not_first | self._governing)
        self.bodies = Bodies(rules, lists)

    def find(self, text: Text) -> Iterator[Candidate]:
        """All candidates of all rules."""
        bodies: set[tuple[str, Span]] = set()
        for rule in self._rules:
            found = MECHANISMS[rule.kind](self, rule, text)
            yield from _new(found, bodies) if rule.kind in BODIES else found

    # --- patterns ------------------------------------------------------------------

    def regex(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A pattern, looked for in the sentences that hold one of its anchors."""
        if rule.pattern is None:
            return
        for span in _anchored(rule, text):
            for match in rule.pattern.finditer(text.text, span.start, span.end):
                yield _candidate(rule, _group(match))

    def directive(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A pattern in the sentences that hold an anchor; what it finds must read as a directive."""
        for found in self.regex(rule, text):
            if self._directs(text.words, found.span, rule):
                yield found

    def placeholder(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A pattern over the whole text: redaction marks stand anywhere."""
        if rule.pattern is not None:
            for match in rule.pattern.finditer(text.text):
                yield _candidate(rule, _group(match))

    def title(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """What stands in title marks."""
        for match in _TITLE.finditer(text.text):
            yield _candidate(rule, Span(*match.span()))

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
                yield _candidate(rule, _enclosed(text.text, Span(start, core.end)))

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
            bracket = _BRACKET.search(raw, max(0, position - 8), position)
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
        if rule.pattern is not None:
            for span in _anchored(rule, text):
                heads.extend(_group(m) for m in rule.pattern.finditer(text.text, span.start, span.end))
        for head in heads:
            for start in self._leftward.starts(text.text, text.words, head, rule.reach):
                span = Span(start, head.end)
                if (start < head.start or rule.bare or len(head) >= NAMING) and not _half_marked(
                    text.text, span
                ):
                    yield _candidate(rule, span)

    def listing(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """The items of a list that a pattern announces, each as long as the rule's reach at most."""
        if rule.pattern is None:
            return
        for span in _anchored(rule, text):
            for match in rule.pattern.finditer(text.text, span.start, span.end):
                listed = _group(match)
                for item in _ITEM.finditer(text.text, listed.start, listed.end):
                    if 2 <= item.end() - item.start() <= rule.reach:
                        yield _candidate(rule, Span(*item.span()))

    # --- rosters, runs, headings ------------------------------------------

    def roster(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Names of people."""
        for span in self._persons.find(text.text, text.words):
            yield _candidate(rule, span)

    def place_word(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Words that are known as places."""
        return (_candidate(rule, span) for span in self._places.words(text.text, text.words))

    def place_run(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Places that follow one another without a sign."""
        known = (c.span for c in text.hits.candidates if c.type == rule.type)
        return (_candidate(rule, span) for span in self._places.runs(text.text, text.words, known))

    def place_list(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """What stands in a list beside a known place."""
        known = (c.span for c in text.hits.candidates if c.type == rule.type)
        return (_candidate(rule, span) for span in self._places.listed(text.text, text.words, known))

    def place_kind(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Kinds of place with what names them."""
        heads = text.hits.heads.get(rule.id, ())
        return (_candidate(rule, s) for s in self._places.kinds(text.text, text.words, heads, rule.reach))

    def place_short(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Places named with their kind elsewhere in the text."""
        heads = text.hits.heads.get(rule.id, ())
        return (_candidate(rule, span) for span in self._places.short(text.text, text.words, heads))

    def run(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """The parts of a series of one length that read as directives."""
        for parts in self._even(rule, text):
            for span in parts:
                yield _candidate(rule, span)

    def formula(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A series of one length and one frame that reads as directives, as a whole."""
        for parts in self._even(rule, text):
            if phrases.alike(text.text, parts):
                yield _candidate(rule, Span(parts[0].start, parts[-1].end))

    def listed(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Every part of a series that something before it announces."""
        if rule.pattern is None:
            return
        for series in phrases.series(text.text, rule.pattern):
            if len(series) > 1 and _asked(rule, text, series[0].start):
                for span in series:
                    if len(span) <= rule.reach and self._complete(text.words, span):
                        yield _candidate(rule, span)

    def _even(self, rule: MentionRule, text: Text) -> Iterator[tuple[Span, ...]]:
        """Parts of one length most of which open as directives do; two are enough where the rule says so."""
        words = text.words
        for parts in self._complete_series(rule, text):
            if (len(parts) > 2 or rule.bare) and _asked(rule, text, parts[0].start):
                opening = sum(self._opens(words, span, rule) for span in parts)
                if opening == len(parts) or (2 * opening > len(parts) and not rule.heads):
                    yield parts

    def _complete_series(self, rule: MentionRule, text: Text) -> list[tuple[Span, ...]]:
        """Parts of one length in the series of a rule's pattern, read once for all rules that look at it."""
        if rule.pattern is None:
            return []
        key = rule.pattern.pattern, rule.reach
        if key not in text.series:
            text.series[key] = [
                kept
                for series in phrases.series(text.text, rule.pattern)
                for parts in phrases.even(series, rule.reach)
                if len(kept := tuple(span for span in parts if self._complete(text.words, span))) > 1
                and len(kept) + 1 >= len(parts)
                and not phrases.one_head(text.words, kept)
            ]
        return text.series[key]

    def behind(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A pattern at each of its anchors, whose mention is cut as whole words."""
        if rule.pattern is None:
            return
        offsets = text.hits.anchors.get(rule.id, [])
        for span in phrases.behind(text.text, text.words, rule.pattern, offsets, self._glued):
            if not rule.heads or self._directs(text.words, span, rule):
                yield _candidate(rule, span)

    def _directs(self, words: Words, span: Span, rule: MentionRule) -> bool:
        """Whether a part is cut as whole words, asks rather than tells, and begins as a directive does."""
        return self._complete(words, span) and self._opens(words, span, rule)

    def _opens(self, words: Words, span: Span, rule: MentionRule) -> bool:
        """Whether the first word is of a kind that directives begin with."""
        return words.tags[words.at(span.start)] in (rule.heads or self._directive)

    def _complete(self, words: Words, span: Span) -> bool:
        """Whether a part is cut as whole words, none of which tells what happened."""
        if not phrases.whole(words, span, self._glued):
            return False
        first, last = words.at(span.start), words.at(span.end - 1)
        if words.forms[first] in self._tells_first or words.forms[last] in self._tells_last:
            return False
        return self._tells.isdisjoint(words.forms[first : last + 1])

    def heading(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """The short phrase that heads a section or an item of a list."""
        for section in text.structure.sections:
            for span in self._phrases(text.text, section.heading):
                if 3 <= len(span) <= rule.reach and self._directs(text.words, span, rule):
                    yield _candidate(rule, span)
        for enumeration in text.structure.enumerations:
            for item in enumeration.items:
                stop = self._markers.sentence_stop.search(text.text, item.start, item.end)
                phrase = Span(item.start, stop.start() if stop else item.start)
                if 3 <= len(phrase) <= rule.reach and _WORDS.fullmatch(text.text, phrase.start, phrase.end):
                    yield _candidate(rule, phrase)

    def _phrases(self, raw: str, heading: Span) -> Iterator[Span]:
        """The comma-separated phrases of a heading."""
        start = heading.start
        for stop in (*self._markers.clause_stop.finditer(raw, heading.start, heading.end), None):
            end = stop.start() if stop else heading.end
            yield Span(start, end)
            start = stop.end() if stop else end


MECHANISMS: dict[str, Mechanism] = {
    "regex": Grammar.regex,
    "directive": Grammar.directive,
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
    "run": Grammar.run,
    "formula": Grammar.formula,
    "listed": Grammar.listed,
    "behind": Grammar.behind,
    "heading": Grammar.heading,
    "suffix": people.suffix,
    "counted": people.counted,
    "plural": people.plural,
    "body": lambda grammar, rule, text: grammar.bodies.body(rule, text),
    "alone": lambda grammar, rule, text: grammar.bodies.alone(rule, text),
}


def _new(found: Iterator[Candidate], known: set[tuple[str, Span]]) -> Iterator[Candidate]:
    """The candidates that no rule before has proposed with their type."""
    for candidate in found:
        if (candidate.type, candidate.span) not in known:
            known.add((candidate.type, candidate.span))
            yield candidate


def _candidate(rule: MentionRule, span: Span) -> Candidate:
    return Candidate(span, rule.type, rule.id, rule.priority)


def _group(match: re.Match[str]) -> Span:
    """The span of the first named group that took part, or of the whole match where none did."""
    for name in match.re.groupindex:
        if match[name] is not None:
            return Span(*match.span(name))
    return Span(*match.span())


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


def _asked(rule: MentionRule, text: Text, offset: int) -> bool:
    """Whether an anchor of the rule stands before `offset` in its sentence, or the rule has none."""
    if not rule.anchors:
        return True
    begin = text.starts[max(0, bisect_right(text.starts, offset) - 1)] if text.starts else 0
    anchors = text.hits.anchors.get(rule.id, [])
    index = bisect_left(anchors, begin)
    return index < len(anchors) and anchors[index] < offset


def _anchored(rule: MentionRule, text: Text) -> Iterator[Span]:
    """The sentences that hold an anchor of the rule, each once."""
    sentences = text.structure.sentences
    last = -1
    for offset in sorted(text.hits.anchors.get(rule.id, ())):
        index = bisect_right(text.starts, offset) - 1
        if index > last and offset < sentences[index].span.end:
            last = index
            yield sentences[index].span
