"""Errors on screen: what a person can do about it, or a number that finds the details in the log."""

from __future__ import annotations

import logging
import secrets
import traceback

import streamlit as st

from assistant.pages import parts
from assistant.pages.texts import text

logger = logging.getLogger(__name__)


def numbered(error: BaseException) -> str:
    """Write an unexpected error to the log, on one clean line, and return the number to quote."""
    number = secrets.token_hex(4).upper()
    details = " | ".join(line for entry in traceback.format_exception(error) for line in entry.splitlines())
    logger.error("error %s: %s", number, parts.clean(details).replace("\n", " | "))
    return number


def leave_to_us() -> None:
    """Keep Streamlit from logging an uncaught error in its own way too: many lines, colours included."""
    logging.getLogger("streamlit.error_util").addFilter(lambda record: not record.exc_info)


def script_error(error: Exception) -> bool:
    """Show the number of an error that ended a page, in place of Streamlit's own box."""
    st.error(parts.fill(text("trouble.number"), number=numbered(error)))
    return True
