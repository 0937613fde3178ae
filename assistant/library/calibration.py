"""The yardstick of a fresh edition: how relevant everyday questions look in it, asked the way visitors ask."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from assistant.library.draft import Draft
from assistant.library.edition import Edition, EditionVectors, Manifest, write_edition, write_manifest
from assistant.library.finding import gather, signs_of
from assistant.library.ranking import RANKING
from assistant.library.scope import yardstick

_LIMIT = 10


def write_measured_edition(
    folder: Path, manifest: Manifest, drafts: Sequence[Draft], vectors: EditionVectors, everyday: Sequence[str]
) -> None:
    """Build an edition in a new folder and write its yardstick, measured by the `everyday` questions, into it."""
    write_edition(folder, manifest, drafts, vectors)
    alike = vectors.unrelated @ vectors.unrelated.T
    # A question is no measure of itself.
    np.fill_diagonal(alike, -1.0)
    with closing(Edition(folder)) as edition:
        values = [
            signs_of(gather(edition, [question], vector[None], _LIMIT, RANKING), float(nearest)).relevance
            for question, vector, nearest in zip(everyday, vectors.unrelated, alike.max(axis=1), strict=True)
        ]
    write_manifest(folder, manifest.measured(yardstick(values)))
