"""The vector cache: what was embedded once is never embedded again, whatever edition it is for."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from assistant.errors import LibraryError
from assistant.library.embedder import Embedder, Progress, Vectors, silent

_BLOCK = 500
_SAVE_EVERY = 256
# How far from 1 the length of a unit vector may be.
_NEARLY = 1e-3


def text_hash(text: str) -> bytes:
    """The key of a text in the cache; the text itself is never stored there."""
    return hashlib.sha256(text.encode()).digest()


def text_key(text: str) -> str:
    """The same key as it is written down elsewhere."""
    return text_hash(text).hex()


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

    def fill(self, texts: Iterable[str], progress: Progress = silent) -> int:
        """See to it that texts have vectors; only unknown ones reach the model, and how many did is returned.

        What has been embedded is saved as it goes, so a run that was cut off continues where it stood.
        """
        wanted = self.missing(texts)
        # Sorted over the whole run: texts of one length need no padding.
        wanted.sort(key=len)
        with closing(self._open()) as connection:
            for begin in range(0, len(wanted), _SAVE_EVERY):
                share = wanted[begin : begin + _SAVE_EVERY]
                vectors = self._embedder.embed(share, _offset(progress, begin, len(wanted)))
                with connection:
                    connection.executemany(
                        "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                        [(text_hash(text), vector.tobytes()) for text, vector in zip(share, vectors, strict=True)],
                    )
        return len(wanted)

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Vectors of texts, shape (len(texts), dimension); only unknown ones reach the model."""
        self.fill(texts, progress)
        keys = [text_hash(text) for text in texts]
        with closing(self._open()) as connection:
            known = dict(_rows(connection, list(dict.fromkeys(keys))))
        if not keys:
            return np.empty((0, 0), dtype=np.float32)
        vectors = np.stack([np.frombuffer(known[key], dtype=np.float32) for key in keys])
        if np.abs(np.linalg.norm(vectors, axis=1) - 1).max() > _NEARLY:
            raise LibraryError("The vector cache is damaged. Run: python ingest.py --rebuild")
        return vectors

    def forget(self, keys: Iterable[str]) -> None:
        """Remove the vectors of these keys, so that nothing of them can be read in any model's file."""
        hashes = [(bytes.fromhex(key),) for key in keys]
        for path in self._path.parent.glob("*.sqlite"):
            with closing(_connected(path)) as connection:
                with connection:
                    connection.executemany("DELETE FROM vectors WHERE hash = ?", hashes)
                connection.execute("VACUUM")

    def problem(self) -> str | None:
        """What is wrong with the cache, or None; a missing one is not wrong."""
        if not self._path.exists():
            return None
        try:
            with closing(self._open()) as connection:
                (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
                for (vector,) in connection.execute("SELECT vector FROM vectors") if verdict == "ok" else ():
                    if not _is_unit(vector):
                        return "holds a vector that is damaged"
        except sqlite3.DatabaseError as error:
            return f"cannot be read ({error})"
        return None if verdict == "ok" else f"is damaged ({verdict})"

    def mend(self) -> None:
        """Throw a damaged cache away: what is missing in it is embedded again."""
        if self.problem():
            self._path.unlink()

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return _connected(self._path)


class KnownVectors:
    """The vectors that were made when something was published, and the model's own of all other texts."""

    def __init__(self, folder: Path, fingerprint: str, embedder: Embedder) -> None:
        self._path = folder / f"{fingerprint}.sqlite"
        self._embedder = embedder

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts, shape (len(texts), dimension)."""
        known = self._known([text_hash(text) for text in texts])
        new = [text for text in dict.fromkeys(texts) if text_hash(text) not in known]
        if len(new) == len(texts):
            return self._embedder.embed(texts)
        fresh = dict(zip(new, self._embedder.embed(new), strict=True)) if new else {}
        return np.stack([fresh[text] if text in fresh else known[text_hash(text)] for text in texts])

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        """What the cache holds of these; a cache that cannot be read just now holds nothing."""
        try:
            with closing(
                sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True, timeout=1)
            ) as connection:
                rows = list(_rows(connection, list(dict.fromkeys(keys))))
        except sqlite3.Error:
            return {}
        return {key: np.frombuffer(vector, dtype=np.float32) for key, vector in rows if _is_unit(vector)}


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("CREATE TABLE IF NOT EXISTS vectors (hash BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")
    return connection


def _is_unit(vector: bytes) -> bool:
    length = float(np.linalg.norm(np.frombuffer(vector, dtype=np.float32))) if len(vector) % 4 == 0 else 0.0
    return abs(length - 1) < _NEARLY


def _offset(progress: Progress, begin: int, total: int) -> Progress:
    """Progress of one share, told as progress of the whole."""
    return lambda done, _: progress(begin + done, total)


def _rows(connection: sqlite3.Connection, keys: Sequence[bytes]) -> Iterable[tuple[bytes, bytes]]:
    for begin in range(0, len(keys), _BLOCK):
        block = keys[begin : begin + _BLOCK]
        marks = ",".join("?" * len(block))
        yield from connection.execute(f"SELECT hash, vector FROM vectors WHERE hash IN ({marks})", block)  # noqa: S608
