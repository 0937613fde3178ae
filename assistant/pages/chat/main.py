"""The customers' chat: who answers here, then the conversation."""

from pathlib import Path

import streamlit as st

from assistant.errors import AssistantError
from assistant.pages import opened, parts
from assistant.pages.talk import converse, has_begun
from assistant.pages.texts import text
from assistant.pages.trouble import numbered

ICON = Path(__file__).parent.parent / "plumb.svg"

st.set_page_config(page_title=text("chat.page"), page_icon=ICON, layout="centered")

try:
    with st.spinner(text("answer.ready")):
        assistant = opened.assistant("public")
        company = assistant.library.company
except AssistantError as error:
    numbered(error)
    st.title(text("chat.page"), anchor=False)
    st.info(text("chat.closed"))
    st.stop()

st.title(parts.fill(text("chat.title"), company=company.name), anchor=False)
if has_begun():
    parts.remark(text("chat.reminder"))
else:
    with st.container(border=True):
        st.markdown(parts.fill(text("chat.notice"), company=company.name, contact=company.contact))
converse(assistant, company, staff=False)
with st.bottom:
    parts.remark(parts.fill(text("chat.person"), contact=company.contact))
