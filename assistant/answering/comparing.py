"""Two things side by side: what speaks of both first, then the facts of each under its name."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.choosing import Ranked, Weights, alike, with_context, word_count
from assistant.model import Excerpt

BOTH, FIRST, SECOND = frozenset({0, 1}), frozenset({0}), frozenset({1})
# Of the words of an answer, how many may speak of both things, and how many of each where some speak of both.
_OF_BOTH, _OF_EACH = 0.6, 0.35
_MOST = 6
# How far below the best an excerpt may lie, and the first of a side: alone it answers half of the question only.
_MARGIN, _FIRST_MARGIN = 0.7, 1.2


def side_by_side(
    question: str, ranked: Sequence[Ranked], excerpts: Sequence[Excerpt], weights: Weights
) -> dict[frozenset[int], list[Excerpt]] | None:
    """What speaks of both things, of the first and of the second, within the length of an answer.

    None where one of the two is nowhere spoken of: that is no comparison that these documents can make.
    """
    chosen: dict[frozenset[int], list[Excerpt]] = {}
    for sides in (BOTH, FIRST, SECOND):
        share = _OF_BOTH if sides == BOTH else _OF_EACH if chosen[BOTH] else 0.5
        said = [excerpt for others in chosen.values() for excerpt in others]
        chosen[sides] = _within(share * weights.words, question, sides, ranked, excerpts, weights, said)
    return chosen if chosen[BOTH] or (chosen[FIRST] and chosen[SECOND]) else None


def _within(
    words: float,
    question: str,
    sides: frozenset[int],
    ranked: Sequence[Ranked],
    excerpts: Sequence[Excerpt],
    weights: Weights,
    said: Sequence[Excerpt],
) -> list[Excerpt]:
    """The best of one side, each with the sentence that it leans on, in reading order."""
    chosen: list[Excerpt] = []
    for item in ranked:
        margin = _MARGIN if chosen or sides == BOTH else _FIRST_MARGIN
        if item.excerpt.sides != sides or item.score < ranked[0].score - margin or len(chosen) >= _MOST:
            continue
        if any(alike(item.excerpt, other) for other in (*said, *chosen)):
            continue
        group = with_context(question, item.excerpt, excerpts, weights, whole=False)
        group = [excerpt for excerpt in group if excerpt not in chosen and excerpt not in said]
        length = sum(map(word_count, group))
        if length <= words:
            chosen += group
            words -= length
    return _in_reading_order(chosen)


def _in_reading_order(chosen: Sequence[Excerpt]) -> list[Excerpt]:
    passages = list(dict.fromkeys(excerpt.passage.passage_id for excerpt in chosen))
    return sorted(chosen, key=lambda excerpt: (passages.index(excerpt.passage.passage_id), excerpt.start))
