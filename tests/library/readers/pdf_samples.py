"""Small PDFs made for the tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import reportlab
from PIL import Image
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

_FONTS = Path(reportlab.__file__).parent / "fonts"
pdfmetrics.registerFont(TTFont("Vera", _FONTS / "Vera.ttf"))
pdfmetrics.registerFont(TTFont("VeraBd", _FONTS / "VeraBd.ttf"))
pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="Vera", boldItalic="VeraBd")

BODY = ParagraphStyle("body", fontName="Vera", fontSize=10, leading=14, spaceAfter=6)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=8, leading=10, spaceAfter=1)
TITLE = ParagraphStyle("title", fontName="VeraBd", fontSize=22, leading=26, spaceAfter=8)
HEADING = ParagraphStyle("heading", fontName="VeraBd", fontSize=14, leading=18, spaceBefore=10, spaceAfter=4)
BOLD = ParagraphStyle("bold", fontName="VeraBd", fontSize=10, leading=14, spaceAfter=6)

GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("FONT", (0, 0), (-1, -1), "Vera", 9)]
BOLD_HEAD = [("FONT", (0, 0), (-1, 0), "VeraBd", 9)]

Decoration = Callable[[Canvas, BaseDocTemplate], None]


def document(story: Sequence[Flowable], on_page: Decoration | None = None, **settings: object) -> bytes:
    """A document of flowing text; `on_page` draws what every page repeats."""
    file = io.BytesIO()
    template = SimpleDocTemplate(file, pagesize=A4, **settings)
    template.build(list(story), **({"onFirstPage": on_page, "onLaterPages": on_page} if on_page else {}))
    return file.getvalue()


def two_columns(story: Sequence[Flowable]) -> bytes:
    """A document set in two columns."""
    file = io.BytesIO()
    template = BaseDocTemplate(file, pagesize=A4)
    frames = [Frame(20 * mm + at * 88 * mm, 20 * mm, 82 * mm, 250 * mm, id=str(at)) for at in (0, 1)]
    template.addPageTemplates([PageTemplate(frames=frames)])
    template.build(list(story))
    return file.getvalue()


def drawn(draw: Callable[[Canvas], None], **settings: object) -> bytes:
    """A document drawn by hand."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, **settings)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def text(words: str, style: ParagraphStyle = BODY) -> Paragraph:
    return Paragraph(words, style)


def table(rows: Sequence[Sequence[str]], styles: Sequence[tuple[object, ...]], **settings: object) -> Table:
    return Table([list(row) for row in rows], style=TableStyle(list(styles)), **settings)


def running(canvas: Canvas, template: BaseDocTemplate) -> None:
    """A running header and a numbered footer."""
    canvas.setFont("Vera", 8)
    canvas.drawString(20 * mm, 285 * mm, "Handbook of the Example company")
    canvas.drawRightString(190 * mm, 285 * mm, "EX-01 · version 2")
    canvas.drawCentredString(105 * mm, 10 * mm, f"Page {canvas.getPageNumber()} of 3")


def encrypted(password: str) -> bytes:
    """A document that opens with a password only; with an empty one it is merely protected against changes."""
    protection = pdfencrypt.StandardEncryption(password, ownerPassword="owner", strength=128)
    return drawn(lambda canvas: canvas.drawString(72, 700, "Sealed words."), encrypt=protection)


def scanned(*pages: str) -> bytes:
    """A page for each text; where there is none, a picture fills the page like a scan."""

    def draw(canvas: Canvas) -> None:
        for words in pages:
            if words:
                canvas.drawString(72, 700, words)
            else:
                canvas.drawImage(ImageReader(Image.new("L", (4, 4))), 0, 0, *A4)
            canvas.showPage()

    return drawn(draw)


def picture_only() -> bytes:
    """A page without any text, like a scan."""
    return drawn(lambda canvas: canvas.rect(100, 100, 300, 300, fill=1))


def empty_pages(count: int) -> bytes:
    """Many pages without anything on them."""

    def draw(canvas: Canvas) -> None:
        for _ in range(count):
            canvas.showPage()

    return drawn(draw)
