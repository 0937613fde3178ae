"""Tables between level lines: the gaps between their columns run through all rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from assistant.library.readers.pdf.lines import Line
from assistant.library.readers.pdf.pieces import Word
from assistant.library.readers.pdf.rules import Edge
from assistant.library.readers.pdf.tables import Cell, Row, Table, with_header

_SAME_EXTENT = 4.0
_TALLEST_BAND = 200.0
_MOST_CELL_LINES = 12  # more is prose in columns
# In units of the font's size.
_COLUMN_GAP = 0.45
_BESIDE_TABLE = 3.0

_CLAUSE = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.:)]?(?:\s|$)")

Flow = list[Line | Table]
Band = Sequence[Line]
Column = tuple[float, float]


def with_banded_tables(flow: Flow, levels: Sequence[Edge]) -> Flow:
    """The flow of a page with the tables in it whose rows have lines between them and whose columns have none."""
    for group in _level_groups(levels):
        flow = _with_banded_table(flow, group)
    return flow


def _level_groups(levels: Sequence[Edge]) -> Iterator[list[Edge]]:
    """Level lines of the same extent, one below the other."""
    groups: list[list[Edge]] = []
    for edge in sorted(levels, key=lambda edge: -edge.at):
        for group in groups:
            last = group[-1]
            same = abs(last.start - edge.start) < _SAME_EXTENT and abs(last.end - edge.end) < _SAME_EXTENT
            if same and last.at - edge.at < _TALLEST_BAND:
                group.append(edge)
                break
        else:
            groups.append([edge])
    return (group for group in groups if len(group) > 2)


def _with_banded_table(flow: Flow, levels: Sequence[Edge]) -> Flow:
    """The flow with the lines between level lines as a table, if they stand in columns."""
    inside = [place for place, item in enumerate(flow) if isinstance(item, Line) and _is_between(item, levels)]
    if not inside or inside[-1] - inside[0] != len(inside) - 1:
        return flow
    bands: dict[int, list[Line]] = {}
    for place in inside:
        line = flow[place]
        if isinstance(line, Line):
            bands.setdefault(bisect_right(levels, -line.base, key=lambda level: -level.at), []).append(line)
    tabular = _tabular(list(bands.values()))
    columns = columns_of([band for band in tabular if not _is_one_piece(band)])
    if len(columns) < 2:
        return flow
    few = len(tabular) <= 2
    rows = [row for band in tabular for row in (_split(band, columns) if few or _is_numbered(band) else [band])]
    first, last = flow.index(tabular[0][0]), flow.index(tabular[-1][-1])
    above = [[line] for line in _beside(flow[:first][::-1][:1], tabular[0][0], columns)]
    below = [[line] for line in _beside(flow[last + 1 :], tabular[-1][-1], columns)]
    table = table_of([*above, *rows, *below], columns)
    return flow if table is None else [*flow[: first - len(above)], table, *flow[last + 1 + len(below) :]]


def _is_between(line: Line, levels: Sequence[Edge]) -> bool:
    top, bottom = levels[0], levels[-1]
    return bottom.at < line.base < top.at and top.start - 3 <= line.left and line.right <= top.end + 3


def _tabular(bands: Sequence[Band]) -> list[Band]:
    """The bands from the first to the last that has text side by side."""
    multiple = [place for place, band in enumerate(bands) if len(columns_of([band])) > 1]
    return list(bands[multiple[0] : multiple[-1] + 1]) if multiple else []


def _is_one_piece(band: Band) -> bool:
    """Whether a band holds a single run of words: the title of a part of the table, across its columns."""
    return len(band) == 1 and len(columns_of([band])) == 1


def _is_numbered(band: Band) -> bool:
    """Whether a band is a list of clauses: "1.1", "1.2" below each other, each with its text beside it."""
    left = min(line.left for line in band)
    starts = [line for line in band if line.left < left + _COLUMN_GAP * line.size]
    return len(starts) > 1 and all(_CLAUSE.match(line.text) for line in starts)


def _beside(items: Iterable[Line | Table], edge: Line, columns: Sequence[Column]) -> Iterator[Line]:
    """Lines next to a table that stand in its columns: a header above the first line drawn, a row below the last."""
    for item in items:
        if not isinstance(item, Line) or abs(item.base - edge.base) > _BESIDE_TABLE * edge.size:
            return
        if not _fits(item, columns):
            return
        yield item
        edge = item


def _fits(line: Line, columns: Sequence[Column]) -> bool:
    """Whether every word of a line lies in a column, in at least two of them."""
    held = {_column(word, columns) for piece in line.pieces for word in piece.words}
    return len(held) > 1 and all(
        left - 1 <= word.left and (at + 1 == len(columns) or word.right < columns[at + 1][0])
        for piece in line.pieces
        for word in piece.words
        for at in [_column(word, columns)]
        for left in [columns[at][0]]
    )


def _split(band: Band, columns: Sequence[Column]) -> list[Band]:
    """The rows of a band that holds several, as below the one line under a header: those that begin side by side."""
    beside: dict[float, set[int]] = {}
    for line in band:
        for piece in line.pieces:
            beside.setdefault(piece.base, set()).update(_column(word, columns) for word in piece.words)
    starts = sorted(base for base, held in beside.items() if 0 in held)
    if len(starts) < 2 or any(len(beside[base]) <= len(columns) / 2 for base in starts):
        return [band]
    rows: dict[int, list[Line]] = {}
    for line in band:
        rows.setdefault(-bisect_right(starts, line.base - 1), []).append(line)
    return [rows[number] for number in sorted(rows)]


def columns_of(bands: Iterable[Band]) -> list[Column]:
    """The stretches across that hold text, with clear gaps between them."""
    words = [(word, piece.size) for band in bands for line in band for piece in line.pieces for word in piece.words]
    columns: list[Column] = []
    for word, size in sorted(words, key=lambda item: item[0].left):
        if columns and word.left < columns[-1][1] + _COLUMN_GAP * size:
            columns[-1] = (columns[-1][0], max(columns[-1][1], word.right))
        else:
            columns.append((word.left, word.right))
    return columns


def _column(word: Word, columns: Sequence[Column]) -> int:
    return max(0, bisect_right(columns, word.left + 1, key=lambda column: column[0]) - 1)


def table_of(rows: Sequence[Band], columns: Sequence[Column]) -> Table | None:
    """The rows as a table, unless they are too few or hold too much."""
    cells = [_cells(row, columns) for row in rows]
    if len(cells) < 2 or any(len(cell.lines) > _MOST_CELL_LINES for row in cells for cell in row):
        return None
    xs = (*(left for left, _ in columns), columns[-1][1])
    return with_header(Table(rows[0][0].page, xs, tuple(cells)))


def _cells(row: Band, columns: Sequence[Column]) -> Row:
    """The words of a row by column; a single piece that runs across columns belongs to all of them."""
    held: list[dict[float, list[str]]] = [{} for _ in columns]
    bold = [True] * len(columns)
    for line in row:
        for piece in line.pieces:
            for word in piece.words:
                at = _column(word, columns)
                held[at].setdefault(piece.base, []).append(word.text)
                bold[at] &= piece.starts_bold and piece.ends_bold
    if _is_one_piece(row) and sum(map(bool, held)) > 1:
        line = row[0]
        return (Cell((line.text,), line.size, line.bold, 0),) * len(columns)
    size = row[0].size
    return tuple(
        Cell(tuple(" ".join(words) for words in lines.values()), size, bool(lines) and is_bold, region)
        for region, (lines, is_bold) in enumerate(zip(held, bold, strict=True))
    )
