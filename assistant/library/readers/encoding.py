"""Bytes to text: the byte order mark, UTF-8, the declared charset, then what the bytes look like."""

from __future__ import annotations

import codecs
import re

from assistant.errors import ContentError

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(rb"[A-Za-z\x80-\xff]{3,}")
# The guesser weighs only these against one another; over all encodings it mistakes short texts.
_OTHER_SCRIPTS = [
    *("cp932", "euc_jp", "gb18030", "big5", "euc_kr"),
    *("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256"),
]
_SAMPLE = 100_000
_SAVE_AS_UTF8 = "Open it in the program it came from and save it as UTF-8 text."


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """The text of a file; raises `ContentError` when the bytes are no text in any encoding that fits."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, name)
    text = _utf16_without_mark(data)
    if text is None:
        text = _attempt(data, "utf-8") or _attempt(data, _codec(declared)) or _guess(data)
    if text is None or _looks_binary(text):
        raise ContentError(name, f"the content is not readable text. {_SAVE_AS_UTF8}")
    return text


def _strict(data: bytes, encoding: str, name: str) -> str:
    text = _attempt(data, encoding)
    if text is None:
        raise ContentError(name, f"begins as {encoding} text but is damaged further on. {_SAVE_AS_UTF8}")
    return text


def _attempt(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):  # the latter from codecs that are no charsets, such as base64
        return None


def _codec(declared: str | None) -> str | None:
    """Python's name of a declared charset; Latin-1 and ASCII mean Windows-1252, as in every browser."""
    try:
        name = codecs.lookup((declared or "").strip()).name
    except (LookupError, ValueError):
        return None
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _utf16_without_mark(data: bytes) -> str | None:
    """Western text in UTF-16 has a zero in every second byte."""
    sample = data[:_SAMPLE]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = sample[offset::2].count(0)
        if len(sample) >= 4 and zeros > len(sample) * 0.35 and not sample[1 - offset :: 2].count(0):
            return _attempt(data, encoding)
    return None


def _guess(data: bytes) -> str | None:
    """Windows-1252, unless most words consist of so many high bytes that their script cannot be Latin."""
    words = _WORD.findall(data[:_SAMPLE])
    foreign = sum(2 * len(_HIGH.findall(word)) >= len(word) for word in words)
    if 2 * foreign > len(words):
        import charset_normalizer  # few files are neither UTF-8 nor Western

        best = charset_normalizer.from_bytes(data[:_SAMPLE], cp_isolation=_OTHER_SCRIPTS).best()
        return _attempt(data, best.encoding) if best else None
    return _attempt(data, "cp1252")


def _looks_binary(text: str) -> bool:
    return "\x00" in text or len(_CONTROL.findall(text[:_SAMPLE])) > 0.01 * len(text[:_SAMPLE])
