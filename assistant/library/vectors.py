"""The vector cache: what was embedded once is never embedded again, whatever edition it is for."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from assistant.library.embedder import Embedder, Progress, Vectors

_BLOCK = 500
_SAVE_EVERY = 256


def text_hash(text: str) -> bytes:
    """The key of a text in the cache; the text itself is never stored there."""
    return hashlib.sha256(text.encode()).digest()


class VectorCache:
    """Vectors by (model fingerprint, hash of the text) in one SQLite file per model."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._path = folder / f"{embedder.fingerprint}.sqlite"
        self._embedder = embedder

    def missing(self, texts: Iterable[str]) -> list[str]:
        """The texts, each once, whose vectors are not known yet."""
        unique = {text_hash(text): text for text in texts}
        if not self._path.exists():
            return list(unique.values())
        with closing(self._open()) as connection:
            known = {key for key, _ in _rows(connection, list(unique))}
        return [text for key, text in unique.items() if key not in known]

    def embed(self, texts: Sequence[str], progress: Progress) -> Vectors:
        """Vectors of texts, shape (len(texts), dimension); only unknown ones reach the model.

        What has been embedded is saved as it goes, so a run that was cut off continues where it stood.
        """
        wanted = self.missing(texts)
        with closing(self._open()) as connection:
            # Similar lengths together: the embedder then pads little within each saved share.
            wanted.sort(key=len)
            for begin in range(0, len(wanted), _SAVE_EVERY):
                share = wanted[begin : begin + _SAVE_EVERY]
                vectors = self._embedder.embed(share, _offset(progress, begin, len(wanted)))
                with connection:
                    connection.executemany(
                        "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                        [(text_hash(text), vector.tobytes()) for text, vector in zip(share, vectors, strict=True)],
                    )
            keys = [text_hash(text) for text in texts]
            known = dict(_rows(connection, list(dict.fromkeys(keys))))
        if not keys:
            return np.empty((0, 0), dtype=np.float32)
        return np.stack([np.frombuffer(known[key], dtype=np.float32) for key in keys])

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path)
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("CREATE TABLE IF NOT EXISTS vectors (hash BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")
        return connection


def _offset(progress: Progress, begin: int, total: int) -> Progress:
    """Progress of one share, told as progress of the whole."""
    return lambda done, _: progress(begin + done, total)


def _rows(connection: sqlite3.Connection, keys: Sequence[bytes]) -> Iterable[tuple[bytes, bytes]]:
    for begin in range(0, len(keys), _BLOCK):
        block = keys[begin : begin + _BLOCK]
        marks = ",".join("?" * len(block))
        yield from connection.execute(f"SELECT hash, vector FROM vectors WHERE hash IN ({marks})", block)  # noqa: S608
