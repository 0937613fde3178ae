"""A customer's visit in a real browser: the notice, a question, its source with the quoted words marked."""

from __future__ import annotations

from visitor import DIALOG, HIGHLIGHTED, Start, Visitor


def test_a_customer_asks_and_opens_the_first_source(visitor: Visitor, start: Start) -> None:
    (chat,) = start("chat.py")
    visitor.visit(chat)
    notice = visitor.sees("AI assistant")
    assert "not to a person" in notice
    assert "no card, health or identity data" in notice
    visitor.asks("How long does the battery of the Sense L1 last?")
    visitor.sees("In the Sense L1 5 years at an interval of 10 min")
    visitor.presses("[1]")
    visitor.sees("How long do batteries last?", within=DIALOG)
    visitor.sees("In the Sense L1 5 years at an interval of 10 min", within=f"{DIALOG} {HIGHLIGHTED}")
    visitor.leaves_source()
    assert visitor.serious_errors() == []
