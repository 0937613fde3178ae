"""Unseen text in Office files: hidden, white on white, or too small to be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from assistant.library.readers.office.markup import A, P, S, W, integer, is_on
from assistant.library.readers.office.package import Package

if TYPE_CHECKING:
    from lxml.etree import _Element

_WHITE = re.compile(r"(?:[0-9A-F]{2})?F[A-F]F[A-F]F[A-F]", re.IGNORECASE)
_NO_GROUND = re.compile(r"auto|(?:FF)?F[A-F]F[A-F]F[A-F]", re.IGNORECASE)
_HALF_POINTS, _HUNDREDTHS, _POINTS = 4, 200, 2  # two points, as Word, PowerPoint and Excel count them
_BLANK_FORMAT = re.compile(r';;;|""(?:;"")*')


def in_word(data: bytes, name: str) -> Iterable[str]:
    """Runs of a Word document that are hidden, white on a white page, or at most two points high."""
    package = Package(data, name)
    _, root = package.main("document")
    for paragraph in root.iter(f"{W}p"):
        grounded = _has_ground(paragraph)
        yield from _stretches((_word_run(run, grounded), _words(run, f"{W}t")) for run in paragraph.iter(f"{W}r"))


def _word_run(run: _Element, grounded: bool) -> bool:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return False
    size, colour = properties.find(f"{W}sz"), properties.find(f"{W}color")
    if is_on(properties.find(f"{W}vanish")) or (size is not None and 0 < integer(size.get(f"{W}val")) <= _HALF_POINTS):
        return True
    shaded = properties.find(f"{W}shd") is not None or properties.find(f"{W}highlight") is not None
    white = colour is not None and bool(_WHITE.fullmatch(colour.get(f"{W}val", "")))
    return white and not shaded and not grounded


def _has_ground(paragraph: _Element) -> bool:
    """Whether a paragraph may stand on a colour: its own, its cell's, its table's or its text box's."""
    own = paragraph.find(f"{W}pPr/{W}shd")
    if own is not None and not _NO_GROUND.fullmatch(own.get(f"{W}fill", "auto")):
        return True
    return any(holder.tag in (f"{W}tbl", f"{W}txbxContent") for holder in paragraph.iterancestors())


def in_deck(data: bytes, name: str) -> Iterable[str]:
    """Runs on slides that are at most two points high, or white where neither slide nor shape has a colour."""
    package = Package(data, name)
    path, _ = package.main("presentation")
    for slide in package.related(path, "slide"):
        content = package.xml(slide)
        if content is None:
            continue
        coloured = any(background(layer) for layer in _layers(package, slide, content))
        for shape in content.iter(f"{P}sp"):
            grounded = coloured or _is_filled(shape)
            for paragraph in shape.iter(f"{A}p"):
                yield from _stretches(
                    (_slide_run(run, grounded), run.findtext(f"{A}t") or "") for run in paragraph.iter(f"{A}r")
                )


def _layers(package: Package, slide: str, content: _Element) -> Iterator[_Element]:
    yield content
    for layout in package.related(slide, "slideLayout"):
        for path in (layout, *package.related(layout, "slideMaster")):
            layer = package.xml(path)
            if layer is not None:
                yield layer


def background(layer: _Element) -> bool:
    """Whether a slide, layout or master paints its ground with more than the theme's first background."""
    found = layer.find(f"{P}cSld/{P}bg")
    if found is None:
        return False
    plain = found.find(f"{P}bgRef/{A}schemeClr")
    return plain is None or plain.get("val") not in ("bg1", "lt1")


def _is_filled(shape: _Element) -> bool:
    properties = shape.find(f"{P}spPr")
    fills = ("solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
    own = properties is not None and any(properties.find(f"{A}{fill}") is not None for fill in fills)
    style = shape.find(f"{P}style/{A}fillRef")
    return own or (style is not None and style.get("idx") != "0")


def _slide_run(run: _Element, grounded: bool) -> bool:
    properties = run.find(f"{A}rPr")
    if properties is None:
        return False
    if 0 < integer(properties.get("sz")) <= _HUNDREDTHS:
        return True
    colour = properties.find(f"{A}solidFill/{A}srgbClr")
    return colour is not None and bool(_WHITE.fullmatch(colour.get("val", ""))) and not grounded


def in_workbook(data: bytes, name: str) -> Iterable[str]:
    """Cells that are white without a ground, at most two points high, or formatted to show nothing."""
    package = Package(data, name)
    path, _ = package.main("workbook")
    styles = package.xml(next(package.related(path, "styles"), None))
    invisible = set(_invisible(styles)) if styles is not None else set()
    if not invisible:
        return
    shared = package.xml(next(package.related(path, "sharedStrings"), None))
    texts = ["".join(t.text or "" for t in item.iter(f"{S}t")) for item in (shared if shared is not None else ())]
    for sheet in package.related(path, "worksheet"):
        content = package.xml(sheet)
        for cell in content.iter(f"{S}c") if content is not None else ():
            if integer(cell.get("s"), -1) in invisible:
                yield _cell_text(cell, texts)


def _invisible(styles: _Element) -> Iterator[int]:
    """The numbers of the cell formats whose text cannot be seen."""
    formats = {integer(one.get("numFmtId")): one.get("formatCode", "") for one in styles.iter(f"{S}numFmt")}
    fonts = [font for holder in styles.iterchildren(f"{S}fonts") for font in holder]
    fills = [fill for holder in styles.iterchildren(f"{S}fills") for fill in holder]
    cells = [one for holder in styles.iterchildren(f"{S}cellXfs") for one in holder]
    for number, one in enumerate(cells):
        font, fill = integer(one.get("fontId"), -1), integer(one.get("fillId"), -1)
        small, white = _font(fonts[font]) if 0 <= font < len(fonts) else (False, False)
        plain = not 0 <= fill < len(fills) or fills[fill].find(f"{S}patternFill[@patternType='solid']") is None
        blank = bool(_BLANK_FORMAT.fullmatch(formats.get(integer(one.get("numFmtId")), "")))
        if small or blank or (white and plain):
            yield number


def _font(font: _Element) -> tuple[bool, bool]:
    size, colour = font.find(f"{S}sz"), font.find(f"{S}color")
    small = size is not None and re.fullmatch(r"[01](?:\.\d+)?|2(?:\.0+)?", size.get("val", "")) is not None
    white = colour is not None and (bool(_WHITE.fullmatch(colour.get("rgb", ""))) or colour.get("theme") == "0")
    return small, white


def _cell_text(cell: _Element, texts: list[str]) -> str:
    if cell.get("t") == "s":
        number = integer(cell.findtext(f"{S}v"), -1)
        return texts[number] if 0 <= number < len(texts) else ""
    return _words(cell, f"{S}t")


def _words(holder: _Element, tag: str) -> str:
    return "".join(part.text or "" for part in holder.iter(tag))


def _stretches(runs: Iterable[tuple[bool, str]]) -> Iterator[str]:
    """What stands together in runs that cannot be seen; blanks between them count as they do."""
    for hidden, group in groupby(runs, key=lambda run: run[0]):
        if hidden:
            yield "".join(text for _, text in group)
