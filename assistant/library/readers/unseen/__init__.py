"""Text in a file that its reader does not see, though a program that reads the file does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from assistant.library.readers.unseen.office import in_deck, in_word, in_workbook
from assistant.library.readers.unseen.pdf import in_pdf
from assistant.library.readers.unseen.web import in_page
from assistant.library.text import clean

_FINDERS: Mapping[str, Callable[[bytes, str], Iterable[str]]] = {
    ".docx": in_word,
    ".docm": in_word,
    ".pptx": in_deck,
    ".pptm": in_deck,
    ".xlsx": in_workbook,
    ".xlsm": in_workbook,
    ".pdf": in_pdf,
    ".html": in_page,
    ".htm": in_page,
    ".md": in_page,
    ".markdown": in_page,
}
_PLAIN = frozenset({".txt", ".csv", ".tsv", ".eml", ".md", ".markdown", ".html", ".htm"})
# Several signs without width in a row, letters of the tag block, or what turns the direction of a text around.
_WIDTHLESS = re.compile("[\u200b\u200c\u200d\u2060-\u2064\ufeff]{4,}|[\U000e0020-\U000e007f]{2,}|[\u202d\u202e]")
_AROUND = 40
_FEWEST_WORDS = 3
_MOST = 20
_LONGEST = 300


def unseen(suffix: str, data: bytes, name: str) -> tuple[str, ...]:
    """Sentences of a file that cannot be seen in it, shortened; a few of them where there are many.

    Raises `ContentError` as the readers do.
    """
    found = dict.fromkeys(map(clean, _FINDERS[suffix](data, name) if suffix in _FINDERS else ()))
    told = [text for text in found if len(text.split()) >= _FEWEST_WORDS]
    if suffix in _PLAIN:
        told += _widthless(data)
    return tuple(text[:_LONGEST] for text in told[:_MOST])


def _widthless(data: bytes) -> Iterable[str]:
    text = data.decode("utf-8", "ignore")
    for match in _WIDTHLESS.finditer(text):
        letters = "".join(chr(ord(sign) - 0xE0000) for sign in match[0] if 0xE0020 <= ord(sign) <= 0xE007E)
        around = clean(text[max(0, match.start() - _AROUND) : match.end() + _AROUND])
        yield f"{letters} (in: {around})" if letters else f"signs without width in: {around}"
