"""The table of the Library page: which documents fit the filters, and what is shown of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from assistant.model import Clearance, Document, DocumentSummary, PurchaseStage
from assistant.pages import parts
from assistant.pages.sources import is_overdue
from assistant.pages.texts import text

Cell = str | int


@dataclass(frozen=True, slots=True)
class Filters:
    """What an editor looks for; what is empty fits everything."""

    words: str = ""
    audiences: Sequence[Clearance] = ()
    stages: Sequence[PurchaseStage] = ()
    personas: Sequence[str] = ()
    owners: Sequence[str] = ()
    overdue: bool = False


def filters(summaries: Sequence[DocumentSummary]) -> Filters:
    """Ask for the filters; personas and owners are those that the documents name."""
    words = st.text_input(text("library.search"), icon=":material/search:")
    personas = sorted({persona for summary in summaries for persona in summary.document.personas})
    owners = sorted({summary.document.owner for summary in summaries} - {""})
    left, right = st.columns(2)
    return Filters(
        words,
        left.multiselect(text("library.audience"), list(Clearance), format_func=lambda one: text(f"audience.{one}")),
        right.multiselect(text("library.stage"), list(PurchaseStage), format_func=lambda one: text(f"stage.{one}")),
        left.multiselect(text("library.persona"), personas, format_func=parts.clean),
        right.multiselect(text("library.owner"), owners, format_func=parts.clean),
        st.toggle(text("library.only_overdue")),
    )


def matching(summaries: Iterable[DocumentSummary], wanted: Filters) -> tuple[DocumentSummary, ...]:
    """The documents that fit every filter; every word of the search must occur."""
    sought = wanted.words.casefold().split()
    return tuple(
        summary
        for summary in summaries
        if (not wanted.audiences or summary.document.audience in wanted.audiences)
        and (not wanted.stages or set(wanted.stages) & set(summary.document.stages))
        and (not wanted.personas or set(wanted.personas) & set(summary.document.personas))
        and (not wanted.owners or summary.document.owner in wanted.owners)
        and (not wanted.overdue or is_overdue(summary.document))
        and all(word in _searched(summary.document) for word in sought)
    )


def table(summaries: Sequence[DocumentSummary]) -> DocumentSummary | None:
    """Show documents as a table; the one that was chosen in it."""
    parts.remark(text("library.choose"))
    state = st.dataframe(
        [row(summary) for summary in summaries],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="shelf",
        column_config={
            text("library.column_id"): st.column_config.TextColumn(pinned=True),
            text("library.column_title"): st.column_config.TextColumn(width=260),
            text("library.column_stages"): st.column_config.TextColumn(width=220),
            text("library.column_personas"): st.column_config.TextColumn(width=160),
        },
    )
    rows = [at for at in state["selection"]["rows"] if at < len(summaries)]
    return summaries[rows[0]] if rows else None


def _searched(document: Document) -> str:
    fields = (document.document_id, document.title, document.owner, document.path, *document.personas)
    return " ".join(fields).casefold()


def row(summary: DocumentSummary) -> dict[str, Cell]:
    """A document as a row: column title and cell, each cell plain text."""
    document = summary.document
    return {
        text("library.column_id"): parts.clean(document.document_id),
        text("library.column_title"): parts.clean(document.title),
        text("library.column_format"): parts.clean(document.source_format),
        text("library.column_audience"): text(f"audience.{document.audience}"),
        text("library.column_stages"): ", ".join(text(f"stage.{stage}") for stage in document.stages),
        text("library.column_personas"): parts.clean(", ".join(document.personas)),
        text("library.column_owner"): parts.clean(document.owner),
        text("library.column_review"): _review(document),
        text("library.column_passages"): summary.passages,
    }


def _review(document: Document) -> str:
    if document.review_by is None:
        return ""
    day = document.review_by.isoformat()
    return text("library.overdue").format(day=day) if is_overdue(document) else day
