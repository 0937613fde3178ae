"""Tables of a web page: spans filled in, so that every cell has the headers it stands under."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.library.text import Block, BlockKind, clean, row

if TYPE_CHECKING:
    from lxml.etree import _Element

CellText = Callable[["_Element"], str]

_MOST_COLUMNS = 60  # what a colspan may claim; the rest would be padding made to exhaust us
_BOLD = ("b", "strong")


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    is_header: bool
    element: _Element


_Row = list[_Cell]


def is_layout(table: _Element) -> bool:
    """Whether a table only arranges a page: it says so, or holds headings or further tables."""
    if table.get("role") in ("presentation", "none"):
        return True
    return any(True for inner in table.iter("table", "h1", "h2", "h3", "h4", "h5", "h6") if inner is not table)


def table_rows(table: _Element, cell_text: CellText, number: int) -> Iterator[Block]:
    """The caption as a paragraph, then a block for each row of data."""
    caption = table.find("caption")
    if caption is not None and (text := clean(cell_text(caption))):
        yield Block(BlockKind.PARAGRAPH, text)
    header: list[str] = []
    unused: list[_Row] = []  # header rows under which no data has come yet
    for cells, in_head in _grid(table, cell_text):
        if in_head or _is_header(cells, first=not header and not unused):
            unused.append(cells)
            continue
        if unused:
            header, unused = _names(unused), []
        yield from filter(None, [_data(header, cells, number)])
    for cells in unused:
        yield from filter(None, [row([""] * len(cells), [cell.text for cell in cells], table=number)])


def _data(header: Sequence[str], cells: _Row, number: int) -> Block | None:
    values = [cell.text for cell in cells]
    if len({cell.element for cell in cells}) == 1:  # a heading inside the table, across all columns
        return row([""], values[:1], table=number)
    if not header and len(cells) == 2 and cells[0].is_header:
        return row([values[0].rstrip(":")], values[1:], table=number)  # the row writes a colon of its own
    return row([*header, *[""] * (len(values) - len(header))], values, table=number)


def _is_header(cells: _Row, *, first: bool) -> bool:
    if len({cell.element for cell in cells}) < 2:
        return False
    if all(cell.is_header for cell in cells):
        return True
    return first and all(not cell.text or _is_bold(cell.element) for cell in cells)


def _is_bold(cell: _Element) -> bool:
    """Whether all the text of a cell stands in bold, as hand-made tables mark their headers."""
    if (cell.text or "").strip():
        return False
    return all((child.tag in _BOLD or _is_bold(child)) and not (child.tail or "").strip() for child in cell)


def _names(rows: Sequence[_Row]) -> list[str]:
    """One name per column from one or several header rows: "Watch Essential" above "Price" gives both."""
    names: list[str] = []
    for column in range(max(map(len, rows))):
        parts = [cells[column].text for cells in rows if column < len(cells)]
        names.append(" ".join(dict.fromkeys(filter(None, parts))))
    return names


def _grid(table: _Element, cell_text: CellText) -> Iterator[tuple[_Row, bool]]:
    """The rows of a table with every span filled in, each with whether it stands in the head."""
    open_spans: dict[int, tuple[int, _Cell]] = {}  # column -> how many more rows, and the cell
    for element in _row_elements(table):
        cells: _Row = []
        waiting = deque(cell for cell in element if cell.tag in ("td", "th"))
        while waiting or len(cells) in open_spans:
            column = len(cells)
            if column in open_spans:
                left, cell = open_spans.pop(column)
                if left > 1:
                    open_spans[column] = (left - 1, cell)
                cells.append(cell)
                continue
            source = waiting.popleft()
            cell = _Cell(clean(cell_text(source)), source.tag == "th", source)
            for _ in range(min(_span(source, "colspan"), max(1, _MOST_COLUMNS - column))):
                if len(cells) in open_spans:
                    break
                if _span(source, "rowspan") > 1:
                    open_spans[len(cells)] = (_span(source, "rowspan") - 1, cell)
                cells.append(cell)
        parent = element.getparent()
        if cells:
            yield cells, parent is not None and parent.tag == "thead"


def _row_elements(table: _Element) -> Iterator[_Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _span(cell: _Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return int(value) if value.isascii() and value.isdecimal() and 0 < len(value) < 6 and int(value) else 1
