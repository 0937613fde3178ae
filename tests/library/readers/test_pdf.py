"""PDF text: paragraphs, headings, lists and notes in reading order, without what only guides through the pages."""

import pytest
from pdf_samples import (
    BOLD,
    HEADING,
    SMALL,
    TITLE,
    document,
    drawn,
    running,
    scanned,
    text,
    two_columns,
)
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, PageBreak, Spacer
from shown import shown

from assistant.library.readers import read
from assistant.library.readers.pdf.page import Glyph
from assistant.library.readers.pdf.pieces import pieces

FOX = "The quick brown fox jumps over the lazy dog near the cold room while the sensor keeps measuring the air."
LONG = f"{FOX} {FOX} {FOX}"


def lines(*words: str, left: float = 72, top: float = 700, font: str = "Vera", size: float = 10) -> bytes:
    """Lines set exactly as given."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        for at, line in enumerate(words):
            canvas.drawString(left, top - 14 * at, line)

    return drawn(draw)


def test_headings_paragraphs_and_levels_by_size_and_weight() -> None:
    story = [
        text("Data sheet", TITLE),
        text(LONG),
        text("Range", HEADING),
        text(FOX),
        text("In the cold", BOLD),
        text(FOX),
    ]
    assert shown("a.pdf", document(story)) == [
        "h1 Data sheet",
        f"p {LONG}",
        "h2 Range",
        f"p {FOX}",
        "h3 In the cold",
        f"p {FOX}",
    ]


def test_a_heading_over_two_lines_is_one() -> None:
    title = "A title that is so long that it does not fit into one line"
    assert shown("a.pdf", document([text(title, TITLE), text(LONG)]))[0] == f"h1 {title}"


def test_the_outline_names_headings_that_look_like_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 10)
        for at, (words, level) in enumerate([("Scope", 0), (FOX[:39], None), ("Details of it", 1), (FOX[:48], None)]):
            canvas.drawString(72, 700 - 30 * at, words)
            if level is not None:
                canvas.bookmarkPage(words)
                canvas.addOutlineEntry(words, words, level)

    assert shown("a.pdf", drawn(draw)) == ["h1 Scope", f"p {FOX[:39]}", "h2 Details of it", f"p {FOX[:48]}"]


def test_bullets_and_numbers() -> None:
    story = [
        text("Title", TITLE),
        text(LONG),
        ListFlowable([text(f"First thing: {FOX}"), text("Second thing")], bulletType="bullet"),
        text("Do this:"),
        ListFlowable([text("Hold the button."), text(f"Let go. {FOX}")], bulletType="1", bulletFormat="%s."),
        text(FOX),
    ]
    assert shown("a.pdf", document(story))[2:] == [
        f"item First thing: {FOX}",
        "item Second thing",
        "p Do this:",
        "step 1. Hold the button.",
        f"step 2. Let go. {FOX}",
        f"p {FOX}",
    ]


@pytest.mark.parametrize(
    ("words", "blocks"),
    [
        (["Do this:", "1) Press.", "2) Wait."], ["p Do this:", "step 1. Press.", "step 2. Wait."]),
        (["- one", "- two"], ["item one", "item two"]),
        (
            ["The range of the sensor is wide", "– from cold to warm."],
            ["p The range of the sensor is wide – from cold to warm."],
        ),
        (
            ["It was delivered to us on the", "14. March of the same year."],
            ["p It was delivered to us on the 14. March of the same year."],
        ),
        (["It was delivered on the", "1. March of that year."], ["p It was delivered on the 1. March of that year."]),
        (["a) first", "b) second"], ["item a) first", "item b) second"]),
        (["2.1 One clause.", "2.2 The next."], ["p 2.1 One clause.", "p 2.2 The next."]),
        (["The price of it is", "3.20 per sensor and month."], ["p The price of it is 3.20 per sensor and month."]),
    ],
)
def test_what_begins_an_item_and_what_does_not(words: list[str], blocks: list[str]) -> None:
    assert shown("a.pdf", lines(*words)) == blocks


def test_dots_drawn_in_front_of_lines_are_bullets() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 10)
        canvas.drawString(60, 720, "We need two things:")
        for base, words in ((700, "the first one"), (685, "the second one, which"), (671, "goes on")):
            canvas.drawString(75, base, words)
        for base in (700, 685):
            canvas.circle(66, base + 3, 1.5, stroke=0, fill=1)

    assert shown("a.pdf", drawn(draw)) == [
        "p We need two things:",
        "item the first one",
        "item the second one, which goes on",
    ]


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        (["a calibra-", "tion of it"], "a calibration of it"),
        (["a cold-", "store panel of a cold-store"], "a cold-store panel of a cold-store"),
        (["cold air in a cold-", "store panel"], "cold air in a cold-store panel"),
        (["state-of-", "the-art"], "state-of-the-art"),
        (["EU-", "Norm"], "EU-Norm"),
        (["by e-", "mail"], "by e-mail"),
        (["in 2025-", "2026"], "in 2025-2026"),
        (["from 10 –", "20 m"], "from 10 – 20 m"),
    ],
)
def test_hyphens_at_line_ends(words: list[str], joined: str) -> None:
    assert read("a.pdf", lines(*words)).text == joined


def test_running_headers_and_footers_are_left_out() -> None:
    story = [
        text("Title", TITLE),
        text(LONG),
        PageBreak(),
        text(f"Second. {LONG}"),
        PageBreak(),
        text(f"Third. {LONG}"),
    ]
    assert shown("a.pdf", document(story, running)) == [
        "h1 Title",
        f"p {LONG}",
        f"p Second. {LONG}",
        f"p Third. {LONG}",
    ]


def test_changing_headers_go_with_their_page_number() -> None:
    def draw(canvas: Canvas) -> None:
        for page, chapter in enumerate(["Start", "Start", "Cold rooms", "Alarms", "Alarms", "End"], start=3):
            canvas.setFont("Vera", 9)
            canvas.drawString(72, 800, f"{page} · {chapter}" if page % 2 else f"{chapter} · {page}")
            canvas.setFont("Vera", 10)
            canvas.drawString(72, 700, f"Words of {chapter.lower()} on sheet {page}.")
            canvas.showPage()

    assert [line for line in shown("a.pdf", drawn(draw)) if "·" in line] == []


def test_a_sentence_goes_on_over_the_page_and_past_a_footnote() -> None:
    story = [
        text("Title", TITLE),
        text(LONG),
        text("This sentence has a mark<super>1</super> and goes on over the"),
        text("<super>1</super> The note.", SMALL),
        PageBreak(),
        text("page to its end. Then another one."),
    ]
    assert shown("a.pdf", document(story))[2:] == [
        "p This sentence has a mark and goes on over the page to its end. Then another one.",
        "p Footnote: The note.",
    ]


def test_a_sentence_that_ended_does_not_go_on() -> None:
    story = [text("Title", TITLE), text("The end."), PageBreak(), text("another beginning")]
    assert shown("a.pdf", document(story))[1:] == ["p The end.", "p another beginning"]


def test_columns_are_read_one_after_the_other() -> None:
    paragraphs = [f"Paragraph {at} begins here. {LONG}" for at in range(1, 13)]
    assert shown("a.pdf", two_columns([text(words) for words in paragraphs])) == [f"p {words}" for words in paragraphs]


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("5 years<super>1</super> at most", "5 years¹ at most"),
        ("50 m<super>2</super> each", "50 m² each"),
        ("10<super>6</super> times, 10<super>-3</super> bar", "10⁶ times, 10⁻³ bar"),
        ("CO<sub>2</sub>, H<sub>2</sub>O", "CO2, H2O"),
        ("the 1<super>st</super> time", "the 1st time"),
        ("±0.3 °C within −20…+40 °C", "±0.3 °C within −20…+40 °C"),
        ("12,828 € – 99.5 %", "12,828 € – 99.5 %"),
        ("a <b>bold</b> word, a<b>b</b>c", "a bold word, abc"),
        ("Vårgård, Größe, naïve", "Vårgård, Größe, naïve"),
    ],
)
def test_signs_and_numbers_come_out_right(words: str, plain: str) -> None:
    assert read("a.pdf", document([text(words)])).text == plain


def test_a_footnote_follows_its_paragraph() -> None:
    story = [
        text("Battery life is 5 years<super>1</super> and 20 m<super>2</super> each.<super>2</super>"),
        text("Next paragraph."),
        text("<super>1</super> At the default interval.", SMALL),
        text("<super>2</super> Without racks.", SMALL),
    ]
    assert shown("a.pdf", document(story)) == [
        "p Battery life is 5 years and 20 m² each.",
        "p Footnote: At the default interval.",
        "p Footnote: Without racks.",
        "p Next paragraph.",
    ]


def test_page_labels_and_numbers() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.addPageLabel(0, style="ROMAN_LOWER")
        canvas.addPageLabel(1, style="ARABIC", start=7, prefix="A-")
        for words in ("Preface", "Body"):
            canvas.drawString(72, 700, words)
            canvas.showPage()

    labelled = [(placed.block.text, placed.block.page) for placed in read("a.pdf", drawn(draw)).blocks]
    assert labelled == [("Preface", "i"), ("Body", "A-7")]
    plain = read("a.pdf", document([text("One."), PageBreak(), text("Two.")]))
    assert [placed.block.page for placed in plain.blocks] == ["1", "2"]


def test_a_page_turned_on_its_side_is_read_upright() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.setFont("Vera", 10)
        for at, words in enumerate(["The first line of text goes on", "in a second line, 50 m away."]):
            canvas.drawString(100, -100 - 14 * at, words)

    assert shown("a.pdf", drawn(draw)) == ["p The first line of text goes on in a second line, 50 m away."]


def test_text_across_the_page_is_kept_apart() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 10)
        canvas.drawString(72, 700, "The text of the page.")
        canvas.rotate(90)
        canvas.setFont("VeraBd", 20)
        canvas.drawString(100, -30, "Stamp 2026")

    assert shown("a.pdf", drawn(draw)) == ["p The text of the page.", "p Stamp 2026"]


def test_lines_of_a_table_of_contents_are_left_out() -> None:
    entries = [f"{name} . . . . . . . . . . . . {page}" for name, page in (("Start", 1), ("Cold", 12), ("End", 200))]
    assert shown("a.pdf", lines("The words.", *entries)) == ["p The words."]


def test_a_table_of_contents_without_dots_is_left_out_too() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 10)
        for at, title in enumerate(["1 Scope", "2 Terms", "3 Care"]):
            canvas.drawString(72, 700 - 20 * at, f"{title}   {at + 2}")
        for title in ["1 Scope", "2 Terms", "3 Care"]:
            canvas.showPage()
            canvas.setFont("VeraBd", 14)
            canvas.drawString(72, 700, title)
            canvas.setFont("Vera", 10)
            canvas.drawString(72, 680, f"{title}: {FOX[:60]} 7")

    assert [line for line in shown("a.pdf", drawn(draw)) if line[0] == "h" or "dog" not in line] == [
        "h1 1 Scope",
        "h1 2 Terms",
        "h1 3 Care",
    ]


@pytest.mark.parametrize("number", ["7", "– 7 –", "Page 7", "vii"])
def test_the_page_number_of_a_single_page_is_left_out(number: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 10)
        canvas.drawString(72, 700, FOX[:60])
        canvas.drawCentredString(300, 30, number)

    assert shown("a.pdf", drawn(draw)) == [f"p {FOX[:60]}"]


@pytest.mark.parametrize("line", ["7 °C", "Made in 7 days", "2026"])
def test_another_line_at_the_foot_of_a_page_is_kept(line: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 10)
        canvas.drawString(72, 700, FOX[:60])
        canvas.drawCentredString(300, 30, line)

    assert shown("a.pdf", drawn(draw)) == [f"p {FOX[:60]}", f"p {line}"]


def test_a_title_that_was_drawn_last_is_read_first() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 10)
        for left, word in ((72, "left"), (320, "right")):
            for at in range(3):
                canvas.drawString(left, 680 - 40 * at, f"Paragraph {at + 1} on the {word}.")
        canvas.setFont("VeraBd", 20)
        canvas.drawString(72, 740, "The title above both")
        canvas.setFont("VeraBd", 12)
        canvas.drawString(320, 705, "About the right")

    assert shown("a.pdf", drawn(draw)) == [
        "h1 The title above both",
        *(f"p Paragraph {at} on the left." for at in (1, 2, 3)),
        "h2 About the right",
        *(f"p Paragraph {at} on the right." for at in (1, 2, 3)),
    ]


def test_what_stands_between_columns_does_not_cut_them() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 10)
        for left, word in ((72, "left"), (320, "right")):
            for top in (700, 500):
                canvas.drawString(left, top, f"Text at {top} on the {word}.")
        canvas.drawString(72, 600, "A picture across both columns of this page, drawn by hand and late, says little.")

    assert shown("a.pdf", drawn(draw)) == [
        "p Text at 700 on the left.",
        "p Text at 500 on the left.",
        "p Text at 700 on the right.",
        "p Text at 500 on the right.",
        "p A picture across both columns of this page, drawn by hand and late, says little.",
    ]


@pytest.mark.parametrize(
    ("signs", "word"),
    [
        ("e↵ort", "effort"),
        ("sta↵", "staff"),
        ("ba✏ed", "baffled"),
        ("o\0ce", "office"),
        ("\0le", "file"),
        ("↵", "↵"),
        ("5✏", "5✏"),
    ],
)
def test_ligatures_that_a_file_does_not_name_are_spelled_out(signs: str, word: str) -> None:
    glyphs: list[Glyph] = []
    left = 0.0
    for at, sign in enumerate(signs):
        width = 8.3 if sign == "\0" and at else 5.5
        glyphs.append(Glyph(sign, left, 0.0, left + width, 8.0, 0.0, 10.0, False))
        left += width
    assert [piece.text for piece in pieces(glyphs)] == [word]


def test_paragraphs_without_space_between_them() -> None:
    style = ParagraphStyle("tight", fontName="Vera", fontSize=10, leading=12)
    story = [text("First one. " + LONG, style), text("Second one. " + LONG, style)]
    assert shown("a.pdf", document(story)) == [f"p First one. {LONG}", f"p Second one. {LONG}"]


def test_a_scanned_page_among_others_is_reported_aside() -> None:
    blocks = [placed.block for placed in read("a.pdf", scanned("First.", "", "Third.")).blocks]
    assert [(block.text.partition(":")[0], block.aside) for block in blocks] == [
        ("First.", False),
        ("Third.", False),
        ("Pages that are pictures without text, not read", True),
    ]
    assert blocks[-1].text.startswith("Pages that are pictures without text, not read: 2. Run OCR")


def test_empty_pages_between_are_no_matter() -> None:
    story = [text("One."), PageBreak(), Spacer(1, 1), PageBreak(), text("Two.")]
    assert shown("a.pdf", document(story)) == ["p One.", "p Two."]
