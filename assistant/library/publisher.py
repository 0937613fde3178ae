"""The only writer: from a knowledge folder to new editions, built, checked, and then switched to in one step."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from assistant.errors import BusyError, ContentError, LibraryError
from assistant.library.building import edition_vectors
from assistant.library.calibration import write_measured_edition
from assistant.library.disagreements import disagreements, told
from assistant.library.draft import Draft
from assistant.library.edition import (
    FORMAT,
    Edition,
    Manifest,
    disagreements_in,
    read_manifest,
)
from assistant.library.embedder import Embedder, Vectors
from assistant.library.folder import Refusal, scan
from assistant.library.plan import Plan, Read, Step, make_plan, published
from assistant.library.scope import unrelated_questions
from assistant.library.shelf import Shelf, sequence
from assistant.library.splitter import SPLITTER
from assistant.library.vectors import VectorCache
from assistant.model import Clearance, Company, Excerpt

# Reports are read on the desk, which is not cleared for what is restricted.
_READS_REPORTS = Clearance.INTERNAL


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did or, when dry, would do: documents by id, and refusals with what to do about them.

    `kept` are documents whose file was refused and whose earlier version stays published; `superseded`
    ones are published for the staff only; `disagreements` are statements that contradict each other, the one that
    holds first; `embedded` counts the texts that the model had to see;
    `published` holds the names of new editions by audience; `seconds` is wall time.
    """

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
    refused: tuple[Refusal, ...]
    superseded: tuple[str, ...]
    disagreements: tuple[str, ...]
    passages: int
    embedded: int
    seconds: float
    dry_run: bool
    published: Mapping[str, str] = field(default_factory=dict)


class Publisher:
    """Publishes a knowledge folder as one edition per audience; takes its parts ready-made.

    `read` turns a file's name and bytes into text; `step` hears of progress (what, done, total).
    `everyday` are the questions that measure the yardstick of an edition, the shipped ones unless told.
    """

    def __init__(
        self,
        data: Path,
        embedder: Embedder,
        read: Read,
        suffixes: Sequence[str],
        step: Step,
        clock: Callable[[], float] = time.monotonic,
        everyday: Sequence[str] | None = None,
    ) -> None:
        self._data = data
        self._embedder = embedder
        self._read = read
        self._suffixes = tuple(suffixes)
        self._step = step
        self._clock = clock
        self._everyday = tuple(everyday or unrelated_questions())
        self._shelves = {audience: Shelf(data, audience) for audience in Clearance}
        self._cache = VectorCache(data / "vectors", embedder)

    def publish(self, root: Path, *, dry_run: bool = False) -> Report:
        """Bring the editions up to date with a folder; readers see the old or the new one, never a mix.

        Raises `ContentError` when the folder as a whole cannot be used, `BusyError` when another run is at it.
        """
        started = self._clock()
        if dry_run:
            plan, company = self._plan(root)
            return self._report(plan, self._cache.missing(plan.texts()), _in_plan(plan), {}, started, dry_run=True)
        with self._writing():
            self._tidy()
            plan, company = self._plan(root)
            missing = self._cache.missing(plan.texts())
            names = self._publish_all(plan, company)
            self._tidy()
            against = self._disagreements(plan)
        return self._report(plan, missing, against, names, started, dry_run=False)

    def _plan(self, root: Path) -> tuple[Plan, Company]:
        folder = scan(root, self._suffixes)
        before = published(self._shelves.values(), self._embedder)
        return make_plan(folder, before, self._embedder, self._read, self._step), folder.company

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._data.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._data / "publish.lock", timeout=0):
                yield
        except Timeout as error:
            raise BusyError("Another run is publishing just now. Wait until it is done, then start again.") from error

    def _tidy(self) -> None:
        for shelf in self._shelves.values():
            shelf.tidy()

    def _publish_all(self, plan: Plan, company: Company) -> dict[str, str]:
        if not plan.documents:
            raise ContentError("the folder", "holds no document that can be used, so nothing was changed. Put one in.")
        number = 1 + max((sequence(name) for shelf in self._shelves.values() for name in shelf.names()), default=0)
        names: dict[Clearance, str] = {}
        for audience in Clearance:
            drafts = plan.drafts(audience)
            content = self._content_hash(audience, drafts, company)
            if not self._is_current(audience, content):
                names[audience] = f"{number:06d}-{content[:12]}"
                self._build(names[audience], Manifest(audience, content, *self._made_with(), company), drafts)
        # The public edition first: what an editor has withdrawn from customers is gone for them first.
        for audience, name in names.items():
            self._shelves[audience].point_to(name)
        return {audience.value: name for audience, name in names.items()}

    def _made_with(self) -> tuple[str, str]:
        return self._embedder.fingerprint, SPLITTER

    def _content_hash(self, audience: Clearance, drafts: Sequence[Draft], company: Company) -> str:
        """A name for all that an edition is made of; two editions with the same one answer alike."""
        parts = [str(FORMAT), audience.value, *self._made_with(), repr(company)]
        parts += [f"{draft.document.document_id} {draft.fingerprint}" for draft in drafts]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _is_current(self, audience: Clearance, content: str) -> bool:
        shelf = self._shelves[audience]
        name = shelf.current()
        try:
            return name is not None and read_manifest(shelf.path(name)).content == content
        except LibraryError:
            return False

    def _build(self, name: str, manifest: Manifest, drafts: Sequence[Draft]) -> None:
        vectors = edition_vectors(drafts, self._cache, self._step, self._everyday)
        shelf = self._shelves[manifest.audience]
        self._step(f"building the {manifest.audience} edition", 0, 1)
        write_measured_edition(shelf.room(name), manifest, drafts, vectors, self._everyday)
        _check(Edition(shelf.room(name)), drafts, vectors.passages)
        shelf.shelve(name)
        self._step(f"building the {manifest.audience} edition", 1, 1)

    def _disagreements(self, plan: Plan) -> list[tuple[Excerpt, Excerpt]]:
        """The contradictions that were found when the staff's edition was built: to find them again takes seconds."""
        shelf = self._shelves[_READS_REPORTS]
        try:
            return disagreements_in(shelf.path(shelf.current() or ""))
        except LibraryError:
            return _in_plan(plan)

    def _report(
        self,
        plan: Plan,
        missing: Sequence[str],
        against: Iterable[tuple[Excerpt, Excerpt]],
        published: Mapping[str, str],
        started: float,
        *,
        dry_run: bool,
    ) -> Report:
        return Report(
            plan.added,
            plan.replaced,
            plan.removed,
            plan.unchanged,
            plan.kept,
            plan.refused,
            plan.superseded,
            told(against),
            plan.passages,
            len(missing),
            round(self._clock() - started, 2),
            dry_run,
            published,
        )


def _in_plan(plan: Plan) -> list[tuple[Excerpt, Excerpt]]:
    drafted = (item for draft in plan.drafts(_READS_REPORTS) for item in draft.passages)
    return disagreements(excerpt for item in drafted for excerpt in item.excerpts)


def _check(edition: Edition, drafts: Sequence[Draft], vectors: Vectors) -> None:
    """Prove a fresh edition before anyone is sent to it; raises `LibraryError`."""
    try:
        names = [passage.passage.passage_id for draft in drafts for passage in draft.passages]
        if edition.vector_count() != len(names):
            raise LibraryError(f"{edition.vector_count()} of {len(names)} vectors arrived. Run: python ingest.py")
        first = 0
        for draft in drafts:
            vector = vectors[first]
            (best, cosine), *_ = edition.nearest(vector, 1)
            # Another passage may say the very same; any that is as near will do.
            if best != names[first] and cosine < float(np.float32(0.9999)):
                raise LibraryError(f"{draft.document.path} cannot be found by its own words. Run: python ingest.py")
            first += len(draft.passages)
    finally:
        edition.close()
