"""Unseen text of PDFs: too small, drawn invisibly, white on a white page, or beside the page."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_SMALL = 2.0  # points
_WHITE = 250
_INVISIBLE = 3  # the text render mode of OCR layers, and of what nobody is to see
_MOST_OBJECTS = 20_000
_MOST_PAGES = 300
_LONGEST_TEXT = 4_000
_MERGE = 0.5

Bounds = tuple[float, float, float, float]


def in_pdf(data: bytes, name: str) -> Iterable[str]:
    """Texts of a PDF that a reader cannot see; raises nothing that the reader of the file does not raise first."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(min(len(document), _MOST_PAGES)):
            yield from _joined(_on_page(document[number]))
    finally:
        document.close()


def _on_page(page: PdfPage) -> Iterator[tuple[float, str]]:
    """The height and the words of each text that cannot be seen."""
    import pypdfium2.raw as raw

    frame: Bounds = page.get_bbox()
    grounds: list[Bounds] = []
    texts: list[Any] = []
    for count, drawn in enumerate(page.get_objects(max_depth=4)):
        if count == _MOST_OBJECTS:
            break
        if drawn.type == raw.FPDF_PAGEOBJ_TEXT:
            texts.append(drawn)
        else:
            grounds.append(drawn.get_bounds())
    words = page.get_textpage()
    has_picture = any(_share(box, frame) > _MERGE for box in grounds)
    try:
        for text in texts:
            box: Bounds = text.get_bounds()
            if _is_unseen(raw, text, box, frame, grounds, has_picture):
                yield box[1], _words(raw, text, words)
    finally:
        words.close()
        page.close()


def _is_unseen(raw: Any, text: Any, box: Bounds, frame: Bounds, grounds: list[Bounds], has_picture: bool) -> bool:
    matrix = text.get_matrix()
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(text, size)
    if 0 < abs(size.value) * math.hypot(matrix.c, matrix.d) <= _SMALL:
        return True
    if raw.FPDFTextObj_GetTextRenderMode(text) == _INVISIBLE:
        return not has_picture  # over a picture it is what OCR recognised
    if box[2] < frame[0] or box[0] > frame[2] or box[3] < frame[1] or box[1] > frame[3]:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(text, red, green, blue, alpha):
        return False
    white = min(red.value, green.value, blue.value) >= _WHITE
    return (white or alpha.value == 0) and not any(_overlap(box, ground) for ground in grounds)


def _words(raw: Any, text: Any, words: Any) -> str:
    length = raw.FPDFTextObj_GetText(text, words, None, 0)
    if length <= 2:
        return ""
    length = min(length, 2 * _LONGEST_TEXT)
    buffer = (ctypes.c_ushort * (length // 2))()
    raw.FPDFTextObj_GetText(text, words, buffer, length)
    return bytes(buffer).decode("utf-16-le", "ignore").rstrip("\x00")


def _joined(texts: Iterable[tuple[float, str]]) -> Iterator[str]:
    """Texts that follow one another on a line, together: a file may draw every word by itself."""
    line, height = "", None
    for at, words in texts:
        if height is not None and abs(at - height) > _MERGE:
            yield line
            line = ""
        line, height = f"{line} {words}" if line else words, at
    yield line


def _share(box: Bounds, frame: Bounds) -> float:
    whole = (frame[2] - frame[0]) * (frame[3] - frame[1])
    return (box[2] - box[0]) * (box[3] - box[1]) / whole if whole else 0.0


def _overlap(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
