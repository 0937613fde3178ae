"""What is in the library: every document of the published edition with what an editor must know of it."""

import streamlit as st

from assistant.errors import AssistantError, LibraryError
from assistant.model import Clearance, PurchaseStage
from assistant.pages import opened, parts
from assistant.pages.desk.intake_view import CLEARANCE, intake_panel
from assistant.pages.desk.shelf import matching, row
from assistant.pages.sources import is_overdue
from assistant.pages.texts import text

st.title(text("library.title"), anchor=False)
try:
    library = opened.assistant(CLEARANCE).library
    summaries, edition = library.documents(), library.edition
except LibraryError:
    st.info(text("library.empty"))
    intake_panel(first=True)
    st.stop()
except AssistantError as error:
    st.error(parts.escape(str(error)))
    st.stop()

parts.remark(parts.fill(text("desk.edition"), edition=edition))
intake_panel()
words = st.text_input(text("library.search"), icon=":material/search:")
left, right = st.columns(2)
audiences = left.multiselect(text("library.audience"), list(Clearance), format_func=lambda one: text(f"audience.{one}"))
stages = right.multiselect(text("library.stage"), list(PurchaseStage), format_func=lambda one: text(f"stage.{one}"))

shown = matching(summaries, words, audiences, stages)
passages = sum(summary.passages for summary in shown)
parts.remark(parts.fill(text("library.count"), shown=len(shown), all=len(summaries), passages=passages))
overdue = sum(is_overdue(summary.document) for summary in shown)
if overdue:
    st.badge(parts.fill(text("library.reviews"), count=overdue), icon=":material/event_busy:", color="red")
if shown:
    st.dataframe(
        [row(summary) for summary in shown],
        hide_index=True,
        column_config={
            text("library.column_id"): st.column_config.TextColumn(pinned=True),
            text("library.column_title"): st.column_config.TextColumn(width=260),
            text("library.column_stages"): st.column_config.TextColumn(width=220),
            text("library.column_personas"): st.column_config.TextColumn(width=160),
        },
    )
else:
    st.info(text("library.nothing"))
