"""A PowerPoint presentation from its bytes to its blocks, slide by slide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.library.readers.office.drawing import drawn, paragraph_text
from assistant.library.readers.office.grid import Cell, Grid, one_line, table_blocks
from assistant.library.readers.office.markup import A, P, R, integer, is_true, local
from assistant.library.readers.office.package import Package
from assistant.library.readers.slides.bullets import paragraphs
from assistant.library.readers.slides.shapes import Layers, Shape, shapes
from assistant.library.text import Block, BlockKind, clean

if TYPE_CHECKING:
    from lxml.etree import _Element

NOTES = "Speaker notes"
_FURNITURE = ("sldNum", "ftr", "dt", "hdr")
_STYLES = {"title": "titleStyle", "ctrTitle": "titleStyle", "": "otherStyle"}
_MOST_COLUMNS = 100  # what a merged cell may claim; more would be padding made to exhaust us


def read_pptx(data: bytes, name: str) -> Iterable[Block]:
    """The blocks of a presentation; notes, comments and what is hidden are aside, footers are left out."""
    package = Package(data, name)
    path, root = package.main("presentation")
    extent = root.find(f"{P}sldSz")
    size = (integer(extent.get("cx")), integer(extent.get("cy"))) if extent is not None else None
    tables = 0
    for number, element in enumerate(root.iter(f"{P}sldId"), start=1):
        _, target = package.target(path, element.get(f"{R}id"))
        content = package.xml(target)
        if content is None:
            continue
        slide = _Slide(package, target, content, number, tables)
        yield from slide.blocks(size)
        tables = slide.tables


class _Slide:
    """One slide being read."""

    def __init__(self, package: Package, path: str, root: _Element, number: int, tables: int) -> None:
        self._package = package
        self._path = path
        self._root = root
        self._number = number
        self._page = str(number)
        self._layers = Layers.of(package, path)
        self.tables = tables

    def blocks(self, size: tuple[int, int] | None) -> Iterator[Block]:
        """The title as a heading, the content, then what the audience of the slide does not see."""
        tree = self._root.find(f"{P}cSld/{P}spTree")
        found = shapes(tree, self._layers, size) if tree is not None else []
        title = next((shape for shape in found if shape.is_title and not shape.hidden and _text(shape)), None)
        content = [block for shape in found if shape is not title for block in self._shape(shape)]
        behind = [*self._notes(), *self._comments()]
        if title is None and not content and not behind:
            return
        hidden = self._root.get("show", "1") in ("0", "false")
        # A heading that only asides stand under must not be all that is left of a slide.
        bare = title is None and all(block.aside for block in content)
        yield self._heading(title, aside=hidden or bare)
        yield from (replace(block, aside=block.aside or hidden) for block in [*content, *behind])

    def _heading(self, title: Shape | None, *, aside: bool) -> Block:
        first = title is not None and title.kind == "ctrTitle" and self._number == 1
        text = _text(title) if title is not None else f"Slide {self._number}"
        return Block(BlockKind.HEADING, text, level=1 if first else 2, page=self._page, aside=aside)

    def _shape(self, shape: Shape) -> Iterator[Block]:
        if shape.kind in _FURNITURE:
            return
        for block in self._content(shape):
            yield replace(block, aside=True) if shape.hidden else block

    def _content(self, shape: Shape) -> Iterator[Block]:
        element = shape.element
        kind = local(element)
        if kind == "grpSp":
            for inner in shapes(element, self._layers):
                yield from self._shape(inner)
        elif kind == "graphicFrame":
            yield from self._frame(element)
        else:
            for body in element.iterchildren(f"{P}txBody"):
                yield from paragraphs(body, self._list_styles(shape), self._page)

    def _frame(self, frame: _Element) -> Iterator[Block]:
        for table in frame.iterfind(f"{A}graphic/{A}graphicData/{A}tbl"):
            self.tables += 1
            properties = table.find(f"{A}tblPr")
            yield from table_blocks(_grid(table), _marked(properties), self.tables, self._page)
        blocks = list(drawn(self._package, self._path, frame, self.tables + 1, self._page))
        self.tables += bool(blocks)
        yield from blocks

    def _list_styles(self, shape: Shape) -> list[_Element]:
        found = [layer.find(f"{P}txBody/{A}lstStyle") for layer in shape.layers]
        if self._layers.master is not None:
            name = _STYLES.get(shape.kind, "bodyStyle")
            found.append(self._layers.master.find(f"{P}txStyles/{P}{name}"))
        return [style for style in found if style is not None]

    def _notes(self) -> Iterator[Block]:
        blocks: list[Block] = []
        for path in self._package.related(self._path, "notesSlide"):
            root = self._package.xml(path)
            for shape in root.iter(f"{P}sp") if root is not None else ():
                placeholder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
                body = shape.find(f"{P}txBody")
                if body is not None and (placeholder is None or placeholder.get("type") == "body"):
                    blocks += paragraphs(body, [], self._page)
        if blocks:
            yield Block(BlockKind.HEADING, NOTES, level=3, page=self._page, aside=True)
            yield from (replace(block, aside=True) for block in blocks)

    def _comments(self) -> Iterator[Block]:
        for path in self._package.related(self._path, "comments"):
            root = self._package.xml(path)
            for comment in root.iter() if root is not None else ():
                if local(comment) in ("cm", "reply") and (text := _comment(comment)):
                    yield Block(BlockKind.PARAGRAPH, f"Comment: {text}", page=self._page, aside=True)


def _text(shape: Shape) -> str:
    body = shape.element.find(f"{P}txBody")
    return clean(" ".join(map(paragraph_text, body.iterchildren(f"{A}p")))) if body is not None else ""


def _comment(comment: _Element) -> str:
    """The words of a comment in its older or newer form, without those of its replies."""
    for child in comment:
        if local(child) == "text":
            return clean(child.text or "")
        if local(child) == "txBody":
            return clean(" ".join(map(paragraph_text, child.iterchildren(f"{A}p"))))
    return ""


def _marked(properties: _Element | None) -> int | None:
    """How many header rows a table says it has; None when it names neither a first row nor a first column."""
    if properties is not None and is_true(properties.get("firstRow")):
        return 1
    return 0 if properties is not None and is_true(properties.get("firstCol")) else None


def _grid(table: _Element) -> Grid:
    """The cells of a table, each in all the places that it covers."""
    rows: list[list[Cell]] = []
    for row in table.iterchildren(f"{A}tr"):
        cells: list[Cell] = []
        for at, cell in enumerate(row.iterchildren(f"{A}tc")):
            if at >= _MOST_COLUMNS:
                break
            above = rows[-1][at] if rows and at < len(rows[-1]) else None
            if is_true(cell.get("hMerge")) and cells:
                cells.append(cells[-1])
            elif is_true(cell.get("vMerge")) and above is not None:
                cells.append(above)
            else:
                cells.append(_cell(cell))
        rows.append(cells)
    return rows


def _cell(cell: _Element) -> Cell:
    body = cell.find(f"{A}txBody")
    texts = list(map(paragraph_text, body.iterchildren(f"{A}p"))) if body is not None else []
    runs = [run for run in cell.iter(f"{A}r") if (run.findtext(f"{A}t") or "").strip()]
    bold = [run for run in runs if (properties := run.find(f"{A}rPr")) is not None and is_true(properties.get("b"))]
    return Cell(one_line([Block(BlockKind.PARAGRAPH, text) for text in texts if text]), len(bold) == len(runs))
