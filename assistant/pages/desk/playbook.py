"""The playbook as the desk has it, and whether the one in the folder could be published."""

import os

import streamlit as st

from assistant.errors import AssistantError
from assistant.model import FitRule
from assistant.pages import opened, parts
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

labels = conversations.labels


def rules(title: str, listed: tuple[FitRule, ...]) -> None:
    """A table of rules with the documents that they rest on."""
    parts.label(title)
    st.dataframe(
        [
            {
                text("playbook.column_rule"): rule.rule_id,
                text("playbook.column_text"): rule.text,
                text("playbook.column_better"): rule.better_option,
                text("playbook.column_document"): rule.document_id,
                text("playbook.column_audience"): text(f"audience.{rule.audience}"),
            }
            for rule in listed
        ],
        hide_index=True,
    )


fit, questions, fields, cues = st.tabs(
    [text("playbook.fit"), text("playbook.questions"), text("playbook.fields"), text("playbook.cues")]
)
with fit:
    critical = ", ".join(labels.get(name, name) for name in playbook.fit.critical)
    parts.remark(parts.fill(text("playbook.critical"), labels=critical))
    rules(text("playbook.limits"), playbook.fit.limits)
    rules(text("playbook.conditions"), playbook.fit.conditions)
with questions:
    st.dataframe(
        [
            {
                text("playbook.column_question"): one.text,
                text("playbook.column_reason"): one.reason,
                text("playbook.column_field"): labels.get(one.field, one.field),
                text("playbook.column_kind"): text(f"question.{one.type}"),
                text("playbook.column_impact"): one.impact,
                text("playbook.column_stages"): ", ".join(text(f"stage.{stage}") for stage in one.stages),
            }
            for one in playbook.questions
        ],
        hide_index=True,
    )
with fields:
    st.dataframe(
        [
            {
                text("playbook.column_field"): one.label,
                text("playbook.column_holds"): one.kind.value.replace("_", " "),
                text("playbook.column_phrases"): ", ".join(
                    (*one.phrases, *one.nouns, *(words for choice in one.choices for words in choice.phrases))
                ),
            }
            for one in playbook.fields
        ],
        hide_index=True,
    )
with cues:
    st.dataframe(
        [
            {
                text("playbook.column_stages"): text(f"stage.{one.stage}"),
                text("playbook.column_weight"): one.weight,
                text("playbook.column_phrases"): ", ".join(one.phrases),
            }
            for one in playbook.cues
        ],
        hide_index=True,
    )
