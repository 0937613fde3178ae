"""Hybrid retrieval over one edition: vectors from Chroma, words from SQLite FTS5, fused into one ranking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.library.edition import Edition
from assistant.library.embedder import Vectors
from assistant.library.ranking import RANKING, Ranking
from assistant.library.scope import Relevance
from assistant.library.words import coverage, names, parts, rarity, terms, without_name
from assistant.model import Confidence, Excerpt, Hit

Embed = Callable[[Sequence[str]], Vectors]

CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought: passages best first, the sentences and rows of the best, and whether that is enough.

    `unknown` are names in the question that stand in no document.
    """

    hits: tuple[Hit, ...]
    excerpts: tuple[Excerpt, ...]
    relevance: Relevance
    unknown: tuple[str, ...] = ()

    @property
    def confidence(self) -> Confidence:
        """How sure it is that the question is answered here."""
        return self.relevance.confidence


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


def find(
    edition: Edition, question: str, embed: Embed, limit: int, excerpts_of: int, ranking: Ranking = RANKING
) -> Found:
    """Passages for a question, and the sentences and rows of the best `excerpts_of` of them."""
    wordings = [question, without_name(question, edition.manifest.company.name)]
    asked_for = parts(question)
    vectors = embed([*wordings, *asked_for])
    hits = search(edition, question, vectors[0], limit, ranking)
    catalogue = edition.catalogue
    best_passages = catalogue.passages([hit.passage.passage_id for hit in hits[:excerpts_of]]).values()
    excerpts, best = edition.excerpts(vectors, best_passages, len(asked_for))
    weights = rarity(catalogue.frequencies(terms(question)), catalogue.size)
    asked = names(question)
    mentions = catalogue.frequencies([name.casefold() for name in asked])
    unknown = tuple(name for name in asked if not mentions[name.casefold()])
    relevance = edition.relevance(vectors[: len(wordings)], best[: len(wordings)], unknown=bool(unknown))
    return Found(tuple(hits), tuple(_covered(excerpt, weights) for excerpt in excerpts), relevance, unknown)


def _covered(excerpt: Excerpt, weights: dict[str, float]) -> Excerpt:
    # A sentence leans on its heading and title: "It is 60 days" under "How long a quote is valid" does answer.
    context = f"{excerpt.passage.document.title} {excerpt.passage.heading} {excerpt.text}"
    return replace(excerpt, coverage=coverage(weights, context))
