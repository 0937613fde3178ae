"""What the rest of the house sees of the library: search it, open a source, list what is in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.errors import QuestionError
from assistant.library.current import CurrentEdition
from assistant.library.edition import Edition
from assistant.library.embedder import Embedder, Vectors
from assistant.library.finding import Found, find
from assistant.library.ranking import RANKING, Ranking
from assistant.library.search import search
from assistant.library.spelling import mended
from assistant.library.vectors import KnownVectors
from assistant.model import (
    LONGEST_QUESTION,
    Citation,
    Clearance,
    Company,
    Document,
    DocumentSummary,
    Hit,
    Passage,
    PurchaseStage,
    Quote,
    SourceView,
)

# The cosine from which on a sentence says what a statement says.
_PROVES = 0.45


class Library:
    """One audience's documents, always as the current edition has them.

    `make_retriever` builds the LangChain retriever over a library; it is passed in so that this room
    need not know LangChain. `today` tells which documents are too long without a review to answer customers. `known`
    has vectors of texts from when they were published.
    """

    def __init__(
        self,
        current: CurrentEdition,
        embedder: Embedder,
        make_retriever: Callable[[Library, int], Any],
        ranking: Ranking = RANKING,
        today: Callable[[], date] = date.today,
        known: KnownVectors | None = None,
    ) -> None:
        self._current = current
        self._embedder = embedder
        self._make_retriever = make_retriever
        self._ranking = ranking
        self._today = today
        self._known = known

    def search(self, question: str, limit: int = 10) -> list[Hit]:
        """The passages that fit a question best, best first; raises `QuestionError`, `LibraryError`."""
        _check(question)
        (vector,) = self._embedder.embed([question])
        with self._current.lease() as edition:
            hits = search(edition, question, vector, limit, self._ranking)
            return [hit for hit in hits if self._may_answer(edition, hit.passage)]

    def find(self, question: str, limit: int = 10, stage: PurchaseStage = PurchaseStage.UNKNOWN) -> Found:
        """Passages and their sentences for a question, from one and the same edition.

        Of passages that fit alike those come first whose document was written for the `stage`.
        """
        _check(question)
        with self._current.lease() as edition:
            found = find(edition, question, self._embedder.embed, limit, self._ranking, stage)
            return replace(
                found,
                hits=tuple(hit for hit in found.hits if self._may_answer(edition, hit.passage)),
                excerpts=tuple(part for part in found.excerpts if self._may_answer(edition, part.passage)),
                disagreements=tuple(
                    pair
                    for pair in found.disagreements
                    if all(self._may_answer(edition, part.passage) for part in pair)
                ),
            )

    def spelled(self, question: str) -> str:
        """A question without the typing errors that the words of the documents can mend."""
        with self._current.lease() as edition:
            words = edition.words
            return mended(question, words.holding, lambda: words.vocabulary, self._embedder.count_tokens)

    def _may_answer(self, edition: Edition, passage: Passage) -> bool:
        """Whether a passage may be a source: for customers, none whose document's review is long overdue."""
        return edition.manifest.audience is not Clearance.PUBLIC or not passage.document.stale(self._today())

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts by the model that embeds the questions, of shape (texts, dimension)."""
        return (self._known or self._embedder).embed(texts)

    def proof(self, document_id: str, statement: str) -> Quote | None:
        """The words of a document that say most nearly what a statement says, None where none come near it."""
        with self._current.lease() as edition:
            passages = edition.catalogue.passages_of(document_id)
            excerpts, cosines = edition.excerpts(self._embedder.embed([statement]), passages)
            if not excerpts or cosines[:, 0].max() < _PROVES:
                return None
            nearest = excerpts[int(cosines[:, 0].argmax())]
            cited = Citation(nearest.passage, nearest.text, nearest.start)
            return Quote(nearest.text, (cited,), nearest.kind, nearest.cells)

    def source(self, citation: Citation) -> SourceView:
        """A citation in the section it stands in; where the text has changed since, in its passage alone."""
        with self._current.lease() as edition:
            return _source(edition, citation)

    def document(self, document_id: str) -> Document | None:
        """The metadata of a document of the current edition, or None."""
        with self._current.lease() as edition:
            return edition.catalogue.document(document_id)

    def documents(self) -> tuple[DocumentSummary, ...]:
        """Every document of the current edition, by id."""
        with self._current.lease() as edition:
            return edition.catalogue.documents()

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of a document in its order, as questions find them."""
        with self._current.lease() as edition:
            return tuple(edition.catalogue.passages_of(document_id))

    @property
    def company(self) -> Company:
        """The business whose documents these are."""
        with self._current.lease() as edition:
            return edition.manifest.company

    @property
    def playbook(self) -> str:
        """What this audience may see of the playbook, as it was compiled when the edition was published."""
        with self._current.lease() as edition:
            return edition.manifest.playbook

    @property
    def edition(self) -> str:
        """The name of the current edition."""
        with self._current.lease() as edition:
            return edition.name

    def as_retriever(self, limit: int = 8) -> Any:
        """A LangChain `BaseRetriever` over this library."""
        return self._make_retriever(self, limit)

    def warm(self) -> None:
        """Load edition and model, so that the first question need not wait for them; raises `LibraryError`."""
        # The edition first: the model's copy that loads fast is made with the first one.
        with self._current.lease():
            self.search("warm-up", 1)


def _check(question: str) -> None:
    if not question.strip():
        raise QuestionError("The question is empty. Type what you would like to know.")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question is longer than {LONGEST_QUESTION:,} characters. Ask for one thing at a time."
        )


def _source(edition: Edition, citation: Citation) -> SourceView:
    passage = citation.passage
    text = edition.catalogue.text(passage.document_id)
    if text is None or text[passage.start : passage.end] != passage.text:
        before, after = passage.text[: citation.start], passage.text[citation.start + len(citation.quote) :]
        return SourceView(citation, before, after, current=False)
    section = [
        neighbour
        for neighbour in edition.catalogue.passages_of(passage.document_id)
        if neighbour.heading_path == passage.heading_path
    ]
    start = min(passage.start, *(neighbour.start for neighbour in section), passage.start)
    end = max(passage.end, *(neighbour.end for neighbour in section), passage.end)
    at = passage.start + citation.start
    return SourceView(citation, text[start:at], text[at + len(citation.quote) : end])
