"""How fast a folder is published: against the bare model, and when one of many documents has changed or none."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant.library.embedder import Embedder, Progress, SentenceTransformerEmbedder, Vectors, silent
from assistant.library.measuring.sets import Row, read_set
from assistant.library.plan import Read, Step
from assistant.library.publisher import Publisher
from assistant.library.readers import READERS
from assistant.model import Clearance

_FILES = 500
_DIMENSION = 384
_BATCH = 32
# What makes a line something else than text in Markdown.
_MARKS = "#>-*+=|`~ "


class StandIn:
    """A model that costs next to nothing and gives each text a vector of its own: for all but embedding itself."""

    fingerprint = "stand-in"

    def __init__(self, count_tokens: Callable[[Sequence[str]], list[int]]) -> None:
        self.count_tokens = count_tokens

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Unit vectors, float32, shape (len(texts), 384)."""
        vectors = np.empty((len(texts), _DIMENSION), np.float32)
        for row, text in enumerate(texts):
            seed = hashlib.blake2b(text.encode(), digest_size=8).digest()
            vectors[row] = np.random.Generator(np.random.SFC64(int.from_bytes(seed))).standard_normal(_DIMENSION)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


@dataclass(frozen=True, slots=True)
class Handling:
    """Wall seconds of publishing all documents anew, with one changed, and with none; embedding is not in them."""

    files: int
    passages: int
    all_new: float
    one_changed: float
    none_changed: float


@dataclass(frozen=True, slots=True)
class Embedding:
    """Wall seconds of publishing `texts` new texts, and of the bare model for the same texts in the same run."""

    passages: int
    texts: int
    published: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.published / self.bare


def measure_handling(folder: Path, embedder: Embedder, passages: int, read: Read, step: Step) -> Handling:
    """Publish the first rows of a set as 500 files with a model that costs nothing; `folder` holds the set."""
    with TemporaryDirectory(prefix="plumbline-bench-", ignore_cleanup_errors=True) as temporary:
        root, data = Path(temporary, "knowledge"), Path(temporary, "data")
        files = _write(root, list(islice(read_set(folder).rows(), passages)))
        publisher = Publisher(data, StandIn(embedder.count_tokens), read, tuple(READERS), step)
        new = publisher.publish(root)
        changed = files[len(files) // 3]
        changed.write_text(changed.read_text() + "\n\nThe valve that was added today opens after twelve minutes.\n")
        one = publisher.publish(root)
        none = publisher.publish(root)
        return Handling(len(new.added), new.passages, new.seconds, one.seconds, none.seconds)


def measure_embedding(
    folder: Path, embedder: SentenceTransformerEmbedder, passages: int, read: Read, step: Step
) -> Embedding:
    """Publish the first rows of a set with the real model, then give the bare model the same texts."""
    embedder.embed(["warm-up"])
    with TemporaryDirectory(prefix="plumbline-bench-", ignore_cleanup_errors=True) as temporary:
        root = Path(temporary, "knowledge")
        _write(root, list(islice(read_set(folder).rows(), passages)))
        heard = _Listening(embedder)
        report = Publisher(Path(temporary, "data"), heard, read, tuple(READERS), step).publish(root)
    step("the bare model", 0, 1)
    started = time.monotonic()
    embedder.model().encode(heard.texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
    bare = time.monotonic() - started
    step("the bare model", 1, 1)
    return Embedding(report.passages, len(heard.texts), report.seconds, bare)


class _Listening:
    """The model, and every text that it was given."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.fingerprint = embedder.fingerprint
        self.count_tokens = embedder.count_tokens
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        self.texts += texts
        return self._embedder.embed(texts, progress)


# Half of the documents are for customers, a third for the staff, a sixth restricted.
_AUDIENCES = (
    Clearance.PUBLIC, Clearance.INTERNAL, Clearance.PUBLIC, Clearance.RESTRICTED, Clearance.PUBLIC, Clearance.INTERNAL,
)  # fmt: skip


def _write(root: Path, rows: Sequence[Row]) -> list[Path]:
    """The rows of a set as Markdown files, each row under a heading of its own."""
    root.mkdir(parents=True)
    share = -(-len(rows) // _FILES)
    files = []
    for number in range(-(-len(rows) // share)):
        part = rows[number * share : (number + 1) * share]
        body = "\n\n".join(
            f"## {_line(row.title) or 'Row'} {at}\n\n{_line(row.text).lstrip(_MARKS)}" for at, row in enumerate(part)
        )
        audience = _AUDIENCES[number % len(_AUDIENCES)]
        card = f"---\nid: D{number:03d}\ntitle: Document {number}\naudience: {audience}\n---\n"
        files.append(root / f"document-{number:03d}.md")
        files[-1].write_text(f"{card}# Document {number}\n\n{body}\n", encoding="utf-8")
    return files


def _line(text: str) -> str:
    return " ".join(text.split())
