"""The customers' chat: what it says at first contact, how an answer looks, and what it never shows."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from scripted import (
    PAGES,
    Open,
    ScriptedAssistant,
    ScriptedLibrary,
    answer,
    document,
    passage,
    press,
    quote,
    row,
    shown,
)
from streamlit.testing.v1 import AppTest

from assistant.errors import LibraryError, QuestionError
from assistant.model import Clearance, Confidence, Hit, Note, Speaker, Turn
from assistant.settings import Settings

CHAT = "chat/main.py"
PLANS = passage(document(), "Records are kept. We write to a@b.test. Plan: A; Years: 2 Plan: B; Years: 10", page="4")
OTHER = passage(document("LF-09", "Survey"), "A survey takes a day.", heading="Time")
FOUND = answer(quote(PLANS, "Records are kept."), quote(OTHER, "A survey takes a day."))


def test_first_contact_says_who_answers_before_anything_is_typed(page: Open) -> None:
    chat = page(CHAT, ScriptedAssistant(FOUND))
    assert chat.title[0].value == "Ask Larkfell"
    for words in (
        "AI assistant",
        "not to a person",
        "no card, health or identity data",
        "kept for 30 days",
    ):
        assert words in shown(chat)
    assert "`hello@larkfell.example`" in shown(chat)
    assert [button.label for button in chat.button] == ["What drifts\\?", "Why \\*us\\*\\?"]
    assert chat.chat_input[0].proto.max_chars == 4_000


def test_a_starter_question_is_asked_with_one_press(page: Open) -> None:
    assistant = ScriptedAssistant(FOUND)
    chat = press(page(CHAT, assistant), "What drifts")
    assert assistant.asked == [("What drifts?", ())]
    assert not [button for button in chat.button if "drifts" in button.label]


def test_an_answer_shows_quotes_with_numbers_and_its_sources(page: Open) -> None:
    chat = page(CHAT, ScriptedAssistant(FOUND)).chat_input[0].set_value("How long?").run()
    assert "Records are kept\\. **\\[1\\]**" in shown(chat)
    assert "A survey takes a day\\. **\\[2\\]**" in shown(chat)
    assert "**Sure:**" in shown(chat)
    assert [button.label for button in chat.button][:2] == ["**\\[1\\]** Plans compared", "**\\[2\\]** Survey"]
    assert [button.help for button in chat.button][:2] == [
        "**\\[1\\]** Plans compared — What is in them, page 4",
        "**\\[2\\]** Survey — Time",
    ]


def test_two_sources_of_one_document_are_told_apart_by_their_headings(page: Open) -> None:
    costs = passage(document(), "It costs €2.", heading="Cost")
    untitled = passage(document(), "It is small.", heading="Plans compared")
    reply = answer(
        quote(PLANS, "Records are kept."),
        quote(costs, "It costs €2."),
        quote(untitled, "It is small."),
        quote(OTHER, "A survey takes a day."),
    )
    chat = page(CHAT, ScriptedAssistant(reply)).chat_input[0].set_value("How long?").run()
    assert [button.label for button in chat.button][:4] == [
        "**\\[1\\]** What is in them",
        "**\\[2\\]** Cost",
        "**\\[3\\]** Plans compared",
        "**\\[4\\]** Survey",
    ]


def test_an_answer_can_be_taken_along_with_its_sources(page: Open) -> None:
    reply = answer(
        quote(PLANS, "Records are kept."), row(PLANS, Plan="A", Years="2"), quote(OTHER, "A survey takes a day.")
    )
    chat = page(CHAT, ScriptedAssistant(reply)).chat_input[0].set_value("How long?").run()
    assert chat.code[0].value.splitlines() == [
        "Records are kept. [1]",
        "Plan: A; Years: 2 [1]",
        "A survey takes a day. [2]",
        "",
        "Sources",
        "[1] Plans compared, Version 2.1, What is in them, page 4",
        "[2] Survey, Version 2.1, Time",
    ]


def test_a_source_opens_with_the_quoted_words_highlighted_in_their_surroundings(page: Open) -> None:
    chat = press(page(CHAT, ScriptedAssistant(FOUND)).chat_input[0].set_value("How long?").run(), "Plans compared")
    (section,) = [one.value for one in chat.markdown if "-background[" in one.value]
    assert section.startswith("The section begins\\. :orange-background[Records are kept\\.] We write to `a@b.test`\\.")
    assert section.endswith("It ends\\.")
    assert "Version 2\\.1 · approved on 3 March 2026 · page 4" in shown(chat)
    assert "owner" not in shown(chat)


def test_a_source_that_has_changed_since_says_so(page: Open) -> None:
    assistant = ScriptedAssistant(FOUND, ScriptedLibrary(current=False))
    chat = press(page(CHAT, assistant).chat_input[0].set_value("How long?").run(), "Survey")
    assert "has changed since" in chat.warning[0].value


def test_rows_of_a_table_come_as_a_table_with_their_header_cells(page: Open) -> None:
    reply = answer(row(PLANS, Plan="A", Years="2"), row(PLANS, Plan="B", Years="10"))
    chat = page(CHAT, ScriptedAssistant(reply)).chat_input[0].set_value("Plans?").run()
    table = chat.table[0].value
    assert list(table.columns) == [":gray[Plan]", ":gray[Years]"]
    assert table.to_numpy().tolist() == [["A", "2"], ["B", "10"]]
    assert "From **\\[1\\]**" in shown(chat)


def test_a_single_row_stands_upright(page: Open) -> None:
    chat = page(CHAT, ScriptedAssistant(answer(row(PLANS, Plan="A", Years="2")))).chat_input[0].set_value("?").run()
    assert list(chat.table[0].value.index) == [":gray[Plan]", ":gray[Years]"]


def test_a_probable_answer_says_so(page: Open) -> None:
    reply = answer(quote(PLANS, "Records are kept."), confidence=Confidence.PROBABLY)
    assert "**Probably:**" in shown(page(CHAT, ScriptedAssistant(reply)).chat_input[0].set_value("?").run())


def test_without_an_answer_it_does_not_guess_and_offers_what_comes_nearest(page: Open) -> None:
    hits = (Hit(OTHER, 0.3), Hit(PLANS, 0.2), Hit(OTHER, 0.1))
    note = Note("not_found", "Our documents do not say.")
    reply = answer(note, confidence=Confidence.NOT_IN_DOCUMENTS, nearest=hits)
    chat = page(CHAT, ScriptedAssistant(reply)).chat_input[0].set_value("The weather?").run()
    assert "Our documents do not say\\." in shown(chat)
    assert "I will not guess. You could ask in other words" in shown(chat)
    assert "A person can help you further: `hello@larkfell.example`" in shown(chat)
    assert [button.label for button in chat.button][:2] == ["Survey", "Plans compared"]
    assert [button.help for button in chat.button][:2] == ["Survey — Time", "Plans compared — What is in them, page 4"]
    opened = press(chat, "Survey")
    assert "The section begins\\. A survey takes a day\\. It ends\\." in shown(opened)


def test_who_asks_what_no_document_answers_is_not_told_to_ask_in_other_words(page: Open) -> None:
    parts = Note("not-found", "Our documents do not say."), Note("beyond-legal", "Please ask a lawyer.")
    reply = answer(*parts, confidence=Confidence.NOT_IN_DOCUMENTS)
    chat = shown(page(CHAT, ScriptedAssistant(reply)).chat_input[0].set_value("Can we sue them?").run())
    assert "I will not guess. A person can help you further: `hello@larkfell.example`" in chat
    assert "other words" not in chat


def test_earlier_messages_stay_and_are_passed_on(page: Open) -> None:
    assistant = ScriptedAssistant(FOUND)
    chat = page(CHAT, assistant).chat_input[0].set_value("First?").run()
    chat = chat.chat_input[0].set_value("Second?").run()
    assert [text.value for text in chat.text] == ["First?", "Second?"]
    said = FOUND.text
    assert assistant.asked[1] == ("Second?", (Turn(Speaker.CUSTOMER, "First?"), Turn(Speaker.ASSISTANT, said)))


@pytest.mark.parametrize("script", [CHAT, "desk/ask.py"])
@pytest.mark.parametrize("confidence", [Confidence.SURE, Confidence.NOT_IN_DOCUMENTS])
def test_how_a_follow_up_was_understood_stands_above_its_answer(
    page: Open, script: str, confidence: Confidence
) -> None:
    words = "Our documents do not say." if confidence is Confidence.NOT_IN_DOCUMENTS else "Records are kept."
    part = quote(PLANS, words) if confidence is Confidence.SURE else Note("not_found", words)
    reply = answer(part, confidence=confidence, question="And B?", understood_as="What does *plan* B cost?")
    visit = page(script, ScriptedAssistant(reply)).chat_input[0].set_value("And B?").run()
    for again in (visit, visit.run()):
        assert again.text[0].value == "And B?"
        said = [one.value for one in again.chat_message[1].markdown]
        assert said[0] == ":small[:gray[Understood as: “What does \\*plan\\* B cost\\?”]]"
        assert said[1].startswith(words.rstrip("."))


def test_nothing_is_said_of_a_question_that_stands_by_itself(page: Open) -> None:
    assert "Understood" not in shown(page(CHAT, ScriptedAssistant(FOUND)).chat_input[0].set_value("How long?").run())


def test_the_newest_answer_stands_alone_and_the_earlier_ones_are_folded(page: Open) -> None:
    chat = page(CHAT, ScriptedAssistant(FOUND)).chat_input[0].set_value("First?").run()
    assert not [one for one in chat.expander if "Earlier" in one.label]
    for question in ("Second?", "Third?"):
        chat = chat.chat_input[0].set_value(question).run()
    for visit in (chat, chat.run()):
        assert [text.value for text in visit.text] == ["First?", "Second?", "Third?"]
        (earlier,) = [one for one in visit.expander if "Earlier" in one.label]
        assert earlier.label == "Earlier in this conversation: 2"
        assert [text.value for text in earlier.text] == ["First?", "Second?"]
    assert "Our documents" not in shown(press(chat, "Start a new"))


def test_the_notice_stays_in_short_once_the_conversation_has_begun(page: Open) -> None:
    chat = page(CHAT, ScriptedAssistant(FOUND)).chat_input[0].set_value("First?").run()
    assert "kept for 30 days" not in shown(chat)
    assert "**AI assistant**, not to a person" in shown(chat)
    assert "no card, health or identity data" in shown(chat)
    assert "Talk to a person: `hello@larkfell.example`" in shown(chat)


def test_a_new_conversation_forgets_the_old_one(page: Open) -> None:
    assistant = ScriptedAssistant(FOUND)
    chat = press(page(CHAT, assistant).chat_input[0].set_value("First?").run(), "Start a new")
    assert not chat.text
    chat.chat_input[0].set_value("Second?").run()
    assert assistant.asked[1] == ("Second?", ())


def test_a_question_that_cannot_be_asked_says_what_to_do(page: Open) -> None:
    chat = (
        page(CHAT, ScriptedAssistant(QuestionError("Ask for one thing at a time."))).chat_input[0].set_value("?").run()
    )
    assert chat.warning[0].value == "Ask for one thing at a time\\."


def test_a_library_that_fails_is_not_the_customers_business(page: Open) -> None:
    trouble = LibraryError("The edition 000001 is damaged. Run: python ingest.py")
    chat = page(CHAT, ScriptedAssistant(trouble)).chat_input[0].set_value("?").run()
    assert "ingest" not in shown(chat)
    assert "write to `hello@larkfell.example`" in chat.warning[0].value


def test_an_unexpected_error_gets_a_number_and_the_log_the_rest(page: Open, caplog: pytest.LogCaptureFixture) -> None:
    error = RuntimeError("postgres://user:secret@host\n\x1b[31mred")
    chat = page(CHAT, ScriptedAssistant(error)).chat_input[0].set_value("?").run()
    assert "secret" not in shown(chat)
    assert "RuntimeError" not in shown(chat)
    line = next(record.getMessage() for record in caplog.records if "RuntimeError" in record.getMessage())
    assert line.split()[1].rstrip(":") in chat.warning[0].value
    assert "\n" not in line
    assert "\x1b" not in line


def test_twenty_questions_a_minute_are_enough(page: Open) -> None:
    assistant = ScriptedAssistant(FOUND)
    chat = page(CHAT, assistant)
    for _ in range(21):
        chat = chat.chat_input[0].set_value("Again?").run()
    assert len(assistant.asked) == 20
    assert "Please wait" in chat.warning[0].value


def test_without_a_library_the_chat_says_that_it_is_not_open(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("PLUMBLINE_DATA", str(tmp_path))
    chat = AppTest.from_file(str(PAGES / CHAT), default_timeout=60).run()
    assert chat.title[0].value == "Ask us"
    assert "not open yet" in chat.info[0].value
    assert not chat.chat_input
    assert not chat.exception


def test_the_published_library_answers_and_every_source_opens(
    monkeypatch: pytest.MonkeyPatch, published: Settings, published_environment: Mapping[str, str]
) -> None:
    for name, value in published_environment.items():
        monkeypatch.setenv(name, value)
    chat = AppTest.from_file(str(PAGES / CHAT), default_timeout=120).run()
    assert len([button for button in chat.button if button.key and button.key.startswith("starter")]) == 3
    chat = chat.chat_input[0].set_value("What is the difference between Watch Essential and Watch Assured?").run()
    assert not chat.exception
    sources = [button.key for button in chat.button if button.key and button.key.startswith("source")]
    assert sources
    for key in sources:
        opened = chat.button(key).click().run()
        assert not opened.exception
        assert any("-background[" in one.value for one in opened.markdown)
    (exchange,) = chat.session_state["visit"].exchanges
    audiences = {citation.passage.document.audience for citation in exchange.reply.answer.citations}
    assert audiences == {Clearance.PUBLIC}
