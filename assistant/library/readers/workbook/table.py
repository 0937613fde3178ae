"""A region of a sheet as blocks: titles and remarks, then every row with its header, and what is hidden after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.library.readers.listed import listed
from assistant.library.readers.office.grid import all_strong, headed_row, is_label_column, is_second_head
from assistant.library.readers.workbook.regions import Region
from assistant.library.readers.workbook.sheet import Sheet, SheetCell
from assistant.library.text import Block, BlockKind

_YEAR = re.compile(r"(19|20)\d\d")
_REMARK = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹*†‡(]|note\b", re.IGNORECASE)
_MOST_HEADS = 4
_LONGEST_LABEL = 60
_MOSTLY = 0.7


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a region: a cell for each of its columns, blank ones included."""

    cells: Sequence[SheetCell]
    hidden: bool

    @property
    def lone(self) -> SheetCell | None:
        """The only cell with something in it, merged cells counting once."""
        filled = {cell for cell in self.cells if cell.text}
        return filled.pop() if len(filled) == 1 else None


def region_blocks(region: Region, sheet: Sheet, page: str, number: int) -> Iterator[Block]:
    """The blocks of a region; hidden rows and columns come last and aside."""
    columns = region.columns
    hidden = [column in sheet.hidden_columns for column in columns]
    lines = _lines(region, sheet)
    if len(columns) == 1:
        for line in lines:
            yield _remark(line.cells[0], page, line.hidden or hidden[0])
        return
    if region.heads is None:
        while lines and (title := lines[0].lone) and title.kind == "text" and (len(lines) == 1 or _is_title(lines)):
            yield _remark(title, page, lines.pop(0).hidden)
    for part in _tables(lines) if region.heads is None else [lines]:
        yield from _Table(part, hidden, region.heads, page, number).blocks()


class _Table:
    """The lines under the titles of a region: its headers, its rows, its remarks."""

    def __init__(self, lines: Sequence[_Line], hidden: Sequence[bool], heads: int | None, page: str, number: int):
        count = _head_count(lines) if heads is None else heads
        count = count if count < len(lines) else 0
        self._lines = lines[count:]
        self._heads = _stretched([line.cells for line in lines[:count]])
        # What is hidden must not show through the names of columns.
        self._open_heads = _stretched([line.cells for line in lines[:count] if not line.hidden])
        self._hidden = hidden
        self._page = page
        self._number = number

    def blocks(self) -> Iterator[Block]:
        asides: list[Block | None] = []
        for line in self._lines:
            lone = line.lone
            if lone is not None and _is_remark(lone, line):
                yield _remark(lone, self._page, line.hidden or self._all_hidden(line))
            elif line.hidden:
                asides.append(headed_row(self._heads, line.cells, self._number, self._page))
            else:
                shown = [at for at, is_hidden in enumerate(self._hidden) if not is_hidden]
                yield from filter(None, [self._part(self._open_heads, line, shown)])
                asides.append(self._hidden_part(line))
        yield from (replace(block, aside=True) for block in asides if block is not None)

    def _part(self, heads: Sequence[Sequence[SheetCell]], line: _Line, columns: Sequence[int]) -> Block | None:
        parts = [[cells[at] for at in columns] for cells in heads]
        return headed_row(parts, [line.cells[at] for at in columns], self._number, self._page)

    def _hidden_part(self, line: _Line) -> Block | None:
        """The hidden cells of a row, after the first open one, which says what they belong to."""
        hidden = [at for at, is_hidden in enumerate(self._hidden) if is_hidden and line.cells[at].text]
        label = [at for at, is_hidden in enumerate(self._hidden) if not is_hidden and line.cells[at].text][:1]
        return self._part(self._heads, line, label + hidden) if hidden else None

    def _all_hidden(self, line: _Line) -> bool:
        return all(is_hidden for cell, is_hidden in zip(line.cells, self._hidden, strict=True) if cell.text)


def _remark(cell: SheetCell, page: str, aside: bool) -> Block:
    kind, text = listed(cell.text, dashes=False) or (BlockKind.PARAGRAPH, cell.text)
    # A number in front of a title says where it stands and not that it is a step.
    return Block(kind if kind is BlockKind.ITEM else BlockKind.PARAGRAPH, text, page=page, aside=aside)


def needs_heads(region: Region, heads: Region) -> bool:
    """Whether a region takes its headers from the one above it, from which a blank row parts it."""
    own, above = region.columns, heads.columns
    lines = _lines(region), _lines(heads)
    only_names = len(above) > 1 and all(_is_name(cell) for line in lines[1] for cell in line.cells)
    numbers = {column for cells in region.rows.values() for column, cell in cells.items() if cell.kind != "text"}
    covered = len(set(own) & set(above)) >= _MOSTLY * max(len(own), len(above))
    return only_names and covered and len(numbers) > 1 and len(lines[1]) <= _MOST_HEADS and not _head_count(lines[0])


def _lines(region: Region, sheet: Sheet | None = None) -> list[_Line]:
    hidden = sheet.hidden_rows if sheet else ()
    columns = region.columns
    return [
        _Line([cells.get(column) or SheetCell("") for column in columns], at in hidden)
        for at, cells in sorted(region.rows.items())
    ]


def _tables(lines: Sequence[_Line]) -> Iterator[Sequence[_Line]]:
    """The lines in parts, each of which begins with headers of its own."""
    start = 0
    for at in range(1, len(lines) - 1):
        names = lines[at].cells
        filled = {cell for cell in names if cell.text}
        is_head = len(filled) > 2 and all_strong(names) and all(cell.kind == "text" for cell in filled)
        if is_head and not all_strong(lines[at - 1].cells):
            yield lines[start:at]
            start = at
    yield lines[start:]


def _is_title(lines: Sequence[_Line]) -> bool:
    """Whether a lone text at the top is a title rather than the first label of a table without headers."""
    title, following = lines[0], lines[1]
    if all(cell.text for cell in title.cells):
        return True  # merged across everything
    below = [cell for above, cell in zip(title.cells, following.cells, strict=True) if above.text]
    return not (following.lone is None and all(cell.kind != "text" for cell in below if cell.text))


def _is_remark(lone: SheetCell, line: _Line) -> bool:
    if lone.kind != "text":
        return False
    merged = sum(bool(cell.text) for cell in line.cells) > 1
    text = lone.text
    return merged or lone.strong or len(text) > _LONGEST_LABEL or text.endswith(".") or bool(_REMARK.match(text))


def _head_count(lines: Sequence[_Line]) -> int:
    """How many rows at the top name the columns below them."""
    rows = [line.cells for line in lines]
    if len(rows) < 2 or not _is_head(rows[0], rows[1]) or is_label_column(rows):
        return 0
    count = 1
    while count < min(len(rows) - 1, _MOST_HEADS) and _goes_on(*rows[count - 1 : count + 2]):
        count += 1
    return count


def _stretched(heads: Sequence[Sequence[SheetCell]]) -> list[Sequence[SheetCell]]:
    """The header rows with names that are meant for several columns in all of them, as if they were merged.

    "2025" above the first or the last of some columns is meant for the others, too; where names stand above both
    ends, or above neither, nothing tells which of them a column belongs to.
    """
    stretched: list[Sequence[SheetCell]] = []
    for at, upper in enumerate(heads):
        named = [any(cells[column].text for cells in heads[at + 1 :]) for column in range(len(upper))]
        columns = [column for column, has_name in enumerate(named) if has_name]
        ends = [bool(upper[column].text) for column in (columns[0], columns[-1])] if len(columns) > 1 else []
        if any(ends) and not all(ends):
            stretched.append(_filled(upper, columns if ends[0] else columns[::-1]))
        else:
            stretched.append(upper)
    return stretched


def _filled(cells: Sequence[SheetCell], columns: Sequence[int]) -> Sequence[SheetCell]:
    """A row in which each blank cell of some columns is the one before it, in their order."""
    filled = list(cells)
    for before, column in pairwise(columns):
        if not filled[column].text:
            filled[column] = filled[before]
    return filled


def _is_head(cells: Sequence[SheetCell], below: Sequence[SheetCell]) -> bool:
    """Names, or years and dates with something else below them; at least two."""
    names = 0
    for cell, under in zip(cells, below, strict=True):
        if not cell.text:
            continue
        if not _is_name(cell) or (_is_time(cell) and _is_time(under)):
            return False
        names += 1
    return names > 1


def _is_name(cell: SheetCell) -> bool:
    return cell.kind == "text" or _is_time(cell)


def _is_time(cell: SheetCell) -> bool:
    return cell.kind == "date" or (cell.kind == "number" and bool(_YEAR.fullmatch(cell.text)))


def _goes_on(above: Sequence[SheetCell], cells: Sequence[SheetCell], below: Sequence[SheetCell]) -> bool:
    """Whether a row under a header row belongs to the header, too."""
    if not _is_head(cells, below):
        return False
    if is_second_head(above, cells, below):
        return True
    # A name that is meant for several columns without being merged leaves a gap beside it.
    gap = any(not upper.text and lower.text for upper, lower in zip(above, cells, strict=True))
    return gap and all_strong(above) and all_strong(cells) and not all_strong(below)
