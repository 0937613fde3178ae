"""The catalogue of an edition: documents, passages, their sentences and words, in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import date
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
CREATE VIRTUAL TABLE words USING fts5 (
    title, heading, text, content='', tokenize='porter unicode61 remove_diacritics 2'
);
"""
# Weights of title, heading and text in BM25: a word in a heading tells more than one in running text.
_BM25 = "bm25(words, 1.0, 2.0, 1.0)"
_PASSAGE = "id, passage_id, document_id, heading_path, text, start, page, aside"


def write_catalogue(path: Path, drafts: Iterable[Draft]) -> None:
    """Write a new catalogue; excerpt ids count from 1 in the order of the drafts' units."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.executescript(_SCHEMA)
        for draft in drafts:
            connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?)",
                (draft.document.document_id, _card(draft.document), draft.fingerprint, draft.text),
            )
            for passage in draft.passages:
                _insert(connection, passage)
        connection.execute("INSERT INTO words(words) VALUES ('optimize')")


def _insert(connection: sqlite3.Connection, draft: DraftPassage) -> None:
    passage = draft.passage
    row = connection.execute(
        "INSERT INTO passages (passage_id, document_id, heading_path, text, start, page, aside) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            passage.passage_id,
            passage.document_id,
            json.dumps(passage.heading_path, ensure_ascii=False),
            passage.text,
            passage.start,
            passage.page,
            passage.aside,
        ),
    ).lastrowid
    connection.execute(
        "INSERT INTO words (rowid, title, heading, text) VALUES (?, ?, ?, ?)",
        (row, passage.document.title, " ".join(passage.heading_path), passage.text),
    )
    connection.executemany(
        "INSERT INTO excerpts (passage, start, stop, kind, cells) VALUES (?, ?, ?, ?, ?)",
        [
            (row, unit.start - passage.start, unit.end - passage.start, unit.kind, json.dumps(unit.cells))
            for unit in draft.units
        ],
    )


class Catalogue:
    """Read-only look-ups in the catalogue of one edition; may be shared by threads. `size` counts its passages."""

    def __init__(self, path: Path) -> None:
        # The file never changes once its edition is published; SQLite itself serialises the threads.
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False)
        self._documents = {
            document.document_id: document
            for document in (_document(card) for (card,) in self._connection.execute("SELECT card FROM documents"))
        }

        (self.size,) = self._connection.execute("SELECT count(*) FROM passages").fetchone()

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

    def passages(self, passage_ids: Sequence[str]) -> dict[str, tuple[int, Passage]]:
        """Row number and passage for each of these ids."""
        rows = self._connection.execute(
            f"SELECT {_PASSAGE} FROM passages WHERE passage_id IN ({_marks(passage_ids)})",  # noqa: S608
            tuple(passage_ids),
        )
        return {passage.passage_id: (row, passage) for row, passage in map(self._passage, rows)}

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
        """(id, passage row, start, end, kind, cells) of the excerpts of these passages, in reading order."""
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
                tuple((name, value) for name, value in json.loads(cells)),
            )
            for number, passage, start, stop, kind, cells in found
        ]

    def words(self, terms: Sequence[str], limit: int) -> list[tuple[str, float]]:
        """Passage ids with their BM25 score (higher is better) for passages that hold any of the terms."""
        if not terms:
            return []
        query = " OR ".join(map(_quoted, terms))
        rows = self._connection.execute(
            f"SELECT passage_id, -score FROM (SELECT rowid, {_BM25} AS score FROM words WHERE words MATCH ? "  # noqa: S608
            "ORDER BY score LIMIT ?) JOIN passages ON passages.id = rowid ORDER BY score",
            (query, limit),
        )
        return list(rows)

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term occurs, in any of its forms."""
        query = "SELECT count(*) FROM words WHERE words MATCH ?"
        return {term: self._connection.execute(query, (_quoted(term),)).fetchone()[0] for term in terms}

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


def _quoted(term: str) -> str:
    """A term in quotes: nothing that a visitor types is FTS5 syntax."""
    return '"' + term.replace('"', '""') + '"'


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
