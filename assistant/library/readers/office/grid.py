"""Tables as grids: which rows are the header, and every other row with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.library.text import Block, BlockKind, clean, row


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell of a table; one that spans several places is the same object in each of them.

    `strong` tells what stands out as headers do: bold or on a ground of its own.
    """

    text: str
    strong: bool = False


Grid = Sequence[Sequence[Cell]]

_LONGEST_VALUE = 24  # what is longer and spans several columns is a remark


def table_blocks(grid: Grid, marked: int | None, number: int, page: str | None = None) -> Iterator[Block]:
    """Rows with their headers; a title above them, across all columns, as a paragraph.

    `marked` is how many rows the file itself calls headers; None where it does not say.
    """
    grid = [cells for cells in grid if any(cell.text for cell in cells)]
    while len(grid) > 1 and _spans_all(grid[0]):
        yield Block(BlockKind.PARAGRAPH, clean(grid[0][0].text), page=page)
        grid, marked = grid[1:], marked and marked - 1
    heads = _guess(grid) if marked is None else marked
    heads = heads if heads < len(grid) else 0
    repeated = [[cell.text for cell in cells] for cells in grid[:heads]]
    for cells in grid[heads:]:
        if [cell.text for cell in cells] not in repeated:
            yield from filter(None, [headed_row(grid[:heads], cells, number, page)])


def headed_row(heads: Grid, cells: Sequence[Cell], number: int, page: str | None = None) -> Block | None:
    """A row with the names above each of its cells: "Price" above "EUR" gives both.

    A cell that spans several columns is said once under the name they share; a short one without such a name
    ("Included") holds for each of them, a long one is a remark and holds for none.
    """
    names: list[str] = []
    values: list[str] = []
    column = 0
    while column < len(cells):
        end = column + 1
        while end < len(cells) and cells[end] is cells[column] and cells[column].text:
            end += 1
        parts = _names(heads, range(column, end), whole=end - column == len(cells), value=cells[column].text)
        names += parts
        values += [cells[column].text] * len(parts)
        column = end
    filled = [value for value in values if value]
    if not any(names) and len(filled) == 2:  # a label and its value
        names, values = [filled[0].rstrip(":")], filled[1:]  # the row writes a colon of its own
    return row(names, values, page=page, table=number)


def is_label_column(grid: Grid) -> bool:
    """Whether the first column names the rows and nothing names the columns: only the former stands out."""
    first = [cells[0] for cells in grid if cells and cells[0].text]
    return len(first) > 1 and all(cell.strong for cell in first) and not all_strong(grid[0])


def all_strong(cells: Sequence[Cell]) -> bool:
    """Whether all that a row holds stands out."""
    return all(cell.strong for cell in cells if cell.text)


def one_line(blocks: Sequence[Block]) -> str:
    """What stands in a cell as one line: its paragraphs and items one after the other."""
    line = ""
    for block in blocks:
        separator = " " if not line or line[-1] in ".,:;!?" else ", "
        line = f"{line}{separator}{block.text}" if line else block.text
    return line


def is_second_head(first: Sequence[Cell], second: Sequence[Cell], later: Sequence[Cell]) -> bool:
    """Whether a second row names the columns under a name that spans several; a row of data must not be lost in it."""
    if not any(left is right and left.text for left, right in pairwise(first)):
        return False
    if all_strong(first):
        return all_strong(second)
    shared = any(above is below and above.text for above, below in zip(first, second, strict=False))
    columns = zip(second, later, strict=False)
    return shared or any(_has_digit(below) and not _has_digit(above) for above, below in columns)


def _guess(grid: Grid) -> int:
    if len(grid) < 2 or is_label_column(grid):
        return 0
    return 2 if len(grid) > 2 and is_second_head(*grid[:3]) else 1


def _has_digit(cell: Cell) -> bool:
    return any(sign.isdigit() for sign in cell.text)


def _spans_all(cells: Sequence[Cell]) -> bool:
    return len(cells) > 1 and len(set(cells)) == 1


def _names(heads: Grid, span: range, *, whole: bool, value: str) -> list[str]:
    """The names that a value is said under, once for each of them."""
    if len(span) > 1:
        if whole or len(value) > _LONGEST_VALUE or _crosses(heads, span):
            return [""]
        if shared := _shared_name(heads, span):
            return [shared]
    return [_name(heads, at) for at in span]


def _name(heads: Grid, column: int) -> str:
    return " ".join(dict.fromkeys(cells[column].text for cells in heads if column < len(cells) and cells[column].text))


def _shared_name(heads: Grid, span: range) -> str:
    """The name that spans exactly these columns."""
    for cells in heads:
        inside = {cells[at] for at in span if at < len(cells)}
        beside = [cells[at] for at in (span.start - 1, span.stop) if 0 <= at < len(cells)]
        if len(inside) == 1 and not inside & set(beside):
            return inside.pop().text
    return ""


def _crosses(heads: Grid, span: range) -> bool:
    """Whether columns stand under several names of which one spans more than its own column."""
    for cells in heads:
        inside = {cells[at] for at in span if at < len(cells)}
        if len(inside) > 1 and any(cells.count(cell) > 1 for cell in inside if cell.text):
            return True
    return False
