"""The conversations of the desk: the latest first, each to be gone on with or deleted."""

import streamlit as st

from assistant.errors import AssistantError
from assistant.pages import opened, parts
from assistant.pages.desk.staff import STAFF
from assistant.pages.texts import text
from assistant.pages.understood import erase
from assistant.pages.visit import this_visit

st.title(text("conversations.title"), anchor=False)
visit = this_visit(STAFF)
try:
    conversations = opened.conversations("internal")
    listed = conversations.listed(visit.actor)
except AssistantError as error:
    st.info(parts.escape(str(error)))
    st.stop()

if not listed:
    st.info(text("conversations.empty"))
    st.stop()

parts.remark(parts.fill(text("conversations.about"), count=len(listed), days=conversations.days))
rows = [
    {
        text("conversations.column_name"): one.title,
        text("conversations.column_spoken"): f"{one.spoken:%Y-%m-%d %H:%M}",
        text("conversations.column_stage"): text(f"stage.{one.stage}"),
        text("conversations.column_fit"): text(f"verdict.{one.fit}"),
        text("conversations.column_messages"): one.messages,
    }
    for one in listed
]
chosen = st.dataframe(rows, hide_index=True, on_select="rerun", selection_mode="single-row", key="conversations")
picked = [place for place in chosen["selection"]["rows"] if place < len(listed)]
if picked:
    summary = listed[picked[0]]
    with st.container(horizontal=True):
        if st.button(text("conversations.go_on"), key="go-on", type="primary"):
            try:
                visit.resume(conversations.open(visit.actor, summary.conversation_id))
            except AssistantError as error:
                st.warning(parts.escape(str(error)))
            else:
                st.switch_page("ask.py")
        with st.popover(text("conversations.erase"), icon=":material/delete_forever:"):
            st.markdown(text("understood.erase_about"))
            if st.button(text("understood.erase_press"), key="erase"):
                if told := erase(conversations, visit, summary.conversation_id):
                    st.warning(parts.escape(told))
                else:
                    st.rerun()
