"""The edition before: what of it can be taken over into the next one as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.errors import LibraryError
from assistant.library.catalogue import Catalogue, Stored
from assistant.library.contents import Stretch
from assistant.library.edition import CATALOGUE, SENTENCE_STARTS
from assistant.library.manifest import Manifest, broken_seals, read_manifest
from assistant.library.shelf import Shelf
from assistant.library.splitter import SPLITTER


@dataclass(frozen=True, slots=True)
class Before:
    """The current edition of an audience, whole and made by the same model and splitter.

    `stored` tells of its documents by id, `stretches` where each stands in it.
    """

    folder: Path
    manifest: Manifest
    stored: Mapping[str, Stored]
    stretches: Mapping[str, Stretch]

    @property
    def passages(self) -> int:
        return sum(len(stretch.passages) for stretch in self.stretches.values())

    def names(self) -> tuple[str, ...]:
        """The ids of its passages."""
        with closing(Catalogue(self.folder / CATALOGUE)) as catalogue:
            return catalogue.names

    def telling(self, documents: Iterable[str]) -> dict[str, str | None]:
        """A sentence of each of these documents, by id."""
        with closing(Catalogue(self.folder / CATALOGUE)) as catalogue:
            return {name: catalogue.telling(name) for name in documents}


def before(shelf: Shelf, model: str) -> Before | None:
    """The current edition of a shelf, or None where there is none that can be used again."""
    name = shelf.current()
    try:
        if name is None:
            return None
        folder = shelf.path(name)
        manifest = read_manifest(folder)
        if (manifest.model, manifest.splitter) != (model, SPLITTER) or broken_seals(folder):
            return None
        with closing(Catalogue(folder / CATALOGUE)) as catalogue:
            stored, spans = catalogue.stored(), catalogue.spans()
        starts = np.load(folder / SENTENCE_STARTS)
    except (LibraryError, OSError, ValueError):
        return None
    stretches = {}
    for document_id in stored:
        rows = spans.get(document_id, range(0))
        excerpts = range(int(starts[rows.start]), int(starts[rows.stop])) if rows else range(0)
        stretches[document_id] = Stretch((document_id,), rows, excerpts)
    return Before(folder, manifest, stored, stretches)
