"""Which field a clause tells of, and which one a question asks for, by what they are like in their meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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

    def prepare(self, texts: Iterable[str]) -> None:
        """Embed at once what is going to be compared."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if not new:
            return
        kept = self._vectors if len(self._vectors) + len(new) <= _KEPT else {}
        self._vectors = kept | dict(zip(new, self._embed(new), strict=True))

    def tells(self, clause: str) -> Mapping[Kind, float]:
        """How like telling each field, or each of its choices, a clause is; nothing where there are no examples."""
        return self._told.of(self._vector(clause))[0]

    def asks(self, question: str) -> Mapping[str, float]:
        """How like asking for each field a question is; nothing where there are no examples."""
        return self._asked.of(self._vector(question))[0]

    def _vector(self, text: str) -> NDArray[np.float32]:
        kept = self._vectors.get(text)
        return self._embed([text]) if kept is None else kept[None, :]
