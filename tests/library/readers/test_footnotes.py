"""Notes go to what they explain; marks never touch a number."""

import pytest
from shown import shorten

from assistant.library.readers.footnotes import settle, superscript
from assistant.library.text import Block, BlockKind, row


def p(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text)


@pytest.mark.parametrize(
    ("blocks", "settled"),
    [
        (
            [p("5 years¹ at most."), p("Next."), p("¹ By default.")],
            ["p 5 years at most.", "p Footnote: By default.", "p Next."],
        ),
        ([p("+60 °C ¹"), p("¹ At the probe.")], ["p +60 °C", "p Footnote: At the probe."]),
        ([p("One.¹,² Two."), p("¹ a"), p("² b")], ["p One. Two.", "p Footnote: a", "p Footnote: b"]),
        ([p("Price*"), p("* Excluding VAT.")], ["p Price", "p Footnote: Excluding VAT."]),
        ([p("20 m² of floor² here."), p("² Net.")], ["p 20 m² of floor here.", "p Footnote: Net."]),
        ([p("10⁻³ bar"), p("³ Not a note of anything.")], ["p 10⁻³ bar", "p ³ Not a note of anything."]),
        ([p("5 years¹ at most.")], ["p 5 years¹ at most."]),
        ([p("¹ A note without a mark.")], ["p ¹ A note without a mark."]),
        (
            [p("First¹"), p("¹ one"), p("Second¹"), p("¹ two")],
            ["p First", "p Footnote: one", "p Second", "p Footnote: two"],
        ),
        ([p("Twice¹"), p("and again¹"), p("¹ once")], ["p Twice", "p and again", "p Footnote: once"]),
        ([p("12¹²"), p("¹² The twelfth.")], ["p 12", "p Footnote: The twelfth."]),
    ],
)
def test_a_note_follows_the_block_that_refers_to_it(blocks: list[Block], settled: list[str]) -> None:
    assert shorten(settle(blocks)) == settled


def test_a_note_follows_the_whole_table_and_the_mark_leaves_its_cells() -> None:
    rows = [row(["Plan", "Price¹"], [plan, price], table=1) for plan, price in (("A", "3 ²"), ("B", "5"))]
    blocks = settle([*filter(None, rows), p("After."), p("¹ Excluding VAT."), p("² From 2026.")])
    assert shorten(blocks) == [
        "row Plan: A; Price: 3",
        "row Plan: B; Price: 5",
        "p Footnote: Excluding VAT.",
        "p Footnote: From 2026.",
        "p After.",
    ] or shorten(blocks)[2:4] == ["p Footnote: From 2026.", "p Footnote: Excluding VAT."]
    assert blocks[0].cells == (("Plan", "A"), ("Price", "3"))


def test_a_heading_over_notes_alone_goes_with_them() -> None:
    blocks = [
        p("Five¹"),
        Block(BlockKind.HEADING, "Footnotes", level=2),
        p("¹ a"),
        Block(BlockKind.HEADING, "End", level=2),
    ]
    assert shorten(settle(blocks)) == ["p Five", "p Footnote: a", "h2 End"]


@pytest.mark.parametrize(("text", "raised"), [("2", "²"), ("-3", "⁻³"), ("−12", "⁻¹²"), ("th", None), ("1a", None)])
def test_only_digits_become_superscripts(text: str, raised: str | None) -> None:
    assert superscript(text) == raised
