"""A conversation on the desk: ask the library as staff, take down what the customer said, see what it comes to."""

import streamlit as st

from assistant.errors import AssistantError
from assistant.pages import opened, parts
from assistant.pages.desk.card import customer_card
from assistant.pages.desk.staff import STAFF
from assistant.pages.talk import converse
from assistant.pages.texts import text
from assistant.pages.visit import this_visit

st.title(text("desk.title"), anchor=False)
try:
    with st.spinner(text("answer.ready")):
        conversations = opened.conversations("internal")
        company = conversations.assistant.library.company
except AssistantError as error:
    st.info(parts.escape(str(error)))
    st.stop()

visit = this_visit(STAFF)
talk, card = st.columns([3, 2], gap="medium")
with talk:
    if visit.begun:
        parts.remark(text("desk.reminder"))
    else:
        st.markdown(parts.fill(text("desk.notice"), company=company.name, days=conversations.days))
    converse(conversations, company, visit, staff=True)
with card:
    customer_card(conversations, visit)
