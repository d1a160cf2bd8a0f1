"""From a page's record to its HTML: template, script and style in one file, closed to the network.

The only room that knows pyvis, whose wheel carries vis-network; its own template, which loads
scripts from the network, is not used.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from importlib import resources
from pathlib import Path

import jinja2
import pyvis
from markupsafe import Markup
from pyvis.network import Network

from unionkg.errors import OutputError
from unionkg.views.packing import pack
from unionkg.views.page import Page

_STYLES = ("tokens", "frame", "panels", "network", "reader", "table", "compare", "narrow", "print")
_SCRIPTS = (
    "element", "words", "data", "state", "pinyin", "search", "facets",
    "scene", "picture", "labels", "drawing", "network",
    "quote", "citation", "basket", "decisions", "detail", "answers",
    "reader", "margin", "ledger", "matrix", "concordance", "silence", "time", "compare", "start",
)  # fmt: skip
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 7},
    "edges": {"smooth": False},
    "interaction": {
        "hover": True,
        "hideEdgesOnDrag": False,
        "multiselect": False,
        "tooltipDelay": 100000,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
}


def render(page: Page) -> str:
    """The whole HTML of a page; equal pages give equal bytes. Pure: no file is written."""
    script = _script()
    library = _library()
    style = "\n".join([*(_asset(f"style/{name}.css") for name in _STYLES), _class_colours(page)])
    network = Network(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(_OPTIONS))
    network.set_template(f"{_assets()}/template.html")
    network.templateEnv = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_assets()), autoescape=True, undefined=jinja2.StrictUndefined
    )
    network.templateEnv.globals.update(
        page=page,
        policy=_policy((library, script), style),
        library=Markup(library),  # noqa: S704 - out of pyvis' wheel
        script=Markup(script),  # noqa: S704 - our own
        style=Markup(style),  # noqa: S704 - our own, and colours that were checked
        data=inert(pack(page)),
        messages=inert(json.loads(_asset("messages.json"))),
        network_options=inert(_OPTIONS),
    )
    return str(network.generate_html("index.html"))


def write(path: Path, page: Page) -> None:
    """Write the page; raises OutputError where the folder can't be written."""
    text = render(page)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as fault:
        raise OutputError(
            f"写不了 {path}：{fault}；请检查文件夹权限和磁盘空间",
            f"can't write {path}: {fault}; check the folder's permissions and the free space",
        ) from fault


def framed(page: Page) -> str:
    """The page within a frame of its own, as HTML for a notebook's cell; it asks for nothing either."""
    source = html.escape(render(page), quote=True)
    title = html.escape(page.title_zh, quote=True)
    return f'<iframe title="{title}" width="100%" height="640" style="border:0" srcdoc="{source}"></iframe>'


def inert(value: object) -> Markup:
    """JSON that can stand in a script block: no character of it can end the block or a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text))  # noqa: S704 - escaped just here


def _policy(scripts: tuple[str, ...], style: str) -> str:
    """The Content-Security-Policy (CSP 3): the page's own script and style by hash, nothing else."""
    script_hashes = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {script_hashes}; style-src {_hash(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _class_colours(page: Page) -> str:
    """A line of CSS for each class; what could leave the selector is not let in."""
    return "\n".join(
        f'[data-class="{style.id}"] {{ --class: {style.colour}; }}'
        for style in page.style.classes
        if style.id.isidentifier() and style.colour.lstrip("#").isalnum()
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _script() -> str:
    """Our own scripts, one after another, each in its own function."""
    return "\n".join(_asset(f"script/{name}.js") for name in _SCRIPTS)


def _library() -> str:
    """vis-network out of pyvis' wheel."""
    name = "templates/lib/vis-9.1.2/vis-network.min.js"
    return resources.files(pyvis).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _assets() -> str:
    return str(resources.files("unionkg.views").joinpath("assets"))


def _asset(name: str) -> str:
    return resources.files("unionkg.views").joinpath("assets", name).read_text(encoding="utf-8")
