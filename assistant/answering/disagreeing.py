"""Documents that state different amounts of one and the same thing: contradictions to be shown, never hidden."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from assistant.answering.choosing import Ranked, content
from assistant.answering.quantities import Quantity, of_measure, quantities
from assistant.model import Excerpt

# How far below the best both must lie, and how near to the question both must be: two sentences that answer it.
_MARGIN = 0.7
_NEAR = 0.4
# What stands right before an amount says what it is an amount of: so many words of it are looked at.
_BEFORE = 4
_SHARED = 2
# How much of the shorter sentence must stand in the other: what says much more is about something else.
_OVERLAP = 0.4
# Words that begin with so many of the same letters are forms of one.
_ALIKE = 6
_WORD = re.compile(r"\w+")
_CODE = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z]\w*\b")
_CAPITAL = re.compile(r"(?<=[\w,;(] )[A-Z][a-z]\w+")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two excerpts of different documents that contradict each other; `valid` is the approved and newer one.

    `decided` is False where neither is approved later than the other, so that nobody can say which holds.
    """

    valid: Excerpt
    other: Excerpt
    decided: bool


def conflict(question: str, ranked: Sequence[Ranked]) -> Conflict | None:
    """The best two excerpts that state different amounts of what the question asks for, or None."""
    asked = content(question)
    near = [
        item.excerpt
        for item in ranked
        if item.score >= ranked[0].score - _MARGIN
        and item.excerpt.similarity >= _NEAR
        and not item.excerpt.cells
        and quantities(item.excerpt.text)
    ]
    for one, other in combinations(near, 2):
        if one.passage.document_id != other.passage.document_id and _contradict(one, other, asked):
            return _judged(one, other)
    return None


def _contradict(one: Excerpt, other: Excerpt, asked: set[str]) -> bool:
    mine, theirs = quantities(one.text), quantities(other.text)
    for measure in {quantity.measure for quantity in mine} & {quantity.measure for quantity in theirs}:
        here, there = of_measure(mine, measure), of_measure(theirs, measure)
        if len(here) != 1 or len(there) != 1 or here[0].holds(there[0]) or there[0].holds(here[0]):
            continue
        of_what = _before(one.text, here[0]) & _before(other.text, there[0])
        if (
            len(of_what) >= _SHARED
            and _speaks_alike(one, other)
            and _speaks_of(of_what, asked)
            and _same_names(one.text, other.text)
        ):
            return True
    return False


def _speaks_alike(one: Excerpt, other: Excerpt) -> bool:
    mine, theirs = content(one.text), content(other.text)
    return len(mine & theirs) >= _OVERLAP * min(len(mine), len(theirs))


def _speaks_of(words: set[str], asked: set[str]) -> bool:
    """Whether two sets of words share one, "delivery" and "deliver" being one."""
    return bool({word[:_ALIKE] for word in words} & {word[:_ALIKE] for word in asked})


def _before(text: str, quantity: Quantity) -> set[str]:
    words = content(" ".join(_WORD.findall(text[: text.index(quantity.text)])[-_BEFORE:]))
    return {word for word in words if not word.isdigit()}


def _same_names(one: str, other: str) -> bool:
    """Whether nothing tells that two sentences speak of different products or plans."""
    mine, theirs = set(_CAPITAL.findall(one)), set(_CAPITAL.findall(other))
    return set(_CODE.findall(one)) == set(_CODE.findall(other)) and (not mine or not theirs or bool(mine & theirs))


def _judged(one: Excerpt, other: Excerpt) -> Conflict:
    first, second = sorted((one, other), key=_standing, reverse=True)
    return Conflict(first, second, decided=_standing(first) > _standing(second))


def _standing(excerpt: Excerpt) -> tuple[bool, date]:
    document = excerpt.passage.document
    return document.superseded_by is None, document.approved_on or date.min
