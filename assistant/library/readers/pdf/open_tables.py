"""Tables without any drawn line: rows of text pieces that stand below one another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.library.readers.pdf.columns import Flow, columns_of, table_of
from assistant.library.readers.pdf.lines import Line
from assistant.library.readers.pdf.tables import Table

# In units of the font's size.
_ROW_DISTANCE = 3.2
_LINE_DISTANCE = 1.5
_MARKER = re.compile(r"(?:[^\w\s]|\(?\w{1,4}[.)])(?:\s|$)")
_WORD = re.compile(r"[^\W\d_]{2}")

Rows = list[list[Line]]


def with_open_tables(flow: Flow) -> Flow:
    """The flow of a page with its runs of lines that stand in columns as tables."""
    return list(_grouped(flow))


def _grouped(flow: Flow) -> Iterator[Line | Table]:
    run: Rows = []
    for item in flow:
        if isinstance(item, Line) and run and _is_next_row(run, item):
            run.append([item])
        elif isinstance(item, Line) and run and _is_rest_of_cell(run, item):
            run[-1].append(item)
        else:
            yield from _closed(run)
            run = [[item]] if isinstance(item, Line) and len(item.pieces) > 1 else []
            if not run:
                yield item
    yield from _closed(run)


def _is_next_row(run: Rows, line: Line) -> bool:
    last = run[-1][-1]
    return len(line.pieces) > 1 and 0 < last.base - line.base < _ROW_DISTANCE * line.size


def _is_rest_of_cell(run: Rows, line: Line) -> bool:
    """Whether a single piece goes on with a cell, below a column that is not the first."""
    last = run[-1][-1]
    starts = [piece.left for piece in run[-1][0].pieces[1:]]
    below = 0 < last.base - line.base < _LINE_DISTANCE * line.size
    return below and len(line.pieces) == 1 and any(abs(line.left - start) < 2 for start in starts)


def _closed(run: Rows) -> Iterator[Line | Table]:
    columns = columns_of(run)
    table = table_of(run, columns) if _looks_tabular(run, len(columns)) else None
    if table is None:
        yield from (line for row in run for line in row)
    else:
        yield table


def _looks_tabular(run: Rows, columns: int) -> bool:
    """At least three rows whose columns hold words or amounts, and no list or table of contents."""
    if len(run) < 3 or columns < 2 or all(_MARKER.match(row[0].pieces[0].text) for row in run):
        return False
    if all(row[0].pieces[-1].text.isdecimal() for row in run):
        return False
    pieces = [piece for row in run for line in row for piece in line.pieces]
    full = sum(len(row[0].pieces) >= max(2, columns - 1) for row in run)
    words = sum(bool(_WORD.search(piece.text)) for piece in pieces)
    return full >= 0.6 * len(run) and words >= 0.3 * len(pieces)
