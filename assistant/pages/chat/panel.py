"""What the customer can see and decide beside the conversation: what was understood, whether it suits them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import streamlit as st

from assistant.model import DiscoveryQuestion, Field, FieldKind, FitVerdict, Understanding
from assistant.pages import parts
from assistant.pages.texts import text
from assistant.pages.understood import attempt, erase, fact_list, fit_view
from assistant.pages.visit import Visit
from assistant.wiring import Conversations


def panel(conversations: Conversations, visit: Visit) -> None:
    """What has been understood, and the fit check, folded until somebody wants them."""
    now = visit.now.understanding if visit.now else None
    if now is not None and (visit.begun or now.current):
        count = len(now.current)
        with st.expander(
            parts.fill(text("understood.title"), count=count), icon=":material/fact_check:", key="understood"
        ):
            _understood(conversations, visit, now)
    with st.expander(text("fit.title"), icon=":material/rule:", key="fit"):
        _fit_check(conversations, visit, now)


def _understood(conversations: Conversations, visit: Visit, now: Understanding) -> None:
    st.markdown(text("understood.about" if now.current else "understood.nothing"))
    fact_list(conversations, visit, now, staff=False)
    with st.container(horizontal=True):
        st.download_button(
            text("understood.download"),
            data=lambda: conversations.export(visit.actor, visit.handle),
            file_name="conversation.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
        )
        with st.popover(text("understood.erase"), icon=":material/delete_forever:"):
            st.markdown(text("understood.erase_about"))
            st.button(text("understood.erase_press"), key="erase", on_click=_erase, args=(conversations, visit))


def _erase(conversations: Conversations, visit: Visit) -> None:
    visit.trouble = erase(conversations, visit, visit.handle)


def _fit_check(conversations: Conversations, visit: Visit, now: Understanding | None) -> None:
    st.markdown(text("fit.about"))
    if now is not None and (now.current or now.fit.verdict is not FitVerdict.UNKNOWN):
        fit_view(conversations, now, key="fit-source", staff=False)
    asked = list(_open_questions(conversations, now))
    if not asked:
        return
    if visit.trouble:
        st.warning(parts.escape(visit.trouble))
    with st.form("fit-check", border=False):
        for field, question in asked:
            _input(field, question)
        st.form_submit_button(
            text("fit.check"), on_click=_told, args=(conversations, visit, [field.name for field, _ in asked])
        )


def _open_questions(
    conversations: Conversations, now: Understanding | None
) -> Iterator[tuple[Field, DiscoveryQuestion]]:
    """What the verdict hangs on and nobody has told, with the question that asks for it."""
    playbook = conversations.playbook
    if now is not None and now.fit.verdict is not FitVerdict.UNKNOWN:
        return
    missing = now.fit.missing if now is not None else playbook.fit.critical
    for name in missing:
        field = next((one for one in playbook.fields if one.name == name), None)
        question = next((one for one in playbook.questions if one.field == name), None)
        if field is not None and question is not None:
            yield field, question


def _input(field: Field, question: DiscoveryQuestion) -> None:
    key = f"check-{field.name}"
    if field.kind is FieldKind.YES_NO:
        st.segmented_control(
            parts.escape(question.text), ("yes", "no"), format_func=lambda one: text(f"fit.{one}"), key=key
        )
    elif field.kind is FieldKind.CHOICE:
        values = [str(choice.value) for choice in field.choices]
        st.segmented_control(parts.escape(question.text), values, format_func=parts.escape, key=key)
    else:
        st.text_input(parts.escape(question.text), key=key, max_chars=200)


def _told(conversations: Conversations, visit: Visit, names: list[str]) -> None:
    visit.trouble = ""
    told = {name: str(st.session_state.get(f"check-{name}") or "").strip() for name in names}
    for name, words in told.items():
        if words:
            visit.handle = visit.handle or conversations.begin(visit.actor)
            before = visit.trouble
            attempt(visit, partial(conversations.tell, visit.actor, visit.handle, name, words))
            visit.trouble = before or visit.trouble
