"""The serving copy of a model: the reference's vectors from ONNX, without torch, so that a program answers soon."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.library.embedder import Embedder, Progress, Vectors, by_length, silent

MODEL, TOKENIZER, CARD = "model.onnx", "tokenizer.json", "copy.json"
# Another number means that older copies are not used: they are exported again.
FORMAT = 1
_BATCH = 8
# More threads make one question little faster, and visitors who ask at once share the cores anyway.
_MOST_THREADS = 2
# What the tokenizer calls the inputs that a model may want.
_FIELDS = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CopyCard:
    """What is known of a serving copy, or of the attempt to make one.

    `difference` is the largest one of any component from the reference; `refused` says why there is no copy
    and is empty where there is one; `made_with` names the libraries and their versions.
    """

    made_with: str
    difference: float = 0.0
    refused: str = ""
    format: int = FORMAT


def read_card(folder: Path) -> CopyCard | None:
    """The card of a copy, or None where there is none that this version can use."""
    try:
        card = CopyCard(**json.loads((folder / CARD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return card if card.format == FORMAT else None


class ServingCopy:
    """One exported model, loaded: takes texts as the reference does and gives the vectors that it gives.

    Raises whatever the engine raises for files that are missing or broken. Threads may share it.
    """

    def __init__(self, folder: Path) -> None:
        # From 1.29 on, onnxruntime reports its use to its maker unless this is set before it is imported.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(_MOST_THREADS, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        # Threads that wait by spinning take the cores from the visitor who asks next.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._session = onnxruntime.InferenceSession(folder / MODEL, options, providers=["CPUExecutionProvider"])
        self._inputs = [(wanted.name, _FIELDS[wanted.name]) for wanted in self._session.get_inputs()]

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Unit vectors, float32, shape (len(texts), dimension)."""
        return by_length(texts, _BATCH, self._embed_batch, progress)

    def _embed_batch(self, texts: list[str]) -> Vectors:
        # Padding and truncation are part of the tokenizer's file, as the reference had set them.
        tokens = self._tokenizer.encode_batch(texts)
        given = {name: np.array([getattr(one, field) for one in tokens], np.int64) for name, field in self._inputs}
        vectors: Vectors = self._session.run(None, given)[0]
        return vectors


class ServingEmbedder:
    """Embeds with the serving copy in `folder`, and with the reference as long as there is no copy."""

    def __init__(self, folder: Path, reference: Embedder) -> None:
        self._folder = folder
        self._reference = reference
        self._opening = threading.Lock()
        self._copy: ServingCopy | None = None
        self._looked = False
        self._seen: CopyCard | None = None

    @property
    def fingerprint(self) -> str:
        """That of the reference: it is the same model."""
        return self._reference.fingerprint

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Unit vectors, float32, shape (len(texts), dimension)."""
        return (self._opened() or self._reference).embed(texts, progress)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens of the model's own tokenizer each text costs."""
        return self._reference.count_tokens(texts)

    def _opened(self) -> ServingCopy | None:
        """The copy, opened when first asked for or as soon as there is one; costs microseconds from then on."""
        with self._opening:
            if self._copy is None:
                card = read_card(self._folder)
                if not self._looked or card != self._seen:
                    self._looked, self._seen = True, card
                    self._copy = self._open(card)
            return self._copy

    def _open(self, card: CopyCard | None) -> ServingCopy | None:
        if card is None:
            self._say("there is none yet", "Run: python ingest.py")
        elif card.refused:
            self._say(card.refused, "Answers are the same, only the start takes longer.")
        else:
            try:
                return ServingCopy(self._folder)
            except Exception as error:  # whatever the engines raise for a file that is gone or broken
                self._say(f"it cannot be opened ({error})", f"Delete {self._folder} and run: python ingest.py")
        return None

    def _say(self, reason: str, remedy: str) -> None:
        _log.warning("sentence-transformers serves, without a serving copy of the model: %s. %s", reason, remedy)
