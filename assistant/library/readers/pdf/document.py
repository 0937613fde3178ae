"""A PDF from its bytes to its blocks: the checks before, and the stages in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.errors import ContentError
from assistant.library.readers.pdf.columns import with_banded_tables
from assistant.library.readers.pdf.headings import OutlineEntry, mark_headings
from assistant.library.readers.pdf.hyphens import Joiner
from assistant.library.readers.pdf.layout import Layout
from assistant.library.readers.pdf.lines import Line
from assistant.library.readers.pdf.open_tables import with_open_tables
from assistant.library.readers.pdf.order import in_reading_order
from assistant.library.readers.pdf.page import Page, read_page, without_text
from assistant.library.readers.pdf.paragraphs import Element, Paragraph, ParagraphBuilder
from assistant.library.readers.pdf.ruled import ruled_flow
from assistant.library.readers.pdf.rules import find_rules
from assistant.library.readers.pdf.running import without_contents, without_entries, without_running_lines
from assistant.library.readers.pdf.tables import Table, continued, table_blocks
from assistant.library.text import Block, BlockKind, clean

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MAX_PAGES = 2000
_OCR = "Run OCR (text recognition) over it and save it again."
_NO_TEXT = f"has no text layer, only pictures of pages. {_OCR}"
_MOST_NAMED = 10

Flow = list[Line | Table]


def read_pdf(data: bytes, name: str) -> Iterable[Block]:
    """The blocks of a PDF; raises `ContentError` for one that is protected, damaged, too long or only pictures."""
    document = _open(data, name)
    try:
        return list(_blocks(document, name))
    finally:
        document.close()


def _open(data: bytes, name: str) -> PdfDocument:
    # Imported here because loading PDFium must not be the price of listing the readers.
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise ContentError(
                name, "is encrypted and needs a password. Save it without password protection."
            ) from error
        raise ContentError(name, "is damaged and cannot be opened. Export it as PDF again.") from error
    if len(document) > MAX_PAGES:
        document.close()
        raise ContentError(name, f"has more than {MAX_PAGES:,} pages. Split it into several files.")
    return document


def _blocks(document: PdfDocument, name: str) -> Iterator[Block]:
    pages: list[Page] = []
    flows: list[Flow] = []
    for number in range(len(document)):
        page = _page(document, number, name)
        flows.append(_flow(page))
        pages.append(without_text(page))  # the characters of a long document would not fit into memory
    pictures = [page.label for page in pages if page.is_picture]
    if not any(flows):
        raise ContentError(name, _NO_TEXT)
    if len(pictures) > sum(map(bool, flows)):
        raise ContentError(name, f"has a text layer on few of its pages; the others are pictures. {_OCR}")
    flows = without_running_lines(flows, pages)
    items = [item for flow in flows for item in flow]
    layout = Layout(
        [item for item in items if isinstance(item, Line)], [item for item in items if isinstance(item, Table)]
    )
    builder = ParagraphBuilder(layout)
    elements = [element for flow, page in zip(flows, pages, strict=True) for element in builder.page(flow, page.shapes)]
    mark_headings(elements, _outline(document), layout)
    elements = without_entries(elements)
    join = Joiner(_texts(elements))
    tables = 0
    for element in _whole_tables(builder.joined(elements), join):
        if isinstance(element, Table):
            tables += 1
            yield from table_blocks(element, join, pages[element.page].label, tables)
        else:
            yield from _block(element, join, pages[element.lines[0].page].label)
    if pictures:
        more = f" and {len(pictures) - _MOST_NAMED} more" if len(pictures) > _MOST_NAMED else ""
        named = ", ".join(pictures[:_MOST_NAMED]) + more
        # A photograph on the cover is no harm, and a scanned annex is: the editor can tell.
        yield Block(BlockKind.PARAGRAPH, f"Pages that are pictures without text, not read: {named}. {_OCR}", aside=True)


def _page(document: PdfDocument, number: int, name: str) -> Page:
    import pypdfium2

    try:
        label = clean(document.get_page_label(number)) or str(number + 1)
        return read_page(document[number], number, label)
    except pypdfium2.PdfiumError as error:
        raise ContentError(name, f"page {number + 1} is damaged. Export the file as PDF again.") from error


def _flow(page: Page) -> Flow:
    rules = find_rules(page.shapes, page.frame)
    flow = in_reading_order(without_contents(ruled_flow(page, rules.grids)))
    return with_open_tables(with_banded_tables(flow, rules.levels))


def _outline(document: PdfDocument) -> list[OutlineEntry]:
    entries = []
    for bookmark in document.get_toc():
        target = bookmark.get_dest()
        entries.append(OutlineEntry(bookmark.level, bookmark.get_title(), target.get_index() if target else None))
    return entries


def _texts(elements: Iterable[Element]) -> Iterator[str]:
    for element in elements:
        if isinstance(element, Table):
            yield from (line for row in element.rows for cell in row for line in cell.lines)
        else:
            yield from (line.text for line in element.lines)


def _whole_tables(elements: Sequence[Element], join: Joiner) -> Iterator[Element]:
    """The elements with each table that goes on over the page as one table; footnotes between the parts follow it."""
    table: Table | None = None
    last_page = -1
    notes: list[Paragraph] = []
    for element in elements:
        if isinstance(element, Paragraph):
            if table and element.is_note:
                notes.append(element)
                continue
            if table:
                yield table
                yield from notes
                table, notes = None, []
            yield element
            continue
        whole = continued(table, element, join) if table and element.page == last_page + 1 else None
        if whole is None and table:
            yield table
            yield from notes
            notes = []
        table, last_page = whole or element, element.page
    if table:
        yield table
        yield from notes


def _block(paragraph: Paragraph, join: Joiner, page: str) -> Iterator[Block]:
    text = join([line.text for line in paragraph.lines])
    if paragraph.kind is BlockKind.STEP:
        text = f"{paragraph.number}. {text.removeprefix(paragraph.marker)}"
    elif paragraph.kind is BlockKind.ITEM:
        text = text.removeprefix(paragraph.marker)
    text = clean(text)
    if text:
        yield Block(paragraph.kind, text, level=paragraph.level, page=page)
