"""docs/thesaurus.md: its figures are those of the thesaurus as it stands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared (corpora, gold) is not here")
def test_figures_are_up_to_date() -> None:
    """The page is what `python docs/thesaurus.py` makes of the terms, the corpora and the gold."""
    path = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH", ""))))
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "thesaurus.py"), "--check"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_page_names_every_scheme() -> None:
    """Each file of the thesaurus has its line on the page."""
    page = (ROOT / "docs" / "thesaurus.md").read_text(encoding="utf-8")
    names = [path.stem for path in sorted((ROOT / "ontology" / "thesaurus").glob("*.ttl"))]
    assert [name for name in names if f"| `{name}` |" not in page] == []
