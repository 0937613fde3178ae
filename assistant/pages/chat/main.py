"""The customers' chat: who answers here, then the conversation, and what has been understood of it."""

from pathlib import Path

import streamlit as st

from assistant.errors import AssistantError
from assistant.pages import opened, parts
from assistant.pages.chat.panel import panel
from assistant.pages.talk import converse
from assistant.pages.texts import text
from assistant.pages.trouble import numbered
from assistant.pages.visit import this_visit

ICON = Path(__file__).parent.parent / "plumb.svg"

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
visit = this_visit()
if visit.begun:
    parts.remark(text("chat.reminder"))
else:
    with st.container(border=True):
        notice = {"company": company.name, "contact": company.contact, "days": conversations.days}
        st.markdown(parts.fill(text("chat.notice"), **notice))
converse(conversations, company, visit, staff=False)
panel(conversations, visit)
with st.bottom:
    parts.remark(parts.fill(text("chat.person"), contact=company.contact))
