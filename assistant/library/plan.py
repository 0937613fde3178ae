"""What the next editions are to hold, and how that differs from what is published now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.errors import ContentError, LibraryError
from assistant.library.draft import Draft, draft
from assistant.library.edition import Edition
from assistant.library.embedder import Embedder
from assistant.library.folder import Folder, Refusal, SourceFile
from assistant.library.shelf import Shelf
from assistant.library.splitter import SPLITTER
from assistant.library.text import DocumentText

Read = Callable[[str, bytes], DocumentText]
Step = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """The documents of the next editions by id, and what became of each file.

    `kept` are documents whose file was refused and whose earlier version stays published.
    """

    drafts: tuple[Draft, ...]
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
    refused: tuple[Refusal, ...]

    @property
    def superseded(self) -> tuple[str, ...]:
        """Documents that a newer one has replaced: customers no longer get them."""
        return tuple(draft.document.document_id for draft in self.drafts if draft.document.superseded_by)

    @property
    def passages(self) -> int:
        return sum(len(draft.passages) for draft in self.drafts)

    def texts(self) -> list[str]:
        """Everything that needs a vector."""
        passages = [passage for draft in self.drafts for passage in draft.passages]
        return [item.embedded for item in passages] + [text for item in passages for text in item.embedded_units]


def make_plan(folder: Folder, before: Mapping[str, Draft], embedder: Embedder, read: Read, step: Step) -> Plan:
    """Read and split what is new or changed; a file that fails is refused and never stops the others."""
    drafts: dict[str, Draft] = {}
    refused = list(folder.refusals)
    added: list[str] = []
    replaced: list[str] = []
    unchanged: list[str] = []
    for done, source in enumerate(folder.sources):
        step("reading", done, len(folder.sources))
        name = source.document.document_id
        old = before.get(name)
        if old is not None and old.fingerprint == source.fingerprint:
            unchanged.append(name)
            drafts[name] = old
            continue
        try:
            drafts[name] = _draft(source, embedder, read)
        except ContentError as error:
            refused.append(Refusal(source.document.path, error.problem, name))
            continue
        (added if old is None else replaced).append(name)
    step("reading", len(folder.sources), len(folder.sources))
    # A file that cannot be used just now is not a file that was taken away.
    spoiled = {refusal.path for refusal in refused}
    kept = [name for name, old in before.items() if name not in drafts and old.document.path in spoiled]
    drafts |= {name: before[name] for name in kept}
    removed = [name for name in before if name not in drafts]
    ordered = tuple(drafts[name] for name in sorted(drafts))
    return Plan(ordered, tuple(added), tuple(replaced), tuple(removed), tuple(unchanged), tuple(kept), tuple(refused))


def published_drafts(shelf: Shelf, embedder: Embedder) -> dict[str, Draft]:
    """What a current edition holds, ready to be used again; empty when there is none that this version can read."""
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


def _draft(source: SourceFile, embedder: Embedder, read: Read) -> Draft:
    path = source.document.path
    made = draft(source, read(path, source.body), embedder.count_tokens)
    if not made.passages:
        raise ContentError(path, "holds no text below its headings. Add the text or remove the file.")
    return made
