"""What a visit keeps: bounded, and each answer once."""

from __future__ import annotations

from assistant.model import Actor
from assistant.pages.visit import EXCHANGES_KEPT, Exchange, Said, Visit


def test_an_answer_that_another_run_has_kept_is_not_kept_twice() -> None:
    visit = Visit(Actor("anna"))
    said = Said("What drifts?")
    visit.waiting.append(said)
    for _ in range(2):
        visit.keep(Exchange(0, said))
    assert [exchange.said.text for exchange in visit.exchanges] == ["What drifts?"]
    assert not visit.waiting


def test_the_same_question_may_be_asked_again() -> None:
    visit = Visit(Actor("anna"))
    for place in range(2):
        said = Said("What drifts?")
        visit.waiting.append(said)
        visit.keep(Exchange(place, said))
    assert len(visit.exchanges) == 2


def test_a_visit_cannot_grow_without_end() -> None:
    visit = Visit(Actor("anna"))
    for place in range(EXCHANGES_KEPT + 5):
        said = Said("Again?")
        visit.waiting.append(said)
        visit.keep(Exchange(place, said))
    assert len(visit.exchanges) == EXCHANGES_KEPT
    assert visit.exchanges[-1].place == EXCHANGES_KEPT + 4
