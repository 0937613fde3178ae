"""States that must not exist cannot be built."""

import pytest

from assistant.model import Answer, Citation, Clearance, Confidence, Document, Note, Passage, Quote

DOCUMENT = Document("D-1", "d.md", "Title", Clearance.PUBLIC, "3", "markdown")
PASSAGE = Passage("p", DOCUMENT, ("A", "B"), "One fact. One fact.", 10, 29, "4")


def test_a_citation_knows_its_document_version_heading_and_page() -> None:
    citation = Citation(PASSAGE, "One fact.")
    assert (citation.document_id, citation.version, citation.heading, citation.page) == ("D-1", "3", "A › B", "4")
    assert citation.start == 0
    assert Citation(PASSAGE, "One fact.", 10).start == 10


@pytest.mark.parametrize(
    ("quote", "start"), [("Another fact.", -1), ("One fact.", 3), ("", -1), ("  ", -1), ("one fact.", -1)]
)
def test_words_that_do_not_stand_in_the_passage_are_no_citation(quote: str, start: int) -> None:
    with pytest.raises(ValueError, match="does not stand"):
        Citation(PASSAGE, quote, start)


def test_a_quote_needs_a_citation_that_contains_it() -> None:
    with pytest.raises(ValueError, match="without a citation"):
        Quote("One fact.", ())
    with pytest.raises(ValueError, match="none of its citations"):
        Quote("Two facts.", (Citation(PASSAGE, "One fact."),))


def test_an_answer_that_was_found_needs_a_quote() -> None:
    with pytest.raises(ValueError, match="at least one quote"):
        Answer("q", (Note("key", "We think so."),), Confidence.SURE)


def test_a_passage_whose_offsets_do_not_fit_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="offsets"):
        Passage("p", DOCUMENT, (), "four", 0, 5)


def test_an_answer_lists_each_citation_once_in_its_order() -> None:
    citation = Citation(PASSAGE, "One fact.")
    answer = Answer("q", (Quote("One fact.", (citation,)), Quote("One fact.", (citation,))), Confidence.SURE)
    assert answer.citations == (citation,)
    assert str(answer) == answer.text == "One fact.\nOne fact."


@pytest.mark.parametrize(
    ("clearance", "sees"),
    [("public", {"public"}), ("internal", {"public", "internal"}), ("restricted", set(Clearance))],
)
def test_each_clearance_includes_the_ones_before_it(clearance: str, sees: set[str]) -> None:
    assert {audience for audience in Clearance if Clearance(clearance).sees(audience)} == sees
