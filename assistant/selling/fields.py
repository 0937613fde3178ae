"""The fields that customers tell: those of every trade, which ship with the package, and those that a playbook adds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from importlib.resources import files
from typing import Annotated

from pydantic import Field as Checked

from assistant.cards import Card, Line, checked, load_yaml
from assistant.errors import ContentError
from assistant.model import Choice, Field, FieldKind
from assistant.selling.phrases import PhraseError, pattern

_SHIPPED = "fields.yaml"
_UNITS = {"", "seconds", "minutes", "hours", "days", "working_days", "months"}
Name = Annotated[str, Checked(pattern=r"^[a-z][a-z0-9_]{0,49}$")]


class _ChoiceCard(Card):
    value: bool | Line
    phrases: Annotated[tuple[Line, ...], Checked(min_length=1)]


class _FieldCard(Card):
    name: Name
    label: Line
    kind: FieldKind
    unit: str = ""
    nouns: tuple[Line, ...] = ()
    near: tuple[Line, ...] = ()
    never: tuple[Line, ...] = ()
    phrases: tuple[Line, ...] = ()
    choices: tuple[_ChoiceCard, ...] = ()
    none: tuple[Line, ...] = ()
    asked: tuple[Line, ...] = ()
    many: bool = False


class _FieldsFile(Card):
    fields: tuple[_FieldCard, ...] = ()


def read_fields(path: str, text: str) -> tuple[Field, ...]:
    """The fields that a file describes; raises `ContentError` that names the file and the field."""
    cards = checked(_FieldsFile, load_yaml(path, text), path).fields
    return tuple(_field(path, card) for card in cards)


def shipped_fields() -> tuple[Field, ...]:
    """The fields that customers of every trade tell."""
    return read_fields(_SHIPPED, files("assistant.selling").joinpath(_SHIPPED).read_text(encoding="utf-8"))


def with_shipped(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields of a playbook before those of every trade; one of the same name takes the other's place."""
    own = tuple(fields)
    named = {field.name for field in own}
    return own + tuple(field for field in shipped_fields() if field.name not in named)


def _field(path: str, card: _FieldCard) -> Field:
    for phrases in (card.nouns, card.near, card.never, card.phrases, card.none, card.asked):
        _require_phrases(path, card.name, phrases)
    for choice in card.choices:
        _require_phrases(path, card.name, choice.phrases)
    if card.unit not in _UNITS:
        raise ContentError(
            path, f"field '{card.name}': unit {card.unit!r} is none of {', '.join(sorted(_UNITS - {''}))}."
        )
    _require_parts(path, card)
    choices = tuple(Choice(choice.value, choice.phrases) for choice in card.choices)
    values = card.model_dump(exclude={"choices"})
    return Field(**values, choices=choices)


def _require_phrases(path: str, name: str, phrases: Iterable[str]) -> None:
    try:
        pattern(phrases)
    except PhraseError as error:
        raise ContentError(path, f"field '{name}': {error}") from error


def _require_parts(path: str, card: _FieldCard) -> None:
    """What a kind cannot do without."""
    needs = {
        FieldKind.COUNT: ("nouns", card.nouns),
        FieldKind.TEXT: ("phrases", card.phrases),
        FieldKind.NUMBER: ("phrases", card.phrases),
        FieldKind.YES_NO: ("choices", card.choices),
        FieldKind.CHOICE: ("choices", card.choices),
        FieldKind.DURATION: ("unit", card.unit),
        FieldKind.ACRONYM: ("nouns", card.nouns),
    }
    part, given = needs.get(card.kind, ("", True))
    if not given:
        raise ContentError(path, f"field '{card.name}' is of the kind {card.kind} and needs '{part}'. Add it.")
    if card.kind is FieldKind.YES_NO and not all(
        isinstance(choice.value, bool) for choice in card.choices if choice.value != "limited"
    ):
        raise ContentError(path, f"field '{card.name}': the values of its choices are true and false. Correct them.")


def require_field(path: str, where: str, name: str, known: Collection[str]) -> None:
    """Raises `ContentError` where a file speaks of a field that nobody has described."""
    if name not in known:
        raise ContentError(path, f"{where}: no field is called '{name}'. Describe it in fields.yaml or correct it.")
