"""What bounds and guides the reading of documents: limits, and the rules for a text's own head.

No file is opened here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from unionkg.knowledge.metadata import MetadataRules

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one input may cost before it is refused.

    `file_bytes` bounds a docx, PDF or page; `text_bytes` a plain text, one line of
    JSON Lines or one row of csv; `text_length` the code points of one document.
    `unpacked_bytes` is what a zip or docx may unpack to in all, `ratio` by how much one
    of its members may grow, `members` how many it may hold, `depth` how far folders
    nest. `seconds` (of the clock) and `memory_bytes` hold for one file in the worker
    that parses complex formats.
    """

    file_bytes: int = 128 * MIB
    text_bytes: int = 16 * MIB
    text_length: int = 4_000_000
    unpacked_bytes: int = 512 * MIB
    ratio: int = 200
    members: int = 100_000
    depth: int = 64
    seconds: float = 60.0
    memory_bytes: int = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Settings:
    """How documents are read; `rules` come from `ontology/metadata.yaml`."""

    rules: MetadataRules
    limits: Limits = field(default_factory=Limits)
