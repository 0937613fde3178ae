"""The usual figures of retrieval and of extracted answers, as pure functions."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

_WORD = re.compile(r"\w+")
_RESAMPLES = 1_000
_SEED = 20_260
_INTERVAL = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over questions with its 95 % bootstrap interval; all None where there was nothing to average."""

    mean: float | None
    low: float | None
    high: float | None


def ndcg(ranked: Sequence[str], gains: Mapping[str, float], k: int) -> float:
    """Normalised discounted cumulative gain of the first `k`, with linear gains and log2(rank + 1) as discount.

    `ranked` are distinct ids, best first; `gains` the ids that are relevant, each with a gain above 0.
    """
    best = sorted(gains.values(), reverse=True)[:k]
    ideal = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(best, start=1))
    found = sum(gains.get(name, 0.0) / math.log2(rank + 1) for rank, name in enumerate(ranked[:k], start=1))
    return found / ideal if ideal else 0.0


def recall(ranked: Sequence[str], gains: Mapping[str, float], k: int) -> float:
    """The share of all relevant ids that are among the first `k`."""
    return len(gains.keys() & set(ranked[:k])) / len(gains) if gains else 0.0


def reciprocal_rank(ranked: Sequence[str], gains: Mapping[str, float], k: int) -> float:
    """1 / rank of the first relevant id, 0 when none is among the first `k`."""
    return next((1 / rank for rank, name in enumerate(ranked[:k], start=1) if name in gains), 0.0)


def token_overlap(shown: str, gold: str) -> tuple[float, float]:
    """(recall, precision): the share of the gold answer's words that are shown, and of the shown that are gold.

    Words count as often as they occur, in lower case.
    """
    shown_words, gold_words = (Counter(_WORD.findall(text.casefold())) for text in (shown, gold))
    shared = (shown_words & gold_words).total()
    return shared / max(gold_words.total(), 1), shared / max(shown_words.total(), 1)


def figure(values: Sequence[float]) -> Figure:
    """The mean of values with the 95 % interval of its percentile bootstrap; the same values give the same figure."""
    if not len(values):
        return Figure(None, None, None)
    sample = np.asarray(values, dtype=np.float64)
    random = np.random.default_rng(_SEED)
    means = [sample[random.integers(0, len(sample), len(sample))].mean() for _ in range(_RESAMPLES)]
    low, high = np.percentile(means, _INTERVAL)
    return Figure(float(sample.mean()), float(low), float(high))


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The value that `percent` of the values stay at or below; None without values."""
    return float(np.percentile(values, percent)) if len(values) else None
