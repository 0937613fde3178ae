"""Hybrid retrieval over one edition: vectors from Chroma, words from SQLite FTS5, fused into one ranking."""

from __future__ import annotations

from assistant.library.edition import Edition
from assistant.library.embedder import Vectors
from assistant.library.ranking import RANKING, Ranking
from assistant.library.words import terms
from assistant.model import Hit

CANDIDATES = 100


def search(edition: Edition, question: str, vector: Vectors, limit: int, ranking: Ranking = RANKING) -> list[Hit]:
    """The best `limit` passages for a question; every candidate is scored by all parts of the ranking."""
    words = dict(edition.catalogue.words(terms(question), 4 * CANDIDATES)) if ranking.words else {}
    cosines = dict(edition.nearest(vector, CANDIDATES)) if ranking.dense else {}
    by_words_alone = [name for name in list(words)[:CANDIDATES] if name not in cosines]
    candidates = [*cosines, *by_words_alone]
    if ranking.dense:
        cosines |= edition.similarities(vector, by_words_alone)
    scores = {
        name: ranking.dense * cosines.get(name, 0.0) + ranking.words * words.get(name, 0.0) for name in candidates
    }
    # Equal scores fall in the order of the ids, so that the same question always gets the same answer.
    best = sorted(scores, key=lambda name: (-scores[name], name))[:limit]
    passages = edition.catalogue.passages(best)
    return [Hit(passages[name][1], scores[name], cosines.get(name, 0.0), words.get(name, 0.0)) for name in best]
