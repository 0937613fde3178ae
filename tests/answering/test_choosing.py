"""Which sentences, steps and rows make an answer, and in what order."""

from dataclasses import replace

import pytest

from assistant.answering.choosing import Weights, alike, choose, rank
from assistant.model import Clearance, Document, Excerpt, ExcerptKind, Hit, Passage

STEP, ROW, CAPTION = ExcerptKind.STEP, ExcerptKind.ROW, ExcerptKind.CAPTION


def excerpts(*units: tuple[str, float] | tuple[str, float, ExcerptKind], name: str = "p") -> list[Excerpt]:
    """One passage made of units (text, similarity, kind)."""
    document = Document(f"D-{name}", "d.md", "Title", Clearance.PUBLIC, "1", "markdown")
    text = "\n".join(unit[0] for unit in units)
    passage = Passage(name, document, (), text, 0, len(text))
    made, start = [], 0
    for unit in units:
        kind = unit[2] if len(unit) == 3 else ExcerptKind.SENTENCE
        cells = tuple(tuple(cell.split(": ")) for cell in unit[0].split("; ")) if kind is ROW else ()
        made.append(Excerpt(passage, start, start + len(unit[0]), kind, cells, unit[1]))  # type: ignore[arg-type]
        start += len(unit[0]) + 1
    return made


def chosen(question: str, *groups: list[Excerpt], **weights: float) -> list[str]:
    found = [excerpt for group in groups for excerpt in group]
    hits = [Hit(passage, 0.5) for passage in dict.fromkeys(excerpt.passage for excerpt in found)]
    settings = Weights(**weights)  # type: ignore[arg-type]
    return [excerpt.text for excerpt in choose(question, rank(question, found, hits, settings), found, hits, settings)]


def test_the_passage_of_the_best_sentence_comes_first_and_keeps_its_order() -> None:
    one = excerpts(("First of the other passage.", 0.5), name="one")
    two = excerpts(
        ("It begins with this fact.", 0.1), ("The answer is forty metres.", 0.9), ("And more of it here.", 0.7)
    )
    assert chosen("q", one, two) == [
        "The answer is forty metres.",
        "And more of it here.",
        "First of the other passage.",
    ]


def test_the_sentence_that_answers_best_comes_first_and_steps_keep_their_order() -> None:
    found = excerpts(("A sensor is a device.", 0.5), ("Its price is €95 each.", 0.7), ("The sensor price is €95.", 0.9))
    assert chosen("What does it cost?", found)[0] == "The sensor price is €95."
    steps = excerpts(("1. Open the lid.", 0.5, STEP), ("2. Press the button.", 0.9, STEP))
    assert chosen("How do I pair it?", steps) == ["1. Open the lid.", "2. Press the button."]


def test_what_is_far_behind_the_best_is_left_out() -> None:
    assert chosen("q", excerpts(("The best sentence here.", 0.9), ("Something else entirely.", 0.1))) == [
        "The best sentence here."
    ]


def test_a_sentence_that_leans_on_the_one_before_brings_it_along() -> None:
    found = excerpts(("The probe stays in the freezer.", 0.0), ("It needs a cable of three metres.", 0.9))
    assert chosen("q", found) == ["The probe stays in the freezer.", "It needs a cable of three metres."]


@pytest.mark.parametrize(
    ("question", "count"), [("How do I pair it?", 3), ("Is it green?", 1), ("Which steps are there?", 3)]
)
def test_a_question_for_the_way_gets_all_steps_in_order(question: str, count: int) -> None:
    found = excerpts(
        ("1. Open the lid.", 0.1, STEP), ("2. Hold the button for 3 s.", 0.9, STEP), ("3. Let go.", 0.0, STEP)
    )
    assert len(chosen(question, found)) == count


def test_a_comparison_gets_the_small_table_whole_and_another_question_its_row() -> None:
    rows = excerpts(
        ("Item: Retention; A: 2 years; B: 10 years", 0.9, ROW),
        ("Item: Audit trail; A: no; B: yes", 0.1, ROW),
        ("Item: Uptime; A: 99.5 %; B: 99.9 %", 0.1, ROW),
    )
    assert len(chosen("What is the difference between A and B?", rows)) == 3
    assert chosen("How long is retention with A?", rows) == ["Item: Retention; A: 2 years; B: 10 years"]


def test_a_list_that_is_too_long_is_quoted_where_it_answers() -> None:
    steps = excerpts(*[(f"{n}. Do the {n}th thing with " + "great care " * 10, n / 20, STEP) for n in range(1, 8)])
    (step, *_) = chosen("How do I do it?", steps, words=40)
    assert step.startswith("7.")


def test_captions_questions_and_crumbs_are_never_quoted() -> None:
    found = excerpts(
        ("Table 1. The best caption.", 0.9, CAPTION), ("Is this the best?", 0.9), ("What belongs.", 0.9), ("5 km.", 0.5)
    )
    assert chosen("q", found) == ["5 km."]


def test_a_sentence_that_only_points_elsewhere_gives_way_to_one_that_answers() -> None:
    found = excerpts(("See the price list for the prices.", 0.7), ("A sensor costs €95 each.", 0.6))
    assert chosen("What does it cost?", found)[0] == "A sensor costs €95 each."
    assert chosen("What does it cost?", found, pieces=1) == ["A sensor costs €95 each."]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The L1 costs €95 each.", "The L1 costs €95 each, too.", True),
        ("Uptime is 99.5 % a month.", "Uptime is 99.9 % a month.", False),
        ("One sensor per fridge or freezer.", "Plan 1 sensor for each fridge or freezer.", True),
        ("Plan 1 sensor per fridge, 2 per room.", "One sensor per fridge.", False),
        ("Hang it on the wall inside.", "Never open the door at night.", False),
    ],
)
def test_the_same_thing_is_not_said_twice_but_another_number_is_another_thing(one: str, other: str, same: bool) -> None:
    first, second = excerpts((one, 0), (other, 0))
    assert alike(first, second) is same


def test_rows_that_share_their_header_are_still_different() -> None:
    one, two = excerpts(
        ("Line of the bill: Survey; Sum in euros: six", 0, ROW), ("Line of the bill: Box; Sum in euros: two", 0, ROW)
    )
    assert not alike(one, two)


def test_an_answer_keeps_its_length() -> None:
    found = excerpts(
        *[(f"Sentence {'abcdefghij'[n]} says {'klmnopqrst'[n]} " + f"word{n} " * 20, 0.9 - n / 50) for n in range(9)]
    )
    assert sum(len(text.split()) for text in chosen("q", found)) <= Weights().words


def test_each_part_of_a_question_gets_its_best_sentence_first() -> None:
    first = [
        replace(excerpt, part=0)
        for excerpt in excerpts(("The hall has red walls.", 0.9), ("Its roof is blue there.", 0.8))
    ]
    second = [replace(excerpt, part=1) for excerpt in excerpts(("A ticket costs nine euros.", 0.5), name="two")]
    assert chosen("q", first, second, pieces=2) == ["The hall has red walls.", "A ticket costs nine euros."]


def test_the_parts_of_a_question_take_turns() -> None:
    first = [
        replace(excerpt, part=0)
        for excerpt in excerpts(("The hall has red walls.", 0.9), ("Its old roof is blue.", 0.85), ("A door.", 0.8))
    ]
    second = [
        replace(excerpt, part=1)
        for excerpt in excerpts(("A ticket costs nine euros.", 0.6), ("Children pay five euros.", 0.5), name="two")
    ]
    assert chosen("q", first, second, pieces=4)[-2:] == ["A ticket costs nine euros.", "Children pay five euros."]


def test_the_document_with_most_of_what_was_found_comes_first() -> None:
    lucky = excerpts(("A lucky sentence of its own.", 0.9), name="lucky")
    solid = [excerpts((f"Number {n} of the {word} facts.", 0.7), name=f"solid{n}") for n, word in enumerate("abc")]
    document = solid[0][0].passage.document
    solid = [[replace(one, passage=replace(one.passage, document=document)) for one in passage] for passage in solid]
    assert chosen("q", lucky, *solid)[-1] == "A lucky sentence of its own."


def test_the_header_of_a_table_is_counted_once_for_all_its_rows() -> None:
    header = "What was recorded at the site by the people who work there"
    rows = excerpts(*[(f"{header}: cause {name}; Share of all the cases: {n} %", 0.9 - n / 100, ROW)
                      for n, name in enumerate("abcdef")])  # fmt: skip
    assert len(chosen("What are the reasons?", rows, words=40)) == 6


@pytest.mark.parametrize("question", ["What is the most common cause?", "Which causes are most frequent?"])
def test_a_question_for_the_most_wants_a_number(question: str) -> None:
    found = excerpts(("Doors are a cause.", 0.6), ("Doors were the cause in 34 % of cases.", 0.5))
    assert chosen(question, found, pieces=1) == ["Doors were the cause in 34 % of cases."]


def test_the_line_that_only_names_version_and_owner_is_no_sentence() -> None:
    found = excerpts(("Document LF-24 · Version 2.2 · Owner: us", 0.9), ("Delivery takes 10 business days.", 0.5))
    assert chosen("q", found) == ["Delivery takes 10 business days."]
