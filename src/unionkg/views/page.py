"""What one page is made from. No verb enters here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from unionkg.exhibit import AnswerCard, Comparison, Exhibit, SourceText
from unionkg.knowledge.views import ViewStyle
from unionkg.knowledge.vocabulary import Labels


@dataclass(frozen=True, slots=True)
class Precision:
    """How often a relation or a rule was right when it was measured: `right` of `judged` (0..1, count)."""

    share: float
    judged: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page: title in both languages, what is shown, and how.

    `labels` gives the terms of the vocabulary by local name (`Vocabulary.labels`), and those of
    strengths and statuses as `strength-KEY` and `status-KEY`; `precision` is keyed by the local name
    of a relation or by a rule id; `opening` is the state that the page opens in, written as in its
    address (`view=network&node=IRI`), and is empty for the answers; `comparison` is there where two
    documents are compared.
    """

    title_zh: str
    title_en: str
    exhibit: Exhibit
    texts: tuple[SourceText, ...]
    cards: tuple[AnswerCard, ...]
    labels: Mapping[str, Labels]
    style: ViewStyle
    precision: Mapping[str, Precision] = field(default_factory=dict)
    opening: str = ""
    comparison: Comparison | None = None
