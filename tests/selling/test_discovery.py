"""At most one question, after the answer: the one that matters most now, with its reason, and never twice."""

import time
from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.model import (
    AskedQuestion,
    Clearance,
    Fact,
    FactStatus,
    NextQuestion,
    PurchaseStage,
    QuestionOutcome,
    QuestionType,
    Speaker,
    Turn,
    Value,
)
from assistant.selling.discovery import next_question, settled, wants_only_a_fact
from assistant.selling.fit import judge
from assistant.selling.playbook import for_audience, read_playbook
from assistant.selling.questions import read_questions

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
PLAYBOOK = read_playbook(KNOWLEDGE)
LABELS = {field.name: field.label for field in PLAYBOOK.fields}
BASE: dict[str, Value] = {
    "points": 40,
    "fixed_or_mobile": "fixed",
    "temp_min": -25.0,
    "country": "Denmark",
    "audit_duty": True,
    "cloud_ok": True,
}
ALL: dict[str, Value] = {question.field: BASE.get(question.field) for question in PLAYBOOK.questions}


def known(values: dict[str, Value], status: FactStatus = FactStatus.STATED) -> list[Fact]:
    return [fact(name, f"{name} is {value}", value, status) for name, value in values.items()]


def fact(name: str, words: str, value: Value = None, status: FactStatus = FactStatus.STATED) -> Fact:
    return Fact(name, words, Turn(Speaker.CUSTOMER, words), 0, status, value)


def ask(
    facts: list[Fact],
    stage: str = "explore",
    asked: dict[str, str] | None = None,
    words: str = "",
    heard: int = 1,
) -> NextQuestion | None:
    fields = {question.question_id: question.field for question in PLAYBOOK.questions}
    before = [
        AskedQuestion(name, fields.get(name, ""), QuestionOutcome(outcome)) for name, outcome in (asked or {}).items()
    ]
    return next_question(
        facts,
        PurchaseStage(stage),
        PLAYBOOK.questions,
        before,
        fit=judge(facts, PLAYBOOK.fit),
        last_words=words,
        heard=heard,
        labels=LABELS,
    )


PAIN = fact("pain", "we lost a whole room in July")
TOLD = [*known({**BASE, "current_solution": None, "rounds_per_day": 2, "need": None})]


@pytest.mark.parametrize(
    ("facts", "stage", "field"),
    [
        ([], "explore", "fixed_or_mobile"),
        (known({"points": 40, "fixed_or_mobile": "fixed"}), "explore", "temp_min"),
        ([*TOLD, PAIN], "explore", "impact"),
        ([*TOLD, PAIN], "problem", "impact"),
        (known({**BASE, "sites": 2}), "decide", "timeline"),
        (known({**BASE, "timeline": None, "sites": 2}), "decide", "budget"),
        (known({**BASE, "competitor": None}), "compare", "sites"),
        (known({**BASE, "sites": 2, "months_needed": 36}), "compare", "risk"),
        (known({**BASE, "sites": 2, "months_needed": 36, "risk": None}), "compare", "criterion"),
        (known({**BASE, "ethernet": True}), "validate", "risk"),
    ],
)
def test_the_question_that_matters_most_now(facts: list[Fact], stage: str, field: str) -> None:
    question = ask(facts, stage)
    assert question
    assert question.field == field
    assert question.reason
    assert question.rule == "matters-most"
    assert question.text.endswith("?")


def test_another_stage_gets_another_question() -> None:
    asked = {stage: question.field for stage in PurchaseStage if (question := ask(known(BASE), stage))}
    assert len(set(asked.values())) >= 4
    assert PurchaseStage.USE not in asked


@pytest.mark.parametrize("stage", ["problem", "explore", "requirements", "unknown"])
def test_money_and_authority_are_not_asked_for_early(stage: str) -> None:
    held = known({name: value for name, value in ALL.items() if name not in {"budget", "decision_maker"}})
    question = ask(held, stage)
    assert question is None or question.field not in {"budget", "decision_maker"}


@pytest.mark.parametrize("outcome", ["open", "answered", "declined"])
def test_nothing_is_asked_twice(outcome: str) -> None:
    facts = known({**BASE, "timeline": None, "sites": 2})
    assert ask(facts, "decide", {"budget": "open"}) != ask(facts, "decide")
    for stage in PurchaseStage:
        question = ask(facts, stage, {"budget": outcome})
        assert question is None or question.field != "budget"


def test_a_field_that_somebody_would_not_speak_of_is_left_alone_in_any_wording() -> None:
    rest = {name: value for name, value in ALL.items() if name != "budget"}
    held = [fact("budget", "maybe 20k", 20000, FactStatus.TENTATIVE), *known(rest)]
    assert (question := ask(held, "decide")) is not None
    assert question.question == "confirm-budget"
    question = ask(held, "decide", {"budget": "declined"})
    assert question is None or question.field != "budget"


@pytest.mark.parametrize(
    ("asked", "silent"),
    [
        ({"points": "open", "cloud": "open"}, True),
        ({"points": "open", "cloud": "declined"}, True),
        ({"points": "answered", "cloud": "open"}, False),
        ({"points": "open", "cloud": "answered"}, False),
        ({"points": "open"}, False),
    ],
)
def test_two_questions_in_a_row_without_an_answer_end_the_asking(asked: dict[str, str], silent: bool) -> None:
    assert (ask([], "explore", asked) is None) is silent


@pytest.mark.parametrize(
    ("words", "only"),
    [
        ("just the datasheet please", True),
        ("Quick question: how long does the battery last?", True),
        ("I only want to know the price.", True),
        ("Please don't ask me anything, I need the IP rating.", True),
        ("Yes or no: does it work without internet?", True),
        ("That's all I need, thanks.", True),
        ("We have just opened a second kitchen.", False),
        ("Is it only for fridges?", False),
        ("What are our options for eleven pharmacies?", False),
        ("Only two of our sites have freezers.", False),
    ],
)
def test_who_only_wants_a_fact_gets_only_the_fact(words: str, only: bool) -> None:
    assert wants_only_a_fact(words) is only
    assert (ask([], "explore", words=words) is None) is only


def test_a_first_question_that_tells_nothing_of_who_asks_gets_its_answer_alone() -> None:
    assert ask([], "unknown") is None
    assert ask([], "unknown", heard=2) is not None
    assert ask(known({"points": 40}), "unknown") is not None


def test_consequences_are_asked_for_only_of_who_said_what_is_wrong() -> None:
    for stage in PurchaseStage:
        held = known({name: value for name, value in ALL.items() if name not in {"pain", "impact"}})
        question = ask(held, stage, {"trouble": "declined"})
        assert question is None or question.type is not QuestionType.IMPLICATION


def test_what_somebody_was_not_sure_of_is_confirmed_late() -> None:
    about = fact("points", "about 40", 40, FactStatus.TENTATIVE)
    rest = known({name: value for name, value in ALL.items() if name != "points"})
    question = ask([about, *rest], "decide")
    assert question
    assert (question.type, question.field, question.rule) == (QuestionType.CONFIRM, "points", "confirm-tentative")
    assert "“about 40”" in question.text
    early = ask([about, *known({"fixed_or_mobile": "fixed"})], "explore")
    assert early
    assert early.type is not QuestionType.CONFIRM


def test_two_things_said_of_one_field_are_asked_about_first() -> None:
    held = [*known({"points": 40}), fact("country", "in Denmark", "Denmark"), fact("country", "in Spain", "Spain")]
    question = ask(held)
    assert question
    assert (question.type, question.rule) == (QuestionType.CLARIFY, "conflict")
    assert "“in Denmark” and “in Spain”" in question.text


def test_all_known_is_read_back_once() -> None:
    question = ask(known(ALL), "explore")
    assert question
    assert (question.rule, question.type, question.field) == ("read-back", QuestionType.CONFIRM, "")
    assert "“points is 40”" in question.text
    assert ask(known(ALL), "explore", {"read-back": "answered"}) is None


def test_whoever_is_not_served_is_not_asked_on() -> None:
    assert ask(known({"points": 40, "fixed_or_mobile": "mobile"})) is None


def test_a_no_that_hangs_on_something_uncertain_is_asked_about() -> None:
    question = ask([fact("fixed_or_mobile", "maybe in vans", "mobile", FactStatus.TENTATIVE)])
    assert question
    assert (question.question, question.rule) == ("confirm-fixed_or_mobile", "confirm-tentative")


def test_an_open_question_is_answered_once_its_field_is_known() -> None:
    asked = [AskedQuestion("points", "points"), AskedQuestion("cloud", "cloud_ok", QuestionOutcome.DECLINED)]
    now = settled(asked, known({"points": 40, "cloud_ok": True}))
    assert [one.outcome for one in now] == [QuestionOutcome.ANSWERED, QuestionOutcome.DECLINED]
    assert settled(asked, []) == tuple(asked)


def test_every_field_that_decides_about_fit_has_a_question_for_customers() -> None:
    public = for_audience(PLAYBOOK, Clearance.PUBLIC).questions
    asked = {question.field for question in public if question.impact == 3}
    assert asked == set(PLAYBOOK.fit.critical)
    assert len(public) < len(PLAYBOOK.questions)


QUESTION = "{id: a, type: situation, field: points, text: 'How many?', reason: So that it fits., impact: 2}"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("impact: 2", "impact: 2, audiance: public", "audiance"),
        ("impact: 2", "impact: 9", "impact"),
        ("field: points", "field: pionts", "pionts"),
        ("situation", "interrogation", "type"),
        ("}", "}, " + QUESTION, "twice"),
        ("impact: 2", "impact: 2, stages: [unknown]", "stages"),
        ("How many?", "Can you afford to wait?", "frightens"),
        ("So that it fits.", "''", "reason"),
    ],
)
def test_a_question_that_cannot_be_used_is_refused_by_name(old: str, new: str, told: str) -> None:
    text = f"questions: [{QUESTION.replace(old, new, 1)}]"
    assert len(read_questions("playbook/questions.yaml", f"questions: [{QUESTION}]", PLAYBOOK.fields)) == 1
    with pytest.raises(ContentError, match=told) as refused:
        read_questions("playbook/questions.yaml", text, PLAYBOOK.fields)
    assert "playbook/questions.yaml" in str(refused.value)


def test_choosing_takes_no_time() -> None:
    begun = time.perf_counter()
    for _ in range(100):
        ask(known(BASE), "decide", words="we would " * 400)
    assert time.perf_counter() - begun < 1
