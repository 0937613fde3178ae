"""What is understood of the customer, on screen: their facts to put right or take away, and whether it suits them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from assistant.errors import AssistantError
from assistant.model import Citation, ContentItem, Fact, FactStatus, FitReason, FitVerdict, NextQuestion, Understanding
from assistant.pages import parts
from assistant.pages.sources import source_button
from assistant.pages.texts import text
from assistant.pages.visit import Visit
from assistant.wiring import Conversations, Dialogue


def fact_list(conversations: Conversations, visit: Visit, now: Understanding, *, staff: bool) -> None:
    """Every fact that holds, in the customer's words, each to be put right or taken away."""
    if visit.trouble:
        st.warning(parts.escape(visit.trouble))
    labels = conversations.labels
    for fact in now.current:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            parts.remark(_as_told(fact, labels))
            _change(conversations, visit, fact, staff=staff)


def _as_told(fact: Fact, labels: Mapping[str, str]) -> str:
    told = parts.fill(text("understood.fact"), label=labels.get(fact.field, fact.field), quote=fact.quote)
    if fact.status in (FactStatus.STATED, FactStatus.SUPERSEDED):
        return told
    return f"{told} · {text(f'status.{fact.status}')}"


def _change(conversations: Conversations, visit: Visit, fact: Fact, *, staff: bool) -> None:
    key = f"fact-{fact.field}-{fact.turn}-{visit.handle[:8]}"
    with st.popover(text("understood.change"), type="tertiary"):
        st.text_input(text("understood.right_desk" if staff else "understood.right"), value=fact.quote, key=key)
        st.button(
            text("understood.save"), key=f"{key}-save", on_click=_put_right, args=(conversations, visit, fact, key)
        )
        st.button(
            text("understood.forget"), key=f"{key}-forget", on_click=_take_away, args=(conversations, visit, fact)
        )


def _put_right(conversations: Conversations, visit: Visit, fact: Fact, key: str) -> None:
    words = str(st.session_state.get(key, ""))
    attempt(visit, lambda: conversations.put_right(visit.actor, visit.handle, fact, words))


def _take_away(conversations: Conversations, visit: Visit, fact: Fact) -> None:
    attempt(visit, lambda: conversations.take_away(visit.actor, visit.handle, fact))


def leave_question(conversations: Conversations, visit: Visit, question: NextQuestion) -> None:
    """Leave a question that was put or suggested."""
    attempt(visit, lambda: conversations.skip(visit.actor, visit.handle, question))


def attempt(visit: Visit, change: Callable[[], Dialogue]) -> None:
    """Do something to the conversation of a visit; what it is told where that cannot be done is shown."""
    try:
        visit.now, visit.trouble = change(), ""
    except AssistantError as error:
        visit.trouble = str(error)


def erase(conversations: Conversations, visit: Visit, handle: str) -> str:
    """Delete a conversation for good; returns what there is to say where that could not be done wholly."""
    told = ""
    try:
        conversations.erase(visit.actor, handle)
    except AssistantError as error:
        told = str(error)
    # Deleted is also what only left its traces; what was not deleted is gone on with.
    if visit.handle == handle and not (told and _is_there(conversations, visit)):
        visit.leave()
    return told


def _is_there(conversations: Conversations, visit: Visit) -> bool:
    try:
        conversations.open(visit.actor, visit.handle)
    except AssistantError:
        return False
    return True


def fit_view(conversations: Conversations, now: Understanding, *, key: str, staff: bool) -> None:
    """The verdict, each reason with the customer's words and the document that says so, and what is not known yet."""
    fit = now.fit
    probably = "_probably" if fit.probably and fit.verdict is not FitVerdict.UNKNOWN else ""
    parts.paragraph(text(f"fit.{fit.verdict}{probably}"))
    for place, reason in enumerate((*fit.limits, *(fit.conditions or fit.advice))):
        _reason(conversations, reason, key=f"{key}-{place}", staff=staff)
    labels = conversations.labels
    if fit.partly:
        parts.paragraph(text("fit.partly"))
    for place, reason in enumerate(fit.partly):
        _reason(conversations, reason, key=f"{key}-part-{place}", staff=staff)
    if fit.beyond:
        words = ", ".join(f"“{fact.quote}”" for fact in fit.beyond)
        parts.remark(parts.fill(text("fit.beyond"), words=words))
    for name in fit.conflicts:
        parts.remark(parts.fill(text("fit.conflict"), label=labels.get(name, name)))
    if fit.missing:
        parts.remark(parts.fill(text("fit.missing"), labels=", ".join(labels.get(name, name) for name in fit.missing)))
    if staff and fit.verdict is FitVerdict.NOT_FIT:
        st.markdown(text("fit.do_not_pursue"))


def content_line(conversations: Conversations, item: ContentItem, *, key: str, staff: bool) -> None:
    """A document worth reading, and why it is this one."""
    passages = conversations.assistant.library.passages(item.document_id)
    if not passages:
        return
    parts.remark(parts.fill(text("content.why"), stage=text(f"stage.{item.stage}")))
    source_button(conversations.assistant, (Citation(passages[0], passages[0].text, 0),), key=key, staff=staff)


def _reason(conversations: Conversations, reason: FitReason, *, key: str, staff: bool) -> None:
    labels = conversations.labels
    words = ", ".join(f"{labels.get(fact.field, fact.field)} “{fact.quote}”" for fact in reason.facts)
    parts.paragraph(f"{reason.text[:1].upper()}{reason.text[1:]}.", item=True)
    parts.remark(parts.fill(text("fit.because"), words=words))
    if reason.better_option:
        parts.remark(parts.fill(text("fit.better"), option=reason.better_option))
    if proof := conversations.proof(reason):
        source_button(conversations.assistant, proof.citations, key=key, staff=staff)
