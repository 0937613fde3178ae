"""What the next editions are to hold, and how that differs from what is published now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from assistant.errors import ContentError
from assistant.library.before import Before
from assistant.library.catalogue import Stored
from assistant.library.contents import Content
from assistant.library.draft import Draft, Versions, sees, versions
from assistant.library.embedder import Embedder
from assistant.library.flags import Flag, flags
from assistant.library.folder import Folder, Refusal, SourceFile
from assistant.library.text import DocumentText
from assistant.model import Clearance, Document

Read = Callable[[str, bytes], DocumentText]
Step = Callable[[str, int, int], None]

# One file is parsed while another one is split.
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of each file: the documents read just now (`fresh`), and those `taken` over from `before`.

    `kept` are documents whose file was refused and whose earlier version stays published, but not in the editions of
    `barred`, where it was and is not to be seen any more; `moved` are those whose file has only another place now:
    where it was and where it is. `flags` are what an editor should see of what was
    read just now.
    """

    fresh: Mapping[str, Versions]
    taken: frozenset[str]
    before: Mapping[Clearance, Before]
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
    refused: tuple[Refusal, ...]
    flags: tuple[Flag, ...] = ()
    barred: Mapping[Clearance, Collection[str]] = field(default_factory=dict)

    def drafts(self) -> list[Draft]:
        """All that was read just now, in every version."""
        return [draft for versions in self.fresh.values() for draft in versions.values()]

    def contents(self, clearance: Clearance) -> list[Content]:
        """What the edition of a clearance is to hold, by id."""
        found: dict[str, Content] = {name: made[clearance] for name, made in self.fresh.items() if clearance in made}
        if clearance in self.before:
            found |= {
                name: one for name, one in self.before[clearance].stretches.items() if self._takes(clearance, name)
            }
        return [found[name] for name in sorted(found)]

    def fingerprints(self, clearance: Clearance) -> dict[str, str]:
        """The fingerprints of the documents that the edition of a clearance is to hold, by id."""
        return {name: one.fingerprint for name, one in self._files(clearance).items()}

    def documents(self, clearance: Clearance) -> dict[str, Document]:
        """The documents that the edition of a clearance is to hold, by id."""
        return {name: one.document for name, one in self._files(clearance).items()}

    @property
    def superseded(self) -> tuple[str, ...]:
        """Documents that a newer one has replaced: customers no longer get them."""
        everything = self.documents(Clearance.RESTRICTED)
        return tuple(name for name, document in everything.items() if document.superseded_by)

    @property
    def passages(self) -> int:
        """How many passages the widest edition is to hold."""
        return sum(len(content.passages) for content in self.contents(Clearance.RESTRICTED))

    def _files(self, clearance: Clearance) -> dict[str, Draft | Stored]:
        found: dict[str, Draft | Stored] = {
            name: made[clearance] for name, made in self.fresh.items() if clearance in made
        }
        if clearance in self.before:
            found |= {name: one for name, one in self.before[clearance].stored.items() if self._takes(clearance, name)}
        return dict(sorted(found.items()))

    def _takes(self, clearance: Clearance, name: str) -> bool:
        return name in self.taken and name not in self.barred.get(clearance, ())


def make_plan(
    folder: Folder,
    before: Mapping[Clearance, Before],
    withdrawn: Collection[str],
    embedder: Embedder,
    read: Read,
    step: Step,
    *,
    anew: bool = False,
) -> Plan:
    """Read and split what is new or changed, or everything (`anew`); a file that fails never stops the others.

    It is refused, and what was published of it before stays, unless its document is among the `withdrawn`.
    """
    old = {name: one for edition in before.values() for name, one in edition.stored.items()}
    whole = {source.document.document_id for source in folder.sources if not anew and _is_whole(source, before)}
    to_read = [source for source in folder.sources if source.document.document_id not in whole]
    fresh: dict[str, Versions] = {}
    flagged: list[Flag] = []
    refused = list(folder.refusals)
    for source, made in zip(to_read, _read_all(to_read, embedder, read, step), strict=True):
        if isinstance(made, ContentError):
            refused.append(Refusal(source.document.path, made.problem, source.document.document_id))
        else:
            fresh[source.document.document_id] = made.versions
            flagged += made.flags
    by_id = {source.document.document_id: source for source in folder.sources}
    used = {name: source for name, source in by_id.items() if name in whole or name in fresh}
    # A file that cannot be used just now is not a file that was taken away.
    spoiled = {refusal.path for refusal in refused} - folder.missing
    kept = [
        name for name, one in old.items() if name not in used and name not in withdrawn and one.document.path in spoiled
    ]
    plan = _plan(used, old, fresh, frozenset(whole.union(kept)), before, tuple(kept), tuple(refused))
    stated = folder.stated()
    now = {name: stated[path] for name in kept if (path := old[name].document.path) in stated}
    return replace(plan, flags=tuple(flagged), barred={clearance: _barred(clearance, now, old) for clearance in before})


def _barred(clearance: Clearance, now: Mapping[str, Document], old: Mapping[str, Stored]) -> frozenset[str]:
    """Documents that an edition may not keep as they are, for less of them may be seen by what is stated now."""

    def narrowed(name: str) -> bool:
        notes = clearance.sees(old[name].document.notes_audience) and not clearance.sees(now[name].notes_audience)
        return notes or not sees(clearance, now[name])

    return frozenset(filter(narrowed, now))


def plan_without(before: Mapping[Clearance, Before], document_id: str) -> Plan:
    """What is published now, without one document."""
    names = {name for one in before.values() for name in one.stored} - {document_id}
    return Plan({}, frozenset(names), before, (), (), (), (document_id,), tuple(sorted(names)), (), ())


def _plan(
    used: Mapping[str, SourceFile],
    old: Mapping[str, Stored],
    fresh: Mapping[str, Versions],
    taken: frozenset[str],
    before: Mapping[Clearance, Before],
    kept: tuple[str, ...],
    refused: tuple[Refusal, ...],
) -> Plan:
    gone = [name for name in old if name not in used and name not in kept]
    new = [name for name in used if name not in old]
    changed = [name for name in used if name in old and old[name].fingerprint != used[name].fingerprint]
    moves = dict(_moves(used, old, gone, new, changed))
    arrived = set(moves.values())
    return Plan(
        fresh,
        taken,
        before,
        added=tuple(name for name in new if name not in arrived),
        replaced=tuple(name for name in changed if name not in arrived),
        moved=tuple((old[one].document.path, used[other].document.path) for one, other in moves.items()),
        removed=tuple(name for name in gone if name not in moves),
        unchanged=tuple(name for name in used if name in old and name not in changed),
        kept=kept,
        refused=refused,
    )


def _moves(
    used: Mapping[str, SourceFile],
    old: Mapping[str, Stored],
    gone: Sequence[str],
    new: Sequence[str],
    changed: Sequence[str],
) -> Iterator[tuple[str, str]]:
    """The ids of documents that have only moved: the one before and the one now, which are often the same."""
    waiting = list(new)
    for name in gone:
        alike = next((other for other in waiting if used[other].content == old[name].content), None)
        if alike is not None:
            waiting.remove(alike)
            yield name, alike
    for name in changed:
        if old[name].content == used[name].content and old[name].document.path != used[name].document.path:
            yield name, name


def _is_whole(source: SourceFile, before: Mapping[Clearance, Before]) -> bool:
    """Whether every edition that is to hold a document holds it just so: a run may have been cut off in between."""
    name = source.document.document_id
    holding = [clearance for clearance in Clearance if sees(clearance, source.document)]
    stored = [before[clearance].stored.get(name) for clearance in holding if clearance in before]
    same = all(one is not None and one.fingerprint == source.fingerprint for one in stored)
    return same and len(stored) == len(holding)


@dataclass(frozen=True, slots=True)
class _Made:
    """What a file became, and what an editor should see of it."""

    versions: Versions
    flags: tuple[Flag, ...]


def _read_all(
    sources: Sequence[SourceFile], embedder: Embedder, read: Read, step: Step
) -> Iterator[_Made | ContentError]:
    """What each file becomes, or why it cannot be used, in the order of the files."""

    def attempt(source: SourceFile) -> _Made | ContentError:
        try:
            return _made(source, embedder, read)
        except ContentError as error:
            return error

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for done, made in enumerate(pool.map(attempt, sources)):
            step("reading", done, len(sources))
            yield made
    step("reading", len(sources), len(sources))


def _made(source: SourceFile, embedder: Embedder, read: Read) -> _Made:
    path = source.document.path
    text = read(path, source.body())
    made = versions(source, text, embedder.count_tokens)
    if not any(draft.passages for draft in made.values()):
        raise ContentError(path, "holds no text below its headings. Add the text or remove the file.")
    found = flags(path, text)
    if source.document.audience is Clearance.RESTRICTED:
        # Reports are read by people who are not cleared for its words.
        found = tuple(dict.fromkeys(replace(flag, text="") for flag in found))
    return _Made(made, found)
