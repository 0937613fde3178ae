"""An answer is cut into blocks as people read: sentences that follow on, lists, whole tables."""

from __future__ import annotations

from scripted import answer, document, passage, quote, row

from assistant.model import Citation, Clearance, ExcerptKind, Note, Quote
from assistant.pages.blocks import Table, Words, blocks, sources

TEXT = "It is accurate. It is small. It is white.\n\nPlan: A; Years: 2\nPlan: B; Years: 10"
PASSAGE = passage(document(), TEXT)
OTHER = passage(document("LF-08", "Other"), "Something else. Plan: C; Years: 3")


def test_passages_are_numbered_in_the_order_of_the_answer() -> None:
    given = answer(quote(PASSAGE, "It is white."), quote(OTHER, "Something else."), quote(PASSAGE, "It is accurate."))
    assert [(source.number, source.passage.document_id) for source in sources(given)] == [(1, "LF-07"), (2, "LF-08")]
    assert [citation.quote for citation in sources(given)[0].citations] == ["It is white.", "It is accurate."]
    assert [block.numbers for block in blocks(given) if isinstance(block, Words)] == [(1,), (2,), (1,)]


def test_sentences_that_follow_on_become_one_paragraph() -> None:
    given = answer(quote(PASSAGE, "It is accurate."), quote(PASSAGE, "It is small."))
    assert [block.text for block in blocks(given) if isinstance(block, Words)] == ["It is accurate. It is small."]


def test_sentences_with_words_left_out_between_them_stay_apart() -> None:
    given = answer(quote(PASSAGE, "It is accurate."), quote(PASSAGE, "It is white."))
    assert len(blocks(given)) == 2


def test_rows_under_the_same_header_cells_become_one_table() -> None:
    given = answer(
        row(PASSAGE, Plan="A", Years="2"), row(PASSAGE, Plan="B", Years="10"), row(OTHER, Plan="C", Years="3")
    )
    assert blocks(given) == (
        Table(("Plan", "Years"), (("A", "2"), ("B", "10"), ("C", "3")), ((1,), (1,), (2,)), Clearance.PUBLIC),
    )


def test_rows_with_other_header_cells_begin_another_table() -> None:
    place = passage(document(), "Plan: A; Years: 2 Kind: L1; Range: far")
    given = answer(row(place, Plan="A", Years="2"), row(place, Kind="L1", Range="far"))
    assert [type(block) for block in blocks(given)] == [Table, Table]


def test_notes_keep_their_place() -> None:
    given = answer(Note("no", "No."), quote(PASSAGE, "It is small."), Note("then", "Then."))
    assert [getattr(block, "text", "") for block in blocks(given)] == ["No.", "It is small.", "Then."]


def test_items_are_listed_and_steps_keep_their_own_numbers() -> None:
    place = passage(document(), "Keep dry. 1. Press.")
    item = Quote("Keep dry.", (Citation(place, "Keep dry."),), ExcerptKind.ITEM)
    step = Quote("1. Press.", (Citation(place, "1. Press."),), ExcerptKind.STEP)
    assert [block.item for block in blocks(answer(item, step)) if isinstance(block, Words)] == [True, False]


def test_a_block_is_as_confidential_as_its_narrowest_source() -> None:
    secret = passage(document("LF-30", audience=Clearance.INTERNAL), "Something else.")
    both = Quote("Something else.", (Citation(OTHER, "Something else."), Citation(secret, "Something else.")))
    (block,) = blocks(answer(both))
    assert isinstance(block, Words)
    assert block.audience is Clearance.INTERNAL
    assert block.numbers == (1, 2)
