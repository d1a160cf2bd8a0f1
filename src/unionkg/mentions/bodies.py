"""Names of bodies and of places that serve: a head noun and what stands before it, to the true left edge.

The walk to the left knows three things that modifiers in general do not need: a name that begins with its
place or level begins there, a preposition may be glued to the word behind it, and a numeral may be inside.
Every word that decides stands in `ontology/patterns/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unionkg.knowledge.patterns import MentionRule, WordLists
from unionkg.mentions.candidate import Candidate
from unionkg.mentions.scan import CLOSING, OPENING
from unionkg.mentions.text import BRACKET, Text, candidate
from unionkg.model import Span

KINDS = frozenset({"body", "alone"})
QUOTED_AT_MOST = 16
NOWHERE, LEVEL, PLACE, LED, DONE = range(5)
"""Where a walk to the left is: at no place, behind a level, a place, or a leading word, or at its end."""
_STOP = re.compile("[，。；！？：\n]")


@dataclass(frozen=True, slots=True)
class Step:
    """One word on the way to the left: where it begins, its form, and whether a name may begin with it."""

    start: int
    form: str
    first: bool
    proper: bool = False


class Bodies:
    """The mechanisms `body` and `alone`."""

    def __init__(self, rules: tuple[MentionRule, ...], lists: WordLists) -> None:
        """Keep the word lists that decide where a name begins and ends."""
        self._nominal = frozenset(lists["nominal"])
        inside = self._nominal.union(lists["body_inside"], lists["trade"])
        outside = frozenset((*lists["governing"], *lists["not_first"]))
        self._stops = (outside - inside).union(lists["body_stop"])
        self._inside = inside.union(lists["redacted"])
        self._near = frozenset(lists["body_near"])
        self._redacted = tuple(lists["redacted"])
        self._leads = tuple(lists["body_lead"])
        self._tags = frozenset(lists["modifier_tags"])
        self._proper = frozenset(("ns", *lists["proper_tags"]))
        self._level = frozenset(lists["level"])
        self._level_end = tuple(w for w in lists["level"] if len(w) == 1)
        self._owner = tuple(lists["body_owner"])
        self._glued = tuple(lists["body_glued"])
        self._glued_level = tuple(lists["body_glued_level"])
        self._short = frozenset((*lists["level"], *lists["body_alone"]))
        self._tight = frozenset(lists["body_tight"])
        self._loose = frozenset(lists["body_loose"])
        self._after = tuple(lists["body_after"])
        self._longer = _by(lists["body_longer"], 0)
        self._never = {rule.id: _by(rule.never, -1) for rule in rules}
        self._counted = frozenset(lists["body_counted"])
        self._ordinal = re.compile(f"第?[{''.join(w for w in lists['number'] if len(w) == 1)}]+[届号]?")
        self._kin = {
            rule.type: tuple(r for r in rules if r.type == rule.type and r.kind == "body") for rule in rules
        }

    # --- right edge ----------------------------------------------------------------

    def body(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A head noun with its modifiers; none where another head noun goes on with the name."""
        for head in self._unfollowed(rule, text):
            starts = self._starts(rule, text, head)
            for start in starts or ((head.start,) if rule.bare else ()):
                yield candidate(rule, _quoted(text.text, Span(start, head.end)))

    def alone(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A head noun that stands alone for a body or place named before."""
        words = text.words
        for head in self._unfollowed(rule, text):
            if words.starts[words.at(head.start)] == head.start and not self._starts(rule, text, head):
                yield candidate(rule, head)

    def _unfollowed(self, rule: MentionRule, text: Text) -> Iterator[Span]:
        """The head nouns behind which the name does not go on."""
        for head in self._heads(rule, text):
            if head.end not in self._followed(rule.type, text):
                yield head

    def _heads(self, rule: MentionRule, text: Text) -> Iterator[Span]:
        """The head nouns that end as a word does, of several with one end the longest."""
        longest: dict[int, Span] = {}
        for head in text.hits.heads.get(rule.id, ()):
            if head.end not in longest or len(head) > len(longest[head.end]):
                longest[head.end] = head
        for head in longest.values():
            if self._ends(text, head) and not self._excluded(rule, text.text, head):
                yield head

    def _excluded(self, rule: MentionRule, raw: str, head: Span) -> bool:
        """Whether what ends with a head noun is named among what is no name."""
        return raw.endswith(self._never[rule.id].get(raw[head.end - 1], ()), 0, head.end)

    def _ends(self, text: Text, head: Span) -> bool:
        """Whether a name may end here: no word runs over the edge but one that only follows bodies."""
        raw, words = text.text, text.words
        end = words.end(words.at(head.end - 1))
        if end != head.end and len(head) < 3 and raw[head.end : end] not in self._after:
            return False
        return not raw.startswith(self._longer.get(raw[head.end - 1], ()), head.end - 1)

    def _followed(self, entity_type: str, text: Text) -> set[int]:
        """Where head nouns of one type begin that make one name with what is before them."""
        found = text.followed.get(entity_type)
        if found is None:
            raw = text.text
            found = text.followed[entity_type] = {
                head.start
                for kin in self._kin[entity_type]
                for head in text.hits.heads.get(kin.id, ())
                if self._goes_on(raw, head)
                and not raw.endswith(kin.never, 0, head.end)
                and self._ends(text, head)
            }
        return found

    def _goes_on(self, raw: str, head: Span) -> bool:
        """Whether a head noun makes one name with the body right before it."""
        form = raw[head.start : head.end]
        return form in self._tight or (form in self._loose and not raw.startswith(self._after, head.end))

    # --- left edge -----------------------------------------------------------------

    def _starts(self, rule: MentionRule, text: Text, head: Span) -> tuple[int, ...]:
        """Where the name may begin, the longest reading first; nothing if the head stands alone."""
        steps = tuple(self._walk(rule, text, head))
        kept = [step for step in steps if step.first]
        if rule.named and not (steps and len(steps) < 3 and steps[-1].proper):
            return ()
        opening = self._opening(text.text, head.end + 1, head.start)
        if opening >= 0 and all(step.start > opening for step in steps):
            return (opening,)
        if not kept:
            return ()
        inner = kept
        owned = [step for step in kept if step.form.endswith(rule.split)] if rule.split else []
        if owned:
            inner = [step for step in kept if step.start > owned[0].start]
        quotes = [step.start for step in kept if not step.form]
        return tuple(dict.fromkeys((kept[-1].start, *(step.start for step in inner[-1:]), *quotes)))

    def _walk(self, rule: MentionRule, text: Text, head: Span) -> Iterator[Step]:
        """The words before a head noun that may belong to its name, the nearest first."""
        raw = text.text
        position, quoted, place = head.start, False, NOWHERE
        while position > 0 and head.start - position < rule.reach:
            if raw[position - 1] in CLOSING:
                opening = self._opening(raw, position, position)
                if quoted or opening < 0:
                    return
                quoted, position = True, opening
                yield Step(position, "", True)
                continue
            if raw[position - 1] in OPENING and raw.startswith(
                CLOSING[OPENING.index(raw[position - 1])], head.end
            ):
                position -= 1
                yield Step(position, "", True)
                continue
            bracket = BRACKET.search(raw, max(0, position - 8), position)
            if bracket:
                position = bracket.start()
                continue
            word = self._word(rule, text, position, place, position == head.start)
            if word is None:
                return
            step, place = word
            yield step
            position = step.start
            if place == DONE:
                return

    def _opening(self, raw: str, end: int, before: int) -> int:
        """Where the quotation that closes right before `end` opens; -1 where there is none or it is none."""
        if raw[end - 1 : end] not in CLOSING or end > len(raw):
            return -1
        mark = OPENING[CLOSING.index(raw[end - 1])]
        opening = raw.rfind(mark, max(0, end - QUOTED_AT_MOST), before)
        return -1 if opening >= 0 and _STOP.search(raw, opening, end - 1) else opening

    def _word(
        self, rule: MentionRule, text: Text, position: int, place: int, next_to_head: bool
    ) -> tuple[Step, int] | None:
        """The step over the word before `position`, and where the walk then is; None where it ends."""
        words = text.words
        index = words.at(position - 1)
        start, tag = words.starts[index], words.tags[index]
        form = text.text[start:position]
        if form in rule.leading:
            return Step(start, form, True), LED
        if place == LED:
            return None
        if form.startswith(self._leads) and form[1:] in self._short:
            if form[0] in rule.leading or form.startswith(self._redacted):
                return Step(start, form, True), LED
            return (Step(start + 1, form[1:], True), DONE) if rule.leading else None
        glued = self._glue(form, tag)
        form = form[glued:]
        if not (glued and tag in self._proper) and not self._belongs(
            text, index, form, tag, place, next_to_head
        ):
            return None
        step = Step(
            start + glued,
            form,
            form not in self._nominal or (next_to_head and not rule.bare),
            tag in self._proper,
        )
        return step, DONE if glued else self._place(form, tag, place)

    def _glue(self, form: str, tag: str) -> int:
        """How many code points at the start of a word are a preposition that was cut with it."""
        if form in self._level:
            return 0
        for word in self._glued:
            if form.startswith(word) and (tag in self._proper or form[len(word) :] in self._short):
                return len(word) if len(form) > len(word) else 0
        return int(form[1:] in self._short and form.startswith(self._glued_level))

    def _place(self, form: str, tag: str, place: int) -> int:
        """Where the walk is when it has passed a word: at a level, a place, or neither."""
        if place == LEVEL:
            return PLACE if len(form) > 1 or form in self._level else LEVEL
        if form in self._level:
            return LEVEL
        return PLACE if tag == "ns" or (len(form) > 2 and form.endswith(self._level_end)) else NOWHERE

    def _belongs(self, text: Text, index: int, form: str, tag: str, place: int, next_to_head: bool) -> bool:
        """Whether a word may stand inside a name, at this side of its place."""
        if form in self._stops:
            return next_to_head and form in self._near
        if place == LEVEL:
            return tag in self._proper or form in self._redacted or (tag == "n" and len(form) < 3)
        if place == PLACE:
            if form in self._level or form.endswith(self._owner) or tag in ("ns", "nt"):
                return True
            return len(form) == 1 and (tag in self._proper or tag == "n")
        return self._modifies(text, index, form, next_to_head)

    def _modifies(self, text: Text, index: int, form: str, next_to_head: bool) -> bool:
        """Whether a word may stand between the place and the head noun."""
        words = text.words
        tag = words.tags[index]
        if form in self._inside or (form.isascii() and form.isalnum() and not form.isdigit()):
            return True
        if tag == "m":
            counts = index + 1 < len(words.forms) and words.forms[index + 1] in self._counted
            return bool(self._ordinal.fullmatch(form)) and (next_to_head or counts or not form.isdigit())
        if tag == "v" and len(form) > 1 and index:
            return words.tags[index - 1] == "ns" or words.forms[index - 1] in self._level
        if tag == "q" and form in self._short:
            return True
        if len(form) == 1 and form.isalpha() and index and len(words.forms[index - 1]) == 1:
            return tag in self._tags or words.tags[index - 1] in self._proper
        return tag in self._tags


def _by(words: Iterable[str], place: int) -> dict[str, tuple[str, ...]]:
    """The words by their first (0) or last (-1) sign."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        found[word[place]] = (*found.get(word[place], ()), word)
    return found


def _quoted(raw: str, span: Span) -> Span:
    """The span with the quotation mark that closes behind it, and the one that opens before it."""
    closing = raw[span.end : span.end + 1]
    if not closing or closing not in CLOSING:
        return span
    opening = OPENING[CLOSING.index(closing)]
    start = span.start - raw.startswith(opening, span.start - 1) if span.start else 0
    inside = raw.count(opening, start, span.end) > raw.count(closing, start, span.end)
    return Span(start, span.end + 1) if inside else span
