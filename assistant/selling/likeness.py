"""Which stage a turn is like in its meaning: a ridge regression over the vectors of example sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.model import Alike, PurchaseStage, StageExample
from assistant.selling.clauses import asked_part

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
# Chosen on the odd rows, once with the phrases as they are and once with half of them taken away at random: what a
# likeness weighs at most, how alike is fully alike, and how little is nothing.
_WEIGHT, _FULL, _LEAST = 2.5, 0.5, 0.2
_RIDGE = 1.0


class StageLikeness:
    """Compares turns with the examples of a playbook; `embed` makes unit vectors of texts."""

    def __init__(self, examples: Sequence[StageExample], embed: Embed) -> None:
        self._examples = examples
        self._embed = embed
        self._stages = sorted({example.stage for example in examples}, key=list(PurchaseStage).index)

    def of(self, text: str) -> Alike:
        """The stage that a turn is most like, and what that weighs; `UNKNOWN` where it is like none."""
        return self.of_each([text])[0]

    def of_each(self, texts: Sequence[str]) -> tuple[Alike, ...]:
        """The same for many turns at once; of a turn that asks something the question counts."""
        if len(self._stages) < 2:
            return tuple(Alike() for _ in texts)
        meant = [asked_part(text) or text for text in texts]
        return tuple(map(self._told, _with_one(self._embed(meant)) @ self._weights))

    def _told(self, values: NDArray[np.float64]) -> Alike:
        by_stage = dict(zip(self._stages, map(float, values), strict=True))
        nothing = max(by_stage.pop(PurchaseStage.UNKNOWN, 0.0), _LEAST)
        stage = max(by_stage, key=lambda one: by_stage[one])
        if by_stage[stage] <= nothing:
            return Alike()
        return Alike(stage, round(_WEIGHT * min(1.0, by_stage[stage] / _FULL), 2))

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        """The regression, of shape (dimension + 1, stages)."""
        told = [(text, self._stages.index(one.stage)) for one in self._examples for text in one.texts]
        vectors = _with_one(self._embed([text for text, _ in told]))
        wanted = np.eye(len(self._stages))[[stage for _, stage in told]]
        squares = vectors.T @ vectors + _RIDGE * np.eye(vectors.shape[1])
        return np.asarray(np.linalg.solve(squares, vectors.T @ wanted), np.float64)


def _with_one(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.hstack([vectors.astype(np.float64), np.ones((len(vectors), 1))])
