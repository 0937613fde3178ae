"""Whether a question is about this library at all: the measure behind "our documents do not say".

A question counts as answered when its best passage and sentence are clearly nearer to it than everyday talk is. How
near is near enough differs from library to library, so the yardstick is measured when an edition is published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from assistant.library.beyond import Beyond
from assistant.model import Confidence

# What counts for and against a question, how many of a hundred everyday questions stay below the yardstick, and
# how far above it an answer is sure: chosen on development questions of five libraries.
_PASSAGE, _SENTENCE, _SHARE, _NAMED, _EVERYDAY = 0.8, 0.2, 0.2, 0.2, 0.6
_PERCENT = 97
_SURE = 0.1
# How clearly a turn, a statement as well as a question, is about our matter: a logistic regression over the same signs
# on turns of buyers against everyday questions, of both one half; its cut keeps 99 % of everyday talk from being read.
_TURN = {"passage": 5.4, "sentence": 5.9, "everyday": -8.6, "share": 1.7, "named": 3.3, "unknown": 2.3}
_TURN_CUT = 2.5
# A sentence as near as this to the question as it was typed answers it, whatever else speaks against it.
_SAID = 0.72
# How much further above the yardstick a question must be that names something no document mentions.
_UNKNOWN = 0.2


@cache
def unrelated_questions() -> tuple[str, ...]:
    """The shipped list of everyday questions that no product library answers."""
    shipped = files("assistant.library").joinpath("unrelated.txt").read_text(encoding="utf-8")
    return tuple(line for line in shipped.splitlines() if line)


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against a question: cosines of the nearest passage, sentence and everyday question.

    `share` (0 to 1) is how much of the weight of its terms the best passage holds; `named` and `unknown` say whether
    it names something that the documents mention, or do not mention; `said` is the cosine of the nearest sentence with
    the question as it was typed, the company's own name in it.
    """

    passage: float
    sentence: float
    everyday: float
    share: float
    named: bool
    unknown: bool
    said: float = -1.0

    @property
    def relevance(self) -> float:
        """How clearly the question belongs to the library; higher is clearer."""
        return (
            _PASSAGE * self.passage
            + _SENTENCE * self.sentence
            + _SHARE * self.share
            + _NAMED * self.named
            - _EVERYDAY * self.everyday
            - _UNKNOWN * self.unknown
        )

    @property
    def matter(self) -> float:
        """How clearly what was said, a question or not, is about our matter; 0 and more is clear."""
        return sum(weight * float(getattr(self, name)) for name, weight in _TURN.items()) - _TURN_CUT


@dataclass(frozen=True, slots=True)
class Relevance:
    """How clearly a question belongs to a library (`value`), and how clearly it must (`needed`, the yardstick).

    `beyond` is set where it does not: the kind of question (legal, insurance …) that product documents do not answer,
    or "language" for one in another language than the documents (`foreign`), for which nothing found is ever sure.
    `outside` is set where it is of such a kind beyond doubt, however near its words are to the documents, `said` where
    a sentence states what is asked. `matter` tells of a statement as well how clearly it is about our matter.
    """

    value: float
    needed: float
    beyond: str | None = None
    foreign: bool = False
    matter: float = 0.0
    outside: bool = False
    said: bool = False

    @property
    def confidence(self) -> Confidence:
        """What that means for the answer."""
        if not self.said and (self.outside or self.value < self.needed):
            return Confidence.NOT_IN_DOCUMENTS
        sure = self.value - self.needed >= _SURE and not self.foreign
        return Confidence.SURE if sure else Confidence.PROBABLY


def yardstick(values: Iterable[float]) -> float:
    """The relevance that all but a few unrelated questions stay below; above all where there are none."""
    measured = list(values)
    return float(np.percentile(measured, _PERCENT)) if measured else 1.0


def relevance(signs: Signs, needed: float, nearest: Beyond | None = None, *, foreign: bool = False) -> Relevance:
    """The relevance of a question; `nearest` is the kind of question beyond all documents that it is nearest to.

    `foreign` tells that it is asked in another language than the documents.
    """
    said = signs.said >= _SAID
    outside = nearest is not None and nearest.clear(signs.sentence)
    kind = "language" if foreign else nearest.kind if nearest and nearest.alike else None
    beyond = kind if not said and (outside or signs.relevance < needed) else None
    return Relevance(signs.relevance, needed, beyond, foreign, signs.matter, outside, said)
