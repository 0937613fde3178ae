"""Word's tables: merged cells filled, header rows known, and tables that only arrange a page told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.library.readers.office.markup import W, integer, is_on, unwrapped
from assistant.library.text import Block, BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

    Places = list[_Element | None]

_MOST_COLUMNS = 63  # what Word itself can make; more would be padding made to exhaust us
_HOLDERS = tuple(f"{W}{name}" for name in ("ins", "moveTo", "customXml", "sdt", "sdtContent"))
_PLAIN_GROUNDS = ("auto", "ffffff", "")


def table_places(table: _Element) -> list[tuple[Places, bool]]:
    """The cells of a table by row and column, each with whether its row is a repeated header.

    A merged cell stands in all of its places; places that a row leaves out are None.
    """
    rows: list[tuple[Places, bool]] = []
    above: Places = []
    for row in _inside(table, "tr"):
        properties = row.find(f"{W}trPr")
        if _deletion(row) is not None:
            continue
        above = _places(row, above)
        rows.append((above, properties is not None and is_on(properties.find(f"{W}tblHeader"))))
    width = max((len(places) for places, _ in rows), default=0)
    return [([*places, *[None] * (width - len(places))], is_head) for places, is_head in rows]


def deleted_rows(table: _Element) -> Iterator[tuple[str, _Element]]:
    """The rows that tracked changes take out of a table, each with who did so."""
    for row in _inside(table, "tr"):
        deletion = _deletion(row)
        if deletion is not None:
            yield deletion.get(f"{W}author", ""), row


def _deletion(row: _Element) -> _Element | None:
    found = row.find(f"{W}trPr/{W}del")
    return found if is_on(found) else None


def header_count(rows: Sequence[tuple[Places, bool]]) -> int | None:
    """How many rows at the top are marked as headers; None when none is."""
    count = next((at for at, (_, is_head) in enumerate(rows) if not is_head), len(rows))
    return count or None


def is_layout(rows: Sequence[tuple[Places, bool]], contents: Mapping[_Element, Sequence[Block]]) -> bool:
    """Whether a table only arranges a page: a frame around text, or columns with headings of their own."""
    if not rows or len(rows[0][0]) < 2:
        return True
    if len(rows) == 1 and any(len(blocks) > 1 for blocks in contents.values()):
        return True
    return any(len(blocks) > 1 and _has_heading(blocks) for blocks in contents.values())


def has_ground(cell: _Element) -> bool:
    """Whether a cell stands on a colour of its own."""
    shading = cell.find(f"{W}tcPr/{W}shd")
    return shading is not None and shading.get(f"{W}fill", "").lower() not in _PLAIN_GROUNDS


def _has_heading(blocks: Iterable[Block]) -> bool:
    return any(block.kind is BlockKind.HEADING for block in blocks)


def _places(row: _Element, above: Places) -> Places:
    places: Places = [None] * _skipped(row, "gridBefore")
    for cell in _inside(row, "tc"):
        properties = cell.find(f"{W}tcPr")
        span, goes_on = 1, False
        if properties is not None:
            found = properties.find(f"{W}gridSpan")
            span = integer(found.get(f"{W}val"), 1) if found is not None else 1
            merged = properties.find(f"{W}vMerge")
            goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
        column = len(places)
        source = above[column] if goes_on and column < len(above) else cell
        places += [source] * max(1, min(span, _MOST_COLUMNS - column))
    return [*places, *[None] * _skipped(row, "gridAfter")]


def _skipped(row: _Element, name: str) -> int:
    found = row.find(f"{W}trPr/{W}{name}")
    return max(0, min(integer(found.get(f"{W}val")), _MOST_COLUMNS)) if found is not None else 0


def _inside(holder: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, also those inside content controls and tracked changes."""
    for child in unwrapped(holder):
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _HOLDERS:
            yield from _inside(child, name)
