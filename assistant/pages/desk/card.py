"""The customer card: what they stated, what is not known, where they stand, whether it fits, what to ask next."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.model import FitVerdict, Judged, NextQuestion, Overrule, PurchaseStage, Understanding
from assistant.pages import parts
from assistant.pages.texts import text
from assistant.pages.understood import attempt, content_line, fact_list, fit_view, leave_question
from assistant.pages.visit import Visit
from assistant.wiring import Conversations


def customer_card(conversations: Conversations, visit: Visit) -> None:
    """The card of the conversation that this visit is in."""
    with st.container(border=True, gap="small"):
        st.subheader(text("card.title"), anchor=False)
        if visit.now is None:
            parts.remark(text("card.empty"))
            return
        _name(conversations, visit)
        now = visit.now.understanding
        _next(conversations, visit, now.question)
        parts.label(text("card.fit"))
        fit_view(conversations, now, key="card-fit", staff=True)
        _overrule(conversations, visit, Judged.FIT, now.fit_overruled, list(FitVerdict))
        parts.label(text("card.stage"))
        _stage(now)
        _overrule(conversations, visit, Judged.STAGE, now.stage_overruled, list(PurchaseStage))
        if now.content:
            parts.label(text("card.content"))
            content_line(conversations, now.content, key="card-content", staff=True)
        parts.label(text("card.facts"))
        if not now.current:
            parts.remark(text("card.no_facts"))
        fact_list(conversations, visit, now, staff=True)
        parts.remark(text("card.assumptions"))


def _name(conversations: Conversations, visit: Visit) -> None:
    assert visit.now is not None
    key = f"name-{visit.handle}"
    st.text_input(
        text("card.name"),
        value=visit.now.conversation.title,
        max_chars=120,
        key=key,
        on_change=_rename,
        args=(conversations, visit, key),
    )


def _rename(conversations: Conversations, visit: Visit, key: str) -> None:
    title = str(st.session_state.get(key, "")).strip()
    if title:
        conversations.rename(visit.actor, visit.handle, title)
        attempt(visit, lambda: conversations.open(visit.actor, visit.handle))


def _next(conversations: Conversations, visit: Visit, question: NextQuestion | None) -> None:
    parts.label(text("card.next"))
    if question is None:
        parts.remark(text("card.no_question"))
        return
    parts.paragraph(question.text)
    parts.remark(parts.fill(text("card.because"), reason=question.reason, kind=text(f"question.{question.type}")))
    with st.container(horizontal=True, gap="xsmall"):
        st.button(text("card.asked"), key="asked", on_click=_asked, args=(conversations, visit, question))
        st.button(
            text("card.skip"),
            key="card-skip",
            type="tertiary",
            on_click=leave_question,
            args=(conversations, visit, question),
        )


def _asked(conversations: Conversations, visit: Visit, question: NextQuestion) -> None:
    attempt(visit, lambda: conversations.asked(visit.actor, visit.handle, question))


def _stage(now: Understanding) -> None:
    parts.paragraph(text(f"stage.{now.stage.stage}"))
    for one in now.stage.evidence[-3:]:
        parts.remark(parts.fill(text("card.evidence"), quote=one.quote, turn=one.turn + 1))
    if now.stage.stage is PurchaseStage.UNKNOWN:
        parts.remark(text("card.no_stage"))
    if now.stage.consensus:
        parts.remark(text("card.consensus"))


def _overrule(
    conversations: Conversations, visit: Visit, judged: Judged, held: Overrule | None, outcomes: Sequence[str]
) -> None:
    """What the rep sees differently, and the way to say so with a reason."""
    key, kind = f"overrule-{judged}", "verdict" if judged is Judged.FIT else "stage"
    if held is not None:
        outcome = text(f"{kind}.{held.outcome}")
        st.markdown(parts.fill(text("card.overruled"), outcome=outcome, reason=held.reason))
    with st.popover(text("card.overrule"), type="tertiary"):
        st.selectbox(
            text(f"card.see_{judged}"), outcomes, format_func=lambda one: text(f"{kind}.{one}"), key=f"{key}-outcome"
        )
        st.text_input(text("card.reason"), max_chars=500, key=f"{key}-reason")
        st.button(text("card.keep"), key=f"{key}-keep", on_click=_judge, args=(conversations, visit, judged, key))
        if held is not None:
            st.button(
                text("card.take_back"), key=f"{key}-back", on_click=_take_back, args=(conversations, visit, judged)
            )


def _judge(conversations: Conversations, visit: Visit, judged: Judged, key: str) -> None:
    outcome, reason = str(st.session_state[f"{key}-outcome"]), str(st.session_state[f"{key}-reason"])
    attempt(visit, lambda: conversations.overrule(visit.actor, visit.handle, judged, outcome, reason))


def _take_back(conversations: Conversations, visit: Visit, judged: Judged) -> None:
    reason = text("card.taken_back")
    attempt(visit, lambda: conversations.overrule(visit.actor, visit.handle, judged, "", reason))
