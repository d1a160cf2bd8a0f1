"""Hostile and broken input: each refused with one clear line, the others read, nothing run or fetched.

`docs/limits.md` names these tests; keep their names.
"""

from __future__ import annotations

import io
import os
import socket
import stat
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as options
from hypothesis import strategies as st

from unionkg.documents import Limits, Settings, isolation, worker
from unionkg.documents.parsed import Options
from unionkg.errors import RefusedDocument
from unionkg.model import Document

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
OPTIONS = Options(2**29, 200, 1000, "〇一二三四五六七八九", "十")


def refused(read: Callable, path: Path, words: str, using: Settings | None = None) -> None:
    """Exactly one error, in both languages, that names the file and holds `words`."""
    documents, findings = read(path, using) if using else read(path)
    assert documents == []
    assert [finding.level for finding in findings] == ["error"]
    assert words in findings[0].en
    assert findings[0].zh
    assert findings[0].place


def word_file(parts: dict[str, bytes], ratio: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A docx with these parts put in or replaced."""
    whole = io.BytesIO()
    docx.Document().save(whole)
    made = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(made, "w", ratio) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return made.getvalue()


def test_empty_file(tmp_path: Path, read: Callable) -> None:
    """An empty file, and one of white space, say that there is no text."""
    for name, data in (
        ("a.txt", b""),
        ("b.txt", b" \n\xe3\x80\x80"),
        ("c.md", b""),
        ("d.html", b""),
        ("e.docx", b""),
    ):
        (tmp_path / name).write_bytes(data)
        refused(read, tmp_path / name, "no text")


def test_huge_text(tmp_path: Path, read: Callable, settings: Settings) -> None:
    """500 MB in one line of a txt is refused by its size without being decoded."""
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(500_000_000)
    refused(read, tmp_path / "a.txt", "over 134217728 bytes")
    limits = replace(settings.limits, text_length=10)
    (tmp_path / "a.txt").write_text("十一个字的文字十一个字", encoding="utf-8")
    refused(read, tmp_path / "a.txt", "11 code points", replace(settings, limits=limits))


def test_binary_called_txt(tmp_path: Path, read: Callable) -> None:
    """Programs, pictures and random bytes called .txt are refused."""
    (tmp_path / "a.txt").write_bytes(Path(sys.executable).resolve().read_bytes()[:100_000])
    refused(read, tmp_path / "a.txt", "no text file")
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    refused(read, tmp_path / "a.txt", "picture")


@posix
def test_fifo_socket_device(tmp_path: Path, read: Callable) -> None:
    """A FIFO or a socket is refused and never waited for, in a folder and by name."""
    os.mkfifo(tmp_path / "a.txt")
    refused(read, tmp_path, "no regular file")
    refused(read, tmp_path / "a.txt", "no regular file")
    (tmp_path / "a.txt").unlink()
    home = os.open(tmp_path, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(
            f"/proc/self/fd/{home}/s.txt" if Path("/proc/self/fd").is_dir() else str(tmp_path / "s.txt")
        )
        refused(read, tmp_path, "no regular file")
    os.close(home)


@posix
def test_symlink_loop(tmp_path: Path, read: Callable) -> None:
    """A file that links to itself is refused; a folder that links to its parent is not followed."""
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    refused(read, tmp_path, "not permitted")
    (tmp_path / "a.txt").unlink()
    (tmp_path / "b").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "c.txt").write_text("文", encoding="utf-8")
    documents, findings = read(tmp_path)
    assert [document.id for document in documents] == ["c"]
    assert [finding.level for finding in findings] == ["warning"]


@posix
def test_no_permission(read: Callable) -> None:
    """A file or folder that may not be read is told, and the others are read."""
    user = os.geteuid()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "a.txt").write_text("文", encoding="utf-8")
        (folder / "b.txt").write_text("字", encoding="utf-8")
        (folder / "c").mkdir()
        (folder / "a.txt").chmod(0)
        (folder / "c").chmod(0)
        try:
            if user == 0:
                os.seteuid(65_534)  # root may read everything
            documents, findings = read(folder)
        finally:
            os.seteuid(user)
        (folder / "c").chmod(0o700)
    assert [document.text for document in documents] == ["字"]
    assert [finding.level for finding in findings] == ["error", "error"]


@posix
def test_file_that_vanishes(tmp_path: Path, settings: Settings) -> None:
    """A file that goes away between finding and reading is told."""
    from unionkg.documents import discover, read

    (tmp_path / "a.txt").write_text("文", encoding="utf-8")
    (source,) = discover(tmp_path, settings)
    source.path.unlink()
    (finding,) = read(source, settings)
    assert finding.level == "error"  # type: ignore[union-attr]


@posix
@pytest.mark.parametrize(
    "name", [b"\x1b[31mred\nerror: x.txt", b"\xff\xfe.txt", "\u202etxt.exe.txt".encode(), b"a`id`$(id);.txt"]
)
def test_hostile_names(tmp_path: Path, read: Callable, name: bytes) -> None:
    """Names with controls, escapes or no encoding can't forge a message or an id."""
    path = Path(os.fsdecode(bytes(tmp_path) + b"/" + name))
    path.write_bytes(b"")
    _, (finding,) = read(tmp_path)
    assert finding.place.isprintable()
    path.write_text("文", encoding="utf-8")
    ((document,), _) = read(tmp_path)
    assert document.id.isprintable()
    document.id.encode()


def test_zip_bomb(tmp_path: Path, read: Callable) -> None:
    """A zip that unpacks to gigabytes is refused by what its directory says, before anything is unpacked."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(12):
            archive.writestr(f"{number}.txt", bytes(50_000_000))
    refused(read, tmp_path, "may be a bomb")


def test_zip_member_that_grows(tmp_path: Path, read: Callable) -> None:
    """One member that grows too much is refused, the others are read."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", bytes(20_000_000))
        archive.writestr("good.txt", "文字")
    documents, (finding,) = read(tmp_path)
    assert [document.id for document in documents] == ["a/good"]
    assert "may be a bomb" in finding.en


def test_zip_that_lies_about_sizes(tmp_path: Path, read: Callable) -> None:
    """A member whose declared size is false gives no more than it declared, and is refused as damaged."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(5_000_000))
    data = whole.getvalue().replace((5_000_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little"))
    (tmp_path / "a.zip").write_bytes(data)
    refused(read, tmp_path, "damaged")


def test_zip_with_huge_directory(tmp_path: Path, read: Callable, tight: Settings) -> None:
    """More members than allowed are refused; a directory that claims to be huge is not read."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(60):
            archive.writestr(f"{number}.txt", "文")
    refused(read, tmp_path, "more than 50 files", tight)
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[-10:-6] = (2**31).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(data)
    refused(read, tmp_path, "more than")


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "..\\evil.txt", "C:\\evil.txt"]
)
def test_zip_path_tricks(tmp_path: Path, read: Callable, name: str) -> None:
    """A member whose name leads out of the archive is refused, the others are read, nothing is written."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, "文")
        archive.writestr("good.txt", "文字")
    documents, (finding,) = read(tmp_path)
    assert [document.id for document in documents] == ["a/good"]
    assert "leads out" in finding.en
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_zip_with_links_locks_and_zips(tmp_path: Path, read: Callable) -> None:
    """Links, locked members, archives within and names given twice are each refused."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", "文")
    link = zipfile.ZipInfo("link.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive, warnings.catch_warnings(action="ignore"):
        archive.writestr(link, "/etc/passwd")
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("twice.txt", "一")
        archive.writestr("twice.txt", "二")
        archive.writestr("locked.txt", "文")
        archive.getinfo("locked.txt").flag_bits |= 1
    documents, findings = read(tmp_path)
    assert [document.text for document in documents] == ["一"]
    told = " ".join(finding.en for finding in findings)
    for words in ("a link", "archive within", "more than once", "password"):
        assert words in told


def test_zip_without_documents(tmp_path: Path, read: Callable) -> None:
    """An archive that holds nothing to be read says so."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(".DS_Store", "字")
        archive.writestr("b.meta.yaml", "title: 题\n")
    documents, [finding] = read(path)
    assert not documents
    assert (finding.level, finding.en) == ("warning", "the archive holds no document that can be read")


def test_zip_member_without_a_name(tmp_path: Path, read: Callable) -> None:
    """A member whose name is empty is refused, the others are read."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.txt", "市总工会。")
        archive.writestr("?.txt", "字")
    path.write_bytes(path.read_bytes().replace(b"?.txt", b"\0.txt"))
    documents, findings = read(path)
    assert [document.text for document in documents] == ["市总工会。"]
    assert [finding.level for finding in findings] == ["error"]


def test_zip_names_in_gb18030(tmp_path: Path, read: Callable, speech: str) -> None:
    """Names that Windows wrote in GBK are read; folders, sidecars and skipped names hold as on disk."""
    with zipfile.ZipFile(tmp_path / "讲话.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("2019年/年终.txt", speech),
            ("2019年/年终.meta.yaml", "speaker: 某某\n"),
            ("gold/x.txt", "文"),
            ("__MACOSX/._x.txt", "文"),
        ):
            info = zipfile.ZipInfo("x")
            info.filename = name.encode("gb18030").decode("cp437")
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    raw = (tmp_path / "讲话.zip").read_bytes()
    for name in ("2019年/年终.txt", "2019年/年终.meta.yaml"):
        raw = raw.replace(name.encode("gb18030").decode("cp437").encode(), name.encode("gb18030"))
    (document,), findings = read(tmp_path)
    assert document.text == speech
    assert findings == []


def test_docx_bomb(tmp_path: Path, read: Callable) -> None:
    """A docx one of whose parts grows too much is refused."""
    (tmp_path / "a.docx").write_bytes(word_file({"word/media/x.bin": bytes(30_000_000)}))
    refused(read, tmp_path, "may be a bomb")


@pytest.mark.parametrize(
    "entities",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_xml_entities(tmp_path: Path, read: Callable, entities: str) -> None:
    """A docx with a DTD is refused whatever it defines; no entity is expanded, no address read."""
    body = f'<?xml version="1.0"?>{entities}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    (tmp_path / "a.docx").write_bytes(word_file({"word/document.xml": body.encode()}))
    refused(read, tmp_path, "DTD")


def test_docx_that_nests(tmp_path: Path, read: Callable) -> None:
    """A Word file whose elements nest without end is refused."""
    tables = b"<w:tbl><w:tr><w:tc>" * 20_000
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (
        b"<w:document "
        + space
        + b"><w:body>"
        + tables
        + b"</w:tc></w:tr></w:tbl>" * 20_000
        + b"</w:body></w:document>"
    )
    (tmp_path / "a.docx").write_bytes(word_file({"word/document.xml": body}, zipfile.ZIP_STORED))
    refused(read, tmp_path, "")


def test_broken_office_files(tmp_path: Path, read: Callable) -> None:
    """A Word file or PDF that is cut off is refused with a remedy."""
    whole = word_file({})
    (tmp_path / "a.docx").write_bytes(whole[: len(whole) // 2])
    refused(read, tmp_path / "a.docx", "")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7\n" + bytes(5000))
    refused(read, tmp_path / "b.pdf", "damaged")


def test_pdf_loop(tmp_path: Path, read: Callable) -> None:
    """A page tree that holds itself, and a form that draws itself, end."""
    itself = b"/Resources << /XObject << /F 5 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R " + itself + b" >>",
        b"<< /Length 5 >>\nstream\n/F Do\nendstream",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] "
        + itself
        + b" /Length 5 >>\nstream\n/F Do\nendstream",
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )
    (tmp_path / "a.pdf").write_bytes(body)
    refused(read, tmp_path, "")


def test_html_that_nests(tmp_path: Path, read: Callable) -> None:
    """A page of 200,000 open elements is read or refused, and the next file is read."""
    (tmp_path / "a.html").write_text("<html><body>" + "<div>" * 200_000 + "文字", encoding="utf-8")
    (tmp_path / "b.html").write_text("<html><body><p>一段文字。</p></body></html>", encoding="utf-8")
    documents, findings = read(tmp_path)
    assert "b" in [document.id for document in documents]
    assert len(documents) + sum(finding.level == "error" for finding in findings) == 2


def test_html_is_inert(tmp_path: Path, read: Callable) -> None:
    """Scripts, frames, pictures and entities of a page are neither run nor fetched."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        (tmp_path / "a.html").write_text(
            f'<!DOCTYPE html SYSTEM "{address}x.dtd"><html><head><base href="{address}">'
            f'<link rel=stylesheet href="x.css"></head><body><script src="{address}x.js"></script>'
            f'<iframe src="{address}"></iframe><img src="{address}x.png"><p>正文文字。</p>'
            f'<meta http-equiv=refresh content="0;url={address}"></body></html>',
            encoding="utf-8",
        )
        (document,), _ = read(tmp_path)
        with pytest.raises(TimeoutError):
            server.accept()
    assert "正文文字" in document.text


def test_markdown_that_blows_up(tmp_path: Path, read: Callable, settings: Settings) -> None:
    """Brackets and emphasis without end are read or stopped by the clock; the next file is read."""
    (tmp_path / "a.md").write_text("[" * 50_000 + "*a_" * 50_000 + "文", encoding="utf-8")
    (tmp_path / "b.md").write_text("好", encoding="utf-8")
    documents, _ = read(tmp_path, replace(settings, limits=Limits(seconds=4)))
    assert documents[-1].text == "好"


def test_yaml_bombs(tmp_path: Path, read: Callable) -> None:
    """Tags, aliases, deep nesting and keys that are no words in front matter are refused with the line."""
    bombs = (
        "a: &a [x,x]\nb: [*a,*a]",
        "a: !!python/object/apply:os.system ['id']",
        "a: " + "{b: " * 500 + "}" * 500,
        "? [a, b]\n: c",
        "{[a]: b}",
    )
    for bomb in bombs:
        (tmp_path / "a.md").write_text(f"---\n{bomb}\n---\n文", encoding="utf-8")
        refused(read, tmp_path, "a.md:2:")


def test_a_parser_that_hangs_is_ended(settings: Settings) -> None:
    """A worker that does not answer in time is ended, and the next file gets a fresh one."""
    short = replace(settings, limits=Limits(seconds=0.0))
    with pytest.raises(RefusedDocument, match="0 seconds"):
        isolation.parse("markdown", "文".encode() * 100_000, short)
    assert isolation.parse("markdown", "文".encode(), settings).text == "文"


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux bounds memory")
def test_a_parser_that_takes_too_much_memory_is_ended(
    tmp_path: Path, settings: Settings, read: Callable
) -> None:
    """A file whose parsing needs more memory than allowed is refused, and the next is read."""
    rows = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 400_000
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = b"<w:document " + space + b"><w:body>" + rows + b"</w:body></w:document>"
    (tmp_path / "a.docx").write_bytes(word_file({"word/document.xml": body}, zipfile.ZIP_STORED))
    small = replace(settings, limits=Limits(memory_bytes=150_000_000))
    refused(read, tmp_path, "memory", small)
    (tmp_path / "a.docx").write_bytes(word_file({}))
    refused(read, tmp_path, "no text", small)


@posix
def test_the_worker_writes_no_file(tmp_path: Path) -> None:
    """The process that parses can't write a file."""
    code = (
        "from unionkg.documents.worker import bound; bound(10**9)\n"
        f"with open({str(tmp_path / 'x')!r}, 'wb', buffering=0) as stream: stream.write(b'x')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=_environment())
    assert b"File too large" in done.stderr


def test_no_code_beside_the_data_runs(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module beside the documents is not imported by the worker, also when they are the current folder."""
    isolation.end()
    (tmp_path / "docx.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    document = docx.Document()
    document.add_paragraph("文")
    whole = io.BytesIO()
    document.save(whole)
    assert isolation.parse("docx", whole.getvalue(), settings).text == "文"
    isolation.end()


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}


@posix
def test_a_gbk_locale(tmp_path: Path, speech: str) -> None:
    """Under a locale that is not UTF-8, files and the worker's answers are read the same."""
    (tmp_path / "一.txt").write_text(speech, encoding="utf-8")
    (tmp_path / "二.md").write_text("文字", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path\n"
        "from unionkg.documents import Settings, read_corpus\n"
        "from unionkg.knowledge import metadata, shipped, yamlfile\n"
        "rules = metadata.load(yamlfile.read(shipped() / 'metadata.yaml'))\n"
        "items = read_corpus(Path(sys.argv[1]), Settings(rules))\n"
        "print([(ascii(item.id), len(item.text)) for item in items])\n"
    )
    environment = {
        **_environment(),
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "LC_ALL": "C",
        "PYTHONIOENCODING": "gbk",
    }
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "utf8=0",
            "-X",
            "warn_default_encoding",
            "-W",
            "error::EncodingWarning",
            "-c",
            code,
            str(tmp_path),
        ],
        capture_output=True,
        check=False,
        env=environment,
    )
    assert done.stdout.decode("gbk").strip() == ascii([(ascii("一"), len(speech)), (ascii("二"), 2)]), (
        done.stderr.decode()
    )


@pytest.mark.parametrize("kind", sorted(worker.PARSERS))
@given(data=st.binary(max_size=2000))
@options(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_bytes_crash_a_parser(kind: str, data: bytes) -> None:
    """Any bytes give a text or a refusal from each parser."""
    answer = worker.answer(kind, data, OPTIONS)
    assert answer.keys() in ({"parsed"}, {"zh", "en"})


@given(text=st.text(max_size=2000))
@options(max_examples=100, deadline=None)
def test_any_text_is_kept(settings: Settings, text: str) -> None:
    """A plain text is a document with that very text, or refused."""
    from unionkg.documents.reading import _stream
    from unionkg.documents.source import Source

    path = Path("a.txt")
    try:
        items = list(_stream(io.BytesIO(text.encode()), Source(path, "a", "text"), {}, settings))
    except RefusedDocument:
        return
    documents = [item for item in items if isinstance(item, Document)]
    if not text.startswith(("\ufeff", "%PDF", "PK\3\4", "{\\rtf", "GIF8")) and not text.lstrip().startswith(
        "<"
    ):
        assert [document.text for document in documents] == [text.replace("\r\n", "\n").replace("\r", "\n")]
