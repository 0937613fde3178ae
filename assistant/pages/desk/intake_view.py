"""The folder put in again, on the Library page: the button, the bar while it runs, the report at its end."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from assistant.errors import AssistantError
from assistant.pages import opened, parts
from assistant.pages.desk import intake
from assistant.pages.desk.intake import Ended, Intake, Outcome, Progress
from assistant.pages.texts import text

CLEARANCE: opened.Audience = "internal"
# The desk opens a new edition in the background; should that fail, the report must not wait for it.
SECONDS_TO_TAKE_UP = 20
IDS_SHOWN = 12
FLAGS_SHOWN = 50


def intake_panel(*, first: bool = False) -> None:
    """The button, and below it what became of its last press, whoever pressed it; `first` where nothing is in yet."""
    run = intake.of_this_desk()
    pressed = st.button(text("intake.press_first" if first else "intake.press"), icon=":material/sync:", key="intake")
    if pressed and not run.start():
        st.info(text("intake.busy"))
    state = run.state
    if isinstance(state, Ended) and _is_taken_up(state):
        _end(state)
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
    name = ended.outcome.published.get(CLEARANCE) if ended.outcome else None
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


def _end(ended: Ended) -> None:
    if ended.outcome is None:
        st.error(parts.escape(ended.message), icon=":material/error:")
    else:
        _report(ended.outcome, ended)


def _report(outcome: Outcome, ended: Ended) -> None:
    with st.container(border=True, gap="xsmall"):
        template = text("intake.done") if outcome.published else text("intake.same")
        st.markdown(parts.fill(template, at=f"{ended.at:%H:%M}", seconds=f"{outcome.seconds:.1f}"))
        _listed(text("intake.added"), outcome.added)
        _listed(text("intake.replaced"), outcome.replaced)
        _listed(text("intake.removed"), outcome.removed)
        _listed(text("intake.kept"), outcome.kept)
        counts = {"unchanged": len(outcome.unchanged), "passages": outcome.passages}
        parts.remark(parts.fill(text("intake.counts"), **counts))
        if outcome.refused:
            _flagged(text("intake.refused"), ":material/block:", [": ".join(one) for one in outcome.refused])
        if outcome.disagreements:
            _flagged(text("intake.disagree"), ":material/rule:", outcome.disagreements)


def _listed(template: str, ids: Sequence[str]) -> None:
    if ids:
        shown = ", ".join(ids[:IDS_SHOWN]) + (", …" if len(ids) > IDS_SHOWN else "")
        st.markdown(parts.fill(template, count=len(ids), ids=shown))


def _flagged(template: str, icon: str, lines: Sequence[str]) -> None:
    st.warning(parts.fill(template, count=len(lines)), icon=icon)
    for line in lines[:FLAGS_SHOWN]:
        parts.paragraph(line, item=True)
    if len(lines) > FLAGS_SHOWN:
        parts.remark(parts.fill(text("intake.more"), count=len(lines) - FLAGS_SHOWN))
