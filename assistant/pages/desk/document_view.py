"""One document on the Library page: its passages as questions find them, and the way to take it out for good."""

from __future__ import annotations

import streamlit as st

from assistant.model import DocumentSummary
from assistant.pages import parts
from assistant.pages.desk import intake
from assistant.pages.desk.intake import WITHDRAW
from assistant.pages.desk.intake_view import start
from assistant.pages.texts import text
from assistant.wiring import Library

PASSAGES_SHOWN = 100


def document_panel(library: Library, summary: DocumentSummary) -> None:
    """What a document is made of for the assistant, passage by passage."""
    document = summary.document
    with st.container(border=True, gap="small"):
        parts.label(document.title)
        place = {"id": document.document_id, "path": document.path, "count": summary.passages}
        parts.remark(parts.fill(text("preview.place"), **place))
        parts.audience_badge(document.audience)
        _withdraw(document.document_id)
        passages = library.passages(document.document_id)
        for passage in passages[:PASSAGES_SHOWN]:
            page = f" · {parts.fill(text('source.page'), page=passage.page)}" if passage.page else ""
            with st.container(border=True, gap="xsmall"):
                parts.remark(parts.escape(" › ".join(passage.heading_path)) + page)
                if passage.aside:
                    parts.audience_badge(passage.audience)
                parts.plain(passage.text)
        if len(passages) > PASSAGES_SHOWN:
            parts.remark(parts.fill(text("preview.more"), count=len(passages) - PASSAGES_SHOWN))


def _withdraw(document_id: str) -> None:
    with st.popover(text("withdraw.open"), icon=":material/delete_forever:"):
        st.markdown(text("withdraw.about"))
        typed = st.text_input(parts.fill(text("withdraw.type"), id=document_id), key=f"withdraw-{document_id}")
        if st.button(text("withdraw.press"), key="withdraw", disabled=typed.strip() != document_id):
            start(intake.of_this_desk(), WITHDRAW, document_id)
            st.rerun()
