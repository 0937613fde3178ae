"""CSV as spreadsheets and people write it."""

import pytest
from shown import shown

from assistant.errors import ContentError
from assistant.library.readers import read


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Item,Price\nL1,95.00\nP1,165.00\n", ["row Item: L1; Price: 95.00", "row Item: P1; Price: 165.00"]),
        ("Item;Price\nL1;95,00\n", ["row Item: L1; Price: 95,00"]),
        ("Item\tPrice\nL1\t95.00\n", ["row Item: L1; Price: 95.00"]),
        ("Price, EUR;Qty\n1,5;2\n2,5;3\n", ["row Price, EUR: 1,5; Qty: 2", "row Price, EUR: 2,5; Qty: 3"]),
        ("sep=;\na;b\n1,2;3\n", ["row a: 1,2; b: 3"]),
        ('Item,Note\nL1,"one, two"\n', ["row Item: L1; Note: one, two"]),
        ('Item,Note\nL1,"first line\nsecond ""line"""\n', ['row Item: L1; Note: first line second "line"']),
        ("a,b\r\n1,2\r\n\r\n3,4\r\n", ["row a: 1; b: 2", "row a: 3; b: 4"]),
        ("a,b\n1,2,extra,more\n3\n", ["row a: 1; b: 2; extra; more", "row a: 3"]),
        ("a,b\n,\n1,\n", ["row a: 1"]),
        (",2025,2026\nL1,89,95\n", ["row L1; 2025: 89; 2026: 95"]),
        ("Our prices,,\nItem,Price,Unit\nL1,95,each\n", ["p Our prices", "row Item: L1; Price: 95; Unit: each"]),
        ("Item,Price\n", ["row Item; Price"]),
        ("Word\nfirst\nsecond\n", ["row Word: first", "row Word: second"]),
        ("°C,−40…+60\n±0.3,“x”\n", ["row °C: ±0.3; −40…+60: “x”"]),
    ],
)
def test_each_record_becomes_a_row_with_its_column_names(text: str, rows: list[str]) -> None:
    assert shown("a.csv", text) == rows


def test_tab_separated_files_are_read_too() -> None:
    assert shown("a.tsv", "Item\tPrice, EUR\nL1\t95,00\nP1\t165,00\n") == [
        "row Item: L1; Price, EUR: 95,00",
        "row Item: P1; Price, EUR: 165,00",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_the_encoding_of_a_spreadsheet_is_recognised(encoding: str) -> None:
    text = "Größe;Preis in €\r\nklein;95,00\r\n"
    assert shown("a.csv", text.encode(encoding)) == ["row Größe: klein; Preis in €: 95,00"]


def test_rows_belong_to_one_table_and_keep_their_cells() -> None:
    blocks = [placed.block for placed in read("a.csv", b"a,b\n1,2\n3,4\n").blocks]
    assert [block.cells for block in blocks] == [(("a", "1"), ("b", "2")), (("a", "3"), ("b", "4"))]
    assert {block.table for block in blocks} == {1}


def test_an_open_quotation_mark_is_reported_with_its_line() -> None:
    with pytest.raises(ContentError, match=r"line \d+ cannot be read.*quotation marks"):
        read("a.csv", ('a,b\n1,"' + "2,\n" * 100_000).encode())
