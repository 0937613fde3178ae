"""The only place that chooses parts: it reads as the list of what Plumbline is made of."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answering.chain import LibraryRetriever
from assistant.answering.writers import ExtractiveWriter
from assistant.conversation import Assistant, Conversations, Dialogue
from assistant.errors import ContentError, RecordsError, SettingError
from assistant.library.current import CurrentEdition
from assistant.library.edition import Edition
from assistant.library.embedder import Embedder, SentenceTransformerEmbedder, model_folder
from assistant.library.ranking import RANKING
from assistant.library.reader import Library
from assistant.library.serving import ServingEmbedder
from assistant.library.shelf import Shelf
from assistant.library.vectors import KnownVectors, VectorCache
from assistant.model import Clearance, Document
from assistant.records.visitors import Visitors
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.library.history import History
    from assistant.library.measuring.bench import Bench, Measured
    from assistant.library.measuring.publishing import Embedding, Handling
    from assistant.library.publisher import Publisher
    from assistant.library.report import Report
    from assistant.library.uploads import Uploads

Step = Callable[[str, int, int], None]

__all__ = [
    "Assistant",
    "Conversations",
    "Dialogue",
    "Embedding",
    "Handling",
    "Library",
    "Measured",
    "Publisher",
    "Report",
    "Uploads",
    "Visitors",
    "backup_records",
    "check_playbook",
    "measure_publishing",
    "open_assistant",
    "open_bench",
    "open_conversations",
    "open_embedder",
    "open_history",
    "open_library",
    "open_publisher",
    "open_uploads",
    "open_visitors",
    "publish",
]


def open_library(
    clearance: Clearance | str = Clearance.PUBLIC,
    settings: Settings | None = None,
    today: Callable[[], date] = date.today,
) -> Library:
    """The library that somebody with this clearance may read, always as last published.

    Without `settings` they are read from the environment (PLUMBLINE_…). `today` tells whose review is long overdue.
    """
    settings = settings or Settings.from_environment(os.environ)
    shelf = Shelf(settings.data, _clearance(clearance))
    serving = _open_serving(settings)
    known = KnownVectors(settings.data / "vectors", serving.fingerprint, serving)
    return Library(CurrentEdition(shelf, _open_edition), serving, _retriever, today=today, known=known)


def open_assistant(
    clearance: Clearance | str = Clearance.PUBLIC,
    settings: Settings | None = None,
    today: Callable[[], date] = date.today,
) -> Assistant:
    """An assistant that answers from the library of this clearance, and from nothing else."""
    return Assistant(open_library(clearance, settings, today), ExtractiveWriter())


def open_conversations(
    program: str,
    clearance: Clearance | str = Clearance.PUBLIC,
    settings: Settings | None = None,
    assistant: Assistant | None = None,
) -> Conversations:
    """The conversations of a program ("desk" or "chat") over the library of its clearance; raises `RecordsError`.

    Each program has records of its own.
    """
    from assistant.records.erasure import Erasure
    from assistant.records.opening import open_records
    from assistant.records.store import Records

    settings = settings or Settings.from_environment(os.environ)
    engine = open_records(settings.data / "records" / f"{program}.sqlite")
    erasure = Erasure(engine)
    days = settings.chat_days if program == "chat" else settings.desk_days
    answering = assistant or open_assistant(clearance, settings)
    return Conversations(answering, Records(engine), erasure, asks=program == "chat", days=days)


def open_visitors(settings: Settings) -> Visitors:
    """The names by which browsers find their conversations in the chat again; raises `RecordsError`."""
    return Visitors.under(settings.data / "records" / "chat.key")


def backup_records(settings: Settings, folder: Path) -> list[Path]:
    """Copy the records of each program into a folder while they run; raises `RecordsError`, returns the copies."""
    from assistant.records.erasure import Erasure
    from assistant.records.opening import open_records

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordsError(
            f"{folder} is no folder that can be written to ({error.strerror}). Name another one."
        ) from error
    copies = []
    for records in sorted((settings.data / "records").glob("*.sqlite")):
        copies.append(folder / f"{records.stem}-{datetime.now():%Y%m%d-%H%M%S}.sqlite")
        Erasure(open_records(records)).backup(copies[-1])
    return copies


def check_playbook(settings: Settings, library: Library) -> str:
    """What keeps the playbook in the folder from being published over a library's documents, "" where nothing does."""
    from assistant.selling.playbook import compiled

    try:
        compiled(settings.knowledge, {one.document.document_id: one.document.audience for one in library.documents()})
    except ContentError as error:
        return str(error)
    return ""


@contextmanager
def open_publisher(settings: Settings, step: Step, embedder: Embedder | None = None) -> Iterator[Publisher]:
    """The one writer of the library; `step` hears of its progress as (what, done, total).

    Every file is read in a process of its own that can touch nothing else.
    """
    # Only who publishes loads the publisher and the readers; the customers' chat never does.
    from assistant.library.jail import Jail
    from assistant.library.publisher import Publisher
    from assistant.library.readers import READERS
    from assistant.selling.playbook import compiled

    def playbooks(root: Path, documents: Mapping[str, Document]) -> Mapping[Clearance, str]:
        return compiled(root, {name: document.audience for name, document in documents.items()})

    chosen = embedder or open_embedder(settings)
    with Jail() as jail:
        yield Publisher(settings.data, chosen, jail.read, tuple(READERS), step, playbooks=playbooks)


def publish(settings: Settings, folder: Path, step: Step, **options: bool) -> Report:
    """Put a folder into the library, then see to it that the programs have a copy of the model that starts fast.

    `options` are those of `Publisher.publish`, which also tells what is raised; what becomes of the copy is logged and
    never fails the publishing.
    """
    from assistant.library.export import ensure_serving_copy
    from assistant.selling.playbook import read_playbook

    reference = open_embedder(settings)
    with open_publisher(settings, step, reference) as publisher:
        report = publisher.publish(folder, **options)
    if not report.dry_run:
        ensure_serving_copy(reference, _copies(settings), step)
        # A program compares what customers say with these as soon as it has started.
        VectorCache(settings.data / "vectors", reference).fill(read_playbook(folder).compared)
    return report


def open_uploads(settings: Settings) -> Uploads:
    """What takes files into the knowledge folder."""
    from assistant.library.readers import READERS
    from assistant.library.uploads import Uploads

    return Uploads(settings.knowledge, tuple(READERS))


def open_history(settings: Settings) -> History:
    """The reports of the runs that published something."""
    from assistant.library.history import History

    return History(settings.data)


def open_bench(settings: Settings, without: Iterable[str], cache: Path | None, step: Step) -> Bench:
    """What measures retrieval and answers, the parts of the ranking in `without` switched off.

    Raises `SettingError` for an unknown part. `cache` is a folder that keeps vectors for the next run.
    """
    # Only who measures loads it; no program that serves ever does.
    from assistant.library.measuring.bench import Bench

    ranking = RANKING.without(without)

    def make_assistant(shelf: Shelf, edition: Edition, embedder: Embedder) -> Assistant:
        current = CurrentEdition(shelf, lambda _shelf, _name: edition)
        return Assistant(Library(current, embedder, _retriever, ranking), ExtractiveWriter())

    return Bench(open_embedder(settings), _open_serving(settings), make_assistant, ranking, cache, step)


def measure_publishing(
    settings: Settings, folder: Path, passages: int, slice_passages: int, step: Step
) -> tuple[Handling, Embedding]:
    """How fast a set of so many passages is handled when it is published, and a slice of it embedded."""
    from assistant.library.jail import Jail
    from assistant.library.measuring.publishing import measure_embedding, measure_handling

    embedder = open_embedder(settings)
    with Jail() as jail:
        handling = measure_handling(folder, embedder, passages, jail.read, step)
        return handling, measure_embedding(folder, embedder, slice_passages, jail.read, step)


def open_embedder(settings: Settings) -> SentenceTransformerEmbedder:
    """The embedding model that the settings name, as the reference; its weights load when it is first used."""
    return SentenceTransformerEmbedder(model_folder(settings.model))


def _open_serving(settings: Settings) -> Embedder:
    # What is published is always the reference's; questions may be embedded by its faster copy.
    reference = open_embedder(settings)
    return ServingEmbedder(_copies(settings) / reference.fingerprint, reference)


def _copies(settings: Settings) -> Path:
    return settings.data / "models"


def _retriever(library: Library, limit: int) -> LibraryRetriever:
    return LibraryRetriever(search=library.search, limit=limit)


def _open_edition(shelf: Shelf, name: str) -> Edition:
    return Edition.whole(shelf.path(name))


def _clearance(clearance: Clearance | str) -> Clearance:
    try:
        return Clearance(clearance)
    except ValueError as error:
        known = ", ".join(Clearance)
        raise SettingError(f"{clearance!r} is not a clearance. Use one of: {known}.") from error
