"""The yardstick of a fresh edition: how relevant everyday questions look in it, asked the way visitors ask."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from assistant.library.edition import Edition, Manifest, write_manifest
from assistant.library.embedder import Vectors
from assistant.library.finding import gather, signs_of
from assistant.library.ranking import RANKING
from assistant.library.scope import yardstick

_LIMIT = 10


def calibrate(folder: Path, manifest: Manifest, everyday: Sequence[str], vectors: Vectors) -> None:
    """Write the yardstick into the manifest of an edition; `vectors` are those of the `everyday` questions."""
    alike = vectors @ vectors.T
    # A question is no measure of itself.
    np.fill_diagonal(alike, -1.0)
    with closing(Edition(folder)) as edition:
        values = [
            signs_of(gather(edition, [question], vector[None], _LIMIT, RANKING), float(nearest)).relevance
            for question, vector, nearest in zip(everyday, vectors, alike.max(axis=1), strict=True)
        ]
    write_manifest(folder, manifest.measured(yardstick(values)))
