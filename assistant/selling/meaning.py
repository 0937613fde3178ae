"""Which field a clause tells of, and which one a question asks for, by what they are like in their meaning."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.model import FieldExample, Value
from assistant.selling.likeness import Embed, Likeness

# How many texts are kept with their vectors: a conversation is read anew after each turn.
_KEPT = 4_096

# A field, and for an example of one of its choices that choice; "" is the field of what tells, or asks for, nothing.
Kind = tuple[str, Value]


class Meaning:
    """Compares clauses with examples of what customers tell, and questions with examples of what they are asked.

    `embed` makes unit vectors of texts.
    """

    def __init__(self, told: Sequence[FieldExample], asked: Sequence[FieldExample], embed: Embed) -> None:
        self._embed = embed
        self._told = Likeness((((one.field, one.value), one.texts) for one in told), embed)
        self._asked = Likeness(((one.field, one.texts) for one in asked), embed)
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def prepare(self, texts: Collection[str]) -> None:
        """Embed at once what is going to be compared."""
        self._prepared(texts)

    def tells(self, clause: str) -> Mapping[Kind, float]:
        """How like telling each field, or each of its choices, a clause is; nothing where there are no examples."""
        return self._told.of(self._vector(clause))[0]

    def asks(self, question: str) -> Mapping[str, float]:
        """How like asking for each field a question is; nothing where there are no examples."""
        return self._asked.of(self._vector(question))[0]

    def _vector(self, text: str) -> NDArray[np.float32]:
        return self._prepared([text])[text][None, :]

    def _prepared(self, texts: Collection[str]) -> Mapping[str, NDArray[np.float32]]:
        """The vectors of these texts among others; never changed, for several conversations may be read at once."""
        kept = self._vectors
        new = [text for text in dict.fromkeys(texts) if text not in kept]
        if new:
            fits = len(kept) + len(new) <= _KEPT
            # Of what is asked for here nothing may be left out.
            old = kept if fits else {text: kept[text] for text in texts if text in kept}
            self._vectors = kept = old | dict(zip(new, self._embed(new), strict=True))
        return kept
