"""Proof that a fresh edition answers as it should: what is new is found by its own words, what is gone is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.errors import LibraryError
from assistant.library.edition import Edition
from assistant.library.embedder import Vectors
from assistant.library.search import search
from assistant.model import Passage

_LIMIT = 5

Embed = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Proof:
    """Documents that are found by a sentence of their own, that are not, and that are proved to be gone."""

    found: frozenset[str] = frozenset()
    not_found: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()

    def __or__(self, other: Proof) -> Proof:
        return Proof(self.found | other.found, self.not_found | other.not_found, self.gone | other.gone)


def prove(edition: Edition, there: Iterable[str], gone: Mapping[str, str | None], embed: Embed) -> Proof:
    """Ask an edition for a sentence of each document that must be `there`, and of each that must be `gone`.

    `gone` holds a sentence that each had. Raises `LibraryError` when the index is not complete or something that
    must be gone is there; a document that others say the same as, only better, may well not be found.
    """
    if edition.indexed() != set(edition.catalogue.names):
        raise LibraryError(f"The index of {edition.name} is not complete. Run: python ingest.py --rebuild")
    asked = {name: sentence for name in there if (sentence := edition.catalogue.telling(name))}
    found = {name for name, sentence in asked.items() if _finds(edition, name, sentence, embed)}
    for name, sentence in gone.items():
        if edition.catalogue.document(name) or (sentence and _is_hit(edition, name, sentence, embed)):
            raise LibraryError(f"{name} is still found though it was removed. Run: python ingest.py --rebuild")
    return Proof(frozenset(found), frozenset(asked.keys() - found), frozenset(gone))


def _finds(edition: Edition, document_id: str, sentence: str, embed: Embed) -> bool:
    # Another document may say the very same; that one will do.
    hits = _hits(edition, sentence, embed)
    return any(passage.document_id == document_id or sentence in passage.text for passage in hits)


def _is_hit(edition: Edition, document_id: str, sentence: str, embed: Embed) -> bool:
    return any(passage.document_id == document_id for passage in _hits(edition, sentence, embed))


def _hits(edition: Edition, sentence: str, embed: Embed) -> list[Passage]:
    (vector,) = embed([sentence])
    return [hit.passage for hit in search(edition, sentence, vector, _LIMIT)]
