"""Workbooks: every row with its header, values as the cells show them, what is hidden aside."""

import re
from datetime import date, datetime

import openpyxl
import pytest
from office_samples import repacked, rows, saved, workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from shown import shown

from assistant.errors import ContentError
from assistant.library.readers import read


def bold(*places: str) -> object:
    def make(sheet: Worksheet) -> None:
        for place in places:
            sheet[place].font = Font(bold=True)

    return make


def merged(*areas: str) -> object:
    return lambda sheet: [sheet.merge_cells(area) for area in areas]


HEADED = [("Item", "Price"), ("L1", 95), ("P1", 165)]
LISTED = ["row Item: L1; Price: 95", "row Item: P1; Price: 165"]


@pytest.mark.parametrize(
    ("steps", "blocks"),
    [
        ([rows(*HEADED)], LISTED),
        ([rows(("Our prices",), *HEADED)], ["p Our prices", *LISTED]),
        ([rows(("Our prices",), (), *HEADED, (), ("Without VAT.",))], ["p Our prices", *LISTED, "p Without VAT."]),
        ([rows(*HEADED, ("All prices are in euros.",))], [*LISTED, "p All prices are in euros."]),
        ([rows(*HEADED, ("Spare",), ("G2", 420))], [*LISTED, "row Item: Spare", "row Item: G2; Price: 420"]),
        (
            [rows(*HEADED, ("Gateways",), ("G2", 420)), bold("A1", "B1", "A4")],
            [*LISTED, "p Gateways", "row Item: G2; Price: 420"],
        ),
        ([rows(("", 2025, 2026), ("L1", 89, 95))], ["row L1; 2025: 89; 2026: 95"]),
        ([rows(("Rate", 24), ("Round", 12))], ["row Rate: 24", "row Round: 12"]),
        ([rows(("Phone", "12 34"), ("Hours", "8–16")), bold("A1", "A2")], ["row Phone: 12 34", "row Hours: 8–16"]),
        ([rows(("Rate", 24, "€/h"), ("Round", 12, "min"))], ["row Rate; 24; €/h", "row Round; 12; min"]),
        ([rows(("Word", "Sense"), ("MKT", "mean"))], ["row Word: MKT; Sense: mean"]),
        (
            [rows(("Item", "Price", None), (None, "EUR", "NOK"), ("L1", 1, 2)), merged("B1:C1", "A1:A2")],
            ["row Item: L1; Price EUR: 1; Price NOK: 2"],
        ),
        (
            [rows(("Name", None, "City"), ("Ana", "Lind", "Oslo"), ("Per", "Berg", "Bergen")), merged("A1:B1")],
            ["row Name: Ana; Name: Lind; City: Oslo", "row Name: Per; Name: Berg; City: Bergen"],
        ),
        (
            [rows(("Room", "Point"), ("Cold", "A"), (None, "B")), merged("A2:A3")],
            ["row Room: Cold; Point: A", "row Room: Cold; Point: B"],
        ),
        (
            [rows(("Function", "Basic", "Plus"), ("Alarms", "Included"), ("Audit", "–", "Yes")), merged("B2:C2")],
            ["row Function: Alarms; Basic: Included; Plus: Included", "row Function: Audit; Basic: –; Plus: Yes"],
        ),
        (
            [rows(("Prices of 2026", None), *HEADED), merged("A1:B1")],
            ["p Prices of 2026", *LISTED],
        ),
        (
            [rows(("Limit", 600, "per deal"), ("Offer", "Value", "Who"), ("Set", 6, "Rep")), bold("A2", "B2", "C2")],
            ["row Limit; 600; per deal", "row Offer: Set; Value: 6; Who: Rep"],
        ),
        (
            [rows(("CHF", None, "2025"), (None, "Sales", "Profit"), (), ("A", 1, 2), ("B", 3, 4))],
            ["row CHF: A; 2025 Sales: 1; 2025 Profit: 2", "row CHF: B; 2025 Sales: 3; 2025 Profit: 4"],
        ),
        (
            [
                rows(("Item", "2025", None, "2026"), (None, "Net", "Gross", "Net", "Gross"), ("L1", 1, 2, 3, 4)),
                bold(*"A1 B1 D1 B2 C2 D2 E2".split()),
            ],
            ["row Item: L1; 2025 Net: 1; 2025 Gross: 2; 2026 Net: 3; 2026 Gross: 4"],
        ),
        (
            [
                rows(("Item", "2025", None, "2026"), (None, "Net", "Gross", "Net"), ("L1", 1, 2, 3)),
                bold(*"A1 B1 D1 B2 C2 D2".split()),
            ],
            ["row Item: L1; 2025 Net: 1; Gross: 2; 2026 Net: 3"],  # whose Gross it is, the sheet does not say
        ),
        (
            [rows(("a", "b", None, "c", "d"), (1, 2, None, "x", 3), (4, 5), (6, 7))],
            ["row a: 1; b: 2", "row a: 4; b: 5", "row a: 6; b: 7", "row c: x; d: 3"],
        ),
        ([rows(("one",), ("• two",))], ["p one", "item two"]),
        ([rows(("Done", "What"), (True, "x"), (False, "y"))], ["row Done: TRUE; What: x", "row Done: FALSE; What: y"]),
    ],
)
def test_tables_titles_and_remarks_are_told_apart(steps: list, blocks: list[str]) -> None:
    assert shown("a.xlsx", workbook(*steps)) == ["h1 Prices", *blocks]


def test_each_sheet_is_a_section_and_a_page() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Costs"
    for sheet in (book.active, book.create_sheet("Empty"), book.create_sheet("More")):
        if sheet.title != "Empty":
            rows(*HEADED)(sheet)
    placed = read("a.xlsx", saved(book)).blocks
    assert [block.block.text for block in placed if block.block.level] == ["Costs", "More"]
    assert [block.block.page for block in placed] == ["Costs"] * 3 + ["More"] * 3
    assert [block.block.table for block in placed] == [0, 1, 1, 0, 2, 2]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234.5, "General", "1234.5"),
        (0.1 + 0.2, "General", "0.3"),
        (4, "0 %", "400 %"),
        (0.568, "0.0%", "56.8%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (12828, "[$€-2] #,##0", "€ 12,828"),
        (date(2026, 3, 1), "dd/mm/yyyy", "2026-03-01"),
        (datetime(2026, 3, 1, 14, 30), "d.m.yy h:mm", "2026-03-01 14:30"),
    ],
)
def test_values_are_written_as_their_cells_show_them(value: object, code: str, text: str) -> None:
    def make(sheet: Worksheet) -> None:
        sheet.append(["Item", "Value"])
        sheet.append(["L1", value])
        sheet["B2"].number_format = code

    assert shown("a.xlsx", workbook(make))[1:] == [f"row Item: L1; Value: {text}"]


def test_a_formula_without_a_value_is_reported_and_the_file_is_read() -> None:
    placed = read("a.xlsx", workbook(rows(("Item", "Price"), ("L1", 95), ("Sum", "=SUM(B2:B2)")))).blocks
    assert [(block.block.text, block.block.aside) for block in placed][1:] == [
        (
            "No value is stored for the formulas in B3. "
            "Open the workbook in Excel, let it calculate, and save it again.",
            True,
        ),
        ("Item: L1; Price: 95", False),
        ("Item: Sum; Price: formula without a value", False),
    ]


def test_a_formula_with_a_value_is_its_value_and_an_error_is_named() -> None:
    def calculated(xml: str) -> str:
        for place, cell in {
            "B2": '<c r="B2"><f>1+1</f><v>2</v></c>',
            "B3": '<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
            "B4": '<c r="B4" t="str"><f>""</f><v></v></c>',
        }.items():
            xml = re.sub(rf'<c r="{place}".*?</c>', cell, xml)
        return xml

    data = workbook(rows(("Item", "Price"), ("L1", 1), ("P1", 1), ("G2", 1)))
    assert shown("a.xlsx", repacked(data, {"xl/worksheets/sheet1.xml": calculated}))[1:] == [
        "p The formulas in B3 show an error. Correct them and save the workbook again.",
        "row Item: L1; Price: 2",
        "row Item: P1; Price: #DIV/0!",
        "row Item: G2",
    ]


def test_hidden_sheets_rows_and_columns_and_comments_are_aside() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Prices"
    rows(("Item", "Cost", "Price"), ("L1", 41, 95), ("X9", 7, 8), ("P1", 78, 165))(sheet)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    sheet["C2"].comment = Comment("Ask Ana first", "Per")
    rows(("Secret", "Plan"), ("a", 1))(book.create_sheet("Margins"))
    book["Margins"].sheet_state = "veryHidden"
    text = read("a.xlsx", saved(book))
    assert text.without_asides().text == "Prices\n\nItem: L1; Price: 95\nItem: P1; Price: 165"
    assert [block.block.text for block in text.blocks if block.block.aside] == [
        "Item: L1; Cost: 41",
        "Item: X9; Cost: 7; Price: 8",
        "Item: P1; Cost: 78",
        "Comment on C2 (L1): Ask Ana first",
        "Margins",
        "Secret: a; Plan: 1",
    ]


def test_a_hidden_header_does_not_show_through_open_rows() -> None:
    def make(sheet: Worksheet) -> None:
        rows(*HEADED)(sheet)
        sheet.row_dimensions[1].hidden = True

    assert read("a.xlsx", workbook(make)).without_asides().text == "Prices\n\nL1: 95\nP1: 165"


def test_a_defined_table_has_the_header_that_it_says() -> None:
    def make(sheet: Worksheet) -> None:
        rows(("A remark", "beside"), ("Item", "Note"), ("L1", "small"), ("P1", "cold"))(sheet)
        sheet.add_table(Table(displayName="T", ref="A2:B4"))

    assert shown("a.xlsx", workbook(make))[1:] == [
        "row A remark: beside",
        "row Item: L1; Note: small",
        "row Item: P1; Note: cold",
    ]


RICH = '<r><t>5 years</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r><rPh><t>no</t></rPh>'


def with_cell(cell: str) -> dict[str, object]:
    """The change that puts a cell written by hand into A2."""
    return {"xl/worksheets/sheet1.xml": lambda xml: re.sub(r'<c r="A2".*?</c>', cell, xml)}


def test_texts_stand_in_their_cells_or_in_a_part_of_their_own() -> None:
    data = workbook(rows(("Life", "Value"), ("REPLACED", 1)))
    inline = repacked(data, with_cell(f'<c r="A2" t="inlineStr"><is>{RICH}</is></c>'))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    shared = repacked(
        data,
        {
            **with_cell('<c r="A2" t="s"><v>1</v></c>'),
            "xl/texts.xml": (
                '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                f"<si><t>other</t></si><si>{RICH}</si></sst>"
            ),
            "xl/_rels/workbook.xml.rels": lambda rels: rels.replace(
                "</Relationships>", f'<Relationship Id="rId99" Type="{kind}" Target="texts.xml"/></Relationships>'
            ),
        },
    )
    for made in (inline, shared):
        assert shown("a.xlsx", made)[1:] == ["row Life: 5 years¹; Value: 1"]


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace('ref="A1:B3"', 'ref="A1:XFD1048576"'),
        lambda xml: xml.replace("</sheetData>", f"<row>{'<c/>' * 2_000_001}</row></sheetData>"),
    ],
    ids=["declared", "real"],
)
def test_a_workbook_with_too_many_cells_is_refused(change: object) -> None:
    data = repacked(workbook(rows(*HEADED)), {"xl/worksheets/sheet1.xml": change})
    with pytest.raises(ContentError, match=r"2,000,000 cells|200 to 1"):
        read("a.xlsx", data)


def test_merged_cells_that_claim_the_whole_sheet_do_no_harm() -> None:
    claim = '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    data = repacked(
        workbook(rows(*HEADED)), {"xl/worksheets/sheet1.xml": lambda xml: xml.replace("</sheetData>", claim)}
    )
    assert read("a.xlsx", data).text
