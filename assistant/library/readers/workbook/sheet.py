"""The cells of a sheet, read row by row as a stream, so that a large one needs little memory and a bomb none."""

from __future__ import annotations

import io
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.errors import ContentError
from assistant.library.readers.office.drawing import joined
from assistant.library.readers.office.grid import Cell
from assistant.library.readers.office.markup import S, integer, is_true
from assistant.library.readers.office.package import Package
from assistant.library.readers.workbook.formats import is_date, shown_number
from assistant.library.readers.workbook.styles import CellStyle
from assistant.library.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_CELLS = 2_000_000
NO_VALUE = "formula without a value"
_LAST_COLUMN = 16_384
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
TOO_LARGE = f"has more than {MAX_CELLS:,} cells. Split it into several files or remove what is not needed."
_TAGS = tuple(f"{S}{name}" for name in ("dimension", "col", "row", "mergeCell"))

Area = tuple[int, int, int, int]  # top, left, bottom, right; counted from 1


@dataclass(frozen=True, slots=True, eq=False)
class SheetCell(Cell):
    """A cell with what it holds: "text", "number" or "date"."""

    kind: str = "text"


@dataclass(slots=True)
class Sheet:
    """The filled cells of a sheet by row and column, what is hidden of it, and what went wrong in its formulas."""

    rows: dict[int, dict[int, SheetCell]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    last_hidden: int = 0
    merged: list[Area] = field(default_factory=list)
    without_value: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Cells:
    """What all sheets of a workbook share: its texts, its styles, and how many cells may still come."""

    def __init__(self, package: Package, texts: str | None, styles: Sequence[CellStyle], since_1904: bool) -> None:
        self._package = package
        self._styles = styles
        self._since_1904 = since_1904
        self._declared = self._read = 0
        self._texts = [rich_text(text) for text in self._stream(texts, (f"{S}si",))] if texts else []

    def sheet(self, path: str) -> Sheet:
        """The cells of one sheet; raises `ContentError` when the workbook has more than it may."""
        sheet = Sheet()
        for element in self._stream(path, _TAGS):
            if element.tag == f"{S}row":
                self._row(element, sheet)
            elif element.tag == f"{S}dimension":
                self._declared += _size(area(element.get("ref", "")))
                self._check(self._declared)
            elif element.tag == f"{S}col":
                _hide(element, sheet)
            elif merged := area(element.get("ref", "")):
                sheet.merged.append(merged)
        self._fill(sheet)
        return sheet

    def _stream(self, path: str, tags: tuple[str, ...]) -> Iterator[_Element]:
        """The elements of a part one by one; each is emptied when the next is asked for."""
        # Imported here because listing the readers must not cost what one of them needs.
        from lxml import etree

        data = io.BytesIO(self._package.content(path))
        try:
            for _, element in etree.iterparse(
                data, tag=tags, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
            ):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise ContentError(self._package.name, self._package.unreadable(error.msg)) from error

    def _check(self, cells: int) -> None:
        if cells > MAX_CELLS:
            raise ContentError(self._package.name, TOO_LARGE)

    def _row(self, element: _Element, sheet: Sheet) -> None:
        number = integer(element.get("r"), next(reversed(sheet.rows), 0) + 1)
        if is_true(element.get("hidden")) or element.get("ht") == "0":
            sheet.hidden_rows.add(number)
        self._read += len(element)
        self._check(self._read)
        cells: dict[int, SheetCell] = {}
        column = 0
        for one in element:
            reference = one.get("r", "")
            column = column_number(reference.rstrip("0123456789")) if reference else column + 1
            cell = self._cell(one, f"{column_name(column)}{number}", sheet)
            if cell is not None and 0 < column <= _LAST_COLUMN:
                cells[column] = cell
        if cells:
            sheet.rows[number] = cells

    def _cell(self, element: _Element, place: str, sheet: Sheet) -> SheetCell | None:
        kind = element.get("t", "n")
        style = self._style(integer(element.get("s")))
        stored = element.findtext(f"{S}v") or ""
        if not stored and kind != "str" and element.find(f"{S}f") is not None:
            sheet.without_value.append(place)
            return SheetCell(NO_VALUE, style.strong, "number")
        if kind == "s":
            at = integer(stored, -1)
            return _text(self._texts[at] if 0 <= at < len(self._texts) else "", style)
        if kind == "inlineStr":
            inline = element.find(f"{S}is")
            return _text(rich_text(inline) if inline is not None else "", style)
        if kind == "e":
            sheet.errors.append(place)
        if kind in ("str", "e"):
            return _text(clean(stored), style)
        if kind == "b":
            return SheetCell("TRUE" if is_true(stored) else "FALSE", style.strong, "number") if stored else None
        if kind == "d":  # already an ISO date
            return SheetCell(clean(stored.replace("T00:00:00", "").replace("T", " ")), style.strong, "date")
        shown = clean(shown_number(stored, style.code, self._since_1904)) if stored else ""
        return SheetCell(shown, style.strong, "date" if is_date(style.code) else "number") if shown else None

    def _style(self, index: int) -> CellStyle:
        return self._styles[index] if 0 <= index < len(self._styles) else CellStyle()

    def _fill(self, sheet: Sheet) -> None:
        """Put merged cells into all of their places that other cells surround."""
        numbers = sorted(sheet.rows)
        right = max((max(cells) for cells in sheet.rows.values()), default=0)
        filled = 0
        for top, first, bottom, last in sheet.merged:
            source = sheet.rows.get(top, {}).get(first)
            if source is None:
                continue
            columns = range(first, min(last, right) + 1)
            within = numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]
            filled += len(within) * len(columns)
            self._check(filled)
            for number in within:
                sheet.rows[number].update(dict.fromkeys(columns, source))


def rich_text(element: _Element) -> str:
    """The text of a cell or comment without its reading aids; raised digits as such."""
    pieces: list[tuple[bool, str]] = []
    for child in element:
        if child.tag == f"{S}t":
            pieces.append((False, child.text or ""))
        elif child.tag == f"{S}r":
            raised = child.find(f"{S}rPr/{S}vertAlign")
            is_raised = raised is not None and raised.get("val") == "superscript"
            pieces.append((is_raised, child.findtext(f"{S}t") or ""))
    return clean(joined(pieces))


def area(reference: str) -> Area | None:
    """The area that a reference such as "B2:D9" names."""
    found = _RANGE.fullmatch(reference)
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    return int(top), column_number(left), int(bottom or top), column_number(right or left)


@lru_cache(maxsize=_LAST_COLUMN)
def column_number(letters: str) -> int:
    """The number of a column: 1 for "A", 27 for "AA", 0 for what is no column."""
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - ord("A") + 1 if "A" <= letter <= "Z" else 0
    return number


@lru_cache(maxsize=_LAST_COLUMN)
def column_name(number: int) -> str:
    """The letters of a column: "A" for 1, "AA" for 27."""
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _text(text: str, style: CellStyle) -> SheetCell | None:
    return SheetCell(text, style.strong) if text else None


def _size(found: Area | None) -> int:
    return (found[2] - found[0] + 1) * (found[3] - found[1] + 1) if found else 0


def _hide(column: _Element, sheet: Sheet) -> None:
    if is_true(column.get("hidden")) or column.get("width") == "0":
        first, last = integer(column.get("min"), 1), integer(column.get("max"), 1)
        # A sheet lists its columns in order; what lists them again and again was made to exhaust us.
        if first > sheet.last_hidden:
            sheet.last_hidden = min(last, _LAST_COLUMN)
            sheet.hidden_columns.update(range(max(1, first), sheet.last_hidden + 1))
