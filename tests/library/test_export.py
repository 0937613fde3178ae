"""Making the serving copy: kept only when its vectors are the reference's, tried once, and never in anybody's way."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock

from assistant.library.embedder import Embedder, SentenceTransformerEmbedder, Vectors
from assistant.library.export import SAMPLES, STEP, Unservable, ensure_serving_copy, verified
from assistant.library.serving import CARD, ServingCopy, read_card

Steps = list[tuple[str, int, int]]


class Stubborn:
    """A reference whose model breaks in the exporter's hands, and that counts how often it was tried."""

    fingerprint = "cafe"

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.tried = 0

    def model(self) -> Any:
        return self

    def preprocess(self, texts: Sequence[str]) -> Any:
        self.tried += 1
        raise self.error

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.ones((len(texts), 1), dtype=np.float32)


def silent(what: str, done: int, total: int) -> None:
    pass


def test_a_model_with_another_pooling_and_no_token_types_gets_a_copy_too(embedder: Embedder, tmp_path: Path) -> None:
    folder = small_model(embedder, tmp_path / "small")
    reference = SentenceTransformerEmbedder(folder)
    steps: Steps = []
    ensure_serving_copy(reference, tmp_path / "models", lambda *step: steps.append(step))
    assert steps == [(STEP, 0, 1), (STEP, 1, 1)]
    copy = ServingCopy(tmp_path / "models" / reference.fingerprint)
    assert np.abs(copy.embed(SAMPLES) - reference.embed(SAMPLES)).max() < 1e-5
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == [".lock", reference.fingerprint]
    ensure_serving_copy(reference, tmp_path / "models", lambda *step: steps.append(step))
    assert len(steps) == 2


def small_model(embedder: Embedder, folder: Path) -> Path:
    """A DistilBERT of two narrow layers with pooling by its first token, sentences cut at 40 tokens."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import DistilBertConfig, DistilBertModel

    assert isinstance(embedder, SentenceTransformerEmbedder)
    tokenizer = embedder.model().tokenizer
    bare = folder.with_name("bare")
    DistilBertModel(
        DistilBertConfig(vocab_size=tokenizer.vocab_size, dim=32, hidden_dim=64, n_layers=2, n_heads=2)
    ).save_pretrained(bare)
    tokenizer.save_pretrained(bare)
    words = Transformer(str(bare), max_seq_length=40)
    SentenceTransformer(modules=[words, Pooling(32, pooling_mode="cls")], device="cpu").save(str(folder))
    return folder


def test_a_model_that_cannot_be_exported_stays_with_the_reference_and_is_not_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stubborn = Stubborn(RuntimeError("walrus attention\nat line 3"))
    for _ in range(2):
        ensure_serving_copy(stubborn, tmp_path, silent)
    assert stubborn.tried == 1
    assert "stays with sentence-transformers: it cannot be exported (RuntimeError: walrus attention)." in caplog.text
    card = read_card(tmp_path / "cafe")
    assert card is not None
    assert [path.name for path in (tmp_path / "cafe").iterdir()] == [CARD]
    # Other versions of the libraries may do better.
    (tmp_path / "cafe" / CARD).write_text(json.dumps({"made_with": "torch 1", "refused": card.refused}))
    ensure_serving_copy(stubborn, tmp_path, silent)
    assert stubborn.tried == 2


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), MemoryError("too small")])
def test_what_may_pass_is_logged_and_tried_again(
    error: Exception, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stubborn = Stubborn(error)
    for _ in range(2):
        ensure_serving_copy(stubborn, tmp_path, silent)
    assert stubborn.tried == 2
    assert caplog.text.count("the next run tries again") == 2
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_a_folder_that_cannot_be_written_fails_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "models").write_text("a file")
    ensure_serving_copy(Stubborn(RuntimeError()), tmp_path / "models", silent)
    assert "No serving copy of the model was made" in caplog.text


def test_while_another_process_makes_it_nothing_is_done(tmp_path: Path) -> None:
    stubborn = Stubborn(RuntimeError())
    with FileLock(tmp_path / ".lock"):
        ensure_serving_copy(stubborn, tmp_path, silent)
    assert stubborn.tried == 0


def ones(texts: Sequence[str]) -> Vectors:
    return np.ones((len(texts), 3), dtype=np.float32)


def broken(texts: Sequence[str]) -> Vectors:
    raise RuntimeError("a shape of 7 where it was traced with 12")


@pytest.mark.parametrize(
    ("copy", "reason"),
    [
        (lambda texts: ones(texts) + np.float32(2e-5), "other vectors, by up to 2.0e-05"),
        (lambda texts: ones(texts) * np.nan, "other vectors, by up to nan"),
        (lambda texts: ones(texts) * (1 + (len(texts) > 1)), "other vectors, by up to 1.0e"),
        (broken, "cannot embed (RuntimeError: a shape of 7"),
    ],
)
def test_a_copy_with_other_vectors_is_thrown_away(copy: Callable[[Sequence[str]], Vectors], reason: str) -> None:
    with pytest.raises(Unservable) as refused:
        verified(copy, ones)
    assert reason in str(refused.value)


def test_the_difference_of_a_good_copy_is_measured() -> None:
    assert verified(lambda texts: ones(texts) + np.float32(2e-6), ones) == pytest.approx(2e-6, rel=0.1)
