"""Larkfell's Office files: nothing of them is lost, measured against what the usual libraries read in them."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from test_knowledge import files, named, numbers, rows

from assistant.library.readers import read
from assistant.library.text import Block, BlockKind, clean

VALUE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def blocks(path: Path) -> list[Block]:
    return [placed.block for placed in read(named(path), path.read_bytes()).blocks]


@pytest.mark.parametrize("path", files(".docx"), ids=named)
def test_every_row_and_number_of_a_word_document_is_found(path: Path) -> None:
    document = docx.Document(path)
    filled = [row for table in document.tables for row in table.rows if any(cell.text for cell in row.cells)]
    assert rows(path) == len(filled) - len(document.tables)  # a worksheet has blank rows to write in
    words = [paragraph.text for paragraph in document.paragraphs]
    columns = [[cell.text for cell in column.cells] for table in document.tables for column in table.columns]
    words += [cell for column in columns if any(column[1:]) for cell in column]  # others wait to be filled in
    text = read(named(path), path.read_bytes()).text
    assert not numbers(" ".join(words)) - numbers(text)
    assert all(clean(part) in text for part in words)
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name.startswith(("Head", "Tit"))]
    assert [block.text for block in blocks(path) if block.level] == headings
    assert document.sections[0].footer.paragraphs[0].text not in text


@pytest.mark.parametrize("path", files(".pptx"), ids=named)
def test_every_row_and_number_of_a_deck_is_found_and_its_notes_are_aside(path: Path) -> None:
    slides = list(pptx.Presentation(path).slides)
    text = read(named(path), path.read_bytes())
    shown = " ".join(words for slide in slides for words in slide_words(slide))
    notes = " ".join(slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide)
    assert not numbers(shown) - numbers(text.without_asides().text)
    aside = " ".join(block.text for block in blocks(path) if block.aside and block.text != "Speaker notes")
    assert clean(notes) == clean(aside)
    assert [block.text for block in blocks(path) if block.level in (1, 2)] == [
        slide.shapes.title.text for slide in slides
    ]
    assert {block.page for block in blocks(path)} == {str(at + 1) for at in range(len(slides))}
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    assert rows(path) == sum(len(table.rows) - 1 for table in tables)


def slide_words(slide: pptx.slide.Slide) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame and "FOOTER" not in kind(shape) and "NUMBER" not in kind(shape):
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def kind(shape: pptx.shapes.base.BaseShape) -> str:
    return str(shape.placeholder_format.type) if shape.is_placeholder else ""


@pytest.mark.parametrize("path", files(".xlsx"), ids=named)
def test_every_cell_of_a_workbook_is_found_in_its_own_sheet(path: Path) -> None:
    values = openpyxl.load_workbook(path, data_only=True)
    formulas = openpyxl.load_workbook(path)
    for sheet in values:
        found = [block for block in blocks(path) if block.page == sheet.title]
        text = "\n".join(block.text for block in found)
        held = [float(value.replace(",", "")) for value in VALUE.findall(text.replace("−", "-").replace("€", ""))]
        missing: list[str] = []
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str):
                assert clean(cell.value) in text
            elif isinstance(cell.value, int | float):
                shown = (cell.value, cell.value * 100 if "%" in cell.number_format else cell.value)
                assert any(abs(abs(number) - abs(value)) < 0.051 for number in held for value in shown), cell.coordinate
            elif formulas[sheet.title][cell.coordinate].data_type == "f":
                missing.append(cell.coordinate)
        remark = next((block for block in found if block.aside and "No value is stored" in block.text), None)
        assert Counter(missing) == Counter(re.findall(r"\b[A-Z]+\d+\b", remark.text) if remark else [])


@pytest.mark.parametrize("path", files(".xlsx"), ids=named)
def test_every_value_of_a_workbook_stands_under_a_header(path: Path) -> None:
    tables = [block for block in blocks(path) if block.kind is BlockKind.ROW and "€" in block.text and not block.aside]
    bare = [
        block.text
        for block in tables
        for name, value in block.cells
        if not name and re.fullmatch(r"−?€?[\d,.]+", value)
    ]
    # One line above the tables of the sheet on approvals has no header: its label says what it is.
    assert [text for text in bare if not text.startswith("Limit for a rep")] == []
