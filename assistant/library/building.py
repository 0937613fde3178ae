"""Building an edition in a new folder: what is new is written, what has not changed is taken over from before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.library.before import Before
from assistant.library.beyond import answered_questions, beyond_questions
from assistant.library.calibration import measured_yardstick
from assistant.library.catalogue import Catalogue
from assistant.library.cataloguing import write_catalogue
from assistant.library.contents import Content, Stretch, joined
from assistant.library.disagreements import COMMON, disagreements
from assistant.library.draft import Draft
from assistant.library.edition import (
    ANSWERED,
    BEYOND,
    CATALOGUE,
    PASSAGES,
    SENTENCE_STARTS,
    SENTENCES,
    UNRELATED,
    WORDS,
    Edition,
    change_index,
    write_disagreements,
    write_index,
)
from assistant.library.manifest import Manifest, seal, write_manifest
from assistant.library.postings import Fields, write_postings
from assistant.library.vectors import VectorCache

Step = Callable[[str, int, int], None]

_SHARE = 4_096
# An index that has lost more than this share of its size since it was built anew is built anew again.
_DROPPED = 0.25
# A yardstick is measured anew when more than this share of the passages has changed since.
_DRIFTED = 0.01


@dataclass(frozen=True, slots=True)
class _Change:
    """The passages of an edition in order, those of them that are new, and those that it has no more.

    The first two hold the ids of passages with those of their documents.
    """

    owners: Mapping[str, str]
    fresh: Mapping[str, str]
    dropped: Sequence[str]

    @classmethod
    def of(cls, catalogue: Catalogue, before: Before | None) -> _Change:
        owners = catalogue.owners()
        had = before.names() if before else ()
        known = frozenset(had)
        fresh = {name: owner for name, owner in owners.items() if name not in known}
        return cls(owners, fresh, [name for name in had if name not in owners])


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds editions with vectors from a cache; `everyday` are the questions that measure their yardstick."""

    cache: VectorCache
    everyday: Sequence[str]

    def build(
        self,
        folder: Path,
        manifest: Manifest,
        contents: Iterable[Content],
        before: Before | None,
        *,
        new_index: bool = False,
    ) -> None:
        """Write an edition into a new folder; the stretches among its contents come from the edition `before`.

        With a `new_index` nothing in Chroma's files comes from there.
        """
        contents = joined(contents)
        folder.mkdir(parents=True)
        old = before.folder if before else None
        write_catalogue(folder / CATALOGUE, contents, old / CATALOGUE if old else None)
        write_postings(folder / WORDS, _fields(contents), old / WORDS if old else None)
        self._write_vectors(folder, contents, old)
        with closing(Catalogue(folder / CATALOGUE)) as catalogue:
            change = _Change.of(catalogue, before)
            write_disagreements(folder, disagreements(catalogue.likely_disagreements(COMMON)))
        dropped = _index(folder, change, None if new_index else before)
        write_manifest(folder, manifest)
        needed, drifted = self._yardstick(folder, change, before)
        seal(folder, replace(manifest, needed=needed, dropped=dropped, drifted=drifted))

    def _yardstick(self, folder: Path, change: _Change, before: Before | None) -> tuple[float, int]:
        """The yardstick of an edition, and how many passages have changed since it was measured."""
        if before is not None:
            drifted = before.manifest.drifted + len(change.dropped) + len(change.fresh)
            if drifted <= _DRIFTED * len(change.owners):
                return before.manifest.needed, drifted
        with closing(Edition(folder)) as edition:
            return measured_yardstick(edition, self.everyday, np.load(folder / UNRELATED)), 0

    def texts(self, drafts: Iterable[Draft]) -> list[str]:
        """Everything that needs a vector before an edition of these drafts can be built."""
        items = [item for draft in drafts for item in draft.passages]
        sentences = [text for item in items for text in item.embedded_units]
        shipped = [*self.everyday, *(question for _, question in beyond_questions()), *answered_questions()]
        return [item.embedded for item in items] + sentences + shipped

    def _write_vectors(self, folder: Path, contents: Sequence[Content], old: Path | None) -> None:
        items = [item for content in contents if isinstance(content, Draft) for item in content.passages]
        passages = self._vectors(item.embedded for item in items)
        sentences = self._vectors(text for item in items for text in item.embedded_units)
        lengths = np.array([len(item.units) for item in items], np.int64)
        np.save(folder / PASSAGES, _woven(contents, passages, _loaded(old, PASSAGES), _passages))
        np.save(folder / SENTENCES, _woven(contents, sentences, _loaded(old, SENTENCES), _excerpts))
        lengths = _woven(contents, lengths, np.diff(_loaded(old, SENTENCE_STARTS)), _passages)
        np.save(folder / SENTENCE_STARTS, np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]))
        np.save(folder / UNRELATED, self.cache.embed(self.everyday))
        np.save(folder / BEYOND, self.cache.embed([question for _, question in beyond_questions()]))
        np.save(folder / ANSWERED, self.cache.embed(answered_questions()))

    def _vectors(self, texts: Iterable[str]) -> npt.NDArray[np.float16]:
        """The vectors of texts in half precision, as they are stored, embedded a share at a time."""
        rest = iter(texts)
        parts: list[npt.NDArray[np.float16]] = []
        while share := list(islice(rest, _SHARE)):
            parts.append(self.cache.embed(share).astype(np.float16))
        return np.concatenate(parts) if parts else np.empty((0, 0), np.float16)


def _passages(content: Content) -> range:
    return content.passages if isinstance(content, Stretch) else range(len(content.passages))


def _excerpts(content: Content) -> range:
    if isinstance(content, Stretch):
        return content.excerpts
    return range(sum(len(item.units) for item in content.passages))


def _woven(
    contents: Sequence[Content],
    fresh: npt.NDArray[Any],
    old: npt.NDArray[Any],
    rows: Callable[[Content], range],
) -> npt.NDArray[Any]:
    """The rows of all contents in their order: those of stretches are `old` ones, the others follow in `fresh`."""
    if not any(isinstance(content, Stretch) for content in contents):
        return fresh
    parts: list[npt.NDArray[Any]] = []
    at = 0
    for content in contents:
        part = rows(content)
        if isinstance(content, Stretch):
            parts.append(old[part.start : part.stop])
        else:
            parts.append(fresh[at : at + len(part)])
            at += len(part)
    return np.concatenate([part for part in parts if len(part)] or [fresh])


def _loaded(old: Path | None, name: str) -> npt.NDArray[Any]:
    return np.load(old / name, mmap_mode="r") if old else np.empty((0, 0))


def _fields(contents: Iterable[Content]) -> Iterator[Fields | range]:
    for content in contents:
        if isinstance(content, Stretch):
            yield content.passages
            continue
        for item in content.passages:
            one = item.passage
            yield one.document.title, " ".join(one.heading_path), one.text


def _index(folder: Path, change: _Change, before: Before | None) -> int:
    """Write Chroma's index of an edition; how many vectors it has lost since it was built anew."""
    vectors = np.load(folder / PASSAGES, mmap_mode="r")
    dropped = before.manifest.dropped + len(change.dropped) if before else 0
    if before is None or dropped > _DROPPED * len(change.owners):
        write_index(folder, change.owners, vectors)
        return 0
    rows = [row for row, name in enumerate(change.owners) if name in change.fresh]
    change_index(folder, before.folder, change.dropped, change.fresh, vectors[rows])
    return dropped
