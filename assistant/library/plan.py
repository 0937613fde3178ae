"""What the next editions are to hold, and how that differs from what is published now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assistant.errors import ContentError, LibraryError
from assistant.library.draft import Draft, Versions, sees, versions
from assistant.library.edition import Edition
from assistant.library.embedder import Embedder
from assistant.library.folder import Folder, Refusal, SourceFile
from assistant.library.shelf import Shelf
from assistant.library.splitter import SPLITTER
from assistant.library.text import DocumentText
from assistant.model import Clearance

Read = Callable[[str, bytes], DocumentText]
Step = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of each file: for every document id its version for each audience that may see it.

    `kept` are documents whose file was refused and whose earlier version stays published.
    """

    documents: Mapping[str, Versions]
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
    refused: tuple[Refusal, ...]

    def drafts(self, clearance: Clearance) -> list[Draft]:
        """What the edition of a clearance is to hold, by id."""
        return [versions[clearance] for _, versions in sorted(self.documents.items()) if clearance in versions]

    @property
    def superseded(self) -> tuple[str, ...]:
        """Documents that a newer one has replaced: customers no longer get them."""
        everything = self.drafts(Clearance.RESTRICTED)
        return tuple(draft.document.document_id for draft in everything if draft.document.superseded_by)

    @property
    def passages(self) -> int:
        """How many passages the widest edition is to hold."""
        return sum(len(draft.passages) for draft in self.drafts(Clearance.RESTRICTED))

    def texts(self) -> list[str]:
        """Everything that needs a vector."""
        passages = [item for clearance in Clearance for draft in self.drafts(clearance) for item in draft.passages]
        return [item.embedded for item in passages] + [text for item in passages for text in item.embedded_units]


def make_plan(folder: Folder, before: Mapping[str, Versions], embedder: Embedder, read: Read, step: Step) -> Plan:
    """Read and split what is new or changed; a file that fails is refused and never stops the others."""
    documents: dict[str, Versions] = {}
    refused = list(folder.refusals)
    added: list[str] = []
    replaced: list[str] = []
    unchanged: list[str] = []
    for done, source in enumerate(folder.sources):
        step("reading", done, len(folder.sources))
        name = source.document.document_id
        old = before.get(name)
        same = old is not None and _fingerprints(old) == {source.fingerprint}
        try:
            documents[name] = old if old is not None and same else _versions(source, embedder, read)
        except ContentError as error:
            refused.append(Refusal(source.document.path, error.problem, name))
            continue
        (unchanged if same else added if old is None else replaced).append(name)
    step("reading", len(folder.sources), len(folder.sources))
    # A file that cannot be used just now is not a file that was taken away.
    spoiled = {refusal.path for refusal in refused}
    kept = [name for name, old in before.items() if name not in documents and _path(old) in spoiled]
    documents |= {name: before[name] for name in kept}
    removed = [name for name in before if name not in documents]
    return Plan(documents, tuple(added), tuple(replaced), tuple(removed), tuple(unchanged), tuple(kept), tuple(refused))


def published(shelves: Iterable[Shelf], embedder: Embedder) -> dict[str, Versions]:
    """What the current editions hold, ready to be used again; nothing of one that this version cannot read."""
    found: dict[str, dict[Clearance, Draft]] = {}
    for shelf in shelves:
        for name, draft in _drafts(shelf, embedder).items():
            found.setdefault(name, {})[shelf.audience] = draft
    # A document that is missing in one of its editions is read again: a run may have been cut off in between.
    return {name: versions for name, versions in found.items() if versions.keys() == _audiences(versions)}


def _drafts(shelf: Shelf, embedder: Embedder) -> dict[str, Draft]:
    name = shelf.current()
    if name is None:
        return {}
    try:
        edition = Edition(shelf.path(name))
    except LibraryError:
        return {}
    try:
        if (edition.manifest.model, edition.manifest.splitter) != (embedder.fingerprint, SPLITTER):
            return {}
        return {key: edition.catalogue.draft(key) for key in edition.catalogue.fingerprints()}
    finally:
        edition.close()


def _versions(source: SourceFile, embedder: Embedder, read: Read) -> Versions:
    path = source.document.path
    made = versions(source, read(path, source.body), embedder.count_tokens)
    if not any(draft.passages for draft in made.values()):
        raise ContentError(path, "holds no text below its headings. Add the text or remove the file.")
    return made


def _fingerprints(versions: Versions) -> set[str]:
    return {draft.fingerprint for draft in versions.values()}


def _audiences(versions: Versions) -> set[Clearance]:
    return {clearance for draft in versions.values() for clearance in Clearance if sees(clearance, draft.document)}


def _path(versions: Versions) -> str:
    return next(iter(versions.values())).document.path
