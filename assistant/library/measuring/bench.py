"""The bench: publishes a set for as long as it is measured and takes its figures."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.errors import ContentError, SettingError
from assistant.library.building import Step
from assistant.library.edition import Edition
from assistant.library.embedder import Embedder, Progress, Vectors
from assistant.library.measuring.answers import Answers, measure_answers
from assistant.library.measuring.declining import Declining, declining
from assistant.library.measuring.memory import forget_peak, peak_mb
from assistant.library.measuring.retrieval import Retrieval, measure_retrieval
from assistant.library.measuring.sets import EvaluationSet, Half, Question, read_set, read_unrelated
from assistant.library.measuring.temporary import TemporaryLibrary, published_set
from assistant.library.ranking import Ranking
from assistant.library.reader import Library
from assistant.library.shelf import Shelf
from assistant.library.vectors import VectorCache
from assistant.model import Answer


class Asked(Protocol):
    """What answers: an assistant over the library of a set."""

    @property
    def library(self) -> Library: ...

    def ask(self, question: str) -> Answer: ...


MakeAssistant = Callable[[Shelf, Edition, Embedder], Asked]


class RememberingEmbedder:
    """An embedder that embeds no text twice."""

    def __init__(self, embedder: Embedder, cache: VectorCache) -> None:
        self._embedder = embedder
        self._cache = cache

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    def embed(self, texts: Sequence[str], progress: Progress = lambda done, total: None) -> Vectors:
        """Unit vectors, float32, shape (len(texts), dimension)."""
        return self._cache.embed(texts, progress)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text costs."""
        return self._embedder.count_tokens(texts)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one set; parts that were not asked for are None.

    `passages_per_s` counts wall time from the first row to the finished edition, None where vectors came from a
    cache; `rss_mb` is the peak of resident memory.
    """

    name: str
    passages: int
    passages_per_s: float | None
    rss_mb: float
    ranking: Ranking
    retrieval: Retrieval | None
    answers: Answers | None
    declining: Declining | None


class Bench:
    """Measures sets with the product's own parts: `embedder` publishes, `asking` embeds the questions that are timed.

    `cache_folder` keeps vectors for the next run, if given.
    """

    def __init__(
        self,
        embedder: Embedder,
        asking: Embedder,
        make_assistant: MakeAssistant,
        ranking: Ranking,
        cache_folder: Path | None,
        step: Step,
    ) -> None:
        self._embedder = embedder
        self._asking = asking
        self._make_assistant = make_assistant
        self._ranking = ranking
        self._cache_folder = cache_folder
        self._step = step

    def measure(
        self,
        folders: Sequence[Path],
        *,
        retrieval: bool,
        answers: bool,
        unrelated: Path | None = None,
        half: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Measured]:
        """Measure sets one after another; the curve of declining belongs to retrieval and needs `unrelated`.

        Each set is published in a temporary folder that is removed afterwards. `half` and `limit` choose among the
        questions, the unrelated ones too. Raises `ContentError` before anything is embedded when a set cannot be used,
        `SettingError` when the cache cannot.
        """
        chosen = Half(half) if half else None
        sets = [_read(folder, chosen, limit, answers=answers) for folder in folders]
        others = [text for text in read_unrelated(unrelated) if not chosen or chosen.holds(text)] if unrelated else []
        for data in sets:
            forget_peak()
            try:
                with published_set(data, self._embedder, self._cache_folder, self._step) as library:
                    measured = self._measured(data, library, others[:limit], retrieval, answers)
            except sqlite3.DatabaseError as error:
                raise SettingError(f"The vector cache cannot be used ({error}). Name another folder.") from error
            yield measured

    def _measured(
        self, data: EvaluationSet, library: TemporaryLibrary, unrelated: Sequence[str], retrieval: bool, answers: bool
    ) -> Measured:
        remembering = RememberingEmbedder(self._embedder, library.cache)
        assistant = self._make_assistant(library.shelf, library.edition, remembering)
        self._step("asking", 0, 1)
        found = measure_retrieval(library, data.questions, self._asking, self._ranking) if retrieval else None
        curve = _declining(assistant.library, library, data.questions, unrelated) if retrieval and unrelated else None
        said = measure_answers(assistant.ask, data.questions, data.answers(), unrelated) if answers else None
        self._step("asking", 1, 1)
        return Measured(
            data.name, library.passages, library.passages_per_second, peak_mb(), self._ranking, found, said, curve
        )


def _read(folder: Path, half: Half | None, limit: int | None, *, answers: bool) -> EvaluationSet:
    data = read_set(folder).part(half, limit)
    if not data.questions:
        raise ContentError(str(folder), f"has no question in its {half} half. Measure it whole.")
    if answers and not data.answers():
        raise ContentError(str(folder), "has no gold answer to the questions that were chosen. Leave out --answers.")
    return data


def _declining(
    assistant_library: Library, library: TemporaryLibrary, questions: Sequence[Question], unrelated: Sequence[str]
) -> Declining:
    answerable = [assistant_library.find(question.text).relevance.value for question in questions]
    others = [assistant_library.find(question).relevance.value for question in unrelated]
    return declining(answerable, others, library.edition.manifest.needed)
