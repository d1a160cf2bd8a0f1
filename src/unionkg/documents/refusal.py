"""What is never read, and the remedy for each. Messages only."""

from __future__ import annotations

import shlex
import shutil

from unionkg.model import Finding

OTHER_OFFICE = frozenset(
    {".rtf", ".wps", ".odt", ".ofd", ".mht", ".mhtml", ".ppt", ".pptx", ".xls", ".xlsx", ".et"}
)
CONTENT = {
    "locked": (
        "有密码的 Word 文件，或旧式 .doc；请取消密码，另存为 docx",
        "a Word file with a password, or an old .doc; save it as docx without a password",
    ),
    "rtf": ("内容是 RTF，不读；请另存为 docx 或 txt", "it is RTF, which is not read; save it as docx or txt"),
    "picture": ("内容是图片；请先做文字识别（OCR）", "it is a picture; run text recognition (OCR) first"),
    "zip": (
        "不是 Word 文件（可能是表格、幻灯片或压缩包）；请在原程序里另存为 docx 或 txt",
        "it is no Word file (a sheet, slides or an archive?); save it as docx or txt in its own program",
    ),
}


def unread(kind: str, place: str, ending: str) -> Finding:
    """The finding for a source of a kind that nobody reads."""
    if kind == "special":
        return Finding(
            "error", place, "不是普通文件，或无权读取；请检查", "no regular file, or not permitted; check it"
        )
    if kind == "link":
        return Finding(
            "warning",
            place,
            "指向文件夹的链接，未跟进；请直接给出该文件夹",
            "a link to a folder, not followed; name that folder itself",
        )
    if kind == "deep":
        return Finding("error", place, "文件夹嵌套过深；请移到上层", "folders nest too deep; move it up")
    if ending in OTHER_OFFICE:
        return Finding(
            "error",
            place,
            f"不读 {ending}；请在原程序里另存为 docx 或 txt",
            f"{ending} is not read; save it as docx or txt in its own program",
        )
    return Finding(
        "warning", place, f"未读：不是文档格式（{ending}）", f"not read: {ending} is no format of documents"
    )


def old_word(place: str) -> tuple[str, str]:
    """The remedy for a binary Word file, in Chinese and English."""
    if shutil.which("soffice"):
        command = f"soffice --headless --convert-to docx {shlex.quote(place)}"
        return f"不读旧式 .doc；请运行：{command}", f"an old .doc is not read; run: {command}"
    return (
        "不读旧式 .doc；请在 Word 或 WPS 里另存为 docx（或安装 LibreOffice 转换）",
        "an old .doc is not read; save it as docx in Word or WPS (or convert it with LibreOffice)",
    )
