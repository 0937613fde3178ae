"""Documents that were withdrawn for good: which they are, and what of them is still to be erased."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from assistant.errors import ContentError, LibraryError
from assistant.library.catalogue import Catalogue
from assistant.library.edition import CATALOGUE
from assistant.library.folder import Folder, Refusal, SourceFile
from assistant.library.shelf import Shelves, write_whole
from assistant.library.vectors import text_key
from assistant.model import Clearance


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A document that is not to be published again: its id, the hashes of its file's versions, and when it was said.

    `to_erase` are the keys of its texts in the vector cache as long as they, or editions that hold it, may be there.
    """

    document_id: str
    contents: tuple[str, ...]
    at: str
    to_erase: tuple[str, ...] = ()
    erased: bool = False


class Withdrawals:
    """The list of what was withdrawn, in one file below the data folder; it holds no text of any document."""

    def __init__(self, data: Path) -> None:
        self._path = data / "withdrawn.json"

    def all(self) -> list[Withdrawal]:
        """Everything withdrawn; raises `LibraryError` when the list is damaged."""
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
            return [
                Withdrawal(
                    one["document_id"], tuple(one["contents"]), one["at"], tuple(one["to_erase"]), bool(one["erased"])
                )
                for one in values
            ]
        except FileNotFoundError:
            return []
        except (ValueError, KeyError, TypeError) as error:
            # Without it something withdrawn could come back.
            raise LibraryError(
                f"The list of withdrawn documents ({self._path}) is damaged ({error}). Mend it, or remove it and"
                " withdraw again what must not come back."
            ) from error

    def add(self, withdrawal: Withdrawal) -> None:
        """Withdraw a document, in place of an earlier withdrawal of the same."""
        self._write([*(one for one in self.all() if one.document_id != withdrawal.document_id), withdrawal])

    def admit(self, document_id: str) -> bool:
        """Let a document be published again; False when it was not withdrawn."""
        known = self.all()
        self._write([one for one in known if one.document_id != document_id])
        return any(one.document_id == document_id for one in known)

    def pending(self) -> list[Withdrawal]:
        """What was withdrawn and is not erased everywhere yet."""
        return [one for one in self.all() if not one.erased]

    def erased(self) -> None:
        """Note that nothing is left to be erased."""
        self._write([replace(one, to_erase=(), erased=True) for one in self.all()])

    def without(self, folder: Folder) -> Folder:
        """A knowledge folder whose withdrawn files are refused, whatever they are called now."""
        known = self.all()
        refused = [Refusal(one.document.path, _reason(by)) for one in folder.sources if (by := _in(known, one))]
        sources = tuple(one for one in folder.sources if not _in(known, one))
        return replace(folder, sources=sources, refusals=(*folder.refusals, *refused))

    def _write(self, withdrawals: Iterable[Withdrawal]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, json.dumps([asdict(one) for one in withdrawals], indent=1))


def withdrawal(shelves: Shelves, document_id: str, at: str) -> Withdrawal:
    """The withdrawal of a document that some edition holds; raises `ContentError` when none does."""
    contents: set[str] = set()
    keys: set[str] = set()
    for audience in Clearance:
        shelf = shelves[audience]
        for name in shelf.names():
            # What cannot be read any more is removed with the other older editions.
            with suppress(LibraryError, OSError, sqlite3.DatabaseError):
                content, texts = _of_document(shelf.path(name) / CATALOGUE, document_id)
                contents.update(content)
                keys.update(map(text_key, texts))
    if not contents:
        raise ContentError(document_id, "is the id of no published document. See the Library page for their ids.")
    return Withdrawal(document_id, tuple(sorted(contents)), at, tuple(sorted(keys)))


def _of_document(catalogue: Path, document_id: str) -> tuple[list[str], list[str]]:
    """The hash of a document's file and its embedded texts, where a catalogue holds it."""
    with closing(Catalogue(catalogue)) as opened:
        stored = opened.stored().get(document_id)
        return ([stored.content], opened.embedded(document_id)) if stored else ([], [])


def _in(known: Iterable[Withdrawal], source: SourceFile) -> Withdrawal | None:
    for one in known:
        if one.document_id == source.document.document_id or source.content in one.contents:
            return one
    return None


def _reason(withdrawal: Withdrawal) -> str:
    return (
        f"was withdrawn on {withdrawal.at[:10]} as {withdrawal.document_id!r}. Remove the file, or, if it may be"
        f" published again, run: python ingest.py --readmit {withdrawal.document_id}"
    )
