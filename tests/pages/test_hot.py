"""A running chat and desk take up a new edition by themselves, and an earlier answer's source stays readable."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from scripted import PAGES, shown
from streamlit.testing.v1 import AppTest

from assistant.pages import opened
from assistant.settings import Settings
from assistant.wiring import publish

pytestmark = pytest.mark.slow

QUESTION = "What is an excursion?"
BEFORE, AFTER = "An excursion is a period during which", "An excursion is any time during which"
SECONDS = 10


@pytest.fixture
def editor(published: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A warm copy of Larkfell's library and its knowledge folder, that the programs read."""
    own = replace(published, data=tmp_path / "data", knowledge=tmp_path / "knowledge")
    shutil.copytree(published.data, own.data)
    shutil.copytree(published.knowledge, own.knowledge)
    monkeypatch.setenv("PLUMBLINE_DATA", str(own.data))
    monkeypatch.setenv("PLUMBLINE_KNOWLEDGE", str(own.knowledge))
    return own


def publish_changed(settings: Settings) -> str:
    """Change one sentence, publish, and return the name of the desk's new edition."""
    file = settings.knowledge / "guides" / "glossary.md"
    text = file.read_text(encoding="utf-8")
    assert BEFORE in text
    file.write_text(text.replace(BEFORE, AFTER), encoding="utf-8")
    report = publish(settings, settings.knowledge, lambda what, done, total: None)
    assert report.replaced == ("LF-04",)
    return report.published["internal"]


def ask(page: AppTest) -> AppTest:
    page = page.chat_input[0].set_value(QUESTION).run()
    assert not page.exception
    return page


def until(page: AppTest, look: Callable[[AppTest], AppTest], words: str) -> AppTest:
    end = time.monotonic() + SECONDS
    while words not in shown(page):
        assert time.monotonic() < end, f"{words!r} was not seen within {SECONDS} s"
        time.sleep(0.3)
        page = look(page)
    return page


def test_an_edition_published_meanwhile_is_seen_and_the_old_source_stays_readable(editor: Settings) -> None:
    chat = ask(AppTest.from_file(str(PAGES / "chat" / "main.py"), default_timeout=120).run())
    desk = AppTest.from_file(str(PAGES / "desk" / "main.py"), default_timeout=120).run().switch_page("library.py").run()
    assert BEFORE in shown(chat)
    (early,) = chat.session_state["visit"].exchanges
    first = next(button.key for button in chat.button if button.key and button.key.startswith("source"))
    assert "Glossary" in early.reply.answer.citations[0].passage.document.title

    edition = publish_changed(editor)

    until(chat, ask, AFTER)
    until(desk, AppTest.run, edition.replace("-", "\\-"))
    opened_again = chat.button(first).click().run()
    assert "has changed since" in opened_again.warning[0].value
    assert any(f"background[{BEFORE}" in one.value for one in opened_again.markdown)


def test_a_program_that_nobody_asks_follows_too(editor: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its very next answer comes from the new edition."""

    async def visit() -> None:
        async with opened.starting("public")(None):  # type: ignore[arg-type]
            library = opened.assistant("public").library
            before = library.edition
            await asyncio.to_thread(publish_changed, editor)
            # Seen from inside: asking for the edition would itself make the program follow.
            end = time.monotonic() + SECONDS
            while library._current._open.edition.name == before:
                assert time.monotonic() < end, f"nothing was followed within {SECONDS} s"
                await asyncio.sleep(0.05)
            chat = await asyncio.to_thread(AppTest.from_file(str(PAGES / "chat" / "main.py"), default_timeout=120).run)
            chat = await asyncio.to_thread(ask, chat)
            assert AFTER in shown(chat)
            assert library.edition != before

    asyncio.run(visit())
