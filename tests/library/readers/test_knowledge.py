"""Larkfell's own files: nothing of them is lost, measured against a second, simpler reading of each."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from lxml import html

from assistant.library.readers import read
from assistant.library.text import BlockKind, clean

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"
FRONT_MATTER = re.compile(rb"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def files(*suffixes: str) -> list[Path]:
    return sorted(path for path in KNOWLEDGE.rglob("*") if path.suffix in suffixes)


def named(path: Path) -> str:
    return path.relative_to(KNOWLEDGE).as_posix()


def rows(path: Path) -> int:
    return sum(placed.block.kind is BlockKind.ROW for placed in read(named(path), path.read_bytes()).blocks)


def numbers(text: str) -> Counter[str]:
    return Counter(NUMBER.findall("".join(char for char in text if char not in SUPERSCRIPTS)))


@pytest.mark.parametrize("path", files(".html"), ids=named)
def test_every_row_and_number_of_a_web_page_is_found(path: Path) -> None:
    main = html.fromstring(path.read_bytes()).find(".//main")
    assert main is not None
    assert rows(path) == sum(row.find("td") is not None for row in main.iter("tr"))
    for mark in main.xpath(".//sup[a]"):
        mark.drop_tree()
    text = read(named(path), path.read_bytes()).text
    assert not numbers(" ".join(main.itertext())) - numbers(text)
    assert "cookie" not in text.casefold()
    assert "Imprint" not in text


@pytest.mark.parametrize("path", files(".md"), ids=named)
def test_every_row_and_number_of_a_markdown_file_is_found(path: Path) -> None:
    source = FRONT_MATTER.sub(b"", path.read_bytes()).decode()
    lines = [line for line in source.splitlines() if line.startswith("|")]
    headers = sum(bool(re.fullmatch(r"[|:\- ]+", line)) for line in lines)
    assert rows(path) == len(lines) - 2 * headers
    # Targets of links and marks of notes are no text.
    source = re.sub(r"\]\([^)]*\)|\[\^\w+\]:?", "", source)
    assert not numbers(source) - numbers(read(named(path), path.read_bytes()).text)


@pytest.mark.parametrize("path", files(".csv"), ids=named)
def test_every_record_of_a_list_is_found(path: Path) -> None:
    records = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    assert rows(path) == len(records) - 1
    text = read(named(path), path.read_bytes()).text
    assert all(clean(cell) in text for record in records for cell in record)


@pytest.mark.parametrize("path", files(".pdf"), ids=named)
def test_every_number_of_a_pdf_is_found(path: Path) -> None:
    document = pypdfium2.PdfDocument(path.read_bytes())
    pages = [clean(page.get_textpage().get_text_range()) for page in document]
    # The running lines that our files begin every page with.
    raw = " ".join(re.sub(r"^Larkfell · .*?version [\d.]+ Page \d+ of \d+", "", page) for page in pages)
    assert "Page 1 of" not in raw
    blocks = [placed.block for placed in read(named(path), path.read_bytes()).blocks]
    text = " ".join(block.text for block in blocks)
    # Marks of notes are digits in the file and gone from the text; rows repeat the names of their columns.
    lost = numbers(raw) - numbers(text)
    assert set(lost) <= {"1", "2", "3", "4"}, lost
    assert "Page 1 of" not in text
    assert blocks[1].kind is BlockKind.HEADING or blocks[0].kind is BlockKind.HEADING
    assert not re.search(rf"\w[{SUPERSCRIPTS}]", re.sub(r"\bm[²³]", "", text))
