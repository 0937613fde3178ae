"""Passages follow headings, stay within what the model sees, and know exactly where they stand."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.library.draft import draft
from assistant.library.embedder import Embedder
from assistant.library.folder import SourceFile
from assistant.library.splitter import TOKEN_LIMIT, embedded_text, sentences, split
from assistant.library.text import Block, BlockKind, place, row
from assistant.model import Clearance, Document, ExcerptKind

DOCUMENT = Document("D-1", "d.md", "The title", Clearance.PUBLIC, "1", "markdown")
H, P, ITEM, STEP = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.STEP


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def heading(text: str, level: int = 2) -> Block:
    return Block(H, text, level=level)


def test_passages_follow_the_headings_and_the_title_is_no_heading_of_itself() -> None:
    text = place([heading("The title", 1), Block(P, "Opening."), heading("First"), Block(P, "One."),
                  heading("Deep", 3), Block(P, "Two."), heading("Second"), Block(P, "Three.")])  # fmt: skip
    chunks = split(DOCUMENT, text, words)
    assert [(chunk.heading_path, text.text[chunk.start : chunk.end]) for chunk in chunks] == [
        ((), "Opening."),
        (("First",), "One."),
        (("First", "Deep"), "Two."),
        (("Second",), "Three."),
    ]


def test_every_passage_and_unit_is_a_slice_of_the_document() -> None:
    blocks = [heading("A"), *(Block(P, f"Sentence {n} is here. And one more follows it.") for n in range(120))]
    text = place(blocks)
    made = draft(SourceFile(DOCUMENT, "f", "c", Path()), text, words)
    assert len(made.passages) > 3
    for passage in made.passages:
        assert passage.passage.text == text.text[passage.passage.start : passage.passage.end]
        assert "".join(text.text[unit.start : unit.end] for unit in passage.units).replace(" ", "") == (
            passage.passage.text.replace(" ", "").replace("\n", "")
        )
    joined = " ".join(passage.passage.text for passage in made.passages)
    assert all(f"Sentence {n} is here." in joined for n in range(120))


@pytest.mark.parametrize(
    "block",
    [
        Block(P, "word " * 900 + "end."),
        Block(P, "x" * 4000),
        Block(P, "One short sentence. " * 200),
        row(["Name", "Value"], ["n" * 20, "long value " * 400]),
        Block(ITEM, "°C −40…+60 ±0.3 " * 200),
    ],
)
def test_no_passage_is_longer_than_the_model_can_see(block: Block, embedder: Embedder) -> None:
    text = place([heading("A rather long heading that takes room of its own " * 8), block])
    for chunk in split(DOCUMENT, text, embedder.count_tokens):
        embedded = embedded_text(DOCUMENT, chunk.heading_path, text.text[chunk.start : chunk.end])
        assert embedder.count_tokens([embedded])[0] <= TOKEN_LIMIT
    assert "".join(text.text[c.start : c.end] for c in split(DOCUMENT, text, embedder.count_tokens)).replace(
        " ", ""
    ) == block.text.replace(" ", "")


def test_a_block_that_fits_into_one_passage_is_not_torn() -> None:
    text = place([heading("A"), Block(P, "a. " * 150), Block(P, "b b b. " * 40)])
    chunks = split(DOCUMENT, text, words)
    assert [text.text[chunk.start] for chunk in chunks] == ["a", "b"]


def test_rows_and_steps_are_units_and_captions_are_told_from_sentences() -> None:
    table = [row(["Plan", "Retention"], ["Essential", "2 years"], table=1)]
    text = place([Block(P, "Table 2. The plans. Prices apart."), *filter(None, table), Block(STEP, "1. Hold. Wait.")])
    (chunk,) = split(DOCUMENT, text, words)
    kinds = [(unit.kind, text.text[unit.start : unit.end]) for unit in chunk.units]
    assert kinds == [
        (ExcerptKind.CAPTION, "Table 2. The plans. Prices apart."),
        (ExcerptKind.ROW, "Plan: Essential; Retention: 2 years"),
        (ExcerptKind.STEP, "1. Hold. Wait."),
    ]
    assert chunk.units[1].cells == (("Plan", "Essential"), ("Retention", "2 years"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is ±0.3 °C within −20…+40 °C. Outside it is ±0.5 °C.", 2),
        ("Ask your inspector, e.g. by mail. Then decide.", 2),
        ("Release 2026.3 is out. It costs €4.50 a month.", 2),
        ("See Fig. 3 and No. 5 for it.", 1),
        ("Grüße aus Zürich! Wie geht es? Gut…", 3),
    ],
)
def test_sentences_are_not_cut_at_numbers_and_abbreviations(text: str, expected: int) -> None:
    found = [text[start:end] for start, end in sentences("en", text)]
    assert len(found) == expected, found


def test_ids_are_unique_and_stay_when_a_passage_moves() -> None:
    twice = place([heading("A"), Block(P, "Same."), heading("B"), Block(P, "New."), heading("A"), Block(P, "Same.")])
    once = place([heading("A"), Block(P, "Same.")])
    source = SourceFile(DOCUMENT, "f", "c", Path())
    ids = [passage.passage.passage_id for passage in draft(source, twice, words).passages]
    assert len(set(ids)) == 3
    assert draft(source, once, words).passages[0].passage.passage_id == ids[0]
