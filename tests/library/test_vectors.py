"""Vectors that are known are not made again, and a cache that cannot be read only costs time."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.library.embedder import Embedder, Progress, Vectors, silent
from assistant.library.vectors import KnownVectors, VectorCache

TEXTS = ["Our freezer broke down.", "We read by hand.", "Our freezer broke down."]


class Counting:
    """An embedder that notes which texts reach the model."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.fingerprint = embedder.fingerprint
        self.reached: list[str] = []

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        self.reached += texts
        return self._embedder.embed(texts, progress)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._embedder.count_tokens(texts)


@pytest.fixture
def counting(embedder: Embedder) -> Counting:
    return Counting(embedder)


@pytest.mark.slow
def test_what_was_made_when_publishing_never_reaches_the_model(
    tmp_path: Path, embedder: Embedder, counting: Counting
) -> None:
    VectorCache(tmp_path, embedder).fill(TEXTS)
    known = KnownVectors(tmp_path, embedder.fingerprint, counting)
    vectors = known.embed([*TEXTS, "What is new?"])
    assert counting.reached == ["What is new?"]
    assert np.allclose(vectors, embedder.embed([*TEXTS, "What is new?"]), atol=1e-5)


@pytest.mark.parametrize("content", [None, b"", b"this is no database, whatever it says"])
def test_without_a_readable_cache_every_vector_is_made(
    tmp_path: Path, embedder: Embedder, counting: Counting, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / f"{embedder.fingerprint}.sqlite").write_bytes(content)
    vectors = KnownVectors(tmp_path, embedder.fingerprint, counting).embed(TEXTS)
    assert set(counting.reached) == set(TEXTS)
    assert np.allclose(vectors, embedder.embed(TEXTS), atol=1e-5)
