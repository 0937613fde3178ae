"""What a content editor writes about a document, checked: unknown keys and bad values are refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from assistant.cards import Card, Line, checked, load_yaml
from assistant.errors import ContentError
from assistant.library.acceptance import shown_name
from assistant.model import Clearance, Company, Document, PurchaseStage

CATALOGUE = "catalogue.yaml"
COMPANY = "company.yaml"


def _stages(value: Any) -> Any:
    """The word "all" stands for every stage that a buyer can be in."""
    if value in ("all", ["all"]):
        return [stage for stage in PurchaseStage if stage is not PurchaseStage.UNKNOWN]
    return value


class _DocumentCard(Card):
    """The metadata of one document, as front matter or as an entry of the catalogue file."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/ -]{0,199}$")] | None = None
    title: Line | None = None
    # A document is for the staff until an editor says otherwise.
    audience: Clearance = Clearance.INTERNAL
    stages: Annotated[tuple[PurchaseStage, ...], BeforeValidator(_stages)] = ()
    personas: tuple[Line, ...] = ()
    product: tuple[Line, ...] = ()
    owner: Annotated[str, Field(max_length=300)] = ""
    approved_on: date | None = None
    review_by: date | None = None
    version: Annotated[str, Field(max_length=50)] = "1"
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]+)?$")] = "en"
    source_format: str | None = None
    superseded_by: str | None = None
    notes_audience: Clearance = Clearance.INTERNAL


class _Entry(_DocumentCard):
    path: Line


class _Catalogue(Card):
    documents: tuple[dict[str, Any], ...] = ()


class _CompanyCard(Card):
    name: Line
    plumb_line: Line
    contact: Line
    starter_questions: Annotated[tuple[Line, ...], Field(min_length=3, max_length=3)]


_FORMATS = {
    ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".pdf": "pdf", ".csv": "csv",
}  # fmt: skip


def document_from(path: str, metadata: Mapping[str, Any], *, where: str | None = None) -> Document:
    """The `Document` that metadata describes; without any it is an internal one, known by its path.

    Raises `ContentError` that names the file (`where`, default `path`) and the field.
    """
    card = checked(_DocumentCard, metadata, where or path)
    pure = PurePosixPath(path)
    source_format = _FORMATS.get(pure.suffix.lower(), pure.suffix.lstrip(".").lower())
    if card.source_format and card.source_format != source_format:
        raise ContentError(
            where or path,
            f"source_format says {card.source_format!r}, but the file is {source_format!r}. "
            "Correct the field or leave it out.",
        )
    return Document(
        document_id=card.id or path,
        path=path,
        title=card.title or pure.stem.replace("-", " ").replace("_", " "),
        audience=card.audience,
        version=card.version,
        source_format=source_format,
        language=card.language,
        stages=card.stages,
        personas=card.personas,
        product=card.product,
        owner=card.owner,
        approved_on=card.approved_on,
        review_by=card.review_by,
        superseded_by=card.superseded_by,
        notes_audience=card.notes_audience,
    )


def catalogue_entries(text: str) -> tuple[dict[str, Document], tuple[ContentError, ...]]:
    """The documents that the catalogue file describes, by path, and the entries that cannot be used."""
    catalogue = checked(_Catalogue, load_yaml(CATALOGUE, text), CATALOGUE)
    documents: dict[str, Document] = {}
    errors: list[ContentError] = []
    for number, entry in enumerate(catalogue.documents, start=1):
        listed = entry.get("path")
        listed = shown_name(listed) if isinstance(listed, str) else "without a path"
        where = f"{CATALOGUE}, entry {number} ({listed})"
        try:
            path = checked(_Entry, entry, where).path
            if path in documents:
                raise ContentError(where, "is described twice. Remove one of the entries.")
            rest = {key: value for key, value in entry.items() if key != "path"}
            documents[path] = document_from(path, rest, where=where)
        except ContentError as error:
            errors.append(ContentError(listed if entry.get("path") else CATALOGUE, f"{error.path}: {error.problem}"))
    return documents, tuple(errors)


def company_from(text: str) -> Company:
    """The company card (`company.yaml`); raises `ContentError` with the field that is wrong."""
    card = checked(_CompanyCard, load_yaml(COMPANY, text), COMPANY)
    return Company(**card.model_dump())
