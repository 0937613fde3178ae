"""The folder put in, on the Library page: the buttons, the bar while it runs, the report at its end."""

from __future__ import annotations

import time

import streamlit as st

from assistant.errors import AssistantError
from assistant.pages import opened, parts
from assistant.pages.desk import intake
from assistant.pages.desk.intake import DRY_RUN, PRUNE, Ended, Intake, Outcome, Progress
from assistant.pages.desk.report_view import report
from assistant.pages.texts import text

CLEARANCE: opened.Audience = "internal"
# The desk opens a new edition in the background; should that fail, the report must not wait for it.
SECONDS_TO_TAKE_UP = 20


def intake_panel() -> None:
    """The buttons, and below them what became of the last press, whoever pressed."""
    run = intake.of_this_desk()
    with st.container(horizontal=True):
        if st.button(text("intake.preview"), icon=":material/preview:", key="preview"):
            start(run, DRY_RUN)
        if st.button(text("intake.press"), icon=":material/sync:", key="intake", type="primary"):
            start(run)
    outcome_of(run)


def start(run: Intake, *options: str) -> None:
    """Begin a run, or say that another one is under way."""
    if not run.start(*options):
        st.info(text("intake.busy"))


def outcome_of(run: Intake) -> None:
    """What became of the last run, or how far the present one is."""
    state = run.state
    if isinstance(state, Ended) and _is_taken_up(state):
        _end(state, run)
    elif state is not None:
        # Only this part of the page is drawn again each second; the rest stays as usable as ever.
        st.fragment(_watch, run_every=1.0)(run)


def _watch(run: Intake) -> None:
    state = run.state
    if isinstance(state, Progress):
        parts.bar(state.share, _step(state))
    elif isinstance(state, Ended) and not _is_taken_up(state):
        parts.bar(1.0, text("intake.opening"))
    else:
        st.rerun()


def _is_taken_up(ended: Ended) -> bool:
    """Whether the desk answers from what the run has published."""
    name = ended.editions.get(CLEARANCE)
    if name is None or time.monotonic() - ended.moment > SECONDS_TO_TAKE_UP:
        return True
    try:
        return opened.assistant(CLEARANCE).library.edition == name
    except AssistantError:
        return True


def _step(progress: Progress) -> str:
    if not progress.step:
        return text("intake.starting")
    values = {"step": progress.step.capitalize(), "done": progress.done, "total": progress.total}
    if progress.done >= progress.total:
        return parts.fill(text("intake.step_done"), **values)
    left = progress.seconds_left(time.monotonic())
    if left is None:
        return parts.fill(text("intake.step"), **values)
    return parts.fill(text("intake.step_left"), **values, left=_duration(left))


def _duration(seconds: int) -> str:
    if seconds < 60:
        return text("intake.seconds").format(count=seconds)
    return text("intake.minutes").format(count=round(seconds / 60))


def _end(ended: Ended, run: Intake) -> None:
    if ended.back_to:
        st.success(parts.fill(text("intake.back"), at=moment(ended.back_to)), icon=":material/history:")
    elif ended.outcome is None:
        st.error(parts.escape(ended.message), icon=":material/error:")
        # The run says itself that much is gone, and how to go on.
        if PRUNE in ended.message and st.button(text("intake.prune"), icon=":material/warning:", key="prune"):
            start(run, PRUNE)
            st.rerun()
    else:
        with st.container(border=True, gap="xsmall"):
            at = {"at": f"{ended.at:%H:%M}", "seconds": f"{ended.outcome.seconds:.1f}"}
            st.markdown(parts.fill(_title(ended.outcome), **at))
            report(ended.outcome)


def _title(outcome: Outcome) -> str:
    if not outcome.dry_run:
        return text("intake.done") if outcome.published else text("intake.same")
    changes = outcome.added, outcome.replaced, outcome.moved, outcome.removed
    return text("intake.would") if any(changes) else text("intake.would_not")


def moment(stamp: str) -> str:
    """A time as the history keeps it, for people."""
    return f"{stamp[:10]} {stamp[11:16]} UTC"
