"""EML: a mail as its reader sees it. What it quotes of other mails is kept aside, attachments are only named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, Message, MIMEPart
from itertools import groupby

from assistant.errors import ContentError
from assistant.library.readers.encoding import decode
from assistant.library.readers.mail_quotes import marked, take_quotes
from assistant.library.readers.plain_text import text_blocks
from assistant.library.readers.web_page import page_blocks, parse
from assistant.library.text import Block, BlockKind, clean

_LONGEST_HEADER = 10_000
_LONGEST_SHOWN = 1_000
_LONG_STRUCTURE = re.compile(rb"^content-[\w-]{1,50}:(?:[^\r\n]|\r?\n[ \t]){10000}", re.IGNORECASE | re.MULTILINE)
_LONG_HEADER = "has a header that is longer than any mail program writes. Save the mail again."
_KNOWN = ("from", "to", "subject", "date", "received", "message-id")
_QUOTE = re.compile(r"^(?:> ?)+")
_ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")
# In these encodings every byte looks like ASCII, so only the declaration tells them from it.
_SEVEN_BIT = re.compile(r"iso-2022-|hz|utf-7", re.IGNORECASE)


def read_eml(data: bytes, name: str) -> Iterable[Block]:
    """The blocks of a mail: its subject, who wrote it to whom and when, its text and the names of its attachments."""
    if _LONG_STRUCTURE.search(data):  # before it is taken apart, which could cost more memory than there is
        raise ContentError(name, _LONG_HEADER)
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    if any(len(value) > _LONGEST_HEADER for part in message.walk() for key, value in _structure(part)):
        raise ContentError(name, _LONG_HEADER)
    if not any(_header(message, header) for header in _KNOWN):
        if not data.strip():
            return
        raise ContentError(
            name, "is not a mail. Save the mail again as .eml, or give the file the ending that fits it."
        )
    if message.get_content_type() in _ENCRYPTED:
        raise ContentError(name, "is an encrypted mail. Save its text as a file of its own.")
    body = list(_body(message, name))
    attached = list(_attachments(message))
    if not body and not attached:
        return
    if subject := _header(message, "subject"):
        yield Block(BlockKind.HEADING, subject, level=1)
    if people := "; ".join(_people(message)):
        yield Block(BlockKind.PARAGRAPH, people)
    yield from body
    if attached:
        yield Block(BlockKind.PARAGRAPH, f"Attachments, not read: {', '.join(attached)}.")


def _people(message: EmailMessage) -> Iterator[str]:
    for header in ("from", "to", "cc"):
        if text := _header(message, header):
            yield f"{header.capitalize()}: {text}"
    if date := _header(message, "date"):
        yield f"Date: {date}"


def _structure(part: Message[str, str]) -> Iterator[tuple[str, str]]:
    """The headers that say how a mail is made up."""
    return ((key, str(value)) for key, value in part.raw_items() if key.lower().startswith("content-"))


def _header(message: EmailMessage, name: str) -> str:
    raw = clean(next((str(value) for key, value in message.raw_items() if key.lower() == name), ""))
    if len(raw) > _LONGEST_HEADER:  # taking it apart could cost more memory than there is
        return f"{raw[:_LONGEST_SHOWN]} …"
    try:
        value = message[name]
        moment = getattr(value, "datetime", None)
        return f"{moment:%Y-%m-%d %H:%M}" if moment else clean(str(value or ""))
    except Exception:  # the standard library fails in many ways on headers that are no headers
        return raw


def _body(message: EmailMessage, name: str) -> Iterable[Block]:
    """The plain text, or the HTML where there is none that says anything."""
    plain = message.get_body(("plain",))
    if plain is not None and (text := _text(plain, name)).strip():
        return _quoted_aside(text)
    page = message.get_body(("html",))
    if page is None or not (text := _text(page, name)).strip():
        return []
    return _page(text, name)


def _page(text: str, name: str) -> Iterator[Block]:
    """The blocks of a mail that is a page, and what it quotes aside."""
    page = parse(text, name)
    quotes = take_quotes(page)
    yield from map(_lower, page_blocks(page))
    yield from (replace(_lower(block), aside=True) for block in page_blocks(quotes))


def _text(part: MIMEPart, name: str) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return ""
    charset = str(part.get_content_charset() or "")
    if _SEVEN_BIT.match(charset):
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError) as error:
            raise ContentError(name, "its text is not in the encoding that it names. Save the mail again.") from error
    return decode(data, name, charset or None)


def _lower(block: Block) -> Block:
    """The headings of a page under the subject, which is the title of the mail."""
    return replace(block, level=block.level + 1) if block.kind is BlockKind.HEADING else block


def _quoted_aside(text: str) -> Iterator[Block]:
    """The writer's own words openly, and what they quote of other mails aside."""
    lines = text.replace("\r\n", "\n").split("\n")
    for quoted, group in groupby(marked(lines), key=lambda pair: pair[0]):
        part = "\n".join(_QUOTE.sub("", line) if quoted else line for _, line in group)
        for block in text_blocks(part):
            lowered = _lower(block)
            yield replace(lowered, aside=True) if quoted else lowered


def _attachments(message: EmailMessage) -> Iterator[str]:
    """The names of what is attached, without the pictures that the text shows."""
    for part in message.walk():
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            continue
        shown = part.get("content-id") and part.get_content_maintype() == "image"
        if part is not message and not shown and (part.is_attachment() or part.get_filename()):
            yield clean(part.get_filename() or "without a name")
