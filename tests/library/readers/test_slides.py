"""Presentations: each slide under its title, in reading order, its notes and what is hidden aside."""

from copy import copy

import pytest
from office_samples import (
    BLANK,
    TITLE_AND_CONTENT,
    TITLE_ONLY,
    TITLE_SLIDE,
    add_box,
    add_slide,
    repacked,
    slides,
)
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation
from pptx.util import Cm
from shown import shown

from assistant.library.readers import read
from assistant.library.text import Block


def blocks(data: bytes) -> list[Block]:
    return [placed.block for placed in read("a.pptx", data).blocks]


def test_a_deck_is_its_slides_under_their_titles() -> None:
    def make(deck: Presentation) -> None:
        add_slide(deck, TITLE_SLIDE, "Mapping", "For quality managers")
        add_slide(deck, TITLE_AND_CONTENT, "Seven days", "One week\nTwo seasons")
        add_box(add_slide(deck, BLANK), 1, 1, "Without a title")
        add_slide(deck, BLANK)

    data = slides(make)
    assert shown("a.pptx", data) == [
        "h1 Mapping",
        "p For quality managers",
        "h2 Seven days",
        "item One week",
        "item Two seasons",
        "h2 Slide 3",
        "p Without a title",
    ]
    assert [block.page for block in blocks(data)] == ["1", "1", "2", "2", "2", "3", "3"]


@pytest.mark.parametrize(
    ("boxes", "order"),
    [
        ([(1, 8, "c"), (1, 1, "a"), (1, 5, "b")], "abc"),
        ([(12, 5, "b"), (1, 5, "a"), (1, 10, "c")], "abc"),
        ([(1, 5, "a"), (12, 4.9, "b")], "ab"),
        ([(1, 1, "a"), (15, 1, "c"), (1, 3.2, "b"), (15, 3.2, "d")], "abcd"),  # two columns of cards
        ([(1, 1, "a"), (6.5, 1, "b"), (1, 9, "c"), (6.5, 9, "d")], "abcd"),  # two rows
    ],
)
def test_shapes_are_read_as_people_read_them(boxes: list[tuple[float, float, str]], order: str) -> None:
    def make(deck: Presentation) -> None:
        slide = add_slide(deck, BLANK)
        for box in boxes:
            add_box(slide, *box)

    assert [block.text for block in blocks(slides(make))[1:]] == list(order)


def test_notes_stand_under_a_heading_of_their_own_and_aside() -> None:
    def make(deck: Presentation) -> None:
        slide = add_slide(deck, TITLE_AND_CONTENT, "Seven days", "One week")
        slide.notes_slide.notes_text_frame.text = "Done in summer\nand in winter"
        add_slide(deck, TITLE_ONLY, "Next")

    data = slides(make)
    assert shown("a.pptx", data) == [
        "h2 Seven days",
        "item One week",
        "h3 Speaker notes",
        "p Done in summer",
        "p and in winter",
        "h2 Next",
    ]
    assert [block.aside for block in blocks(data)] == [False, False, True, True, True, False]
    assert "summer" not in read("a.pptx", data).without_asides().text


def test_what_nobody_sees_is_aside() -> None:
    def make(deck: Presentation) -> None:
        slide = add_slide(deck, TITLE_ONLY, "Open")
        add_box(slide, 1, 8, "on it")
        add_box(slide, -20, 8, "beside it")
        add_box(slide, 1, 12, "switched off")
        slide.shapes[-1]._element.nvSpPr.cNvPr.set("hidden", "1")
        add_slide(deck, TITLE_AND_CONTENT, "Skipped", "spare")._element.set("show", "0")
        add_slide(deck, BLANK).notes_slide.notes_text_frame.text = "only said"

    text = read("a.pptx", slides(make))
    assert text.without_asides().text == "Open\n\non it"
    assert {block.block.text for block in text.blocks if block.block.aside} == {
        *("beside it", "switched off", "Skipped", "spare", "Slide 3", "Speaker notes", "only said"),
    }


def test_footers_dates_and_numbers_are_left_out() -> None:
    def make(deck: Presentation) -> None:
        slide = add_slide(deck, TITLE_AND_CONTENT, "Title", "Text")
        for kind in ("ftr", "sldNum", "dt"):
            add_box(slide, 1, 17, "furniture")
            slide.shapes[-1]._element.nvSpPr.nvPr.append(copy(slide.shapes.title._element.nvSpPr.nvPr[0]))
            slide.shapes[-1]._element.nvSpPr.nvPr[0].set("type", kind)

    assert shown("a.pptx", slides(make)) == ["h2 Title", "item Text"]


def test_tables_charts_and_groups_are_read() -> None:
    def make(deck: Presentation) -> None:
        slide = add_slide(deck, TITLE_ONLY, "Figures")
        table = slide.shapes.add_table(3, 3, Cm(1), Cm(4), Cm(10), Cm(3)).table
        for at, value in enumerate(["Plan", "Price", "", "A", "3", "4", "", "5", "6"]):
            table.cell(at // 3, at % 3).text = value
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(1, 0).merge(table.cell(2, 0))
        data = CategoryChartData(number_format="0.0%")
        data.categories = ["2025", "2026"]
        data.add_series("Losses", (0.25, 0.1))
        frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(1), Cm(8), Cm(9), Cm(4), data)
        frame.chart.has_title = True
        frame.chart.chart_title.text_frame.text = "Losses by year"
        group = slide.shapes.add_group_shape()
        group.shapes.add_textbox(Cm(1), Cm(14), Cm(4), Cm(1)).text_frame.text = "grouped"

    data = slides(make)
    assert shown("a.pptx", data) == [
        "h2 Figures",
        "row Plan: A; Price: 3; Price: 4",
        "row Plan: A; Price: 5; Price: 6",
        "p Losses by year",
        "row 2025; Losses: 25.0%",
        "row 2026; Losses: 10.0%",
        "p grouped",
    ]
    assert [block.table for block in blocks(data) if block.cells] == [1, 1, 2, 2]


def test_a_table_without_a_header_row_keeps_every_row() -> None:
    def make(deck: Presentation) -> None:
        table = add_slide(deck, TITLE_ONLY, "Contact").shapes.add_table(2, 2, Cm(1), Cm(4), Cm(9), Cm(3)).table
        table.first_row, table.first_col = False, True
        for at, value in enumerate(["Phone", "12", "Hours", "8–16"]):
            table.cell(at // 2, at % 2).text = value

    assert shown("a.pptx", slides(make)) == ["h2 Contact", "row Phone: 12", "row Hours: 8–16"]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ("<a:p><a:pPr><a:buNone/></a:pPr><a:r><a:t>plain</a:t></a:r></a:p>", ["p plain"]),
        ("<a:p><a:r><a:t>one</a:t></a:r><a:br/><a:r><a:t>two</a:t></a:r></a:p>", ["item one two"]),
        ('<a:p><a:r><a:t>5 years</a:t></a:r><a:r><a:rPr baseline="30000"/><a:t>1</a:t></a:r></a:p>', ["item 5 years¹"]),
        (
            '<a:p><a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr><a:r><a:t>a</a:t></a:r></a:p>'
            '<a:p><a:pPr lvl="1"><a:buAutoNum type="alphaLcParenR"/></a:pPr><a:r><a:t>b</a:t></a:r></a:p>'
            '<a:p><a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr><a:r><a:t>c</a:t></a:r></a:p>',
            ["step 1. a", "step a) b", "step 2. c"],
        ),
        (
            '<a:p><a:pPr><a:buAutoNum type="romanUcPeriod" startAt="4"/></a:pPr><a:r><a:t>a</a:t></a:r></a:p>',
            ["step IV. a"],
        ),
    ],
)
def test_bullets_are_those_that_the_layout_gives(paragraphs: str, expected: list[str]) -> None:
    data = slides(lambda deck: add_slide(deck, TITLE_AND_CONTENT, "Title", "REPLACED"))
    data = repacked(
        data,
        {"ppt/slides/slide1.xml": lambda xml: xml.replace("<a:p><a:r><a:t>REPLACED</a:t></a:r></a:p>", paragraphs)},
    )
    assert shown("a.pptx", data) == ["h2 Title", *expected]


def test_comments_are_aside() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    space = "http://schemas.openxmlformats.org/presentationml/2006/main"
    data = repacked(
        slides(lambda deck: add_slide(deck, TITLE_ONLY, "Title")),
        {
            "ppt/comments/comment1.xml": f'<cmLst xmlns="{space}"><cm><text>Is it so?</text></cm></cmLst>',
            "ppt/slides/_rels/slide1.xml.rels": lambda rels: rels.replace(
                "</Relationships>",
                f'<Relationship Id="rId9" Type="{kind}" Target="../comments/comment1.xml"/></Relationships>',
            ),
        },
    )
    assert [(block.text, block.aside) for block in blocks(data)] == [("Title", False), ("Comment: Is it so?", True)]
