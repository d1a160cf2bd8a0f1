"""Texts for the reading rooms: what Hypothesis writes looks like the genre, and breaks its habits."""

from __future__ import annotations

from hypothesis import strategies as st

from unionkg.model import Datum, Document

PIECES = (
    "市总工会", "全市各级工会", "X书记", "X", "“X”", "“三性”", "15字要求", "四点意见", "讲政治",
    "会创新", "劳模精神", "党的二十大精神", "困难职工", "职工之家", "2019年10月", "强调", "指出", "要",
    "必须", "成立了", "贯彻落实", "服务", "包括", "等", "是", "在", "的", "和", "、", "，", "。", "；", "：",
    "“", "”", "《", "》", "（一）", "一是", "二是", "第一", "第二", "一、", "二、", "1.", "2.",
    "\n", "\n　　", "\r\n", " ", "\t", "a", "=", "|", "#", "¶", "𠀀", "\u0301",
)  # fmt: skip
"""Words, marks and oddities (tabs, carriage returns, combining signs, signs of our own formats)."""

TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=80)

SPEECH = {
    "kind": Datum("speech", "given"),
    "body": Datum("市总工会", "given"),
    "body_names": Datum("市总工会|X工会", "given"),
}


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document, now in its own voice and now told."""
    return Document("d", draw(TEXTS), SPEECH if draw(st.booleans()) else {})
