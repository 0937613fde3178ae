"""The edition that is current: followed through the pointer, swapped in the background, never closed in use."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.errors import LibraryError
from assistant.library.edition import Edition
from assistant.library.shelf import Shelf

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Open:
    edition: Edition
    readers: int = 0
    retired: bool = False


class CurrentEdition:
    """Lends the current edition; a search that has begun keeps the edition that it began with."""

    def __init__(self, shelf: Shelf, open_edition: Callable[[Shelf, str], Edition]) -> None:
        self._shelf = shelf
        self._open_edition = open_edition
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._open: _Open | None = None
        self._failed: str | None = None

    @contextmanager
    def lease(self) -> Iterator[Edition]:
        """The current edition for the time of one look-up; raises `LibraryError` when there is none."""
        taken = self._take()
        try:
            yield taken.edition
        finally:
            with self._lock:
                taken.readers -= 1
                close = taken.retired and not taken.readers
            if close:
                taken.edition.close()

    def _take(self) -> _Open:
        name = self._shelf.current()
        if name is None:
            raise LibraryError(f"No {self._shelf.audience} library has been published yet. Run: python ingest.py")
        with self._lock:
            opened = self._open
            if opened is not None:
                opened.readers += 1
        if opened is None:
            with self._opening:
                self._swap(name)
            return self._take()
        if name not in (opened.edition.name, self._failed) and self._opening.acquire(blocking=False):
            # The old edition goes on answering while the new one is opened.
            threading.Thread(target=self._swap_in_background, args=(name,), daemon=True).start()
        return opened

    def _swap_in_background(self, name: str) -> None:
        try:
            self._swap(name)
        except LibraryError:
            # Asked for again when the pointer moves on; the edition that is open goes on serving.
            self._failed = name
            _log.exception("the new edition %s cannot be opened; the one before goes on serving", name)
        finally:
            self._opening.release()

    def _swap(self, name: str) -> None:
        if self._open is not None and self._open.edition.name == name:
            return
        fresh = _Open(self._open_edition(self._shelf, name))
        with self._lock:
            old, self._open = self._open, fresh
            close = False
            if old is not None:
                old.retired = True
                close = not old.readers
        if old is not None and close:
            old.edition.close()
