"""The command line: options in, tables and files out. The only room that knows typer and rich.

`main` is the one handler of errors; what a command does stands in the library.
"""

from __future__ import annotations

import os
import sys

from unionkg.cli import language

INTERRUPTED = 130
"""The exit code after Ctrl-C, as a shell gives it."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code; no traceback ever reaches a user."""
    words = language.choose(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(words))


def run(words: list[str]) -> int:
    """Run a command, tell what went wrong in one message, and give the exit code."""
    from unionkg.errors import UnionkgError  # noqa: PLC0415 - the start is kept short

    try:
        return _called(words)
    except UnionkgError as fault:
        return _told(fault.text(language.current()), fault.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OSError, MemoryError) as fault:
        what = str(fault) or type(fault).__name__
        return _told(language.said(f"读写失败：{what}", f"input or output failed: {what}"), 3)
    except Exception as fault:  # the last door: whatever it is, the user gets a message
        if os.environ.get("UNIONKG_DEBUG"):
            raise
        what = f"{type(fault).__name__}: {fault}"
        return _told(
            language.said(
                f"内部错误：{what}\n请带上此消息和所用命令报告；设 UNIONKG_DEBUG=1 可看详情",
                f"internal error: {what}\nplease report it with the command; UNIONKG_DEBUG=1 shows more",
            ),
            3,
        )


def _called(words: list[str]) -> int:
    """Hand the words to typer; bad arguments are told as it tells them, with where to look."""
    import typer  # noqa: PLC0415 - the start is kept short

    from unionkg.cli.application import app  # noqa: PLC0415

    try:
        code = app(args=words, prog_name="unionkg", standalone_mode=False)
    except typer.TyperException as fault:
        what = fault.format_message() if hasattr(fault, "format_message") else str(fault)
        if not what:
            return 2
        return _told(
            language.said(f"参数有误：{what}\n用 --help 查看用法", f"bad arguments: {what}\nsee --help"), 2
        )
    if code == INTERRUPTED:
        return _told(language.said("已中断；原有图谱保留", "interrupted; the old graph is kept"), INTERRUPTED)
    return code if isinstance(code, int) else 0


def _told(message: str, code: int) -> int:
    """Print a message on standard error; gives the code."""
    sys.stderr.write(f"{language.said('错误', 'error')}: {message}\n")
    return code
