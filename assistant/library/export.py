"""Makes the serving copy of a model once: exported from the reference, and kept only if it gives the same vectors."""

from __future__ import annotations

import json
import logging
import os
import shutil
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from assistant.library.embedder import SentenceTransformerEmbedder, Vectors
from assistant.library.serving import CARD, MODEL, TOKENIZER, CopyCard, ServingCopy, read_card

Step = Callable[[str, int, int], None]

STEP = "preparing the model for a fast start"
# No component may be further off; the order of passages then stays as the reference has it.
ALLOWED = 1e-5
SAMPLES = (
    "",
    " ",
    "?",
    "42",
    "How long does the battery of the Sense L1 last?",
    "HOW LONG DOES THE BATTERY LAST",
    "Größe, Maß und Übergabe: wie prüft man −80 °C in Ängelholm?",
    "Quelle est la durée de validité d’un devis ?\n\tÀ 30 jours.",
    "温度が高すぎるとどうなりますか 🙂",
    "Plan: Assured; Price per year: 1,188.00 EUR; Retention: 10 years; Article: LF-L1/24-B",
    "A gateway collects the readings of up to 24 sensors and sends them on every 10 minutes. " * 3,
    "Supercalifragilistic" * 40,
    "Each reading is kept for 10 years, with who changed what, when and why. " * 60,
)

_log = logging.getLogger(__name__)


class Unservable(Exception):
    """A model of which no copy can be served; its text says why."""


def ensure_serving_copy(reference: SentenceTransformerEmbedder, models: Path, step: Step) -> None:
    """Make the serving copy of a model below `models` unless it is there.

    A model that cannot be exported stays with the reference; whatever goes wrong is logged and never raised,
    since nothing that was published depends on it.
    """
    folder = models / reference.fingerprint
    try:
        if _is_settled(folder):
            return
        models.mkdir(parents=True, exist_ok=True)
        with FileLock(models / ".lock", timeout=0):
            # Another run may have made it meanwhile.
            if not _is_settled(folder):
                step(STEP, 0, 1)
                _settle(reference, folder)
                step(STEP, 1, 1)
    except Timeout:
        _log.info("another run is making the serving copy of the model just now")
    except Exception as error:
        _log.warning("No serving copy of the model was made (%s: %s); the next run tries again.", _kind(error), error)


def _is_settled(folder: Path) -> bool:
    """Whether there is a copy, or these very libraries have tried in vain before."""
    card = read_card(folder)
    return card is not None and (not card.refused or card.made_with == _made_with())


def _made_with() -> str:
    names = ("onnx", "onnxruntime", "sentence-transformers", "torch", "transformers")
    return ", ".join(f"{name} {version(name)}" for name in names)


def _settle(reference: SentenceTransformerEmbedder, folder: Path) -> None:
    """Put a copy, or the reason why there can be none, in place in one step."""
    room = folder.with_name(f".building-{folder.name}")
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir()
    try:
        try:
            export(reference.model(), room)
            card = CopyCard(_made_with(), difference=verified(_opened(room).embed, reference.embed))
        except Unservable as error:
            _log.warning("The model stays with sentence-transformers: %s.", error)
            shutil.rmtree(room)
            room.mkdir()
            card = CopyCard(_made_with(), refused=str(error))
        (room / CARD).write_text(json.dumps(asdict(card), indent=2), encoding="utf-8")
        _put(room, folder)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _put(room: Path, folder: Path) -> None:
    replaced = folder.with_name(f".replaced-{folder.name}")
    shutil.rmtree(replaced, ignore_errors=True)
    if folder.exists():
        os.replace(folder, replaced)
    os.replace(room, folder)
    shutil.rmtree(replaced, ignore_errors=True)


def export(model: Any, folder: Path) -> None:
    """Write a loaded `SentenceTransformer` as ONNX, its pooling and normalisation inside, with its tokenizer.

    Raises `Unservable` for a model that does not take it.
    """
    import onnx  # noqa: F401  # the exporter says only much later that it is missing
    import torch

    class WholeModel(torch.nn.Module):
        """The model from tokens to unit vectors, its inputs in the order of `names`."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            features = self.model(dict(zip(names, tensors, strict=True)))
            return torch.nn.functional.normalize(features["sentence_embedding"], p=2, dim=1)

    try:
        features = model.preprocess(["A short text.", "A text that is a little longer than the first one."])
        names = [name for name, value in features.items() if isinstance(value, torch.Tensor)]
        # Preprocessing has left the tokenizer padding and truncating as this model wants it.
        model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
        with torch.inference_mode(), warnings.catch_warnings():
            # Tracing warns of everything that it takes for constant; `verified` looks whether it was.
            warnings.simplefilter("ignore")
            torch.onnx.export(
                WholeModel().eval(),
                tuple(features[name] for name in names),
                str(folder / MODEL),
                input_names=names,
                output_names=["vectors"],
                dynamic_axes={"vectors": {0: "texts"}} | {name: {0: "texts", 1: "tokens"} for name in names},
                dynamo=False,
            )
    except (OSError, MemoryError):
        raise
    except Exception as error:  # whatever the exporter raises for an architecture that it does not know
        raise Unservable(f"it cannot be exported ({_kind(error)}: {_first_line(error)})") from error


def _opened(folder: Path) -> ServingCopy:
    try:
        return ServingCopy(folder)
    except Exception as error:  # whatever the engine raises for what it cannot run
        raise Unservable(f"its copy cannot be opened ({_kind(error)}: {_first_line(error)})") from error


def verified(copy: Callable[[Sequence[str]], Vectors], reference: Callable[[Sequence[str]], Vectors]) -> float:
    """The largest difference of any component between a copy and the reference; raises `Unservable` from ALLOWED on.

    Every sample is embedded alone and together with the others, since padding must not show.
    """
    expected = reference(SAMPLES)
    try:
        given = (copy(SAMPLES), np.concatenate([copy([sample]) for sample in SAMPLES]))
    except Exception as error:  # a graph that was traced too narrowly fails in the engine
        raise Unservable(f"its copy cannot embed ({_kind(error)}: {_first_line(error)})") from error
    difference = max(float(np.abs(vectors - expected).max()) for vectors in given)
    if not difference < ALLOWED:  # nor is NaN
        raise Unservable(f"its copy gives other vectors, by up to {difference:.1e}")
    return difference


def _kind(error: Exception) -> str:
    return type(error).__name__


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200]
