"""What was written: documents, their passages and sentences, and how near these are to a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Clearance(StrEnum):
    """What somebody may see, and who a document is meant for; each level includes the ones before it."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"

    def sees(self, audience: Clearance) -> bool:
        """Whether this clearance may read a document for `audience`."""
        order = list(Clearance)
        return order.index(audience) <= order.index(self)


class PurchaseStage(StrEnum):
    """Where a buyer stands on the way to a purchase; the buyer moves, nobody is moved."""

    PROBLEM = "problem"
    EXPLORE = "explore"
    REQUIREMENTS = "requirements"
    COMPARE = "compare"
    VALIDATE = "validate"
    DECIDE = "decide"
    USE = "use"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the knowledge folder as its metadata describes it; `path` is relative to that folder.

    `notes_audience` is who may see what the file holds aside: speaker notes, comments, hidden sheets and slides.
    """

    document_id: str
    path: str
    title: str
    audience: Clearance
    version: str
    source_format: str
    language: str = "en"
    stages: tuple[PurchaseStage, ...] = ()
    personas: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    owner: str = ""
    approved_on: date | None = None
    review_by: date | None = None
    superseded_by: str | None = None
    notes_audience: Clearance = Clearance.INTERNAL

    def stale(self, today: date) -> bool:
        """Whether its review is more than 90 days overdue, so that no customer is answered from it."""
        return self.review_by is not None and (today - self.review_by).days > 90


class ExcerptKind(StrEnum):
    """What sort of unit of a document an excerpt is."""

    SENTENCE = "sentence"
    ITEM = "item"
    STEP = "step"
    ROW = "row"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document under one heading: `text == document text[start:end]`, exactly.

    `start` and `end` are character offsets into the document as it was read; `page` is the page
    label where the format has pages; `aside` is set where a passage is for fewer people than its document.
    """

    passage_id: str
    document: Document
    heading_path: tuple[str, ...]
    text: str
    start: int
    end: int
    page: str | None = None
    aside: Clearance | None = None

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text):
            raise ValueError(f"passage {self.passage_id}: offsets {self.start}–{self.end} do not fit its text")

    @property
    def document_id(self) -> str:
        return self.document.document_id

    @property
    def path(self) -> str:
        return self.document.path

    @property
    def audience(self) -> Clearance:
        """Who this passage is for."""
        return self.aside or self.document.audience

    @property
    def heading(self) -> str:
        """The heading path below the title, joined; the title where a passage stands before any heading."""
        return " › ".join(self.heading_path) or self.document.title


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with the score that ranked it (higher is better).

    `similarity` is the cosine of question and passage; `words` is the BM25 score, 0 when no word matched.
    """

    passage: Passage
    score: float
    similarity: float = 0.0
    words: float = 0.0


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One sentence, list item, step or table row inside a passage, and how near it is to a question.

    `start` and `end` are offsets into `passage.text`; `cells` are (header, value) pairs of a table row;
    `similarity` is the cosine of question and excerpt; `coverage` is the share (0 to 1) of the question's
    telling words that it holds, rare words counting more; `part` tells which part of a question for several
    things it is nearest to, `sides` which of two things that a question compares (0, 1) it speaks of.
    """

    passage: Passage
    start: int
    end: int
    kind: ExcerptKind = ExcerptKind.SENTENCE
    cells: tuple[tuple[str, str], ...] = ()
    similarity: float = 0.0
    coverage: float = 0.0
    part: int = 0
    sides: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def telling(self) -> str:
        """Its text; of a row the cells alone, since the header stands in all of its rows and tells none apart."""
        return " ".join(value for _, value in self.cells) or self.text


@dataclass(frozen=True, slots=True)
class Company:
    """What the screens must know of the business whose documents are answered from."""

    name: str
    plumb_line: str
    contact: str
    starter_questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document of an edition with the number of passages it was split into."""

    document: Document
    passages: int
