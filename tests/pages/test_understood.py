"""What is understood, on screen: the customer's panel and fit check, the rep's card, the list and the playbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from scripted import PAGES, Open, ScriptedAssistant, ScriptedLibrary, answer, document, passage, press, quote, shown
from streamlit.testing.v1 import AppTest

from assistant.errors import RecordsError
from assistant.model import (
    ContentItem,
    DiscoveryQuestion,
    Fact,
    FactStatus,
    Field,
    FieldKind,
    FitReading,
    FitReason,
    FitRules,
    FitVerdict,
    Judged,
    NextQuestion,
    Note,
    Overrule,
    Playbook,
    PurchaseStage,
    QuestionType,
    Speaker,
    StageEvidence,
    StageReading,
    Turn,
    Understanding,
)
from assistant.settings import Settings

CHAT, ASK, LISTED, PLAYBOOK = "chat/main.py", "desk/ask.py", "desk/conversations.py", "desk/playbook.py"
REPLY = answer(quote(passage(document(), "Records are kept."), "Records are kept."))
SAID = Turn(Speaker.CUSTOMER, "We have about 40 *fridges* in vans.")
POINTS = Fact("points", "about 40 *fridges*", SAID, 0, FactStatus.TENTATIVE, 40)
MOBILE = Fact("mobile", "in vans", SAID, 0, FactStatus.STATED, True)
QUESTION = NextQuestion("where", QuestionType.CONSTRAINT, "country", "In which country?", "It can rule us out.", "r")
RULES = Playbook(
    fields=(
        Field("points", "Measuring points", FieldKind.COUNT, nouns=("fridges",)),
        Field("mobile", "On the move", FieldKind.YES_NO),
        Field("country", "Country", FieldKind.COUNTRY),
    ),
    questions=(
        DiscoveryQuestion("where", QuestionType.CONSTRAINT, "country", "In which country?", "It can rule us out.", 3),
        DiscoveryQuestion("move", QuestionType.CONSTRAINT, "mobile", "Does it move?", "It can rule us out.", 3),
    ),
    fit=FitRules(critical=("mobile", "country")),
)
NOT_FIT = FitReading(
    FitVerdict.NOT_FIT,
    (FitReason("F1", "we serve fixed sites only", "LF-16", (MOBILE,), "Transport loggers."),),
)
STAGE = StageReading(
    PurchaseStage.EXPLORE, (StageEvidence(PurchaseStage.EXPLORE, "explore-1", "our options", 0, 2.5),), (), True
)
OPEN = Understanding((POINTS,), STAGE, FitReading(missing=("mobile", "country")), QUESTION)
CLOSED = Understanding((POINTS, MOBILE), STAGE, NOT_FIT)


def spoken(page: Open, script: str, now: Understanding, **more: object) -> tuple[AppTest, ScriptedAssistant]:
    assistant = ScriptedAssistant(REPLY, now=now, playbook=RULES, **more)  # type: ignore[arg-type]
    return page(script, assistant).chat_input[0].set_value("We have about 40 fridges.").run(), assistant


def test_the_customer_sees_what_was_understood_in_their_words(page: Open) -> None:
    chat, _ = spoken(page, CHAT, OPEN)
    assert "What I have understood: 1" in [one.label for one in chat.expander]
    assert "**Measuring points:** “about 40 \\*fridges\\*” · not sure yet" in shown(chat)
    assert "Not known yet: On the move\\, Country" in shown(chat)


def test_the_customer_puts_right_and_takes_away(page: Open) -> None:
    chat, assistant = spoken(page, CHAT, OPEN)
    (box,) = [one for one in chat.text_input if one.key and one.key.startswith("fact-points")]
    assert box.value == "about 40 *fridges*"
    chat = press(box.set_value("60 fridges").run(), "Put it right")
    assert assistant.done[-1] == ("put right", "points", "60 fridges")
    chat = press(chat, "Take it away")
    assert assistant.done[-1] == ("take away", "points")


def test_what_cannot_be_put_right_says_why(page: Open) -> None:
    chat, _ = spoken(page, CHAT, OPEN)
    (box,) = [one for one in chat.text_input if one.key and one.key.startswith("fact-points")]
    chat = press(box.set_value("").run(), "Put it right")
    assert "Write what is right" in chat.warning[0].value


def test_the_next_question_comes_quietly_with_its_reason_and_can_be_left(page: Open) -> None:
    chat, assistant = spoken(page, CHAT, OPEN, question=QUESTION)
    assert "In which country\\?" in shown(chat)
    assert "Why I ask: It can rule us out\\." in shown(chat)
    chat = press(chat, "Skip this")
    assert assistant.done[-1] == ("skip", "where")
    assert "Why I ask" not in shown(chat)


def test_not_a_fit_is_plain_with_words_and_what_serves_better(page: Open) -> None:
    chat, _ = spoken(page, CHAT, CLOSED)
    for words in ("this is not a fit", "We serve fixed sites only", "On the move “in vans”", "Transport loggers"):
        assert words in shown(chat)
    assert "Do not pursue" not in shown(chat)
    assert [button for button in chat.button if button.label == "Check"] == []


def test_a_part_that_is_not_served_stands_apart_with_its_reason(page: Open) -> None:
    partly = replace(OPEN, fit=replace(OPEN.fit, partly=NOT_FIT.limits))
    chat, _ = spoken(page, CHAT, partly)
    for words in (
        "For a part of what you have",
        "We serve fixed sites only",
        "On the move “in vans”",
        "Transport loggers",
    ):
        assert words in shown(chat)
    assert "this is not a fit" not in shown(chat)


def test_the_fit_check_runs_without_a_conversation(page: Open) -> None:
    assistant = ScriptedAssistant(REPLY, now=OPEN, playbook=RULES)
    chat = page(CHAT, assistant)
    (where,) = [one for one in chat.text_input if one.label == "In which country\\?"]
    where.set_value("Austria")
    chat = press(chat, "Check")
    assert assistant.done == [("tell", "country", "Austria")]
    assert "What I have understood: 1" in [one.label for one in chat.expander], "what was told can be put right"
    assert not chat.exception


def test_everything_can_be_deleted_for_good(page: Open) -> None:
    chat, assistant = spoken(page, CHAT, OPEN)
    chat = press(chat, "Delete it for good")
    assert assistant.kept == {}
    assert "AI assistant" in shown(chat)
    assert not chat.text


@pytest.mark.parametrize(("keeps", "shown_still"), [(True, True), (False, False)])
def test_what_could_not_be_deleted_wholly_is_told(page: Open, keeps: bool, shown_still: bool) -> None:
    trouble = RecordsError("Its traces are still in use.")
    chat, _ = spoken(page, CHAT, OPEN, keeps=keeps, erasing=trouble)
    chat = press(chat, "Delete it for good")
    assert not chat.exception
    assert "Its traces are still in use" in chat.warning[0].value
    assert ("about 40 fridges" in shown(chat)) is shown_still


def test_a_note_is_shown_as_it_is(page: Open) -> None:
    chat = page(CHAT, ScriptedAssistant(Note("noted", "Noted."))).chat_input[0].set_value("fixed").run()
    assert "Noted\\." in shown(chat)
    assert "Our documents" not in shown(chat)


def test_the_card_holds_what_a_rep_needs(page: Open) -> None:
    desk, _ = spoken(page, ASK, OPEN)
    for words in (
        "In which country\\?",
        "It can rule us out\\. (what could rule us out)",
        "too early to tell",
        "Looking at options",
        "“our options” (turn 1)",
        "Somebody else has to agree",
        "**Measuring points:** “about 40 \\*fridges\\*” · not sure yet",
        "Nothing here is assumed",
    ):
        assert words in shown(desk), words


def test_one_thing_to_read_opens_where_it_begins(page: Open) -> None:
    of = document()
    library = ScriptedLibrary(held=(passage(of, "Records are kept."),))
    item = ContentItem(of.document_id, of.title, PurchaseStage.COMPARE)
    assistant = ScriptedAssistant(REPLY, library, now=replace(OPEN, content=item), playbook=RULES)
    for script in (CHAT, ASK):
        visit = page(script, assistant).chat_input[0].set_value("We have about 40 fridges.").run()
        assert "Worth reading at this point (Comparing offers)" in shown(visit)
        (chip,) = [one for one in visit.button if one.key and "content" in one.key]
        assert chip.label == "Plans compared"


def test_a_rep_is_told_not_to_pursue(page: Open) -> None:
    desk, _ = spoken(page, ASK, CLOSED)
    assert "Do not pursue this" in shown(desk)


def test_a_rep_overrules_with_a_reason(page: Open) -> None:
    desk, assistant = spoken(page, ASK, CLOSED)
    desk = press(desk, "Keep this")
    assert any("Give your reason" in one.value for one in desk.warning)
    (reason,) = [one for one in desk.text_input if one.key == "overrule-fit-reason"]
    (outcome,) = [one for one in desk.selectbox if one.key == "overrule-fit-outcome"]
    reason.set_value("Only the depot is meant.")
    desk = press(outcome.set_value(FitVerdict.FIT).run(), "Keep this")
    assert assistant.done[-1] == ("overrule", Judged.FIT, "fit", "Only the depot is meant.")


def test_what_a_rep_sees_differently_stands_beside_the_rules(page: Open) -> None:
    overruled = Overrule(Judged.FIT, "not_fit", "fit", "Only the depot is *meant*.")
    desk, _ = spoken(page, ASK, Understanding((MOBILE,), STAGE, NOT_FIT, fit_overruled=overruled))
    assert "**You see it differently: A fit.** Only the depot is \\*meant\\*\\." in shown(desk)


def test_a_rep_says_who_spoke(page: Open) -> None:
    assistant = ScriptedAssistant(REPLY, now=OPEN, playbook=RULES)
    desk = page(ASK, assistant)
    for speaker, words in (("customer", "We have 40."), ("aside", "So 40 it is?"), ("ask", "How many?")):
        desk.segmented_control(key="speaker").set_value(speaker)
        desk = desk.chat_input[0].set_value(words).run()
    (held,) = assistant.kept.values()
    said = [(one.speaker, one.text) for one in held.messages if one.speaker is not Speaker.ASSISTANT]
    assert said == [
        (Speaker.CUSTOMER, "We have 40."),
        (Speaker.REP, "So 40 it is?"),
        (Speaker.REP, "How many?"),
    ]
    assert [words for words, _ in assistant.asked] == ["We have 40.", "How many?"]


def test_conversations_are_listed_and_gone_on_with(
    monkeypatch: pytest.MonkeyPatch, published: Settings, published_environment: Mapping[str, str], tmp_path: Path
) -> None:
    for name, value in published_environment.items():
        monkeypatch.setenv(name, value)
    desk = AppTest.from_file(str(PAGES / "desk" / "main.py"), default_timeout=120).run()
    desk.segmented_control(key="speaker").set_value("customer")
    desk = desk.chat_input[0].set_value("We run 20 refrigerated trucks.").run()
    assert not desk.exception
    assert "Do not pursue this" in shown(desk)
    desk = press(desk, "Start a new")
    assert "Do not pursue this" not in shown(desk)
    desk = desk.switch_page("conversations.py").run()
    listed = desk.dataframe[0].value
    assert listed["Fit"].tolist()[0] == "Not a fit"
    assert listed["Name"].tolist()[0] == "We run 20 refrigerated trucks."
    desk = desk.switch_page("playbook.py").run()
    assert "F1" in desk.dataframe[0].value["Rule"].tolist()
    desk = press(desk, "Check the folder")
    assert "is sound" in desk.success[0].value
    assert not desk.exception


def test_an_empty_list_says_how_to_begin(page: Open) -> None:
    assert "Begin one" in page(LISTED, ScriptedAssistant(REPLY)).info[0].value


def test_a_playbook_that_cannot_be_published_says_where(
    page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "knowledge" / "playbook"
    folder.mkdir(parents=True)
    (folder / "fit.yaml").write_text("critical: [nothing]\n", encoding="utf-8")
    monkeypatch.setenv("PLUMBLINE_KNOWLEDGE", str(tmp_path / "knowledge"))
    library = ScriptedLibrary()
    desk = page(PLAYBOOK, ScriptedAssistant(REPLY, library, playbook=RULES))
    desk = press(desk, "Check the folder")
    assert "playbook" in desk.error[0].value
    assert "fit\\.yaml" in desk.error[0].value
