"""At most one document to read: of the stage, for the person, general before special, seen once, public alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assistant.model import Clearance, Document, Fact, Persona, PurchaseStage, Speaker, Turn
from assistant.selling.content import next_content, persona_of
from assistant.settings import Settings
from assistant.wiring import open_library

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def shelf(published: Settings) -> list[Document]:
    return [one.document for one in open_library(Clearance.INTERNAL, published).documents()]


def offered(
    shelf: list[Document], stage: str, persona: str, seen: tuple[str, ...] = (), facts: tuple[Fact, ...] = ()
) -> str | None:
    item = next_content(shelf, PurchaseStage(stage), Persona(persona, persona), facts, seen, TODAY)
    return item.document_id if item else None


@pytest.mark.parametrize(
    ("stage", "persona", "wanted"),
    [
        ("problem", "owner", {"LF-01"}),
        ("explore", "owner", {"LF-02"}),
        ("requirements", "quality", {"LF-05"}),
        ("compare", "finance", {"LF-13", "LF-14"}),
        ("validate", "it_security", {"LF-17"}),
        ("decide", "champion", {"LF-29"}),
        ("use", "technician", {"LF-23"}),
        ("problem", "finance", {None}),
        ("unknown", "owner", {None}),
    ],
)
def test_the_cases_of_the_domain(shelf: list[Document], stage: str, persona: str, wanted: set[str | None]) -> None:
    assert offered(shelf, stage, persona) in wanted


def test_what_was_seen_is_not_offered_again(shelf: list[Document]) -> None:
    assert offered(shelf, "problem", "owner", seen=("LF-01",)) is None


def test_another_stage_offers_something_else(shelf: list[Document]) -> None:
    assert len({offered(shelf, stage, "quality") for stage in ("problem", "requirements", "compare", "validate")}) == 4


def test_nothing_internal_is_ever_offered(shelf: list[Document]) -> None:
    public = {one.document_id for one in shelf if one.audience is Clearance.PUBLIC} | {None}
    for stage in PurchaseStage:
        for persona in ("rep", "content", "owner", "champion"):
            assert offered(shelf, stage, persona) in public


def test_a_case_of_the_same_trade_is_preferred(shelf: list[Document]) -> None:
    said = Turn(Speaker.CUSTOMER, "We run eleven pharmacies.")
    trade = Fact("industry", "pharmacies", said, 0)
    assert offered(shelf, "validate", "nobody") is None
    assert offered(shelf, "validate", "nobody", facts=(trade,)) == "LF-20"


def document(name: str, **changes: object) -> Document:
    values: dict[str, object] = {"stages": (PurchaseStage.COMPARE,), "personas": ("owner",), **changes}
    return Document(name, f"{name}.md", name, Clearance.PUBLIC, "1", "md", **values)  # type: ignore[arg-type]


def test_what_should_have_been_reviewed_comes_later_and_what_is_superseded_never() -> None:
    old = document("A", review_by=TODAY - timedelta(days=1))
    fresh, gone = document("B"), document("0", superseded_by="B")
    assert offered([gone, old, fresh], "compare", "owner") == "B"
    assert offered([gone, old], "compare", "owner") is None


def test_what_is_about_one_product_comes_after_the_general() -> None:
    special, general = document("A", product=("L1",)), document("B", product=("L1", "P1"))
    assert offered([special, general], "compare", "owner") == "B"
    assert offered([special], "compare", "owner") == "A"


PEOPLE = (Persona("quality", "Quality", phrases=("quality", "qa")), Persona("owner", "Owner", phrases=("owner",)))


@pytest.mark.parametrize(
    ("role", "persona"), [("I'm the quality manager", "quality"), ("owner of two shops", "owner"), ("a baker", None)]
)
def test_a_persona_is_known_by_the_role_that_somebody_stated(role: str, persona: str | None) -> None:
    said = Fact("role", role, Turn(Speaker.CUSTOMER, role), 0)
    found = persona_of([said], PEOPLE)
    assert (found.persona_id if found else None) == persona
    assert persona_of([], PEOPLE) is None
