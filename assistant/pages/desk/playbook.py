"""The playbook as the desk has it, and whether the one in the folder could be published."""

import os

import streamlit as st

from assistant.errors import AssistantError
from assistant.pages import opened, parts
from assistant.pages.desk.playbook_tables import (
    claims_table,
    cues_table,
    fields_table,
    personas_table,
    questions_table,
    rules_table,
)
from assistant.pages.texts import text
from assistant.settings import Settings
from assistant.wiring import check_playbook

st.title(text("playbook.title"), anchor=False)
try:
    conversations = opened.conversations("internal")
    playbook = conversations.playbook
except AssistantError as error:
    st.info(parts.escape(str(error)))
    st.stop()

st.markdown(text("playbook.about"))
if st.button(text("playbook.check"), key="check"):
    if problem := check_playbook(Settings.from_environment(os.environ), conversations.assistant.library):
        st.error(parts.escape(problem))
    else:
        st.success(text("playbook.sound"))

view = st.segmented_control(
    text("library.view"),
    ["fit", "questions", "house", "fields", "cues"],
    format_func=lambda name: text(f"playbook.{name}"),
    default="fit",
    required=True,
    label_visibility="collapsed",
)
match view:
    case "questions":
        st.dataframe(questions_table(playbook), hide_index=True)
    case "house":
        if playbook.plumb_line:
            parts.label(playbook.plumb_line)
        for pillar in playbook.pillars:
            parts.paragraph(f"{pillar.name}: {', '.join(pillar.documents)}", item=True)
        parts.label(text("playbook.claims"))
        st.dataframe(claims_table(playbook), hide_index=True)
        parts.label(text("playbook.personas"))
        st.dataframe(personas_table(playbook), hide_index=True)
    case "fields":
        st.dataframe(fields_table(playbook), hide_index=True)
    case "cues":
        st.dataframe(cues_table(playbook), hide_index=True)
    case _:
        labels = conversations.labels
        critical = ", ".join(labels.get(name, name) for name in playbook.fit.critical)
        parts.remark(parts.fill(text("playbook.critical"), labels=critical))
        parts.label(text("playbook.limits"))
        st.dataframe(rules_table(playbook.fit.limits), hide_index=True)
        parts.label(text("playbook.conditions"))
        st.dataframe(rules_table(playbook.fit.conditions), hide_index=True)
