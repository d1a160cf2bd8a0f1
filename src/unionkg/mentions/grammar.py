"""Names by grammar: head nouns with their modifiers, titles, quotations, patterns, rosters, runs.

Every word that decides stands in `ontology/patterns/`; here are only the mechanisms.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from unionkg.knowledge.markers import Markers
from unionkg.knowledge.patterns import MentionRule, WordLists
from unionkg.mentions.bodies import KINDS as BODIES
from unionkg.mentions.bodies import Bodies
from unionkg.mentions.candidate import Candidate
from unionkg.mentions.scan import CLOSING, OPENING, Hits
from unionkg.mentions.words import Words, cut
from unionkg.model import Span, Structure

QUOTED_AT_MOST = 30
_HAN = "\u4e00-\u9fff"
_TITLE = re.compile(r"《[^《》\n]{1,60}(?:《[^《》\n]{1,40}》[^《》\n]{0,40})?》")
_BRACKET = re.compile(r"[（(][^（）()\n]{1,6}[）)]$")
_RUN = re.compile(rf"(?<![{_HAN}])[{_HAN}]{{3,}}+(?:、[{_HAN}]{{3,}}+)+")
_PART = re.compile("[^、]+")
_WORDS = re.compile(rf"[{_HAN}]+")


@dataclass(frozen=True, slots=True)
class Text:
    """One text with all that the mechanisms look at."""

    text: str
    words: Words
    structure: Structure
    hits: Hits
    starts: tuple[int, ...]


def text_of(text: str, structure: Structure, hits: Hits) -> Text:
    """A text with its words and the starts of its sentences."""
    return Text(text, cut(text), structure, hits, tuple(s.span.start for s in structure.sentences))


_BEHIND_SURNAME = frozenset({"ng", "zg", "g", "n"})
"""Parts of speech that the segmenter gives to the second half of a name."""

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
        self._surname = frozenset(lists["surname"])
        self._title = tuple(sorted(lists["title"], key=lambda w: (-len(w), w)))
        self._saying = tuple(lists["saying"])
        self._directive = frozenset(lists["directive"])
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

    def placeholder(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A pattern over the whole text: redaction marks stand anywhere."""
        if rule.pattern is not None:
            for match in rule.pattern.finditer(text.text):
                yield _candidate(rule, _group(match))

    def title(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """What stands in title marks."""
        for match in _TITLE.finditer(text.text):
            yield _candidate(rule, Span(*match.span()))

    def tag(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Words to which the segmenter gives one of the rule's tags."""
        words = text.words
        for index, tag in enumerate(words.tags):
            if tag in rule.heads and len(words.forms[index]) > 1:
                yield _candidate(rule, Span(words.starts[index], words.end(index)))

    # --- head nouns ----------------------------------------------------------------

    def head(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A head noun with its modifiers, to the true left edge."""
        for head in text.hits.heads.get(rule.id, ()):
            if not _ends_word(text.words, head):
                continue
            start = self._left_edge(text, head, rule)
            if start < head.start or rule.bare:
                end = head.end
                if (
                    start
                    and text.text[start - 1] in OPENING
                    and text.text[end : end + 1]
                    and (text.text[end] == CLOSING[OPENING.index(text.text[start - 1])])
                ):
                    start, end = start - 1, end + 1
                yield _candidate(rule, Span(start, end))

    def _left_edge(self, text: Text, head: Span, rule: MentionRule) -> int:
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
                if opening < 0:
                    break
                quoted, position = True, opening
                steps.append(position)
                continue
            bracket = _BRACKET.search(raw, max(0, position - 8), position)
            if bracket:
                position = bracket.start()
                continue
            index = words.at(position - 1)
            if not self._modifies(words, index):
                break
            position = words.starts[index]
            steps.append(position)
        return self._trim(text, steps, head, rule)

    def _modifies(self, words: Words, index: int) -> bool:
        """Whether a word may stand inside a name."""
        form, tag = words.forms[index], words.tags[index]
        if form in self._governing or form in self._not_first:
            return False
        if form in self._redacted or (form.isascii() and form.isalnum()):
            return True
        if form in self._nominal and index:
            return True
        return tag in self._modifier_tags and form[0] not in self._markers.boundary

    def _trim(self, text: Text, steps: list[int], head: Span, rule: MentionRule) -> int:
        """The leftmost step that may begin a name."""
        words = text.words
        for position in reversed(steps):
            if text.text[position] in OPENING:
                return position
            form = words.forms[words.at(position)]
            follows_head = position + len(form) >= head.start
            bad = form in self._nominal and not follows_head and rule.type not in self._verb_first
            if not bad:
                return position
        return head.start

    # --- rosters, runs, headings ------------------------------------------

    def roster(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Names of people: tagged as such, and behind a title, before one, or in a list of names."""
        words = text.words
        spans = list(self._names(rule, words))
        known = {span.start for span in spans} | {span.end for span in spans}
        for span in spans:
            if self._names_someone(text.text, span, known):
                yield _candidate(rule, span)

    def _names(self, rule: MentionRule, words: Words) -> Iterator[Span]:
        """Words tagged as names, a single surname with the word behind it; two to four characters."""
        tags = frozenset(rule.heads)
        after = tags | _BEHIND_SURNAME
        index = 0
        while index < len(words.forms):
            form = words.forms[index]
            if words.tags[index] not in tags and form not in self._surname:
                index += 1
                continue
            last = index
            if len(form) == 1 and index + 1 < len(words.forms) and words.tags[index + 1] in after:
                last += len(words.forms[index + 1]) <= 2
            span = Span(words.starts[index], words.end(last))
            if 2 <= len(span) <= 4 and form[0] in self._surname:
                yield span
            index = last + 1

    def _names_someone(self, raw: str, span: Span, known: set[int]) -> bool:
        """Whether the words around a name show that it is one."""
        left, right = raw[max(0, span.start - 4) : span.start], raw[span.end : span.end + 4]
        if left.endswith(self._title) or right.startswith((*self._title, *self._saying)):
            return True
        listed_left = left.endswith("、") and span.start - 1 in known
        return listed_left or (right.startswith("、") and span.end + 1 in known)

    def run(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Runs of three or more parts of one length, joined by `、`, that read as directives."""
        for match in _RUN.finditer(text.text):
            yield from self._run(rule, text, match)

    def _run(self, rule: MentionRule, text: Text, match: re.Match[str]) -> Iterator[Candidate]:
        parts = [Span(*m.span()) for m in _PART.finditer(text.text, *match.span())]
        length = len(parts[1]) if len(parts) > 2 else min(len(parts[0]), len(parts[1]))
        if not 3 <= length <= 8 or any(len(part) != length for part in parts[1:-1]):
            return
        first, last = parts[0], parts[-1]
        spans = [Span(first.end - length, first.end), *parts[1:-1], Span(last.start, last.start + length)]
        if len(first) < length or len(last) < length or len(spans) < (3 if length == 3 else 2):
            return
        words = text.words
        if not all(self._directs(words, span) for span in spans):
            return
        for span in spans:
            yield _candidate(rule, span)

    def _directs(self, words: Words, span: Span) -> bool:
        """Whether a part is cut as whole words and begins as a directive does."""
        index = words.at(span.start)
        if words.starts[index] != span.start or words.end(words.at(span.end - 1)) != span.end:
            return False
        return words.tags[index] in self._directive

    def heading(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """The short phrase that heads a section or an item of a list."""
        for section in text.structure.sections:
            for span in self._phrases(text.text, section.heading):
                if 3 <= len(span) <= rule.reach and self._directs(text.words, span):
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
    "placeholder": Grammar.placeholder,
    "title": Grammar.title,
    "tag": Grammar.tag,
    "head": Grammar.head,
    "quoted": Grammar.placeholder,
    "roster": Grammar.roster,
    "run": Grammar.run,
    "heading": Grammar.heading,
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
    """The span of group `m`, or of the whole match where it took no part."""
    named = "m" in match.re.groupindex and match["m"] is not None
    return Span(*match.span("m" if named else 0))


def _ends_word(words: Words, span: Span) -> bool:
    """Whether no word runs over the right edge of `span`."""
    return words.end(words.at(span.end - 1)) == span.end


def _anchored(rule: MentionRule, text: Text) -> Iterator[Span]:
    """The sentences that hold an anchor of the rule, each once."""
    sentences = text.structure.sentences
    last = -1
    for offset in sorted(text.hits.anchors.get(rule.id, ())):
        index = bisect_right(text.starts, offset) - 1
        if index > last and offset < sentences[index].span.end:
            last = index
            yield sentences[index].span
