"""Whether the offer serves this customer: told early, from stated facts alone, with what would serve them better."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from assistant.model import (
    Fact,
    FactStatus,
    FactTest,
    FitReading,
    FitReason,
    FitRule,
    FitRules,
    FitVerdict,
    Value,
)

_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "below": lambda value, limit: _is_number(value) and value < limit,
    "above": lambda value, limit: _is_number(value) and value > limit,
    "at_most": lambda value, limit: _is_number(value) and value <= limit,
    "at_least": lambda value, limit: _is_number(value) and value >= limit,
    "is": lambda value, wanted: _alike(value, wanted),
    "in": lambda value, names: any(_alike(value, name) for name in names),
    "not_in": lambda value, names: not any(_alike(one, name) for one in _listed(value) for name in names),
}
# The same where a list of names is no list of one mind: "France and Morocco".
_HOLDS_PARTLY: dict[str, Callable[[Any, Any], bool]] = {
    "not_in": lambda value, names: any(not any(_alike(one, name) for name in names) for one in _listed(value)),
}
# The facts of a field that may be tested, by its name.
_Held = Mapping[str, Sequence[Fact]]


def judge(facts: Iterable[Fact], rules: FitRules) -> FitReading:
    """The verdict of the rules on what the customer has stated.

    A limit that is met rules it out at once, whatever else is unknown; then a critical field of which nothing is known
    leaves it open; then conditions. Where a fact is tentative, or where two facts differ, nothing is final. A limit
    that is met for a part only of what they have is told as such and rules out nothing else.
    """
    held = _held(facts)
    whole = {name: [one for one in stated if not one.part] for name, stated in held.items()}
    known = {name: stated[-1:] for name, stated in whole.items() if len(_values(stated)) == 1}
    every = {name: (*known.get(name, ()), *(one for one in stated if one.part)) for name, stated in held.items()}
    limits = _reasons(rules.limits, known)
    ruling = {reason.rule for reason in limits}
    partly = tuple(one for one in _reasons(rules.limits, every, partly=True) if one.rule not in ruling)
    conditions = _reasons(rules.conditions, every)
    conflicts = tuple(name for name, stated in whole.items() if len(_values(stated)) > 1)
    apart = told_apart(partly)
    missing = tuple(name for name in rules.critical if apart.issuperset(every.get(name, ())))
    verdict = _verdict(rules, limits, missing, conditions)
    return FitReading(
        verdict,
        limits,
        conditions if verdict is FitVerdict.FIT_WITH_CONDITIONS else (),
        () if limits else missing,
        _probably(verdict, limits, rules, every),
        conflicts,
        () if limits else partly,
        tuple(held.get(rules.apart, ())) if rules.apart else (),
        () if limits else tuple(reason for reason in conditions if reason.better_option),
    )


def told_apart(partly: Iterable[FitReason]) -> set[Fact]:
    """The facts by which a part is not served: they tell nothing of the rest."""
    return {fact for reason in partly for fact in reason.facts if fact.part}


def _held(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    """The facts that hold, by field."""
    held: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.current and fact.status is not FactStatus.NONE_STATED:
            held.setdefault(fact.field, []).append(fact)
    return held


def _values(facts: Sequence[Fact]) -> set[Value]:
    return {fact.value for fact in facts}


def _verdict(
    rules: FitRules, limits: Sequence[FitReason], missing: Sequence[str], conditions: Sequence[FitReason]
) -> FitVerdict:
    if limits:
        return FitVerdict.NOT_FIT
    if missing or not rules.limits:
        # Who has written down nothing that rules anybody out cannot tell whom the offer suits.
        return FitVerdict.UNKNOWN
    return FitVerdict.FIT_WITH_CONDITIONS if conditions else FitVerdict.FIT


def _probably(verdict: FitVerdict, limits: Sequence[FitReason], rules: FitRules, known: _Held) -> bool:
    """Whether the verdict hangs on something that the customer is not sure of."""
    if verdict is FitVerdict.UNKNOWN:
        return False
    if verdict is FitVerdict.NOT_FIT:
        return all(reason.probably for reason in limits)
    used = {test.field for rule in (*rules.limits, *rules.conditions) for group in rule.when for test in group}
    return any(
        fact.status is FactStatus.TENTATIVE
        for name, stated in known.items()
        for fact in stated
        if name in used.union(rules.critical)
    )


def _reasons(rules: Iterable[FitRule], known: _Held, *, partly: bool = False) -> tuple[FitReason, ...]:
    found = []
    for rule in rules:
        groups = [_met(group, known, partly=partly) for group in rule.when]
        met = [facts for facts in groups if facts is not None]
        if not met:
            continue
        # Of several ways to meet a rule the one that is sure decides.
        facts = min(met, key=lambda some: sum(fact.status is FactStatus.TENTATIVE for fact in some))
        unsure = any(fact.status is FactStatus.TENTATIVE for fact in facts)
        found.append(FitReason(rule.rule_id, rule.text, rule.document_id, facts, rule.better_option, unsure))
    return tuple(found)


def _met(group: Sequence[FactTest], known: _Held, *, partly: bool) -> tuple[Fact, ...] | None:
    """The facts by which all tests hold, each once; None where one does not hold or nothing is known.

    With `partly` a test of one that is named among several is enough.
    """
    facts: list[Fact] = []
    for test in group:
        holds = _HOLDS_PARTLY.get(test.op, _HOLDS[test.op]) if partly else _HOLDS[test.op]
        fact = next(
            (one for one in known.get(test.field, ()) if one.value is not None and holds(one.value, test.value)), None
        )
        if fact is None:
            return None
        facts.append(fact)
    return tuple(dict.fromkeys(facts))


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _alike(value: Value, wanted: Value) -> bool:
    if isinstance(value, str) and isinstance(wanted, str):
        return value.casefold() == wanted.casefold()
    return value is wanted if isinstance(wanted, bool) else value == wanted


def _listed(value: Value) -> list[str]:
    """The names in a value: "Slovenia and Croatia" are two."""
    return str(value).split(" and ")
