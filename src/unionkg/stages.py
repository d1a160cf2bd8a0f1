"""Stage files: what each stage of one document left, for a person and for the next stage to read.

Text, records and JSON only; no stage runs here. The fields are listed in `docs/stages.md`.
"""

from __future__ import annotations

import functools
import hashlib
import json
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from unionkg.errors import OutputError
from unionkg.model import (
    Capacity,
    Claim,
    Clause,
    Count,
    Dating,
    Datum,
    Demand,
    Document,
    Entity,
    Enumeration,
    Mention,
    Quantity,
    Reading,
    Resolution,
    Section,
    Sentence,
    Span,
    Structure,
    Utterance,
    Values,
)

FILES = (
    "text.txt",
    "document.json",
    "structure.jsonl",
    "mentions.jsonl",
    "resolution.jsonl",
    "relations.jsonl",
    "demands.jsonl",
    "values.jsonl",
)
_RECORDS = (
    Capacity,
    Claim,
    Clause,
    Count,
    Dating,
    Datum,
    Demand,
    Entity,
    Enumeration,
    Mention,
    Quantity,
    Section,
    Sentence,
    Utterance,
)
_FIELDS: dict[Any, dict[str, Any]] = {record: typing.get_type_hints(record) for record in _RECORDS}
_STRUCTURE = {"section": Section, "sentence": Sentence, "enumeration": Enumeration}
_RESOLUTION = {"entity": Entity, "utterance": Utterance, "count": Count, "clause": Clause}
_VALUES = {"date": Dating, "quantity": Quantity, "capacity": Capacity}
_NAME_BYTES = 200
Record = TypeVar("Record")


def write(root: Path, reading: Reading) -> Path:
    """Write the stage files of one document below `root`; gives their folder.

    Raises OutputError where the folder can't be written.
    """
    return put(root, reading.document.id, contents(reading))


def put(root: Path, document: str, files: Mapping[str, str]) -> Path:
    """Write the stage files of a document from their texts by name; gives their folder.

    Raises OutputError where the folder can't be written.
    """
    place = folder(root, document)
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (place / name).write_text(text, encoding="utf-8", newline="")
    except OSError as fault:
        raise OutputError(
            f"{place}：写不了阶段文件：{fault}；请检查磁盘空间和权限",
            f"{place}: the stage files can't be written: {fault}; check space and permissions",
        ) from fault
    return place


def read(place: Path) -> Reading:
    """Read the stage files of one document back; raises OutputError where they are damaged."""
    return _read(place, whole=True)


def outline(place: Path) -> Reading:
    """The same without claims, demands, values and clauses: what marks the text, in half the time."""
    return _read(place, whole=False)


def _read(place: Path, *, whole: bool) -> Reading:
    try:
        head = json.loads((place / "document.json").read_text(encoding="utf-8"))
        text = (place / "text.txt").read_bytes().decode("utf-8")
        return Reading(
            document=Document(head["id"], text, {k: Datum(**v) for k, v in head["metadata"].items()}),
            structure=_structure(place / "structure.jsonl"),
            mentions=_records(place / "mentions.jsonl", Mention),
            resolution=_resolution(place / "resolution.jsonl", whole=whole),
            claims=_records(place / "relations.jsonl", Claim) if whole else (),
            demands=_records(place / "demands.jsonl", Demand) if whole else (),
            keywords=tuple((word, weight) for word, weight in head["keywords"]),
            values=_values(place / "values.jsonl") if whole else Values(),
        )
    except (OSError, ValueError, KeyError, TypeError, LookupError) as fault:
        raise _damaged(place, fault) from fault


def sentence(place: Path, start: int, end: int) -> tuple[str, int, int]:
    """A document's text, and from where to where the sentences go that hold a stretch of it, in code points.

    Raises OutputError where its stage files are damaged.
    """
    try:
        text = (place / "text.txt").read_bytes().decode("utf-8")
        spans = [item["span"] for item in _objects(place / "structure.jsonl") if item["kind"] == "sentence"]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise _damaged(place, fault) from fault
    touched = [(first, last) for first, last in spans if first < end and start < last]
    return (
        text,
        min((first for first, _ in touched), default=start),
        max((last for _, last in touched), default=end),
    )


def _damaged(place: Path, fault: Exception) -> OutputError:
    return OutputError(
        f"{place}：读不了阶段文件：{fault}；请重新运行 unionkg build",
        f"{place}: the stage files can't be read: {fault}; run unionkg build again",
    )


def folder(root: Path, document: str) -> Path:
    """Where the stage files of a document lie: its id as a path below `root`.

    A segment that no file system takes is cut and told apart by a hash.
    Raises OutputError for an id that would lead out of `root`.
    """
    parts = document.split("/")
    if any(part in {"", ".", ".."} or "\\" in part or "\0" in part for part in parts):
        raise OutputError(
            f"文档编号“{document}”不能作路径；请改名", f"document id '{document}' can't be a path; rename it"
        )
    return root.joinpath(*map(_short, parts))


def encoded(value: Any) -> Any:
    """A record as JSON data: a span is `[start, end]`, a record an object of its fields."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [encoded(item) for item in value]
    if type(value) in _FIELDS:
        return {name: encoded(getattr(value, name)) for name in _FIELDS[type(value)]}
    return value


def lines(reading: Reading, records: Iterable[object], kind: str = "") -> Iterator[str]:
    """Records of a reading as lines of JSON, each with its line feed.

    `kind` names what they are, where given; `words` and `triple` are there for people.
    """
    head = {"kind": kind} if kind else {}
    for record in records:
        data = {**head, **encoded(record), **_for_people(reading, record)}
        yield json.dumps(data, ensure_ascii=False) + "\n"


def triple(reading: Reading, claim: Claim) -> tuple[str, str, str]:
    """The labels of a claim's two ends with its predicate between them."""
    entities = reading.resolution.entities
    return entities[claim.subject].label, claim.predicate, entities[claim.object].label


def _for_people(reading: Reading, record: object) -> dict[str, object]:
    """The words that a record rests on, and the triple of a claim."""
    shown: dict[str, object] = {}
    if isinstance(record, Claim):
        shown["triple"] = " ".join(triple(reading, record))
    for name in ("quote", "evidence", "heading", "introducer", "span"):
        span = getattr(record, name, None)
        if span is not None and not isinstance(record, Mention | Utterance):
            shown["words"] = reading.document.text[span.start : span.end]
            break
    return shown


def contents(reading: Reading) -> dict[str, str]:
    """The text of each file by its name, in the order of FILES."""
    structure, resolution = reading.structure, reading.resolution
    head = {
        "id": reading.document.id,
        "metadata": {name: encoded(datum) for name, datum in sorted(reading.document.metadata.items())},
        "keywords": [list(pair) for pair in reading.keywords],
    }

    def of(records: Iterable[object], kind: str = "") -> str:
        return "".join(lines(reading, records, kind))

    tables = (
        reading.document.text,
        json.dumps(head, ensure_ascii=False, indent=1) + "\n",
        of(structure.sections, "section")
        + of(structure.sentences, "sentence")
        + of(structure.enumerations, "enumeration"),
        of(reading.mentions),
        json.dumps({"kind": "self", "entity": resolution.self_entity})
        + "\n"
        + json.dumps({"kind": "mentions", "entity_of": resolution.entity_of})
        + "\n"
        + of(resolution.entities, "entity")
        + of(resolution.utterances, "utterance")
        + of(resolution.counts, "count")
        + of(resolution.clauses, "clause"),
        of(reading.claims),
        of(reading.demands),
        of(reading.values.dates, "date")
        + of(reading.values.quantities, "quantity")
        + of(reading.values.capacities, "capacity"),
    )
    return dict(zip(FILES, tables, strict=True))


def _short(part: str) -> str:
    """A segment of at most 200 bytes of UTF-8; a longer one is cut and gets a hash."""
    data = part.encode("utf-8", "surrogatepass")
    if len(data) <= _NAME_BYTES:
        return part
    kept = data[: _NAME_BYTES - 17].decode("utf-8", "ignore")
    return f"{kept}~{hashlib.sha256(data).hexdigest()[:16]}"


# --- reading back ----------------------------------------------------------------------


def _objects(path: Path, passed: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    """The objects of a file; lines that begin with one of `passed` are passed over."""
    with path.open(encoding="utf-8", newline="") as stream:
        for line in stream:
            if not line.startswith(passed):
                yield json.loads(line)


def _records(path: Path, record: type[Record]) -> tuple[Record, ...]:
    return tuple(_decoded(item, record) for item in _objects(path))


def _structure(path: Path) -> Structure:
    found = _by_kind(path, _STRUCTURE)
    return Structure(tuple(found["section"]), tuple(found["sentence"]), tuple(found["enumeration"]))


def _resolution(path: Path, *, whole: bool) -> Resolution:
    plain = {item["kind"]: item for item in islice(_objects(path), 2)}
    found = _by_kind(path, _RESOLUTION if whole else {**_RESOLUTION, "clause": None})
    return Resolution(
        entities=tuple(found["entity"]),
        entity_of=tuple(plain["mentions"]["entity_of"]),
        utterances=tuple(found["utterance"]),
        counts=tuple(found["count"]),
        self_entity=plain["self"]["entity"],
        clauses=tuple(found["clause"]),
    )


def _values(path: Path) -> Values:
    found = _by_kind(path, _VALUES)
    return Values(tuple(found["date"]), tuple(found["quantity"]), tuple(found["capacity"]))


def _by_kind(path: Path, kinds: Mapping[str, type | None]) -> dict[str, list[Any]]:
    """The records of a file by kind; of a kind without a type none."""
    found: dict[str, list[Any]] = {kind: [] for kind in kinds}
    passed = tuple(f'{{"kind": "{kind}"' for kind, record in kinds.items() if record is None)
    for item in _objects(path, passed):
        kind = item.pop("kind")
        if kind in kinds:
            found[kind].append(_decoded(item, kinds[kind]))
    return found


def _decoded(value: Any, hint: Any) -> Any:
    """JSON data as the record, span, tuple, enum or plain value that a type hint names.

    What stands there for people only is passed over.
    """
    decode = _decoder(hint)
    return value if decode is None else decode(value)


@functools.cache
def _decoder(hint: Any) -> Callable[[Any], Any] | None:
    """What makes a value of a type out of JSON data, or None where the data is the value."""
    if hint is Span:
        return lambda value: Span(*value)
    origin = typing.get_origin(hint)
    if origin in {tuple, types.UnionType}:
        inner = _decoder(typing.get_args(hint)[0])
        if origin is tuple:
            return tuple if inner is None else lambda value: tuple(map(inner, value))
        return None if inner is None else lambda value: None if value is None else inner(value)
    if hint in _FIELDS:
        fields = [(name, _decoder(kind)) for name, kind in _FIELDS[hint].items()]
        return lambda value: hint(*(value[n] if decode is None else decode(value[n]) for n, decode in fields))
    return hint if isinstance(hint, type) and issubclass(hint, StrEnum) else None
