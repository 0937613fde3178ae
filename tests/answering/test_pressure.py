"""Which sentences push: never quoted, whoever wrote them."""

import pytest

from assistant.answering.pressure import presses


@pytest.mark.parametrize(
    ("text", "pushes"),
    [
        ("Act now, before it is too late!", True),
        ("Hurry, only 3 left!", True),
        ("Only a few left in stock.", True),
        ("This offer ends on Friday.", True),
        ("Your cart is reserved for 09:35 minutes.", True),
        ("12 customers viewed this product today.", True),
        ("No thanks, I prefer to pay full price.", True),
        ("We are the market leader in cold storage.", True),
        ("The world’s best way to map a cold store.", True),
        ("Larkfell is the most advanced monitoring system on the market.", True),
        ("The trial is risk-free.", True),
        # spoken about, refused, or simply a fact
        ("“Market leader” is a claim that we retired.", False),
        ("There is no flash sale and no limited-time price.", False),
        ("We never say “act now”.", False),
        ("The proof month is not risk-free: your hours are not paid back.", False),
        ("The offer is valid for 60 days.", False),
        ("Only 2 of 66 sensors failed in year 1.", False),
        ("The buffer holds readings for 72 hours.", False),
        ("Day 5: Low stock.", False),
        ("Turn left at the gate and hold the button for 3 s.", False),
    ],
)
def test_hype_and_pressure_are_told_from_facts(text: str, pushes: bool) -> None:
    assert presses(text) is pushes
