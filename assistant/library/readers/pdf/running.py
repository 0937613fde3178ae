"""What only guides through the pages: running headers and footers, and the lines of a table of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.library.readers.pdf.lines import Line
from assistant.library.readers.pdf.page import Page
from assistant.library.readers.pdf.paragraphs import Element, Paragraph
from assistant.library.readers.pdf.tables import Table
from assistant.library.text import BlockKind

Flow = list[Line | Table]

_MARGIN = 0.15  # of the page's height, above and below
_MOST = 0.6
_TURNS = 0.3  # in a long document, left and right pages or chapters take turns
_FEWEST_ENTRIES = 3
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\w{1,5}$")  # a line of a table of contents
_PAGE_NUMBER = re.compile(r"\A\d+\b|\b\d+\Z")
_ONLY_NUMBER = re.compile(r"(?:page |p\. ?|seite )?[-–—|]? ?(?:\d{1,3}|[ivxl]{1,6}) ?[-–—|]?", re.IGNORECASE)
_ENTRY = re.compile(r"(?P<title>\S.*?)\s+(?:\d{1,4}|[ivxlc]{1,6})")

_Key = tuple[str, int]


def without_running_lines(flows: Sequence[Flow], pages: Sequence[Page]) -> list[Flow]:
    """The flows of all pages without what stands at the same height of most pages, digits aside."""
    counts = Counter(
        key for flow, page in zip(flows, pages, strict=True) for key in {k for item in flow for k in _keys(item, page)}
    )
    with_text = sum(bool(flow) for flow in flows)
    enough = max(2.0, min(_MOST * with_text, max(4.0, _TURNS * with_text)))
    kept = [
        [item for item in flow if all(counts[key] < enough for key in _keys(item, page))]
        for flow, page in zip(flows, pages, strict=True)
    ]
    return [_without_number(flow, page) for flow, page in zip(kept, pages, strict=True)]


def _without_number(flow: Flow, page: Page) -> Flow:
    """The flow of a page without a page number that stands alone at its edge; a single page needs no second for it."""
    lines = [item for item in flow if isinstance(item, Line) and not item.sideways]
    edges = [edge(lines, key=lambda line: line.base) for edge in (min, max)] if len(flow) > 1 and lines else []
    numbers = [line for line in edges if _in_margin(line, page) and _ONLY_NUMBER.fullmatch(line.text)]
    return [item for item in flow if item not in numbers]


def without_contents(flow: Flow) -> Flow:
    """The flow of a page without the entries of a table of contents, whose dots lead to page numbers."""
    entries = [item for item in flow if isinstance(item, Line) and _LEADER.search(item.text)]
    return [item for item in flow if item not in entries] if len(entries) >= _FEWEST_ENTRIES else flow


def without_entries(elements: Sequence[Element]) -> list[Element]:
    """The elements without entries of a table of contents that has no dots: headings, each with a page number."""
    titles = {_plain(_text(element)) for element in elements if _is_heading(element)}
    entries = {
        place
        for place, element in enumerate(elements)
        if not _is_heading(element) and (entry := _ENTRY.fullmatch(_text(element))) and _plain(entry["title"]) in titles
    }
    return [element for place, element in enumerate(elements) if place not in entries or len(entries) < _FEWEST_ENTRIES]


def _is_heading(element: Element) -> bool:
    return isinstance(element, Paragraph) and element.kind is BlockKind.HEADING


def _text(element: Element) -> str:
    return " ".join(line.text for line in element.lines) if isinstance(element, Paragraph) else ""


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


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
