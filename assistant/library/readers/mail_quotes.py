"""What a mail quotes of other mails: told from its writer's own words, in plain text and in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.library.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

_INTRODUCTION = re.compile(
    r"(?:On|Am|Le|El|Il|Op|Den)\b.{5,200}(?:wrote|schrieb|écrit|escribió|scritto|schreef|skrev).{0,60}:"
)
# A line under which other programs put the whole mail that is answered or passed on.
_RULE = re.compile(
    r"[-_ ]{2,}(?:original|forwarded|ursprüngliche|weitergeleitete|message d.origine|message transféré"
    r"|mensaje original|messaggio originale|oorspronkelijk|opprinnelig).{0,40}[-_ ]{2,}",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:From|Von|De|Da|Van|Fra|Från): .+")
_SENT = re.compile(r"(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|Verzonden|Sendt|Skickat): .+")
_QUOTING_NAMES = re.compile(r"gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|zmail_extra")
_QUOTING_IDS = {"divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container"}


def marked(lines: Sequence[str]) -> Iterator[tuple[bool, str]]:
    """Each line with whether it is quoted, or announces the quotation below it."""
    rest = False
    for at, line in enumerate(lines):
        rest = rest or _heads_mail(lines[at : at + 3])
        yield rest or line.startswith(">") or _announces(lines, at), line


def _announces(lines: Sequence[str], at: int) -> bool:
    """Whether somebody is said to have written what stands quoted below; the line may be broken into two."""
    if not any(other.startswith(">") for other in lines[at + 1 : at + 4]):
        return False
    pair, before = " ".join(lines[at : at + 2]), " ".join(lines[max(0, at - 1) : at + 1])
    return any(_INTRODUCTION.fullmatch(clean(text)) for text in (lines[at], pair, before))


def _heads_mail(lines: Sequence[str]) -> bool:
    """Whether lines begin a mail that is passed on whole."""
    first, *following = [clean(line.replace("*", "")) for line in lines]
    return bool(_RULE.fullmatch(first) or (_FROM.fullmatch(first) and any(map(_SENT.fullmatch, following))))


def take_quotes(page: _Element) -> _Element:
    """Move what a page quotes of other mails into a page of its own, which is returned."""
    quotes = page.makeelement("html")
    body = page.makeelement("body")
    quotes.append(body)
    for element in [found for found in page.iter("blockquote", "div") if _is_quote(found)]:
        moved = [element, *element.itersiblings()] if element.get("id") in _QUOTING_IDS else [element]
        for one in moved:
            parent = one.getparent()
            if parent is None or body in one.iterancestors():
                continue
            gap = page.makeelement("div")
            gap.tail, one.tail = one.tail, None
            parent.replace(one, gap)
            body.append(one)
    return quotes


def _is_quote(element: _Element) -> bool:
    cited = element.tag == "blockquote" and element.get("type") == "cite"
    return cited or element.get("id") in _QUOTING_IDS or bool(_QUOTING_NAMES.search(element.get("class", "")))
