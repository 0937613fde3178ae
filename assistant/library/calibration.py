"""The yardstick of a fresh edition: how relevant everyday questions look in it, asked the way visitors ask."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.library.edition import Edition
from assistant.library.embedder import Vectors
from assistant.library.finding import gather, signs_of
from assistant.library.ranking import RANKING
from assistant.library.scope import yardstick

_LIMIT = 10


def measured_yardstick(edition: Edition, everyday: Sequence[str], vectors: Vectors) -> float:
    """The yardstick of an edition, measured by `everyday` questions and their unit vectors."""
    alike = vectors @ vectors.T
    # A question is no measure of itself.
    np.fill_diagonal(alike, -1.0)
    values = [
        signs_of(gather(edition, [question], vector[None], vector, _LIMIT, RANKING), float(nearest)).relevance
        for question, vector, nearest in zip(everyday, vectors, alike.max(axis=1), strict=True)
    ]
    return yardstick(values)
