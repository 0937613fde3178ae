"""An Excel workbook from its bytes to its blocks, sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.errors import ContentError
from assistant.library.readers.office.drawing import paragraph_text
from assistant.library.readers.office.markup import XDR, A, R, S, integer, is_true, local
from assistant.library.readers.office.package import Package
from assistant.library.readers.workbook.regions import Region, regions
from assistant.library.readers.workbook.sheet import MAX_CELLS, TOO_LARGE, Area, Cells, Sheet, area, rich_text
from assistant.library.readers.workbook.styles import cell_styles
from assistant.library.readers.workbook.table import needs_heads, region_blocks
from assistant.library.text import Block, BlockKind, clean

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_NAMED = 20  # cells that a remark lists one by one
_THREADED = "[Threaded comment]"


def read_xlsx(data: bytes, name: str) -> Iterable[Block]:
    """The blocks of a workbook: each sheet under its name; hidden sheets, rows and columns and comments aside."""
    package = Package(data, name)
    path, root = package.main("workbook")
    properties = root.find(f"{S}workbookPr")
    since_1904 = properties is not None and is_true(properties.get("date1904"))
    styles = cell_styles(package.xml(next(package.related(path, "styles"), None)))
    texts = next(package.related(path, "sharedStrings"), None)
    cells = Cells(package, texts, styles, since_1904)
    tables = 0
    for element in root.iter(f"{S}sheet"):
        kind, target = package.target(path, element.get(f"{R}id"))
        if kind != "worksheet":
            continue  # a chart that fills a sheet shows what other sheets hold
        title = clean(element.get("name", ""))
        blocks = list(_Reading(package, target, title, cells).blocks(tables))
        tables = max((block.table for block in blocks), default=tables) or tables
        if blocks:
            hidden = element.get("state", "visible") != "visible"
            heading = Block(BlockKind.HEADING, title, level=1, page=title)
            yield from (replace(block, aside=block.aside or hidden) for block in [heading, *blocks])


class _Reading:
    """One sheet being read."""

    def __init__(self, package: Package, path: str, title: str, cells: Cells) -> None:
        self._package = package
        self._path = path
        self._title = title
        self._sheet = cells.sheet(path)

    def blocks(self, tables: int) -> Iterator[Block]:
        """Its blocks, the number of their tables going on from those before."""
        yield from self._aside(_defects(self._sheet))
        for number, region in enumerate(self._regions(), start=tables + 1):
            yield from region_blocks(region, self._sheet, self._title, number)
        yield from self._shapes()
        yield from self._aside(self._comments())

    def _regions(self) -> Iterator[Region]:
        for region in self._headed():
            # A few cells far apart make a table that is blank but for them.
            if len(region.rows) * len(region.columns) > MAX_CELLS:
                raise ContentError(self._package.name, TOO_LARGE)
            yield region

    def _headed(self) -> Iterator[Region]:
        """The regions, with headers that a blank row parts from their table put together with it."""
        above: Region | None = None
        for region in regions(self._sheet, self._tables()):
            if above is not None and above.heads is region.heads is None and needs_heads(region, above):
                above = Region({**above.rows, **region.rows}, heads=len(above.rows))
                continue
            if above is not None:
                yield above
            above = region
        if above is not None:
            yield above

    def _aside(self, texts: Iterable[str]) -> Iterator[Block]:
        for text in texts:
            yield Block(BlockKind.PARAGRAPH, text, page=self._title, aside=True)

    def _tables(self) -> list[tuple[Area, int]]:
        """The areas that the sheet itself defines as tables, and how many header rows they have."""
        found: list[tuple[Area, int]] = []
        for path in self._package.related(self._path, "table"):
            root = self._package.xml(path)
            place = area(root.get("ref", "")) if root is not None else None
            if root is not None and place:
                found.append((place, integer(root.get("headerRowCount"), 1)))
        return found

    def _shapes(self) -> Iterator[Block]:
        for path in self._package.related(self._path, "drawing"):
            root = self._package.xml(path)
            for shape in root.iter(f"{XDR}sp") if root is not None else ():
                for paragraph in shape.iter(f"{A}p"):
                    if text := paragraph_text(paragraph):
                        yield Block(BlockKind.PARAGRAPH, text, page=self._title)

    def _comments(self) -> Iterator[str]:
        for reference, text in [*self._notes(), *self._threads()]:
            place = area(reference)
            row = self._sheet.rows.get(place[0], {}) if place else {}
            label = next((row[column].text for column in sorted(row)), "")
            where = f"{reference} ({label})" if label else reference
            yield f"Comment on {where}: {text}"

    def _notes(self) -> Iterator[tuple[str, str]]:
        for comment in self._of_kind("comments", "comment"):
            holder = comment.find(f"{S}text")
            text = rich_text(holder) if holder is not None else ""
            if text and not text.startswith(_THREADED):  # what is written there for older programs
                yield comment.get("ref", ""), text

    def _threads(self) -> Iterator[tuple[str, str]]:
        for comment in self._of_kind("threadedComment", "threadedComment"):
            text = clean(" ".join(child.text or "" for child in comment if local(child) == "text"))
            if text:
                yield comment.get("ref", ""), text

    def _of_kind(self, kind: str, tag: str) -> Iterator[_Element]:
        for path in self._package.related(self._path, kind):
            root = self._package.xml(path)
            for element in root.iter() if root is not None else ():
                if local(element) == tag:
                    yield element


def _defects(sheet: Sheet) -> Iterator[str]:
    if sheet.without_value:
        yield (
            f"No value is stored for the formulas in {_named(sheet.without_value)}. "
            "Open the workbook in Excel, let it calculate, and save it again."
        )
    if sheet.errors:
        yield f"The formulas in {_named(sheet.errors)} show an error. Correct them and save the workbook again."


def _named(places: Sequence[str]) -> str:
    more = len(places) - _MOST_NAMED
    return ", ".join(places[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
