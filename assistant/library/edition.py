"""One published, immutable index: Chroma, the catalogue, words and vectors in a folder; the only door to Chroma."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.errors import LibraryError
from assistant.library.catalogue import Catalogue, write_catalogue
from assistant.library.disagreements import disagreements
from assistant.library.draft import Draft, DraftPassage
from assistant.library.embedder import Vectors
from assistant.library.postings import Floats, Postings, Rows, write_postings
from assistant.library.scope import beyond_questions
from assistant.model import Clearance, Company, Excerpt, Passage

# Another number means that older editions cannot be read, or that what is measured for them is measured in another
# way: they are rebuilt from the vector cache.
FORMAT = 6
_COLLECTION = "passages"
_MANIFEST = "edition.json"
_CATALOGUE = "catalogue.sqlite"
_WORDS = "words"
_PASSAGES = "passages.npy"
_SENTENCES = "sentences.npy"
_SENTENCE_STARTS = "sentence_starts.npy"
_UNRELATED = "unrelated.npy"
_BEYOND = "beyond.npy"
_DISAGREEMENTS = "disagreements.json"
_CHROMA = "chroma"
_PER_CALL = 5_000

# A sentence of the edition: the id of its passage, and where in it the sentence starts and ends.
Place = tuple[str, int, int]


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
    """Unit vectors, each (n, dimension): of an edition's passages, of their sentences, and of the shipped questions.

    Those of the sentences may be in half precision, as they are stored.
    """

    passages: Vectors
    sentences: npt.NDArray[Any]
    unrelated: Vectors
    beyond: Vectors


def write_edition(folder: Path, manifest: Manifest, drafts: Sequence[Draft], vectors: EditionVectors) -> None:
    """Build an edition in a new folder: one vector per passage into Chroma, all vectors and the words beside it."""
    folder.mkdir(parents=True)
    write_catalogue(folder / _CATALOGUE, drafts)
    drafted = [passage for draft in drafts for passage in draft.passages]
    texts = (item.passage for item in drafted)
    write_postings(folder / _WORDS, ((one.document.title, " ".join(one.heading_path), one.text) for one in texts))
    _write_disagreements(folder, drafted)
    np.save(folder / _PASSAGES, vectors.passages.astype(np.float16))
    np.save(folder / _SENTENCES, vectors.sentences.astype(np.float16, copy=False))
    np.save(folder / _SENTENCE_STARTS, np.cumsum([0, *(len(item.units) for item in drafted)], dtype=np.int64))
    np.save(folder / _UNRELATED, vectors.unrelated)
    np.save(folder / _BEYOND, vectors.beyond)
    ids = [item.passage.passage_id for item in drafted]
    owners = [item.passage.document_id for item in drafted]
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


def disagreements_in(folder: Path) -> list[tuple[Excerpt, Excerpt]]:
    """The pairs of contradicting sentences of an edition, the one that holds first, read without opening its index.

    Raises `LibraryError` where it is damaged.
    """
    try:
        with closing(Catalogue(folder / _CATALOGUE)) as catalogue:
            return [(_excerpt(catalogue, valid), _excerpt(catalogue, other)) for valid, other in _places(folder)]
    except Exception as error:  # whatever the engine raises for a file that is gone or broken
        raise LibraryError(f"The edition {folder.name} cannot be read ({error}). Run: python ingest.py") from error


def _excerpt(catalogue: Catalogue, place: Place) -> Excerpt:
    name, start, end = place
    (passage,) = catalogue.passages(catalogue.rows([name]))
    return Excerpt(passage, start, end)


def _write_disagreements(folder: Path, drafted: Iterable[DraftPassage]) -> None:
    pairs = disagreements(excerpt for item in drafted for excerpt in item.excerpts)
    places = [[[one.passage.passage_id, one.start, one.end] for one in pair] for pair in pairs]
    (folder / _DISAGREEMENTS).write_text(json.dumps(places), encoding="utf-8")


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
            self.words = Postings(folder / _WORDS)
            self._passages = _mapped(folder / _PASSAGES)
            self._sentences = _mapped(folder / _SENTENCES)
            self._sentence_starts = np.load(folder / _SENTENCE_STARTS)
            self._unrelated = np.load(folder / _UNRELATED)
            self._beyond = np.load(folder / _BEYOND)
            self._disagreements = _places(folder)
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
        count = min(limit, self.catalogue.size)
        if not count:
            return []
        found = self._collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
        assert found["distances"] is not None
        return [(name, 1.0 - float(far)) for name, far in zip(found["ids"][0], found["distances"][0], strict=True)]

    def nearest_rows(self, vector: Vectors, limit: int) -> Rows:
        """Rows of the passages nearest to a unit vector, nearest first, shape (limit or fewer,)."""
        return np.array(self.catalogue.rows(name for name, _ in self.nearest(vector, limit)), np.int64)

    def cosines(self, rows: Rows, vector: Vectors) -> Floats:
        """The cosines of a unit vector and these passages, shape (len(rows),), exact to three digits at least."""
        return _products(self._passages, rows, vector)

    def best_sentences(self, rows: Rows, vector: Vectors, otherwise: Floats) -> Floats:
        """The cosine of a unit vector and the nearest sentence of each passage, shape (len(rows),).

        A passage that has none keeps its value of `otherwise`.
        """
        starts, stops = self._sentence_starts[rows], self._sentence_starts[rows + 1]
        best = otherwise.copy()
        has = np.flatnonzero(stops > starts)
        if len(has):
            lengths = (stops - starts)[has]
            ends = np.cumsum(lengths)
            sentences = np.arange(ends[-1]) + np.repeat(starts[has] - ends + lengths, lengths)
            best[has] = np.maximum.reduceat(_products(self._sentences, sentences, vector), ends - lengths)
        return best

    def excerpts(self, vectors: Vectors, passages: Iterable[Passage]) -> tuple[list[Excerpt], Vectors]:
        """The sentences, items, steps and rows of passages in reading order, and their cosines with unit vectors.

        `vectors` have the shape (wordings, dimension), the cosines (excerpts, wordings).
        """
        given = list(passages)
        by_row = dict(zip(self.catalogue.rows(passage.passage_id for passage in given), given, strict=True))
        found = self.catalogue.excerpts(list(by_row))
        if not found:
            return [], np.empty((0, len(vectors)), dtype=np.float32)
        cosines = _products(self._sentences, np.array([sentence for sentence, *_ in found]), vectors.T)
        return [Excerpt(by_row[row], start, stop, kind, cells) for _, row, start, stop, kind, cells in found], cosines

    def disagreements(self, excerpts: Iterable[Excerpt]) -> list[tuple[Excerpt, Excerpt]]:
        """The pairs of contradicting sentences of which one is among these excerpts, the one that holds first."""
        found = {(one.passage.passage_id, one.start): one for one in excerpts}
        return [
            (self._excerpt(valid, found), self._excerpt(other, found))
            for valid, other in self._disagreements
            if valid[:2] in found or other[:2] in found
        ]

    def _excerpt(self, place: Place, found: Mapping[tuple[str, int], Excerpt]) -> Excerpt:
        return found.get(place[:2]) or _excerpt(self.catalogue, place)

    def everyday(self, vector: Vectors) -> float:
        """How near a unit vector is to questions that no product documents answer: its cosine with the nearest."""
        return max(float((self._unrelated @ vector).max()), self.beyond(vector)[1])

    def beyond(self, vector: Vectors) -> tuple[str, float]:
        """The kind of the shipped question beyond all documents that is nearest to a unit vector, and its cosine."""
        cosines = self._beyond @ vector
        nearest = int(cosines.argmax())
        return beyond_questions()[nearest][0], float(cosines[nearest])

    def vector_count(self) -> int:
        """How many passages have a vector in Chroma."""
        return int(self._collection.count())


def _places(folder: Path) -> list[tuple[Place, Place]]:
    pairs = json.loads((folder / _DISAGREEMENTS).read_text(encoding="utf-8"))
    return [((a, int(b), int(c)), (d, int(e), int(f))) for (a, b, c), (d, e, f) in pairs]


def _mapped(path: Path) -> npt.NDArray[np.float16]:
    # Seen as a plain array: a slice of a memmap object costs more than what is done with it.
    return np.asarray(np.load(path, mmap_mode="r"))


def _products(vectors: npt.NDArray[np.float16], rows: Rows, vector: Vectors) -> Floats:
    if not len(rows):
        return np.empty(0, np.float32)
    return vectors[rows].astype(np.float32) @ vector


def _client(folder: Path) -> Any:
    # Chroma takes 1.7 s to import: only a process that opens an edition pays for it.
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder / _CHROMA), settings=Settings(anonymized_telemetry=False))
