"""What only guides through the pages: running headers and footers, and the lines of a table of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.library.readers.pdf.lines import Line
from assistant.library.readers.pdf.page import Page
from assistant.library.readers.pdf.tables import Table

Flow = list[Line | Table]

_MARGIN = 0.15  # of the page's height, above and below
_MOST = 0.6
_TURNS = 0.3  # in a long document, left and right pages or chapters take turns
_FEWEST_ENTRIES = 3
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\w{1,5}$")  # a line of a table of contents
_PAGE_NUMBER = re.compile(r"\A\d+\b|\b\d+\Z")

_Key = tuple[str, int]


def without_running_lines(flows: Sequence[Flow], pages: Sequence[Page]) -> list[Flow]:
    """The flows of all pages without what stands at the same height of most pages, digits aside."""
    counts = Counter(
        key for flow, page in zip(flows, pages, strict=True) for key in {k for item in flow for k in _keys(item, page)}
    )
    with_text = sum(bool(flow) for flow in flows)
    enough = max(2.0, min(_MOST * with_text, max(4.0, _TURNS * with_text)))
    return [
        [item for item in flow if all(counts[key] < enough for key in _keys(item, page))]
        for flow, page in zip(flows, pages, strict=True)
    ]


def without_contents(flow: Flow) -> Flow:
    """The flow of a page without the entries of a table of contents, whose dots lead to page numbers."""
    entries = [item for item in flow if isinstance(item, Line) and _LEADER.search(item.text)]
    return [item for item in flow if item not in entries] if len(entries) >= _FEWEST_ENTRIES else flow


def _keys(item: Line | Table, page: Page) -> set[_Key]:
    """What a line has in common with its likes on other pages: its words, or the page number in it."""
    if not isinstance(item, Line) or item.sideways or not _in_margin(item, page):
        return set()
    height = round((item.base - page.frame.bottom) / 4)
    keys = {(_NUMBER.sub("#", item.text.casefold()), height)}
    # "12 · Getting started" and "Advanced use · 13": the words change, the number goes with the page.
    keys |= {
        (f"page {int(number) - page.number}", height) for number in _PAGE_NUMBER.findall(item.text) if len(number) < 6
    }
    return keys


def _in_margin(line: Line, page: Page) -> bool:
    height = page.frame.top - page.frame.bottom
    return not page.frame.bottom + _MARGIN * height < line.base < page.frame.top - _MARGIN * height
