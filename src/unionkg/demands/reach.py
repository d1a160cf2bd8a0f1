"""How far a demand reaches, and which parts of it say what is not wanted.

Who asks and of whom is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from unionkg.demands.page import ENDS, Asked, Page
from unionkg.knowledge.demandwords import DemandWords
from unionkg.model import Origin, Span


def reaching(page: Page, asked: list[Asked], words: DemandWords) -> Iterator[tuple[Asked, Span]]:
    """Each demand with its content; a demand that turns to what is not wanted becomes two or more."""
    for number, one in enumerate(asked):
        following = len(page.text)
        if number + 1 < len(asked):
            later = asked[number + 1]
            following = max(min(later.trigger.start, later.start), one.start)
        end = one.end if one.end >= 0 else _end(page, one, following, words)
        for part, content in _parts(page, one, Span(one.start, end), words):
            trimmed = page.trimmed(content)
            if len(trimmed):
                yield part, trimmed


def _end(page: Page, one: Asked, following: int, words: DemandWords) -> int:
    """The end of its sentence, the next demand, another subject, or a clause that states something."""
    clauses = page.clauses
    clause = clauses[one.clause]
    end = clause.span.end
    for later in clauses[one.clause + 1 : one.clause + 1 + 60]:
        other = (later.sentence, later.utterance) != (clause.sentence, clause.utterance)
        named = later.origin is Origin.EXPLICIT and later.subject != clause.subject
        if page.text[end - 1] in ENDS or other or named or following < later.span.end:
            break
        if words.content_stop.search(page.words(later.span)):
            break
        end = later.span.end
    return max(one.start, min(end, following))


def _parts(page: Page, one: Asked, content: Span, words: DemandWords) -> Iterator[tuple[Asked, Span]]:
    """Cut the content where it turns to what is not wanted, and back with the next imperative."""
    if one.polarity == "rejected" and one.rule != words.imperative.id:
        yield one, content
        return
    part, start = replace(one, polarity="required"), content.start
    for at in page.openings(content):
        if page.text.startswith(words.rejecting, at):
            polarity = "rejected"
        elif part.polarity == "rejected" and not words.imperative.opener.match(page.text, at):
            continue
        else:
            polarity = "required"
        if polarity != part.polarity:
            if at > start:
                yield part, Span(start, at)
            part, start = replace(one, polarity=polarity, start=at), at
    yield part, Span(start, content.end)
