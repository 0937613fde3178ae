"""What a visit keeps: bounded, and each answer once."""

from __future__ import annotations

from assistant.pages.talk import EXCHANGES_KEPT, Exchange, Visit


def test_an_answer_that_another_run_has_kept_is_not_kept_twice() -> None:
    visit = Visit()
    visit.waiting.append("What drifts?")
    for _ in range(2):
        visit.keep(Exchange(0, "What drifts?"))
    assert [exchange.question for exchange in visit.exchanges] == ["What drifts?"]
    assert not visit.waiting


def test_the_same_question_may_be_asked_again() -> None:
    visit = Visit()
    for place in range(2):
        visit.waiting.append("What drifts?")
        visit.keep(Exchange(place, "What drifts?"))
    assert len(visit.exchanges) == 2


def test_a_visit_cannot_grow_without_end() -> None:
    visit = Visit()
    for place in range(EXCHANGES_KEPT + 5):
        visit.waiting.append("Again?")
        visit.keep(Exchange(place, "Again?"))
    assert len(visit.exchanges) == EXCHANGES_KEPT
    assert visit.exchanges[-1].place == EXCHANGES_KEPT + 4
