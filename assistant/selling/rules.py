"""The rules of fit as the business writes them: limits and conditions, each resting on a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import ConfigDict
from pydantic import Field as Checked

from assistant.cards import Card, Line, checked, load_yaml
from assistant.errors import ContentError
from assistant.model import Clearance, FactTest, Field, FieldKind, FitRule, FitRules, Value
from assistant.selling.fields import Name, require_field

_ORDERED = {"below", "above", "at_most", "at_least"}
_OF_LISTS = {"in", "not_in"}
_IN_WORDS = {FieldKind.TEXT, FieldKind.YES_NO, FieldKind.CHOICE, FieldKind.COUNTRY, FieldKind.ROLE, FieldKind.INDUSTRY}
_Number = Annotated[int, Checked(strict=True)] | Annotated[float, Checked(strict=True)]


class _Tests(Card):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    below: _Number | None = None
    above: _Number | None = None
    at_most: _Number | None = None
    at_least: _Number | None = None
    is_: Annotated[bool | Line | None, Checked(alias="is")] = None
    in_: Annotated[tuple[Line, ...], Checked(alias="in")] = ()
    not_in: tuple[Line, ...] = ()


class _Rule(Card):
    id: Annotated[str, Checked(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,29}$")]
    when: Annotated[tuple[dict[Name, _Tests], ...], Checked(min_length=1)]
    text: Line
    document: Line
    better_option: Annotated[str, Checked(max_length=300)] = ""
    # As with documents: a rule is for the staff until somebody says otherwise.
    audience: Clearance = Clearance.INTERNAL


class _RulesFile(Card):
    critical: tuple[Name, ...] = ()
    apart: str = ""
    limits: tuple[_Rule, ...] = ()
    conditions: tuple[_Rule, ...] = ()


def read_rules(path: str, text: str, fields: Iterable[Field]) -> FitRules:
    """The rules of a file, which may only speak of these fields; raises `ContentError` with file, rule and field."""
    known = {field.name: field for field in fields}
    card = checked(_RulesFile, load_yaml(path, text), path)
    for name in (*card.critical, *filter(None, [card.apart])):
        require_field(path, "critical" if name in card.critical else "apart", name, known)
    seen: set[str] = set()
    for rule in (*card.limits, *card.conditions):
        if rule.id in seen:
            raise ContentError(path, f"rule '{rule.id}' is there twice. Give one of them another id.")
        seen.add(rule.id)
    limits = tuple(_rule(path, rule, known) for rule in card.limits)
    return FitRules(card.critical, card.apart, limits, tuple(_rule(path, rule, known) for rule in card.conditions))


def _rule(path: str, card: _Rule, known: Mapping[str, Field]) -> FitRule:
    groups = tuple(_group(path, card.id, group, known) for group in card.when)
    return FitRule(card.id, groups, card.text, card.document, card.better_option, card.audience)


def _group(path: str, rule: str, group: Mapping[str, _Tests], known: Mapping[str, Field]) -> tuple[FactTest, ...]:
    found: list[FactTest] = []
    for name, tests in group.items():
        require_field(path, f"rule '{rule}'", name, known)
        given = tests.model_dump(by_alias=True, exclude_defaults=True)
        if not given:
            raise ContentError(path, f"rule '{rule}': '{name}' has no test. Write one, such as 'below: 10'.")
        for op, value in given.items():
            _require_fitting(path, rule, known[name], op, value)
            found.append(FactTest(name, op, value))
    if not found:
        raise ContentError(path, f"rule '{rule}' has an empty group under 'when', which would always hold. Fill it.")
    return tuple(found)


def _require_fitting(path: str, rule: str, field: Field, op: str, value: Value | tuple[str, ...]) -> None:
    if op in _ORDERED and field.kind in _IN_WORDS:
        raise ContentError(path, f"rule '{rule}': '{field.name}' is no number, so '{op}' cannot be tested. Use 'is'.")
    allowed = {choice.value for choice in field.choices}
    if field.kind in (FieldKind.YES_NO, FieldKind.CHOICE) and op == "is" and value not in allowed:
        known = ", ".join(str(one).lower() if isinstance(one, bool) else str(one) for one in allowed)
        raise ContentError(path, f"rule '{rule}': '{field.name}' is never {value!r}. Use one of: {known}.")
    if op in _OF_LISTS and field.kind not in _IN_WORDS:
        raise ContentError(path, f"rule '{rule}': '{field.name}' is a number, so '{op}' cannot be tested. Use 'above'.")
