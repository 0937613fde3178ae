"""Only what the customer stated becomes a fact: in their words, with what later words made of it."""

import time
from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.model import Fact, FactStatus, Field, Speaker, Turn
from assistant.selling.fields import read_fields, with_shipped
from assistant.selling.profile import read_back, stated
from tests.evals import facts as rows

LARKFELL = Path(__file__).parents[2] / "knowledge" / "playbook" / "fields.yaml"


def fields() -> tuple[Field, ...]:
    return with_shipped(read_fields(LARKFELL.name, LARKFELL.read_text(encoding="utf-8")))


def said(*texts: str) -> list[Turn]:
    """Turns of a customer, those of the rep marked by "R: "."""
    return [
        Turn(Speaker.REP, text.removeprefix("R: ")) if text.startswith("R: ") else Turn(Speaker.CUSTOMER, text)
        for text in texts
    ]


def told(*texts: str) -> dict[str, object]:
    """What holds after these turns: value by field, the status where it is not plainly stated, and True for words."""
    return {fact.field: _shown(fact) for fact in stated(said(*texts), fields()) if fact.current}


def _shown(fact: Fact) -> object:
    value = True if fact.value is None else fact.value
    return value if fact.status in (FactStatus.STATED, FactStatus.CONFIRMED) else (value, fact.status.value)


@pytest.mark.parametrize(
    ("turns", "expected", "never"),
    [
        (["We have 11 pharmacies with 66 fridges in total."], {"sites": 11, "points": 66}, ""),
        (["We still write temperatures on paper twice a day."], {"current_solution": True, "rounds_per_day": 2}, ""),
        (["Do you offer a 36-month contract for 40 sensors?"], {}, "points timeline budget months_needed"),
        (["If we had 200 sensors, what would the price be?"], {}, "points"),
        (
            ["Our budget is around €15,000 and it must be running by the end of March."],
            {"budget": (15000, "tentative"), "timeline": True},
            "",
        ),
        (["We don't have a budget yet."], {"budget": (True, "none_stated")}, ""),
        (["R: So you have about 40 sensors and a budget of €20,000?", "Hmm, let me check."], {}, "points budget"),
        (["We have 40 freezers.", "Sorry, I meant we have 60 freezers."], {"points": 60}, ""),
        (["A friend at another company has 300 loggers from ThermoVault."], {}, "points competitor"),
        (
            ["Our CFO signs off anything above 10k, I'm the quality manager."],
            {"decision_maker": True, "role": True},
            "budget",
        ),
        (
            ["Last summer we lost a whole cold room of vaccines. That cost us €23,000."],
            {"pain": True, "impact": True},
            "budget",
        ),
        (
            ["Our freezers run at -80 °C and data must stay on our own servers, no cloud."],
            {"temp_min": -80, "cloud_ok": False},
            "",
        ),
        (["We have 40 fridges, how many gateways would we need?"], {"points": 40}, ""),
        (["Please don't call me. You can email me the checklist."], {"contact_permission": "limited"}, ""),
        (
            ["We are GDP certified and the inspector wants records for 5 years."],
            {"compliance": "GDP"},
            "budget timeline months_needed",
        ),
    ],
    ids=[f"FX{number:02}" for number in range(1, 16)],
)
def test_what_the_domain_asks_for_is_stated_and_nothing_else(
    turns: list[str], expected: dict[str, object], never: str
) -> None:
    found = told(*turns)
    assert {name: found.get(name) for name in expected} == expected
    assert not set(never.split()) & found.keys()


@pytest.mark.parametrize(
    "errand",
    [
        # What is to be passed on to others is not stated, and what somebody books or needs is not their trade.
        "Tell my bank I will be in France until the 26th.",
        "Please book the flight, we are in Brazil until July.",
        "I need a hotel room that is big enough.",
        "I booked a hotel in the mountains.",
    ],
)
def test_errands_tell_nothing_of_a_business(errand: str) -> None:
    assert told(errand) == {}


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (["R: How many fridges are there?", "about 40"], {"points": (40, "tentative")}),
        (["R: Where are you?", "Denmark"], {"country": "Denmark"}),
        (["R: Does anyone from outside check your records?", "no never"], {"audit_duty": False}),
        (
            ["R: Must anything be followed on the road, and is there any room with an explosion risk?", "No and no."],
            {"fixed_or_mobile": "fixed", "ex_zone": False},
        ),
        (["R: You have 40 fridges, right?", "Yes."], {"points": 40}),
        (["R: You have 40 fridges, right?", "Why do you ask?"], {}),
        (["We have 40 fridges.", "It's 46, sorry."], {"points": 46}),
        (["All of them at 2 to 8 degrees.", "One freezer goes down to -25."], {"temp_min": -25, "temp_max": 8}),
        (["The freezers go down to -80 °C.", "The fridges run at 2 to 8 degrees."], {"temp_min": -80, "temp_max": 8}),
    ],
)
def test_answers_and_corrections_are_understood_from_what_was_said_before(
    turns: list[str], expected: dict[str, object]
) -> None:
    assert told(*turns) == expected


def test_what_was_corrected_is_kept_as_superseded() -> None:
    facts = stated(said("We have 40 freezers.", "Sorry, I meant we have 60 freezers."), fields())
    assert [(fact.value, fact.status) for fact in facts] == [(40, FactStatus.SUPERSEDED), (60, FactStatus.STATED)]


def test_what_is_understood_is_read_back_in_the_customers_words() -> None:
    facts = stated(said("We have 40 freezers.", "Sorry, I meant we have 60 freezers."), fields())
    text = read_back(facts, {"points": "Measuring points"})
    assert text == "So far I have understood: Measuring points: “60 freezers”. What is wrong or missing?"
    assert read_back((), {}) == ""


OTHER_TRADE = """
fields:
  - {name: roofs, label: Roofs, kind: count, nouns: [roof*, barn*], asked: ["how many roofs"]}
  - name: heat_pump
    label: Heat pump
    kind: yes_no
    choices:
      - {value: true, phrases: ["have|run ... heat pump"]}
      - {value: false, phrases: ["no heat pump"]}
"""


def test_another_trade_describes_its_own_fields() -> None:
    facts = stated(said("We own three flat roofs and have a big heat pump."), read_fields("fields.yaml", OTHER_TRADE))
    assert [(fact.field, fact.value, fact.quote) for fact in facts] == [
        ("roofs", 3, "three flat roofs"),
        ("heat_pump", True, "have a big heat pump"),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("fields:\n  - {name: roofs, kind: count, nouns: [roof]}", "label"),
        ("fields:\n  - {name: roofs, label: Roofs, kind: count}", "nouns"),
        ("fields:\n  - {name: roofs, label: Roofs, kind: heap}", "kind"),
        ("fields:\n  - {name: roofs, label: Roofs, kind: count, nouns: ['...']}", "roofs.*no word"),
        ("fields:\n  - {name: roofs, label: Roofs, kind: duration, unit: moons}", "moons"),
        ("fields:\n  - {name: roofs, label: Roofs, kind: text, phrases: [roof], colour: red}", "colour"),
    ],
)
def test_a_field_that_cannot_be_used_is_refused_by_file_and_field(text: str, problem: str) -> None:
    with pytest.raises(ContentError, match=problem) as refused:
        read_fields("fields.yaml", text)
    assert refused.value.path == "fields.yaml"


@pytest.mark.slow
def test_every_quote_of_our_rows_stands_in_its_turn() -> None:
    found = [fact for row in rows.rows() for fact in rows.found_in(row)]
    assert len(found) > 200
    assert all(fact.quote in fact.said.text for fact in found)


@pytest.mark.slow
def test_facts_are_found_as_well_as_before() -> None:
    precision, recall = rows.figures(rows.rows())
    assert precision >= 0.90
    assert recall >= 0.85


@pytest.mark.parametrize("piece", ["we have 40 fridges and 3 depots, about 5 k, ", "a ", "1 ", "we ", "-5 to ", "no, "])
def test_the_longest_question_takes_no_time(piece: str) -> None:
    text = (piece * 4_000)[:4_000]
    begun = time.perf_counter()
    stated(said(text), fields())
    assert time.perf_counter() - begun < 3


@pytest.mark.parametrize(
    ("turns", "field", "expected"),
    [
        (["R: And cloud storage, any issue with that?", "No issue with cloud."], "cloud_ok", True),
        (["R: Any objection to a cloud service?", "No."], "cloud_ok", None),
        (["R: Would you mind the cloud?", "No, not at all."], "cloud_ok", None),
        (["The tunnel gets up to 121 °C."], "budget", None),
        (["We could go up to 12000."], "budget", 12000),
        (["A porter goes round with a clipboard at 6, 2 and 10."], "temp_min", None),
        (["My old employer had no cloud."], "cloud_ok", None),
        (["The hospital forbids cloud services."], "cloud_ok", False),
        (["None of our cabinets ever move."], "fixed_or_mobile", "fixed"),
        (["It is said a lost pallet costs two thousand."], "impact", None),
        (["R: Have you put any money aside?", "Not a penny so far."], "budget", (True, "none_stated")),
    ],
)
def test_what_was_once_misheard(turns: list[str], field: str, expected: object) -> None:
    assert told(*turns).get(field) == expected
