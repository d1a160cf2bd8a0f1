"""Saved web pages: the main text by trafilatura, and what the page says of itself.

Nothing is fetched and no script is run; the page comes in as decoded text.
"""

from __future__ import annotations

import re

import trafilatura
from lxml import etree, html

from unionkg.documents.parsed import Note, Parsed
from unionkg.errors import RefusedDocument

TITLE = ("articletitle", "og:title")
DATE = ("pubdate", "article:published_time", "publishdate", "publish_date", "date", "dc.date")
SOURCE = ("contentsource", "og:url", "source")
PUBLISHER = ("sitename", "og:site_name")
HALF = 0.5

_DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


def parse(text: str) -> Parsed:
    """The main text, a line for each block; raises RefusedDocument for a page without text."""
    tree = _tree(text)
    main = trafilatura.extract(
        text,
        output_format="txt",
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        deduplicate=False,
    )
    for node in list(tree.iter("script", "style", "noscript", "template", "head", etree.Comment)):
        node.drop_tree()
    whole = "\n".join(filter(None, (line.strip() for line in tree.itertext())))
    properties = _properties(_tree(text))
    if not main:
        if not whole:
            raise RefusedDocument("网页里没有文字", "there is no text on the page")
        return Parsed(
            whole,
            properties,
            (("未认出正文，已读整页文字", "no main text was found; the whole page was read"),),
        )
    return Parsed(main, properties, _left_out(main, whole))


def _left_out(main: str, whole: str) -> tuple[Note, ...]:
    """A warning where most of a page was taken for menus and the like."""
    kept, seen = (len(re.sub(r"\s", "", words)) for words in (main, whole))
    if kept >= HALF * seen:
        return ()
    return (
        (
            f"正文 {kept} 字，整页 {seen} 字；请核对",
            f"main text {kept} of {seen} characters of the page; check it",
        ),
    )


def _tree(text: str) -> html.HtmlElement:
    """The page as a tree; nothing is fetched."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError) as fault:
        raise RefusedDocument("网页里没有文字", "there is no text on the page") from fault


def _properties(tree: html.HtmlElement) -> dict[str, str]:
    """Title, date, source and publisher as the page's `meta` elements and `title` give them."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            metas.setdefault(name, content)
    first = {
        name: next((metas[key] for key in keys if key in metas), "")
        for name, keys in (("title", TITLE), ("date", DATE), ("source", SOURCE), ("publisher", PUBLISHER))
    }
    day = _DAY.match(first["date"].replace("/", "-"))
    first["date"] = day[0] if day else ""
    if not first["title"]:
        first["title"] = " ".join("".join(node.itertext()) for node in tree.iter("title")).strip()
    return {name: " ".join(value.split()) for name, value in first.items() if value}
