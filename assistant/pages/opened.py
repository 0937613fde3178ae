"""The library's assistant, opened once per process and warmed before the first visitor asks."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from threading import Thread
from typing import Literal

import streamlit as st

from assistant.errors import AssistantError
from assistant.pages import trouble
from assistant.settings import Settings
from assistant.wiring import Assistant, open_assistant

Audience = Literal["public", "internal", "restricted"]
logger = logging.getLogger(__name__)


def assistant(clearance: Audience) -> Assistant:
    """The one assistant of this process for `clearance`, as the environment's settings have it."""
    return _open(clearance, Settings.from_environment(os.environ))


# The key is the program's own clearance and settings, never anything a visitor sends: it cannot grow.
@st.cache_resource(show_spinner=False, max_entries=4)
def _open(clearance: Audience, settings: Settings) -> Assistant:
    return open_assistant(clearance=clearance, settings=settings)


def starting(clearance: Audience) -> Callable[[st.App], AbstractAsyncContextManager[None]]:
    """A lifespan for `st.App`: a clean log, and the model loaded in the background while the program starts."""

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[None]:
        trouble.leave_to_us()
        Thread(target=_warm, args=(clearance,), name="warming", daemon=True).start()
        yield

    return lifespan


def _warm(clearance: Audience) -> None:
    try:
        assistant(clearance).warm()
    except AssistantError as error:
        logger.warning("The model is not loaded yet: %s", error)
    except Exception:
        logger.exception("The model could not be loaded ahead of the first question")
