"""Small Office files made for the tests by the usual libraries, so that another hand than ours writes the format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import docx
import openpyxl
import pptx
from docx.document import Document
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Cm

TITLE_SLIDE, TITLE_AND_CONTENT, TITLE_ONLY, BLANK = 0, 1, 5, 6


def word(*steps: Callable[[Document], object]) -> bytes:
    """A Word document on which the steps were carried out."""
    document = docx.Document()
    for step in steps:
        step(document)
    return saved(document)


def word_xml(body: str) -> bytes:
    """A Word document with a body written by hand, for what the library cannot make."""
    namespaces = " ".join(
        f'xmlns:{prefix}="http://schemas.openxmlformats.org/{path}"'
        for prefix, path in {
            "w": "wordprocessingml/2006/main",
            "m": "officeDocument/2006/math",
            "mc": "markup-compatibility/2006",
        }.items()
    )
    content = f'<w:document {namespaces} xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}</w:body></w:document>'
    return repacked(word(), {"word/document.xml": content})


def text(words: str, style: str | None = None) -> Callable[[Document], object]:
    return lambda document: document.add_paragraph(words, style)


def table(rows: Sequence[Sequence[str]]) -> Callable[[Document], object]:
    def add(document: Document) -> None:
        made = document.add_table(len(rows), len(rows[0]))
        for row, values in zip(made.rows, rows, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.text = value

    return add


def slides(*steps: Callable[[Presentation], object]) -> bytes:
    """A presentation on which the steps were carried out."""
    deck = pptx.Presentation()
    for step in steps:
        step(deck)
    return saved(deck)


def add_slide(deck: Presentation, layout: int, title: str = "", content: str = "") -> Slide:
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        slide.shapes.title.text = title
    if content:
        slide.placeholders[1].text = content
    return slide


def add_box(slide: Slide, left: float, top: float, words: str, width: float = 5, height: float = 2) -> None:
    slide.shapes.add_textbox(Cm(left), Cm(top), Cm(width), Cm(height)).text_frame.text = words


def workbook(*steps: Callable[[Worksheet], object]) -> bytes:
    """A workbook whose first sheet, "Prices", the steps were carried out on."""
    book = openpyxl.Workbook()
    book.active.title = "Prices"
    for step in steps:
        step(book.active)
    return saved(book)


def rows(*values: Sequence[object]) -> Callable[[Worksheet], object]:
    def add(sheet: Worksheet) -> None:
        for row in values:
            sheet.append(list(row))

    return add


def saved(made: Document | Presentation | Workbook) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def repacked(data: bytes, changes: Mapping[str, str | bytes | Callable[[str], str]]) -> bytes:
    """The archive with parts replaced, changed or added."""
    parts = unpacked(data)
    for name, change in changes.items():
        made = change(parts[name].decode()) if callable(change) else change
        parts[name] = made.encode() if isinstance(made, str) else made
    return packed(parts)


def unpacked(data: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
