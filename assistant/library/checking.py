"""Everything that can be verified about what is published, and how to repair what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from assistant.errors import LibraryError
from assistant.library.draft import sees
from assistant.library.edition import Edition
from assistant.library.manifest import broken_seals
from assistant.library.proofs import Embed, prove
from assistant.library.shelf import Shelf, Shelves
from assistant.library.splitter import SPLITTER
from assistant.library.vectors import VectorCache
from assistant.model import Clearance

_REBUILD = "Run: python ingest.py --rebuild"


def problems(shelves: Shelves, cache: VectorCache, model: str) -> Iterator[str]:
    """What is wrong with the current editions and the vector cache, one sentence each with what to do."""
    broken = cache.problem()
    if broken:
        yield f"The vector cache {broken}. {_REBUILD}"
    for audience in Clearance:
        try:
            yield from _problems(shelves[audience], model, None if broken else cache.embed)
        except LibraryError as error:
            yield f"{audience}: {error}"


def _problems(shelf: Shelf, model: str, embed: Embed | None) -> Iterator[str]:
    name = shelf.current()
    if name is None:
        yield f"{shelf.audience}: nothing is published. Run: python ingest.py"
        return
    folder = shelf.path(name)
    damaged = broken_seals(folder)
    for file in damaged:
        yield f"{shelf.audience}: {file} of {name} is not what was written. {_REBUILD}"
    if not damaged:
        with closing(Edition(folder)) as edition:
            yield from _problems_of(edition, shelf.audience, model, embed)


def _problems_of(edition: Edition, audience: Clearance, model: str, embed: Embed | None) -> Iterator[str]:
    manifest = edition.manifest
    if manifest.audience is not audience:
        yield f"{audience}: {edition.name} was built for {manifest.audience}. {_REBUILD}"
    if (manifest.model, manifest.splitter) != (model, SPLITTER):
        yield f"{audience}: {edition.name} was built with another model or splitter. Run: python ingest.py"
        return
    documents = [summary.document for summary in edition.catalogue.documents()]
    for document in documents:
        if not sees(audience, document):
            yield f"{audience}: {document.path} is not for this audience. {_REBUILD}"
    for passage_id in edition.strayed():
        yield f"{audience}: the vector of {passage_id} is damaged. {_REBUILD}"
    if embed is None:
        return
    proof = prove(edition, [document.document_id for document in documents], {}, embed)
    for document_id in sorted(proof.not_found):
        yield f"{audience}: {document_id} is not found by a sentence of its own; others say the same or better."
