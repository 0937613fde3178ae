"""The only writer: from a knowledge folder to new editions, built, proved, and then switched to in one step."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import BusyError, ContentError, LibraryError
from assistant.library.before import Before, before
from assistant.library.building import Builder
from assistant.library.checking import problems
from assistant.library.disagreements import told
from assistant.library.edition import Edition, disagreements_in
from assistant.library.embedder import Embedder
from assistant.library.folder import Refusal, scan
from assistant.library.history import ROLLBACK, History, Release
from assistant.library.manifest import FORMAT, Manifest
from assistant.library.plan import Plan, Read, Step, make_plan, plan_without
from assistant.library.proofs import Proof, prove
from assistant.library.report import Report
from assistant.library.scope import unrelated_questions
from assistant.library.shelf import Shelves
from assistant.library.splitter import SPLITTER
from assistant.library.vectors import VectorCache
from assistant.library.withdrawals import Withdrawals, withdrawal
from assistant.model import Clearance, Company, Document

# Reports are read on the desk, which is not cleared for what is restricted.
_READS_REPORTS = Clearance.INTERNAL


# What a folder's playbook is for each audience, given the documents by id; raises `ContentError`.
Compile = Callable[[Path, Mapping[str, Document]], Mapping[Clearance, str]]


def no_playbook(_root: Path, _documents: Mapping[str, Document]) -> Mapping[Clearance, str]:
    """What a publisher without a playbook compiles."""
    return dict.fromkeys(Clearance, "")


@dataclass(frozen=True, slots=True)
class _Work:
    """What a run is to do: the plan, company and playbook of each audience's edition, and how much is built anew."""

    plan: Plan
    own: Mapping[Clearance, tuple[Company, str]]
    rebuild: bool = False
    new_index: bool = False


class Publisher:
    """Publishes a knowledge folder as one edition per audience; takes its parts ready-made.

    `read` turns a file's name and bytes into text; `step` hears of progress (what, done, total).
    `everyday` are the questions that measure the yardstick of an edition, the shipped ones unless told. `playbooks`
    makes of the folder what each audience may see of its playbook.
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
        playbooks: Compile = no_playbook,
    ) -> None:
        self._data = data
        self._embedder = embedder
        self._read = read
        self._suffixes = tuple(suffixes)
        self._step = step
        self._clock = clock
        self._playbooks = playbooks
        self._shelves = Shelves(data)
        self._history = History(data)
        self._withdrawals = Withdrawals(data)
        self._cache = VectorCache(data / "vectors", embedder)
        self._builder = Builder(self._cache, tuple(everyday or unrelated_questions()))

    def publish(self, root: Path, *, dry_run: bool = False, prune: bool = False, rebuild: bool = False) -> Report:
        """Bring the editions up to date with a folder; readers see the old or the new one, never a mix.

        Without `prune` a folder that has lost more than half of its documents changes nothing. `rebuild` takes nothing
        over from the editions before that the folder can give. Raises `ContentError` when the folder as a whole cannot
        be used, `BusyError` when another run is at it.
        """
        started = self._clock()
        if dry_run:
            work = self._work(root, rebuild)
            missing = len(self._cache.missing(self._builder.texts(work.plan.drafts())))
            return self._report(work.plan, missing, Proof(), {}, started, dry_run=True)
        with self._writing():
            if rebuild:
                self._cache.mend()
            work = self._work(root, rebuild)
            _guard(work.plan, prune=prune)
            return self._carry_out("publish", work, started)

    def rollback(self) -> Release:
        """Return to the editions that were current before; the folder is not touched, so a next run changes them again.

        Raises `LibraryError` when there is nothing to return to.
        """
        with self._writing():
            release = self._history.before(self._shelves.current())
            if release is None:
                raise LibraryError("There is no earlier edition to return to. Change the folder and put it in again.")
            for audience, name in release.editions.items():
                Edition.whole(self._shelves[Clearance(audience)].path(name)).close()
            self._shelves.switch(release.editions)
            self._history.add(ROLLBACK, _now(), release.editions, {"to": release.number})
            return release

    def withdraw(self, document_id: str) -> Report:
        """Take a document out for good: out of every edition, older ones too, and out of the vector cache.

        The rest stays as it is published. Raises `ContentError` when there is no such document.
        """
        started = self._clock()
        with self._writing():
            self._withdrawals.add(withdrawal(self._shelves, document_id, _now()))
            found = self._before()
            if {audience.value for audience in found} != self._shelves.current().keys():
                raise LibraryError(f"{document_id} is noted as withdrawn, but is not out yet. Run: python ingest.py")
            own = {audience: (one.manifest.company, one.manifest.playbook) for audience, one in found.items()}
            return self._carry_out("withdraw", _Work(plan_without(found, document_id), own), started)

    def readmit(self, document_id: str) -> None:
        """Let a withdrawn document be published again by the next run; raises `ContentError` for any other."""
        with self._writing():
            if not self._withdrawals.admit(document_id):
                raise ContentError(document_id, "was not withdrawn. Name a document that was.")

    def check(self) -> tuple[str, ...]:
        """What is wrong with what is published, each with how to repair it; empty when all is well."""
        with self._writing():
            return tuple(problems(self._shelves, self._cache, self._embedder.fingerprint))

    def _work(self, root: Path, rebuild: bool) -> _Work:
        folder = self._withdrawals.without(scan(root, self._suffixes))
        gone = {one.document_id for one in self._withdrawals.all()}
        plan = make_plan(folder, self._before(), gone, self._embedder, self._read, self._step, anew=rebuild)
        try:
            playbooks = self._playbooks(root, plan.documents(Clearance.RESTRICTED))
        except ContentError as error:
            # As with a document: what was published before stays, and the report says why.
            plan = replace(plan, refused=(*plan.refused, Refusal(error.path, error.problem)))
            playbooks = {audience: one.manifest.playbook for audience, one in plan.before.items()}
        own = {audience: (folder.company, playbooks.get(audience, "")) for audience in Clearance}
        return _Work(plan, own, rebuild)

    def _before(self) -> dict[Clearance, Before]:
        found = {audience: before(self._shelves[audience], self._embedder.fingerprint) for audience in Clearance}
        return {audience: one for audience, one in found.items() if one is not None}

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._data.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._data / "publish.lock", timeout=0):
                self._shelves.settle()
                self._tidy()
                try:
                    yield
                finally:
                    # Also after a failure: a disk that is full gets its room back.
                    self._tidy()
        except Timeout as error:
            raise BusyError("Another run is publishing just now. Wait until it is done, then start again.") from error

    def _tidy(self) -> None:
        self._shelves.tidy(self._history.kept_editions())

    def _carry_out(self, what: str, work: _Work, started: float) -> Report:
        pending = self._withdrawals.pending()
        if pending:
            work = replace(work, new_index=True)
        manifests = self._manifests(work)
        embedded = self._fill(work.plan) if manifests else 0
        names, proof = self._build_all(manifests, work)
        if names:
            self._shelves.switch({**self._shelves.current(), **names})
        report = self._report(work.plan, embedded, proof, names, started, dry_run=False)
        if pending:
            # What was withdrawn is in no edition any more; now it goes from all that is older.
            self._shelves.tidy()
            self._cache.forget(key for one in pending for key in one.to_erase)
            self._history.erase()
            self._withdrawals.erased()
        if names or pending:
            self._history.add(what, _now(), self._shelves.current(), asdict(report))
        return report

    def _fill(self, plan: Plan) -> int:
        texts = self._builder.texts(plan.drafts())
        return self._cache.fill(texts, lambda done, total: self._step("embedding", done, total))

    def _manifests(self, work: _Work) -> dict[Clearance, Manifest]:
        """What has to be built: the manifests of the editions that would differ from the current ones."""
        found = {}
        for audience in Clearance:
            made_with = (self._embedder.fingerprint, SPLITTER)
            own = work.own.get(audience)
            if own is None:
                continue
            content = _content_hash(audience, work.plan.fingerprints(audience), made_with, own)
            old = work.plan.before.get(audience)
            if work.rebuild or old is None or old.manifest.content != content:
                found[audience] = Manifest(audience, content, *made_with, *own)
        return found

    def _build_all(self, manifests: Mapping[Clearance, Manifest], work: _Work) -> tuple[dict[str, str], Proof]:
        number = self._shelves.next_number()
        names: dict[str, str] = {}
        proof = Proof()
        for done, (audience, manifest) in enumerate(manifests.items()):
            self._step("building editions", done, len(manifests))
            name = f"{number:06d}-{manifest.content[:12]}"
            shelf = self._shelves[audience]
            old = work.plan.before.get(audience)
            contents = work.plan.contents(audience)
            self._builder.build(shelf.room(name), manifest, contents, old, new_index=work.new_index or work.rebuild)
            proof |= self._prove(shelf.room(name), audience, work.plan)
            shelf.shelve(name)
            names[audience.value] = name
        if manifests:
            self._step("building editions", len(manifests), len(manifests))
        return names, proof

    def _prove(self, folder: Path, audience: Clearance, plan: Plan) -> Proof:
        there = plan.fingerprints(audience)
        old = plan.before.get(audience)
        gone = old.telling(name for name in old.stored if name not in there) if old else {}
        with closing(Edition(folder)) as edition:
            return prove(edition, plan.fresh.keys() & there.keys(), gone, self._cache.embed)

    def _disagreements(self) -> tuple[str, ...]:
        shelf = self._shelves[_READS_REPORTS]
        return told(disagreements_in(shelf.path(shelf.current() or "")))

    def _report(
        self, plan: Plan, embedded: int, proof: Proof, published: Mapping[str, str], started: float, *, dry_run: bool
    ) -> Report:
        return Report(
            added=plan.added,
            replaced=plan.replaced,
            moved=plan.moved,
            removed=plan.removed,
            unchanged=plan.unchanged,
            kept=plan.kept,
            refused=plan.refused,
            superseded=plan.superseded,
            disagreements=() if dry_run else self._disagreements(),
            passages=plan.passages,
            embedded=embedded,
            seconds=round(self._clock() - started, 2),
            dry_run=dry_run,
            flags=plan.flags,
            found=tuple(sorted(proof.found)),
            not_found=tuple(sorted(proof.not_found)),
            gone=tuple(sorted(proof.gone)),
            published=published,
        )


def _guard(plan: Plan, *, prune: bool) -> None:
    """Raises `ContentError` when a folder has lost so much that it looks like an accident."""
    had = len({name for one in plan.before.values() for name in one.stored})
    if not plan.fresh and not plan.taken and not had:
        raise ContentError("the folder", "holds no document that can be used, so nothing was changed. Put one in.")
    if 2 * len(plan.removed) > had and not prune:
        raise ContentError(
            "the folder",
            f"has lost {len(plan.removed)} of the {had} documents that are published, so nothing was changed. Put them"
            " back, or, if they are to go, run: python ingest.py --prune",
        )


def _content_hash(
    audience: Clearance, fingerprints: Mapping[str, str], made_with: tuple[str, str], own: tuple[Company, str]
) -> str:
    """A name for all that an edition is made of; two editions with the same one answer alike."""
    parts = [str(FORMAT), audience.value, *made_with, repr(own)]
    parts += [f"{name} {fingerprint}" for name, fingerprint in fingerprints.items()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
