"""Pages opened over a scripted assistant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from scripted import PAGES, Open, ScriptedAssistant
from streamlit.testing.v1 import AppTest

from assistant.pages import opened, talk


@pytest.fixture(autouse=True)
def no_browser_to_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scripted visit has no page that a browser must draw empty first."""
    monkeypatch.setattr(talk, "SECONDS_TO_CLEAR", 0)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Open a page, such as "chat/main.py", over a scripted assistant."""

    def open_page(script: str, assistant: ScriptedAssistant) -> AppTest:
        monkeypatch.setattr(opened, "assistant", lambda clearance: assistant)
        monkeypatch.setattr(opened, "conversations", lambda clearance: assistant)
        return AppTest.from_file(str(PAGES / script), default_timeout=30).run()

    return open_page
