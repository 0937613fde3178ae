"""Where the tables of a sheet are: blank rows part them, and columns between two that merely stand side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.library.readers.workbook.sheet import Area, Sheet, SheetCell

Rows = Mapping[int, Mapping[int, SheetCell]]

_MOSTLY = 0.8
_MOST_COLUMNS = 200  # nobody places tables beside each other further than that


@dataclass(frozen=True, slots=True)
class Region:
    """Cells that belong together; `heads` is how many header rows the file itself says it has."""

    rows: Rows
    heads: int | None = None

    @property
    def columns(self) -> list[int]:
        """The columns that are used, from left to right."""
        return sorted({column for cells in self.rows.values() for column in cells})


def regions(sheet: Sheet, tables: Sequence[tuple[Area, int]]) -> list[Region]:
    """The regions of a sheet from top to bottom; `tables` are those that the file defines, with their header rows."""
    rest = {number: dict(cells) for number, cells in sheet.rows.items()}
    found = [Region(taken, heads) for area, heads in tables if (taken := _taken(rest, area))]
    for rows in _parted(rest):
        found += [Region(part) for part in _side_by_side(rows)]
    return sorted(found, key=lambda region: (min(region.rows), region.columns[0]))


def _taken(rest: dict[int, dict[int, SheetCell]], area: Area) -> Rows:
    """The cells of an area, which are no longer among the rest."""
    top, left, bottom, right = area
    taken: dict[int, dict[int, SheetCell]] = {}
    for number in [one for one in rest if top <= one <= bottom]:
        inside = {column: cell for column, cell in rest[number].items() if left <= column <= right}
        if inside:
            taken[number] = inside
            rest[number] = {column: cell for column, cell in rest[number].items() if column not in inside}
    return taken


def _parted(rows: Rows) -> Iterator[Rows]:
    part: dict[int, Mapping[int, SheetCell]] = {}
    for number in sorted(number for number, cells in rows.items() if cells):
        if part and number - 1 not in part:
            yield part
            part = {}
        part[number] = rows[number]
    if part:
        yield part


def _side_by_side(rows: Rows) -> Iterator[Rows]:
    """Two tables beside each other as two; one with a narrow blank column in it stays whole.

    Parting would take their first column from the values to the right of it, so it needs evidence: both sides
    have several columns, the right one has names of its own, and they begin or end at different rows.
    """
    columns = Region(rows).columns
    if len(columns) > _MOST_COLUMNS:
        yield rows
        return
    for at in range(2, len(columns) - 1):
        first = columns[at]
        if first - columns[at - 1] < 2:
            continue
        left = _part(rows, columns[:at])
        right = _part(rows, columns[at:])
        names = [cells[first].kind == "text" for cells in right.values() if first in cells]
        apart = (min(left), max(left)) != (min(right), max(right))
        if apart and sum(names) > _MOSTLY * len(right):
            yield from _parted(left)
            for part in _parted(right):
                yield from _side_by_side(part)
            return
    yield rows


def _part(rows: Rows, columns: Sequence[int]) -> Rows:
    inside = {
        number: {column: cells[column] for column in columns if column in cells} for number, cells in rows.items()
    }
    return {number: cells for number, cells in inside.items() if cells}
