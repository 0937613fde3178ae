"""Letters set as one sign that a file does not name: "e↵ort" and "o\\0ce" are "effort" and "office"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.library.readers.pdf.page import Glyph

# The signs that some programs name where a font of TeX has its ligatures.
_MISNAMED = {"↵": "ff", "✏": "ffl"}
_UNNAMED = "\0"
_THREE_LETTERS = 0.7  # in units of the font's size; two letters are narrower


def spelled_out(glyphs: Sequence[Glyph]) -> list[str]:
    """The characters of a word, with such signs as the letters that they show."""
    chars = [glyph.char for glyph in glyphs]
    for at, glyph in enumerate(glyphs):
        if glyph.char == _UNNAMED or glyph.char in _MISNAMED:
            before, after = "".join(chars[:at])[-1:], "".join(char for char in chars[at + 1 : at + 3])
            if before.isalpha() or (len(after) == 2 and after.isalpha() and after.islower()):
                chars[at] = _MISNAMED.get(glyph.char) or _by_width(glyph)
    return chars


def _by_width(glyph: Glyph) -> str:
    return "ffi" if glyph.right - glyph.left > _THREE_LETTERS * glyph.size else "fi"
