"""Two things side by side: what speaks of both first, then the facts of each under its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.choosing import Ranked, Weights, length, repeats, with_context
from assistant.model import Excerpt

BOTH, FIRST, SECOND = frozenset({0, 1}), frozenset({0}), frozenset({1})
# How much of an answer may speak of both things, and of each of them alone.
_SHARE = {BOTH: 0.6, FIRST: 0.5, SECOND: 0.5}
_MOST = 6
# How far below the best an excerpt may lie, and the first of a side: alone it answers half of the question only.
_MARGIN, _FIRST_MARGIN = 0.7, 1.2
# What a table row adds: columns or rows named like the things are where documents compare them.
_ROW = 0.3

Sides = frozenset[int]


def side_by_side(
    question: str, ranked: Sequence[Ranked], excerpts: Sequence[Excerpt], weights: Weights
) -> dict[Sides, list[Excerpt]] | None:
    """What speaks of both things, of the first and of the second, within the length of an answer.

    The best of each comes first, so that neither goes without. None where one of the two is nowhere spoken of: that
    is no comparison that these documents can make.
    """
    chosen: dict[Sides, list[Excerpt]] = {BOTH: [], FIRST: [], SECOND: []}
    for item in _best_of_each_first(_rows_first(ranked)):
        group = chosen.get(item.excerpt.sides)
        if group is None or len(group) >= _MOST or item.score < ranked[0].score - _margin(item, group):
            continue
        said = [excerpt for others in chosen.values() for excerpt in others]
        if repeats(item.excerpt, said):
            continue
        more = with_context(question, item.excerpt, excerpts, weights, whole=False)
        more = [excerpt for excerpt in more if excerpt not in said]
        of_group = length([*group, *more]) <= _SHARE[item.excerpt.sides] * weights.words
        if of_group and length([*said, *more]) <= weights.words:
            group += more
    if not chosen[BOTH] and not (chosen[FIRST] and chosen[SECOND]):
        return None
    return {sides: _in_reading_order(group) for sides, group in chosen.items()}


def _rows_first(ranked: Sequence[Ranked]) -> list[Ranked]:
    raised = [replace(item, score=item.score + _ROW) if _compares(item.excerpt) else item for item in ranked]
    return sorted(raised, key=lambda item: -item.score)


def _compares(excerpt: Excerpt) -> bool:
    headed = bool(excerpt.cells) and all(header for header, _ in excerpt.cells)
    return headed and (excerpt.sides in (FIRST, SECOND) or len(excerpt.cells) > 2)


def _best_of_each_first(ranked: Sequence[Ranked]) -> list[Ranked]:
    best = {sides: item for item in reversed(ranked) if (sides := item.excerpt.sides)}
    first = [best[sides] for sides in (BOTH, FIRST, SECOND) if sides in best]
    return first + [item for item in ranked if item not in first]


def _margin(item: Ranked, group: Sequence[Excerpt]) -> float:
    return _MARGIN if group or item.excerpt.sides == BOTH else _FIRST_MARGIN


def _in_reading_order(chosen: Sequence[Excerpt]) -> list[Excerpt]:
    passages = list(dict.fromkeys(excerpt.passage.passage_id for excerpt in chosen))
    return sorted(chosen, key=lambda excerpt: (passages.index(excerpt.passage.passage_id), excerpt.start))
