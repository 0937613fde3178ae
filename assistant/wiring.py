"""The only place that chooses parts: it reads as the list of what Plumbline is made of."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.answering.chain import LibraryRetriever
from assistant.answering.writers import ExtractiveWriter
from assistant.conversation import Assistant
from assistant.errors import SettingError
from assistant.library.current import CurrentEdition
from assistant.library.edition import Edition
from assistant.library.embedder import Embedder, SentenceTransformerEmbedder, model_folder
from assistant.library.reader import Library
from assistant.library.shelf import Shelf
from assistant.model import Clearance
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.library.publisher import Publisher, Report

__all__ = ["Assistant", "Library", "Report", "open_assistant", "open_embedder", "open_library", "open_publisher"]


def open_library(clearance: Clearance | str = Clearance.PUBLIC, settings: Settings | None = None) -> Library:
    """The library that somebody with this clearance may read, always as last published.

    Without `settings` they are read from the environment (PLUMBLINE_…).
    """
    settings = settings or Settings.from_environment(os.environ)
    shelf = Shelf(settings.data, _clearance(clearance))
    return Library(CurrentEdition(shelf, _open_edition), open_embedder(settings), _retriever)


def open_assistant(clearance: Clearance | str = Clearance.PUBLIC, settings: Settings | None = None) -> Assistant:
    """An assistant that answers from the library of this clearance, and from nothing else."""
    return Assistant(open_library(clearance, settings), ExtractiveWriter())


def open_publisher(settings: Settings, step: Callable[[str, int, int], None]) -> Publisher:
    """The one writer of the library; `step` hears of its progress as (what, done, total)."""
    # Only who publishes loads the publisher and the readers; the customers' chat never does.
    from assistant.library.publisher import Publisher
    from assistant.library.readers import READERS, read

    return Publisher(settings.data, open_embedder(settings), read, tuple(READERS), step)


def open_embedder(settings: Settings) -> Embedder:
    """The embedding model that the settings name; its weights load when it is first used."""
    return SentenceTransformerEmbedder(model_folder(settings.model))


def _retriever(library: Library, limit: int) -> LibraryRetriever:
    return LibraryRetriever(search=library.search, limit=limit)


def _open_edition(shelf: Shelf, name: str) -> Edition:
    return Edition(shelf.path(name))


def _clearance(clearance: Clearance | str) -> Clearance:
    try:
        return Clearance(clearance)
    except ValueError as error:
        known = ", ".join(Clearance)
        raise SettingError(f"{clearance!r} is not a clearance. Use one of: {known}.") from error
