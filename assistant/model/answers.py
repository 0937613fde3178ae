"""What is said: questions, the answers to them, and what they cite."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum

from assistant.model.documents import ExcerptKind, Hit, Passage

# In characters: what one question may have, on the pages and in the library.
LONGEST_QUESTION = 4_000


@dataclass(frozen=True, slots=True)
class Citation:
    """Words that stand verbatim in a passage; one that does not cannot be built."""

    passage: Passage
    quote: str
    start: int = -1

    def __post_init__(self) -> None:
        at = self.passage.text.find(self.quote) if self.start < 0 else self.start
        if not self.quote.strip() or self.passage.text[at : at + len(self.quote)] != self.quote or at < 0:
            raise ValueError(f"the quote does not stand in passage {self.passage.passage_id}: {self.quote!r}")
        object.__setattr__(self, "start", at)

    @property
    def document_id(self) -> str:
        return self.passage.document_id

    @property
    def version(self) -> str:
        return self.passage.document.version

    @property
    def heading(self) -> str:
        return self.passage.heading

    @property
    def page(self) -> str | None:
        return self.passage.page


@dataclass(frozen=True, slots=True)
class Quote:
    """A part of an answer in a document's own words, with at least one citation."""

    text: str
    citations: tuple[Citation, ...]
    kind: ExcerptKind = ExcerptKind.SENTENCE
    cells: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"a quote without a citation: {self.text!r}")
        if not any(self.text in citation.quote for citation in self.citations):
            raise ValueError(f"a quote that none of its citations contains: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Note:
    """A part of an answer in our own words: `key` names the text in the catalogue of texts it came from."""

    key: str
    text: str


class Confidence(Enum):
    """How sure an answer is, in the words that a reader sees."""

    SURE = "sure"
    PROBABLY = "probably"
    NOT_IN_DOCUMENTS = "not in our documents"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets: quotes and notes, or an honest "our documents do not say" with what was nearest.

    `understood_as` is set where a follow-up was completed from the conversation; `contradiction` holds the two
    citations that contradict each other, the valid one first, where documents disagree.
    """

    question: str
    parts: tuple[Quote | Note, ...]
    confidence: Confidence
    nearest: tuple[Hit, ...] = field(default=())
    understood_as: str = ""
    contradiction: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        if self.found and not self.quotes:
            raise ValueError("an answer that was found needs at least one quote")

    @property
    def found(self) -> bool:
        return self.confidence is not Confidence.NOT_IN_DOCUMENTS

    @property
    def text(self) -> str:
        return "\n".join(part.text for part in self.parts)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return tuple(part for part in self.parts if isinstance(part, Quote))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, in the order of the answer: their places are the source numbers on screen."""
        return tuple(dict.fromkeys(citation for quote in self.quotes for citation in quote.citations))

    def __str__(self) -> str:
        return self.text


class Speaker(StrEnum):
    """Who said a turn."""

    CUSTOMER = "customer"
    REP = "rep"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that was said in a conversation."""

    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A citation in its surroundings: `before + citation.quote + after` is the section it stands in.

    `current` is False when the document has changed or gone since the citation was made; the
    surroundings then are the cited passage alone.
    """

    citation: Citation
    before: str
    after: str
    current: bool = True
