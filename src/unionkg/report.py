"""The report of a build: what was counted, what is amiss, where to look next, and how long it took.

It counts and words; nothing is extracted, asked or printed here.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import PurePath

from unionkg.memory import Pile
from unionkg.model import Finding, Reading, Verdict

GROUPS = ("totals", "classes", "relations", "modalities", "strengths", "verdicts")
OUTPUT = "output"
"""The folder that commands look in when none is told."""
_AMISS = (Verdict.SHORT, Verdict.OVER)
Counts = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build came to, and from what: `ontology` is the folder laid over ours or empty.

    `counts` holds a table for each of GROUPS: totals, entities by class, claims by
    relation and by modality, demands by strength, declared numbers by verdict.
    `next` are sentences (zh, en) on where to look; `seconds` the time of each step.
    `read` are the ids of the documents that were read, `kept` the number of those that stand
    as they were read before, `removed` the ids of those whose graph was taken out.
    """

    corpus: str
    output: str
    ontology: str
    base: str
    counts: Mapping[str, Mapping[str, int]]
    findings: tuple[Finding, ...]
    next: tuple[tuple[str, str], ...]
    seconds: Mapping[str, float] = field(default_factory=dict)
    read: tuple[str, ...] = ()
    kept: int = 0
    removed: tuple[str, ...] = ()

    @property
    def refused(self) -> int:
        """How many inputs could not be read."""
        return sum(finding.level == "error" for finding in self.findings)

    def written(self) -> Iterator[str]:
        """The report as JSON, piece by piece: a finding or an id for each document makes it long."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        yield from json.JSONEncoder(ensure_ascii=False, indent=1, default=asdict).iterencode(told)
        yield "\n"


class Findings:
    """Findings as documents stream by: they are many where each document has one."""

    def __init__(self) -> None:
        """There is none yet."""
        self._rows = Pile()

    def __iter__(self) -> Iterator[Finding]:
        """Each, in order."""
        return (Finding(*row) for row in self._rows)

    def add(self, *findings: Finding) -> None:
        """Some more."""
        for one in findings:
            self._rows.add((one.level, one.place, one.zh, one.en))


class Stopwatch:
    """Seconds of each step, by its name."""

    def __init__(self) -> None:
        """Start."""
        self.started = self.last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """The step of that name is over."""
        now = time.perf_counter()
        self.laps[name] = round(now - self.last, 3)
        self.last = now

    def seconds(self) -> dict[str, float]:
        """Each step, and the total."""
        return {**self.laps, "total": round(time.perf_counter() - self.started, 3)}


@dataclass(frozen=True, slots=True)
class Summary:
    """What one document adds to the report; `digest` is the hash of all that its reading depends on."""

    digest: str
    counts: Counts
    findings: tuple[Finding, ...]
    rules: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Summary:
        """Read one back; raises ValueError, KeyError or TypeError where it is damaged."""
        told = json.loads(text)
        return cls(
            digest=told["digest"],
            counts=Counter({(group, name): number for group, name, number in told["counts"]}),
            findings=tuple(Finding(**finding) for finding in told["findings"]),
            rules=tuple(told["rules"]),
        )

    def written(self) -> str:
        """The summary as JSON."""
        told = {
            "digest": self.digest,
            "counts": [[*key, number] for key, number in self.counts.items()],
            "findings": [asdict(finding) for finding in self.findings],
            "rules": self.rules,
        }
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def count(reading: Reading) -> Counts:
    """What one document adds to the counts."""
    found: Counts = Counter()
    found["totals", "documents"] = 1
    found["totals", "characters"] = len(reading.document.text)
    for name, records in (
        ("sentences", reading.structure.sentences),
        ("mentions", reading.mentions),
        ("entities", reading.resolution.entities),
        ("claims", reading.claims),
        ("demands", reading.demands),
    ):
        found["totals", name] = len(records)
    found.update(("classes", entity.type) for entity in reading.resolution.entities)
    found.update(("relations", claim.predicate) for claim in reading.claims)
    found.update(("modalities", claim.modality.value) for claim in reading.claims)
    found.update(("strengths", demand.strength) for demand in reading.demands)
    found.update(("verdicts", declared.verdict.value) for declared in reading.resolution.counts)
    return found


def rules(reading: Reading) -> tuple[str, ...]:
    """The ids of the rules that made something of this reading, sorted."""
    resolution = reading.resolution
    records = (reading.mentions, resolution.utterances, resolution.counts, reading.claims, reading.demands)
    made = {record.rule for table in records for record in table if record.rule}
    return tuple(sorted(made.union(*(entity.joined for entity in resolution.entities))))


def notices(reading: Reading) -> Iterator[Finding]:
    """What a reader should know of one document: counts that do not add up, and that nothing was found."""
    text, place = reading.document.text, reading.document.id
    for declared in reading.resolution.counts:
        if declared.verdict in _AMISS:
            label = text[declared.span.start : declared.span.end]
            yield Finding(
                "warning",
                f"{place}:{declared.span.start}",
                f"“{label}”应有 {declared.declared}，数得 {declared.found}",
                f"'{label}' declares {declared.declared}, found {declared.found}",
            )
    if not reading.claims and not reading.demands:
        yield Finding(
            "warning",
            place,
            "没有读出任何关系或要求；可用 unionkg extract 查看",
            "no relation and no demand was read; look at it by unionkg extract",
        )


def tables(counts: Counts) -> dict[str, dict[str, int]]:
    """The counts as a table for each group, the largest first; totals in their own order."""
    found: dict[str, dict[str, int]] = {group: {} for group in GROUPS}
    for (group, name), number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        found[group][name] = number
    found["totals"] = {name: number for (group, name), number in counts.items() if group == "totals"}
    return found


def look_next(
    counts: Counts, findings: Iterable[Finding], page: PurePath, output: PurePath, corpus: PurePath
) -> tuple[tuple[str, str], ...]:
    """Sentences on where to look next, the most useful first."""
    graph = "" if str(output) == OUTPUT else f" -g {output}"
    found = [(f"打开 {page}（双击即可，不需联网）", f"open {page} (a double click, no network needed)")]
    if counts["totals", "demands"]:
        command = f"unionkg query demands{graph}"
        found.append((f"要求台账：{command}", f"the ledger of demands: {command}"))
    if any(counts["verdicts", verdict.value] for verdict in _AMISS):
        command = f"unionkg query counts{graph}"
        found.append((f"数不上的提法：{command}", f"what does not add up: {command}"))
    if any(finding.level == "error" for finding in findings):
        found.append(
            (f"未能读取的文件：unionkg lint {corpus}", f"what could not be read: unionkg lint {corpus}")
        )
    found.append(("其他现成问题：unionkg query", "further ready-made questions: unionkg query"))
    return tuple(found)
