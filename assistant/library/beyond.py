"""Questions that product documents do not answer, whatever the product, known by shipped examples of both sorts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# The list of those that sound like them and are answered.
_ANSWERED = "answered"
# From this cosine on a question is of the kind of the nearest example, and from this one on clearly so …
_ALIKE, _CLEARLY = 0.5, 0.62
# … if the nearest question that documents do answer is so much further away, and every sentence that was found.
_CLEARER, _NEARER = 0.05, 0.1
# Of which company is meant a question tells nothing once its names are taken out.
_BY_NAME = "others"


@cache
def beyond_questions() -> tuple[tuple[str, str], ...]:
    """The shipped questions that product documents do not answer, whatever the product: (kind, question)."""
    return tuple((kind, question) for kind, some in _shipped().items() if kind != _ANSWERED for question in some)


@cache
def answered_questions() -> tuple[str, ...]:
    """The shipped questions that sound like those and that product documents do answer."""
    return tuple(_shipped()[_ANSWERED])


def _shipped() -> dict[str, list[str]]:
    return tomllib.loads(files("assistant.library").joinpath("beyond.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Beyond:
    """The kind of the shipped question beyond all documents that is nearest to a question, and its cosine.

    `answered` is the cosine of the nearest shipped question that documents do answer.
    """

    kind: str
    cosine: float
    answered: float = -1.0

    @property
    def alike(self) -> bool:
        """Whether a question that was declined anyhow may be called one of this kind."""
        return self.cosine >= _ALIKE

    def clear(self, sentence: float) -> bool:
        """Whether a question is of this kind whatever it names, `sentence` being its cosine with the nearest one.

        "What does an L1 cost you to make?" is nearer to any price than to "what does it cost you to make one?".
        """
        if self.kind == _BY_NAME or self.cosine < _CLEARLY or self.cosine < self.answered + _CLEARER:
            return False
        return sentence < self.cosine - _NEARER
