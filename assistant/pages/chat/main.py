"""The customers' chat: who answers here, then the conversation, and what has been understood of it."""

from pathlib import Path

import streamlit as st

from assistant.errors import AssistantError, RecordsError
from assistant.pages import opened, parts
from assistant.pages.chat.panel import panel
from assistant.pages.talk import converse
from assistant.pages.texts import text
from assistant.pages.trouble import numbered
from assistant.pages.visit import Visit, this_visit
from assistant.wiring import Conversations, Visitors

ICON = Path(__file__).parent.parent / "plumb.svg"


def known_visitor() -> str:
    """By what name this browser owns its conversations, "" where it has none."""
    signed = st.context.cookies.get(Visitors.cookie)
    try:
        return opened.visitors().owner(signed) if signed else ""
    except RecordsError as error:
        numbered(error)
        return ""


def offer_to_go_on(conversations: Conversations, visit: Visit) -> None:
    """Quietly, the way back to what was said last from this browser; nothing of it is shown before."""
    try:
        earlier = conversations.listed(visit.actor, 1)
    except AssistantError as error:
        numbered(error)
        return
    for one in earlier:
        st.button(
            parts.fill(text("chat.go_on"), day=f"{one.spoken:%d %B %Y}".lstrip("0")),
            key="go-on",
            type="tertiary",
            icon=":material/history:",
            on_click=go_on,
            args=(conversations, visit, one.conversation_id),
        )


def go_on(conversations: Conversations, visit: Visit, handle: str) -> None:
    """Show a conversation again, to be gone on with."""
    try:
        visit.resume(conversations.open(visit.actor, handle))
    except AssistantError as error:
        numbered(error)
        st.toast(text("chat.gone"))


st.set_page_config(page_title=text("chat.page"), page_icon=ICON, layout="centered")

try:
    with st.spinner(text("answer.ready")):
        conversations = opened.conversations("public")
        company = conversations.assistant.library.company
except AssistantError as error:
    numbered(error)
    st.title(text("chat.page"), anchor=False)
    st.info(text("chat.closed"))
    st.stop()

st.title(parts.fill(text("chat.title"), company=company.name), anchor=False)
known = known_visitor()
visit = this_visit(known)
if visit.begun:
    parts.remark(text("chat.reminder"))
else:
    with st.container(border=True):
        notice = {"company": company.name, "contact": company.contact, "days": conversations.days}
        st.markdown(parts.fill(text("chat.notice"), **notice))
    if known and not visit.handle:
        offer_to_go_on(conversations, visit)
converse(conversations, company, visit, staff=False)
panel(conversations, visit)
with st.bottom:
    parts.remark(parts.fill(text("chat.person"), contact=company.contact))
