"""What a question takes for granted, and how it is looked up without that."""

import pytest

from assistant.answering.premises import unsaid
from assistant.answering.wording import sought

STORY = "We make cheese in the hills. " * 20


@pytest.mark.parametrize(
    ("question", "shown", "amount"),
    [
        ("you deliver in three days, right?", "Delivery takes 10 business days.", "three days"),
        ("I heard that the battery lasts 10 years", "The battery lasts 5 years.", "10 years"),
        ("Since the trial is 60 days, when does it end?", "The trial lasts 30 days.", "60 days"),
        ("You need at least 25 sensors, right?", "The minimum is 10 sensors.", "25 sensors"),
        ("How accurate is the L1 at −100 °C?", "Sense L1 measures −40…+60 °C.", "−100 °C"),
        ("and at minus 100", "Sense L1 measures −40…+60 °C.", "minus 100"),
        # what the documents do say
        ("The warranty is 3 years, right?", "The warranty is 3 years on sensors.", ""),
        ("It works at −25 °C, correct?", "Sense L1 measures −40…+60 °C.", ""),
        ("How accurate is the L1 at −30 °C?", "±0.5 °C outside −20…+40 °C, within −40…+60 °C.", ""),
        # nothing is taken for granted
        ("We have 130 points in 2 buildings. Is one gateway enough?", "A gateway serves up to 100 sensors.", ""),
        ("Can we be live in 10 working days?", "Go-live takes 20 working days.", ""),
        ("you deliver in three days, right?", "A sensor costs €95.", ""),
    ],
)
def test_an_amount_that_the_documents_do_not_state_is_met(question: str, shown: str, amount: str) -> None:
    assert unsaid(question, shown) == amount


@pytest.mark.parametrize(
    ("message", "looked_up"),
    [
        ("you deliver in three days, right?", "you deliver in how many days, right?"),
        ("I heard it costs €20 a month", "I heard it costs how much a month"),
        ("How long does delivery take?", "How long does delivery take?"),
        ("Can we be live in 10 days?", "Can we be live in 10 days?"),
        (f"{STORY}There is one cellar. How many sensors?", "There is one cellar. How many sensors?"),
        (STORY, STORY),
    ],
)
def test_a_message_is_looked_up_by_what_it_asks(message: str, looked_up: str) -> None:
    assert sought(message) == looked_up
