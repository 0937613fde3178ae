"""The parts of the ranking and what each of them weighs: one field per part, each of which can be switched off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from assistant.errors import SettingError


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a passage's score is made of: each part with its weight, 0 where the part is switched off.

    `dense` weighs the cosine of question and passage, `words` the BM25 score. Additive fusion keeps the better
    side's ranking where reciprocal rank fusion loses it (docs/decisions).
    """

    dense: float = 1.0
    words: float = 0.03

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
