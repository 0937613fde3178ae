"""Contradictions between documents: the planted one is found, and nothing that only looks like one."""

from datetime import date

import pytest

from assistant.library.disagreements import disagreements, stated
from assistant.model import Clearance, Document, Excerpt, Passage
from assistant.settings import Settings
from assistant.wiring import open_library

NEWER, OLDER = date(2026, 9, 15), date(2026, 9, 8)


def sentence(text: str, document: str, approved: date | None = None, superseded: str | None = None) -> Excerpt:
    card = Document(
        document, f"{document}.md", "T", Clearance.PUBLIC, "1", "markdown",
        approved_on=approved, superseded_by=superseded,
    )  # fmt: skip
    return Excerpt(Passage(document, card, (), text, 0, len(text)), 0, len(text))


def contradictions(excerpts: list[Excerpt]) -> list[tuple[Excerpt, Excerpt]]:
    alike: dict[str, list[Excerpt]] = {}
    for excerpt in excerpts:
        for what in stated(excerpt):
            alike.setdefault(what, []).append(excerpt)
    return disagreements(alike)


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        ("Delivery takes about three weeks.", "For an order of sensors, delivery takes 10 business days.", True),
        ("The warranty period is 3 years.", "The warranty period is 5 years.", True),
        ("The warranty period is 3 years.", "The warranty period is 36 months.", False),
        # the same, or one within the other
        ("Delivery takes 10 business days.", "Delivery takes ten business days.", False),
        ("The range is −40…+60 °C.", "The usual range is 2 °C.", False),
        # of other products, plans or counts
        ("The battery of the L1 lasts 5 years.", "The battery of the P1 lasts 4 years.", False),
        ("With Watch Essential readings are kept 2 years.", "With Watch Assured readings are kept 10 years.", False),
        ("Three manual rounds a day cost €15,768.", "One manual round a day costs €5,256.", False),
        # about something else
        ("Delivery takes 10 days.", "Our team takes 10 minutes to answer the phone, day and night.", False),
        ("A quote is valid for 60 days.", "Data is deleted after 30 days.", False),
    ],
)
def test_only_what_is_beyond_doubt_is_a_contradiction(one: str, other: str, contradict: bool) -> None:
    found = contradictions([sentence(one, "A", OLDER), sentence(other, "B", NEWER)])
    assert bool(found) is contradict


def test_the_approved_and_newer_statement_holds() -> None:
    three, ten = sentence("Delivery takes three weeks.", "A", OLDER), sentence("Delivery takes ten days.", "B", NEWER)
    never = sentence("Delivery takes two days.", "C")
    assert contradictions([three, ten]) == [(ten, three)]
    assert contradictions([never, three]) == [(three, never)]


def test_a_superseded_document_contradicts_nobody() -> None:
    old = sentence("Delivery takes three weeks.", "A", OLDER, superseded="B")
    assert contradictions([old, sentence("Delivery takes ten days.", "B", NEWER)]) == []


def test_the_contradiction_of_the_demo_library_is_found_with_either_side(published: Settings) -> None:
    library = open_library("public", published)
    found = library.find("How long does delivery take?")
    ((valid, other),) = found.disagreements
    assert (valid.passage.document_id, other.passage.document_id) == ("LF-24", "LF-16")
    assert {valid.passage, other.passage} <= {hit.passage for hit in found.hits}
    assert library.find("What does the L1 cost?").disagreements == ()
