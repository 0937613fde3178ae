"""One published, immutable index: a folder with Chroma, the catalogue and sentence vectors; the only door to Chroma."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import LibraryError
from assistant.library.catalogue import Catalogue, write_catalogue
from assistant.library.draft import Draft
from assistant.library.embedder import Vectors
from assistant.library.scope import beyond_questions
from assistant.model import Beyond, Clearance, Company, Excerpt, Passage

# Another number means that older editions cannot be read: they are rebuilt from the vector cache.
FORMAT = 3
_COLLECTION = "passages"
_MANIFEST = "edition.json"
_CATALOGUE = "catalogue.sqlite"
_SENTENCES = "sentences.npy"
_UNRELATED = "unrelated.npy"
_BEYOND = "beyond.npy"
_CHROMA = "chroma"
_PER_CALL = 5_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an edition is: enough to know whether another build would differ."""

    audience: Clearance
    content: str
    model: str
    splitter: str
    company: Company
    needed: float = 0.0
    format: int = FORMAT

    def measured(self, needed: float) -> Manifest:
        """The same manifest with the yardstick of relevance that was measured for it."""
        return replace(self, needed=needed)


@dataclass(frozen=True, slots=True)
class EditionVectors:
    """Unit vectors, each (n, dimension): of an edition's passages, of their sentences, and of the shipped questions."""

    passages: Vectors
    sentences: Vectors
    unrelated: Vectors
    beyond: Vectors


def write_edition(folder: Path, manifest: Manifest, drafts: Sequence[Draft], vectors: EditionVectors) -> None:
    """Build an edition in a new folder: one vector per passage into Chroma, one per sentence beside it."""
    folder.mkdir(parents=True)
    write_catalogue(folder / _CATALOGUE, drafts)
    np.save(folder / _SENTENCES, vectors.sentences.astype(np.float16))
    np.save(folder / _UNRELATED, vectors.unrelated)
    np.save(folder / _BEYOND, vectors.beyond)
    ids = [passage.passage.passage_id for draft in drafts for passage in draft.passages]
    owners = [draft.document.document_id for draft in drafts for _ in draft.passages]
    client = _client(folder)
    try:
        collection = client.create_collection(
            _COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
        for begin in range(0, len(ids), _PER_CALL):
            part = slice(begin, begin + _PER_CALL)
            collection.add(
                ids=ids[part],
                embeddings=vectors.passages[part],
                metadatas=[{"document_id": owner} for owner in owners[part]],
            )
    finally:
        client.close()
    write_manifest(folder, manifest)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of an edition that is being built."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    (folder / _MANIFEST).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an edition; raises `LibraryError` when it is missing or of another format."""
    try:
        values = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            raise LibraryError("The published library has another format. Run: python ingest.py")
        company = values["company"]
        company["starter_questions"] = tuple(company["starter_questions"])
        return Manifest(
            Clearance(values["audience"]),
            values["content"],
            values["model"],
            values["splitter"],
            Company(**company),
            float(values["needed"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(f"The edition {folder.name} is damaged ({error}). Run: python ingest.py") from error


class Edition:
    """Look-ups in one published edition; opened read-only and shared by threads."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.manifest = read_manifest(folder)
        try:
            self.catalogue = Catalogue(folder / _CATALOGUE)
            self._units = np.load(folder / _SENTENCES, mmap_mode="r")
            self._unrelated = np.load(folder / _UNRELATED)
            self._beyond = np.load(folder / _BEYOND)
            self._client = _client(folder)
            self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)
        except Exception as error:  # whatever the engines raise for a file that is gone or broken
            raise LibraryError(f"The edition {self.name} cannot be opened ({error}). Run: python ingest.py") from error

    def close(self) -> None:
        """Let go of the files."""
        self.catalogue.close()
        self._client.close()

    def nearest(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """Ids of the passages nearest to a unit vector with their cosine, nearest first."""
        count = min(limit, self._collection.count())
        if not count:
            return []
        found = self._collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
        assert found["distances"] is not None
        return [(name, 1.0 - float(far)) for name, far in zip(found["ids"][0], found["distances"][0], strict=True)]

    def similarities(self, vector: Vectors, passage_ids: Sequence[str]) -> dict[str, float]:
        """The cosine of a unit vector and each of these passages; ids without a vector are left out."""
        if not passage_ids:
            return {}
        found = self._collection.get(ids=list(passage_ids), include=["embeddings"])
        if not found["ids"]:
            return {}
        cosines = np.asarray(found["embeddings"], dtype=np.float32) @ vector
        return dict(zip(found["ids"], map(float, cosines), strict=True))

    def excerpts(self, vectors: Vectors, passages: Iterable[tuple[int, Passage]]) -> tuple[list[Excerpt], Vectors]:
        """The sentences, items, steps and rows of passages in reading order, and their cosines with unit vectors.

        `vectors` have the shape (wordings, dimension), the cosines (excerpts, wordings).
        """
        by_row = dict(passages)
        rows = self.catalogue.excerpts(list(by_row))
        if not rows:
            return [], np.empty((0, len(vectors)), dtype=np.float32)
        cosines = np.asarray(self._units[[row[0] - 1 for row in rows]], dtype=np.float32) @ vectors.T
        return [
            Excerpt(by_row[passage], start, stop, kind, cells) for _, passage, start, stop, kind, cells in rows
        ], cosines

    def everyday(self, vector: Vectors) -> float:
        """How near a unit vector is to questions that no product documents answer: its cosine with the nearest."""
        return float(max((self._unrelated @ vector).max(), (self._beyond @ vector).max()))

    def beyond(self, vector: Vectors) -> tuple[Beyond, float]:
        """The kind of the shipped question beyond all documents that is nearest to a unit vector, and its cosine."""
        cosines = self._beyond @ vector
        nearest = int(cosines.argmax())
        return beyond_questions()[nearest][0], float(cosines[nearest])

    def vector_count(self) -> int:
        """How many passages have a vector in Chroma."""
        return int(self._collection.count())


def _client(folder: Path) -> Any:
    # Chroma takes 1.7 s to import: only a process that opens an edition pays for it.
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder / _CHROMA), settings=Settings(anonymized_telemetry=False))
