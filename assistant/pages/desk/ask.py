"""Ask the library as staff: internal documents answer too, and are marked."""

import streamlit as st

from assistant.errors import AssistantError
from assistant.pages import opened, parts
from assistant.pages.talk import converse, has_begun
from assistant.pages.texts import text

st.title(text("desk.title"), anchor=False)
try:
    with st.spinner(text("answer.ready")):
        assistant = opened.assistant("internal")
        company = assistant.library.company
except AssistantError as error:
    st.info(parts.escape(str(error)))
    st.stop()

if has_begun():
    parts.remark(text("desk.reminder"))
else:
    st.markdown(parts.fill(text("desk.notice"), company=company.name))
converse(assistant, company, staff=True)
