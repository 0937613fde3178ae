"""A document on its way into an edition: its text, its passages, and what of them is to be embedded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.library.folder import SourceFile
from assistant.library.splitter import (
    Chunk,
    CountTokens,
    Unit,
    embedded_text,
    passage_id,
    split,
)
from assistant.library.text import DocumentText
from assistant.model import Clearance, Document, Excerpt, Passage


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
        """The texts that are embedded for its sentences, items, steps and rows: themselves alone.

        Their heading in front made the sentences of a section alike, and the right one harder to tell.
        """
        begin, text = self.passage.start, self.passage.text
        return [text[unit.start - begin : unit.end - begin] for unit in self.units]

    @property
    def excerpts(self) -> list[Excerpt]:
        """Its units as they are quoted."""
        begin = self.passage.start
        return [
            Excerpt(self.passage, unit.start - begin, unit.end - begin, unit.kind, unit.cells) for unit in self.units
        ]


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that was read and split.

    `fingerprint` is a hash of its file and metadata, `content` of its file alone.
    """

    document: Document
    fingerprint: str
    content: str
    text: str
    passages: tuple[DraftPassage, ...]


# What each audience gets of a document: the same draft, unless it holds something aside.
Versions = Mapping[Clearance, Draft]


def sees(clearance: Clearance, document: Document) -> bool:
    """Whether a document belongs into the edition of a clearance; a superseded one is for the staff only."""
    return clearance.sees(document.audience) and not (clearance is Clearance.PUBLIC and document.superseded_by)


def versions(source: SourceFile, text: DocumentText, count_tokens: CountTokens) -> Versions:
    """What a document that was read becomes in the edition of each clearance that may see it."""
    whole = draft(source, text, count_tokens)
    shown = text.without_asides()
    open_part = whole if shown is text else draft(source, shown, count_tokens)
    notes = source.document.notes_audience
    return {
        clearance: whole if clearance.sees(notes) else open_part
        for clearance in Clearance
        if sees(clearance, source.document)
    }


def draft(source: SourceFile, text: DocumentText, count_tokens: CountTokens) -> Draft:
    """Split a document that was read into the passages of an edition."""
    seen: Counter[str] = Counter()
    passages = [
        _passage(source.document, text.text, chunk, seen) for chunk in split(source.document, text, count_tokens)
    ]
    return Draft(source.document, source.fingerprint, source.content, text.text, tuple(passages))


def _passage(document: Document, text: str, chunk: Chunk, seen: Counter[str]) -> DraftPassage:
    body = text[chunk.start : chunk.end]
    embedded = embedded_text(document, chunk.heading_path, body)
    # The same words under the same heading twice: number them, so that ids stay unique.
    name = passage_id(document, embedded, seen[embedded])
    seen[embedded] += 1
    notes = document.notes_audience
    aside = notes if chunk.aside and not document.audience.sees(notes) else None
    return DraftPassage(
        Passage(name, document, chunk.heading_path, body, chunk.start, chunk.end, chunk.page, aside), chunk.units
    )
