"""Tables of a PDF, however they were found: which rows are the header, what continues on the next page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.library.text import Block, row

JoinLines = Callable[[Sequence[str]], str]

_SAME_COLUMN = 4.0
_SAME_TEXT = 24.0
_MOST_HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its lines, their size, whether all of it is bold, and the area it shares with merged neighbours."""

    lines: tuple[str, ...]
    size: float
    bold: bool
    region: int


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table on the page where it begins; `shaded` says that the first row has a background of its own.

    `top` and `bottom` are its edges where lines are drawn around it.
    """

    page: int
    xs: tuple[float, ...]
    rows: tuple[Row, ...]
    shaded: bool = False
    header_rows: int = 0
    top: float = 0.0
    bottom: float = 0.0


def with_header(table: Table) -> Table:
    """The table with its header rows counted."""
    return replace(table, header_rows=_header_rows(table))


def _header_rows(table: Table) -> int:
    rows = table.rows
    if len(rows) < 2 or sum(bool(cell.lines) for cell in rows[0]) < 2:
        return 0
    bold = 0
    while bold < len(rows) and _is_bold(rows[bold]):
        bold += 1
    if 0 < bold < len(rows):
        return min(bold, _MOST_HEADER_ROWS)
    if table.shaded or (len(rows[0]) > 2 and _names_columns(rows)):
        return 1
    return 0


def _is_bold(cells: Row) -> bool:
    return any(cell.lines for cell in cells) and all(cell.bold for cell in cells if cell.lines)


def _names_columns(rows: Sequence[Row]) -> bool:
    """Without any mark of style: names above figures."""
    first, *body = [" ".join(line for cell in cells for line in cell.lines) for cells in rows]
    named = all(cell.lines for cell in rows[0]) and not re.search(r"\d", first)
    return named and all(re.search(r"\d", text) for text in body)


def continued(first: Table, following: Table, join: JoinLines) -> Table | None:
    """Both as one table, when the second is the first one's continuation on the next page."""
    if len(first.xs) != len(following.xs) or not _same_columns(first, following):
        return None
    repeated = _repeated(first, following, join)
    if following.header_rows > repeated:
        return None
    first = replace(first, header_rows=first.header_rows or repeated)  # what every page repeats is a header
    rows = following.rows[repeated:]
    if not rows:
        return first
    if first.rows and _is_rest_of(first.rows[-1], rows[0]):
        merged = tuple(
            replace(cell, lines=cell.lines + rest.lines) for cell, rest in zip(first.rows[-1], rows[0], strict=True)
        )
        return replace(first, rows=(*first.rows[:-1], merged, *rows[1:]))
    return replace(first, rows=first.rows + rows)


def _repeated(first: Table, following: Table, join: JoinLines) -> int:
    """How many rows at the top of the second are the header of the first again, or its first row if it has none."""
    heads = first.header_rows or 1
    same = _texts(first.rows[:heads], join) == _texts(following.rows[:heads], join)
    return heads if same and len(first.rows) > heads else 0


def _same_columns(first: Table, following: Table) -> bool:
    xs, others = first.xs, following.xs
    shift = others[0] - xs[0]  # left and right pages may have different margins
    if first.top == first.bottom and following.top == following.bottom:
        # Without drawn edges a column is as wide as what happens to stand in it.
        return all(abs(other - x - shift) <= _SAME_TEXT for x, other in zip(xs[:-1], others[:-1], strict=True))
    return all(abs(other - x - shift) <= _SAME_COLUMN for x, other in zip(xs, others, strict=True))


def _texts(rows: Sequence[Row], join: JoinLines) -> list[list[str]]:
    return [[join(cell.lines) for cell in cells] for cells in rows]


def _is_rest_of(cells: Row, rest: Row) -> bool:
    """Whether a row at the top of a page is the rest of the one at the foot of the page before."""
    if rest[0].lines or not cells[0].lines:
        return False
    pairs = [
        (cell.lines[-1], part.lines[0]) for cell, part in zip(cells, rest, strict=True) if cell.lines and part.lines
    ]
    return any(part[0].islower() and not line.endswith((".", "!", "?", ";")) for line, part in pairs)


def table_blocks(table: Table, join: JoinLines, page: str, number: int) -> Iterator[Block]:
    """A block for each row of data, with the names of its columns."""
    names = _column_names(table, join)
    for cells in table.rows[table.header_rows :]:
        values = [join(cell.lines) for cell in cells]
        if len({cell.region for cell in cells}) == 1:  # a heading inside the table, across all columns
            block = row([""], values[:1], page=page, table=number)
        elif not table.header_rows and len(values) == 2:
            label = [values[0].rstrip(":")]  # the row writes a colon of its own
            block = row(label, values[1:], page=page, table=number) if all(values) else None
            block = block or row(["", ""], values, page=page, table=number)
        else:
            block = row(names, values, page=page, table=number)
        if block is not None:
            yield block


def _column_names(table: Table, join: JoinLines) -> list[str]:
    """One name per column from all header rows: "Watch Essential" above "Price" gives both."""
    names: list[str] = []
    for column in range(len(table.xs) - 1):
        parts = [join(cells[column].lines) for cells in table.rows[: table.header_rows]]
        names.append(" ".join(dict.fromkeys(filter(None, parts))))
    return names
