"""CSV: one row per record, every value with the name of its column."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator

from assistant.errors import ContentError
from assistant.library.readers.encoding import decode
from assistant.library.text import Block, BlockKind, clean, row

_DELIMITERS = "\t|;,"  # where two fit equally well, the one that text itself uses less is meant
_SAMPLE_RECORDS = 50
_DECLARED = "sep="


def read_csv(data: bytes, name: str) -> Iterable[Block]:
    """The records of a comma, semicolon or tab separated file; its first record names the columns."""
    text = decode(data, name)
    delimiter = _delimiter(text)
    if text.lower().startswith(_DECLARED):  # Excel's own way to name the delimiter
        text = text.partition("\n")[2]
    records = list(_records(text, delimiter, name))
    while len(records) > 1 and _filled(records[0]) == 1 < _filled(records[1]):
        yield Block(BlockKind.PARAGRAPH, clean(" ".join(records.pop(0))))  # a caption above the header
    header, *rows = records or [[]]
    if not rows:  # a list of names without any record is still text that can be found
        header, rows = [], [header]
    for record in rows:
        surplus = [""] * (len(record) - len(header))
        yield from filter(None, [row(header + surplus, record, table=1)])


def _filled(record: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in record)


def _records(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from (record for record in reader if any(cell.strip() for cell in record))
    except csv.Error as error:
        raise ContentError(
            name, f"line {reader.line_num} cannot be read ({error}). Check its quotation marks."
        ) from error


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first records into the same number of fields, most fields first.

    The standard library's sniffer counts characters, quoted ones too, so a list whose cells are full of
    commas makes it fail; here the candidates are simply tried.
    """
    if text.lower().startswith(_DECLARED) and len(text) > len(_DECLARED):
        return text[len(_DECLARED)]
    agreements = {delimiter: _agreement(text, delimiter) for delimiter in _DELIMITERS}
    best = max(agreements, key=lambda delimiter: agreements[delimiter])
    return best if any(agreements[best]) else ","


def _agreement(text: str, delimiter: str) -> tuple[float, int]:
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(record):
                widths.append(len(record))
            if len(widths) == _SAMPLE_RECORDS:
                break
    except csv.Error:
        pass  # reported when the records are read
    width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
    return (count / len(widths), width) if width > 1 else (0.0, 0)
