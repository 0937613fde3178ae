"""Does the content of a file fit its ending? Looked at before any parser sees it."""

from __future__ import annotations

import re

from assistant.errors import ContentError

_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an Office file",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Office file",
    b"{\\rtf": "a Rich Text file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf\x27\x1c": "a compressed file",
    b"Rar!": "a compressed file",
    b"\x7fELF": "a program",
    b"MZ\x90\x00": "a program",
}
# The comments are taken for good: tried in all their combinations, a hundred of them would never end.
_PAGE_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html)\b", re.I | re.S
)
_TAG = re.compile(rb"<\0?[a-zA-Z!]")
_OFFICE = {
    ".docx": "Word",
    ".docm": "Word",
    ".pptx": "PowerPoint",
    ".pptm": "PowerPoint",
    ".xlsx": "Excel",
    ".xlsm": "Excel",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # how the old container names what it hides
_PDF_WITHIN = 1024  # the standard allows other bytes in front of a PDF's first line


def check_content(name: str, suffix: str, data: bytes) -> None:
    """Raise `ContentError` when a file is evidently not what its ending says."""
    if suffix == ".pdf":
        if b"%PDF-" not in data[:_PDF_WITHIN]:
            raise ContentError(name, f"is not a PDF{_what(data)}. Export it as PDF again.")
        return
    if suffix in _OFFICE:
        _check_office(name, suffix, data)
        return
    if what := _what(data):
        raise ContentError(name, f"does not hold what its ending says{what}. Give it the ending that fits it.")
    is_page = bool(_PAGE_START.match(data[:_PDF_WITHIN]))
    if is_page and suffix not in (".html", ".htm"):
        raise ContentError(name, "is a web page in spite of its ending. Rename it to .html, or save the real file.")
    if suffix in (".html", ".htm") and not _TAG.search(data):
        raise ContentError(name, "has no HTML in it. Save it as a web page, or rename it to .md if it is plain text.")


def _check_office(name: str, suffix: str, data: bytes) -> None:
    program = _OFFICE[suffix]
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data:
            raise ContentError(name, f"is protected by a password. Open it in {program} and save it without one.")
        raise ContentError(
            name, f"is an old Office file in spite of its ending. Open it in {program} and save it as {suffix}."
        )
    if not data.startswith(b"PK\x03\x04"):
        raise ContentError(name, f"is not a file of {program}{_what(data)}. Open it there and save it as {suffix}.")


def _what(data: bytes) -> str:
    for start, what in _SIGNATURES.items():
        if data.startswith(start):
            return f" but {what}"
    return ""
