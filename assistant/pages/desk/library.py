"""The content team's page: what is in the library, what is to go in, what was published when."""

import streamlit as st

from assistant.errors import AssistantError, LibraryError
from assistant.pages import opened, parts
from assistant.pages.desk import intake
from assistant.pages.desk.document_view import document_panel
from assistant.pages.desk.history_view import history_panel
from assistant.pages.desk.intake_view import CLEARANCE, intake_panel, outcome_of
from assistant.pages.desk.shelf import filters, matching, table
from assistant.pages.desk.upload_view import upload_panel
from assistant.pages.sources import is_overdue
from assistant.pages.texts import text

st.title(text("library.title"), anchor=False)
try:
    library = opened.assistant(CLEARANCE).library
    summaries, edition = library.documents(), library.edition
except LibraryError:
    st.info(text("library.empty"))
    upload_panel()
    intake_panel()
    st.stop()
except AssistantError as error:
    st.error(parts.escape(str(error)))
    st.stop()

parts.remark(parts.fill(text("desk.edition"), edition=edition))
views = ("documents", "put_in", "history")
view = st.segmented_control(
    text("library.view"), views, default="documents", format_func=lambda one: text(f"library.{one}"),
    key="view", label_visibility="collapsed",
)  # fmt: skip
if view == "put_in":
    st.markdown(text("intake.about"))
    upload_panel()
    intake_panel()
elif view == "history":
    outcome_of(intake.of_this_desk())
    history_panel()
else:
    outcome_of(intake.of_this_desk())
    shown = matching(summaries, filters(summaries))
    passages = sum(summary.passages for summary in shown)
    parts.remark(parts.fill(text("library.count"), shown=len(shown), all=len(summaries), passages=passages))
    overdue = sum(is_overdue(summary.document) for summary in shown)
    if overdue:
        st.badge(parts.fill(text("library.reviews"), count=overdue), icon=":material/event_busy:", color="red")
    if shown:
        chosen = table(shown)
        if chosen is not None:
            document_panel(library, chosen)
    else:
        st.info(text("library.nothing"))
