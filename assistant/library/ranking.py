"""The parts of the ranking and what each of them weighs: one field per part, each of which can be switched off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from assistant.errors import SettingError


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a passage's score is made of: each part with its weight, 0 where the part is switched off.

    `dense` weighs meaning: the cosine of question and passage, a share `sentences` of which is given to its best
    sentence. `words` weighs BM25 and `pairs` the neighbours of the question that stand together in the passage,
    both as shares of what the question's words tell; `gate` lets them count the less, the nearer the best passage
    is (docs/decisions/0007-ranking.md). `stage` is what a document gains that was written for where the buyer stands:
    it decides between passages that fit alike, and hides none.
    """

    dense: float = 1.0
    words: float = 0.6
    pairs: float = 0.6
    sentences: float = 0.2
    gate: float = 1.0
    stage: float = 0.05

    def without(self, parts: Iterable[str]) -> Ranking:
        """The same ranking with these parts switched off; raises `SettingError` for an unknown or the last one."""
        known = [field.name for field in fields(self)]
        off = set(parts)
        unknown = ", ".join(sorted(off.difference(known)))
        if unknown:
            raise SettingError(f"{unknown}: no such part of the ranking. Leave out one of: {', '.join(known)}.")
        left = replace(self, **dict.fromkeys(off, 0.0))
        if not left.dense and not left.words:
            raise SettingError("Nothing is left that finds a passage. Leave dense or words switched on.")
        return left


# What the product ranks by.
RANKING = Ranking()
