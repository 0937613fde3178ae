"""Which turns of a conversation are about our matter at all: only these tell anything of the customer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from assistant.model import Fact, Field, FieldKind, FitRules, Speaker, Turn

# How far a turn may be from our matter in a conversation that has come to it: a short answer names nothing.
_BY_THE_WAY = -2.5
# From here on a single turn is about our matter beyond doubt: hardly any everyday talk comes so near.
_BEYOND_DOUBT = 2.0
# Kinds of values that hardly anybody gives who speaks of something else.
_TELLING = {
    FieldKind.COUNT,
    FieldKind.NUMBER,
    FieldKind.LOWEST_TEMPERATURE,
    FieldKind.HIGHEST_TEMPERATURE,
    FieldKind.DURATION,
    FieldKind.TIMES_A_DAY,
    FieldKind.YES_NO,
    FieldKind.CHOICE,
    FieldKind.ACRONYM,
}


def in_scope(
    turns: Sequence[Turn],
    matter: Mapping[int, float],
    facts: Iterable[Fact],
    asked: Mapping[int, str],
    decisive: Collection[str],
) -> tuple[frozenset[int], frozenset[int]]:
    """The places of the customer's turns that are about our matter, and of those that are so beyond doubt.

    `matter` is how clearly a turn is about it (0 and more is clear), `facts` what all turns would tell, `asked` the
    field that was asked for before a turn, `decisive` the fields that fit hangs on. A turn that tells one of these, or
    answers what was asked, is about our matter; once one turn is, the others count that are not far from it.
    """
    spoken = [place for place, turn in enumerate(turns) if turn.speaker is Speaker.CUSTOMER]
    telling = {fact for fact in facts if fact.field in decisive}
    told = {place for fact in telling if (place := _said_at(fact, spoken)) is not None}
    told |= {fact.turn for fact in facts if asked.get(fact.turn) == fact.field}
    sure = told | {place for place in spoken if matter.get(place, _BY_THE_WAY) >= 0}
    if not sure:
        return frozenset(), frozenset()
    about = frozenset(sure | {place for place in spoken if matter.get(place, _BY_THE_WAY) > _BY_THE_WAY})
    proven = told | {place for place in sure if matter.get(place, _BY_THE_WAY) >= _BEYOND_DOUBT}
    # A second turn about it leaves no doubt about any of them.
    return about, about if len(sure) > 1 or (proven and len(about) > 1) else frozenset(proven)


def decisive(fields: Iterable[Field], rules: FitRules) -> frozenset[str]:
    """The fields that fit hangs on and that hardly anybody names who speaks of something else."""
    tested = {test.field for rule in (*rules.limits, *rules.conditions) for group in rule.when for test in group}
    return frozenset(field.name for field in fields if field.name in tested and field.kind in _TELLING)


def _said_at(fact: Fact, spoken: Iterable[int]) -> int | None:
    """The customer's turn that told a fact: of what a rep said it is the one that affirmed it."""
    return fact.turn if fact.turn in spoken else next((place for place in spoken if place > fact.turn), None)
