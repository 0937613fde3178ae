"""The serving copy of a model: the reference's vectors without torch, and the reference wherever there is no copy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import LibraryError
from assistant.library.embedder import Embedder, Vectors
from assistant.library.export import ALLOWED
from assistant.library.serving import CARD, MODEL, CopyCard, ServingCopy, ServingEmbedder, read_card
from assistant.settings import Settings
from assistant.wiring import open_library

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
QUESTION = "How long does the battery of the Sense L1 last?"
TEXTS = (
    "",
    "x",
    "Wie groß ist der Fühler für −80 °C?",
    "ÉTALONNAGE ACCRÉDITÉ, 3 POINTS",
    "7.2.1 | 0.5 K | 2026-11-01",
    "word " * 254,
    "word " * 255,
    "A very long passage that the model sees only the beginning of, as it does with the reference. " * 40,
    *(f"Sensor {number} stands in room {number % 7}, {'and reads ' * (number % 11)}true." for number in range(20)),
)
ANSWER = f"""
import sys
from assistant import open_assistant
assert open_assistant("public").ask({QUESTION!r}).found
print(*sys.modules)
"""


class Reference:
    """Stands for sentence-transformers: one vector for everything."""

    fingerprint = "cafe"

    def embed(self, texts: Sequence[str], progress: Callable[[int, int], None] = print) -> Vectors:
        return np.ones((len(texts), 1), dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [7 for _ in texts]


@pytest.fixture
def folder(published: Settings, embedder: Embedder) -> Path:
    """Where publishing Larkfell has left the copy of the bundled model."""
    return published.data / "models" / embedder.fingerprint


@pytest.fixture
def copy(folder: Path) -> ServingCopy:
    return ServingCopy(folder)


def test_a_copy_gives_the_vectors_of_the_reference(folder: Path, copy: ServingCopy, embedder: Embedder) -> None:
    card = read_card(folder)
    assert card is not None
    assert not card.refused
    assert 0 < card.difference < ALLOWED
    vectors = copy.embed(TEXTS)
    assert vectors.dtype == np.float32
    assert np.abs(vectors - embedder.embed(TEXTS)).max() < ALLOWED
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)
    assert copy.embed([]).shape == (0, vectors.shape[1])


def test_threads_may_share_a_copy(copy: ServingCopy) -> None:
    questions = [f"{QUESTION} Or that of a sensor that is {'very ' * number}cold?" for number in range(9)]
    alone = [copy.embed([question]) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda question: copy.embed([question]), questions * 6))
    assert all(np.allclose(one, alone[index % len(alone)], atol=1e-6) for index, one in enumerate(together))


def test_an_answer_loads_no_torch_and_leaves_no_trace_of_use_anywhere(
    published_environment: Mapping[str, str], tmp_path: Path
) -> None:
    # Unless told not to, newer engines keep a number of the machine here and report their use under it.
    environment = {name: value for name, value in os.environ.items() if name not in ("CI", "ORT_DISABLE_TELEMETRY")}
    done = subprocess.run(
        [sys.executable, "-c", ANSWER],
        cwd=ROOT,
        env={**environment, **published_environment, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "onnxruntime" in loaded
    assert not loaded & {"torch", "transformers", "sentence_transformers", "onnx"}
    assert done.stderr == ""
    assert not list(tmp_path.rglob("*"))


def make_nothing(folder: Path) -> None:
    """No copy was made yet."""


def make_older(folder: Path) -> None:
    folder.mkdir()
    (folder / CARD).write_text(json.dumps({"made_with": "torch 1", "format": 0}))


def make_refused(folder: Path) -> None:
    folder.mkdir()
    (folder / CARD).write_text(json.dumps({"made_with": "torch 2", "refused": "it is a walrus", "format": 1}))


def make_broken(folder: Path) -> None:
    folder.mkdir()
    (folder / CARD).write_text(json.dumps({"made_with": "torch 2", "format": 1}))
    (folder / MODEL).write_bytes(b"half a mod")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (make_nothing, "there is none yet. Run: python ingest.py"),
        (make_older, "there is none yet. Run: python ingest.py"),
        (make_refused, "it is a walrus. Answers are the same"),
        (make_broken, "it cannot be opened ("),
    ],
)
def test_without_a_copy_the_reference_serves_and_the_log_says_why_once(
    make: Callable[[Path], None], reason: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make(tmp_path / "cafe")
    serving = ServingEmbedder(tmp_path / "cafe", Reference())
    for _ in range(3):
        assert serving.embed(["a", "b"]).tolist() == [[1.0], [1.0]]
    assert serving.count_tokens(["a"]) == [7]
    assert serving.fingerprint == "cafe"
    assert caplog.text.count("sentence-transformers serves") == 1
    assert reason in caplog.text


def test_a_copy_that_is_made_later_is_taken_up(folder: Path, copy: ServingCopy, tmp_path: Path) -> None:
    serving = ServingEmbedder(tmp_path / "cafe", Reference())
    assert serving.embed([QUESTION]).shape == (1, 1)
    (tmp_path / "cafe").symlink_to(folder)
    assert np.array_equal(serving.embed([QUESTION]), copy.embed([QUESTION]))


def test_a_program_that_waits_for_its_library_loads_no_model(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    library = open_library("public", Settings(data=tmp_path))
    with pytest.raises(LibraryError):
        library.warm()
    assert "sentence-transformers serves" not in caplog.text


@pytest.mark.parametrize("text", ["", "{", "[]", '{"made_with": "x", "pages": 3}', '{"made_with": "x", "format": 99}'])
def test_a_card_that_cannot_be_used_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / CARD).write_text(text)
    assert read_card(tmp_path) is None


def test_a_card_says_what_the_copy_was_made_with(folder: Path) -> None:
    card = read_card(folder)
    assert isinstance(card, CopyCard)
    for name in ("torch ", "sentence-transformers ", "onnx ", "onnxruntime "):
        assert name in card.made_with
