"""The catalogue of an edition: documents, passages and where their sentences stand, in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.library.splitter import embedded_text
from assistant.model import (
    Clearance,
    Document,
    DocumentSummary,
    Excerpt,
    ExcerptKind,
    Passage,
    PurchaseStage,
)

_NO_CELLS = "[]"
# A longer sentence is cut by the model, and asks for too much.
_TELLING = 300
_PASSAGE = "id, passage_id, document_id, heading_path, text, start, page, aside"


@dataclass(frozen=True, slots=True)
class Stored:
    """What a catalogue knows of a document's file: hashes of file and metadata together, and of the file alone."""

    document: Document
    fingerprint: str
    content: str


def immutable(path: Path) -> str:
    """The address of a catalogue for SQLite."""
    # The file never changes once its edition is published.
    return f"{path.resolve().as_uri()}?immutable=1"


class Catalogue:
    """Read-only look-ups in the catalogue of one edition; may be shared by threads.

    `names` are the ids of its passages by row, rows counting from 0 in the order in which they were put in;
    `languages` are those of its documents.
    """

    def __init__(self, path: Path) -> None:
        # SQLite itself serialises the threads.
        self._connection = sqlite3.connect(immutable(path), uri=True, check_same_thread=False)
        self._documents = {
            document.document_id: document
            for document in (_document(card) for (card,) in self._connection.execute("SELECT card FROM documents"))
        }
        self.languages = frozenset(document.language for document in self._documents.values())
        self.names: tuple[str, ...] = tuple(
            name for (name,) in self._connection.execute("SELECT passage_id FROM passages ORDER BY id")
        )
        self._rows = {name: row for row, name in enumerate(self.names)}

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self.names)

    def close(self) -> None:
        """Close the file; no look-up is possible afterwards."""
        self._connection.close()

    def documents(self) -> tuple[DocumentSummary, ...]:
        """Every document with the number of its passages, by id."""
        counts = dict(self._connection.execute("SELECT document_id, count(*) FROM passages GROUP BY document_id"))
        return tuple(DocumentSummary(self._documents[name], counts.get(name, 0)) for name in sorted(self._documents))

    def document(self, document_id: str) -> Document | None:
        """The document with this id, or None."""
        return self._documents.get(document_id)

    def stored(self) -> dict[str, Stored]:
        """What is known of the file of every document, by id."""
        found = self._connection.execute("SELECT document_id, fingerprint, content FROM documents ORDER BY document_id")
        return {name: Stored(self._documents[name], fingerprint, content) for name, fingerprint, content in found}

    def spans(self) -> dict[str, range]:
        """The rows of the passages of every document that has any, by id."""
        found = self._connection.execute("SELECT document_id, min(id), max(id) FROM passages GROUP BY document_id")
        return {name: range(first, last + 1) for name, first, last in found}

    def text(self, document_id: str) -> str | None:
        """The canonical text of a document, or None."""
        row = self._connection.execute("SELECT text FROM documents WHERE document_id = ?", (document_id,)).fetchone()
        return row[0] if row else None

    def owners(self) -> dict[str, str]:
        """The ids of all passages in the order of their rows, with those of their documents."""
        return dict(self._connection.execute("SELECT passage_id, document_id FROM passages ORDER BY id"))

    def telling(self, document_id: str) -> str | None:
        """The longest sentence of a document that can well be asked for, or None when it has none."""
        found = self._connection.execute(
            "SELECT substr(text, stretch.start + 1, stop - stretch.start) FROM excerpts AS stretch"
            " JOIN passages ON passages.id = passage WHERE document_id = ? AND stop - stretch.start <= ?"
            " ORDER BY stop - stretch.start DESC, stretch.id LIMIT 1",
            (document_id, _TELLING),
        ).fetchone()
        return str(found[0]) if found else None

    def embedded(self, document_id: str) -> list[str]:
        """Every text of a document that was given to the model."""
        passages = self.passages_of(document_id)
        excerpts = self.excerpts(self.rows(passage.passage_id for passage in passages))
        by_row = dict(zip(self.rows(passage.passage_id for passage in passages), passages, strict=True))
        return [embedded_text(one.document, one.heading_path, one.text) for one in passages] + [
            by_row[row].text[start:stop] for _, row, start, stop, *_ in excerpts
        ]

    def rows(self, passage_ids: Iterable[str]) -> list[int]:
        """The rows of the passages with these ids; raises `KeyError` for an unknown one."""
        return [self._rows[name] for name in passage_ids]

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of these rows, in their order."""
        found = self._connection.execute(
            f"SELECT {_PASSAGE} FROM passages WHERE id IN ({_marks(rows)})",  # noqa: S608
            tuple(rows),
        )
        by_row = dict(map(self._passage, found))
        return [by_row[row] for row in rows]

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of one document in its order."""
        rows = self._connection.execute(
            f"SELECT {_PASSAGE} FROM passages WHERE document_id = ? ORDER BY start",  # noqa: S608
            (document_id,),
        )
        return [passage for _, passage in map(self._passage, rows)]

    def excerpts(
        self, rows: Sequence[int]
    ) -> list[tuple[int, int, int, int, ExcerptKind, tuple[tuple[str, str], ...]]]:
        """(row, passage's row, start, end, kind, cells) of the excerpts of these passages, in the order of rows."""
        found = self._connection.execute(
            f"SELECT id, passage, start, stop, kind, cells FROM excerpts WHERE passage IN ({_marks(rows)}) ORDER BY id",  # noqa: S608
            tuple(rows),
        )
        return [
            (
                number,
                passage,
                start,
                stop,
                ExcerptKind(kind),
                tuple((name, value) for name, value in json.loads(cells)) if cells != _NO_CELLS else (),
            )
            for number, passage, start, stop, kind, cells in found
        ]

    def likely_disagreements(self, most: int) -> dict[str, list[Excerpt]]:
        """The excerpts of different documents that state amounts of one thing, by that thing.

        What more than `most` excerpts share tells nothing.
        """
        found = self._connection.execute(
            "SELECT what, excerpt FROM stated WHERE what IN ("
            " SELECT what FROM stated JOIN excerpts ON excerpts.id = excerpt JOIN passages ON passages.id = passage"
            " GROUP BY what HAVING count(*) <= ? AND count(DISTINCT document_id) > 1) ORDER BY excerpt, what",
            (most,),
        ).fetchall()
        excerpts = self._excerpts(sorted({number for _, number in found}))
        alike: dict[str, list[Excerpt]] = {}
        for what, number in found:
            alike.setdefault(what, []).append(excerpts[number])
        return alike

    def _excerpts(self, numbers: Sequence[int]) -> Mapping[int, Excerpt]:
        """Excerpts by their row."""
        places = [
            self._connection.execute(
                "SELECT passage, start, stop, kind FROM excerpts WHERE id = ?", [number]
            ).fetchone()
            for number in numbers
        ]
        passages: dict[int, Passage] = {}
        for row, *_ in places:
            if row not in passages:
                (passages[row],) = self.passages([row])
        return {
            number: Excerpt(passages[row], start, stop, ExcerptKind(kind))
            for number, (row, start, stop, kind) in zip(numbers, places, strict=True)
        }

    def _passage(self, row: tuple[Any, ...]) -> tuple[int, Passage]:
        number, name, document_id, heading_path, text, start, page, aside = row
        document = self._documents[document_id]
        end = start + len(text)
        kept_by = Clearance(aside) if aside else None
        return number, Passage(name, document, tuple(json.loads(heading_path)), text, start, end, page, kept_by)


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _document(card: str) -> Document:
    values = json.loads(card)
    for key in ("approved_on", "review_by"):
        values[key] = date.fromisoformat(values[key]) if values[key] else None
    for key in ("audience", "notes_audience"):
        values[key] = Clearance(values[key])
    values["stages"] = tuple(PurchaseStage(stage) for stage in values["stages"])
    for key in ("personas", "product"):
        values[key] = tuple(values[key])
    return Document(**values)
