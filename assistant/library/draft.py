"""A document on its way into an edition: its text, its passages, and what of them is to be embedded."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from assistant.library.folder import SourceFile
from assistant.library.splitter import (
    Chunk,
    CountTokens,
    Unit,
    embedded_text,
    embedded_unit,
    passage_id,
    split,
)
from assistant.library.text import DocumentText
from assistant.model import Document, Passage


@dataclass(frozen=True, slots=True)
class DraftPassage:
    """A passage with its units, whose offsets refer to the document's text."""

    passage: Passage
    units: tuple[Unit, ...]

    @property
    def embedded(self) -> str:
        """The text that is embedded for the passage."""
        return embedded_text(self.passage.document, self.passage.heading_path, self.passage.text)

    @property
    def embedded_units(self) -> list[str]:
        """The texts that are embedded for its sentences, items, steps and rows."""
        begin, text = self.passage.start, self.passage.text
        return [
            embedded_unit(self.passage.document, self.passage.heading_path, text[unit.start - begin : unit.end - begin])
            for unit in self.units
        ]


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that was read and split; `fingerprint` is that of its file and metadata."""

    document: Document
    fingerprint: str
    text: str
    passages: tuple[DraftPassage, ...]


def draft(source: SourceFile, text: DocumentText, count_tokens: CountTokens) -> Draft:
    """Split a document that was read into the passages of an edition."""
    seen: Counter[str] = Counter()
    passages = [
        _passage(source.document, text.text, chunk, seen) for chunk in split(source.document, text, count_tokens)
    ]
    return Draft(source.document, source.fingerprint, text.text, tuple(passages))


def _passage(document: Document, text: str, chunk: Chunk, seen: Counter[str]) -> DraftPassage:
    body = text[chunk.start : chunk.end]
    embedded = embedded_text(document, chunk.heading_path, body)
    # The same words under the same heading twice: number them, so that ids stay unique.
    name = passage_id(document, embedded, seen[embedded])
    seen[embedded] += 1
    return DraftPassage(
        Passage(name, document, chunk.heading_path, body, chunk.start, chunk.end, chunk.page), chunk.units
    )
