"""Who puts an answer together; the extractive writer does it without a language model, from quotes alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from assistant.answering.choosing import Ranked, Weights, choose, length, rank, repeats, word_count
from assistant.answering.comparing import BOTH, FIRST, SECOND, side_by_side
from assistant.answering.followup import Asked
from assistant.answering.premises import unsaid
from assistant.answering.readings import readings
from assistant.answering.texts import note
from assistant.model import Answer, Citation, Confidence, Excerpt, Hit, Note, PurchaseStage, Quote, quantities

_NEAREST = 3
# How far below the best a sentence that another contradicts may lie, and how near to the question it must be.
_ANSWERS_TOO, _NEAR = 0.7, 0.4
# How much else is said beside a contradiction, which is enough to read.
_BESIDE = 2
# The stages at which an answer stays general, and its length in words and in excerpts there.
_GENERAL = (PurchaseStage.PROBLEM, PurchaseStage.EXPLORE)
_GENERAL_WORDS, _GENERAL_PIECES = 80, 4
_TELLING = ("not-said", "disagree", "disagree-open")

# How far below the best of all a sentence may lie that is shown when more is asked for.
_BELONGS = 0.9

Pair = tuple[Excerpt, Excerpt]


class Evidence(Protocol):
    """What a search brings: passages best first, the sentences of the best, and how sure it is.

    `matter` is how clearly the words are about our matter at all, whether or not they ask (0 and more is clear);
    `unknown` are names that no document mentions, `beyond` the kind of a question that product documents never answer,
    `sides` the two things that a question compares, `disagreements` pairs of contradicting sentences of which one was
    found, the one that holds first.
    """

    @property
    def hits(self) -> Sequence[Hit]: ...

    @property
    def excerpts(self) -> Sequence[Excerpt]: ...

    @property
    def confidence(self) -> Confidence: ...

    @property
    def matter(self) -> float: ...

    @property
    def unknown(self) -> Sequence[str]: ...

    @property
    def beyond(self) -> str | None: ...

    @property
    def sides(self) -> tuple[str, str] | None: ...

    @property
    def disagreements(self) -> Sequence[Pair]: ...


Write = Callable[[Asked, Evidence], Answer]
Parts = tuple[Quote | Note, ...]


class ExtractiveWriter:
    """Picks the few sentences or rows that answer, in a sensible order, each with its citation."""

    def __init__(self, weights: Weights | None = None) -> None:
        self._weights = weights or Weights()

    def __call__(self, asked: Asked, evidence: Evidence) -> Answer:
        """An answer made of quotes, or "our documents do not say" with what was nearest."""
        weights = _at_depth(self._weights, asked.stage)
        ranked = rank(asked.sought, evidence.excerpts, evidence.hits, weights)
        missing = (note("not-mentioned", names=", ".join(evidence.unknown)),) if evidence.unknown else ()
        if evidence.confidence is Confidence.NOT_IN_DOCUMENTS or not ranked:
            way_on = (note(f"beyond-{evidence.beyond}"),) if evidence.beyond else ()
            return _declined(asked, evidence, (note("not-found"), *missing, *way_on))
        said = [excerpt for excerpt in evidence.excerpts if asked.shown and excerpt.text in asked.shown]
        ranked = _unshown(ranked, said) if said else ranked
        if not ranked:
            return _declined(asked, evidence, (note("no-more"),))
        pair = None if asked.shown else _contradiction(ranked, evidence.disagreements)
        left = [excerpt for excerpt in evidence.excerpts if excerpt not in said]
        if pair:
            parts = _conflicting(asked, evidence, ranked, pair, weights)
        else:
            parts = _parts(asked, evidence, ranked, left, weights)
        # Who says what is not said, or that documents disagree, need not say that this is only the nearest.
        told = isinstance(parts[0], Note) and parts[0].key in _TELLING
        opening = (note("probably"),) if evidence.confidence is Confidence.PROBABLY and not told else ()
        against = tuple(map(_citation, pair or ()))
        # Nobody can be sure of what two documents state differently.
        confidence = Confidence.PROBABLY if pair else evidence.confidence
        return Answer(asked.text, (*missing, *opening, *parts), confidence, contradiction=against)


def _at_depth(weights: Weights, stage: PurchaseStage) -> Weights:
    """How much is said: whoever is still finding out what the matter is gets the general, and less of it."""
    if stage not in _GENERAL:
        return weights
    return replace(weights, words=min(weights.words, _GENERAL_WORDS), pieces=min(weights.pieces, _GENERAL_PIECES))


def _parts(
    asked: Asked, evidence: Evidence, ranked: Sequence[Ranked], excerpts: Sequence[Excerpt], weights: Weights
) -> Parts:
    pair = evidence.sides
    both = side_by_side(asked.text, ranked, excerpts, weights) if pair else None
    if pair and both:
        return (
            *_quotes(both[BOTH]),
            *(_about(pair[0], both[FIRST])),
            *(_about(pair[1], both[SECOND])),
        )
    chosen = choose(asked.text, ranked, excerpts, evidence.hits, weights)
    labelled = readings(asked.text, chosen)
    by_title = (part for title, group in labelled for part in (note("reading", title=title), *_quotes(group)))
    return (*_unsaid(asked, chosen), *(by_title if labelled else _quotes(chosen)))


def _conflicting(asked: Asked, evidence: Evidence, ranked: Sequence[Ranked], pair: Pair, weights: Weights) -> Parts:
    """Both statements with their dates, the valid one first; then what else answers, without either."""
    rest = choose(asked.text, ranked, evidence.excerpts, evidence.hits, weights)
    more = [excerpt for excerpt in rest if not repeats(excerpt, pair)]
    valid, other = map(_approved, pair)
    opening = note("disagree" if valid != other else "disagree-open", when=valid)
    both: Parts = (opening, *_quotes(pair[:1]), note("disagree-other", when=other), *_quotes(pair[1:]))
    return (*_unsaid(asked, pair), *both, *_quotes(_within(weights.words, pair, more)[:_BESIDE]))


def _contradiction(ranked: Sequence[Ranked], pairs: Sequence[Pair]) -> Pair | None:
    """The pair of contradicting sentences of which one answers the question, in its own words or in a table's."""
    answering = [
        item.excerpt
        for item in ranked
        if item.score >= ranked[0].score - _ANSWERS_TOO and item.excerpt.similarity >= _NEAR
    ]
    return next((pair for pair in pairs if any(_tells(one, side) for one in answering for side in pair)), None)


def _tells(excerpt: Excerpt, side: Excerpt) -> bool:
    """Whether an excerpt states what a sentence of the same document states: the same amount."""
    if excerpt.passage.document_id != side.passage.document_id:
        return False
    return {amount.text for amount in quantities(side.text)} <= {amount.text for amount in quantities(excerpt.text)}


def _within(words: int, said: Iterable[Excerpt], more: Iterable[Excerpt]) -> list[Excerpt]:
    """As many of these as fit into the length of an answer beside what is said already."""
    left = words - length(said)
    kept = []
    for excerpt in more:
        left -= word_count(excerpt)
        if left >= 0:
            kept.append(excerpt)
    return kept


def _declined(asked: Asked, evidence: Evidence, notes: tuple[Note, ...]) -> Answer:
    return Answer(asked.text, notes, Confidence.NOT_IN_DOCUMENTS, tuple(evidence.hits[:_NEAREST]))


def _unshown(ranked: Sequence[Ranked], said: Sequence[Excerpt]) -> list[Ranked]:
    """What says something new and still belongs to the question."""
    least = ranked[0].score - _BELONGS
    return [item for item in ranked if item.score >= least and not repeats(item.excerpt, said)]


def _unsaid(asked: Asked, shown: Iterable[Excerpt]) -> Parts:
    amount = unsaid(asked.text, "\n".join(excerpt.text for excerpt in shown))
    return (note("not-said", amount=amount),) if amount else ()


def _about(name: str, excerpts: Sequence[Excerpt]) -> Parts:
    return (note("side", name=name), *_quotes(excerpts)) if excerpts else ()


def _approved(excerpt: Excerpt) -> str:
    when = excerpt.passage.document.approved_on
    return f"approved on {_day(when)}" if when else "without a date of approval"


def _day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def _quotes(excerpts: Iterable[Excerpt]) -> tuple[Quote, ...]:
    return tuple(Quote(excerpt.text, (_citation(excerpt),), excerpt.kind, excerpt.cells) for excerpt in excerpts)


def _citation(excerpt: Excerpt) -> Citation:
    return Citation(excerpt.passage, excerpt.text, excerpt.start)
