"""One published, immutable index: Chroma, the catalogue, words and vectors in a folder; the only door to Chroma."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.errors import LibraryError
from assistant.library.beyond import Beyond, beyond_questions
from assistant.library.catalogue import Catalogue
from assistant.library.embedder import Vectors
from assistant.library.manifest import CHROMA, broken_seals, read_manifest
from assistant.library.postings import Floats, Postings, Rows
from assistant.model import Excerpt, Passage

CATALOGUE = "catalogue.sqlite"
WORDS = "words"
PASSAGES = "passages.npy"
SENTENCES = "sentences.npy"
SENTENCE_STARTS = "sentence_starts.npy"
UNRELATED = "unrelated.npy"
BEYOND = "beyond.npy"
ANSWERED = "answered.npy"
DISAGREEMENTS = "disagreements.json"
_COLLECTION = "passages"
_PER_CALL = 5_000
_NEARLY = 2e-3

# A sentence of the edition: the id of its passage, and where in it the sentence starts and ends.
Place = tuple[str, int, int]


def write_index(folder: Path, owners: Mapping[str, str], vectors: npt.NDArray[Any]) -> None:
    """Build Chroma's index of an edition anew from unit vectors, shape (n, dimension), of its passages in order.

    `owners` are the ids of the passages with those of their documents.
    """
    with _writing(folder) as client:
        collection = client.create_collection(
            _COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
        _add(collection, owners, vectors)


def change_index(
    folder: Path, before: Path, dropped: Sequence[str], owners: Mapping[str, str], vectors: npt.NDArray[Any]
) -> None:
    """Make an edition's index of the one before: without the passages that are `dropped`, with those of `owners`."""
    shutil.copytree(before / CHROMA, folder / CHROMA)
    with _writing(folder) as client:
        collection = client.get_collection(_COLLECTION, embedding_function=None)
        for begin in range(0, len(dropped), _PER_CALL):
            collection.delete(ids=list(dropped[begin : begin + _PER_CALL]))
        _add(collection, owners, vectors)


@contextmanager
def _writing(folder: Path) -> Iterator[Any]:
    from chromadb.errors import ChromaError

    try:
        with closing(_client(folder)) as client:
            yield client
    except ChromaError as error:
        raise LibraryError(
            f"The index cannot be written ({error}). Check that the disk has room and start again; what was published"
            " before stays as it was."
        ) from error


def _add(collection: Any, owners: Mapping[str, str], vectors: npt.NDArray[Any]) -> None:
    ids = list(owners)
    for begin in range(0, len(ids), _PER_CALL):
        part = slice(begin, begin + _PER_CALL)
        collection.add(
            ids=ids[part],
            embeddings=vectors[part].astype(np.float32),
            metadatas=[{"document_id": owners[name]} for name in ids[part]],
        )


def disagreements_in(folder: Path) -> list[tuple[Excerpt, Excerpt]]:
    """The pairs of contradicting sentences of an edition, the one that holds first, read without opening its index.

    Raises `LibraryError` where it is damaged.
    """
    try:
        with closing(Catalogue(folder / CATALOGUE)) as catalogue:
            return [(_excerpt(catalogue, valid), _excerpt(catalogue, other)) for valid, other in _places(folder)]
    except Exception as error:  # whatever the engine raises for a file that is gone or broken
        raise LibraryError(f"The edition {folder.name} cannot be read ({error}). Run: python ingest.py") from error


def _excerpt(catalogue: Catalogue, place: Place) -> Excerpt:
    name, start, end = place
    (passage,) = catalogue.passages(catalogue.rows([name]))
    return Excerpt(passage, start, end)


def write_disagreements(folder: Path, pairs: Iterable[tuple[Excerpt, Excerpt]]) -> None:
    """Keep the pairs of contradicting sentences of an edition that is being built."""
    places = [[[one.passage.passage_id, one.start, one.end] for one in pair] for pair in pairs]
    (folder / DISAGREEMENTS).write_text(json.dumps(places), encoding="utf-8")


class Edition:
    """Look-ups in one published edition; opened read-only and shared by threads."""

    @classmethod
    def whole(cls, folder: Path) -> Edition:
        """An edition whose files were proved to be as they were built; raises `LibraryError` for a damaged one."""
        if damaged := broken_seals(folder):
            raise LibraryError(
                f"The edition {folder.name} is damaged ({', '.join(damaged[:3])}). Run: python ingest.py"
            )
        return cls(folder)

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.manifest = read_manifest(folder)
        try:
            self.catalogue = Catalogue(folder / CATALOGUE)
            self.words = Postings(folder / WORDS)
            self._passages = _mapped(folder / PASSAGES)
            self._sentences = _mapped(folder / SENTENCES)
            self._sentence_starts = np.load(folder / SENTENCE_STARTS)
            self._unrelated = np.load(folder / UNRELATED)
            self._beyond = np.load(folder / BEYOND)
            self._answered = np.load(folder / ANSWERED)
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
        return max(float((self._unrelated @ vector).max()), float((self._beyond @ vector).max()))

    def beyond(self, vector: Vectors) -> Beyond:
        """The kind of question beyond all documents that is nearest to a unit vector."""
        cosines = self._beyond @ vector
        nearest = int(cosines.argmax())
        kind, _ = beyond_questions()[nearest]
        return Beyond(kind, float(cosines[nearest]), float((self._answered @ vector).max()))

    def indexed(self) -> set[str]:
        """The ids of the passages that have a vector in Chroma."""
        return set(self._collection.get(include=[])["ids"])

    def strayed(self) -> list[str]:
        """The ids of passages whose vector in Chroma is not the one beside it."""
        found: list[str] = []
        for begin in range(0, len(self.catalogue.names), _PER_CALL):
            got = self._collection.get(
                ids=list(self.catalogue.names[begin : begin + _PER_CALL]), include=["embeddings"]
            )
            stored = self._passages[self.catalogue.rows(got["ids"])].astype(np.float32)
            # Chroma gives unit vectors back, whose last digits are its own.
            far = np.abs(np.asarray(got["embeddings"]) - stored).max(axis=1, initial=0.0) > _NEARLY
            found += [name for name, one in zip(got["ids"], far, strict=True) if one]
        return found


def _places(folder: Path) -> list[tuple[Place, Place]]:
    pairs = json.loads((folder / DISAGREEMENTS).read_text(encoding="utf-8"))
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

    return chromadb.PersistentClient(str(folder / CHROMA), settings=Settings(anonymized_telemetry=False))
