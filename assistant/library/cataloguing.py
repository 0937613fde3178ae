"""Writing the catalogue of an edition: what was read just now, and what is taken over from the catalogue before."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path

from assistant.library.catalogue import immutable
from assistant.library.contents import Content, Stretch
from assistant.library.disagreements import stated
from assistant.library.draft import DraftPassage
from assistant.library.splitter import Unit
from assistant.model import Document

_SCHEMA = """
CREATE TABLE documents (
    document_id TEXT PRIMARY KEY, card TEXT NOT NULL, fingerprint TEXT NOT NULL, content TEXT NOT NULL,
    text TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, passage_id TEXT NOT NULL, document_id TEXT NOT NULL,
    heading_path TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, page TEXT, aside TEXT
);
CREATE TABLE excerpts (
    id INTEGER PRIMARY KEY, passage INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    kind TEXT NOT NULL, cells TEXT NOT NULL
);
CREATE TABLE stated (excerpt INTEGER NOT NULL, what TEXT NOT NULL, PRIMARY KEY (excerpt, what)) WITHOUT ROWID;
"""
# Made last: to keep them in order row by row takes longer.
_INDEXES = """
CREATE UNIQUE INDEX passages_by_name ON passages (passage_id);
CREATE INDEX passages_of_document ON passages (document_id, start);
CREATE INDEX excerpts_of_passage ON excerpts (passage);
"""


def write_catalogue(path: Path, contents: Iterable[Content], before: Path | None = None) -> None:
    """Write a new catalogue; rows of passages and of excerpts count from 0 in the order of the contents.

    What is taken over comes from the catalogue `before`.
    """
    with closing(sqlite3.connect(path, uri=True)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        # Nobody reads the file before it is whole, and one that is cut off is thrown away.
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.executescript(_SCHEMA)
        if before is not None:
            connection.execute("ATTACH ? AS before", (immutable(before),))
        with connection:
            _fill(connection, contents)
            connection.executescript(_INDEXES)


def _fill(connection: sqlite3.Connection, contents: Iterable[Content]) -> None:
    row = excerpt = 0
    for content in contents:
        if isinstance(content, Stretch):
            _take_over(connection, content, row, excerpt)
            row, excerpt = row + len(content.passages), excerpt + len(content.excerpts)
            continue
        connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?)",
            (content.document.document_id, _card(content.document), content.fingerprint, content.content, content.text),
        )
        for passage in content.passages:
            _insert(connection, row, passage, excerpt)
            row, excerpt = row + 1, excerpt + len(passage.units)


def _take_over(connection: sqlite3.Connection, stretch: Stretch, row: int, excerpt: int) -> None:
    passages, excerpts = stretch.passages, stretch.excerpts
    connection.executemany(
        "INSERT INTO documents SELECT * FROM before.documents WHERE document_id = ?",
        [(name,) for name in stretch.documents],
    )
    connection.execute(
        "INSERT INTO passages SELECT id + ?, passage_id, document_id, heading_path, text, start, page, aside"
        " FROM before.passages WHERE id >= ? AND id < ? ORDER BY id",
        (row - passages.start, passages.start, passages.stop),
    )
    connection.execute(
        "INSERT INTO excerpts SELECT id + ?, passage + ?, start, stop, kind, cells"
        " FROM before.excerpts WHERE id >= ? AND id < ? ORDER BY id",
        (excerpt - excerpts.start, row - passages.start, excerpts.start, excerpts.stop),
    )
    connection.execute(
        "INSERT INTO stated SELECT excerpt + ?, what FROM before.stated WHERE excerpt >= ? AND excerpt < ?",
        (excerpt - excerpts.start, excerpts.start, excerpts.stop),
    )


def _insert(connection: sqlite3.Connection, row: int, draft: DraftPassage, excerpt: int) -> None:
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
            (number, row, unit.start - passage.start, unit.end - passage.start, unit.kind, _cells(unit))
            for number, unit in enumerate(draft.units, excerpt)
        ],
    )
    connection.executemany(
        "INSERT INTO stated VALUES (?, ?)",
        [(number, what) for number, one in enumerate(draft.excerpts, excerpt) for what in stated(one)],
    )


def _cells(unit: Unit) -> str:
    return json.dumps(unit.cells)


def _card(document: Document) -> str:
    return json.dumps(asdict(document), ensure_ascii=False, default=date.isoformat)
