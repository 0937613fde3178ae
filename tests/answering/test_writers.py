"""What the extractive writer makes of what was found, and what it says when that is not enough."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from assistant.answering.followup import Asked
from assistant.answering.writers import ExtractiveWriter
from assistant.model import Clearance, Confidence, Document, Excerpt, Hit, Passage, PurchaseStage

TEXT = "A sensor costs €95."
DOCUMENT = Document("D-1", "prices.md", "Prices", Clearance.PUBLIC, "1", "markdown")
PASSAGE = Passage("p", DOCUMENT, (), TEXT, 0, len(TEXT))


@dataclass(frozen=True)
class Evidence:
    confidence: Confidence
    unknown: tuple[str, ...] = ()
    beyond: str | None = None
    sides: tuple[str, str] | None = None
    disagreements: tuple[tuple[Excerpt, Excerpt], ...] = ()
    hits: tuple[Hit, ...] = (Hit(PASSAGE, 0.6, 0.6),)
    excerpts: tuple[Excerpt, ...] = field(default=(Excerpt(PASSAGE, 0, len(TEXT), similarity=0.6),))


@pytest.mark.parametrize(
    ("evidence", "text"),
    [
        (Evidence(Confidence.SURE), TEXT),
        (Evidence(Confidence.PROBABLY), f"This is the nearest that our documents say:\n{TEXT}"),
        (Evidence(Confidence.NOT_IN_DOCUMENTS), "Our documents do not say."),
        (
            Evidence(Confidence.NOT_IN_DOCUMENTS, unknown=("PoE",)),
            "Our documents do not say.\nOur documents do not mention PoE.",
        ),
        (
            Evidence(Confidence.NOT_IN_DOCUMENTS, beyond="legal"),
            "Our documents do not say.\nWhoever knows the law has to judge your case: please ask a lawyer.",
        ),
        (Evidence(Confidence.SURE, excerpts=()), "Our documents do not say."),
    ],
)
def test_an_answer_says_how_sure_it_is_and_names_a_way_on(evidence: Evidence, text: str) -> None:
    assert ExtractiveWriter()(Asked("What does it cost?"), evidence).text == text


def sentence(text: str, document: str, approved: date | None = None, **judged: Any) -> Excerpt:
    card = Document(document, f"{document}.md", document, Clearance.PUBLIC, "1", "markdown", approved_on=approved)
    return Excerpt(Passage(text, card, (), text, 0, len(text)), 0, len(text), **judged)


def answered(question: str, *excerpts: Excerpt, shown: str = "", **evidence: Any) -> list[str]:
    hits = tuple(Hit(excerpt.passage, 0.6, 0.6) for excerpt in excerpts)
    found = Evidence(Confidence.SURE, hits=hits, excerpts=excerpts, **evidence)
    return ExtractiveWriter()(Asked(question, shown), found).text.splitlines()


def test_a_contradiction_is_shown_with_both_dates_and_the_one_that_holds_first() -> None:
    newer = sentence("Delivery takes ten days.", "plan", date(2026, 9, 15), similarity=0.6)
    older = sentence("Delivery takes three weeks.", "faq", date(2026, 9, 8), similarity=0.9)
    other = sentence("Freight within the EU is free above €2,000.", "prices", similarity=0.5)
    assert answered("How long does delivery take?", older, newer, other, disagreements=((newer, older),)) == [
        "Our documents disagree here. The newer statement, approved on 15 September 2026, holds:",
        "Delivery takes ten days.",
        "The other, approved on 8 September 2026:",
        "Delivery takes three weeks.",
        "Freight within the EU is free above €2,000.",
    ]


def test_a_contradiction_that_nobody_can_settle_is_called_so() -> None:
    one, other = (sentence(f"Delivery takes {days} days.", days, similarity=0.8) for days in ("two", "ten"))
    (opening, *_) = answered("How long does delivery take?", one, other, disagreements=((one, other),))
    assert opening == (
        "Our documents disagree here, and we cannot tell which statement holds. One, without a date of approval:"
    )


def test_two_things_stand_side_by_side_under_their_names() -> None:
    both = sentence("The L1 has no cable, the P1 has one of 3 m.", "a", similarity=0.8, sides=frozenset({0, 1}))
    first = sentence("Sense L1 measures down to −40 °C.", "b", similarity=0.6, sides=frozenset({0}))
    second = sentence("Sense P1 measures down to −90 °C.", "c", similarity=0.6, sides=frozenset({1}))
    neither = sentence("A quote is valid for 60 days, as always.", "d", similarity=0.5)
    assert answered("L1 or P1?", neither, second, first, both, sides=("L1", "P1")) == [
        both.text, "L1:", first.text, "P1:", second.text,
    ]  # fmt: skip


def test_a_comparison_with_something_unknown_is_answered_as_any_question() -> None:
    first = sentence("Sense L1 measures down to −40 °C.", "b", similarity=0.6, sides=frozenset({0}))
    assert answered("L1 or X9?", first, sides=("L1", "X9")) == [first.text]


def test_more_goes_on_behind_what_was_shown_and_ends_honestly() -> None:
    first, second = (sentence(f"A sensor costs €{price}.", str(price), similarity=0.6) for price in (95, 88))
    assert answered("What does it cost?", first, second, shown=first.text) == [second.text]
    shown = f"{first.text}\n{second.text}"
    assert answered("What does it cost?", first, second, shown=shown) == ["Our documents say no more about that."]


def test_an_amount_that_is_taken_for_granted_is_met_with_what_the_documents_say() -> None:
    stated = sentence("The proof month lasts 30 days.", "a", similarity=0.8)
    assert answered("the proof month is 60 days, right?", stated) == [
        "Our documents do not say “60 days”. They say:", stated.text,
    ]  # fmt: skip


def test_what_documents_understand_by_a_question_stands_under_their_titles() -> None:
    sensors = sentence("A cold room needs 1 sensor per 50 m² of floor.", "Worksheet", similarity=0.7)
    mapping = sentence("Above 20 m³ a mapping needs 15 points, up to 9 m² fewer.", "Mapping", similarity=0.6)
    assert answered("How many points does a cold room need?", sensors, mapping) == [
        "In “Worksheet”:", sensors.text, "In “Mapping”:", mapping.text,
    ]  # fmt: skip
    assert answered("Which rule holds for cold rooms?", sensors, mapping) == [sensors.text, mapping.text]


@pytest.mark.parametrize(
    ("stage", "most"), [(PurchaseStage.EXPLORE, 80), (PurchaseStage.VALIDATE, 120), (PurchaseStage.UNKNOWN, 120)]
)
def test_who_is_still_looking_around_gets_less_detail(stage: PurchaseStage, most: int) -> None:
    things = ("doors", "probes", "alarms", "gateways", "audits", "batteries")
    said = [f"Cold rooms and {thing}: {' '.join(f'{thing}{number}' for number in range(20))}." for thing in things]
    told = [sentence(text, text[:20], similarity=0.6) for text in said]
    found = Evidence(Confidence.SURE, hits=tuple(Hit(one.passage, 0.6, 0.6) for one in told), excerpts=tuple(told))
    words = len(ExtractiveWriter()(Asked("What matters in cold rooms?", stage=stage), found).text.split())
    assert most - 30 < words <= most
