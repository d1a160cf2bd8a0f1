"""What a parser of a complex format gives back. It crosses a process border as plain JSON.

No parser is imported here.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from unionkg.errors import RefusedDocument

Note = tuple[str, str]
"""A warning in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The text of a file, what the file says of itself (title, date, source), and warnings."""

    text: str
    properties: dict[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    def as_json(self) -> dict[str, object]:
        """A mapping of plain values."""
        return asdict(self)

    @staticmethod
    def of_json(value: object) -> Parsed:
        """The reverse of `as_json`; raises RefusedDocument for what it could not have made."""
        match value:
            case {"text": str(text), "properties": dict(properties), "notes": list(notes)}:
                pairs = tuple((str(zh), str(en)) for zh, en in notes)
                return Parsed(text, {str(name): str(given) for name, given in properties.items()}, pairs)
        raise RefusedDocument("解析程序给出了无法识别的结果", "the parser gave a result that makes no sense")


@dataclass(frozen=True, slots=True)
class Options:
    """What a parser needs to know: limits, and the numerals of automatic numbering."""

    unpacked_bytes: int
    ratio: int
    members: int
    digits: str
    ten: str
