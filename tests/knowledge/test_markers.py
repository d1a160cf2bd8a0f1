"""`structure.yaml`: what is missing or empty is told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from unionkg.errors import KnowledgeError
from unionkg.knowledge import markers, yamlfile

TEXT = (yamlfile.shipped() / "structure.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ["sentence_end", "clause_end", "closers"])
def test_an_empty_set_of_signs_is_told(key: str) -> None:
    """Signs that end or close something: one at least, or the line is named."""
    lines = TEXT.split("\n")
    [number] = [n for n, line in enumerate(lines) if line.startswith(f"{key}:")]
    lines[number] = f'{key}: ""'
    with pytest.raises(KnowledgeError, match=rf"structure.yaml:{number + 1}: '{key}' is empty"):
        markers.load(yamlfile.parse("\n".join(lines), Path("structure.yaml")))
