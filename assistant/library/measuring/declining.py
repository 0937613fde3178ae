"""What "our documents do not say" costs: unrelated questions declined against answerable ones lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LOST_PERCENT = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Point:
    """One place on the curve, as shares (0 to 1) of the answerable and of the unrelated questions."""

    lost: float
    declined: float


@dataclass(frozen=True, slots=True)
class Declining:
    """The curve of a set at fixed shares of lost questions, and where the yardstick of its library lies on it."""

    answerable: int
    unrelated: int
    curve: tuple[Point, ...]
    yardstick: Point


def declining(answerable: Sequence[float], unrelated: Sequence[float], needed: float) -> Declining:
    """The curve over the relevance of questions of both kinds; at least one of each is needed.

    At a share that is lost, the cut is the highest one that at most this share of the answerable stays below.
    """
    ordered, others = np.sort(np.asarray(answerable)), np.asarray(unrelated)
    cuts = [(percent / 100, ordered[percent * len(ordered) // 100]) for percent in LOST_PERCENT]
    curve = tuple(Point(lost, float((others < cut).mean())) for lost, cut in cuts)
    here = Point(float((ordered < needed).mean()), float((others < needed).mean()))
    return Declining(len(ordered), len(others), curve, here)
