"""The catalogue of an edition: documents, passages and where their sentences stand, in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from assistant.library.draft import Draft, DraftPassage
from assistant.library.splitter import Unit
from assistant.model import (
    Clearance,
    Document,
    DocumentSummary,
    ExcerptKind,
    Passage,
    PurchaseStage,
)

_SCHEMA = """
CREATE TABLE documents (
    document_id TEXT PRIMARY KEY, card TEXT NOT NULL, fingerprint TEXT NOT NULL, text TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, passage_id TEXT NOT NULL UNIQUE, document_id TEXT NOT NULL,
    heading_path TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, page TEXT, aside TEXT
);
CREATE INDEX passages_of_document ON passages (document_id, start);
CREATE TABLE excerpts (
    id INTEGER PRIMARY KEY, passage INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    kind TEXT NOT NULL, cells TEXT NOT NULL
);
CREATE INDEX excerpts_of_passage ON excerpts (passage);
"""
_NO_CELLS = "[]"
_PASSAGE = "id, passage_id, document_id, heading_path, text, start, page, aside"


def write_catalogue(path: Path, drafts: Iterable[Draft]) -> None:
    """Write a new catalogue; rows of passages and of excerpts count from 0 in the order of the drafts."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.executescript(_SCHEMA)
        rows, excerpts = count(), count()
        for draft in drafts:
            connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?)",
                (draft.document.document_id, _card(draft.document), draft.fingerprint, draft.text),
            )
            for passage in draft.passages:
                _insert(connection, next(rows), passage, excerpts)


def _insert(connection: sqlite3.Connection, row: int, draft: DraftPassage, excerpts: Iterator[int]) -> None:
    passage = draft.passage
    connection.execute(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row,
            passage.passage_id,
            passage.document_id,
            json.dumps(passage.heading_path, ensure_ascii=False),
            passage.text,
            passage.start,
            passage.page,
            passage.aside,
        ),
    )
    connection.executemany(
        "INSERT INTO excerpts VALUES (?, ?, ?, ?, ?, ?)",
        [
            (next(excerpts), row, unit.start - passage.start, unit.end - passage.start, unit.kind, _cells(unit))
            for unit in draft.units
        ],
    )


def _cells(unit: Unit) -> str:
    return json.dumps(unit.cells)


class Catalogue:
    """Read-only look-ups in the catalogue of one edition; may be shared by threads.

    `names` are the ids of its passages by row, rows counting from 0 in the order in which they were put in;
    `languages` are those of its documents.
    """

    def __init__(self, path: Path) -> None:
        # The file never changes once its edition is published; SQLite itself serialises the threads.
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False)
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

    def fingerprints(self) -> dict[str, str]:
        """The fingerprint of file and metadata of every document."""
        return dict(self._connection.execute("SELECT document_id, fingerprint FROM documents"))

    def text(self, document_id: str) -> str | None:
        """The canonical text of a document, or None."""
        row = self._connection.execute("SELECT text FROM documents WHERE document_id = ?", (document_id,)).fetchone()
        return row[0] if row else None

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

    def draft(self, document_id: str) -> Draft:
        """A document as it was put in, so that an unchanged one need not be read again."""
        document = self._documents[document_id]
        rows = self._connection.execute(
            f"SELECT {_PASSAGE} FROM passages WHERE document_id = ? ORDER BY id",  # noqa: S608
            (document_id,),
        )
        passages = []
        for row, passage in map(self._passage, rows):
            units = tuple(
                Unit(passage.start + start, passage.start + stop, kind, cells)
                for _, _, start, stop, kind, cells in self.excerpts([row])
            )
            passages.append(DraftPassage(passage, units))
        (fingerprint,) = self._connection.execute(
            "SELECT fingerprint FROM documents WHERE document_id = ?", (document_id,)
        ).fetchone()
        return Draft(document, fingerprint, self.text(document_id) or "", tuple(passages))

    def _passage(self, row: tuple[Any, ...]) -> tuple[int, Passage]:
        number, name, document_id, heading_path, text, start, page, aside = row
        document = self._documents[document_id]
        end = start + len(text)
        kept_by = Clearance(aside) if aside else None
        return number, Passage(name, document, tuple(json.loads(heading_path)), text, start, end, page, kept_by)


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _card(document: Document) -> str:
    return json.dumps(asdict(document), ensure_ascii=False, default=date.isoformat)


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
