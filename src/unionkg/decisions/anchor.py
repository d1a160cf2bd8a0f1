"""Finding the words of a decision again in a text that may have been edited since.

A decision whose words are gone, or could be meant in two places, is told and not applied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from unionkg.decisions.record import Decision
from unionkg.model import Finding, Span

SURE = 12
"""Code points from which on a quote that stands once in a text needs no surroundings to be known by."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A decision and where its words stand; `target` is where its further words do, if it has any.

    A decision without a quote (a placeholder's name) has an empty span.
    """

    decision: Decision
    span: Span
    target: Span | None = None


def place(
    decided: Iterable[Decision], text: str, seen: Callable[[Span], Span] = lambda span: span
) -> tuple[tuple[Placed, ...], tuple[Finding, ...]]:
    """The decisions on a text where they stand, each once, and what is stale or in conflict.

    `seen` gives the span of the text that the stages see for one of the text itself.
    """
    placed: list[Placed] = []
    findings: list[Finding] = []
    for decision in decided:
        found = _placed(decision, text)
        if isinstance(found, Finding):
            findings.append(found)
            continue
        target = seen(found.target) if found.target else None
        placed.append(Placed(decision, seen(found.span), target))
    agreed, against = _agreed(placed)
    return agreed, (*findings, *against)


def _placed(decision: Decision, text: str) -> Placed | Finding:
    """One decision in its text, or what it is reported with."""
    if not decision.anchor.quote:
        return Placed(decision, Span(0, 0))
    spans = _best(decision, text)
    if not spans:
        return decision.finding(
            "原文中已找不到这段引文（或上下文已变）；请核对并改写此行",
            "these words no longer stand in the text (or stand among others); check and rewrite this line",
        )
    if len(spans) > 1:
        return decision.finding(
            f"引文在原文中有 {len(spans)} 处同样合适；请补充 before、after 或 occurrence",
            f"the quote fits {len(spans)} places of the text; add before, after or occurrence",
        )
    span = spans[0]
    if decision.action == "move":
        moved = [s for s in _occurrences(decision.to, text) if s.overlaps(span)]
        if len(moved) != 1:
            return decision.finding(
                f"“{decision.to}”应与引文重叠，且只有一处", f"'{decision.to}' must overlap the quote, once"
            )
        return Placed(decision, span, moved[0])
    inside = [s for s in _occurrences(decision.content, text) if s.overlaps(span)]
    return Placed(decision, span, inside[0] if inside else None)


def _occurrences(words: str, text: str) -> Iterator[Span]:
    """All places of some words, overlapping ones too."""
    at = text.find(words) if words else -1
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.find(words, at + 1)


def _best(decision: Decision, text: str) -> Sequence[Span]:
    """The places of the quote whose surroundings agree best with those told; the one counted, if it is one.

    Surroundings that have changed on both sides are another place, unless the quote is long and stands once.
    """
    anchor = decision.anchor
    spans = list(_occurrences(anchor.quote, text))
    told = len(anchor.before) + len(anchor.after)
    if not spans or not told:
        return _counted(spans, spans, anchor.occurrence)
    agreeing = [_agreement(anchor.before, anchor.after, span, text) for span in spans]
    most = max(agreeing)
    if 2 * most < min(told, max(len(anchor.before), len(anchor.after))):
        return spans if len(spans) == 1 and len(anchor.quote) >= SURE else ()
    best = [span for span, agreed in zip(spans, agreeing, strict=True) if agreed == most]
    return _counted(best, spans, anchor.occurrence)


def _counted(best: list[Span], spans: list[Span], occurrence: int) -> list[Span]:
    """The occurrence that is told, where several fit as well."""
    if len(best) > 1 and 1 <= occurrence <= len(spans) and spans[occurrence - 1] in best:
        return [spans[occurrence - 1]]
    return best


def _agreement(before: str, after: str, span: Span, text: str) -> int:
    """How many code points next to a span are those that stood there."""
    left = text[max(0, span.start - len(before)) : span.start]
    right = text[span.end : span.end + len(after)]
    return _same(reversed(before), reversed(left)) + _same(after, right)


def _same(one: Iterable[str], other: Iterable[str]) -> int:
    """How many signs are the same before the first that is not."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _agreed(placed: Sequence[Placed]) -> tuple[tuple[Placed, ...], Iterator[Finding]]:
    """What nobody contradicts, each once, and a finding for each decision that another contradicts."""
    by_matter: dict[object, list[Placed]] = {}
    for one in placed:
        by_matter.setdefault(_matter(one), []).append(one)
    agreed: list[Placed] = []
    against: list[Finding] = []
    for ones in by_matter.values():
        if len({_outcome(one.decision) for one in ones}) == 1:
            agreed.append(ones[0])
            continue
        places = ", ".join(one.decision.place for one in ones)
        against += [
            one.decision.finding(
                f"与其他决定相抵触（{places}）；都未采用，请只留一条",
                f"contradicts other decisions ({places}); none was applied, keep one of them",
            )
            for one in ones
        ]
    return tuple(agreed), iter(against)


def _matter(one: Placed) -> object:
    """What a decision is about: two that are about one matter must come to the same."""
    decision = one.decision
    if decision.kind == "placeholder":
        return decision.kind, decision.thing
    if decision.kind == "claim":
        return decision.kind, one.span, decision.subject, decision.relation, decision.object
    return decision.kind, one.span, one.target if decision.kind == "demand" else None


def _outcome(decision: Decision) -> object:
    added = (decision.type, decision.modality) if decision.action == "add" else ()
    return decision.action, decision.to, decision.into, added
