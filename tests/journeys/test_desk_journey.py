"""An editor's visit in a real browser: ask, change a sentence, put the folder in again, ask again."""

from __future__ import annotations

from visitor import DIALOG, HIGHLIGHTED, Programs, Visitor

from assistant.settings import Settings

QUESTION = "What is an excursion?"
BEFORE, AFTER = "An excursion is a period during which", "An excursion is any time during which"


def test_a_changed_sentence_reaches_both_programs_without_a_restart(
    visitor: Visitor, programs: Programs, own: Settings
) -> None:
    visitor.visit(programs.chat)
    visitor.asks(QUESTION)
    visitor.sees(BEFORE)

    visitor.visit(programs.desk)
    visitor.asks(QUESTION)
    visitor.sees(BEFORE)
    visitor.presses("[1]")
    visitor.sees(BEFORE, within=f"{DIALOG} {HIGHLIGHTED}")
    visitor.leaves_source()

    file = own.knowledge / "guides" / "glossary.md"
    file.write_text(file.read_text(encoding="utf-8").replace(BEFORE, AFTER), encoding="utf-8")
    visitor.presses("Library")
    before = visitor.sees("Published edition: 000001-")
    assert "Published at" not in before
    visitor.presses("Put in")
    visitor.presses("Publish the folder")
    visitor.sees("Starting …")
    # A process of its own that loads the model first: on a busy machine it takes its time.
    report = visitor.sees("Published at", seconds=90)
    assert "Proved: 1 found by their own words" in report
    assert "Published edition: 000002-" in report

    visitor.presses("Ask")
    visitor.asks(QUESTION)
    visitor.sees(AFTER)
    visitor.visit(programs.chat)
    visitor.asks(QUESTION)
    visitor.sees(AFTER)
    assert visitor.serious_errors() == []
