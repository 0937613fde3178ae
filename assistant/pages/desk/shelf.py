"""The table of the Library page: which documents fit the filters, and what is shown of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.model import Clearance, Document, DocumentSummary, PurchaseStage
from assistant.pages import parts
from assistant.pages.sources import is_overdue
from assistant.pages.texts import text

Cell = str | int


def matching(
    summaries: Iterable[DocumentSummary],
    words: str,
    audiences: Sequence[Clearance],
    stages: Sequence[PurchaseStage],
) -> tuple[DocumentSummary, ...]:
    """The documents in which every word occurs and that fit the audiences and stages; none chosen fits all."""
    sought = words.casefold().split()
    return tuple(
        summary
        for summary in summaries
        if (not audiences or summary.document.audience in audiences)
        and (not stages or set(stages) & set(summary.document.stages))
        and all(word in _searched(summary.document) for word in sought)
    )


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
