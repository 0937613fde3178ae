"""What was published when, on the Library page, and the way back to what was published before."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import streamlit as st

from assistant.pages import parts
from assistant.pages.desk import intake
from assistant.pages.desk.intake import ROLLBACK, Outcome
from assistant.pages.desk.intake_view import moment, start
from assistant.pages.desk.report_view import report
from assistant.pages.texts import text
from assistant.settings import Settings
from assistant.wiring import open_history

SHOWN = 20


def history_panel() -> None:
    """The reports of earlier runs, newest first, and above them the button that leads back."""
    entries = open_history(Settings.from_environment(os.environ)).entries()
    if not entries:
        st.info(text("history.empty"))
        return
    st.markdown(text("history.about"))
    with st.popover(text("history.back"), icon=":material/undo:"):
        st.markdown(text("history.sure"))
        if st.button(text("history.back_sure"), key="rollback"):
            start(intake.of_this_desk(), ROLLBACK)
            st.rerun()
    for entry in entries[:SHOWN]:
        _entry(entry)


def _entry(entry: Mapping[str, Any]) -> None:
    if entry["what"] == ROLLBACK.lstrip("-"):
        parts.remark(parts.fill(text("history.rollback"), at=moment(entry["at"]), number=entry["report"].get("to", "")))
        return
    with suppress(KeyError, TypeError, ValueError):
        outcome = Outcome.from_report(entry["report"])
        counts = {
            "added": len(outcome.added), "replaced": len(outcome.replaced), "moved": len(outcome.moved),
            "removed": len(outcome.removed), "refused": len(outcome.refused),
        }  # fmt: skip
        at = {"number": entry["number"], "at": moment(entry["at"])}
        with st.expander(parts.fill(text(f"history.{entry['what']}"), **at, **counts)):
            parts.remark(parts.fill(text("history.editions"), editions=", ".join(entry["editions"].values())))
            report(outcome)
