"""The library beside the pages: warmed once, followed while the program runs, left alone when it ends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import streamlit as st

from assistant.errors import LibraryError
from assistant.pages import opened


@dataclass
class Watched:
    """An assistant and its library in one, that counts what is asked of it."""

    empty: bool = False
    warmed: int = 0
    looks: int = 0
    cleared: int = 0

    @property
    def library(self) -> Watched:
        return self

    @property
    def edition(self) -> str:
        self.looks += 1
        return "000001-cafe"

    def forget_old(self) -> None:
        self.cleared += 1

    def warm(self) -> None:
        if self.empty:
            raise LibraryError("Nothing has been published yet. Run: python ingest.py")
        self.warmed += 1


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    assistant = Watched()
    monkeypatch.setattr(opened, "assistant", lambda clearance: assistant)
    monkeypatch.setattr(opened, "conversations", lambda clearance: assistant)
    monkeypatch.setattr(opened, "SECONDS_BETWEEN_LOOKS", 0.01)
    st.cache_resource.clear()
    return assistant


def running(during: Callable[[], None], at_end: Callable[[], None] = lambda: None) -> None:
    async def run() -> None:
        async with opened.starting("restricted", at_end)(None):  # type: ignore[arg-type]
            during()

    asyncio.run(run())


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_running_program_warms_once_and_then_follows_the_pointer(watched: Watched) -> None:
    assert not opened.is_ready("restricted")
    running(lambda: until(lambda: watched.looks > 3))
    assert watched.warmed == 1
    assert watched.cleared == 1
    assert opened.is_ready("restricted")


def test_a_library_that_is_published_later_is_warmed_then(watched: Watched, caplog: pytest.LogCaptureFixture) -> None:
    watched.empty = True

    def publish() -> None:
        time.sleep(0.1)
        assert not opened.is_ready("restricted")
        watched.empty = False
        until(lambda: watched.looks > 0)

    running(publish)
    assert watched.warmed == 1
    assert caplog.text.count("Nothing has been published yet") == 1


def test_a_program_that_ends_looks_no_more_and_ends_what_it_has_started(watched: Watched) -> None:
    ended: list[str] = []
    running(lambda: until(lambda: watched.looks > 0), at_end=lambda: ended.append("intake"))
    time.sleep(0.05)
    looks = watched.looks
    time.sleep(0.1)
    assert watched.looks == looks
    assert ended == ["intake"]
