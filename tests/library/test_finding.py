"""Whether a question belongs to the library, and which kind it is of when product documents cannot answer it."""

from datetime import timedelta

import pytest

from assistant.answering.texts import note
from assistant.library.beyond import Beyond, answered_questions, beyond_questions
from assistant.library.scope import Relevance, Signs, relevance, unrelated_questions, yardstick
from assistant.library.words import bare
from assistant.model import Confidence
from assistant.settings import Settings
from assistant.wiring import Library, open_library


@pytest.fixture(scope="module")
def library(published: Settings) -> Library:
    return open_library("public", published)


@pytest.mark.parametrize(
    ("question", "beyond"),
    [
        ("Does our insurer have to pay for what we lose?", "insurance"),
        ("Could we take the landlord to court over it?", "legal"),
        ("How many people work for you?", "company"),
        ("Where can I park my car tonight?", None),
        ("How long is a quote valid?", None),
        ("Wo kann ich heute Nacht mein Auto parken?", "language"),
        ("Combien de temps faut-il pour cuire un œuf ?", "language"),
        ("Kunnen wij de hardware ook huren in plaats van kopen?", "language"),
    ],
)
def test_what_product_documents_never_answer_is_known_by_its_kind(
    library: Library, question: str, beyond: str | None
) -> None:
    assert library.find(question).beyond == beyond


@pytest.mark.parametrize(
    "question",
    [
        "How accurate is the L1?",
        "what does the 60-day exit cost",
        "HOW LONG IS A QUOTE VALID",
        "Larkfell: radio range?",
    ],
)
def test_what_the_documents_say_is_answered(library: Library, question: str) -> None:
    assert library.find(question).confidence is not Confidence.NOT_IN_DOCUMENTS


def test_most_everyday_questions_stay_below_the_yardstick(library: Library) -> None:
    asked = unrelated_questions()[::8]
    declined = [library.find(question).confidence is Confidence.NOT_IN_DOCUMENTS for question in asked]
    assert sum(declined) / len(declined) >= 0.9


def test_every_part_of_a_question_brings_its_own_passages(library: Library) -> None:
    found = library.find("How long is a quote valid, and what is the radio range of the gateway?")
    parts = {excerpt.part: excerpt.passage.document_id for excerpt in found.excerpts if excerpt.similarity > 0.5}
    assert set(parts) == {0, 1}
    assert {"LF-12", "LF-09"} <= {excerpt.passage.document_id for excerpt in found.excerpts}


def test_a_part_that_leans_on_the_first_is_looked_up_with_its_meaning(library: Library) -> None:
    found = library.find("Does a pharmacy chain our size use it, and what failed there?")
    assert any("2 sensors failed in year 1" in excerpt.text for excerpt in found.excerpts)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Signs(0.6, 0.5, 0.2, 0.5, False, False), Signs(0.5, 0.5, 0.2, 0.5, False, False)),
        (Signs(0.5, 0.6, 0.2, 0.5, False, False), Signs(0.5, 0.5, 0.2, 0.5, False, False)),
        (Signs(0.5, 0.5, 0.1, 0.5, False, False), Signs(0.5, 0.5, 0.2, 0.5, False, False)),
        (Signs(0.5, 0.5, 0.2, 0.9, False, False), Signs(0.5, 0.5, 0.2, 0.5, False, False)),
        (Signs(0.5, 0.5, 0.2, 0.5, True, False), Signs(0.5, 0.5, 0.2, 0.5, False, False)),
        (Signs(0.5, 0.5, 0.2, 0.5, False, False), Signs(0.5, 0.5, 0.2, 0.5, False, True)),
    ],
)
def test_each_sign_counts_in_its_direction(better: Signs, worse: Signs) -> None:
    assert better.relevance > worse.relevance


@pytest.mark.parametrize(
    ("value", "needed", "confidence"),
    [
        (0.2, 0.3, Confidence.NOT_IN_DOCUMENTS),
        (0.3, 0.3, Confidence.PROBABLY),
        (0.45, 0.3, Confidence.SURE),
    ],
)
def test_confidence_is_the_distance_from_the_yardstick(value: float, needed: float, confidence: Confidence) -> None:
    assert Relevance(value, needed).confidence is confidence


def test_a_kind_is_only_named_where_nothing_is_answered_and_the_example_is_near() -> None:
    signs = Signs(0.5, 0.5, 0.2, 0.5, False, False)
    assert relevance(signs, 0.9, Beyond("legal", 0.6)).beyond == "legal"
    assert relevance(signs, 0.9, Beyond("legal", 0.4)).beyond is None
    assert relevance(signs, 0.1, Beyond("legal", 0.6)).beyond is None


@pytest.mark.parametrize(
    ("nearest", "sentence", "outside"),
    [
        (Beyond("company", 0.8, 0.5), 0.5, True),
        (Beyond("company", 0.8, 0.78), 0.5, False),  # as near to a question that documents answer
        (Beyond("company", 0.6, 0.3), 0.3, False),  # not near enough
        (Beyond("company", 0.8, 0.5), 0.71, False),  # a sentence is as near
        (Beyond("others", 0.9, 0.5), 0.3, False),  # who is meant cannot be told without names
    ],
)
def test_a_question_clearly_beyond_all_documents_is_not_answered_with_what_is_near(
    nearest: Beyond, sentence: float, outside: bool
) -> None:
    found = relevance(Signs(0.6, sentence, 0.2, 0.5, True, False), 0.1, nearest)
    assert (found.confidence is Confidence.NOT_IN_DOCUMENTS, found.beyond is not None) == (outside, outside)


@pytest.mark.parametrize(
    ("question", "known", "asked"),
    [
        ("What does an L1 cost you to make?", ["L1"], "What does it cost you to make?"),
        ("How many Sense L1 did you sell?", ["Sense", "L1"], "How many it did you sell?"),
        ("Will our premium go down if we install it?", [], "Will our premium go down?"),
        ("How much profit do you make? price", [], "How much profit do you make?"),
        ("who founded the company", [], "who founded the company?"),
        ("warranty if wet", [], "warranty if wet"),
    ],
)
def test_what_a_question_asks_for_whatever_it_names(question: str, known: list[str], asked: str) -> None:
    assert bare(question, known) == asked


def test_what_a_sentence_says_is_answered_whatever_kind_of_question_it_is() -> None:
    signs = Signs(0.5, 0.5, 0.8, 0.5, False, False, said=0.75)
    found = relevance(signs, 0.9, Beyond("company", 1.0))
    assert (found.confidence, found.beyond) == (Confidence.PROBABLY, None)


def test_an_empty_library_answers_nothing() -> None:
    assert yardstick([]) == 1.0


def test_every_kind_has_its_words() -> None:
    for kind, question in beyond_questions():
        assert note(f"beyond-{kind}").text
        assert question.endswith((".", "?"))
    assert all(question.endswith("?") for question in answered_questions())


@pytest.mark.parametrize(
    ("clearance", "days", "answers"),
    [("public", 90, True), ("public", 91, False), ("internal", 91, True)],
)
def test_a_document_long_without_review_answers_no_customer(
    published: Settings, clearance: str, days: int, answers: bool
) -> None:
    library = open_library(clearance, published)
    (due,) = {summary.document.review_by for summary in library.documents() if summary.document.document_id == "LF-12"}
    assert due
    late = open_library(clearance, published, today=lambda: due + timedelta(days=days))
    question = "How long is a quote valid?"
    found = late.find(question)
    sources = {hit.passage.document_id for hit in (*found.hits, *late.search(question))}
    assert ("LF-12" in sources) is answers
    assert ("LF-12" in {excerpt.passage.document_id for excerpt in found.excerpts}) is answers
