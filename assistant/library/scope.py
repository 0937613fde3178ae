"""Whether a question is about this library at all: the measure behind "our documents do not say".

A question counts as answered when its best sentence is clearly nearer to it than everyday talk is. How near is
near enough differs from library to library, so the yardstick is measured when an edition is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from assistant.library.embedder import Vectors
from assistant.model import Confidence

# How much nearness to everyday talk counts against nearness to the documents, how many of a hundred unrelated
# questions stay below the yardstick, and how far above it an answer is sure: chosen on development questions.
_EVERYDAY = 0.6
_PERCENT = 95
_SURE = 0.1
# How much further above the yardstick a question must be that names something no document mentions.
_UNKNOWN = 0.2


def unrelated_questions() -> list[str]:
    """The shipped list of everyday questions that no product library answers."""
    text = files("assistant.library").joinpath("unrelated.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line]


def yardstick(unrelated: Vectors, sentences: Vectors) -> float:
    """The relevance that all but a few unrelated questions stay below, in a library with these sentence vectors."""
    if not len(sentences):
        return 1.0
    best = (unrelated @ sentences.T).max(axis=1)
    everyday = unrelated @ unrelated.T
    # A question is no measure of itself.
    np.fill_diagonal(everyday, -1.0)
    return float(np.percentile(_relevance(best, everyday.max(axis=1)), _PERCENT))


@dataclass(frozen=True, slots=True)
class Relevance:
    """How clearly a question belongs to a library (`value`), and how clearly it must (`needed`, the yardstick).

    Both are cosines of sentences less everyday talk; higher is clearer.
    """

    value: float
    needed: float

    @property
    def confidence(self) -> Confidence:
        """What that means for the answer."""
        if self.value < self.needed:
            return Confidence.NOT_IN_DOCUMENTS
        return Confidence.SURE if self.value - self.needed >= _SURE else Confidence.PROBABLY


def relevance(questions: Vectors, best: Vectors, unrelated: Vectors, needed: float, *, unknown: bool) -> Relevance:
    """How clearly a question belongs here; the least clear of its wordings decides.

    `questions`, shape (wordings, dimension), are the question as asked and without the company's name; `best` the
    cosine of the nearest sentence for each. `unknown` says that it names something no document mentions.
    """
    value = float(np.min(_relevance(best, (questions @ unrelated.T).max(axis=1))))
    return Relevance(value - (_UNKNOWN if unknown else 0.0), needed)


def _relevance(best_sentence: Vectors, everyday: Vectors) -> Vectors:
    return best_sentence - _EVERYDAY * everyday
