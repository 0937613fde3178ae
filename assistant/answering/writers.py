"""Who puts an answer together; the extractive writer does it without a language model, from quotes alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from assistant.answering.choosing import Weights, choose, rank
from assistant.answering.texts import note
from assistant.model import Answer, Citation, Confidence, Excerpt, Hit, Quote

_NEAREST = 3


class Evidence(Protocol):
    """What a search brings: passages best first, the sentences of the best, and how sure it is.

    `unknown` are names that no document mentions, `beyond` the kind of a question that product documents never answer.
    """

    @property
    def hits(self) -> Sequence[Hit]: ...

    @property
    def excerpts(self) -> Sequence[Excerpt]: ...

    @property
    def confidence(self) -> Confidence: ...

    @property
    def unknown(self) -> Sequence[str]: ...

    @property
    def beyond(self) -> str | None: ...


Write = Callable[[str, Evidence], Answer]


class ExtractiveWriter:
    """Picks the few sentences or rows that answer, in a sensible order, each with its citation."""

    def __init__(self, weights: Weights | None = None) -> None:
        self._weights = weights or Weights()

    def __call__(self, question: str, evidence: Evidence) -> Answer:
        """An answer made of quotes, or "our documents do not say" with what was nearest."""
        missing = (note("not-mentioned", names=", ".join(evidence.unknown)),) if evidence.unknown else ()
        ranked = rank(question, evidence.excerpts, evidence.hits, self._weights)
        if evidence.confidence is Confidence.NOT_IN_DOCUMENTS or not ranked:
            nearest = tuple(evidence.hits[:_NEAREST])
            way_on = (note(f"beyond-{evidence.beyond}"),) if evidence.beyond else ()
            return Answer(question, (note("not-found"), *missing, *way_on), Confidence.NOT_IN_DOCUMENTS, nearest)
        quotes = tuple(map(_quote, choose(question, ranked, evidence.excerpts, evidence.hits, self._weights)))
        opening = (note("probably"),) if evidence.confidence is Confidence.PROBABLY else ()
        return Answer(question, (*missing, *opening, *quotes), evidence.confidence)


def _quote(excerpt: Excerpt) -> Quote:
    citation = Citation(excerpt.passage, excerpt.text, excerpt.start)
    return Quote(excerpt.text, (citation,), excerpt.kind, excerpt.cells)
