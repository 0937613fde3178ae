"""The staff desk: internal sources are marked, reviews that are overdue too, and the library is listed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from scripted import PAGES, Open, ScriptedAssistant, ScriptedLibrary, answer, document, passage, press, quote, shown
from streamlit.testing.v1 import AppTest

from assistant.errors import LibraryError
from assistant.model import Clearance, Confidence, DocumentSummary, Speaker
from assistant.settings import Settings

ASK, LIBRARY = "desk/ask.py", "desk/library.py"
SECRET = document("LF-30", "Where we lose", audience=Clearance.INTERNAL, review_by=date(2020, 1, 31))
PUBLIC = passage(document(), "Records are kept.")
INTERNAL = passage(SECRET, "They are faster.", heading="Alarms")
BOTH = answer(quote(INTERNAL, "They are faster."), quote(PUBLIC, "Records are kept."))
MARK = "internal – not for customers"


def test_internal_words_and_sources_are_marked_and_public_ones_are_not(page: Open) -> None:
    desk = page(ASK, ScriptedAssistant(BOTH)).chat_input[0].set_value("Who is faster?").run()
    assert [button.label for button in desk.button][:2] == [
        "**\\[1\\]** Where we lose :orange-badge[internal]",
        "**\\[2\\]** Plans compared",
    ]
    assert [button.help for button in desk.button][:2] == [
        f"**\\[1\\]** Where we lose — Alarms · :orange-badge[{MARK}]",
        "**\\[2\\]** Plans compared — What is in them",
    ]
    assert f"[1] Where we lose, Version 2.1, Alarms, {MARK}" in desk.code[0].value.splitlines()
    assert [one.value for one in desk.markdown if MARK in one.value and "badge" in one.value] == [
        f":orange-badge[:material/lock: {MARK}]"
    ]


def test_a_source_shows_audience_owner_and_a_review_that_is_overdue(page: Open) -> None:
    desk = press(page(ASK, ScriptedAssistant(BOTH)).chat_input[0].set_value("Faster?").run(), "Where we lose")
    assert "Audience: internal · owner: Product team" in shown(desk)
    assert "review overdue since 31 January 2020" in shown(desk)


def test_a_source_with_time_left_shows_its_review_date(page: Open) -> None:
    desk = press(page(ASK, ScriptedAssistant(BOTH)).chat_input[0].set_value("Kept?").run(), "Plans compared")
    assert "Audience: public · owner: Product team · review by 1 March 2099" in shown(desk)


def test_staff_read_what_to_do_when_the_library_fails(page: Open) -> None:
    trouble = LibraryError("No internal library has been published yet. Run: python ingest.py")
    desk = page(ASK, ScriptedAssistant(trouble)).chat_input[0].set_value("?").run()
    assert "Run\\: python ingest\\.py" in desk.warning[0].value


def test_staff_are_shown_a_way_on_where_the_documents_do_not_say(page: Open) -> None:
    reply = answer(confidence=Confidence.NOT_IN_DOCUMENTS)
    desk = page(ASK, ScriptedAssistant(reply)).chat_input[0].set_value("The weather?").run()
    assert "Our documents do not say." in shown(desk)
    assert "Ask in other words" in shown(desk)


def test_a_rep_speaks_as_a_rep(page: Open) -> None:
    assistant = ScriptedAssistant(BOTH)
    desk = page(ASK, assistant).chat_input[0].set_value("First?").run()
    desk.chat_input[0].set_value("Second?").run()
    assert [turn.speaker for turn in assistant.asked[1][1]] == [Speaker.REP, Speaker.ASSISTANT]


def test_the_library_lists_documents_and_filters_them(page: Open) -> None:
    shelf = (DocumentSummary(document(), 4), DocumentSummary(SECRET, 9))
    library = page(LIBRARY, ScriptedAssistant(BOTH, ScriptedLibrary(shelf)))
    assert "Published edition: 000007\\-cafe" in shown(library)
    assert list(library.dataframe[0].value["Id"]) == ["LF-07", "LF-30"]
    assert list(library.dataframe[0].value["Review by"]) == ["2099-03-01", "2020-01-31 – overdue"]
    assert "reviews overdue: 1" in shown(library)
    library = library.multiselect[0].set_value([Clearance.INTERNAL]).run()
    assert list(library.dataframe[0].value["Id"]) == ["LF-30"]
    assert "1 of 2 documents, 9 passages" in shown(library)
    library = library.text_input[0].set_value("plans").run()
    assert not library.dataframe
    assert "No document fits" in library.info[0].value


def test_an_empty_library_says_how_to_fill_it(page: Open) -> None:
    trouble = LibraryError("No internal library has been published yet. Run: python ingest.py")
    library = page(LIBRARY, ScriptedAssistant(BOTH, ScriptedLibrary(trouble=trouble)))
    assert "python ingest.py" in library.info[0].value


def test_the_desk_has_two_pages_and_lists_the_published_library(
    monkeypatch: pytest.MonkeyPatch, published: Settings, published_environment: Mapping[str, str]
) -> None:
    for name, value in published_environment.items():
        monkeypatch.setenv(name, value)
    desk = AppTest.from_file(str(PAGES / "desk" / "main.py"), default_timeout=120).run()
    assert desk.title[0].value == "Conversation"
    library = desk.switch_page("library.py").run()
    assert not library.exception
    assert {"public", "internal"} <= set(library.dataframe[0].value["Audience"])
    assert "restricted" not in set(library.dataframe[0].value["Audience"])
