"""The library's assistant: opened once per process, warmed before the first visitor asks, kept current."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import lru_cache
from threading import Event, Thread
from typing import Literal

import streamlit as st

from assistant.errors import AssistantError
from assistant.pages import trouble
from assistant.settings import Settings
from assistant.wiring import Assistant, Conversations, Visitors, open_assistant, open_conversations, open_visitors

SECONDS_BETWEEN_LOOKS = 1.0
# Conversations whose time is over are deleted at the start and once a day.
SECONDS_BETWEEN_CLEARINGS = 24 * 60 * 60.0

Audience = Literal["public", "internal", "restricted"]
logger = logging.getLogger(__name__)


def assistant(clearance: Audience) -> Assistant:
    """The one assistant of this process for `clearance`, as the environment's settings have it."""
    return _open(clearance, Settings.from_environment(os.environ))


def conversations(clearance: Audience) -> Conversations:
    """The conversations of this process over the library for `clearance`, each program with records of its own."""
    return _open_conversations(clearance, Settings.from_environment(os.environ))


def visitors() -> Visitors:
    """The names of this process's visitors; raises `RecordsError`."""
    return _open_visitors(Settings.from_environment(os.environ))


# Asked by the server too, where there is no page whose cache could keep it.
_open_visitors = lru_cache(maxsize=4)(open_visitors)


@st.cache_resource(show_spinner=False, max_entries=4)
def _open_conversations(clearance: Audience, settings: Settings) -> Conversations:
    program = "chat" if clearance == "public" else "desk"
    return open_conversations(program, clearance, settings, _open(clearance, settings))


# The key is the program's own clearance and settings, never anything a visitor sends: it cannot grow.
@st.cache_resource(show_spinner=False, max_entries=4)
def _open(clearance: Audience, settings: Settings) -> Assistant:
    return open_assistant(clearance=clearance, settings=settings)


@st.cache_resource(show_spinner=False, max_entries=4)
def _ready(clearance: Audience) -> Event:
    return Event()


def is_ready(clearance: Audience) -> bool:
    """Whether the model is loaded, so that an answer takes no longer than answers do."""
    return _ready(clearance).is_set()


def starting(
    clearance: Audience, at_end: Callable[[], None] = lambda: None
) -> Callable[[st.App], AbstractAsyncContextManager[None]]:
    """A lifespan for `st.App`: a clean log, the library kept open and current beside the pages, `at_end` at the end."""

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[None]:
        trouble.leave_to_us()
        stop = Event()
        Thread(target=_keep_current, args=(clearance, stop), name="library", daemon=True).start()
        try:
            yield
        finally:
            stop.set()
            at_end()

    return lifespan


def _keep_current(clearance: Audience, stop: Event) -> None:
    """Load the model, then look at the library's pointer each second.

    A program that nobody asks would otherwise still answer its next question from the edition before.
    """
    told: str | None = None
    looked_at = -SECONDS_BETWEEN_CLEARINGS
    while True:
        try:
            if time.monotonic() - looked_at >= SECONDS_BETWEEN_CLEARINGS:
                looked_at = time.monotonic()
                conversations(clearance).forget_old()
            library = assistant(clearance)
            if is_ready(clearance):
                _ = library.library.edition
            else:
                conversations(clearance).warm()
                _ready(clearance).set()
        except AssistantError as error:
            if str(error) != told:
                logger.warning("The library cannot be opened: %s", error)
                told = str(error)
        except Exception:
            logger.exception("The library could not be opened ahead of the first question")
            return
        if stop.wait(SECONDS_BETWEEN_LOOKS):
            return
