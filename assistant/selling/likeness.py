"""What a text is like in its meaning: regressions over the vectors of example sentences."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.model import Alike, PurchaseStage, StageExample
from assistant.selling.clauses import asked_part

Kind = TypeVar("Kind", bound=Hashable)
Embed = Callable[[Sequence[str]], NDArray[np.float32]]
# Chosen on the odd rows, once with the phrases as they are and once with half of them taken away at random: what a
# likeness weighs at most, how alike is fully alike, and how little is nothing.
_WEIGHT, _FULL, _LEAST = 2.5, 0.3, 0.25
# Chosen on the odd rows of what customers state: how soon likeness fades, and how far single examples are trusted.
_WIDTH, _RIDGE = 1.0, 0.2


class Likeness(Generic[Kind]):
    """Compares texts with examples of several kinds; `embed` makes unit vectors of texts.

    A kernel ridge regression with a Gaussian kernel, in which each kind weighs the same however many examples it has.
    """

    def __init__(self, examples: Iterable[tuple[Kind, Sequence[str]]], embed: Embed) -> None:
        self._told = [(kind, text) for kind, texts in examples for text in texts]
        self._embed = embed
        self.kinds = tuple(dict.fromkeys(kind for kind, _ in self._told))

    def of(self, vectors: NDArray[np.float32]) -> list[dict[Kind, float]]:
        """How like each kind the texts of these vectors are: about 1 for what is clearly of a kind, 0 for what is not.

        Nothing is like a single kind, for there is nothing to tell it from.
        """
        if len(self.kinds) < 2:
            return [{} for _ in vectors]
        known, weights = self._learned
        return [dict(zip(self.kinds, map(float, row), strict=True)) for row in _kernel(vectors, known) @ weights]

    @cached_property
    def _learned(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The vectors of the examples, of shape (examples, dimension), and their weights, of (examples, kinds)."""
        vectors = np.asarray(self._embed([text for _, text in self._told]), np.float64)
        kinds = np.array([self.kinds.index(kind) for kind, _ in self._told])
        counts = np.bincount(kinds)[kinds]
        ridge = np.diag(_RIDGE * counts * np.mean(1 / counts))
        return vectors, np.linalg.solve(_kernel(vectors, vectors) + ridge, np.eye(len(self.kinds))[kinds])


def _kernel(these: NDArray[Any], those: NDArray[Any]) -> NDArray[np.float64]:
    """How near unit vectors are to others, from 1 for the same direction down to nearly 0."""
    return np.asarray(np.exp(-2 * _WIDTH * (1 - these.astype(np.float64) @ those.T)))


class StageLikeness:
    """Which stage a turn is like, by the examples of a playbook."""

    def __init__(self, examples: Sequence[StageExample], embed: Embed) -> None:
        self._embed = embed
        self._likeness = Likeness(((one.stage, one.texts) for one in examples), embed)

    def of(self, text: str) -> Alike:
        """The stage that a turn is most like, and what that weighs; `UNKNOWN` where it is like none."""
        return self.of_each([text])[0]

    def of_each(self, texts: Sequence[str]) -> tuple[Alike, ...]:
        """The same for many turns at once; of a turn that asks something the question counts."""
        meant = [asked_part(text) or text for text in texts]
        return tuple(map(_stage, self._likeness.of(self._embed(meant))))


def _stage(alike: Mapping[PurchaseStage, float]) -> Alike:
    best = max(alike, key=lambda stage: alike[stage], default=PurchaseStage.UNKNOWN)
    if best is PurchaseStage.UNKNOWN or alike[best] <= _LEAST:
        return Alike()
    return Alike(best, round(_WEIGHT * min(1.0, alike[best] / _FULL), 2))
