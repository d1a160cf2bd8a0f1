"""The labels of the tagger, read back."""

from __future__ import annotations

from collections.abc import Iterator


def spans(labels: list[str]) -> Iterator[tuple[str, int, int]]:
    """Type, first and last index of each run `B I* E` or `S`; a broken run ends before the break."""
    index = 0
    while index < len(labels):
        prefix, _, entity_type = labels[index].partition("-")
        last = index
        if prefix == "B":
            while last + 1 < len(labels) and labels[last + 1] == f"I-{entity_type}":
                last += 1
            if last + 1 < len(labels) and labels[last + 1] == f"E-{entity_type}":
                last += 1
        if prefix in {"B", "S"}:
            yield entity_type, index, last
        index = last + 1
