"""Hybrid retrieval over one edition: meaning and words of a question, in one score that stays near a cosine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.library.edition import Edition
from assistant.library.embedder import Vectors
from assistant.library.postings import Floats, Rows
from assistant.library.ranking import RANKING, Ranking
from assistant.library.words import Sought, sought
from assistant.model import Hit, PurchaseStage

CANDIDATES = 100
# What words and pairs count without the gate: as much as with it where the best cosine is 0.6.
_UNGATED = 0.4
# Among how many times as many passages as are wanted a stage may prefer some.
_FAVOURED = 2
# Two passages that say the same may differ by how their sums were rounded; that must not decide.
_DIGITS = 6


def search(
    edition: Edition,
    question: str,
    vector: Vectors,
    limit: int,
    ranking: Ranking = RANKING,
    stage: PurchaseStage = PurchaseStage.UNKNOWN,
) -> list[Hit]:
    """The best `limit` passages for a question; every candidate is scored by all parts of the ranking."""
    asked = sought(question)
    bm25 = edition.words.bm25(asked.stems)
    near = edition.nearest_rows(vector, CANDIDATES) if ranking.dense else np.empty(0, np.int64)
    rows = np.union1d(near, _highest(bm25, CANDIDATES)) if ranking.words else np.unique(near)
    cosines = edition.cosines(rows, vector)
    scores = ranking.dense * _meaning(edition, rows, vector, cosines, ranking)
    scores += _trust(cosines, ranking) * _shared(edition, asked, bm25[rows], rows, ranking)
    names = [edition.catalogue.names[row] for row in rows]
    # Equal scores fall in the order of the ids, so that the same question always gets the same answer.
    order = sorted(range(len(rows)), key=lambda at: (-round(float(scores[at]), _DIGITS), names[at]))
    favours = ranking.stage and stage is not PurchaseStage.UNKNOWN
    order = order[: _FAVOURED * limit if favours else limit]
    passages = edition.catalogue.passages([int(rows[at]) for at in order])
    hits = [
        Hit(passage, float(scores[at]), float(cosines[at]), float(bm25[rows[at]]))
        for at, passage in zip(order, passages, strict=True)
    ]
    return _for_stage(hits, stage, ranking.stage)[:limit] if favours else hits


def _for_stage(hits: Sequence[Hit], stage: PurchaseStage, weight: float) -> list[Hit]:
    """The hits with what their document gains if it was written for this stage, best first."""
    favoured = [replace(hit, score=hit.score + weight) if stage in hit.passage.document.stages else hit for hit in hits]
    return sorted(favoured, key=lambda hit: -hit.score)


def _highest(scores: Floats, count: int) -> Rows:
    """The rows of the highest scores above 0, in no order."""
    rows = np.argpartition(-scores, count)[:count] if count < len(scores) else np.arange(len(scores))
    return rows[scores[rows] > 0]


def _meaning(edition: Edition, rows: Rows, vector: Vectors, cosines: Floats, ranking: Ranking) -> Floats:
    """Cosines of passages and of their best sentences in one, shape (len(rows),)."""
    if not ranking.dense or not ranking.sentences:
        return cosines
    return (1 - ranking.sentences) * cosines + ranking.sentences * edition.best_sentences(rows, vector, cosines)


def _trust(cosines: Floats, ranking: Ranking) -> float:
    """How much words count for this question: the less, the surer its meaning is."""
    best = float(np.clip(cosines.max(initial=0.0), 0, 1)) if ranking.dense else 0.0
    return ranking.gate * (1 - best) + (1 - ranking.gate) * _UNGATED


def _shared(edition: Edition, asked: Sought, bm25: Floats, rows: Rows, ranking: Ranking) -> Floats:
    """The weighed words and pairs of a question in passages, as shares of what all its words tell.

    A share does not grow with the length of the question or the size of the library, so one weight serves all.
    """
    whole = sum(map(edition.words.inverse_frequency, asked.stems))
    if not whole:
        return np.zeros(len(rows), np.float32)
    told = ranking.words * bm25
    if ranking.pairs:
        told = told + ranking.pairs * edition.words.together(asked.pairs, rows)
    return told / whole
