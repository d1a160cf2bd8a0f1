"""Replaying decisions on what a stage has made: on mentions, a resolution, claims, demands.

Each function gives what is left and a finding for each decision that had nothing to work on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from unionkg.decisions.anchor import Placed
from unionkg.decisions.joining import Joining
from unionkg.decisions.record import Lexicon, Thing, bare
from unionkg.model import Claim, Demand, Finding, Mention, Modality, Resolution, Span

Found = tuple[Finding, ...]


def mentions(
    placed: Iterable[Placed], found: Sequence[Mention], text: str, lexicon: Lexicon
) -> tuple[tuple[Mention, ...], Found]:
    """The mentions with those decisions applied that are about mentions; sorted as they were."""
    kept = list(found)
    findings: list[Finding] = []
    for one in placed:
        decision = one.decision
        if decision.kind != "mention":
            continue
        if decision.action == "add":
            made = _mention(text, one.span, decision.type, "decision.add", lexicon)
            kept = [m for m in kept if not _crosses(m.span, one.span, text)]
            kept.append(made)
            continue
        index = _at(kept, one, text)
        if index < 0:
            findings.append(
                decision.finding(
                    "此处已没有这样的提及；可删去此行",
                    "no such mention is found here any more; delete this line",
                )
            )
        elif decision.action == "reject":
            del kept[index]
        elif decision.action == "retag":
            kept[index] = _mention(text, kept[index].span, decision.to, "decision.retag", lexicon)
        elif one.target is not None:
            made = _mention(text, one.target, kept[index].type, "decision.move", lexicon)
            del kept[index]
            kept = [m for m in kept if not _crosses(m.span, one.target, text)]
            kept.append(made)
    return tuple(sorted(kept, key=lambda m: (m.span.start, m.span.end, m.type))), tuple(findings)


def _mention(text: str, span: Span, kind: str, rule: str, lexicon: Lexicon) -> Mention:
    words = text[span.start : span.end]
    return Mention(span, words, kind, lexicon.concept(kind, words), rule)


def _at(found: Sequence[Mention], one: Placed, text: str) -> int:
    """The index of the mention that a decision is about, whatever marks stand at its edges, or -1."""
    wanted = _trimmed(one.span, text)
    for index, mention in enumerate(found):
        if _trimmed(mention.span, text) == wanted and one.decision.type in {"", mention.type}:
            return index
    return -1


def _trimmed(span: Span, text: str) -> Span:
    """A span without marks and spaces at its edges."""
    words = text[span.start : span.end]
    inner = bare(words)
    start = span.start + words.find(inner)
    return Span(start, start + len(inner))


def _crosses(one: Span, other: Span, text: str) -> bool:
    """Whether two spans are the same or overlap without one lying in the other."""
    a, b = _trimmed(one, text), _trimmed(other, text)
    return a == b or (a.overlaps(b) and not a.covers(b) and not b.covers(a))


# --- resolution ------------------------------------------------------------------------


def resolution(
    placed: Iterable[Placed], meant: Resolution, found: Sequence[Mention], lexicon: Lexicon
) -> tuple[Resolution, Found]:
    """The resolution with things merged, split and placeholders named as decided."""
    work = Joining(meant, found, lexicon)
    findings = []
    for one in sorted(placed, key=lambda one: one.decision.action != "split"):
        if one.decision.kind in {"thing", "placeholder"}:
            refused = work.apply(one)
            if refused:
                findings.append(one.decision.finding(*refused))
    return work.resolution(), tuple(findings)


# --- claims and demands ------------------------------------------------------------------


def claims(
    placed: Iterable[Placed],
    made: Sequence[Claim],
    resolution: Resolution,
    found: Sequence[Mention],
    lexicon: Lexicon,
) -> tuple[tuple[Claim, ...], Found]:
    """The claims without those that were rejected and with those that were added, these last."""
    kept = list(made)
    findings: list[Finding] = []
    for one in placed:
        decision = one.decision
        if decision.kind != "claim" or decision.subject is None or decision.object is None:
            continue
        ends = (
            list(_entities(decision.subject, one.span, resolution, found, lexicon)),
            list(_entities(decision.object, one.span, resolution, found, lexicon)),
        )
        if decision.action == "add":
            if all(ends):
                kept += _added(one, (ends[0][0], ends[1][0]), kept, resolution)
            else:
                missing = decision.object if ends[0] else decision.subject
                findings.append(
                    decision.finding(
                        f"此文没有读出“{missing.label}”；请先添加提及",
                        f"no '{missing.label}' was read in this text; add a mention first",
                    )
                )
            continue
        rejected = [c for c in kept if _is_meant(c, one, ends)]
        if not rejected:
            findings.append(
                decision.finding(
                    "已不再读出这条关系；可删去此行", "this claim is no longer made; delete this line"
                )
            )
        kept = [c for c in kept if c not in rejected]
    return tuple(kept), tuple(findings)


def _entities(
    thing: Thing, span: Span, resolution: Resolution, found: Sequence[Mention], lexicon: Lexicon
) -> Iterator[int]:
    """The entities that a thing may be, those named within the span first."""
    fitting = [i for i, entity in enumerate(resolution.entities) if lexicon.fits(thing, entity)]
    yield from sorted(
        fitting,
        key=lambda i: not any(span.covers(found[m].span) for m in resolution.entities[i].mentions),
    )


def _is_meant(claim: Claim, one: Placed, ends: tuple[list[int], list[int]]) -> bool:
    """Whether a claim is the one that a decision rejects."""
    return (
        claim.predicate == one.decision.relation
        and claim.quote.overlaps(one.span)
        and claim.subject in ends[0]
        and claim.object in ends[1]
        and one.decision.modality in {"", claim.modality.value}
    )


def _added(
    one: Placed, ends: tuple[int, int], made: Sequence[Claim], resolution: Resolution
) -> Iterator[Claim]:
    """The claim that a person adds, unless it is made already; in the innermost voice that says it."""
    modality = Modality(one.decision.modality or Modality.STATED)
    triple = (ends[0], one.decision.relation, ends[1], modality)
    if any((c.subject, c.predicate, c.object, c.modality) == triple for c in made):
        return
    voices = [i for i, voice in enumerate(resolution.utterances) if voice.span.covers(one.span)]
    voice = min(voices, key=lambda i: (len(resolution.utterances[i].span), -i), default=0)
    yield Claim(
        subject=ends[0],
        predicate=one.decision.relation,
        object=ends[1],
        utterance=voice,
        modality=modality,
        trigger=one.span,
        quote=one.span,
        context=(),
        position=0,
        rule="decision.add",
    )


def demands(placed: Iterable[Placed], made: Sequence[Demand]) -> tuple[tuple[Demand, ...], Found]:
    """The demands without those that were rejected."""
    kept = tuple(made)
    findings = []
    for one in placed:
        if one.decision.kind != "demand":
            continue
        left = tuple(demand for demand in kept if not _is_rejected(demand, one))
        if len(left) == len(kept):
            findings.append(
                one.decision.finding(
                    "已不再读出这项要求；可删去此行", "this demand is no longer read; delete this line"
                )
            )
        kept = left
    return kept, tuple(findings)


def _is_rejected(demand: Demand, one: Placed) -> bool:
    if one.target is not None:
        return demand.evidence.overlaps(one.span) and demand.content == one.target
    return not one.decision.content and demand.evidence == one.span
