"""The characters of a page into its ruled tables; everything else stays in the flow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from assistant.library.readers.pdf.lines import Line, lines
from assistant.library.readers.pdf.page import Box, Glyph, Page
from assistant.library.readers.pdf.rules import Grid
from assistant.library.readers.pdf.tables import Cell, Table, with_header

_FILLED = 0.35  # a drawing happens to form boxes too, but few of them hold text
_TELLING = 0.2  # and fewer of a chart hold words
_PLAIN = 0.8  # unless nearly every cell holds exactly one value


def ruled_flow(page: Page, grids: Iterable[Grid]) -> list[Line | Table]:
    """The lines and ruled tables of a page in the order of the file, each table where its first character is."""
    tables = [_Filled(grid) for grid in grids]
    if tables:
        _fill(page.glyphs, tables)
    tables = [table for table in tables if table.is_table()]
    found: list[Line | Table] = []
    loose: list[Glyph] = []
    inside: _Filled | None = None
    for glyph in page.glyphs:
        if glyph.char != " ":
            inside = next((table for table in tables if table.region(glyph) is not None), None)
        if inside is None:
            loose.append(glyph)
        elif not inside.placed:
            inside.placed = True
            found += [*lines(loose, page.number), inside.table(page)]
            loose = []
    return [*found, *lines(loose, page.number), *lines(page.sideways, page.number, sideways=True)]


def _fill(glyphs: Iterable[Glyph], tables: Sequence[_Filled]) -> None:
    """Give each table the characters that lie in its cells; spaces go with the character before them."""
    target: list[Glyph] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.char == " ":
            target.append(glyph)
            last = None
            continue
        for table in tables:
            table.watch(last, glyph)
        target = next((area for table in tables if (area := table.area(glyph)) is not None), [])
        target.append(glyph)
        last = glyph


class _Filled:
    """A grid and the characters in its cells."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._areas: dict[int, list[Glyph]] = {region: [] for row in grid.regions for region in row}
        self._split_words = 0
        self.placed = False

    def watch(self, last: Glyph | None, glyph: Glyph) -> None:
        """Note a word that a line of the grid cuts in two: a drawing over text does that, a table never."""
        if last and abs(last.base - glyph.base) < 1 and 0 <= glyph.left - last.left < glyph.size:
            self._split_words += self.region(last) != self.region(glyph)

    def region(self, glyph: Glyph) -> int | None:
        place = self._grid.place(*glyph.middle)
        return None if place is None else self._grid.regions[place[0]][place[1]]

    def area(self, glyph: Glyph) -> list[Glyph] | None:
        region = self.region(glyph)
        return None if region is None else self._areas[region]

    def is_table(self) -> bool:
        filled = [region for region, area in self._areas.items() if area]
        rows = sum(any(self._areas[region] for region in row) for row in self._grid.regions)
        if self._split_words > 1:
            return False
        if rows < 2 or len(filled) < max(2, _FILLED * len(self._areas)):
            return False
        words = sum(_has_word(self._areas[region]) for region in filled)
        values = sum(_is_one_value(self._areas[region]) for region in filled)
        return words >= _TELLING * len(filled) or values >= _PLAIN * len(self._areas)

    def table(self, page: Page) -> Table:
        cells = {region: _cell(region, area, page.number) for region, area in self._areas.items()}
        rows = (tuple(cells[region] for region in row) for row in self._grid.regions)
        filled = tuple(row for row in rows if any(cell.lines for cell in row))
        shaded = _is_shaded(self._grid, page.shapes)
        ys = self._grid.ys
        return with_header(Table(page.number, self._grid.xs, filled, shaded, top=ys[0], bottom=ys[-1]))


def _has_word(glyphs: Sequence[Glyph]) -> bool:
    return any(first.char.isalpha() and second.char.isalpha() for first, second in pairwise(glyphs))


def _is_one_value(glyphs: Sequence[Glyph]) -> bool:
    text = "".join(glyph.char for glyph in glyphs).strip()
    return bool(text) and " " not in text


def _cell(region: int, glyphs: Sequence[Glyph], page: int) -> Cell:
    found = list(lines(glyphs, page))
    bold = bool(found) and all(line.bold for line in found)
    return Cell(tuple(line.text for line in found), found[0].size if found else 0.0, bold, region)


def _is_shaded(grid: Grid, shapes: Iterable[Box]) -> bool:
    """Whether a background covers the first row and ends with it."""
    top, bottom = grid.ys[0], grid.ys[1]
    x, y = (grid.xs[0] + grid.xs[1]) / 2, (top + bottom) / 2
    return any(box.holds(x, y) and abs(box.bottom - bottom) < 3 and abs(box.top - top) < 3 for box in shapes)
