"""Which two things a question compares, and which of them a text speaks of."""

import pytest

from assistant.library.comparison import asked_of, sides, spoken_of


@pytest.mark.parametrize(
    ("question", "pair"),
    [
        ("What is the difference between Essential and Assured?", ("Essential", "Assured")),
        ("freezer at −30. L1 or P1? pros and cons of each", ("L1", "P1")),
        ("which is better for -80, the L1 or the P1?", ("L1", "P1")),
        ("Is the L1 more accurate than the P1?", ("L1", "P1")),
        ("How does Sense L1 differ from Sense P1?", ("L1", "P1")),
        ("12 months or 36 – what do I get for binding myself longer?", ("12 months", "36 months")),
        ("difference 12 vs 36 month contract", ("12 month contract", "36 month contract")),
        ("Explain the differnce between calibrating a sensor and validating", ("calibrating a sensor", "validating")),
        ("8 freezers, no inspections. loggers or wireless?", ("loggers", "wireless")),
        ("Essential vs. Assured for a GDP wholesaler", ("Essential", "Assured")),
        ("wireless sensors compared to manual rounds, costs?", ("wireless sensors", "manual rounds")),
        ("Compare USB loggers and your system over three years", ("USB loggers", "system")),
        # no comparison
        ("Is it stored in Germany or Finland?", None),
        ("Can I call or write to support?", None),
        ("do I need an electrician or can my caretaker do it?", None),
        ("radio reach through metal panels vs across a yard?", None),
        ("How do you compare with ColdEye on alarms?", None),
        ("How long does delivery take?", None),
    ],
)
def test_what_is_compared_is_told_from_other_alternatives(question: str, pair: tuple[str, str] | None) -> None:
    assert sides(question) == pair


def test_each_thing_is_asked_for_alone_in_the_words_of_the_sentence_that_compares() -> None:
    question = "We brew beer. Which is better for a freezer, L1 or P1?"
    assert asked_of(question, ("L1", "P1")) == (
        "L1 Which is better for a freezer,",
        "P1 Which is better for a freezer,",
    )


@pytest.mark.parametrize(
    ("pair", "text", "above", "named"),
    [
        (("L1", "P1"), "The P1 reaches −90 °C.", "Sense L1", {1}),
        (("L1", "P1"), "It measures humidity too.", "Sense L1", {0}),
        (("Essential", "Assured"), "Watch Essential: 2 years; Watch Assured: 10 years", "", {0, 1}),
        (("standard", "priority support"), "Standard: 4 h; Priority: 30 min", "", {0, 1}),
        (("12-month term", "36-month term"), "With the 36-month term, the first is included.", "", {1}),
        (("L1", "P1"), "Delivery takes ten days.", "FAQ", set()),
    ],
)
def test_a_text_is_known_by_its_own_words_first(pair: tuple[str, str], text: str, above: str, named: set[int]) -> None:
    assert spoken_of(pair, text, above) == named
