"""PDF tables: every row with its header, no text twice, one table over several pages."""

import pytest
from pdf_samples import BOLD_HEAD, GRID, SMALL, TITLE, document, drawn, running, table, text
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph
from shown import shown

from assistant.library.readers import read

FOX = "The quick brown fox jumps over the lazy dog near the cold room while the sensor keeps measuring the air."
PLANS = [
    ["Plan", "Price", "Term"],
    ["Essential", "3.20", "12 months"],
    ["Assured", "5.40", "36 months"],
    ["Third", "6", "none"],
]
PLAN_ROWS = [
    "row Plan: Essential; Price: 3.20; Term: 12 months",
    "row Plan: Assured; Price: 5.40; Term: 36 months",
    "row Plan: Third; Price: 6; Term: none",
]
BLACK = colors.black
STRIPES = [("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.lightgrey, colors.white])]


@pytest.mark.parametrize(
    "styles",
    [
        [*GRID, *BOLD_HEAD],
        [("BOX", (0, 0), (-1, -1), 1, BLACK), ("INNERGRID", (0, 0), (-1, -1), 0.25, BLACK), *BOLD_HEAD],
        [*GRID, ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)],
        [("LINEABOVE", (0, 0), (-1, -1), 0.5, BLACK), ("LINEBELOW", (0, -1), (-1, -1), 0.5, BLACK), *BOLD_HEAD],
        [("LINEBELOW", (0, 0), (-1, -1), 0.5, BLACK), *BOLD_HEAD],
        [
            ("LINEABOVE", (0, 0), (-1, 0), 1, BLACK),
            ("LINEBELOW", (0, 0), (-1, 0), 1, BLACK),
            ("LINEBELOW", (0, -1), (-1, -1), 1, BLACK),
            *BOLD_HEAD,
        ],
        [*STRIPES, *BOLD_HEAD],
        BOLD_HEAD,
    ],
    ids=["grid", "box", "shaded", "level", "below", "three lines", "stripes", "no lines"],
)
def test_a_table_however_it_is_drawn(styles: list[tuple[object, ...]]) -> None:
    story = [text("Title", TITLE), text(FOX), table(PLANS, styles, colWidths=[90, 70, 90]), text(FOX)]
    assert shown("a.pdf", document(story)) == ["h1 Title", f"p {FOX}", *PLAN_ROWS, f"p {FOX}"]


def long_table(rows: int, **settings: object) -> list[object]:
    cells = [["Item", "Value"], *([f"Item {at}", f"{at}.5 °C"] for at in range(1, rows + 1))]
    return [text("Title", TITLE), text(FOX), table(cells, [*GRID, *BOLD_HEAD], **settings), text("After it.")]


@pytest.mark.parametrize("columns", [2, 3])
@pytest.mark.parametrize("repeat", [0, 1])
@pytest.mark.parametrize(
    "styles",
    [
        GRID,
        [("LINEBELOW", (0, 0), (-1, -1), 0.5, BLACK)],
        [("LINEABOVE", (0, 0), (-1, 1), 1, BLACK), ("LINEBELOW", (0, -1), (-1, -1), 1, BLACK)],
        STRIPES,
        [("ALIGN", (1, 0), (1, -1), "RIGHT")],
    ],
    ids=["grid", "below", "three lines", "stripes", "no lines"],
)
def test_a_table_over_pages_is_one_however_it_is_drawn(
    styles: list[tuple[object, ...]], repeat: int, columns: int
) -> None:
    cells = [["Item", "Value", "Term"], *([f"Item {at}", f"{at}.5 °C", "none"] for at in range(1, 101))]
    whole = table(
        [row[:columns] for row in cells], [*styles, *BOLD_HEAD], repeatRows=repeat, colWidths=[90, 70, 90][:columns]
    )
    blocks = [placed.block for placed in read("a.pdf", document([text(FOX), whole, text(FOX)], running)).blocks]
    rows = [block for block in blocks if block.cells]
    assert [row.cells[1] for row in rows] == [("Value", f"{at}.5 °C") for at in range(1, 101)]
    assert {(row.table, row.cells[0][0]) for row in rows} == {(1, "Item")}


def test_what_every_page_repeats_is_a_header_even_if_it_looks_like_a_row() -> None:
    cells = [["Item", "Value"], *([f"Item {at}", f"value {at}"] for at in range(1, 101))]
    blocks = [placed.block for placed in read("a.pdf", document([table(cells, GRID, repeatRows=1)])).blocks]
    assert [block.text for block in blocks] == [f"Item: Item {at}; Value: value {at}" for at in range(1, 101)]


@pytest.mark.parametrize("repeat", [0, 1])
def test_a_table_over_pages_is_one_table_with_its_header(repeat: int) -> None:
    blocks = [placed.block for placed in read("a.pdf", document(long_table(120, repeatRows=repeat), running)).blocks]
    rows = [block for block in blocks if block.cells]
    assert [block.text for block in rows] == [f"Item: Item {at}; Value: {at}.5 °C" for at in range(1, 121)]
    assert {block.table for block in rows} == {1}
    assert [block.text for block in blocks if not block.cells] == ["Title", FOX, "After it."]


def test_two_tables_are_two() -> None:
    one = table(PLANS, [*GRID, *BOLD_HEAD], colWidths=[90, 70, 90])
    two = table(PLANS, [*GRID, *BOLD_HEAD], colWidths=[90, 70, 90])
    story = [text("Title", TITLE), one, text("Table 2. The same once more."), two]
    blocks = [placed.block for placed in read("a.pdf", document(story)).blocks]
    assert [block.table for block in blocks if block.cells] == [1, 1, 1, 2, 2, 2]
    story = [text("Title", TITLE), one, PageBreak(), text("Something else."), two]
    blocks = [placed.block for placed in read("a.pdf", document(story)).blocks]
    assert [block.table for block in blocks if block.cells] == [1, 1, 1, 2, 2, 2]


def test_wrapped_cells_and_line_ends() -> None:
    cells = [["Check", "What is asked for"], ["Records without gaps", Paragraph(FOX)], ["Alarm", Paragraph("A chain.")]]
    story = [text("Title", TITLE), table(cells, [*GRID, *BOLD_HEAD], colWidths=[120, 150])]
    assert shown("a.pdf", document(story))[1:] == [
        f"row Check: Records without gaps; What is asked for: {FOX}",
        "row Check: Alarm; What is asked for: A chain.",
    ]


def test_merged_cells_have_the_headers_they_stand_under() -> None:
    cells = [["", "Essential", "Assured"], ["Alarms", "Yes", ""], ["Hardware", "", ""], ["Sensor", "95", "88"]]
    styles = [*GRID, *BOLD_HEAD, ("SPAN", (1, 1), (2, 1)), ("SPAN", (0, 2), (2, 2))]
    assert shown("a.pdf", document([text("Title", TITLE), table(cells, styles)]))[1:] == [
        "row Alarms; Essential: Yes; Assured: Yes",
        "row Hardware",
        "row Sensor; Essential: 95; Assured: 88",
    ]


def test_a_header_of_two_rows_names_columns_with_both() -> None:
    cells = [["Item", "Price", ""], ["", "2025", "2026"], ["L1", "89", "95"]]
    styles = [*GRID, ("FONT", (0, 0), (-1, 1), "VeraBd", 9), ("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 0), (0, 1))]
    assert shown("a.pdf", document([text("Title", TITLE), table(cells, styles)]))[1:] == [
        "row Item: L1; Price 2025: 89; Price 2026: 95"
    ]


def test_two_columns_without_header_are_names_and_values() -> None:
    cells = [["Range", "−40…+60 °C"], ["Accuracy", "±0.3 °C"], ["Protection", "IP65"]]
    assert shown("a.pdf", document([text("Title", TITLE), table(cells, GRID)]))[1:] == [
        "row Range: −40…+60 °C",
        "row Accuracy: ±0.3 °C",
        "row Protection: IP65",
    ]


def test_a_note_of_a_table_follows_the_whole_table() -> None:
    cells = [["Item", "Value"], ["Battery", Paragraph("5 years<super>1</super>")], ["Memory", "30 days"]]
    story = [
        text("Title", TITLE),
        table(cells, [*GRID, *BOLD_HEAD]),
        text("<super>1</super> By default.", SMALL),
        text(FOX),
    ]
    assert shown("a.pdf", document(story))[1:] == [
        "row Item: Battery; Value: 5 years",
        "row Item: Memory; Value: 30 days",
        "p Footnote: By default.",
        f"p {FOX}",
    ]


def test_captions_stay_with_their_table() -> None:
    story = [
        text("Title", TITLE),
        text(FOX),
        text("Table 1. Plans"),
        table(PLANS, [*GRID, *BOLD_HEAD]),
        text("Figure 1. x"),
    ]
    assert shown("a.pdf", document(story))[2:] == ["p Table 1. Plans", *PLAN_ROWS, "p Figure 1. x"]


def test_a_drawing_is_not_a_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 10)
        canvas.drawString(72, 760, "A chart stands below this line.")
        for at in range(12):
            canvas.line(100, 300 + 20 * at, 340, 300 + 20 * at)
            canvas.line(100 + 20 * at, 300, 100 + 20 * at, 540)
        canvas.drawString(150, 407, "a label over the grid")

    assert shown("a.pdf", drawn(draw)) == ["p A chart stands below this line.", "p a label over the grid"]


def test_a_frame_around_text_is_not_a_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 10)
        canvas.rect(60, 640, 400, 80)
        canvas.drawString(72, 700, "A box with words in it that")
        canvas.drawString(72, 686, "go on in a second line.")

    assert shown("a.pdf", drawn(draw)) == ["p A box with words in it that go on in a second line."]
