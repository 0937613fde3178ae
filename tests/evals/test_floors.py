"""A quick subset of the evaluation, with floors: the whole of it is `make eval`."""

import statistics

import pytest

from assistant.settings import Settings
from assistant.wiring import open_assistant
from tests.evals.score import (
    BEYOND,
    CONVERSATIONS,
    OWN_QUESTIONS,
    OWN_UNANSWERABLE,
    SAMPLE,
    SAMPLE_UNANSWERABLE,
    Result,
    rows,
    score,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def results(published: Settings) -> list[Result]:
    assistants = {asker: open_assistant(clearance, published) for asker, clearance in CLEARANCES.items()}
    subset = rows([SAMPLE, SAMPLE_UNANSWERABLE]) + rows([OWN_QUESTIONS, OWN_UNANSWERABLE])[::4]
    subset += rows([CONVERSATIONS])[::3] + rows([BEYOND])
    return [score(row, assistants.__getitem__) for row in subset]


CLEARANCES = {"customer": "public", "rep": "internal"}


def test_every_quote_is_verbatim_and_no_customer_sees_anything_internal(results: list[Result]) -> None:
    assert all(result.verbatim for result in results)
    assert not any(result.leaked for result in results)


def test_the_right_source_is_among_the_first_five(results: list[Result]) -> None:
    found = [result.source for result in results if result.source is not None]
    assert sum(map(bool, found)) / len(found) >= 0.9


def test_the_words_of_a_good_answer_are_in_it(results: list[Result]) -> None:
    worded = [result.contains for result in results if result.worded and result.row["file"] != CONVERSATIONS]
    assert sum(worded) / len(worded) >= 0.72


def test_conversations_are_followed(results: list[Result]) -> None:
    worded = [result.contains for result in results if result.worded and result.row["file"] == CONVERSATIONS]
    assert sum(worded) / len(worded) >= 0.7


def test_the_sample_questions_are_answered_as_they_must_be(results: list[Result]) -> None:
    sample = [result for result in results if result.row["file"] in (SAMPLE, SAMPLE_UNANSWERABLE)]
    assert sum(bool(result.source) for result in sample) >= 30
    assert sum(result.contains for result in sample if result.worded) >= 24
    assert sum(result.honest for result in sample if "found" in result.row) == 8


def test_what_must_not_be_answered_mostly_is_not(results: list[Result]) -> None:
    kinds = (SAMPLE_UNANSWERABLE, OWN_UNANSWERABLE)
    refused = [result.honest for result in results if result.row["file"] in kinds]
    assert sum(refused) / len(refused) >= 0.6


def test_a_products_name_lets_no_question_through_and_keeps_none_out(results: list[Result]) -> None:
    asked = [result for result in results if result.row["file"] == BEYOND]
    answered = [not result.declined for result in asked if result.row["found"]]
    declined = [result.declined for result in asked if not result.row["found"]]
    assert sum(answered) / len(answered) >= 0.95
    assert sum(declined) / len(declined) >= 0.7


def test_an_answer_takes_less_than_a_second(results: list[Result]) -> None:
    assert statistics.median(result.seconds for result in results) < 1.0
