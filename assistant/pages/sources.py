"""Sources on screen: the numbered chips below an answer, and the view that opens one in its surroundings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import islice

import streamlit as st

from assistant.errors import AssistantError
from assistant.model import Answer, Citation, Document, Hit, Passage, SourceView
from assistant.pages import parts
from assistant.pages.blocks import sources
from assistant.pages.copying import as_text
from assistant.pages.texts import text
from assistant.wiring import Assistant

NEAREST_SHOWN = 3


def source_list(assistant: Assistant, answer: Answer, *, key: str, staff: bool) -> None:
    """The passages an answer quotes, as numbered chips that open beside it; at their end, the whole to copy."""
    parts.remark(text("answer.sources"))
    with st.container(horizontal=True, gap="xsmall"):
        listed = sources(answer)
        documents = Counter(source.passage.document_id for source in listed)
        for source in listed:
            cited, number = source.citations, source.number
            alike = documents[source.passage.document_id] > 1
            if _chip(cited[0], number, key=f"{key}-{number}", staff=staff, by_heading=alike):
                _open(assistant, cited, staff=staff)
        with st.popover(text("answer.copy"), icon=":material/content_copy:", type="tertiary"):
            parts.remark(text("answer.copy_how"))
            parts.copyable(as_text(answer))


def source_button(assistant: Assistant, citations: Sequence[Citation], *, key: str, staff: bool) -> None:
    """One source as a chip that opens it."""
    if _chip(citations[0], None, key=key, staff=staff):
        _open(assistant, citations, staff=staff)


def nearest_list(assistant: Assistant, nearest: Sequence[Hit], *, key: str, staff: bool) -> None:
    """The documents that came nearest to a question without an answer, each openable where it came nearest."""
    passages: dict[str, Passage] = {}
    for hit in nearest:
        passages.setdefault(hit.passage.document_id, hit.passage)
    if not passages:
        return
    parts.remark(text("answer.nearest"))
    with st.container(horizontal=True, gap="xsmall"):
        for place, passage in enumerate(islice(passages.values(), NEAREST_SHOWN)):
            whole = Citation(passage, passage.text, 0)
            if _chip(whole, None, key=f"{key}-near-{place}", staff=staff):
                _open(assistant, (whole,), staff=staff, quoted=False)


def _chip(citation: Citation, number: int | None, *, key: str, staff: bool, by_heading: bool = False) -> bool:
    """A source as a button in a few words; who rests on it reads the rest."""
    return st.button(
        parts.chip(citation, number, staff=staff, by_heading=by_heading),
        help=parts.source_label(citation, number, staff=staff),
        key=key,
    )


def _open(assistant: Assistant, citations: Sequence[Citation], *, staff: bool, quoted: bool = True) -> None:
    """Open a source at the right: beside the answer on a wide screen, over it on a phone."""
    dialog = st.dialog(parts.escape(citations[0].passage.document.title), width="small", position="right")
    dialog(_source_view)(assistant, citations, staff, quoted)


def _source_view(assistant: Assistant, citations: Sequence[Citation], staff: bool, quoted: bool) -> None:
    try:
        view = assistant.library.source(citations[0])
    except AssistantError as error:
        if staff:
            st.error(parts.escape(str(error)))
        else:
            st.error(text("answer.source_failed"))
        return
    parts.below_title(citations[0])
    _facts(citations[0], staff=staff)
    if not view.current:
        st.warning(text("source.changed"), icon=":material/history:")
    if quoted:
        parts.remark(text("source.marked"))
    section, spans = quoted_spans(view, citations)
    with st.container(border=True):
        parts.surroundings(section, spans if quoted else ())


def quoted_spans(view: SourceView, citations: Sequence[Citation]) -> tuple[str, list[parts.Span]]:
    """The section as one text, and the place in it of everything that is quoted from its passage."""
    opened = view.citation
    begin = len(view.before) - opened.start
    spans = [(begin + each.start, begin + each.start + len(each.quote)) for each in citations]
    return view.before + opened.quote + view.after, spans


def _facts(citation: Citation, *, staff: bool) -> None:
    document = citation.passage.document
    facts = [parts.fill(text("source.version"), version=document.version)]
    if document.approved_on:
        facts.append(parts.fill(text("source.approved"), day=parts.day(document.approved_on)))
    if citation.page:
        facts.append(parts.fill(text("source.page"), page=citation.page))
    parts.remark(parts.joined(facts))
    if staff:
        _staff_facts(citation.passage)


def _staff_facts(passage: Passage) -> None:
    document = passage.document
    facts = [parts.fill(text("source.audience"), audience=text(f"audience.{passage.audience}"))]
    if document.owner:
        facts.append(parts.fill(text("source.owner"), owner=document.owner))
    overdue = is_overdue(document)
    if document.review_by and not overdue:
        facts.append(parts.fill(text("source.review"), day=parts.day(document.review_by)))
    parts.remark(parts.joined(facts))
    parts.audience_badge(passage.audience)
    if document.review_by and overdue:
        st.badge(
            parts.fill(text("source.overdue"), day=parts.day(document.review_by)),
            icon=":material/event_busy:",
            color="red",
        )


def is_overdue(document: Document) -> bool:
    """Whether a document should have been reviewed by now."""
    return document.review_by is not None and document.review_by < date.today()
