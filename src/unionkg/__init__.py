"""Speeches as a knowledge graph with a quote behind every edge: `build` makes one, `open` reads it.

They are loaded when they are first asked for, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unionkg.project import Graph, build, connect, open  # noqa: A004 - read as unionkg.open

__version__ = "0.1.0"
__all__ = ["Graph", "__version__", "build", "connect", "open"]


def __getattr__(name: str) -> Any:
    if name in {"Graph", "build", "connect", "open"}:
        return getattr(import_module("unionkg.project"), name)
    message = f"module 'unionkg' has no attribute '{name}'"
    raise AttributeError(message)
