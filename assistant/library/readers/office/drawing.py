"""What is drawn in Office files and yet is text: paragraphs of shapes, charts, diagrams."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from assistant.library.readers.footnotes import superscript
from assistant.library.readers.office.equation import linear
from assistant.library.readers.office.markup import DGM, A, C, M, R, integer, local, unwrapped
from assistant.library.readers.office.package import Package
from assistant.library.readers.workbook.formats import shown_number
from assistant.library.text import Block, BlockKind, clean, row

if TYPE_CHECKING:
    from lxml.etree import _Element


def paragraph_text(paragraph: _Element) -> str:
    """The text of a paragraph in a shape; raised digits as such, so that no number grows by them."""
    pieces: list[tuple[bool, str]] = []
    for child in unwrapped(paragraph):
        if child.tag in (f"{A}r", f"{A}fld"):
            properties = child.find(f"{A}rPr")
            raised = properties is not None and integer(properties.get("baseline")) > 0
            pieces.append((raised, child.findtext(f"{A}t") or ""))
        elif child.tag == f"{A}br":
            pieces.append((False, "\n"))
        else:
            pieces += [(False, linear(math)) for math in child.iter(f"{M}oMath")]
    return clean(joined(pieces))


def joined(pieces: list[tuple[bool, str]]) -> str:
    """Pieces of text, each with whether it is raised; digits that are raised together are one mark."""
    parts: list[str] = []
    for raised, group in groupby(pieces, key=lambda piece: piece[0]):
        text = "".join(piece for _, piece in group)
        parts.append((superscript(text) or text) if raised else text)
    return "".join(parts)


def drawn(package: Package, path: str, element: _Element, table: int, page: str | None = None) -> Iterator[Block]:
    """The rows of a chart or the texts of a diagram that an element of a part shows; nothing for pictures."""
    for reference in element.iter(f"{C}chart", f"{DGM}relIds"):
        identifier = reference.get(f"{R}id") or reference.get(f"{R}dm")
        _, target = package.target(path, identifier)
        root = package.xml(target)
        if root is not None:
            made = _chart(root, table, page) if reference.tag == f"{C}chart" else _diagram(root, page)
            yield from made


def _diagram(root: _Element, page: str | None) -> Iterator[Block]:
    for point in root.iter(f"{DGM}pt"):
        text = clean(" ".join(paragraph_text(paragraph) for paragraph in point.iter(f"{A}p")))
        if text and point.get("type", "node") in ("node", "asst"):
            yield Block(BlockKind.ITEM, text, page=page)


def _chart(root: _Element, table: int, page: str | None) -> Iterator[Block]:
    title = root.find(f"{C}chart/{C}title")
    if title is not None:
        words = [paragraph_text(paragraph) for paragraph in title.iter(f"{A}p")] or _values(title).values()
        yield Block(BlockKind.PARAGRAPH, clean(" ".join(words)), page=page)
    series = list(root.iter(f"{C}ser"))
    names = [" ".join(_values(one.find(f"{C}tx")).values()) for one in series]
    columns = [_values(_first(one, "val", "yVal")) for one in series]
    categories: dict[int, str] = {}
    for one in series:
        categories = _values(_first(one, "cat", "xVal")) | categories
    for at in sorted({at for column in columns for at in column}):
        values = [column.get(at, "") for column in columns]
        yield from filter(None, [row(["", *names], [categories.get(at, ""), *values], page=page, table=table)])


def _first(series: _Element, *names: str) -> _Element | None:
    found = (series.find(f"{C}{name}") for name in names)
    return next((element for element in found if element is not None), None)


def _values(element: _Element | None) -> dict[int, str]:
    """The stored points of a series; the names of nested categories one after the other."""
    found: dict[int, str] = {}
    for cache in (
        element.iter(f"{C}strCache", f"{C}numCache", f"{C}lvl", f"{C}strLit", f"{C}numLit")
        if (element is not None)
        else ()
    ):
        code = cache.findtext(f"{C}formatCode") or "General"
        for point in cache.iterchildren(f"{C}pt"):
            text = point.findtext(f"{C}v") or ""
            if local(cache).startswith("num"):
                text = shown_number(text, point.get("formatCode") or code)
            at = integer(point.get("idx"))
            found[at] = f"{text} {found[at]}" if at in found else text
    return found
