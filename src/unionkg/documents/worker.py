"""The process in which complex formats are parsed, so that a hostile file can be ended with it.

Run by `isolation` only: requests come on standard input, answers go to standard output, each a JSON
frame behind its length. It opens no file for writing.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from unionkg.documents.frames import receive, send
from unionkg.documents.parsed import Options, Parsed
from unionkg.errors import RefusedDocument


def main() -> None:
    """Answer requests until standard input ends."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 0)
    os.dup2(silence, 1)
    bound(int(sys.argv[1]))
    while (header := receive(requests)) is not None:
        data = receive(requests) or b""
        request = json.loads(header)
        send(answers, json.dumps(answer(request["format"], data, Options(**request["options"]))).encode())


def answer(kind: str, data: bytes, options: Options) -> dict[str, object]:
    """The parsed text as plain JSON, or why it is refused; no exception gets out."""
    try:
        return {"parsed": PARSERS[kind](data, options).as_json()}
    except RefusedDocument as fault:
        return {"zh": fault.zh, "en": fault.en}
    except MemoryError:
        return {
            "zh": "解析所需内存超过限额；请拆开，或调高 memory_bytes",
            "en": "parsing it takes more memory than allowed; split it or raise memory_bytes",
        }
    except RecursionError:
        return {"zh": "内容嵌套过深，未读", "en": "its content nests too deep to be read"}
    except Exception as fault:  # noqa: BLE001 - whatever a parser raises on hostile bytes is this one file's matter
        reason = type(fault).__name__
        return {
            "zh": f"文件已损坏，解析不了（{reason}）；请用原来的程序打开后另存",
            "en": f"the file is damaged and can't be parsed ({reason}); save it again in its own program",
        }


def bound(memory_bytes: int) -> None:
    """Let this process take so many bytes more than it has, and write no file (POSIX only)."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    space = _address_space() + memory_bytes
    for kind, limit in ((resource.RLIMIT_AS, space), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _address_space() -> int:
    """The bytes of address space in use, where Linux tells them; libraries reserve more than they touch."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _docx(data: bytes, options: Options) -> Parsed:
    from unionkg.documents import word  # noqa: PLC0415 - each parser is loaded when it is first needed

    return word.parse(data, options)


def _pdf(data: bytes, _: Options) -> Parsed:
    from unionkg.documents import pdf  # noqa: PLC0415 - see above

    return pdf.parse(data)


def _html(data: bytes, _: Options) -> Parsed:
    from unionkg.documents import page  # noqa: PLC0415 - see above

    return page.parse(data.decode("utf-8"))


def _markdown(data: bytes, _: Options) -> Parsed:
    from unionkg.documents import markdown  # noqa: PLC0415 - see above

    return markdown.parse(data.decode("utf-8"))


PARSERS: dict[str, Callable[[bytes, Options], Parsed]] = {
    "docx": _docx,
    "pdf": _pdf,
    "html": _html,
    "markdown": _markdown,
}

if __name__ == "__main__":
    main()
