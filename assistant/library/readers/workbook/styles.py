"""A workbook's cell styles: the number format of each, and whether it stands out as headers do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.library.readers.office.markup import S, integer
from assistant.library.readers.workbook.formats import BUILT_IN

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONGEST_CODE = 1_000  # Excel itself takes 255 signs; every cell is shown by all of them
_WHITE = ("ffffffff", "00ffffff", "ffffff")


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell shows its number, and whether it is bold or stands on a colour of its own."""

    code: str = "General"
    strong: bool = False


def cell_styles(root: _Element | None) -> list[CellStyle]:
    """The styles that cells refer to by number."""
    if root is None:
        return []
    own = {integer(one.get("numFmtId")): _code(one.get("formatCode", "")) for one in root.iter(f"{S}numFmt")}
    codes = BUILT_IN | own
    bold = [_is_bold(font) for font in _children(root, "fonts")]
    coloured = [_is_coloured(fill) for fill in _children(root, "fills")]
    return [
        CellStyle(
            codes.get(integer(one.get("numFmtId")), "General"),
            _at(bold, integer(one.get("fontId"))) or _at(coloured, integer(one.get("fillId"))),
        )
        for one in _children(root, "cellXfs")
    ]


def _code(code: str) -> str:
    return code if len(code) <= _LONGEST_CODE else "General"


def _children(root: _Element, name: str) -> Iterator[_Element]:
    for holder in root.iterchildren(f"{S}{name}"):
        yield from holder


def _is_bold(font: _Element) -> bool:
    found = font.find(f"{S}b")
    return found is not None and found.get("val", "1") in ("1", "true")


def _is_coloured(fill: _Element) -> bool:
    pattern = fill.find(f"{S}patternFill")
    if pattern is None or pattern.get("patternType") != "solid":
        return False
    colour = pattern.find(f"{S}fgColor")
    # Theme colour 0 is the background of the sheet, as a rule white.
    return colour is not None and (colour.get("rgb") or "").lower() not in _WHITE and colour.get("theme") != "0"


def _at(flags: list[bool], index: int) -> bool:
    return 0 <= index < len(flags) and flags[index]
