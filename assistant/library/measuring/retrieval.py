"""How well and how fast the right rows are found: each counts by the best of its passages."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.library.embedder import Embedder, Vectors
from assistant.library.measuring.metrics import Figure, figure, ndcg, percentile, recall, reciprocal_rank
from assistant.library.measuring.sets import Question
from assistant.library.measuring.temporary import TemporaryLibrary
from assistant.library.ranking import Ranking
from assistant.library.search import search
from assistant.model import Hit

_DEPTH = 10
# So many questions are embedded one by one and timed, spread evenly over the set.
_TIMED = 200


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of wall time for a search of ten passages, with and without embedding the question."""

    p50: float | None
    p95: float | None
    p50_search: float | None
    p95_search: float | None


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The figures of one set; `questions` counts those that were asked."""

    questions: int
    ndcg10: Figure
    recall5: Figure
    recall10: Figure
    mrr10: Figure
    latency: Latency


def measure_retrieval(
    library: TemporaryLibrary, questions: Sequence[Question], embedder: Embedder, ranking: Ranking
) -> Retrieval:
    """Search for every question and compare with the rows that answer it; `embedder` embeds those that are timed."""
    vectors = library.cache.embed([question.text for question in questions], lambda done, total: None)

    def rows(question: str, vector: Vectors) -> list[str]:
        return ranked_rows(lambda limit: search(library.edition, question, vector, limit, ranking), library.row_of)

    pairs = [(rows(question.text, vector), question.gains) for question, vector in zip(questions, vectors, strict=True)]
    return Retrieval(
        len(questions),
        figure([ndcg(rows, gains, 10) for rows, gains in pairs]),
        figure([recall(rows, gains, 5) for rows, gains in pairs]),
        figure([recall(rows, gains, 10) for rows, gains in pairs]),
        figure([reciprocal_rank(rows, gains, 10) for rows, gains in pairs]),
        _latency(library, questions, embedder, ranking),
    )


def ranked_rows(find: Callable[[int], Sequence[Hit]], row_of: Mapping[str, str]) -> list[str]:
    """The ids of the first ten rows, best first; `find` is asked for more where one row holds many of the best."""
    limit = _DEPTH
    while True:
        hits = find(limit)
        rows = list(dict.fromkeys(row_of[hit.passage.document_id] for hit in hits))
        if len(rows) >= _DEPTH or len(hits) < limit:
            return rows[:_DEPTH]
        limit *= 4


def _latency(library: TemporaryLibrary, questions: Sequence[Question], embedder: Embedder, ranking: Ranking) -> Latency:
    whole, searching = [], []
    embedder.embed(["warm-up"])
    for question in questions[:: max(1, len(questions) // _TIMED)][:_TIMED]:
        began = time.perf_counter()
        (vector,) = embedder.embed([question.text])
        embedded = time.perf_counter()
        search(library.edition, question.text, vector, _DEPTH, ranking)
        done = time.perf_counter()
        whole.append(1000 * (done - began))
        searching.append(1000 * (done - embedded))
    return Latency(percentile(whole, 50), percentile(whole, 95), percentile(searching, 50), percentile(searching, 95))
