"""The Library page finds documents by words, audience and stage, and marks reviews that are overdue."""

from __future__ import annotations

from datetime import date

import pytest
from scripted import document

from assistant.model import Clearance, DocumentSummary, PurchaseStage
from assistant.pages.desk.shelf import Filters, matching, row

SHELF = (
    DocumentSummary(document("LF-07", "Plans compared"), 4),
    DocumentSummary(
        document(
            "LF-30",
            "Where we lose",
            audience=Clearance.INTERNAL,
            stages=(PurchaseStage.VALIDATE, PurchaseStage.DECIDE),
            review_by=date(2020, 1, 31),
        ),
        9,
    ),
)


@pytest.mark.parametrize(
    ("words", "audiences", "stages", "found"),
    [
        ("", [], [], ["LF-07", "LF-30"]),
        ("plans", [], [], ["LF-07"]),
        ("PRODUCT compared", [], [], ["LF-07"]),
        ("lf-30", [], [], ["LF-30"]),
        ("nothing like it", [], [], []),
        ("", [Clearance.INTERNAL], [], ["LF-30"]),
        ("", [], [PurchaseStage.DECIDE, PurchaseStage.USE], ["LF-30"]),
        ("", [Clearance.PUBLIC], [PurchaseStage.DECIDE], []),
    ],
)
def test_filters_narrow_the_shelf(
    words: str, audiences: list[Clearance], stages: list[PurchaseStage], found: list[str]
) -> None:
    assert [one.document.document_id for one in matching(SHELF, Filters(words, audiences, stages))] == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filters(personas=["quality"]), ["LF-07", "LF-30"]),
        (Filters(personas=["owner"]), []),
        (Filters(owners=["Product team"], overdue=True), ["LF-30"]),
        (Filters(overdue=True, audiences=[Clearance.PUBLIC]), []),
    ],
)
def test_personas_owners_and_overdue_reviews_narrow_it_too(wanted: Filters, found: list[str]) -> None:
    assert [one.document.document_id for one in matching(SHELF, wanted)] == found


def test_a_row_tells_what_an_editor_must_know() -> None:
    assert row(SHELF[0]) == {
        "Id": "LF-07",
        "Title": "Plans compared",
        "Format": "md",
        "Audience": "public",
        "Stages": "Comparing offers",
        "Personas": "quality",
        "Owner": "Product team",
        "Review by": "2099-03-01",
        "Passages": 4,
    }


def test_an_overdue_review_is_marked_in_words() -> None:
    assert row(SHELF[1])["Review by"] == "2020-01-31 – overdue"


def test_a_document_without_a_review_date_shows_none() -> None:
    assert row(DocumentSummary(document(review_by=None), 1))["Review by"] == ""
