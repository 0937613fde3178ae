"""What a web page shows besides its content: menus, site header and footer, notices, controls, hidden parts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAGS = frozenset(
    "head script style template noscript nav iframe object embed svg canvas audio video map area dialog "
    "button input select option optgroup datalist textarea label meter progress output".split()
)
_ROLES = frozenset("navigation banner contentinfo search menu menubar dialog alertdialog".split())
# Whole words of class and id names. A section *about* cookies has no "notice" or "banner" beside the word.
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|skip-?(?:links?|nav|to-?(?:content|main))"
    r"|cookies?[_-]?(?:notice|banner|bar|consent|popup|modal|message|overlay|note|hint|info|law|box|dialog)"
    r"|(?:cookie|gdpr|privacy)?[_-]?consent[_-](?:banner|bar|popup|modal|dialog|manager|overlay)"
    r"|headerlink|anchor-?link|permalink)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SECTIONING = ("article", "main", "section", "aside", "blockquote", "details", "figure", "td", "th")


def drop_boilerplate(root: _Element) -> None:
    """Remove from a page everything that no reader of its content would miss."""
    for element in [element for element in root.iter() if _is_boilerplate(element)]:
        _drop(element)


def main_content(root: _Element) -> _Element:
    """`<main>`, or the only `<article>`, or the whole page, whichever comes first and holds text."""
    articles = root.findall(".//article")
    candidates = root.xpath(".//main | .//*[@role='main']") or (articles if len(articles) == 1 else [])
    for candidate in candidates:
        if _has_text(candidate):
            return candidate
    body = root.find("body")
    return root if body is None else body


def _is_boilerplate(element: _Element) -> bool:
    if not isinstance(element.tag, str):
        return True  # a comment or processing instruction
    if element.tag in ("html", "body", "main"):
        return False
    if _is_hidden(element) or element.tag in _TAGS:
        return True
    if element.get("role", "").lower() in _ROLES or _is_site_frame(element) or _is_named(element):
        # Names and roles are given by hand, and sometimes to the wrapper of everything.
        return not any(True for _ in element.iter("h1", "main", "article"))
    return False


def _is_hidden(element: _Element) -> bool:
    if element.get("hidden") is not None and element.get("hidden", "").lower() != "until-found":
        return True
    if _HIDDEN_STYLE.search(element.get("style", "")):
        return True
    # Text that is hidden from screen readers only (an icon's letter, a decorated number) is on the page.
    return element.get("aria-hidden") == "true" and not re.search(r"\w", "".join(_texts(element)))


def _is_site_frame(element: _Element) -> bool:
    """A header or footer that belongs to the site rather than to an article or section."""
    if element.tag not in ("header", "footer"):
        return False
    return not any(True for _ in element.iterancestors(*_SECTIONING))


def _is_named(element: _Element) -> bool:
    return bool(_NAMES.search(element.get("class", "")) or _NAMES.search(element.get("id", "")))


def _has_text(element: _Element) -> bool:
    return any(text.strip() for text in _texts(element))


def _texts(element: _Element) -> Iterable[str]:
    return (str(text) for text in element.itertext())


def _drop(element: _Element) -> None:
    """Take an element out and leave the text behind it where it was."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    element.tail = None
    parent.remove(element)
