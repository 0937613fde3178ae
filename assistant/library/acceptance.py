"""Which files may be read at all: said once, for the folder that finds them and the readers that open them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.errors import ContentError

MAX_BYTES = 25 * 1024 * 1024
# Control characters, line ends, halves of characters, and signs that turn the direction of what follows.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def require_name(path: str) -> None:
    """Raise `ContentError` for a name that could steer a terminal, add lines to a report or show as another one."""
    if (harmless := shown_name(path)) != path:
        raise ContentError(harmless, "has characters in its name that cannot be seen. Rename it.")


def shown_name(path: str) -> str:
    """A file name with what is not to be seen in it spelled out."""
    return _UNSEEN.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), path)


# What people have that is not read, and how they come to something that is.
_WORD = "Open it in Word or LibreOffice and save it as .docx."
_SLIDES = "Open it in PowerPoint or LibreOffice and save it as .pptx."
_SHEETS = "Open it in Excel or LibreOffice and save it as .xlsx."
_PICTURE = ("a picture", "Run OCR (text recognition) over it and save it as .pdf.")
_ARCHIVE = ("an archive", "Unpack it and put its files into the folder.")
_ADVICE = {
    ".doc": ("an old Word file", _WORD),
    ".dot": ("an old Word file", _WORD),
    ".dotx": ("a Word template", _WORD),
    ".rtf": ("a Rich Text file", _WORD),
    ".odt": ("an OpenDocument text", _WORD),
    ".pages": ("a Pages document", "Export it from Pages as .docx."),
    ".wps": ("a Works document", _WORD),
    ".ppt": ("an old PowerPoint file", _SLIDES),
    ".pps": ("an old PowerPoint file", _SLIDES),
    ".ppsx": ("a PowerPoint show", _SLIDES),
    ".potx": ("a PowerPoint template", _SLIDES),
    ".odp": ("an OpenDocument presentation", _SLIDES),
    ".key": ("a Keynote presentation", "Export it from Keynote as .pptx."),
    ".xls": ("an old Excel file", _SHEETS),
    ".xlsb": ("a binary Excel file", _SHEETS),
    ".xltx": ("an Excel template", _SHEETS),
    ".ods": ("an OpenDocument spreadsheet", _SHEETS),
    ".numbers": ("a Numbers spreadsheet", "Export it from Numbers as .xlsx."),
    ".msg": ("an Outlook message", "Open it in Outlook and save it as .html, or in another mail program as .eml."),
    ".mbox": ("a mailbox", "Save the mails that matter as .eml, one file each."),
    ".epub": ("an e-book", "Convert it to .html or .docx."),
    ".mht": ("a web archive", "Open it in a browser and save the page as .html."),
    ".mhtml": ("a web archive", "Open it in a browser and save the page as .html."),
    ".rst": ("a reStructuredText file", "Convert it to .md or .html."),
    ".adoc": ("an AsciiDoc file", "Convert it to .md or .html."),
    ".tex": ("a LaTeX file", "Typeset it and save it as .pdf."),
    ".xml": ("an XML file", "Export its text as .html, .md or .csv."),
    ".json": ("a JSON file", "Export its records as .csv, or its text as .md."),
    **dict.fromkeys((".zip", ".7z", ".rar", ".gz", ".tar", ".tgz"), _ARCHIVE),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic"), _PICTURE),
}


def require_format(path: str, suffix: str, known: Iterable[str]) -> None:
    """Raise `ContentError` for a file whose ending belongs to no reader."""
    suffixes = frozenset(known)
    if suffix in suffixes:
        return
    if suffix in _ADVICE:
        what, advice = _ADVICE[suffix]
        raise ContentError(path, f"is {what}, a format that is not read. {advice}")
    raise ContentError(path, f"has a format that is not read. Save it as one of: {', '.join(sorted(suffixes))}.")


def require_size(path: str, size: int) -> None:
    """Raise `ContentError` for a file of more than `MAX_BYTES`; `size` is in bytes."""
    if size > MAX_BYTES:
        raise ContentError(path, "is larger than 25 MB. Split it or leave out its pictures.")
