"""A question that could mean two things: what each document understands by it, under the document's title."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from assistant.answering.shapes import wants_amount
from assistant.model import Excerpt, Quantity, quantities


def readings(question: str, chosen: Sequence[Excerpt]) -> list[tuple[str, list[Excerpt]]]:
    """The excerpts by document, each with its title, where documents state different amounts of what is asked for.

    Empty where they do not: a title above every quote would say less than it takes room.
    """
    if not wants_amount(question):
        return []
    groups: dict[str, list[Excerpt]] = {}
    for excerpt in chosen:
        groups.setdefault(excerpt.passage.document_id, []).append(excerpt)
    stated = [[amount for excerpt in group for amount in quantities(excerpt.text)] for group in groups.values()]
    if not any(_apart(one, other) for one, other in combinations(stated, 2)):
        return []
    return [(group[0].passage.document.title, group) for group in groups.values()]


def _apart(one: Sequence[Quantity], other: Sequence[Quantity]) -> bool:
    """Whether two documents state amounts of one measure and none of them in common."""
    mine, theirs = ({(amount.measure, amount.low, amount.high) for amount in amounts} for amounts in (one, other))
    return bool({measure for measure, *_ in mine} & {measure for measure, *_ in theirs}) and not mine & theirs
