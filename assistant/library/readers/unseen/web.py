"""Unseen text of web pages, and of HTML inside Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from assistant.library.instructions import instructs

if TYPE_CHECKING:
    from lxml.etree import _Element

_ZERO = r"0*\.?0*(?:px|pt|em|rem|%)?\s*(?:!important\s*)?(?:;|$)"
# Nobody hides content so by accident.
_MEANT = re.compile(
    rf"(?:^|[;\s])(?:opacity\s*:\s*{_ZERO}|font-size\s*:\s*(?:{_ZERO}|[0-2](?:\.\d+)?(?:px|pt)\b)"
    r"|(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}(?:px|em|rem|%)"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%|color\s*:\s*transparent)",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?:^|[;\s])color\s*:\s*(?:white|#fff(?:fff)?|rgba?\(\s*25[0-5][\s,]+25[0-5][\s,]+25[0-5])\b", re.IGNORECASE
)
_GROUND = re.compile(r"background", re.IGNORECASE)
_NO_TEXT = ("script", "style", "head", "title", "noscript", "template")
# A page hides menus and messages so as well: only what instructs is told.
_OFTEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"[\w-]*[.#]?[\w-]+")
_COMMENT = re.compile(rb"<!--(.{1,5000}?)-->", re.DOTALL)


def in_page(data: bytes, name: str) -> Iterable[str]:
    """Elements that are styled away; of those that pages often hide, and of comments, only what instructs."""
    # Imported here because listing the readers must not cost what one of them needs.
    from lxml import etree, html

    for comment in _COMMENT.findall(data):
        text = comment.decode("utf-8", "replace")
        if instructs(text):
            yield text
    if b"<" not in data:
        return
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(data.decode("utf-8", "replace").encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return
    yield from _found(root)


def _found(root: _Element) -> Iterator[str]:
    rules = _rules("".join(style.text or "" for style in root.iter("style")))
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in _NO_TEXT:
            continue
        style = ";".join([*_of_rules(element, rules), element.get("style", "")])
        often = bool(_OFTEN.search(style)) or element.get("hidden") is not None
        white = bool(_WHITE.search(style)) and not _has_ground(element, style, rules)
        if not (often or white or _MEANT.search(style)):
            continue
        text = " ".join("".join(element.itertext()).split())
        if text and (white or _MEANT.search(style) or instructs(text)):
            yield text


def _rules(css: str) -> dict[str, str]:
    """The declarations of rules for one class, id or tag; anything more particular is left out."""
    found: dict[str, str] = {}
    for selectors, body in _RULE.findall(css):
        for selector in selectors.split(","):
            if _SIMPLE.fullmatch(selector.strip()):
                found[selector.strip()] = found.get(selector.strip(), "") + ";" + body
    return found


def _of_rules(element: _Element, rules: dict[str, str]) -> Iterator[str]:
    if not rules:
        return
    tag = str(element.tag)
    names = [f".{name}" for name in element.get("class", "").split()]
    if element.get("id"):
        names.append(f"#{element.get('id')}")
    for name in (tag, *names, *(tag + name for name in names)):
        if name in rules:
            yield rules[name]


def _has_ground(element: _Element, style: str, rules: dict[str, str]) -> bool:
    """Whether an element or one around it sets a background, so that white may well be seen."""
    if _GROUND.search(style) or element.get("bgcolor"):
        return True
    return any(
        _GROUND.search(";".join([*_of_rules(holder, rules), holder.get("style", "")])) or holder.get("bgcolor")
        for holder in element.iterancestors()
    )
