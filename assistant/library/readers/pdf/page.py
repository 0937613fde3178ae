"""What stands on a page of a PDF: its characters in the order of the file, and the shapes drawn on it."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_BOLD_NAMES = re.compile(r"bold|black|heavy|demi|medi(?!um)|cmbx|sfbx", re.IGNORECASE)  # the last three: LaTeX
_MOST_SHAPES = 20_000  # more is a map or a drawing, not a table
_SMALLEST, _LARGEST = 0.5, 5000.0  # sizes of text that are sizes
_SMALLEST_DOT, _LARGEST_DOT = 1.5, 8.0
_MOST_OF_PAGE = 0.5
_LINE_END_HYPHEN = "\x02"  # what PDFium makes of a hyphen at the end of a line


class Glyph(NamedTuple):
    """A character: its box with the baseline inside, up being positive, and its font's size and weight."""

    char: str
    left: float
    bottom: float
    right: float
    top: float
    base: float
    size: float
    bold: bool

    @property
    def middle(self) -> tuple[float, float]:
        """The point that decides which table cell a character belongs to."""
        return (self.left + self.right) / 2, self.base + self.size / 4


_SPACE = Glyph(" ", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, False)  # only its place among the others counts


class Box(NamedTuple):
    """A rectangle, up being positive; a rule is a thin one."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class Page:
    """One page, turned so that most of its text runs from left to right; `sideways` is the text that does not.

    `is_picture` says that it has no text but a picture over most of it, as a scan has.
    """

    number: int
    label: str
    frame: Box
    glyphs: tuple[Glyph, ...]
    sideways: tuple[Glyph, ...]
    shapes: tuple[Box, ...]
    is_picture: bool = False


def read_page(page: PdfPage, number: int, label: str) -> Page:
    """Characters and shapes of a page; what lies off the page is left out."""
    frame = Box(*page.get_bbox())
    text = page.get_textpage()
    found = [(turn, glyph) for turn, glyph in _glyphs(text) if glyph is _SPACE or frame.holds(glyph.left, glyph.top)]
    text.close()
    counts = Counter(turn for turn, glyph in found if glyph is not _SPACE)
    turns = [turn for turn, _ in counts.most_common()] or [0]
    by_turn = [tuple(_turned_glyph(glyph, turn) for own, glyph in found if own == turn) for turn in turns]
    shapes = tuple(_turned(box, turns[0]) for box in _shapes(page)) if counts else ()
    is_picture = not counts and _is_picture(page, frame)
    page.close()
    sideways = tuple(glyph for glyphs in by_turn[1:] for glyph in glyphs)
    return Page(number, label, _turned(frame, turns[0]), by_turn[0], sideways, shapes, is_picture)


def _is_picture(page: PdfPage, frame: Box) -> bool:
    import pypdfium2.raw as raw

    whole = (frame.right - frame.left) * (frame.top - frame.bottom)
    pictures = (Box(*picture.get_bounds()) for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
    # A scan may be cut into strips.
    covered = sum((box.right - box.left) * (box.top - box.bottom) for box in pictures)
    return covered > _MOST_OF_PAGE * whole


def without_text(page: Page) -> Page:
    """The page with what the later stages need: its measures, and the shapes that may be bullets."""
    return replace(page, glyphs=(), sideways=(), shapes=tuple(filter(is_dot, page.shapes)))


def is_dot(box: Box) -> bool:
    """Whether a shape is as small and as round or square as a bullet."""
    width, height = box.right - box.left, box.top - box.bottom
    return _SMALLEST_DOT <= width <= _LARGEST_DOT and abs(width - height) < 1


def _glyphs(text: PdfTextPage) -> Iterator[tuple[int, Glyph]]:
    """Every character with the turn of its direction, in the order in which the file draws them."""
    import pypdfium2.raw as raw

    handle, box = text.raw, raw.FS_RECTF()
    style_of, style, drawn_before = _Styles(handle), _Style(0, 1.0, False, 0.0), 0
    # A long document has a million characters: bound names, and as few calls for each as will do.
    unicode_of, drawing_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetTextObject, raw.FPDFText_GetLooseCharBox
    for index in range(text.count_chars()):
        char = chr(unicode_of(handle, index))
        drawn = drawing_of(handle, index)
        if not drawn or char.isspace():  # PDFium puts spaces and line ends where it sees gaps
            yield style.turn, _SPACE
            continue
        address = ctypes.addressof(drawn.contents)
        if address != drawn_before:
            style, drawn_before = style_of(index, drawn), address
        box_of(handle, index, box)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        below = (bottom, right, top, left)[style.turn]  # the side that the feet of the letters point to
        base = round(below + style.rise, 2)
        char = "-" if char == _LINE_END_HYPHEN else char
        yield style.turn, Glyph(char, left, bottom, right, top, base, style.size, style.bold)


class _Style(NamedTuple):
    turn: int  # quarter turns of the writing direction, counter-clockwise
    size: float
    bold: bool
    rise: float  # of the baseline above the lower side of the characters' boxes


class _Styles:
    """The style of a drawn text; what belongs to its font is asked for once."""

    def __init__(self, text: Any) -> None:
        import pypdfium2.raw as raw

        self._raw = raw
        self._text = text
        self._matrix = raw.FS_MATRIX()
        self._fonts: dict[int, tuple[bool, float]] = {}

    def __call__(self, index: int, drawn: Any) -> _Style:
        matrix = self._matrix
        self._raw.FPDFText_GetMatrix(self._text, index, matrix)
        size = self._raw.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        size = size if _SMALLEST < size < _LARGEST else _SMALLEST
        turn = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        font = self._raw.FPDFTextObj_GetFont(drawn)
        address = ctypes.addressof(font.contents)
        if address not in self._fonts:
            self._fonts[address] = self._is_bold(font), self._rise(index, turn) / size
        bold, rise = self._fonts[address]
        return _Style(turn, size, bold, (-rise if turn in (1, 2) else rise) * size)

    def _is_bold(self, font: Any) -> bool:
        name = ctypes.create_string_buffer(128)
        self._raw.FPDFFont_GetBaseFontName(font, name, 128)
        return bool(_BOLD_NAMES.search(name.value.decode("latin-1")))

    def _rise(self, index: int, turn: int) -> float:
        x, y, box = ctypes.c_double(), ctypes.c_double(), self._raw.FS_RECTF()
        self._raw.FPDFText_GetCharOrigin(self._text, index, x, y)
        self._raw.FPDFText_GetLooseCharBox(self._text, index, box)
        return float((y.value - box.bottom, box.right - x.value, box.top - y.value, x.value - box.left)[turn])


def _turned_glyph(glyph: Glyph, turn: int) -> Glyph:
    """The same glyph on a page turned back, so that its own direction is from left to right."""
    if turn == 0:
        return glyph
    if glyph.char == " ":
        return glyph
    box = _turned(Box(glyph.left, glyph.bottom, glyph.right, glyph.top), turn)
    base = {1: -glyph.base, 2: -glyph.base, 3: glyph.base}[turn]
    return Glyph(glyph.char, *box, base, glyph.size, glyph.bold)


def _turned(box: Box, turn: int) -> Box:
    left, bottom, right, top = box
    if turn == 1:  # text runs upwards
        return Box(bottom, -right, top, -left)
    if turn == 2:
        return Box(-right, -top, -left, -bottom)
    if turn == 3:  # text runs downwards
        return Box(-top, left, -bottom, right)
    return box


def _shapes(page: PdfPage) -> Iterator[Box]:
    """The rules and filled areas of a page, each as the box it covers."""
    import pypdfium2.raw as raw

    for count, shape in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4)):
        if count == _MOST_SHAPES:
            return
        to_page, container = shape.get_matrix(), shape.container
        while container is not None:
            to_page, container = to_page.multiply(container.get_matrix()), container.container
        yield from _strokes(raw, shape, to_page)


def _strokes(raw: Any, shape: Any, to_page: Any) -> Iterator[Box]:
    """The straight horizontal and vertical lines of a path; of a filled path also its whole box."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(shape, fill, stroke)
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    count = min(raw.FPDFPath_CountSegments(shape), 500)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(shape, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = to_page.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if stroke.value and kind == raw.FPDF_SEGMENT_LINETO and points:
            yield _span(points[-1], point)
        points.append(point)
        if stroke.value and raw.FPDFPathSegment_GetClose(segment):
            yield _span(point, points[0])
    if points:
        lefts, bottoms = zip(*points, strict=True)
        whole = Box(min(lefts), min(bottoms), max(lefts), max(bottoms))
        if fill.value or (stroke.value and is_dot(whole)):
            yield whole


def _span(start: tuple[float, float], end: tuple[float, float]) -> Box:
    return Box(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
