"""A set as a published library that lasts as long as it is measured: only its rows do not come from files."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.errors import ContentError
from assistant.library.building import Builder, Step
from assistant.library.draft import Draft, draft
from assistant.library.edition import Edition
from assistant.library.embedder import Embedder
from assistant.library.folder import SourceFile
from assistant.library.manifest import Manifest
from assistant.library.measuring.sets import EvaluationSet, Row
from assistant.library.scope import unrelated_questions
from assistant.library.shelf import Shelf
from assistant.library.splitter import SPLITTER, CountTokens
from assistant.library.text import Block, BlockKind, clean, place
from assistant.library.vectors import VectorCache
from assistant.model import Clearance, Company, Document

_NOBODY = Company("our company", "", "", ())
_NAME = "000001-000000000000"
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class TemporaryLibrary:
    """A published set: its shelf and edition, the id of each row by the id of its document, and its vectors.

    `seconds` is the wall time from the first row to the finished edition, None when some vectors were known already.
    """

    shelf: Shelf
    edition: Edition
    row_of: dict[str, str]
    cache: VectorCache
    seconds: float | None

    @property
    def passages(self) -> int:
        return int(self.edition.catalogue.size)

    @property
    def passages_per_second(self) -> float | None:
        return self.passages / self.seconds if self.seconds else None


@contextmanager
def published_set(
    data: EvaluationSet, embedder: Embedder, cache_folder: Path | None, step: Step
) -> Iterator[TemporaryLibrary]:
    """Publish a set in a temporary folder, which is removed afterwards; vectors stay in `cache_folder` if given.

    Raises `ContentError` when no row holds any text.
    """
    with TemporaryDirectory(prefix="plumbline-eval-", ignore_cleanup_errors=True) as temporary:
        # What is timed begins with a model that is loaded.
        embedder.embed(["warm-up"])
        cache = VectorCache(cache_folder or Path(temporary, "vectors"), embedder)
        shelf = Shelf(Path(temporary), Clearance.PUBLIC)
        row_of, seconds = _publish(data, embedder, cache, shelf, step)
        with closing(Edition(shelf.path(_NAME))) as edition:
            yield TemporaryLibrary(shelf, edition, row_of, cache, seconds)


def _publish(
    data: EvaluationSet, embedder: Embedder, cache: VectorCache, shelf: Shelf, step: Step
) -> tuple[dict[str, str], float | None]:
    started = time.perf_counter()
    row_of: dict[str, str] = {}
    drafts: list[Draft] = []
    for number, row in enumerate(data.rows()):
        step("splitting", number, data.size)
        # Equal scores fall in the order of ids; that of the rows would favour the first of two that say the same.
        name = hashlib.sha256(row.row_id.encode()).hexdigest()[:24]
        row_of[name] = row.row_id
        drafts.append(_draft(name, row, embedder.count_tokens))
    step("splitting", data.size, data.size)
    if not any(one.passages for one in drafts):
        raise ContentError(str(data.folder / "corpus.jsonl"), "holds no text in any row. Put some in.")
    cached = _known(drafts, cache)
    builder = Builder(cache, unrelated_questions())
    cache.fill(builder.texts(drafts), lambda done, total: step("embedding", done, total))
    step("building", 0, 1)
    manifest = Manifest(Clearance.PUBLIC, "", embedder.fingerprint, SPLITTER, _NOBODY)
    builder.build(shelf.room(_NAME), manifest, drafts, None)
    shelf.shelve(_NAME)
    shelf.point_to(_NAME)
    step("building", 1, 1)
    return row_of, None if cached else time.perf_counter() - started


def _known(drafts: Sequence[Draft], cache: VectorCache) -> bool:
    """Whether some passages need not be embedded any more."""
    texts = {passage.embedded for one in drafts for passage in one.passages}
    return len(cache.missing(texts)) < len(texts)


def _draft(name: str, row: Row, count_tokens: CountTokens) -> Draft:
    """A row as a document with a title; its blank lines part paragraphs."""
    document = Document(name, row.row_id, clean(row.title), Clearance.PUBLIC, "1", "txt")
    blocks = [Block(BlockKind.PARAGRAPH, clean(part)) for part in _BLANK_LINE.split(row.text)]
    return draft(SourceFile(document, "", "", Path()), place(blocks), count_tokens)
