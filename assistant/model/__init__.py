"""The nouns that more than one room speaks: frozen values, standard library only."""

from assistant.model.answers import (
    LONGEST_QUESTION,
    Answer,
    Citation,
    Confidence,
    Note,
    Quote,
    SourceView,
    Speaker,
    Turn,
)
from assistant.model.documents import (
    Clearance,
    Company,
    Document,
    DocumentSummary,
    Excerpt,
    ExcerptKind,
    Hit,
    Passage,
    PurchaseStage,
)
from assistant.model.quantities import Quantity, of_measure, quantities

__all__ = [
    "LONGEST_QUESTION",
    "Answer",
    "Citation",
    "Clearance",
    "Company",
    "Confidence",
    "Document",
    "DocumentSummary",
    "Excerpt",
    "ExcerptKind",
    "Hit",
    "Note",
    "Passage",
    "PurchaseStage",
    "Quantity",
    "Quote",
    "SourceView",
    "Speaker",
    "Turn",
    "of_measure",
    "quantities",
]
