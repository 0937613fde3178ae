"""A customer's visit in a real browser: the notice, a question and its follow-up, the source with its quote marked."""

from __future__ import annotations

import pytest
from visitor import DIALOG, HIGHLIGHTED, Programs, Visitor

pytestmark = pytest.mark.slow

ANSWER = "The retention of readings is 2 years with Watch Essential and 10 years with Watch Assured."


def test_a_customer_asks_asks_on_and_opens_the_first_source(visitor: Visitor, programs: Programs) -> None:
    visitor.visit(programs.chat)
    notice = visitor.sees("AI assistant")
    assert "not to a person" in notice
    assert "no card, health or identity data" in notice
    visitor.asks("How long is the retention of readings with Watch Essential?")
    assert "Understood as" not in visitor.sees(ANSWER)
    visitor.asks("and Assured?")
    visitor.sees("Understood as: “How long is the retention of readings with Watch Assured?”")
    visitor.sees("Start a new conversation")
    assert len(visitor.answers("10 years with Watch Assured")) == 1
    visitor.presses("[1]")
    visitor.sees("Differences between the plans › Retention", within=DIALOG)
    visitor.sees(ANSWER, within=f"{DIALOG} {HIGHLIGHTED}")
    visitor.leaves_source()
    # A phone forgets a page that lies in the background; its browser finds the conversation again.
    visitor.visit(programs.chat)
    visitor.presses("Go on with our conversation of")
    visitor.sees("10 years with Watch Assured")
    visitor.asks("and Essential?")
    visitor.sees("Understood as: “How long is the retention of readings with Watch Essential?”")
    assert visitor.serious_errors() == []


def test_a_customer_is_told_early_that_it_is_not_for_them_and_puts_it_right(
    visitor: Visitor, programs: Programs
) -> None:
    visitor.visit(programs.chat)
    visitor.asks("We run 20 refrigerated trucks.")
    visitor.sees("this is not a fit")
    visitor.sees("Transport loggers or a vehicle tracking system")
    visitor.presses("What I have understood: 1")
    visitor.sees("“We run 20 refrigerated trucks”")
    visitor.presses("Change")
    visitor.presses("Take it away")
    visitor.sees("Nothing so far")
    assert visitor.serious_errors() == []
