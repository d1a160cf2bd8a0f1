"""A hundred builds killed at random moments, then finished: each comes to what an undisturbed one does.

python benchmarks/kill.py [ROUNDS] [SEED]
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import breaking  # noqa: E402 - it lies beside the tests

if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        for line in breaking.rounds(Path(folder), number, random.Random(seed)):  # noqa: S311 - no secret
            print(line)
    print(f"{number} rounds: all the same")
